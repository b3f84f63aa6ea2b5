#!/usr/bin/env python3
"""Fails on an include against the arrows between the folders of src/.

    check-includes.py SRC-FOLDER

The arrows are explained in CONTRIBUTING.md, "The layers".

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import re
import sys

# What each folder may include, beside itself.
ARROWS = {
    'base': set(),
    'system': {'base'},
    'config': {'base'},
    'machine': {'base', 'system', 'config'},
    'diagnosis': {'base', 'config', 'machine'},
    'helper': {'base', 'system', 'config'},
    'client': {'base'},
    'cli': {'base', 'system', 'config', 'machine', 'diagnosis', 'client'},
    'app': {'base', 'system', 'config', 'machine', 'diagnosis', 'client'},
}

# Libraries that only some may use: the start of the header's name, and the start of the files.
LIBRARIES = {
    'libkmod.h': ('system/modscope-kmod',),
    'libudev.h': ('system/modscope-hwdb', 'system/modscope-udev'),
    'archive': ('system/modscope-boot-image',),
    'lzma.h': ('system/modscope-',),
    'zstd.h': ('system/modscope-',),
    'gtk/': ('app/',),
    'gdk/': ('app/',),
    'gsk/': ('app/',),
    'adwaita.h': ('app/',),
    'polkit/': ('helper/',),
    'polkitagent/': ('cli/',),
    'json-glib/': ('machine/', 'cli/', 'app/'),
}

# Made by the build, for every folder.
GENERATED = {'modscope-build.h'}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*(?:include|import)[ \t]*([<"])([^>"]+)[>"]', re.M)


def check_file(src, path):
    """Yields what is wrong with the includes of a file."""
    name = path.relative_to(src).as_posix()
    folder = name.split('/')[0]
    text = path.read_text(encoding='utf-8')
    if '/' not in name:
        yield f'{name}: not in a folder of src/'
        return
    if folder not in ARROWS:
        yield f'{name}: {folder}/ is not a folder that CONTRIBUTING.md knows'
        return

    for mark, header in INCLUDE.findall(text):
        for library, users in LIBRARIES.items():
            if header.startswith(library) and not name.startswith(users):
                yield f'{name}: <{header}> is for {" and ".join(users)} alone'
        if mark == '<' or header in GENERATED:
            continue
        parts = header.split('/')
        if '..' in parts:
            yield f'{name}: "{header}": includes are named from src/'
        elif len(parts) == 1:
            # A header of the own folder, or one that the build makes there.
            if any((src / other / header).exists() for other in ARROWS if other != folder):
                yield f'{name}: "{header}": includes are named from src/'
        elif parts[0] != folder and parts[0] not in ARROWS[folder]:
            yield f'{name}: {folder}/ must not include "{header}"'


def check(src):
    """Returns what is wrong in a src folder, one line each, and the number of files."""
    files = sorted(path for path in src.rglob('*') if path.suffix in ('.c', '.h'))
    return [wrong for path in files for wrong in check_file(src, path)], len(files)


def main():
    wrongs, count = check(pathlib.Path(sys.argv[1]))
    for wrong in wrongs:
        print(wrong)
    if count == 0:
        print(f'no C files in {sys.argv[1]}')
    sys.exit(bool(wrongs) or count == 0)


if __name__ == '__main__':
    main()
