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

    def setUp(self):
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
        self.window = Window(self.root, page='hardware', environment=self.environment)
        self.addCleanup(self.window.forget)

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


if __name__ == '__main__':
    tap.main()
