#!/usr/bin/env python3
"""Starts the program on the screen at hand and saves pictures of each of its pages.

    take-pictures.py --folder FOLDER [--width PIXELS]… [--light] [--dark] [--rtl LIBRARY] -- PROGRAM [ARGUMENT…]

Each page is there as PAGE-WIDTH-light.png and PAGE-WIDTH-dark.png, and where it has a list of
devices or modules, the details of its first one (of the first device with a problem, if there is
one) as PAGE-details-WIDTH-….png. It goes from page to page as a
screen reader would (with --rtl and the build's right-to-left library from right to left), and takes the picture when the page has come to rest: the index is built and
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

from accessible import Atspi, Bus, GLib, look

PATIENCE = 120  # seconds for one page
WIDTHS = [1300, 800, 360]
HEIGHT = 800


def find_pages(process):
    """The program's window and the list of pages in it, once it is there."""
    bus = Bus()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit(f'take-pictures: the program ended with {process.returncode}')
        try:
            program = bus.find_program(process.pid)
            for frame in program.get_children() if program else []:
                for node in look(frame).walk():
                    if node.role == Atspi.Role.LIST and node.name == 'Pages':
                        return frame, node
        except (AttributeError, GLib.Error):
            pass  # the window is still being made
        time.sleep(0.1)
    sys.exit('take-pictures: the window did not show its pages')


def name_of(page):
    """The words on a page's row, without its count: "Kernel Log" becomes "kernel-log"."""
    words = next(node.name for node in page.walk() if node.role == Atspi.Role.LABEL and node.name)
    return re.sub(r'[^a-z]+', '-', words.lower()).strip('-')


def open_first(frame, page):
    """Shows the details of the first thing of a page's list; whether there is one. Pages that are
    not on the screen are in the tree too."""
    nodes = list(look(frame).walk())
    table = next((node for node in nodes if node.role == Atspi.Role.TREE_TABLE), None)
    devices = next((node for node in nodes if node.name == 'Devices'
                    and node.role == Atspi.Role.LIST), None)
    if page == 'hardware' and devices is not None and devices.children:
        if act(nodes, 'hardware.next-problem'):
            return True
        # The first row is a heading, which cannot be selected.
        devices.select_child(1)
        return act(nodes, 'hardware.show-details')
    rows = next((node for node in table.children if node.role == Atspi.Role.LIST), None) \
        if table is not None else None
    if rows is None or not rows.children:
        return False
    rows.select_child(0)
    return act(nodes, 'modules.show-details')


def act(nodes, action):
    """Does an action of the program, by its name; whether there is one."""
    for node in nodes:
        if action in node.get_actions():
            node.do_action(action)
            return True
    return False


def picture(width, height):
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
        now = picture(width, height)
        same = same + 1 if now == last and len(now) > 4000 else 0
        last = now
        time.sleep(0.25)
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
    if arguments.rtl:
        environment['LD_PRELOAD'] = os.path.abspath(arguments.rtl)
    with subprocess.Popen(arguments.command, env=environment) as process:
        try:
            frame, pages = find_pages(process)
            for i, page in enumerate(pages.children):
                if page.role != Atspi.Role.LIST_ITEM:
                    continue
                pages.select_child(i)
                save(name_of(page))
                if open_first(frame, name_of(page)):
                    save(f'{name_of(page)}-details')
        finally:
            process.terminate()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--folder', required=True)
    parser.add_argument('--width', type=int, action='append')
    parser.add_argument('--light', dest='schemes', action='append_const', const='light')
    parser.add_argument('--dark', dest='schemes', action='append_const', const='dark')
    parser.add_argument('--rtl', metavar='LIBRARY')
    parser.add_argument('command', nargs='+')
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix='modscope-pictures-') as settings:
        for width in arguments.width or WIDTHS:
            for scheme in arguments.schemes or ['light', 'dark']:
                take(arguments, width, scheme, settings)


if __name__ == '__main__':
    main()
