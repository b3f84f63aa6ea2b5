"""Drives the desktop program as a screen reader does, by AT-SPI.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import warnings

from accessible import Atspi, Bus, GLib, Node, look

warnings.filterwarnings('ignore', category=DeprecationWarning)

PROGRAM = os.environ['MODSCOPE']
# GTK 4.8 calls one of a group a check box, too.
CHOICES = [Atspi.Role.CHECK_BOX, Atspi.Role.RADIO_BUTTON]
PATIENCE = 30  # seconds; with sanitizers on a busy machine everything is slow


def wait_for(condition, what):
    """Waits until condition() gives something true, and returns that. What is waited for may also be
    a function that says so when it was in vain."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            result = condition()
        except GLib.Error:
            result = None  # what was looked at has gone
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f'waited in vain for {what() if callable(what) else what}')
        turn(50)


def turn(milliseconds, until=lambda: False):
    """Lets accessibility events in for a while, or until something is so."""
    context = GLib.MainContext.default()
    deadline = time.monotonic() + milliseconds / 1000
    GLib.timeout_add(milliseconds, lambda: False)
    while time.monotonic() < deadline and not until():
        context.iteration(True)


def has_focus(node):
    """Whether the keyboard's keys go there."""
    return Atspi.StateType.FOCUSED in node.get_state_set()


def is_called(name, wanted):
    """Whether a button's name is its label. GTK 4.8 says the label twice, the first time with the sign
    before its mnemonic; later ones once."""
    return name.replace('_', '') in (wanted, f'{wanted} {wanted}')


def descendants(node):
    """A node and all that is in it."""
    seen = look(node)
    return seen.walk() if seen is not None else iter(())


