#!/usr/bin/env python3
"""The Hardware page on a made computer: its devices, their verdicts, and the ways between them.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

import ctl  # noqa: E402
import tap  # noqa: E402
from hardware import Hardware  # noqa: E402
from accessible import Atspi  # noqa: E402
from screen import descendants, has_focus, wait_for  # noqa: E402
from test_window import OnMadeRoot  # noqa: E402

MODULES = {
    'kernel/drivers/net/wlan-card.ko': 'pci:v0000FFEEd00000001sv*',
    'kernel/drivers/net/lan-card.ko': 'pci:v0000FFEEd00000002sv*',
    'kernel/drivers/net/other-lan.ko': 'pci:v0000FFEEd00000002sv*',
    'kernel/drivers/usb/cam-driver.ko': 'usb:vFFEEp0003d*',
}
BUS = 'pci0000:00/'
CAMERA = 'Garden Camera'


def make_root():
    """ctl's root with a computer in it: of four devices that a person uses two have a problem."""
    root = ctl.make_root()
    for path, alias in MODULES.items():
        ctl.compile_module(root, path, f'INFO ("license=GPL") INFO ("depends=") '
                                       f'INFO ("alias={alias}")')
    ctl.depmod(root)
    ctl.write(root, '/etc/modprobe.d/wlan.conf', 'blacklist wlan-card\n')
    ctl.write(root, '/proc/modules', ctl.LIVE + 'lan_card 4096 0 - Live 0x0\n'
                                                'cam_driver 4096 0 - Live 0x0\n')
    hardware = Hardware(root)
    hardware.bind(hardware.pci(BUS + '0000:00:1c.0', 0xffee, 0x10, '060400'), 'pcieport')
    hardware.pci(BUS + '0000:00:1c.0/0000:01:00.0', 0xffee, 1, '028000')
    lan = hardware.pci(BUS + '0000:00:1f.6', 0xffee, 2, '020000')
    hardware.bind(lan, 'lan', 'lan_card')
    hardware.gives(lan, 'net', 'eth7')
    hub = hardware.device('usb', BUS + 'usb1', DEVTYPE='usb_device', authorized=1,
                          PRODUCT='1d6b/2/601')
    hardware.bind(hub, 'usb')
    hardware.bind(hardware.device('usb', BUS + 'usb1/1-0:1.0', DEVTYPE='usb_interface',
                                  modalias='usb:v1D6Bp0002d0601dc09dsc00dp01ic09isc00ip00in00'),
                  'hub')
    camera, part = hardware.usb(BUS + 'usb1/1-5', 0xffee, 3, (0x0e, 1, 0), product=CAMERA)
    hardware.bind(camera, 'usb')
    hardware.bind(part, 'cam', 'cam_driver')
    hardware.gives(part, 'video4linux', 'video0')
    hardware.usb(BUS + 'usb1/1-6', 0xffee, 4, (3, 1, 1), authorized=0, product='Odd Keyboard')
    return root


class OnComputer(OnMadeRoot):
    """The program on a made computer."""

    page = 'hardware'

    def setUp(self):
        self.root = make_root()
        self.addCleanup(ctl.remove_root, self.root)
        self.window = self.start(page=self.page)

    def rows(self):
        """What a screen reader says of the rows."""
        lists = self.window.all(Atspi.Role.LIST, 'Devices')
        return [row.name for row in lists[0].children] if lists else []

    def devices(self):
        """The rows without the headings."""
        return [row for row in self.rows() if ': ' in row]

    def row(self, name):
        """The row of a device."""
        return wait_for(lambda: [row for row in self.devices() if name in row], name)[0]

    def select(self, name):
        """Selects a device's row."""
        row = self.row(name)
        self.window.find(Atspi.Role.LIST, 'Devices').select_child(self.rows().index(row))

    def pane(self):
        """The details."""
        return self.window.find(name='Device Details')

    def open(self, name):
        """Selects a device and waits for its details."""
        title = self.row(name).split(': ')[0]
        self.select(name)
        self.shows_details_of(title)

    def shows_details_of(self, name):
        """Waits for the details of a device."""
        wait_for(lambda: self.window.texts(self.pane())[:1] == [name], f'the details of {name}')


