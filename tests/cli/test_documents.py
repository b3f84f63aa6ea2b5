#!/usr/bin/env python3
"""The man page and the completion know what modscopectl knows.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import re
import subprocess
import unittest

import ctl
import tap

DATA = pathlib.Path(__file__).parent.parent.parent / 'data'
COMPLETION = DATA / 'completions/modscopectl'


def complete(*words, tables=None):
    """What bash offers for the last word."""
    script = '''
        source "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _modscopectl
        printf '%s\\n' "${COMPREPLY[@]}"'''
    kernel = ['--kernel', str(tables)] if tables else []
    done = subprocess.run(['bash', '-c', script, 'bash', COMPLETION, 'modscopectl', *kernel, *words],
                          stdout=subprocess.PIPE, text=True, check=True,
                          env={**os.environ, 'LC_ALL': 'C.UTF-8'})
    return done.stdout.split()


def words_in_help(*arguments):
    """The commands and options that help names."""
    text = ctl.run(*arguments, '--help').out
    return (re.findall(r'^  ([a-z]+)\b', text, re.M), re.findall(r'^  (--[a-z]+)\b', text, re.M))


class DocumentsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = ctl.make_root()
        cls.folder = cls.root / 'lib/modules' / ctl.RELEASE

    @classmethod
    def tearDownClass(cls):
        ctl.remove_root(cls.root)

    def test_man_page(self):
        text = (DATA / 'man/modscopectl.1').read_text(encoding='utf-8')
        commands, options = words_in_help()
        for command in commands:
            self.assertRegex(text, rf'\n\.It Cm {command}\b')
            options += words_in_help(command)[1]
        for option in set(options):
            self.assertRegex(text, rf'Fl -{option.lstrip("-")}\b')

    def test_completes_commands_and_options(self):
        commands, options = words_in_help()
        self.assertEqual(sorted(complete('')), sorted(commands))
        self.assertEqual(sorted(complete('--')), sorted(options))
        self.assertEqual(complete('re'), ['resolve', 'restart'])
        self.assertEqual(sorted(complete('list', '--')), sorted(words_in_help('list')[1]))
        for command in commands:
            self.assertEqual(sorted(complete(command, '--')),
                             sorted(words_in_help(command)[1]), command)
        self.assertEqual(sorted(complete('plan', '')), ['block', 'load', 'restart', 'unblock', 'unload'])
        self.assertEqual(complete('block', '--reason', ''), [])
        self.assertEqual(complete('list', ''), [])

    def test_completes_modules(self):
        self.assertEqual(complete('show', 'snd-c', tables=self.folder), ['snd_card'])
        self.assertEqual(complete('show', 'in_', tables=self.folder), ['in_kernel'])
        self.assertEqual(complete('plan', 'load', 'sn', tables=self.folder),
                         complete('show', 'sn', tables=self.folder))
        self.assertEqual(complete('show', 'snd', 'x', tables=self.folder), [])
        self.assertEqual(complete('load', 'snd-c', tables=self.folder), ['snd_card'])
        self.assertEqual(complete('load', 'snd', 'x', tables=self.folder), [])
        self.assertEqual(complete('block', 'snd', 'snd-c', tables=self.folder), ['snd_card'])
        self.assertEqual(complete('plan', 'block', 'snd-c', tables=self.folder), ['snd_card'])


if __name__ == '__main__':
    tap.main()