class Window:
    """The program, started on a root of its own, and its window."""

    def __init__(self, root, *arguments, width=1300, height=800, settings='', introduction=False,
                 page='modules', environment=None):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='modscope-ui-'))
        keyfile = self.home / 'glib-2.0' / 'settings' / 'keyfile'
        keyfile.parent.mkdir(parents=True)
        keyfile.write_text('[io/github/modscope/Modscope]\n'
                           f'window-width={width}\nwindow-height={height}\n'
                           f'introduction-shown={str(not introduction).lower()}\n'
                           f"page='{page}'\n{settings}")
        # Its own folder of settings takes the place of with-display's: the font and buttons of GNOME.
        (self.home / 'gtk-4.0').mkdir()
        (self.home / 'gtk-4.0' / 'settings.ini').write_text(
            '[Settings]\ngtk-font-name=Cantarell 11\ngtk-decoration-layout=appmenu:close\n')
        self.errors = open(self.home / 'errors', 'w+', encoding='utf-8')
        # Even an empty one keeps libadwaita's own style out.
        os.environ.pop('GTK_THEME', None)
        self.process = subprocess.Popen(
            [PROGRAM, *arguments], stderr=self.errors,
            env={**os.environ, **(environment or {}), 'MODSCOPE_ROOT': str(root),
                 'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': str(self.home),
                 'XDG_CACHE_HOME': str(self.home / 'cache'), 'G_DEBUG': 'fatal-criticals'})
        self.bus = Bus()
        self.program = wait_for(self._find_program, 'the program')
        self.focus_moves = 0
        self.focus = None  # where it went last
        self.clicks = 0
        self.bus.on_focus(self.program.owner, self._focus_moved)
        self.frame = wait_for(lambda: self.dialog('Modscope'), 'the window')

    def _find_program(self):
        if self.process.poll() is not None:
            raise AssertionError(f'the program ended with {self.process.returncode}: {self.said()}')
        return self.bus.find_program(self.process.pid)

    def _focus_moved(self, node):
        self.focus_moves += 1
        self.focus = node

    def dialog(self, title):
        """A window of the program by its title, None if there is none."""
        return next((node for node in self.program.get_children() if node.get_name() == title), None)

    def questions(self):
        """The dialogs that are open."""
        return [node for node in self.program.get_children()
                if node != self.frame and node.get_children()]

    def question(self, title=None):
        """The dialog that is open now or soon."""
        def find():
            return next((node for node in self.questions() if title in (None, node.get_name())),
                        None)
        return wait_for(find, f'the dialog “{title}”' if title else 'a dialog')

    def wait_for_no_question(self):
        """Waits until no dialog is open."""
        wait_for(lambda: not self.questions(), 'the dialogs to close')

    def said(self):
        """What the program wrote to standard error."""
        self.errors.seek(0)
        return self.errors.read()

    def close(self):
        """Ends the program as a person would; returns its exit status."""
        if self.process.poll() is None:
            try:
                self.act('window.close')
            except GLib.Error:
                pass  # it had ended before it answered
        return self.wait_for_end()

    def wait_for_end(self):
        """Waits for the end of the program; returns its exit status."""
        status = self.process.wait(PATIENCE)
        self.errors.close()
        return status

    def forget(self):
        """Ends the program in any case, and removes its files."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.errors.close()
        shutil.rmtree(self.home)

    # Finding

    def all(self, role=None, name=None, under=None):
        """Everything of a role, by its name."""
        return [node for node in descendants(under or self.frame)
                if role in (None, node.role) and name in (None, node.name)]

    def find(self, role=None, name=None, under=None):
        """The first of that, once it is there."""
        return wait_for(lambda: (self.all(role, name, under) or [None])[0], f'{role} “{name}”')

    def button(self, label, under=None):
        """A button by its label, once it is there."""
        def find():
            return [node for node in self.all(Atspi.Role.PUSH_BUTTON, under=under)
                    if is_called(node.name, label)]
        return wait_for(find, f'the button “{label}”')[0]

    def texts(self, under=None):
        """All that is written there."""
        return [node.name for node in self.all(Atspi.Role.LABEL, under=under)
                if node.name not in ('', 'GtkLabel')]

    def shows(self, text, under=None):
        """Waits until something is written there."""
        wait_for(lambda: text in self.texts(under), lambda: f'“{text}” in {self.texts(under)}')

    def table(self):
        """What holds the rows of the list of modules, None if it is not on the screen."""
        return next((node for table in self.all(Atspi.Role.TREE_TABLE, 'Modules')
                     for node in table.children if node.role == Atspi.Role.LIST), None)

    def rows(self):
        """What a screen reader says of the rows of the list, as (name, the rest)."""
        table = self.table()
        return [tuple(row.name.split(': ', 1)) for row in table.children] if table else []

    def names(self):
        """The names of the modules in the list."""
        return [row[0] for row in self.rows()]

    def pane(self):
        """The details."""
        return self.find(name='Details')

    # Doing

    def act(self, action, node=None):
        """Does an action of a node, by its name."""
        node = node or next(n for n in descendants(self.frame) if action in n.get_actions())
        node.do_action(action)

    def do(self, action):
        """The same, once the action can be done."""
        def find():
            return next((n for n in descendants(self.frame) if action in n.get_actions()), None)
        self.act(action, wait_for(find, f'the action {action}'))

    def click(self, name, under=None):
        """Presses a button, or what else can be pressed."""
        def find():
            return [node for node in descendants(under or self.frame)
                    if is_called(node.name, name) and 'click' in node.get_actions()]
        self.act('click', wait_for(find, f'the button “{name}”')[0])

    def set_checked(self, name, dialog):
        """Presses a check box of a dialog by the keyboard: GTK 4.8 has no action for it, and it may
        have to be scrolled to."""
        def find():
            return self.all(Atspi.Role.CHECK_BOX, name, dialog)
        node = wait_for(find, f'the check box “{name}”')[0]

        def is_there():
            if has_focus(node):
                return True
            before = self.focus_moves
            self.press('Tab', dialog)
            turn(2000, lambda: self.focus_moves > before)
            return False
        node = Node(node.bus, node.owner, node.path)
        wait_for(is_there, f'the focus on “{name}”')
        self.press('space', dialog)

    def choose(self, name, dialog):
        """Presses a radio button of a dialog by the pointer."""
        def find():
            return [node for node in descendants(dialog)
                    if node.role in CHOICES and node.name.startswith(name)]
        self.point_at(wait_for(find, f'the radio button “{name}”')[0])

    def expand(self, name, dialog):
        """Opens an expander's row of a dialog by the pointer: GTK 4.8 has no action for it."""
        self.point_at(self.find(Atspi.Role.LABEL, name, dialog))

    def go_to(self, name, key, roles, under=None):
        """Moves the keyboard focus to something by pressing a key until it has it."""
        def is_there():
            # The row inside an expander's row has no name of its own.
            nodes = [part for role in roles for node in self.all(role, name, under)
                     for part in node.walk()]
            if not any(has_focus(node) for node in nodes):
                if nodes:
                    before = self.focus_moves
                    self.press(key)
                    # The next press too soon would go past it. Some keys go nowhere.
                    turn(2000, lambda: self.focus_moves > before)
                return False
            return True
        wait_for(is_there, f'the focus on “{name}”')

    def open_row(self, name, under=None, key='Tab'):
        """Opens a row by the keyboard alone; the key is the one that gets there sooner."""
        self.go_to(name, key, [Atspi.Role.LIST_ITEM], under)
        self.press('Return')

    def check(self, name, key):
        """Sets a check box, or one of a group, by the keyboard alone."""
        self.go_to(name, key, CHOICES)
        self.press('space')

    def select(self, module):
        """Selects a module's row."""
        wait_for(lambda: module in self.names(), module)
        self.table().clear_selection()
        self.table().select_child(self.names().index(module))

    def open(self, module):
        """Selects a module's row and waits for all its details."""
        self.select(module)
        self.shows_details_of(module)

    def shows_details_of(self, module):
        """Waits until the details of a module are there."""
        wait_for(lambda: self.texts(self.pane())[:1] == [module], f'the details of {module}')

    def type(self, text):
        """Writes into the search."""
        self.act('win.search')
        self.find(Atspi.Role.ENTRY, 'Search modules').set_text(text)

    def press(self, keys, dialog=None):
        """Presses keys as on a keyboard. Without a window manager they go where the pointer is."""
        if dialog:
            x, y, width, _ = dialog.get_box()
            subprocess.run(['xdotool', 'mousemove', str(x + width // 2), str(y + 20)], check=True)
        subprocess.run(['xdotool', 'key', '--clearmodifiers', *keys.split()], check=True)

    def point_at(self, node):
        """Clicks on a node, for what AT-SPI cannot do. Never twice at one place: that would be one
        double click."""
        x, y, width, height = node.get_box()
        self.clicks += 1
        x += width // 2 + self.clicks % 2 * 8
        subprocess.run(['xdotool', 'mousemove', str(x), str(y + height // 2), 'click', '1'],
                       check=True)