class Devices(OnComputer):
    """The list."""

    def test_by_kind_problems_first(self):
        wait_for(lambda: len(self.devices()) == 4, 'four devices')
        rows = self.rows()
        network = rows.index('Network')
        self.assertIn('Blocked by a rule', rows[network + 1])
        self.assertIn('Working · lan_card', rows[network + 2])
        self.assertIn('Working · cam_driver', self.row(CAMERA))
        self.assertIn('Turned off', self.row('Odd Keyboard'))
        self.window.find(name='2 devices have a problem')
        self.window.shows('4 devices')

    def test_all(self):
        wait_for(lambda: len(self.devices()) == 4, 'four devices')
        self.window.act('hardware.show-all')
        wait_for(lambda: len(self.devices()) > 4, 'the bridge and the hub')
        self.window.act('hardware.show-all')
        wait_for(lambda: len(self.devices()) == 4, 'four devices')

    def test_by_connection(self):
        wait_for(lambda: len(self.devices()) == 4, 'four devices')
        self.window.act('hardware.by-connection')
        wait_for(lambda: len(self.devices()) == len(self.rows()) == 6, 'no headings, two bridges')
        wlan = self.devices().index(self.row('Blocked by a rule'))
        self.assertGreater(wlan, 0)
        self.assertNotIn('Network', self.rows())

    def test_search(self):
        wait_for(lambda: len(self.devices()) == 4, 'four devices')
        self.window.act('win.search')
        entry = self.window.find(Atspi.Role.ENTRY, 'Search devices')
        entry.set_text('garden')
        wait_for(lambda: len(self.devices()) == 1 and CAMERA in self.devices()[0], 'the camera')
        entry.set_text('lan_card')
        wait_for(lambda: len(self.devices()) >= 1 and 'lan_card' in self.devices()[-1], 'the card')
        # A word for the kind, which stands in no name.
        entry.set_text('internet')
        wait_for(lambda: any('lan_card' in row for row in self.devices()) and
                 not any(CAMERA in row for row in self.devices()), 'the network cards')
        entry.set_text('no such thing')
        self.window.shows('No Devices Found')
        self.window.press('Escape')
        wait_for(lambda: len(self.devices()) == 4, 'four devices')

    def test_menu_of_the_row_under_the_pointer(self):
        self.open(CAMERA)
        rows = self.window.find(Atspi.Role.LIST, 'Devices')
        x, y, width, height = rows.children[self.rows().index(self.row('lan_card'))].get_box()
        subprocess.run(['xdotool', 'mousemove', str(x + width // 2), str(y + height // 2),
                        'click', '3'], check=True)
        self.window.find(Atspi.Role.MENU_ITEM, 'Copy Details')
        self.shows_details_of(self.row('lan_card').split(': ')[0])

    def test_next_problem(self):
        self.window.act('hardware.next-problem')
        self.window.shows('Blocked by a rule', self.pane())
        self.window.act('hardware.next-problem')
        self.window.shows('Turned off', self.pane())
        # From what works, as from what was just mended: the first that is left.
        self.open('lan_card')
        self.window.act('hardware.next-problem')
        self.window.shows('Blocked by a rule', self.pane())

    def test_what_is_plugged_in_leaves_the_selection(self):
        self.open(CAMERA)
        Hardware(self.root).pci(BUS + '0000:00:03.0', 0xffee, 2, '020000')
        self.window.act('win.refresh')
        wait_for(lambda: len(self.devices()) == 5, 'five devices')
        self.assertIn(CAMERA, self.window.texts(self.pane())[0])
        rows = self.window.find(Atspi.Role.LIST, 'Devices')
        self.assertEqual([CAMERA in row.name for row in rows.children
                          if Atspi.StateType.SELECTED in row.get_state_set()], [True])

    def test_what_is_unplugged_goes(self):
        self.open(CAMERA)
        Hardware(self.root).unplug('devices/' + BUS + 'usb1/1-5')
        self.window.act('win.refresh')
        wait_for(lambda: len(self.devices()) == 3, 'three devices')
        wait_for(lambda: not self.window.all(name='Device Details'), 'no details')

    def test_a_driver_that_goes_shows(self):
        self.open('lan_card')
        self.window.shows('eth7', self.pane())
        Hardware(self.root).unbind('devices/' + BUS + '0000:00:1f.6')
        self.window.act('win.refresh')
        wait_for(lambda: not any('Working · lan_card' in row for row in self.devices()), 'a change')
        wait_for(lambda: 'Working' not in self.window.texts(self.pane())[:4], 'it in the details')


class Details(OnComputer):
    """The details of a device."""

    def test_the_step_that_failed(self):
        self.open('Blocked by a rule')
        for text in ['From Device to Driver', 'Something forbids the driver', 'What helps',
                     'Drivers for It', 'wlan_card', 'pci:0000:01:00.0',
                     '/etc/modprobe.d/wlan.conf:1\nblacklist wlan_card']:
            self.window.shows(text, self.pane())

    def test_a_device_that_works(self):
        self.open('lan_card')
        for text in ['Driver in Use', 'Other Drivers for It', 'other_lan', 'What It Gives', 'eth7',
                     'pci:0000:00:1f.6']:
            self.window.shows(text, self.pane())
        self.assertNotIn('What helps', self.window.texts(self.pane()))

    def test_closed_and_opened_again(self):
        self.open('lan_card')
        self.window.press('Escape')
        wait_for(lambda: not self.window.all(name='Device Details'), 'the details to close')
        self.open('lan_card')

    def test_a_driver_that_is_not_in_the_list(self):
        Hardware(self.root).pci(BUS + '0000:00:03.0', 0xffee, 9, '020000')
        ctl.compile_module(self.root, 'kernel/drivers/net/late-lan.ko',
                           'INFO ("license=GPL") INFO ("depends=") '
                           'INFO ("alias=pci:v0000FFEEd00000009sv*")')
        self.window.act('win.refresh')
        self.open('List of drivers is out of date')
        for text in ['The driver late_lan is on the disk, but the list of drivers is older.',
                     'Run “depmod” as root, which makes the list anew.',
                     f'/lib/modules/{ctl.RELEASE}/kernel/drivers/net/late-lan.ko\nis there']:
            self.window.shows(text, self.pane())
        ctl.depmod(self.root)
        self.window.act('win.refresh')
        self.window.shows('Driver is not loaded', self.pane())

    def test_to_the_module_and_back_to_the_device(self):
        self.open('lan_card')
        self.window.open_row('lan_card', self.pane())
        wait_for(lambda: self.window.texts(self.window.pane())[:1] == ['lan_card'], 'the module')
        # Its devices are there, and lead back.
        self.window.open_row('Ethernet controller (ffee:0002)', self.window.pane())
        self.shows_details_of(self.row('lan_card').split(': ')[0])

    def test_back_from_the_module_leads_to_the_device(self):
        self.open('lan_card')
        title = self.window.texts(self.pane())[0]
        self.window.act('hardware.show-module')
        self.window.shows_details_of('lan_card')
        self.window.press('alt+Left')
        wait_for(lambda: any(has_focus(node) for node in descendants(self.pane())), 'the device')
        self.shows_details_of(title)

    def test_to_what_it_is_connected_to_and_back(self):
        self.open('Blocked by a rule')
        name = self.window.texts(self.pane())[0]
        self.window.open_row('PCI bridge (ffee:0010)', self.pane(), 'shift+Tab')
        wait_for(lambda: self.window.texts(self.pane())[0] != name, 'the bridge')
        # The row that was pressed is gone, and the keyboard goes on all the same.
        self.window.go_to('Path', 'Tab', [Atspi.Role.LIST_ITEM], self.pane())
        self.window.press('alt+Left')
        self.shows_details_of(name)

    def test_every_button_has_a_name(self):
        self.open('Blocked by a rule')
        for role in (Atspi.Role.PUSH_BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.ENTRY):
            for button in self.window.all(role):
                self.assertTrue(button.name, f'a {role} in {button.get_parent().get_name()}')

    def test_says_nothing_on_standard_error(self):
        self.open('Blocked by a rule')
        self.window.act('win.show-modules')
        wait_for(self.window.names, 'the modules')
        self.assertEqual(self.window.close(), 0)
        with open(self.window.home / 'errors', encoding='utf-8') as errors:
            self.assertEqual([line for line in errors if 'odscope' in line or 'Gtk-' in line], [])


class Pages(OnComputer):
    """The pages of the window."""

    def test_keys_switch(self):
        wait_for(self.devices, 'the devices')
        self.window.press('ctrl+2')
        wait_for(self.window.names, 'the modules')
        self.window.press('t i m e r')
        wait_for(lambda: self.window.names() == ['snd_timer'], 'a search')
        self.window.press('ctrl+1')
        wait_for(lambda: len(self.devices()) == 4, 'the devices, all of them')
        rows = self.window.find(Atspi.Role.LIST, 'Devices')
        wait_for(lambda: any(has_focus(node) for node in descendants(rows)), 'the focus in them')

    def test_the_page_is_kept(self):
        wait_for(self.devices, 'the devices')
        self.window.press('ctrl+2')
        wait_for(self.window.names, 'the modules')
        self.assertEqual(self.window.close(), 0)
        kept = (self.window.home / 'glib-2.0/settings/keyfile').read_text()
        self.assertIn("page='modules'", kept)

    def test_another_kernel(self):
        window = self.start('--kernel', str(self.root / 'lib/modules' / ctl.RELEASE),
                            page='hardware')
        wait_for(window.names, 'its modules first')
        window.act('win.show-hardware')
        wait_for(lambda: window.all(Atspi.Role.LIST, 'Devices'), 'the devices')
        wait_for(lambda: any('It is not the running kernel.' in text for text in window.texts()),
                 'whose devices these are')
        self.assertEqual(window.all(name='2 devices have a problem'), [])


class Narrow(OnComputer):
    """A window as wide as a telephone."""

    width = 360

    def test_details_have_the_screen(self):
        wait_for(lambda: len(self.devices()) == 4, 'four devices')
        self.select(CAMERA)
        self.assertEqual(self.window.all(name='Device Details'), [])
        title = self.row(CAMERA).split(': ')[0]
        self.window.act('hardware.show-details')
        self.shows_details_of(title)
        self.window.click('Back', self.pane())
        wait_for(lambda: len(self.devices()) == 4, 'the list')

    def test_fits(self):
        wait_for(self.devices, 'the devices')
        rows = self.window.find(Atspi.Role.LIST, 'Devices')
        self.assertLessEqual(rows.get_box()[2], 360)


class Empty(OnMadeRoot):
    """A computer without hardware to see, as in a container."""

    def setUp(self):
        self.root = ctl.make_root()
        self.addCleanup(ctl.remove_root, self.root)
        self.window = self.start(page='hardware')

    def test_says_so(self):
        self.window.shows('No Hardware to See')


if __name__ == '__main__':
    tap.main()
