#!/usr/bin/env python3
"""What the Hardware page does to devices, with the helper on a bus of its own and a stand-in for the
kernel's driver core.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

import acting  # noqa: E402
import ctl  # noqa: E402
import tap  # noqa: E402
from accessible import Atspi  # noqa: E402
from hardware import Hardware  # noqa: E402
from screen import Window, wait_for  # noqa: E402

BUS = 'pci0000:00/'
LAN = f'devices/{BUS}0000:00:1f.6'
SOUND = f'devices/{BUS}0000:00:1f.3'


class Case(acting.Case):
    """A network card, a sound card, a radio that is off, and a keyboard that is turned off."""

    width = 1300

    def setUp(self):
        self.make_root()
        self.start()

    def make_root(self):
        """The root and the bus."""
        super().setUp()
        self.hardware = hardware = Hardware(self.root)
        lan = hardware.pci(BUS + '0000:00:1f.6', 0xffee, 2, '020000', driver_override='(null)')
        hardware.bind(lan, 'lan', 'lan_card')
        hardware.gives(lan, 'net', 'eth7')
        sound = hardware.pci(BUS + '0000:00:1f.3', 0xffee, 3, '040300', driver_override='(null)')
        hardware.bind(sound, 'noise', 'snd_card')
        hardware.gives(sound, 'sound', 'card0')
        wlan = hardware.pci(BUS + '0000:00:03.0', 0xffee, 1, '028000', driver_override='(null)')
        hardware.bind(wlan, 'wlan', 'wlan_card')
        hardware.switch(hardware.gives(wlan, 'net', 'wlan7'), 'rfkill7', 'wlan', soft=1)
        hub = hardware.device('usb', BUS + 'usb1', DEVTYPE='usb_device', authorized=1)
        hardware.bind(hub, 'usb')
        hardware.usb(BUS + 'usb1/1-6', 0xffee, 4, (3, 1, 1), authorized=0, product='Odd Keyboard')
        self.prepare()

    def start(self):
        """The program."""
        self.window = Window(self.root, page='hardware', width=self.width,
                             environment=self.environment)
        self.addCleanup(self.window.forget)

    def prepare(self):
        """What more the root has before the program starts."""

    def driver(self, device):
        """The driver that has a device, None if none has."""
        link = self.hardware.sys / device / 'driver'
        return pathlib.Path(link.readlink()).name if link.is_symlink() else None

    def open(self, words):
        """Opens the device whose row says that; returns its details."""
        def find():
            rows = self.window.find(Atspi.Role.LIST, 'Devices')
            return next(((rows, i) for i, row in enumerate(rows.children)
                         if words in row.name), None)
        rows, index = wait_for(find, words)
        rows.select_child(index)
        if self.width < 1000:
            self.window.do('hardware.show-details')
        return self.window.find(name='Device Details')


class Fixes(Case):
    """What helps."""

    def test_a_radio_is_switched_on(self):
        pane = self.open('Switched off')
        self.window.click('Switch On', pane)
        self.window.shows('Working', pane)
        self.assertEqual(self.asked(), ['io.github.modscope.control-device yes'])

    def test_a_device_is_turned_on(self):
        pane = self.open('Turned off')
        self.window.click('Turn On', pane)
        wait_for(lambda: (self.hardware.sys / f'devices/{BUS}usb1/1-6/authorized')
                 .read_text().strip() == '1', 'the device to be authorized')


class NotLoaded(Case):
    """A network card whose driver is not loaded."""

    def prepare(self):
        self.hardware.pci(BUS + '0000:00:05.0', 0xffee, 9, '020000')
        ctl.compile_module(self.root, 'kernel/drivers/net/late-lan.ko', 'INFO ("license=GPL") '
                           'INFO ("depends=") INFO ("alias=pci:v0000FFEEd00000009sv*sd*bc*sc*i*")')
        ctl.depmod(self.root)

    def test_its_driver_is_loaded(self):
        self.window.click('Load Driver…', self.open('Driver is not loaded'))
        dialog = self.window.question('Load late_lan?')
        self.window.shows('This Device Can Start Working', dialog)
        self.window.click('Load', dialog)
        self.window.wait_for_no_question()
        wait_for(lambda: 'late_lan' in self.loaded(), 'the driver')


class HardSwitch(Case):
    """A radio that a key of the computer holds off."""

    def prepare(self):
        wlan = self.hardware.sys / f'devices/{BUS}0000:00:03.0/net/wlan7/rfkill/rfkill7'
        (wlan / 'soft').write_text('0\n')
        (wlan / 'hard').write_text('1\n')
        ctl.compile_module(self.root, 'kernel/drivers/platform/x86/hp-wmi.ko',
                           'INFO ("license=GPL") INFO ("depends=")')
        ctl.depmod(self.root)
        self.write('/proc/modules', 'hp_wmi 4096 0 - Live 0x0\n')

    def test_says_where_to_look(self):
        pane = self.open('Switched off')
        wait_for(lambda: any('a key with an antenna or an aeroplane' in text
                             for text in self.window.texts(pane)), 'the key')
        self.assertTrue(any('The module hp_wmi watches the keys' in text
                            for text in self.window.texts(pane)), self.window.texts(pane))
        self.assertEqual([node.name for node in self.window.all(Atspi.Role.PUSH_BUTTON, under=pane)
                          if 'Switch' in node.name], [])


class TurnOff(Case):
    """Turning a device off."""

    def test_and_undo(self):
        pane = self.open('snd_card')
        self.window.click('Turn Off…', pane)
        dialog = self.window.question()
        self.window.click('Turn Off', dialog)
        wait_for(lambda: self.driver(SOUND) is None, 'no driver')
        self.window.click('Undo')
        wait_for(lambda: self.driver(SOUND) == 'noise', 'the driver')
        self.window.shows('Working', pane)

    def test_and_kept(self):
        pane = self.open('· lan_card')
        self.window.click('Turn Off…', pane)
        self.window.click('Turn Off', self.window.question())
        self.window.click('Keep', wait_for(lambda: self.window.dialog('Keep This Change?'),
                                           'the question'))
        self.window.click('Undo')
        wait_for(lambda: self.driver(LAN) == 'lan', 'the driver')

    def test_not_agreed_to(self):
        pane = self.open('snd_card')
        self.window.click('Turn Off…', pane)
        self.window.click('Cancel', self.window.question())
        self.assertEqual(self.driver(SOUND), 'noise')
        self.assertEqual(self.asked(), [])

    def test_a_network_card_comes_back_unless_kept(self):
        pane = self.open('· lan_card')
        self.window.click('Turn Off…', pane)
        self.window.click('Turn Off', self.window.question())
        wait_for(lambda: self.driver(LAN) is None, 'no driver')
        dialog = wait_for(lambda: self.window.dialog('Keep This Change?'), 'the question')
        wait_for(lambda: any(text.startswith('Turned off Ethernet controller (ffee:0002)')
                             for text in self.window.texts(dialog)), 'what was done')
        self.assertEqual(self.window.close(), 0)
        wait_for(lambda: self.driver(LAN) == 'lan', 'the driver, since nobody answered')


class Critical(Case):
    """What the running system stands on: here the only network, and the disk."""

    def prepare(self):
        self.write('/proc/net/route', 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\t'
                   'Mask\t\tMTU\tWindow\tIRTT\n'
                   'eth7\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n')
        self.write('/sys/' + LAN + '/net/eth7/operstate', 'up\n')
        self.write('/proc/modules', 'lan_card 4096 0 - Live 0x0\n')
        disk = self.hardware.pci(BUS + '0000:00:17.0', 0xffee, 7, '010601')
        self.hardware.bind(disk, 'disk', 'disk_driver')
        block = self.hardware.gives(disk, 'block', 'sda', dev='8:0')
        self.hardware.link('dev/block/8:0', block)
        self.write('/proc/self/mountinfo', '25 1 8:0 / / rw - ext4 /dev/sda rw\n')

    def ask(self):
        """Asks for the network card to be turned off; returns the second question."""
        self.window.click('Turn Off…', self.open('· lan_card'))
        self.window.click('Turn Off', self.window.question('Turn Off Ethernet controller '
                                                           '(ffee:0002)?'))
        return self.window.question('This Computer Needs It')

    def test_is_asked_twice(self):
        second = self.ask()
        self.window.shows('The only network connection depends on Ethernet controller (ffee:0002): '
                          'it is cut.', second)
        self.window.click('Cancel', second)
        self.window.wait_for_no_question()
        self.assertEqual(self.driver(LAN), 'lan')
        self.assertEqual(self.asked(), [])

    def test_is_turned_off_all_the_same(self):
        self.window.click('Turn Off Anyway', self.ask())
        self.window.click('Put Back', self.window.question('Keep This Change?'))
        wait_for(lambda: self.driver(LAN) == 'lan', 'the driver')

    def test_its_driver_is_restarted_after_two_questions(self):
        self.window.click('Restart Driver…', self.open('· lan_card'))
        self.window.click('Restart', self.window.question('Restart lan_card?'))
        self.window.find(name='Restart Anyway', under=self.window.question('This Computer Needs It'))

    def test_the_disk_is_refused(self):
        self.window.click('Turn Off…', self.open('· disk_driver'))
        dialog = self.window.question('This Computer Needs It')
        self.window.shows('The disk that this computer runs from needs it, so it is left as it is.',
                          dialog)
        self.assertEqual([node.name for node in self.window.all(Atspi.Role.PUSH_BUTTON, under=dialog)
                          if 'Off' in node.name], [])
        self.assertEqual(self.asked(), [])


class Behind(Case):
    """What is behind a device stops with it."""

    def prepare(self):
        hub = self.hardware.pci(BUS + '0000:00:14.0', 0xffee, 8, '0c0330')
        self.hardware.bind(hub, 'hub_driver')
        root = self.hardware.device('usb', BUS + '0000:00:14.0/usb2', DEVTYPE='usb_device',
                                    authorized=1)
        self.hardware.bind(root, 'usb')
        camera, part = self.hardware.usb(BUS + '0000:00:14.0/usb2/2-1', 0xffee, 9, (14, 1, 0),
                                         product='Garden Camera')
        self.hardware.bind(camera, 'usb')
        self.hardware.bind(part, 'eye')

    def test_is_named(self):
        self.window.act('hardware.show-all')
        self.window.click('Turn Off…', self.open('· hub_driver'))
        dialog = self.window.question()
        self.window.shows('This Device Stops With It', dialog)
        wait_for(lambda: any('Garden Camera' in text for text in self.window.texts(dialog)), 'it')


class Drivers(Case):
    """Drivers that can be restarted."""

    def prepare(self):
        self.write('/proc/modules', 'snd_card 24576 0 - Live 0x0\n'
                   'snd_timer 45056 1 snd_card, Live 0x0\nsnd 126976 2 snd_timer,snd_card, Live 0x0\n'
                   'helper_one 4096 0 - Live 0x0\n')
        device = self.hardware.pci(BUS + '0000:00:04.0', 0xffee, 5, '040300')
        self.hardware.bind(device, 'beat', 'snd_timer')
        device = self.hardware.pci(BUS + '0000:00:05.0', 0xffee, 6, '028000')
        self.hardware.bind(device, 'air', 'helper_one')

    def ask(self, driver):
        """Opens the device that it drives and begins; returns the dialog."""
        self.window.click('Restart Driver…', self.open(f'· {driver}'))
        return self.window.question(f'Restart {driver}?')

    def loaded_last(self):
        """The module that the kernel got last."""
        path = self.root / 'kernel/options'
        return path.read_text().split()[0] if path.exists() else None


class Restart(Drivers):
    """Restarting the driver of a device: its module and what uses it, out and in again."""

    def test_with_what_uses_it(self):
        dialog = self.ask('snd_timer')
        self.window.shows('These Devices Stop for a Moment', dialog)
        texts = self.window.texts(dialog)
        self.assertLess(texts.index('snd_card'), texts.index('snd_timer'))
        self.assertEqual(texts.count('snd_timer'), 1)
        self.window.click('Restart', dialog)
        self.window.shows('Restarted snd_timer')
        self.assertEqual(self.loaded_last(), 'snd_card')
        self.assertEqual(self.loaded(), ['helper_one', 'snd', 'snd_card', 'snd_timer'])
        self.assertEqual(self.asked(), ['io.github.modscope.unload-module yes'])

    def test_not_agreed_to(self):
        self.window.click('Cancel', self.ask('snd_timer'))
        self.window.wait_for_no_question()
        self.assertEqual(self.asked(), [])

    def test_of_a_network_card_is_asked_about_afterwards(self):
        self.window.click('Restart', self.ask('helper_one'))
        question = self.window.question('Keep This Change?')
        self.assertEqual(self.loaded_last(), 'helper_one')
        self.window.click('Keep', question)
        self.window.shows('Restarted helper_one')

    def test_refused_by_the_kernel(self):
        self.write('/kernel/remove/snd_timer', '11')
        self.window.click('Restart', self.ask('snd_timer'))
        dialog = self.window.question()
        wait_for(lambda: any('snd_timer' in text for text in self.window.texts(dialog)), 'why')
        self.assertEqual(self.loaded(), ['helper_one', 'snd', 'snd_card', 'snd_timer'])


class Cancel(Drivers):
    """Of what the helper has perhaps begun."""

    def services(self):
        return {acting.HELPER: f'{sys.executable} {acting.STANDINS} helper {self.root}'}

    def cancel(self, driver, text):
        """Restarts it and cancels until the window says that."""
        self.write('/answer', 'hang')
        self.window.click('Restart', self.ask(driver))
        self.window.shows(f'Restarting {driver}…')
        self.wait_until_asked('asked hang')
        # The bar comes a moment after the call: a press before that presses nothing.
        wait_for(lambda: self.window.click('Cancel') or text in self.window.texts(), text)

    def test_of_a_restart(self):
        self.cancel('snd_timer', 'Cancelled. snd_timer is loaded, and perhaps restarted already.')

    def test_of_a_restart_on_trial(self):
        self.cancel('helper_one', 'Cancelled. If it had begun, it is put back.')


class CancelRule(Drivers):
    """Of a rule that the helper has perhaps written or removed."""

    services = Cancel.services
    rule = '# Modscope, 2026-11-23: do not load automatically\nblacklist snd_timer\n'

    def cancel(self, text):
        """Cancels what the helper has been asked for until the window says that."""
        self.wait_until_asked('asked hang')
        wait_for(lambda: self.window.click('Cancel') or text in self.window.texts(), text)

    def block(self):
        """Blocks a driver."""
        self.write('/answer', 'hang')
        self.window.click('Block Driver…', self.open('· snd_timer'))
        self.window.click('Block', self.window.question())
        self.window.shows('Blocking snd_timer…')

    def unblock(self):
        """Takes the block away, of which the page knows."""
        self.write(acting.BLOCKS, self.rule)
        self.open('· snd_timer')
        self.window.act('win.refresh')
        self.window.act('hardware.show-module')
        self.write('/answer', 'hang')
        self.window.click('Unblock…', self.window.pane())
        self.window.click('Unblock', self.window.question())
        self.window.shows('Unblocking snd_timer…')

    def test_not_written(self):
        self.block()
        self.cancel('Nothing was changed')

    def test_written(self):
        self.block()
        self.write(acting.BLOCKS, self.rule)
        self.cancel('snd_timer is not loaded automatically any more')
        self.window.find(name='Undo')

    def test_not_removed(self):
        self.unblock()
        self.cancel('Nothing was changed')

    def test_removed(self):
        self.unblock()
        (self.root / acting.BLOCKS).unlink()
        self.cancel('Removed the rule that blocked snd_timer')


class UseDriver(Case):
    """Giving a device another driver: of four that know it one is in use, one is loaded, one is not
    and one is blocked."""

    place = f'devices/{BUS}0000:00:06.0'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in 'one', 'two', 'three', 'four':
            ctl.compile_module(cls.template, f'kernel/drivers/net/choice-{name}.ko',
                               'INFO ("license=GPL") INFO ("depends=") '
                               'INFO ("alias=pci:v0000FFEEd0000000Asv*")')
        ctl.compile_module(cls.template, 'kernel/drivers/net/alone.ko',
                           'INFO ("license=GPL") INFO ("depends=") '
                           'INFO ("alias=pci:v0000FFEEd0000000Bsv*")')
        ctl.depmod(cls.template)

    def prepare(self):
        card = self.hardware.pci(BUS + '0000:00:06.0', 0xffee, 10, '020000',
                                 driver_override='(null)')
        self.hardware.bind(card, 'first', 'choice_one')
        self.hardware.gives(card, 'net', 'eth8')
        self.hardware.bind(self.hardware.pci(BUS + '0000:00:07.0', 0xffee, 11, '020000'), 'only',
                           'alone')
        self.hardware.driver('pci', 'second', 'choice_two')
        self.hardware.driver('pci', 'third', 'choice_three')
        self.write('/etc/modprobe.d/four.conf', 'blacklist choice_four\ninstall choice_four /bin/false\n')
        self.write('/proc/modules', 'choice_one 4096 0 - Live 0x0\nchoice_two 4096 0 - Live 0x0\n'
                   'alone 4096 0 - Live 0x0\n')

    def ask(self):
        """Opens the card and begins; returns the dialog."""
        self.window.click('Use Another Driver…', self.open('· choice_one'))
        return self.window.question('Use Another Driver for Ethernet controller (ffee:000a)?')

    def keep(self, answer='Keep'):
        """Answers the question whether it stays."""
        self.window.click(answer, self.window.question('Keep This Change?'))

    def test_what_there_is(self):
        dialog = self.ask()
        rows = self.window.find(Atspi.Role.LIST, 'Drivers', dialog)
        texts = self.window.texts(rows)
        words = {name: next(text for text in texts[texts.index(name) + 1:]).splitlines()[0]
                 for name in ('choice_one', 'choice_two', 'choice_three', 'choice_four')}
        self.assertEqual(words, {
            'choice_one': 'In use now',
            'choice_two': 'Loaded, can take over at once',
            'choice_three': 'Not loaded yet: that is done first',
            'choice_four': 'Blocked: a rule or a start-up option forbids it'})
        order = [line.split()[-1] for line in
                 (self.root / 'lib/modules' / ctl.RELEASE / 'modules.alias').read_text().splitlines()
                 if 'd0000000A' in line]
        self.assertEqual([text for text in texts if text in order], order)
        self.assertTrue(any('Meanwhile there is no eth8.' in text for text in self.window.texts(dialog)))
        self.window.click('Cancel', dialog)
        self.window.wait_for_no_question()
        self.assertEqual(self.driver(self.place), 'first')
        self.assertEqual(self.asked(), [])

    def test_kept_and_undone(self):
        dialog = self.ask()
        self.window.choose('choice_two', dialog)
        self.window.click('Use This Driver', dialog)
        wait_for(lambda: self.driver(self.place) == 'second', 'the other driver')
        self.keep()
        self.window.shows('Working · choice_two')
        self.window.click('Undo')
        wait_for(lambda: self.driver(self.place) == 'first', 'the driver of before')

    def test_comes_back_after_turning_off(self):
        """Turned on, the card gets its own driver, and not the one that it had."""
        dialog = self.ask()
        self.window.choose('choice_two', dialog)
        self.window.click('Use This Driver', dialog)
        self.keep()
        pane = self.open('· choice_two')
        self.window.click('Turn Off…', pane)
        self.window.click('Turn Off', self.window.question('Turn Off Ethernet controller '
                                                           '(ffee:000a)?'))
        self.keep()
        wait_for(lambda: self.driver(self.place) is None, 'no driver')
        self.window.click('Undo')
        wait_for(lambda: self.driver(self.place) == 'second', 'the driver that it had')
        self.window.shows('Working · choice_two')

    def test_does_not_quite_come_back(self):
        """Whoever says no to the second question is told what is so now."""
        dialog = self.ask()
        self.window.choose('choice_two', dialog)
        self.window.click('Use This Driver', dialog)
        self.keep()
        self.window.click('Turn Off…', self.open('· choice_two'))
        self.window.click('Turn Off', self.window.question('Turn Off Ethernet controller '
                                                           '(ffee:000a)?'))
        self.keep()
        self.write('/polkit', 'yes dismiss')
        self.window.click('Undo')
        self.window.shows('The rest was not done: the driver first has Ethernet controller '
                          '(ffee:000a) now')

    def test_put_back(self):
        dialog = self.ask()
        self.window.choose('choice_two', dialog)
        self.window.click('Use This Driver', dialog)
        self.keep('Put Back')
        wait_for(lambda: self.driver(self.place) == 'first', 'the driver of before')
        self.window.shows('The change was put back')

    def test_loaded_first(self):
        dialog = self.ask()
        self.window.choose('choice_three', dialog)
        self.window.click('Use This Driver', dialog)
        self.keep()
        self.assertEqual(self.driver(self.place), 'third')
        self.assertIn('choice_three', self.loaded())
        self.assertEqual(self.asked(), ['io.github.modscope.load-module yes',
                                        'io.github.modscope.control-device yes'])

    def test_that_does_not_load(self):
        self.write('/kernel/insert/choice_three', '19')
        dialog = self.ask()
        self.window.choose('choice_three', dialog)
        self.window.click('Use This Driver', dialog)
        self.window.question('choice_three found no hardware that it can drive')
        self.assertEqual(self.driver(self.place), 'first')

    def test_that_brings_no_driver(self):
        (self.root / 'sys/module/choice_three/drivers/pci:third').unlink()
        dialog = self.ask()
        self.window.choose('choice_three', dialog)
        self.window.click('Use This Driver', dialog)
        self.window.question('choice_three is loaded, but brings no driver for this device, which is '
                             'as it was before')
        self.assertEqual(self.driver(self.place), 'first')

    def test_refused_by_the_kernel(self):
        self.write('/kernel/write/bind 0000:00:06.0', '19')
        dialog = self.ask()
        self.window.choose('choice_two', dialog)
        self.window.click('Use This Driver', dialog)
        dialog = self.window.question('Ethernet controller (ffee:000a): The kernel or the driver '
                                      'refused it')
        # The stand-in refuses the way back, too.
        self.window.shows('No driver has it now.', dialog)

    def test_only_where_there_is_a_choice(self):
        pane = self.open('· alone')
        self.window.find(name='Turn Off…', under=pane)
        self.assertEqual([node for node in self.window.all(Atspi.Role.PUSH_BUTTON, under=pane)
                          if 'Another' in node.name], [])


if __name__ == '__main__':
    tap.main()
