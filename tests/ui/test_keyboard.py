#!/usr/bin/env python3
"""The whole window by the keyboard alone: the focus is always where it can be seen, Tab goes round
and is never caught, and what is closed gives the focus back.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

import ctl  # noqa: E402
import tap  # noqa: E402
from accessible import Atspi, GLib  # noqa: E402
from screen import descendants, has_focus, is_called, turn, wait_for  # noqa: E402
import test_device_actions  # noqa: E402

MOST_STOPS = 60
# They hold what can be used, and are nothing to use.
CONTAINERS = [Atspi.Role.SCROLL_PANE, Atspi.Role.LIST, Atspi.Role.TREE_TABLE, Atspi.Role.PANEL,
              Atspi.Role.FILLER]


class Case(test_device_actions.Case):
    """A computer with devices and modules, and nobody touches its pointer."""

    def prepare(self):
        self.write('/proc/modules', ctl.LIVE + 'lan_card 4096 0 - Live 0x0\n')
        ctl.compile_module(self.root, 'kernel/drivers/net/lan-card.ko',
                           'INFO ("license=GPL") INFO ("depends=")')
        ctl.depmod(self.root)

    def setUp(self):
        super().setUp()
        wait_for(lambda: len(self.window.find(Atspi.Role.LIST, 'Devices').children) > 4,
                 'the devices')

    def focus(self, top=None):
        """What the keys go to; only if it can be seen. Nothing says where they go when a dialog closes:
        then it is looked for."""
        top = top or self.window.frame

        def is_it(node):
            try:
                return has_focus(node) and self.is_seen(node, top)
            except GLib.Error:
                return False  # it has gone

        def find():
            if self.window.focus is None or not is_it(self.window.focus):
                self.window.focus = next((node for node in descendants(top)
                                          if Atspi.StateType.FOCUSED in node.states), None)
            return self.window.focus if self.window.focus and is_it(self.window.focus) else None
        return wait_for(find, 'a focus that can be seen')

    @staticmethod
    def is_seen(node, top):
        """Whether it is on the screen as a whole."""
        x, y, width, height = node.get_box()
        _, _, all_width, all_height = top.get_box()
        return (Atspi.StateType.VISIBLE in node.get_state_set() and min(width, height) > 0 and
                min(x, y) >= 0 and x + width <= all_width and y + height <= all_height)

    def name(self, top=None):
        """The name of what has the focus; of a part of a row that of the row."""
        node = self.focus(top)
        while not node.get_name():
            node = node.get_parent()
        return node.get_name()

    @staticmethod
    def says(node_name, name):
        """Whether something is called so, or is a row that begins with that."""
        return node_name == name or is_called(node_name, name) or node_name.startswith(f'{name}: ')

    def press(self, key, top=None):
        """Presses a key that moves the focus, which some keys do not."""
        before = self.window.focus_moves
        self.window.press(key, top)
        turn(500, lambda: self.window.focus_moves > before)

    def go_round(self, key='Tab', top=None):
        """Presses a key until the focus is where it was; returns the names of all that had it."""
        nodes = [self.focus(top)]
        names = [self.name(top)]
        while True:
            self.press(key, top)
            node = self.focus(top)
            self.assertNotIn(node.get_role(), CONTAINERS, names)
            if node == nodes[0]:
                return names
            self.assertNotIn(node, nodes, names)
            nodes.append(node)
            names.append(self.name(top))
            self.assertLess(len(nodes), MOST_STOPS, names)

    def go_both_ways(self, *names, top=None):
        """All of these are on the way forwards, in that order, and on the way back."""
        there = self.go_round('Tab', top)
        at = -1
        for name in names:
            at = next((i for i, found in enumerate(there)
                       if i > at and self.says(found, name)), None)
            self.assertIsNotNone(at, f'{name} in {there}')
        back = self.go_round('shift+Tab', top)
        self.assertEqual(back, there[:1] + there[:0:-1])

    def go_to(self, name, key='Tab', top=None):
        """Goes on until something has the focus."""
        for _ in range(MOST_STOPS):
            if self.says(self.name(top), name):
                return
            self.press(key, top)
        self.fail(f'{name} cannot be reached')

    def shows_modules(self):
        self.window.press('ctrl+2')
        wait_for(self.window.names, 'the modules')

    def assert_gives_back(self, key, opens, button):
        """What a key opens has the focus, and when it is closed its button has it."""
        self.window.press(key)
        opens()
        self.window.press('Escape')
        wait_for(lambda: self.says(self.name(), button), f'the focus on “{button}”')


class Hardware(Case):
    """The Hardware page."""

    def test_goes_round(self):
        self.go_both_ways('Network controller (ffee:0001)', 'Hardware', 'Search', 'View',
                          'Main Menu', 'Show Next')

    def test_goes_round_with_details(self):
        self.go_to('Ethernet controller (ffee:0002)', 'Down')
        self.press('Return')
        self.window.shows('The computer sees it')
        self.go_both_ways('Ethernet controller (ffee:0002)', 'Device Menu', 'The computer sees it',
                          'lan_card', 'Turn Off…', 'Hardware', 'Search')

    def test_to_the_module_and_back(self):
        self.go_to('Ethernet controller (ffee:0002)', 'Down')
        self.press('Return')
        self.window.shows('The computer sees it')
        self.go_to('lan_card')
        self.press('Return')
        self.window.shows_details_of('lan_card')
        self.focus()
        self.window.press('alt+Left')
        wait_for(lambda: self.window.texts(self.window.find(name='Device Details'))[:1]
                 == ['Ethernet controller (ffee:0002)'], 'the device')
        self.focus()

    def test_sidebar(self):
        self.go_to('Hardware')
        self.press('Down')
        self.assertTrue(self.name().startswith('Modules'))
        self.window.press('Return')
        wait_for(self.window.names, 'the modules')
        self.focus()


class Modules(Case):
    """The Modules page."""

    def setUp(self):
        super().setUp()
        self.shows_modules()

    def open(self, name):
        """Opens a module's details."""
        self.go_to(name, 'Down')
        self.press('Return')
        self.window.shows_details_of(name)

    def test_goes_round(self):
        self.go_both_ways('lan_card', 'Modules', 'Search', 'Filter', 'Main Menu')

    def test_goes_round_with_details(self):
        self.open('snd_timer')
        self.go_both_ways('snd_timer', 'Dependency Graph', 'Module Menu', 'Unload…', 'Block…', 'snd',
                          'Modules', 'Search')

    def test_search(self):
        self.press('ctrl+f')
        self.window.press('t i m e r')
        wait_for(lambda: self.window.names() == ['snd_timer'], 'the module that is searched')
        self.focus()
        self.go_to('snd_timer')
        self.press('Return')
        self.window.shows_details_of('snd_timer')
        self.go_both_ways('snd_timer', 'Module Menu', 'Modules', 'Search')
        self.press('ctrl+f')
        self.window.press('Escape')
        wait_for(lambda: len(self.window.names()) > 1, 'all modules')
        self.focus()

    def test_through_needs_and_back(self):
        self.open('snd_timer')
        self.go_to('snd')
        self.window.press('Return')
        self.window.shows_details_of('snd')
        self.focus()
        self.window.press('alt+Left')
        self.window.shows_details_of('snd_timer')
        self.go_both_ways('Module Menu')

    def test_filter(self):
        self.go_to('Filter')
        self.press('space')
        self.window.go_to('Loaded', 'Down', [Atspi.Role.CHECK_BOX])
        self.window.go_to('Kind: All', 'Tab', [Atspi.Role.PUSH_BUTTON])
        self.press('space')
        self.press('Down')
        self.press('Return')
        self.window.find(Atspi.Role.PUSH_BUTTON, 'Kind: Network adapters')
        wait_for(lambda: self.window.names() == ['lan_card'], 'the modules of that kind')
        self.window.press('Escape')
        wait_for(lambda: self.says(self.name(), 'Filter'), 'the focus on the filter')

    # Without a window manager a window does not know that it has the keys again when a dialog has
    # closed: where they go then cannot be told here.

    def test_shortcuts(self):
        self.window.press('ctrl+question')
        dialog = self.window.question()
        self.window.press('Escape', dialog)
        self.window.wait_for_no_question()

    def test_dialog_of_an_action(self):
        self.open('lan_card')
        self.window.press('ctrl+u')
        dialog = self.window.question()
        self.go_both_ways('Cancel', 'Unload', top=dialog)
        self.window.press('Escape', dialog)
        self.window.wait_for_no_question()
        self.window.press('ctrl+u')
        self.go_to('Cancel', top=self.window.question())
        self.window.press('Return')
        self.window.wait_for_no_question()
        self.assertEqual(self.asked(), [])

    def test_menu(self):
        for key in 'F10', 'space':
            self.assert_gives_back(key, lambda: wait_for(lambda: [
                node for node in self.window.all(Atspi.Role.MENU_ITEM) if has_focus(node)],
                'the focus in the menu'), 'Main Menu')
        self.press('Tab')
        self.focus()


if __name__ == '__main__':
    tap.main()
