#!/usr/bin/env python3
"""Starts the program on the screen at hand and saves pictures of each of its pages.

    take-pictures.py --folder FOLDER [--width PIXELS]… [--light] [--dark] -- PROGRAM [ARGUMENT…]

Each page is there as PAGE-WIDTH-light.png and PAGE-WIDTH-dark.png, and where it has a list of
modules, the details of its first one as PAGE-details-WIDTH-….png. It goes from page to page as a
screen reader would, and takes the picture when the page has come to rest: the index is built and
nothing moves any more.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import warnings

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

warnings.filterwarnings('ignore', category=DeprecationWarning)

PATIENCE = 120  # seconds for one page
WIDTHS = [1300, 800, 360]
HEIGHT = 800


def turn(milliseconds):
    """Lets accessibility events in for a while."""
    loop = GLib.MainLoop()
    GLib.timeout_add(milliseconds, loop.quit)
    loop.run()


def descendants(node):
    """A node and all that is in it."""
    yield node
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield from descendants(child)


def find_pages(process):
    """The list of pages in the program's window, once it is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit(f'take-pictures: the program ended with {process.returncode}')
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(i)
            try:
                if program is None or program.get_process_id() != process.pid:
                    continue
                for node in descendants(program):
                    if node.get_role() == Atspi.Role.LIST and node.get_name() == 'Pages':
                        return node
            except GLib.Error:
                pass  # the window is still being made
        turn(100)
    sys.exit('take-pictures: the window did not show its pages')


def name_of(page):
    """The words on a page's row, without its count: "Kernel Log" becomes "kernel-log"."""
    words = next(node.get_name() for node in descendants(page)
                 if node.get_role() == Atspi.Role.LABEL and node.get_name())
    return re.sub(r'[^a-z]+', '-', words.lower()).strip('-')


def act(node, action):
    """Does an action of the program, by its name; whether there is one."""
    for owner in descendants(node):
        interface = owner.get_action_iface()
        for i in range(interface.get_n_actions() if interface else 0):
            if interface.get_action_name(i) == action:
                return interface.do_action(i)
    return False


def open_first_module(frame):
    """Shows the details of the first module of a list; whether there is one."""
    lists = [node for node in descendants(frame) if node.get_name() == 'GtkColumnListView']
    if not lists or lists[0].get_child_count() == 0:
        return False
    Atspi.Selection.select_child(lists[0], 0)
    return act(frame, 'modules.show-details')


def look(width, height):
    """The screen's upper corner as it is, as a PNG file's bytes."""
    return subprocess.run(['import', '-window', 'root', '-crop', f'{width}x{height}+0+0', '+repage',
                           '-define', 'png:exclude-chunks=date,time', 'png:-'],
                          stdout=subprocess.PIPE, check=True).stdout


def picture_at_rest(width, height):
    """The window when it has shown the same for a second; an empty screen never is at rest."""
    until = time.monotonic() + PATIENCE
    last, same = None, 0
    while same < 4:
        if time.monotonic() > until:
            sys.exit('take-pictures: the page did not come to rest')
        picture = look(width, height)
        same = same + 1 if picture == last and len(picture) > 4000 else 0
        last = picture
        turn(250)
    return last


def make_settings(folder, width):
    """A folder of settings in which the window has a width."""
    keyfile = os.path.join(folder, 'glib-2.0', 'settings', 'keyfile')
    os.makedirs(os.path.dirname(keyfile), exist_ok=True)
    with open(keyfile, 'w', encoding='utf-8') as file:
        file.write('[io/github/modscope/Modscope]\n'
                   f'window-width={width}\nwindow-height={HEIGHT}\nintroduction-shown=true\n')
    os.makedirs(os.path.join(folder, 'gtk-4.0'), exist_ok=True)
    with open(os.path.join(folder, 'gtk-4.0', 'settings.ini'), 'w', encoding='utf-8') as file:
        file.write('[Settings]\ngtk-font-name=Cantarell 11\n'
                   'gtk-decoration-layout=appmenu:close\n')


def take(arguments, width, scheme, settings):
    """All pages at one width, light or dark."""
    def save(name):
        path = os.path.join(arguments.folder, f'{name}-{width}-{scheme}.png')
        with open(path, 'wb') as file:
            file.write(picture_at_rest(width, HEIGHT))

    make_settings(settings, width)
    environment = {**os.environ, 'XDG_CONFIG_HOME': settings, 'GSETTINGS_BACKEND': 'keyfile',
                   'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark' if scheme == 'dark' else 'default'}
    with subprocess.Popen(arguments.command, env=environment) as process:
        try:
            pages = find_pages(process)
            frame = pages
            while frame.get_role() != Atspi.Role.FRAME:
                frame = frame.get_parent()
            for i in range(pages.get_child_count()):
                page = pages.get_child_at_index(i)
                if page.get_role() != Atspi.Role.LIST_ITEM:
                    continue
                Atspi.Selection.select_child(pages, i)
                save(name_of(page))
                if open_first_module(frame):
                    save(f'{name_of(page)}-details')
        finally:
            process.terminate()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--folder', required=True)
    parser.add_argument('--width', type=int, action='append')
    parser.add_argument('--light', dest='schemes', action='append_const', const='light')
    parser.add_argument('--dark', dest='schemes', action='append_const', const='dark')
    parser.add_argument('command', nargs='+')
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix='modscope-pictures-') as settings:
        for width in arguments.width or WIDTHS:
            for scheme in arguments.schemes or ['light', 'dark']:
                take(arguments, width, scheme, settings)


if __name__ == '__main__':
    main()
