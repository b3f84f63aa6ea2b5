#!/usr/bin/env python3
"""One walk through the whole program, for the sanitizers: under them GTK is too slow for all the
windows' tests, whose place this does not take.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

import screen  # noqa: E402
import tap  # noqa: E402
from screen import Atspi, wait_for  # noqa: E402
from test_device_actions import SOUND, Case  # noqa: E402

screen.PATIENCE = 120


class Walk(Case):
    """Each page and each kind of dialog once, in one run of the program."""

    def closes(self, title, keys='Escape'):
        """Waits for a window of the program, and closes it."""
        dialog = wait_for(lambda: self.window.dialog(title), title)
        self.window.press(keys, dialog)
        wait_for(lambda: not self.window.dialog(title), f'the end of {title}')

    def devices(self):
        """A device that is fixed, one that is turned off and on, one's module."""
        pane = self.open('Switched off')
        self.window.click('Switch On', pane)
        self.window.shows('Working', pane)
        pane = self.open('snd_card')
        self.window.click('Turn Off…', pane)
        self.window.click('Turn Off', self.window.question())
        self.window.shows('Turned off', pane)
        self.window.click('Turn On', pane)
        wait_for(lambda: self.driver(SOUND) == 'noise', 'the driver')

    def modules(self):
        """A search, the details, the graph, a module loaded and unloaded, one blocked."""
        self.window.press('ctrl+2')
        self.window.open('snd_timer')
        self.window.click('Dependency Graph', self.window.pane())
        self.closes('Dependencies')
        self.window.type('helper')
        wait_for(lambda: self.window.names() == ['helper_one', 'helper_two'], 'what was found')
        self.window.open('helper_two')
        self.window.do('modules.load')
        self.window.click('Load', self.window.question())
        self.window.shows('Loaded, not in use', self.window.pane())
        self.window.do('actions.undo')
        self.window.shows('Available, not loaded', self.window.pane())
        self.window.do('modules.block')
        self.window.click('Block', self.window.question())
        self.window.do('modules.unblock')
        self.window.click('Unblock', self.window.question())
        self.window.wait_for_no_question()

    def test_all(self):
        self.devices()
        self.modules()
        # Its window is named after what it shows.
        self.window.do('win.shortcuts')
        self.window.press('Escape', self.window.question())
        self.window.wait_for_no_question()
        self.window.do('win.introduction')
        self.closes('What Is a Kernel Module?')
        self.assertEqual(self.window.close(), 0)


if __name__ == '__main__':
    tap.main()
