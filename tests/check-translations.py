#!/usr/bin/env python3
"""Fails when po/POTFILES.in and the files with strings that people read are not the same.

    check-translations.py PROJECT-FOLDER

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import re
import sys

IN_C = re.compile(r'\b(?:C_|N_|NC_|_|g?n?gettext|g_dn?p?gettext2?) \(\s*(?:"|[A-Z]+, ")')
IN_UI = re.compile(r'translatable="(?:yes|true|1)"')


def has_strings(path):
    """Whether a file has strings to translate."""
    if path.suffix in ('.c', '.h'):
        return IN_C.search(path.read_text(encoding='utf-8')) is not None
    if path.suffix == '.ui':
        return IN_UI.search(path.read_text(encoding='utf-8')) is not None
    return path.name.endswith(('.desktop.in', '.metainfo.xml.in', '.gschema.xml', '.policy.in'))


def main():
    root = pathlib.Path(sys.argv[1])
    there = {path.relative_to(root).as_posix()
             for folder in ('data', 'polkit', 'src') for path in (root / folder).rglob('*')
             if path.is_file() and has_strings(path)}
    lines = (root / 'po' / 'POTFILES.in').read_text(encoding='utf-8').splitlines()
    listed = [line for line in lines if line and not line.startswith('#')]

    wrongs = [f'po/POTFILES.in lacks {name}' for name in sorted(there - set(listed))]
    wrongs += [f'po/POTFILES.in lists {name}, which has no strings or is not there'
               for name in sorted(set(listed) - there)]
    if listed != sorted(listed):
        wrongs.append('po/POTFILES.in is not sorted')
    for wrong in wrongs:
        print(wrong)
    sys.exit(bool(wrongs) or not there)


if __name__ == '__main__':
    main()
