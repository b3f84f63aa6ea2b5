#!/usr/bin/env python3
"""Starts the program on the screen at hand and saves a picture of each of its pages.

    take-pictures.py --folder FOLDER -- PROGRAM [ARGUMENT…]

It goes from page to page as a screen reader would, and takes the picture when the page has come to
rest: the index is built and nothing moves any more.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import argparse
import os
import re
import subprocess
import sys
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 120  # seconds for one page


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


def look():
    """The screen as it is, as a PNG file's bytes."""
    return subprocess.run(['import', '-window', 'root', '-define', 'png:exclude-chunks=date,time',
                           'png:-'], stdout=subprocess.PIPE, check=True).stdout


def picture_at_rest():
    """The screen when it has shown the same for a second; an empty screen never is at rest."""
    until = time.monotonic() + PATIENCE
    last, same = None, 0
    while same < 4:
        if time.monotonic() > until:
            sys.exit('take-pictures: the page did not come to rest')
        picture = look()
        same = same + 1 if picture == last and len(picture) > 4000 else 0
        last = picture
        turn(250)
    return last


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--folder', required=True)
    parser.add_argument('command', nargs='+')
    arguments = parser.parse_args()

    with subprocess.Popen(arguments.command) as process:
        try:
            pages = find_pages(process)
            for i in range(pages.get_child_count()):
                page = pages.get_child_at_index(i)
                if page.get_role() != Atspi.Role.LIST_ITEM:
                    continue
                Atspi.Selection.select_child(pages, i)
                path = os.path.join(arguments.folder, f'{name_of(page)}.png')
                with open(path, 'wb') as file:
                    file.write(picture_at_rest())
        finally:
            process.terminate()


if __name__ == '__main__':
    main()
