#!/usr/bin/env python3
"""modscopectl devices: what a device is, and the step at which a fault shows.

The modules are those of a real kernel, the folder in $MODSCOPE_TEST_KERNEL; the devices are made.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import ctl
import machine_tree
import tap

KERNEL = pathlib.Path(os.environ.get('MODSCOPE_TEST_KERNEL') or '/nowhere').absolute()
STEPS = ['present', 'driver-exists', 'allowed', 'loaded', 'attached', 'firmware', 'switched-on']
KEYS = ['id', 'syspath', 'subsystem', 'kind', 'name', 'vendor', 'modalias', 'driver', 'module',
        'candidates', 'children', 'needs_driver', 'verdict', 'chain']

BUS = '/devices/pci0000:00/'
WIFI = BUS + '0000:00:14.3'
WIFI_ALIAS = 'pci:v00008086d00002723sv00008086sd00000084bc02sc80i00'
# Each kernel's driver asks for another number of the same firmware.
WIFI_FIRMWARE = '/lib/firmware/' + next(
    (name for name in subprocess.run(
        ['modinfo', '-F', 'firmware', *KERNEL.rglob('iwlwifi.ko*')], stdout=subprocess.PIPE,
        text=True, env={**os.environ, 'PATH': ctl.TOOLS}, check=False).stdout.split()
     if name.startswith('iwlwifi-cc-a0-')), 'iwlwifi-cc-a0-72.ucode')
SOUND = BUS + '0000:00:1f.3'
SOUND_ALIAS = 'pci:v00008086d0000A170sv0000103Csd000082BFbc04sc03i00'
USB = BUS + '0000:00:14.0'
CAMERA = USB + '/usb1/1-5'
CAMERA_ALIASES = ['usb:v046Dp0825d0012dcEFdsc02dp01ic0Eisc01ip00in00',
                  'usb:v046Dp0825d0012dcEFdsc02dp01ic0Eisc02ip00in01',
                  'usb:v046Dp0825d0012dcEFdsc02dp01ic01isc01ip00in02',
                  'usb:v046Dp0825d0012dcEFdsc02dp01ic01isc02ip00in03']


def make_machine(root):
    """A laptop on which all works."""
    tree = machine_tree.Tree(root, KERNEL)
    tree.write(WIFI_FIRMWARE, 'x')
    tree.add('pci', WIFI, WIFI_ALIAS, 'iwlwifi', 'iwlwifi')
    tree.give(WIFI, 'class/net', 'wlp0s20f3')
    tree.give(WIFI, 'class/rfkill', 'rfkill0', name='phy0', type='wlan', soft=0, hard=0)
    tree.add('pci', SOUND, SOUND_ALIAS, 'snd_hda_intel', 'snd_hda_intel')
    tree.give(SOUND, 'class/sound', 'card0')
    tree.write('/proc/asound/cards', ' 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n'
                                     '                      HDA Intel PCH at 0x1 irq 2\n')
    tree.add('pci', USB, 'pci:v00008086d0000A12Fsv0000103Csd000082BFbc0Csc03i30', 'xhci_hcd',
             'xhci_pci')
    tree.add('usb', USB + '/usb1', None, 'usb', 'usbcore', PRODUCT='1d6b/2/601')
    tree.add('usb', USB + '/usb1/1-0:1.0', 'usb:v1D6Bp0002d0601dc09dsc00dp01ic09isc00ip00in00',
             'hub', 'usbcore')
    tree.add('usb', CAMERA, None, 'usb', 'usbcore', PRODUCT='46d/825/12')
    tree.write('sys' + CAMERA + '/product', 'HD Webcam C270\n')
    tree.write('sys' + CAMERA + '/manufacturer', 'Logitech, Inc.\n')
    tree.write('sys' + CAMERA + '/authorized', '1\n')
    for number, alias in enumerate(CAMERA_ALIASES):
        driver = ('uvcvideo', 'uvcvideo') if number < 2 else ('snd-usb-audio', 'snd_usb_audio')
        tree.add('usb', f'{CAMERA}/1-5:1.{number}', alias, *driver)
    tree.give(CAMERA + '/1-5:1.0', 'class/video4linux', 'video0', name='HD Webcam C270: HD')
    tree.give(CAMERA + '/1-5:1.2', 'class/sound', 'card1')
    tree.add('pci', BUS + '0000:00:00.0', 'pci:v00008086d0000191Fsv0000103Csd000082BFbc06sc00i00',
             'skl_uncore')
    tree.add('serio', '/devices/platform/i8042/serio0', 'serio:ty06pr00id00ex00', 'atkbd', 'atkbd')
    tree.give('/devices/platform/i8042/serio0', 'class/input', 'input3',
              name='AT Translated Set 2 keyboard')
    tree.add('platform', '/devices/platform/i8042', 'platform:i8042', 'i8042')
    return tree


@unittest.skipUnless(KERNEL.is_dir(), 'MODSCOPE_TEST_KERNEL is not set')
class DevicesTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.cache = tempfile.mkdtemp(prefix='modscope-cache-')

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.cache)

    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='modscope-devices-'))
        self.addCleanup(shutil.rmtree, self.root)
        self.tree = make_machine(self.root)

    def read(self, *arguments):
        """All devices, by id."""
        document = ctl.run_json('devices', *(arguments or ['--all']), root=self.root,
                                cache=self.cache)
        return {device['id']: device for device in document['devices']}

    def read_without_firmware(self):
        """The modules that cannot do their work for want of firmware, with a device of each."""
        done = subprocess.run([os.environ['DUMP_MACHINE'], 'firmware'], stdout=subprocess.PIPE,
                              check=True, env={**os.environ, 'MODSCOPE_ROOT': str(self.root),
                                               'XDG_CACHE_HOME': str(self.cache)})
        return json.loads(done.stdout)

    def assert_fault(self, device, verdict, step, in_detail=None):
        """The device's first failed step is this one, and those before it are not failed."""
        states = {entry['step']: entry for entry in device['chain']}
        self.assertEqual(device['verdict'], verdict, device['chain'])
        failed = [entry['step'] for entry in device['chain'] if entry['state'] == 'failed']
        self.assertEqual(failed[:1], [step])
        if in_detail:
            self.assertIn(in_detail, states[step]['detail'])
        for name in STEPS[:STEPS.index(step)]:
            self.assertIn(states[name]['state'], ('passed', 'not-applicable', 'unknown'), name)

    # --- A computer on which all works ---

    def test_shape(self):
        for device in self.read().values():
            self.assertEqual(list(device), KEYS)
            self.assertEqual([step['step'] for step in device['chain']], STEPS)
            self.assertEqual({tuple(step) for step in device['chain']},
                             {('step', 'state', 'detail')})
            for step in device['chain']:
                self.assertIn(step['state'], ('passed', 'failed', 'unknown', 'not-applicable'))
                if step['state'] in ('failed', 'unknown'):
                    self.assertTrue(step['detail'])

    def test_all_works(self):
        devices = self.read()
        self.assertEqual({id: device['verdict'] for id, device in devices.items()
                          if device['verdict'] != 'working'}, {})
        wifi = devices['pci:0000:00:14.3']
        self.assertEqual((wifi['kind'], wifi['driver'], wifi['module'], wifi['candidates']),
                         ('network', 'iwlwifi', 'iwlwifi', ['iwlwifi']))
        self.assertEqual(wifi['name'], 'Intel Wi-Fi 6 AX200')
        self.assertEqual(wifi['vendor'], 'Intel')
        self.assertEqual(wifi['children'], [{'id': 'net:wlp0s20f3', 'name': 'wlp0s20f3'}])
        self.assertEqual([step['state'] for step in wifi['chain']], ['passed'] * 7)
        self.assertEqual(devices['pci:0000:00:1f.3']['children'],
                         [{'id': 'sound:card0', 'name': 'HDA Intel PCH'}])
        self.assertEqual(devices['pci:0000:00:14.0']['module'], 'xhci_pci')

    def test_what_is_listed(self):
        shown = {id: device['kind'] for id, device in self.read('--json').items()}
        self.assertEqual(shown, {'pci:0000:00:14.3': 'network', 'pci:0000:00:1f.3': 'sound',
                                 'usb:1-5': 'camera', 'serio:serio0': 'input'})

    def test_parts_are_one_device(self):
        devices = self.read()
        camera = devices['usb:1-5']
        self.assertEqual((camera['name'], camera['kind'], camera['driver'], camera['module']),
                         ('Logitech HD Webcam C270', 'camera', 'uvcvideo', 'uvcvideo'))
        self.assertEqual(camera['candidates'], ['uvcvideo', 'snd_usb_audio'])
        self.assertEqual([child['id'] for child in camera['children']],
                         ['sound:card1', 'video4linux:video0', 'usb:1-5:1.0', 'usb:1-5:1.1',
                          'usb:1-5:1.2', 'usb:1-5:1.3'])
        self.assertEqual(devices['usb:1-5:1.2']['module'], 'snd_usb_audio')
        self.assertEqual(devices['serio:serio0']['name'], 'AT Translated Set 2 keyboard')

    def test_modules_name_the_same_devices(self):
        devices = self.read()
        modules = ctl.run_json('list', '--loaded', root=self.root, cache=self.cache)['modules']
        # A USB device stands for its interfaces; its own driver is usbcore's.
        ours = {}
        for id, device in devices.items():
            if device['module'] and not (device['subsystem'] == 'usb' and ':' not in id[4:]):
                ours.setdefault(device['module'], set()).add(id)
        for module in modules:
            theirs = {id for id in module['devices'] if id not in ('usb:1-5', 'usb:usb1')}
            self.assertEqual(theirs, ours.get(module['name'], set()), module['name'])

    # --- Faults ---

    def test_blocked_by_rule(self):
        self.tree.unbind(WIFI)
        self.tree.unload('iwlwifi')
        self.tree.write('/etc/modprobe.d/x.conf', '# no\nblacklist iwlwifi\n')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'blocked-by-rule', 'allowed')
        text = ctl.run('devices', root=self.root, cache=self.cache).out
        self.assertIn('The driver of Intel Wi-Fi 6 AX200 is blocked', text)
        self.assertIn('/etc/modprobe.d/x.conf, line 2', text)

    def test_blocked_for_good(self):
        self.tree.unbind(SOUND)
        self.tree.unload('snd_hda_intel')
        # In newer kernels more than one can drive it.
        self.tree.write('/etc/modprobe.d/x.conf', ''.join(
            f'install {name} /bin/false\n'
            for name in self.read()['pci:0000:00:1f.3']['candidates']))
        self.assert_fault(self.read()['pci:0000:00:1f.3'], 'blocked-by-rule', 'allowed', 'never')

    def test_blocked_at_boot(self):
        self.tree.unbind(WIFI)
        self.tree.unload('iwlwifi')
        self.tree.write('/proc/cmdline', 'quiet module_blacklist=iwlwifi\n')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'blocked-at-boot', 'allowed')

    def test_blocked_and_working(self):
        """What was loaded before the rule works."""
        self.tree.write('/etc/modprobe.d/x.conf', 'blacklist iwlwifi\n')
        self.assertEqual(self.read()['pci:0000:00:14.3']['verdict'], 'working')

    def test_locked(self):
        self.tree.unbind(WIFI)
        self.tree.unload('iwlwifi')
        self.tree.write('/proc/sys/kernel/modules_disabled', '1\n')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'modules-locked', 'allowed')

    def test_not_loaded(self):
        self.tree.unbind(WIFI)
        self.tree.unload('iwlwifi')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'not-loaded', 'loaded', 'iwlwifi')
        plan = ctl.run_json('plan', 'load', 'iwlwifi', root=self.root, cache=self.cache)
        self.assertEqual(plan['devices'], ['pci:0000:00:14.3'])

    def test_unbound(self):
        self.tree.unbind(WIFI)
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'driver-declined', 'attached')

    def test_turned_off(self):
        self.tree.unbind(WIFI)
        self.tree.write('sys' + WIFI + '/driver_override', 'modscope-off\n')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'turned-off', 'attached')

    def test_turned_off_without_a_known_driver(self):
        """The index does not know the driver of every device."""
        card = BUS + '0000:00:1d.0'
        self.tree.add('pci', card, 'pci:v0000FFFAd0000FFFBsv00000000sd00000000bc02sc80i00')
        self.tree.write('sys' + card + '/driver_override', 'modscope-off\n')
        self.assert_fault(self.read()['pci:0000:00:1d.0'], 'turned-off', 'attached')

    def test_kept_for_another(self):
        self.tree.unbind(WIFI)
        self.tree.write('sys' + WIFI + '/driver_override', 'snd_hda_intel\n')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'driver-conflict', 'attached',
                          'snd_hda_intel')

    def test_no_override(self):
        self.tree.write('sys' + WIFI + '/driver_override', '(null)\n')
        self.tree.unbind(WIFI)
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'driver-declined', 'attached')

    def test_no_driver(self):
        self.tree.add('pci', BUS + '0000:00:1d.0',
                      'pci:v0000FFFAd0000FFFBsv00000000sd00000000bc02sc80i00')
        device = self.read()['pci:0000:00:1d.0']
        self.assert_fault(device, 'no-driver', 'driver-exists', KERNEL.name)
        self.assertEqual(device['name'], 'Network controller (fffa:fffb)')

    def test_driver_of_another_kernel(self):
        alias = 'pci:v0000FFFAd0000FFFBsv00000000sd00000000bc02sc80i00'
        self.tree.add('pci', BUS + '0000:00:1d.0', alias)
        self.tree.write('/lib/modules/6.0.0-old/modules.dep', 'kernel/drivers/net/old-lan.ko:\n')
        self.tree.write('/lib/modules/6.0.0-old/modules.alias',
                        'alias pci:v0000FFFAd0000FFFBsv*sd*bc*sc*i* old_lan\n')
        self.assert_fault(self.read()['pci:0000:00:1d.0'], 'module-not-shipped', 'driver-exists',
                          'The driver old_lan is installed for kernel 6.0.0-old, but not for '
                          f'{KERNEL.name}.')
        text = ctl.run('devices', root=self.root, cache=self.cache).out
        for line in ('The driver of Network controller (fffa:fffb) is not installed',
                     'old_lan can drive', 'What helps: Install the package'):
            self.assertIn(line, text)

    def test_driver_that_is_not_in_the_list(self):
        folder = self.root / 'lib/modules' / ctl.RELEASE
        self.tree.write('/proc/sys/kernel/osrelease', ctl.RELEASE + '\n')
        self.tree.add('pci', BUS + '0000:00:1d.0',
                      'pci:v0000FFFAd0000FFFBsv00000000sd00000000bc02sc80i00')
        ctl.compile_module(self.root, 'kernel/lib/first.ko', 'INFO ("license=GPL") INFO ("depends=")')
        ctl.depmod(self.root)
        ctl.compile_module(self.root, 'kernel/drivers/net/late-lan.ko',
                           'INFO ("license=GPL") INFO ("depends=") '
                           'INFO ("alias=pci:v0000FFFAd0000FFFBsv*sd*bc*sc*i*")')
        self.assert_fault(self.read()['pci:0000:00:1d.0'], 'stale-index', 'driver-exists', 'late_lan')
        text = ctl.run('devices', root=self.root, cache=self.cache).out
        self.assertIn('What helps: Run “depmod” as root', text)
        ctl.depmod(self.root)
        self.assert_fault(self.read()['pci:0000:00:1d.0'], 'not-loaded', 'loaded', 'late_lan')
        (folder / 'kernel/drivers/net/late-lan.ko').unlink()
        self.assert_fault(self.read()['pci:0000:00:1d.0'], 'stale-index', 'driver-exists',
                          'its file is not there')

    def test_driver_from_elsewhere(self):
        """Of a device whose maker keeps its class to himself, the module tells by what it needs that a
        person misses it, also where its place tells nothing."""
        self.tree.write('/proc/sys/kernel/osrelease', ctl.RELEASE + '\n')
        self.tree.add('usb', USB + '/usb1/1-6', None, 'usb', 'usbcore', PRODUCT='fffa/fffb/0')
        self.tree.add('usb', USB + '/usb1/1-6/1-6:1.0',
                      'usb:vFFFApFFFBd0000dc00dsc00dp00icFFiscFFipFFin00')
        self.tree.write('/lib/modules/6.0.0-old/modules.dep',
                        'updates/dkms/stick-wifi.ko: kernel/net/wireless/cfg80211.ko\n'
                        'kernel/net/wireless/cfg80211.ko:\n')
        self.tree.write('/lib/modules/6.0.0-old/modules.alias', 'alias usb:vFFFApFFFBd* stick_wifi\n')
        info = 'INFO ("license=GPL") '
        ctl.compile_module(self.root, 'kernel/net/wireless/cfg80211.ko', info + 'INFO ("depends=")')
        ctl.depmod(self.root)

        def assert_missed(verdict, step):
            device = self.read()['usb:1-6']
            self.assert_fault(device, verdict, step, 'stick_wifi')
            self.assertEqual(device['kind'], 'network')
        assert_missed('module-not-shipped', 'driver-exists')
        ctl.compile_module(self.root, 'updates/dkms/stick-wifi.ko', info +
                           'INFO ("depends=cfg80211") INFO ("alias=usb:vFFFApFFFBd*")')
        assert_missed('stale-index', 'driver-exists')
        ctl.depmod(self.root)
        # It finds needs by symbols, of which these have none.
        self.tree.write(f'/lib/modules/{ctl.RELEASE}/modules.dep',
                        'updates/dkms/stick-wifi.ko: kernel/net/wireless/cfg80211.ko\n'
                        'kernel/net/wireless/cfg80211.ko:\n')
        assert_missed('not-loaded', 'loaded')

    def test_nothing_needed(self):
        for number, code in enumerate(('06sc80', '08sc80', '11sc80', '05sc80', '0Csc05')):
            self.tree.add('pci', f'{BUS}0000:00:1e.{number}',
                          f'pci:v0000FFFAd0000FFFBsv00000000sd00000000bc{code}i00')
        devices = self.read()
        for number in range(5):
            self.assertEqual(devices[f'pci:0000:00:1e.{number}']['verdict'], 'not-needed')
        self.assertNotIn('pci:0000:00:1e.0', self.read('--json'))

    def test_switched_off(self):
        rfkill = f'sys{WIFI}/rfkill/rfkill0/'
        self.tree.write(rfkill + 'soft', '1\n')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'switched-off', 'switched-on', 'phy0')
        self.tree.write(rfkill + 'soft', '0\n')
        self.tree.write(rfkill + 'hard', '1\n')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'switched-off', 'switched-on', 'key')

    def test_switch_of_a_laptop_is_no_device(self):
        """The switch of the key is of the mainboard; the radio has its own."""
        path = '/devices/platform/dell-laptop'
        self.tree.add('platform', path, 'platform:dell-laptop', 'dell-laptop')
        self.tree.give(path, 'class/rfkill', 'rfkill1', name='dell-wifi', type='wlan', soft=1,
                       hard=0)
        self.assertEqual(self.read()['platform:dell-laptop']['verdict'], 'working')

    def test_usb_not_authorized(self):
        for number in range(4):
            shutil.rmtree(self.root / f'sys{CAMERA}/1-5:1.{number}')
            (self.root / f'sys/bus/usb/devices/1-5:1.{number}').unlink()
        shutil.rmtree(self.root / 'sys/class/video4linux')
        self.tree.write('sys' + CAMERA + '/authorized', '0\n')
        self.assert_fault(self.read()['usb:1-5'], 'usb-not-authorized', 'present')
        self.assertIn('Logitech HD Webcam C270 is turned off',
                      ctl.run('devices', root=self.root, cache=self.cache).out)

    def test_fault_of_a_part(self):
        """The microphone of the camera."""
        for number in (2, 3):
            self.tree.unbind(f'{CAMERA}/1-5:1.{number}')
        self.tree.unload('snd_usb_audio')
        self.assert_fault(self.read()['usb:1-5'], 'not-loaded', 'loaded', 'snd_usb_audio')

    def test_part_that_its_driver_leaves_alone(self):
        for number in (2, 3):
            self.tree.unbind(f'{CAMERA}/1-5:1.{number}')
        self.assertEqual(self.read()['usb:1-5']['verdict'], 'working')

    def test_touchpad_that_is_not_there(self):
        """The firmware lists it; its driver is loaded for another one, and did not find it."""
        for name, driver in (('DELL083A', 'i2c_hid_acpi'), ('ELAN0000', None)):
            self.tree.add('i2c', f'{BUS}0000:00:15.0/i2c-6/i2c-{name}:00', f'acpi:{name}:PNP0C50:',
                          driver, driver)
        devices = self.read()
        self.assertEqual(devices['i2c:i2c-DELL083A:00']['verdict'], 'working')
        self.assertEqual(devices['i2c:i2c-ELAN0000:00']['verdict'], 'unknown')
        self.assertEqual(devices['i2c:i2c-DELL083A:00']['kind'], 'input')

    def test_sound_of_a_graphics_card(self):
        """It is off as long as no screen with loudspeakers is there."""
        card = BUS + '0000:01:00.0'
        self.tree.add('pci', card, 'pci:v000010DEd00001B81sv00001043sd00008600bc03sc00i00',
                      'nouveau', 'nouveau')
        self.tree.add('pci', BUS + '0000:01:00.1',
                      'pci:v000010DEd000010F0sv00001043sd00008600bc04sc03i00')
        device = self.read()['pci:0000:01:00.1']
        self.assertEqual(device['verdict'], 'unknown')
        self.assertNotIn('failed', [step['state'] for step in device['chain']])

    def test_firmware_missing(self):
        (self.root / WIFI_FIRMWARE.lstrip('/')).unlink()
        self.assertEqual(self.read()['pci:0000:00:14.3']['verdict'], 'working')
        self.assertEqual(self.read_without_firmware(), {})  # though it names dozens of files
        self.tree.unbind(WIFI)
        shutil.rmtree(self.root / f'sys{WIFI}/net')
        (self.root / 'sys/class/net/wlp0s20f3').unlink()
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'firmware-missing', 'firmware',
                          'iwlwifi-')
        self.assertEqual(list(self.read_without_firmware()), ['iwlwifi'])
        for ending in ('.xz', '.zst'):
            for folder in ('', '/updates', f'/updates/{KERNEL.name}', f'/{KERNEL.name}'):
                file = f'/lib/firmware{folder}/{os.path.basename(WIFI_FIRMWARE)}{ending}'
                self.tree.write(file, 'x')
                self.assert_fault(self.read()['pci:0000:00:14.3'], 'driver-declined', 'attached')
                (self.root / file.lstrip('/')).unlink()

    def test_waiting(self):
        self.tree.unbind(WIFI)
        self.tree.write('sys' + WIFI + '/waiting_for_supplier', '1\n')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'waiting-for-supplier', 'attached')
        self.tree.write('sys' + WIFI + '/waiting_for_supplier', '0\n')
        self.tree.write('sys/devices/virtual/devlink/a--b/status', 'dormant\n')
        self.tree.link(WIFI.lstrip('/') + '/supplier:platform:clock',
                       'devices/virtual/devlink/a--b')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'waiting-for-supplier', 'attached',
                          'platform:clock')

    # --- Other kernels ---

    def test_other_kernel(self):
        """Candidates of a kernel that is not running, and nothing about what is loaded."""
        document = ctl.run_json('devices', '--kernel', str(KERNEL), root=self.root,
                                cache=self.cache)
        wifi = {device['id']: device for device in document['devices']}['pci:0000:00:14.3']
        self.assertEqual((wifi['driver'], wifi['module'], wifi['candidates'], wifi['verdict']),
                         (None, None, ['iwlwifi'], 'unknown'))

    def test_driver_built_in_to_another_kernel(self):
        """Its tables may name no device of it; that it drives this one now is enough to know."""
        for place, driver in (('1d.0', 'i8042'), ('1d.1', 'nothing_of_that_kernel')):
            self.tree.add('pci', f'{BUS}0000:00:{place}',
                          'pci:v0000FFFAd0000FFFBsv00000000sd00000000bc02sc80i00', driver)
        devices = self.read('--all', '--kernel', str(KERNEL))
        known, unknown = devices['pci:0000:00:1d.0'], devices['pci:0000:00:1d.1']
        self.assertEqual((known['candidates'], known['verdict']), (['i8042'], 'unknown'))
        self.assertEqual((unknown['candidates'], unknown['verdict']), ([], 'no-driver'))

    def test_modules_gone(self):
        (self.root / 'lib/modules' / KERNEL.name).unlink()
        wifi = self.read()['pci:0000:00:14.3']
        self.assertEqual((wifi['verdict'], wifi['candidates']), ('working', None))
        self.tree.unbind(WIFI)
        self.assertEqual(self.read()['pci:0000:00:14.3']['verdict'], 'unknown')
        self.tree.write('/lib/modules/9.9.9/modules.dep', '')
        self.assert_fault(self.read()['pci:0000:00:14.3'], 'restart-needed', 'driver-exists')


if __name__ == '__main__':
    tap.main()
