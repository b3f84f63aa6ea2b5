#!/usr/bin/env python3
"""ControlDevice with a stand-in for the kernel's driver core: cases 1 to 7, 18, 25, 26 and 38 for
it.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import errno
import os

import tap
import world

CARD = 'pci0000:00/0000:00:03.0'
CARD_ID = 'pci:0000:00:03.0'
STICK = 'pci0000:00/0000:00:14.0/usb1/1-1'
RADIO = 'pci0000:00/0000:00:05.0'
RADIO_ID = 'pci:0000:00:05.0'


class Case(world.Case):
    """A network card with two drivers, a USB device with one interface, and a radio."""

    def setUp(self):
        super().setUp()
        root = self.root
        root.add_driver('pci', 'e1000', ['0000:00:03.0'])
        root.add_driver('pci', 'other')
        root.add_driver('pci', 'xhci_hcd', ['0000:00:14.0'], 'xhci_pci')
        root.add_driver('usb', 'usb', ['1-1'])
        root.add_driver('usb', 'btusb', ['1-1:1.0'])
        root.add_driver('usb', 'generic', ['1-1:1.0'])
        root.add_device('pci', CARD, 'e1000', driver_override='(null)')
        root.add_device('pci', 'pci0000:00/0000:00:14.0', 'xhci_hcd', driver_override='(null)')
        root.add_device('usb', STICK, 'usb', authorized='1', idVendor='1234')
        root.add_device('usb', f'{STICK}/1-1:1.0', 'btusb', authorized='1')
        root.add_device('pci', RADIO, driver_override='(null)')
        root.add_switch('rfkill0', f'{RADIO}/ieee80211/phy0')
        root.add_switch('rfkill1', f'{STICK}/1-1:1.0/bluetooth/hci0')

    def override(self):
        return self.root.read(f'/sys/devices/{CARD}/driver_override').strip()

    def soft(self, path):
        return self.root.read(f'/sys/devices/{path}/soft').strip()

    def history(self):
        return [line.split('\t')[3:] for line in self.root.read(world.HISTORY_FILE).splitlines()]


class Refused(Case):
    """Without a question."""

    answer = 'no'

    def refuse(self, name, error, verb='off', driver=''):
        with self.subTest(name=name[:60], verb=verb, driver=driver):
            self.assert_refused(lambda: self.caller.device(name, verb, driver), error)

    def test_01_length(self):
        for name in '', 'pci', 'pci:', ':x', 'pci:' + 'a' * 129, 'a' * 33 + ':x', 'a' * 5000:
            self.refuse(name, 'InvalidName')
        self.refuse('pci:' + 'a' * 128, 'NotFound')

    def test_02_paths(self):
        for name in ('pci:../../../devices/' + CARD, 'pci:..', 'pci:.', '../bus/pci:x', './pci:x',
                     'pci:/sys', '/sys/devices/' + CARD, 'pci:0000:00:03.0/', 'p/ci:x'):
            self.refuse(name, 'InvalidName')

    def test_03_patterns(self):
        for name in 'pci:*', 'pci:0000:00:0?.0', 'pci:[0]':
            self.refuse(name, 'NotFound')
        self.refuse('*:0000:00:03.0', 'InvalidName')

    def test_04_blanks_and_commands(self):
        for name in (CARD_ID + '\n', '\n' + CARD_ID, CARD_ID + '\t', 'pci:\x7f', 'pci:\x1b[m',
                     'pci:\u00e4', 'p ci:x', 'pci;id:x'):
            self.refuse(name, 'InvalidName')
        for name in CARD_ID + ' x', CARD_ID + ';id', 'pci:$(id)':
            self.refuse(name, 'NotFound')

    def test_07_unknown(self):
        for name in 'pci:0000:00:04.0', 'PCI:0000:00:03.0', 'net:eth0', 'usb:0000:00:03.0':
            for verb in 'off', 'on', 'switch-off', 'switch-on':
                self.refuse(name, 'NotFound', verb)

    def test_link_that_leads_elsewhere(self):
        self.root.write('/etc/secret/driver_override', 'x')
        self.root.link('/sys/bus/pci/devices/odd', '/etc/secret')
        self.root.link('/sys/bus/pci/devices/all', '/sys/devices')
        self.root.file('/sys/devices2').mkdir()
        self.root.link('/sys/bus/pci/devices/near', '/sys/devices2')
        for name in 'pci:odd', 'pci:all', 'pci:near':
            self.refuse(name, 'NotFound')

    def test_verbs(self):
        for verb in '', 'Off', 'unbind', 'off ', 'use_driver':
            self.refuse(CARD_ID, 'InvalidParameter', verb)
        for verb in 'off', 'on', 'switch-off', 'switch-on', '':
            self.refuse(CARD_ID, 'InvalidParameter', verb, 'e1000')

    def test_drivers(self):
        for driver in '', '../e1000', 'e1000/', 'other\n', '.', '..', '/', 'a' * 129, '\u00e4':
            self.refuse(CARD_ID, 'InvalidName', 'use-driver', driver)
        for driver in 'missing', 'E1000', 'btusb', 'oth*':
            self.refuse(CARD_ID, 'NotFound', 'use-driver', driver)
        self.refuse('usb:1-1', 'NotFound', 'use-driver', 'usb')

    def test_no_switch(self):
        """Those of a device behind it are not its own."""
        for name in CARD_ID, 'pci:0000:00:14.0':
            for verb in 'switch-off', 'switch-on':
                self.refuse(name, 'NotFound', verb)

    def test_switch_that_is_held(self):
        self.root.write(f'/sys/devices/{RADIO}/ieee80211/phy0/rfkill0/hard', '1\n')
        self.refuse(RADIO_ID, 'KernelRefused', 'switch-on')

    def test_driver_that_does_not_let_go(self):
        self.root.file('/sys/bus/pci/drivers/e1000/unbind').unlink()
        self.refuse(CARD_ID, 'KernelRefused')
        self.refuse(CARD_ID, 'KernelRefused', 'use-driver', 'other')

    def put_root_on(self, folder, mountpoint='/'):
        self.root.write('/proc/self/mountinfo', f'36 1 8:1 / {mountpoint} rw - ext4 /dev/sda1 rw\n')
        disk = f'/sys/devices/{folder}/host0/block/sda/sda1'
        self.root.file(disk).mkdir(parents=True)
        self.root.link('/sys/dev/block/8:1', disk)

    def test_38_disk_of_the_root(self):
        """The device, what it hangs on, and also another driver for it."""
        self.put_root_on(f'{STICK}/1-1:1.0')
        for name in 'usb:1-1:1.0', 'usb:1-1', 'pci:0000:00:14.0':
            self.refuse(name, 'Critical')
        self.refuse('usb:1-1:1.0', 'Critical', 'use-driver', 'generic')
        self.refuse('pci:0000:00:14.0', 'Critical', 'use-driver', 'other')

    def test_38_disk_of_home(self):
        self.put_root_on(CARD, '/home')
        self.refuse(CARD_ID, 'Critical')

    def test_38_disk_of_a_persons_home(self):
        self.put_root_on(CARD, '/home/ada')
        self.refuse(CARD_ID, 'Critical')

    def test_38_mounts_of_the_system(self):
        """In the sandbox they are not the service's own."""
        self.put_root_on(CARD)
        self.root.file('/proc/self/mountinfo').rename(self.root.file('/run/modscope-mounts'))
        self.root.write('/proc/self/mountinfo', '36 1 0:30 / / rw - overlay overlay rw\n')
        self.refuse(CARD_ID, 'Critical')

    def test_38_nothing_is_known(self):
        self.root.file('/proc/self/mountinfo').unlink()
        self.refuse(CARD_ID, 'Critical')
        self.assert_refused(lambda: self.caller.unload('tst_idle'), 'Critical')

    def test_38_hub_of_the_disk(self):
        """It has its driver on an interface beside what is plugged into it."""
        self.put_root_on(f'{STICK}/1-1:1.0')
        hub = f'{STICK.rpartition("/")[0]}/1-0:1.0'
        self.root.add_device('usb', hub, 'generic', authorized='1')
        self.root.file(f'/sys/devices/{hub}/usb1-port1').mkdir()
        self.root.link(f'/sys/devices/{STICK}/port', f'/sys/devices/{hub}/usb1-port1')
        self.refuse('usb:1-0:1.0', 'Critical')
        self.refuse('usb:1-0:1.0', 'Critical', 'use-driver', 'btusb')

    def test_38_supplier_of_the_disk(self):
        """The kernel unbinds what a device supplies before the device."""
        self.put_root_on(f'{STICK}/1-1:1.0')
        place = f'/sys/devices/{STICK}/1-1:1.0/supplier:pci:0000:00:03.0'
        self.root.file(place).mkdir()
        self.root.link(f'{place}/supplier', f'/sys/devices/{CARD}')
        self.refuse(CARD_ID, 'Critical')

    def test_38_others_are_not_critical(self):
        self.put_root_on(CARD)
        self.polkit.answer = 'yes'
        self.assert_done(self.caller.device('usb:1-1', 'off'))
        self.assert_done(self.caller.device('usb:1-1', 'on'))

    def test_38_disk_is_mounted_in_the_dialog(self):
        self.polkit.answer = 'ask'
        call = self.caller.device(CARD_ID, 'off')
        check = self.polkit.dialog()
        self.put_root_on(CARD)
        with self.nothing_happens():
            self.polkit.settle('yes', check)
            self.assert_error(call, 'Critical')

    def test_18_denied(self):
        for verb, driver in (('off', ''), ('use-driver', 'other')):
            with self.nothing_happens(checks=1):
                self.assert_error(self.caller.device(CARD_ID, verb, driver), 'NotAuthorized')


