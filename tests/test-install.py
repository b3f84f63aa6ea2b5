#!/usr/bin/env python3
"""./dev install puts a program there that runs, and ./dev uninstall leaves no trace of it.

    test-install.py DEV-SCRIPT

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import subprocess
import sys
import tempfile

DEV = sys.argv[1]

OTHER_SCHEMA = '''<schemalist>
  <schema id="org.example.Other" path="/org/example/Other/">
    <key name="key" type="b"><default>false</default></key>
  </schema>
</schemalist>
'''


def run(*command, **more):
    """Runs a command; its output if it succeeds, else the test ends."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                            check=False, **more)
    if result.returncode != 0:
        sys.exit(f'Bail out! {command} ended with {result.returncode}:\n'
                 f'{result.stdout}{result.stderr}')
    return result.stdout


def contents(folder):
    """What is in a folder: {path: bytes, or None of a folder}."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
            for path in folder.rglob('*')}


class Cases:
    """Prints TAP."""

    def __init__(self):
        self.count = 0
        self.failed = False

    def check(self, case, is_met, note=''):
        self.count += 1
        self.failed = self.failed or not is_met
        print(f'{"ok" if is_met else "not ok"} {self.count} - {case}', flush=True)
        if not is_met and note:
            print(f'# {note}')


def used_prefix(cases, prefix):
    """A prefix where other programs are, and an empty folder that is not ours."""
    schemas = prefix / 'share' / 'glib-2.0' / 'schemas'
    schemas.mkdir(parents=True)
    (schemas / 'org.example.Other.gschema.xml').write_text(OTHER_SCHEMA, encoding='utf-8')
    run('glib-compile-schemas', schemas)
    (prefix / 'share' / 'applications').mkdir()
    (prefix / 'share' / 'applications' / 'other.desktop').write_text('other', encoding='utf-8')
    (prefix / 'share' / 'metainfo').mkdir()
    before = contents(prefix)

    run(DEV, 'install', '--prefix', prefix)
    first = contents(prefix)
    version = run(prefix / 'bin' / 'modscopectl', '--version')
    cases.check('the installed command line runs', 'modscope' in version.lower(), version)
    desktop = prefix / 'share' / 'applications' / 'io.github.modscope.Modscope.desktop'
    cases.check('the desktop finds the program', desktop.exists() and
                os.access(prefix / 'bin' / 'modscope', os.X_OK))
    keys = run('gsettings', 'list-keys', 'io.github.modscope.Modscope',
               env=dict(os.environ, GSETTINGS_SCHEMA_DIR=str(schemas)))
    cases.check('its settings are there', 'window-width' in keys, keys)

    (prefix / 'share' / 'modscope' / 'installed').open('a').write(f'{prefix}/bin/of-old\n')
    (prefix / 'bin' / 'of-old').write_text('', encoding='utf-8')
    run(DEV, 'install', '--prefix', prefix)
    cases.check('installing again replaces it, and drops what is no longer part of it',
                contents(prefix) == first, set(contents(prefix)) ^ set(first))

    run(DEV, 'uninstall', '--prefix', prefix)
    after = contents(prefix)
    cases.check('uninstalling leaves what was there', after == before, set(after) ^ set(before))


def new_prefix(cases, prefix):
    """A prefix that is not there yet."""
    run(DEV, 'install', '--prefix', prefix)
    cases.check('the folder of the prefix is made', (prefix / 'bin' / 'modscope').exists())
    run(DEV, 'uninstall', '--prefix', prefix)
    cases.check('and taken away again', not prefix.exists(),
                [str(path) for path in prefix.rglob('*')])


def main():
    cases = Cases()
    with tempfile.TemporaryDirectory(prefix='modscope install ') as folder:
        used_prefix(cases, pathlib.Path(folder, 'used prefix'))
        new_prefix(cases, pathlib.Path(folder, 'new', 'prefix'))
    print(f'1..{cases.count}')
    sys.exit(cases.failed)


if __name__ == '__main__':
    main()
