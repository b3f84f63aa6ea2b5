#!/usr/bin/env python3
"""Devices that come, are bound and go while the Hardware page is open, as umockdev tells of them.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import shutil
import sys

# The kernel's events are sent from below the made /sys, too.
PRELOAD = 'libumockdev-preload.so.0'
if PRELOAD not in os.environ.get('LD_PRELOAD', ''):
    os.environ['LD_PRELOAD'] = PRELOAD
    os.execv(sys.executable, [sys.executable, *sys.argv])

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

import gi  # noqa: E402
gi.require_version('UMockdev', '1.0')
from gi.repository import UMockdev  # noqa: E402

import ctl  # noqa: E402
import tap  # noqa: E402
import test_hardware  # noqa: E402
from accessible import Atspi  # noqa: E402
from hardware import Hardware  # noqa: E402
from screen import wait_for  # noqa: E402

BUS = test_hardware.BUS
MANY = 40


class Hotplug(test_hardware.OnComputer):
    """More devices than fit on the screen."""

    def setUp(self):
        self.testbed = UMockdev.Testbed.new()
        self.root = pathlib.Path(self.testbed.get_root_dir())
        made = test_hardware.make_root()
        shutil.copytree(made, self.root, symlinks=True, dirs_exist_ok=True)
        ctl.remove_root(made)
        self.hardware = Hardware(self.root)
        for i in range(MANY):
            device, part = self.hardware.usb(f'{BUS}usb1/2-{i}', 0xffee, 0x40 + i, (3, 1, 1),
                                             product=f'Keypad {i:02}')
            self.hardware.bind(device, 'usb')
            self.hardware.bind(part, 'keys', 'cam_driver')
        self.window = self.start(page=self.page, environment={'UMOCKDEV_DIR': str(self.root)})
        wait_for(lambda: len(self.devices()) == MANY + 4, 'the devices')

    def tell(self, path, action):
        """The kernel says that something happened to a device."""
        self.testbed.uevent(f'/sys/{path}', action)

    def list(self):
        """The list of devices."""
        return self.window.find(Atspi.Role.LIST, 'Devices')

    def node(self, name):
        """The row of a device."""
        return next((row for row in self.list().children if name in row.name), None)

    def selected(self):
        """What is selected."""
        return [row.name for row in self.list().children
                if Atspi.StateType.SELECTED in row.get_state_set()]

    def assert_stays(self, name, place):
        """It is selected, where it was on the screen, and its details are there."""
        self.assertEqual([name in row for row in self.selected()], [True], self.selected())
        self.assertIn(name, self.window.texts(self.pane())[0])
        self.assertEqual(self.node(name).get_box()[1], place)

    def test_page_follows_and_stays(self):
        """A card comes, gets its driver and goes, further up in the list than what is looked at."""
        self.open('Keypad 35')
        place = wait_for(lambda: [y for y in [self.node('Keypad 35').get_box()[1]] if 0 < y < 800],
                         'the list to be there')[0]
        path = self.hardware.pci(BUS + '0000:00:03.0', 0xffee, 2, '020000')
        self.tell(path, 'add')
        wait_for(lambda: self.node('Driver is not attached'), 'a card without a driver')
        self.window.find(name='3 devices have a problem')
        self.assert_stays('Keypad 35', place)
        self.hardware.bind(path, 'lan', 'lan_card')
        self.tell(path, 'bind')
        wait_for(lambda: not self.node('Driver is not attached'), 'its driver')
        self.window.find(name='2 devices have a problem')
        self.assert_stays('Keypad 35', place)
        # The event waits in the socket until the device is gone.
        self.tell(path, 'remove')
        self.hardware.unplug(path)
        wait_for(lambda: len(self.devices()) == MANY + 4, 'it to go')
        self.assert_stays('Keypad 35', place)

    def test_what_is_looked_at_changes(self):
        """The details follow its driver, and it goes with them."""
        path = f'devices/{BUS}0000:00:1f.6'
        self.open('· lan_card')
        self.hardware.unbind(path)
        self.tell(path, 'unbind')
        self.window.shows('Turned off', self.pane())
        self.hardware.bind(path, 'lan', 'lan_card')
        self.tell(path, 'bind')
        self.window.shows('Working', self.pane())
        self.tell(path, 'remove')
        self.hardware.unplug(path)
        wait_for(lambda: not self.window.all(name='Device Details'), 'no details')
        self.assertEqual(self.selected(), [])


if __name__ == '__main__':
    tap.main()
