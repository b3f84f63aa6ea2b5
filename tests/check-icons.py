#!/usr/bin/env python3
"""Fails when the program shows an icon that neither it nor the desktop's theme has.

    check-icons.py SOURCE-FOLDER [THEME-FOLDER]

Themes drop icons: Adwaita 45 did with most emblems. A person then sees a broken picture.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import re
import sys

ICON = re.compile(r'(?:"|>)([a-z0-9-]+-symbolic)(?:"|<)')
THEME = '/usr/share/icons/Adwaita'


def main():
    source = pathlib.Path(sys.argv[1])
    theme = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else THEME)
    if not (theme / 'index.theme').exists():
        print(f'{theme} is not an icon theme', file=sys.stderr)
        return 2
    there = {file.name.split('.')[0]
             for folder in (source / 'app/icons', theme) for file in folder.rglob('*-symbolic*')}
    n_named = n_wrong = 0
    for file in sorted([*source.rglob('*.c'), *source.rglob('*.ui')]):
        for name in sorted(set(ICON.findall(file.read_text(encoding='utf-8')))):
            n_named += 1
            if name not in there:
                n_wrong += 1
                print(f'{file}: there is no icon {name}')
    if not n_named:
        print(f'{source} names no icons', file=sys.stderr)
        return 2
    return 1 if n_wrong else 0


if __name__ == '__main__':
    sys.exit(main())