class Refused_27_all_allowed(Refused):
    """The same where polkit says yes to everything."""

    answer = 'yes'
    test_18_denied = None


class Devices(Case):
    """What it does."""

    def test_asked(self):
        self.assert_done(self.caller.device(CARD_ID, 'use-driver', 'other'))
        self.assertEqual([(check.action, check.details) for check in self.polkit.checks],
                         [('control-device', {'change': f'use-driver {CARD_ID} other'})])

    def test_off_and_on(self):
        self.assertEqual(self.assert_done(self.caller.device(CARD_ID, 'off')), (0,))
        self.assertIsNone(self.root.driver(CARD))
        self.assertEqual(self.override(), 'modscope-off')
        self.assertEqual(self.assert_done(self.caller.device(CARD_ID, 'off')), (0,))
        self.assertEqual(self.assert_done(self.caller.device(CARD_ID, 'on')), (0,))
        self.assertEqual(self.root.driver(CARD), 'e1000')
        self.assertEqual(self.override(), '(null)')
        with self.nothing_happens(checks=1):
            self.assert_done(self.caller.device(CARD_ID, 'on'))
        self.assertEqual(self.history(), [['off', CARD_ID, 'e1000'], ['on', CARD_ID, '']])

    def test_off_without_a_driver(self):
        """One that is loaded later does not take it either."""
        self.assert_done(self.caller.device(RADIO_ID, 'off'))
        self.assertEqual(self.root.read(f'/sys/devices/{RADIO}/driver_override'), 'modscope-off')

    def test_on_without_a_driver(self):
        self.assertIn('No driver that is loaded takes this device',
                      self.assert_error(self.caller.device(RADIO_ID, 'on'), 'KernelRefused'))
        self.assertEqual(self.history(), [])

    def test_on_keeps_the_choice_of_a_driver(self):
        self.assert_done(self.caller.device(CARD_ID, 'use-driver', 'other'))
        self.root.file(f'/sys/devices/{CARD}/driver').unlink()
        self.assert_done(self.caller.device(CARD_ID, 'on'))
        self.assertEqual(self.root.driver(CARD), 'other')

    def test_use_driver(self):
        self.assert_done(self.caller.device(CARD_ID, 'use-driver', 'other'))
        self.assertEqual((self.root.driver(CARD), self.override()), ('other', 'other'))
        with self.nothing_happens(checks=1):
            self.assert_done(self.caller.device(CARD_ID, 'use-driver', 'other'))
        self.assert_done(self.caller.device(CARD_ID, 'use-driver', 'e1000'))
        self.assertEqual(self.root.driver(CARD), 'e1000')
        self.assertEqual(self.history(), [['use-driver', CARD_ID, 'e1000'],
                                          ['use-driver', CARD_ID, 'other']])

    def test_use_driver_of_a_device_that_is_off(self):
        self.assert_done(self.caller.device(CARD_ID, 'off'))
        self.assert_done(self.caller.device(CARD_ID, 'use-driver', 'e1000'))
        self.assertEqual(self.root.driver(CARD), 'e1000')

    def test_use_driver_of_usb(self):
        """It has no override: only a driver that matches."""
        self.assert_done(self.caller.device('usb:1-1:1.0', 'use-driver', 'generic'))
        self.assertEqual(self.root.driver(f'{STICK}/1-1:1.0'), 'generic')
        text = self.assert_error(self.caller.device('usb:1-1:1.0', 'use-driver', 'usb'),
                                 'KernelRefused')
        self.assertIn(f'\nerrno: {errno.ENODEV}', text)
        self.assertEqual(self.root.driver(f'{STICK}/1-1:1.0'), 'generic')

    def test_driver_that_refuses_is_put_back(self):
        self.root.write('/kernel/write/bind 0000:00:03.0', str(errno.EIO))
        self.root.write('/kernel/log/bind 0000:00:03.0', '4,1,1,-;other: no answer')
        call = self.caller.device(CARD_ID, 'use-driver', 'other')
        world.wait_for(lambda: 'no answer' in self.root.read('/dev/kmsg'), 'it is tried')
        text = self.assert_error(call, 'KernelRefused')
        self.assertIn(f'\nerrno: {errno.EIO}', text)
        self.assertIn('\nkernel: other: no answer', text)
        self.assertNotIn(str(self.root.folder), text)
        self.assertEqual(self.override(), '(null)')

    def test_38_half_is_put_back(self):
        self.root.write('/kernel/write/unbind 0000:00:03.0', str(errno.EBUSY))
        self.assert_error(self.caller.device(CARD_ID, 'off'), 'KernelRefused')
        self.assertEqual((self.root.driver(CARD), self.override()), ('e1000', '(null)'))

    def test_success_that_is_none(self):
        self.root.write('/kernel/write/unbind 0000:00:03.0', 'ignore')
        self.assert_error(self.caller.device(CARD_ID, 'off'), 'KernelRefused')
        self.assertEqual(self.override(), '(null)')

    def test_usb_device(self):
        self.assert_done(self.caller.device('usb:1-1', 'off'))
        self.assertEqual(self.root.read(f'/sys/devices/{STICK}/authorized'), '0')
        self.assert_done(self.caller.device('usb:1-1', 'on'))
        self.assertEqual(self.root.read(f'/sys/devices/{STICK}/authorized'), '1')
        self.assertEqual(self.history(), [['off', 'usb:1-1', 'usb'], ['on', 'usb:1-1', 'usb']])

    def test_usb_interface(self):
        self.assert_done(self.caller.device('usb:1-1:1.0', 'off'))
        self.assertIsNone(self.root.driver(f'{STICK}/1-1:1.0'))
        self.assert_done(self.caller.device('usb:1-1:1.0', 'on'))
        self.assertIn(self.root.driver(f'{STICK}/1-1:1.0'), ('btusb', 'generic'))

    def test_switches(self):
        for name, path in ((RADIO_ID, f'{RADIO}/ieee80211/phy0/rfkill0'),
                           ('usb:1-1', f'{STICK}/1-1:1.0/bluetooth/hci0/rfkill1'),
                           ('usb:1-1:1.0', f'{STICK}/1-1:1.0/bluetooth/hci0/rfkill1')):
            self.assert_done(self.caller.device(name, 'switch-off'))
            self.assertEqual(self.soft(path), '1')
            self.assert_done(self.caller.device(name, 'switch-on'))
            self.assertEqual(self.soft(path), '0')

    def test_switch_off_one_that_is_held(self):
        self.root.write(f'/sys/devices/{RADIO}/ieee80211/phy0/rfkill0/hard', '1\n')
        self.assert_done(self.caller.device(RADIO_ID, 'switch-off'))

    def test_driver_that_crashes(self):
        self.root.write('/kernel/write/drivers_probe 0000:00:05.0', 'crash')
        self.assertIn('crashed', self.assert_error(self.caller.device(RADIO_ID, 'on'),
                                                   'KernelRefused'))

    def test_25_driver_changes_in_the_dialog(self):
        self.polkit.answer = 'ask'
        call = self.caller.device(CARD_ID, 'off')
        check = self.polkit.dialog()
        self.root.file(f'/sys/devices/{CARD}/driver').unlink()
        with self.nothing_happens():
            self.polkit.settle('yes', check)
            self.assert_error(call, 'Stale')

    def test_26_device_goes_in_the_dialog(self):
        self.polkit.answer = 'ask'
        call = self.caller.device(CARD_ID, 'off')
        check = self.polkit.dialog()
        self.root.file('/sys/bus/pci/devices/0000:00:03.0').unlink()
        with self.nothing_happens():
            self.polkit.settle('yes', check)
            self.assert_error(call, 'NotFound')

    def test_25_another_device_comes_in_the_dialog(self):
        """The permission is for the one that was there."""
        self.polkit.answer = 'ask'
        self.root.write(f'/sys/devices/{STICK}/serial', 'one\n')
        call = self.caller.device('usb:1-1', 'off')
        check = self.polkit.dialog()
        self.root.write(f'/sys/devices/{STICK}/serial', 'two\n')
        with self.nothing_happens():
            self.polkit.settle('yes', check)
            self.assert_error(call, 'Stale')

    def test_28_each_action_for_itself(self):
        self.polkit.answer = {'control-device': 'no', 'unload-module': 'yes'}
        with self.nothing_happens(checks=1):
            self.assert_error(self.caller.device(CARD_ID, 'off'), 'NotAuthorized')
        self.assert_done(self.caller.unload('tst_idle'))

    def test_trials_end_as_before(self):
        for verb, driver in (('off', ''), ('use-driver', 'other')):
            (change,) = self.assert_done(self.caller.device(CARD_ID, verb, driver, 300))
            self.assertNotEqual(self.root.driver(CARD), 'e1000')
            self.assert_done(self.caller.revert(change))
            self.assertEqual((self.root.driver(CARD), self.override()), ('e1000', '(null)'))
        self.assertEqual(self.history(), [])

    def test_38_disk_is_mounted_in_the_trial(self):
        """What was turned on stays on: a disk behind it is in use since."""
        self.assert_done(self.caller.device('usb:1-1', 'off'))
        (change,) = self.assert_done(self.caller.device('usb:1-1', 'on', '', 300))
        self.root.write('/proc/self/mountinfo', '36 1 8:1 / /home rw - ext4 /dev/sda1 rw\n')
        disk = f'/sys/devices/{STICK}/1-1:1.0/host0/block/sda/sda1'
        self.root.file(disk).mkdir(parents=True)
        self.root.link('/sys/dev/block/8:1', disk)
        self.assert_error(self.caller.revert(change), 'KernelRefused')
        self.assertEqual(self.root.read(f'/sys/devices/{STICK}/authorized'), '1')
        self.assertEqual(os.listdir(self.root.file('/run/modscope')), ['x'])

    def test_38_disk_is_mounted_in_the_trial_of_a_helper_that_is_killed(self):
        """What puts things back behind it looks, too."""
        self.assert_done(self.caller.device('usb:1-1', 'off'))
        self.assert_done(self.caller.device('usb:1-1', 'on', '', 300))
        self.kill()
        self.root.write('/proc/self/mountinfo', '36 1 8:1 / /home rw - ext4 /dev/sda1 rw\n')
        disk = f'/sys/devices/{STICK}/1-1:1.0/host0/block/sda/sda1'
        self.root.file(disk).mkdir(parents=True)
        self.root.link('/sys/dev/block/8:1', disk)
        self.put_back()
        self.assertEqual(self.root.read(f'/sys/devices/{STICK}/authorized'), '1')

    def test_25_another_device_comes_in_the_trial(self):
        """Nobody gave permission to authorize that one."""
        self.root.write(f'/sys/devices/{STICK}/serial', 'one\n')
        (change,) = self.assert_done(self.caller.device('usb:1-1', 'off', '', 300))
        self.root.write(f'/sys/devices/{STICK}/serial', 'two\n')
        self.assert_error(self.caller.revert(change), 'KernelRefused')
        self.assertEqual(self.root.read(f'/sys/devices/{STICK}/authorized'), '0')

    def test_51_helper_is_killed(self):
        self.assert_done(self.caller.device(CARD_ID, 'use-driver', 'other', 300))
        self.kill()
        self.put_back()
        self.assertEqual((self.root.driver(CARD), self.override()), ('e1000', '(null)'))

    def test_trial_of_a_caller_that_leaves(self):
        caller = self.new_caller()
        self.assert_done(caller.device('usb:1-1', 'off', '', 300))
        caller.leave()
        world.wait_for(lambda: self.root.read(f'/sys/devices/{STICK}/authorized') == '1',
                       'it is put back')

    def test_trial_of_on(self):
        self.root.file(f'/sys/devices/{CARD}/driver').unlink()
        (change,) = self.assert_done(self.caller.device(CARD_ID, 'on', '', 300))
        self.assertEqual(self.root.driver(CARD), 'e1000')
        self.assert_done(self.caller.revert(change))
        self.assertIsNone(self.root.driver(CARD))

    def test_trial_that_changes_nothing(self):
        self.assertEqual(self.assert_done(self.caller.device(CARD_ID, 'on', '', 300)), (0,))
        self.assertEqual(self.assert_done(self.caller.device('usb:1-1', 'switch-off', '', 1))[0], 1)


if __name__ == '__main__':
    tap.main()
