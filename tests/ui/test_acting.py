#!/usr/bin/env python3
"""The window's actions, with the helper on a bus of its own, where a made root stands in for the
computer, and with stand-ins that end a call as they are told.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

import acting  # noqa: E402
import tap  # noqa: E402
from screen import Window, wait_for  # noqa: E402


class Case(acting.Case):
    """The program on a root and a bus of its own."""

    width = 1300

    def setUp(self):
        super().setUp()
        self.window = Window(self.root, width=self.width, environment=self.environment)
        self.addCleanup(self.window.forget)

    def wait_until_loaded(self, *names):
        wait_for(lambda: self.loaded() == sorted(names), f'the modules {names}')

    def ask(self, module, action):
        """Opens a module and begins what is to be done to it; returns the dialog."""
        self.window.open(module)
        self.window.act(action)
        return self.window.question()


LIVE = ['pcspkr', 'snd', 'snd_card', 'snd_timer']


class LoadTest(Case):
    """Loading."""

    def test_load_and_undo(self):
        dialog = self.ask('helper_two', 'modules.load')
        self.window.shows('Load helper_two?', dialog)
        self.window.click('Load', dialog)
        self.window.shows('Loaded helper_two')
        self.wait_until_loaded('helper_two', *LIVE)
        self.window.shows('Loaded, not in use', self.window.pane())
        self.window.click('Undo')
        self.window.shows('Unloaded helper_two')
        self.wait_until_loaded(*LIVE)
        self.window.shows('Available, not loaded', self.window.pane())
        self.assertEqual(self.asked(), ['io.github.modscope.load-module yes',
                                        'io.github.modscope.unload-module yes'])


if __name__ == '__main__':
    tap.main()
