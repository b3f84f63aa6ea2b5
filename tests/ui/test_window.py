#!/usr/bin/env python3
"""The window on a made root: what it shows, and what becomes of what a person does.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import errno
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

import ctl  # noqa: E402
import tap  # noqa: E402
from accessible import Atspi  # noqa: E402
from screen import PROGRAM, Window, descendants, has_focus, is_called, wait_for  # noqa: E402

LOADED = ['pcspkr', 'snd', 'snd_card', 'snd_timer']
ALL = LOADED + ['in_kernel', 'helper_one', 'helper_two', 'scripted', 'never']


class OnMadeRoot(unittest.TestCase):
    """A program on a root of its own for each test."""

    width = 1300

    def setUp(self):
        self.root = ctl.make_root()
        self.addCleanup(ctl.remove_root, self.root)
        self.window = self.start()

    def start(self, *arguments, **options):
        window = Window(self.root, *arguments, **{'width': self.width, **options})
        self.addCleanup(window.forget)
        return window

    def wait_names(self, names):
        wait_for(lambda: self.window.names() == names,
                 lambda: f'the rows {names}, there are {self.window.rows()} of '
                 f'{self.window.texts()}')


class Listing(OnMadeRoot):
    """The list, its order, its search and its filters."""

    def test_loaded_first_then_by_name(self):
        self.wait_names(ALL)
        self.window.shows('9 modules')

    def test_cells(self):
        self.wait_names(ALL)
        row = self.window.find(Atspi.Role.TABLE_ROW, ': '.join(self.window.rows()[2]))
        self.assertEqual([node.get_name() for node in descendants(row)
                          if node.get_role() == Atspi.Role.LABEL],
                         ['snd_card', self.window.rows()[2][1][:-len(' In use by 2')], 'In use', '2',
                          '24.6\N{NO-BREAK SPACE}kB', '1'])

    def test_search(self):
        self.window.type('PC spea')
        self.wait_names(['pcspkr'])
        self.window.shows('1 of 9 modules')
        self.window.type('card-alias')
        self.wait_names(['snd_card'])
        self.window.type('snd-timer')
        self.wait_names(['snd_timer'])

    def test_nothing_found(self):
        self.window.type('no such thing')
        self.window.shows('No Modules Found')
        self.window.shows('Try a different search or other filters.')
        self.window.shows('0 of 9 modules')
        self.window.click('Clear Filters')
        self.wait_names(ALL)

    def test_escape_ends_the_search(self):
        self.window.type('timer')
        self.wait_names(['snd_timer'])

        # A key is lost while the window is being given the keyboard; another Escape does no harm.
        def escaped():
            self.window.press('Escape')
            return self.window.names() == ALL
        wait_for(escaped, 'the rows without a search')

    def test_typing_begins_a_search(self):
        self.wait_names(ALL)
        self.window.press('t i m e r')
        self.wait_names(['snd_timer'])

    def test_filters(self):
        self.window.click('Filter')
        self.window.check('Blocked', 'Down')
        self.wait_names(['pcspkr', 'never'])
        self.window.check('Unsigned', 'Tab')
        self.window.press('Escape')
        self.window.click('Remove the Filter “Blocked”')
        wait_for(lambda: 'snd' in self.window.names() and 'in_kernel' not in self.window.names(),
                 'the unsigned modules')
        self.window.click('Remove the Filter “Unsigned”')
        self.wait_names(ALL)

    def test_sort(self):
        self.wait_names(ALL)
        self.window.point_at(self.window.find(Atspi.Role.LABEL, 'Name'))
        self.wait_names(sorted(ALL))
        self.window.point_at(self.window.find(Atspi.Role.LABEL, 'Memory'))
        wait_for(lambda: self.window.names()[:3] == ['snd', 'snd_timer', 'snd_card'],
                 'the largest first')

    def test_the_order_is_kept(self):
        self.wait_names(ALL)
        self.window.point_at(self.window.find(Atspi.Role.LABEL, 'Name'))
        self.wait_names(sorted(ALL))
        self.window.point_at(self.window.find(Atspi.Role.LABEL, 'Name'))
        self.wait_names(sorted(ALL, reverse=True))
        self.assertEqual(self.window.close(), 0)
        kept = (self.window.home / 'glib-2.0/settings/keyfile').read_text()
        self.assertIn("sort-column='name'", kept)
        self.assertIn('sort-descending=true', kept)

    def test_tab_leaves_the_rows(self):
        self.wait_names(ALL)
        self.window.select('pcspkr')
        self.window.shows_details_of('pcspkr')
        self.window.press('Tab')
        wait_for(lambda: [node for node in self.window.all(Atspi.Role.PUSH_BUTTON)
                          if has_focus(node)], 'the focus beyond the rows')
        self.window.press('shift+Tab')
        wait_for(lambda: any(has_focus(row) for row in self.window.all(Atspi.Role.TABLE_ROW)),
                 'the focus in the rows')

    def test_a_change_shows(self):
        self.wait_names(ALL)
        ctl.write(self.root, '/proc/modules', ctl.LIVE + 'helper_one 4096 0 - Live 0x0\n')
        self.window.act('win.refresh')
        self.wait_names(['helper_one', *LOADED, 'in_kernel', 'helper_two', 'scripted', 'never'])


class Details(OnMadeRoot):
    """The details of a module."""

    def test_facts(self):
        self.window.open('snd_card')
        for text in ['In use by 2', 'Sound', '24.6\N{NO-BREAK SPACE}kB', '0000:00:1b.0', 'Needs',
                     'snd', 'snd_timer', 'Works Better With', 'helper_one', 'index', '7',
                     'A rule sets it to “3” when the module loads', 'card/there.bin', 'Present',
                     'card/missing.bin', 'Missing', 'GPL v2', 'Jörg <j@example.org>\nLéo',
                     '/etc/modprobe.d/a.conf:3', 'Not signed']:
            self.window.shows(text, self.window.pane())

    def test_closed_and_opened_again(self):
        self.window.open('snd_card')
        self.window.press('Escape')
        wait_for(lambda: not self.window.all(name='Details'), 'the details to close')
        self.window.open('snd_card')

    def test_blocked(self):
        self.window.open('never')
        self.window.shows('Blocked (install rule)', self.window.pane())

    def test_through_needs_and_back(self):
        self.window.open('snd_card')
        self.window.shows('Needs', self.window.pane())
        self.window.open_row('snd_timer', self.window.pane())
        self.window.shows_details_of('snd_timer')
        self.window.shows('Needed By', self.window.pane())
        self.window.act('page.back')
        self.window.shows_details_of('snd_card')

    def test_stays_while_its_row_is_filtered_out(self):
        self.window.open('snd_card')
        self.window.type('pcspkr')
        self.wait_names(['pcspkr'])
        self.assertEqual(self.window.texts(self.window.pane())[0], 'snd_card')

    def test_follows_the_kernel(self):
        self.window.open('helper_two')
        self.window.shows('Available, not loaded', self.window.pane())
        ctl.write(self.root, '/proc/modules', ctl.LIVE + 'helper_two 4096 0 - Live 0x0\n')
        self.window.act('win.refresh')
        self.window.shows('Loaded, not in use', self.window.pane())

    def test_aliases(self):
        self.window.open('snd_card')
        self.window.open_row('Hardware It Claims (Aliases)', self.window.pane(), 'shift+Tab')
        self.window.shows('card-alias', self.window.pane())


class Narrow(OnMadeRoot):
    """A window as wide as a telephone."""

    width = 360

    def test_details_have_the_screen(self):
        self.wait_names(ALL)
        self.window.select('snd_card')
        self.assertEqual(self.window.all(name='Details'), [])
        self.window.act('modules.show-details')
        self.window.shows_details_of('snd_card')
        self.window.click('Back', self.window.pane())
        wait_for(lambda: self.window.names() == ALL, 'the list')

    def test_fits(self):
        self.wait_names(ALL)
        self.assertLessEqual(self.window.table().get_box()[2], 360)


class States(OnMadeRoot):
    """Kernels whose modules cannot be listed."""

    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='modscope-ui-root-'))
        self.addCleanup(shutil.rmtree, self.root)
        ctl.write(self.root, '/proc/sys/kernel/osrelease', '1.2.3-old\n')

    def test_no_module_support(self):
        self.window = self.start()
        self.window.shows('This Kernel Has No Modules')

    def test_modules_gone(self):
        ctl.write(self.root, '/proc/modules', 'snd 4096 0 - Live 0x0\n')
        ctl.write(self.root, '/lib/modules/1.2.4-new/modules.dep', 'kernel/fs/fat/fat.ko:\n')
        self.window = self.start()
        self.window.shows('Restart to Finish an Update')
        self.window.click('Show Loaded Modules')
        self.wait_names(['snd'])

    def test_another_installed_kernel(self):
        ctl.write(self.root, '/proc/modules', '')
        ctl.write(self.root, '/lib/modules/1.2.4-new/modules.dep', 'kernel/fs/fat/fat.ko:\n')
        self.window = self.start()
        self.window.open_row('1.2.4-new')
        self.wait_names(['fat'])
        self.window.shows('These are the modules of 1.2.4-new, which is not the running kernel. '
                          'They cannot be changed here.')


class SlowDisk(OnMadeRoot):
    """The descriptions of the first start are read for as long as the test wants: one of the files
    that hold them is a FIFO, which is read to its end when somebody has written it."""

    def setUp(self):
        self.root = ctl.make_root()
        self.addCleanup(ctl.remove_root, self.root)
        self.place = self.root / 'lib/modules' / ctl.RELEASE / 'modules.builtin.modinfo'
        self.text = self.place.read_bytes()
        self.place.unlink()
        os.mkfifo(self.place)
        self.window = self.start()

    def progress(self):
        return self.window.all(Atspi.Role.PROGRESS_BAR, 'Reading descriptions')

    def reader(self):
        """The other end of what the program reads, once it does."""
        def opened():
            try:
                return os.fdopen(os.open(self.place, os.O_WRONLY | os.O_NONBLOCK), 'wb')
            except OSError as error:
                if error.errno != errno.ENXIO:
                    raise
                return None  # nobody reads it yet
        return wait_for(opened, 'the descriptions to be read')

    def go_on(self):
        """Lets the reading come to its end."""
        with self.reader() as file:
            file.write(self.text)

    def test_rows_are_there_before_their_descriptions(self):
        self.wait_names(ALL)
        bar = wait_for(self.progress, 'the bar that says that descriptions are read')[0]
        self.assertEqual(bar.get_value(), 0)
        self.assertNotIn('Sound core', str(self.window.rows()))
        self.window.type('timer')
        self.wait_names(['snd_timer'])
        self.window.type('PC spea')
        self.wait_names([])
        self.window.shows('What modules do is still being read. More may be found in a moment.')
        self.assertTrue(self.progress())
        self.go_on()
        self.wait_names(['pcspkr'])
        self.window.type('always there')
        self.wait_names(['in_kernel'])
        wait_for(lambda: not self.progress(), 'the bar to go')

    def test_ends_while_they_are_read(self):
        self.wait_names(ALL)
        wait_for(self.progress, 'the bar that says that descriptions are read')
        with self.reader():
            self.window.act('window.close')
            # The end of the file is what it gets.
        self.assertEqual(self.window.wait_for_end(), 0)


class Graph(OnMadeRoot):
    """The drawn dependencies of a module."""

    def dialog(self):
        """Its window, if it is on the screen."""
        return self.window.dialog('Dependencies')

    def nodes(self):
        """What a screen reader says of the modules in it."""
        return [node.get_name() for node in
                self.window.all(Atspi.Role.PUSH_BUTTON, under=self.dialog())
                if node.get_name() not in ('Close', 'Back')]

    def test_both_ways_and_there(self):
        self.window.open('snd_timer')
        self.window.click('Dependency Graph', self.window.pane())
        wait_for(self.dialog, 'the graph')
        wait_for(lambda: self.nodes() == ['snd_card, needs snd_timer: In use by 2',
                                          'snd_timer: In use by 1',
                                          'snd, needed by snd_timer: In use by 2'], 'its modules')
        self.window.shows('1 module needs it · it needs 1', self.dialog())
        self.window.press('Left')
        self.window.press('Return')
        wait_for(lambda: self.nodes() == ['snd_card: In use by 2',
                                          'snd, needed by snd_card: In use by 2',
                                          'snd_timer, needed by snd_card: In use by 1'],
                 'those of the next module')
        self.window.shows_details_of('snd_card')
        self.window.press('alt+Left')
        self.window.shows_details_of('snd_timer')
        self.window.press('Escape')
        wait_for(lambda: not self.dialog(), 'its end')

    def test_alone(self):
        self.window.open('pcspkr')
        self.window.act('modules.show-graph')
        wait_for(self.dialog, 'the graph')
        self.window.shows('It Stands Alone', self.dialog())
        self.window.press('Escape', self.dialog())
        wait_for(lambda: not self.dialog(), 'its end')


class Introduction(OnMadeRoot):
    """The pages for whoever never heard of a module."""

    TITLE = 'What Is a Kernel Module?'

    def dialog(self):
        """Its window, if it is on the screen."""
        return self.window.dialog(self.TITLE)

    def first(self):
        """The program as it is started for the first time."""
        self.window.close()
        return self.start(introduction=True)

    def test_comes_once(self):
        self.window = self.first()
        wait_for(self.dialog, 'the introduction')
        self.window.press('Escape')
        wait_for(lambda: not self.dialog(), 'its end')
        self.assertIn('introduction-shown=true',
                      (self.window.home / 'glib-2.0/settings/keyfile').read_text())

    def test_from_the_menu_by_keys(self):
        self.wait_names(ALL)
        self.assertIsNone(self.dialog())
        self.window.act('win.introduction')
        dialog = wait_for(self.dialog, 'the introduction')
        button = self.window.button('Next', dialog)
        for key, spoken in [('Return', 'Why Not'), ('Right', 'There Are Many'),
                            ('Left', 'Why Not'), ('Right', 'There Are Many'), ('Right', 'Loading'),
                            ('Right', 'Where They'), ('Right', 'When Something')]:
            wait_for(lambda: has_focus(button), 'the focus')
            self.window.press(key)
            wait_for(lambda: button.get_description().startswith(spoken), spoken)
        wait_for(lambda: is_called(button.get_name(), 'Done'), 'the last page')
        self.window.press('Return')
        wait_for(lambda: not self.dialog(), 'its end')


class Program(OnMadeRoot):
    """The program as a whole."""

    def test_every_button_has_a_name(self):
        self.window.open('snd_card')
        self.window.shows('Needs', self.window.pane())
        for role in (Atspi.Role.PUSH_BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.ENTRY):
            for button in self.window.all(role):
                self.assertTrue(button.get_name(), f'a {role} in {button.get_parent().get_name()}')

    def test_says_nothing_on_standard_error(self):
        self.window.open('snd_card')
        self.window.shows('Needs', self.window.pane())
        self.assertEqual(self.window.close(), 0)
        with open(self.window.home / 'errors', encoding='utf-8') as errors:
            self.assertEqual([line for line in errors if 'odscope' in line or 'Gtk-' in line], [])

    def test_another_kernel(self):
        window = self.start('--kernel', str(self.root / 'lib/modules' / ctl.RELEASE))
        wait_for(lambda: len(window.names()) == len(ALL), 'its modules')
        self.assertNotIn('Memory', window.texts())

    def test_about(self):
        self.window.act('win.about')
        wait_for(lambda: [n for n in descendants(self.window.frame.get_parent())
                          if n.get_name() == 'The Modscope developers'], 'who made it')

    def test_options(self):
        done = subprocess.run([PROGRAM, '--version'], stdout=subprocess.PIPE, text=True, check=True)
        self.assertRegex(done.stdout, r'^modscope \d')
        done = subprocess.run([PROGRAM, '--kernel', '/nowhere/'], stderr=subprocess.PIPE, text=True,
                              check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn('/nowhere', done.stderr)


if __name__ == '__main__':
    tap.main()
