#!/usr/bin/env python3
"""modscopectl's commands that change something: with the helper on a bus of its own, where a made
root stands in for the computer, and with a stand-in that ends each call as it is told.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pty
import shutil
import signal
import subprocess
import sys
import time
import unittest

import acting
import ctl
import tap
from acting import BLOCKS, HELPER, STANDINS

ERROR = 'io.github.modscope.Error.'
WITHOUT_EFFECT = 'The rule that blocks helper_one is written, but has no effect: tested\n'


class Case(acting.Case):
    """modscopectl, on a root and a bus of its own."""

    def run_(self, *arguments, **options):
        return ctl.run(*arguments, root=self.root, environment=self.environment, **options)

    def json(self, *arguments, **options):
        """The document, and what was said."""
        done = self.run_('--json', *arguments, **options)
        return ctl.json.loads(done.out), done.err

    def done(self, *arguments):
        """What was done, (verb, module, effective) each, and nothing was said."""
        document, said = self.json(*arguments)
        self.assertEqual(said, '')
        self.assertEqual(list(document), ['done'])
        for done in document['done']:
            self.assertEqual(list(done), ['verb', 'module', 'effective', 'reason'])
        return [(done['verb'], done['module'], done['effective']) for done in document['done']]

    def error(self, *arguments, status=1):
        """The error of the document; one line is said."""
        document, said = self.json(*arguments, status=status)
        self.assertEqual(list(document), ['error'])
        self.assertEqual(list(document['error']), ['name', 'message', 'finding', 'done'])
        self.assertRegex(said.splitlines()[0], r'\Amodscopectl: [^\n]+\Z')
        return document['error']

    def start(self, *arguments, **options):
        return subprocess.Popen(
            [ctl.PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **self.environment, 'MODSCOPE_ROOT': str(self.root),
                 'LC_ALL': 'C.UTF-8', 'XDG_CACHE_HOME': str(self.root / 'cache')}, **options)


class DoneTest(Case):
    """With the helper itself."""

    def test_load_and_unload(self):
        self.assertEqual(self.done('load', 'helper-one'), [('load', 'helper_one', True)])
        self.assertIn('helper_one', self.loaded())
        self.assertEqual(self.done('load', 'helper-one'), [])
        self.assertEqual(self.run_('load', 'helper-one').out, 'helper_one is loaded already\n')
        self.assertEqual(self.run_('unload', 'helper_one').out, 'Unloaded helper_one\n')
        self.assertNotIn('helper_one', self.loaded())
        self.assertEqual(self.run_('load', 'helper-one').out, 'Loaded helper_one\n')

    def test_load_with_what_it_needs(self):
        self.write('/proc/modules', '')
        self.assertEqual(self.done('load', 'snd-card', 'index=4'),
                         [('load', name, True)
                          for name in ('snd', 'snd_timer', 'helper_one', 'snd_card', 'helper_two')])
        self.assertEqual(self.asked(), ['io.github.modscope.configure yes'])

    def test_block_and_unblock(self):
        self.assertEqual(self.run_('block', '--reason', 'It is noisy', 'helper-two').out,
                         'helper_two is not loaded automatically any more\n')
        text = (self.root / BLOCKS).read_text()
        self.assertIn('It is noisy', text)
        self.assertIn('\nblacklist helper_two\n', text)
        self.assertNotIn('install', text)
        self.assertEqual(self.done('block', '--always', 'helper-two', 'snd'),
                         [('block', 'helper_two', True), ('block', 'snd', True)])
        self.assertIn('install helper_two /bin/false', (self.root / BLOCKS).read_text())
        self.assertIn('it is loaded now, and stays', self.run_('block', '--always', 'snd').out)
        self.assertEqual(self.run_('unblock', 'helper_two', 'snd').out,
                         'Removed the rule that blocked helper_two\n'
                         'Removed the rule that blocked snd\n')
        self.assertFalse((self.root / BLOCKS).exists())

    def test_block_without_effect(self):
        document, said = self.json('block', 'in_kernel')
        self.assertEqual(said, '')
        done = document['done'][0]
        self.assertIs(done['effective'], False)
        self.assertTrue(done['reason'].startswith('block-not-effective: '), done)
        text = self.run_('block', 'in_kernel').out
        self.assertIn('in_kernel', text)
        self.assertIn('part of the kernel', text)
        self.assertNotIn('block-not-effective', text)

    def test_undo_rules(self):
        self.done('block', 'helper-two')
        self.done('block', '--always', 'helper-two')
        text = self.run_('undo').out
        self.assertRegex(text, r'\AUndoing: block helper_two \(.+\)\n')
        self.assertIn('not loaded automatically any more', text)
        self.assertNotIn('install', (self.root / BLOCKS).read_text())
        self.done('unblock', 'helper-two')
        self.assertEqual(self.done('undo'), [('block', 'helper_two', True)])
        self.assertIn('blacklist helper_two', (self.root / BLOCKS).read_text())
        # An undo is a change: the next one undoes it.
        self.assertEqual(self.done('undo'), [('unblock', 'helper_two', True)])
        self.assertFalse((self.root / BLOCKS).exists())

    def test_undo_loading(self):
        user = os.getuid()
        self.write('/var/lib/modscope/history', f'1\t1700000000\t{user}\tload\thelper_one\t'
                                                '\tload\thelper_two\t\n')
        self.write('/proc/modules', 'helper_two 1 0 - Live 0x0\nhelper_one 1 0 - Live 0x0\n')
        self.assertEqual(self.done('undo'), [('unload', 'helper_two', True),
                                             ('unload', 'helper_one', True)])
        self.assertEqual(self.loaded(), [])
        self.write('/var/lib/modscope/history', f'1\t1700000000\t{user}\tunload\thelper_one\t'
                                                '\tunload\thelper_two\t\n')
        self.assertEqual(self.done('undo'), [('load', 'helper_two', True),
                                             ('load', 'helper_one', True)])

    def test_nothing_to_undo(self):
        error = self.error('undo')
        self.assertEqual(error['name'], 'Failed')
        self.assertEqual(error['message'], 'There is nothing to undo')
        self.write('/var/lib/modscope/history', f'1\t1700000000\t{os.getuid()}\tdance\tsnd\t\n')
        self.assertIn('newer version', self.error('undo')['message'])
        self.assertEqual(self.asked(), [])

    def test_system(self):
        self.assertEqual(self.json('system')[0]['helper'], 'available')


class RefusedTest(Case):
    """By the helper itself."""

    def test_permission(self):
        for word, name in (('no', 'NotAuthorized'), ('dismiss', 'Dismissed')):
            self.write('/polkit', word)
            error = self.error('load', 'helper-one', status=3)
            self.assertEqual(error['name'], name)
            self.assertIsNone(error['finding'])
        self.assertNotIn('helper_one', self.loaded())

    def test_in_use(self):
        error = self.error('unload', 'snd')
        self.assertEqual(error['name'], 'InUse')
        self.assertEqual(error['finding']['code'], 'in-use')
        self.assertEqual(error['finding']['fixes'][0]['action'],
                         {'verb': 'unload', 'arguments': ['snd_card', 'snd_timer', 'snd']})
        done = self.run_('unload', 'snd', status=1)
        self.assertEqual(done.out, '')
        self.assertTrue(done.err.startswith('modscopectl: snd is in use\n'), done.err)
        self.assertIn('\n    modscopectl unload snd_card snd_timer snd\n', done.err)
        self.assertEqual(self.asked(), [])

    def test_kernel_refuses(self):
        self.write('/kernel/insert/helper_one', '19')
        self.write('/kernel/log/helper_one', '6,1,1,-;helper_one: nothing here')
        error = self.error('load', 'helper-one')
        self.assertEqual(error['name'], 'KernelRefused')
        self.assertEqual(error['finding']['code'], 'no-hardware')
        said = self.run_('load', 'helper-one', status=1).err
        self.assertIn('Kernel: helper_one: nothing here', said)

    def test_half_way(self):
        self.write('/proc/modules', '')
        self.write('/kernel/insert/snd_timer', '12')
        error = self.error('load', 'snd-card')
        self.assertEqual(error['done'], ['snd'])

    def test_rules(self):
        self.assertEqual(self.error('load', 'never')['finding']['code'], 'blocked-by-rule')
        self.assertEqual(self.error('unblock', 'pcspkr')['name'], 'ConfigConflict')
        self.assertEqual(self.error('unblock', 'helper_one')['name'], 'NotFound')
        self.assertEqual(self.error('unload', 'in_kernel')['name'], 'BuiltIn')
        self.assertEqual(self.error('load', 'helper-one', 'a=1')['name'], 'InvalidParameter')
        self.assertEqual(self.error('block', 'snd', 'snd')['name'], 'InvalidParameter')

    def test_before_the_helper(self):
        error = self.error('load', 'helper_on')
        self.assertEqual(error['name'], 'NotFound')
        self.assertIn('helper_one', error['message'])
        self.assertEqual(self.error('block', '../x', status=2)['name'], 'InvalidName')
        self.assertEqual(self.error('unload', 'a*', status=2)['name'], 'InvalidName')
        for words in (['load'], ['unload'], ['block'], ['unblock'], ['undo', '1', '2'],
                      ['load', 'snd', 'index'], ['load', 'snd', '=1'], ['unload', '--always', 'snd'],
                      ['block', '--reason', 'two\nlines', 'snd'],
                      ['load', 'snd', '--kernel', ctl.RELEASE]):
            self.assertEqual(self.run_(*words, status=2).out, '', words)
        self.assertEqual(self.asked(), [])


class CancelTest(Case):
    def test_signals(self):
        self.write('/polkit', 'hang')
        question = 'io.github.modscope.load-module hang'
        for number in (signal.SIGINT, signal.SIGTERM):
            (self.root / 'asked').unlink(missing_ok=True)
            program = self.start('--json', 'load', 'helper_one')
            self.wait_until_asked(question)
            program.send_signal(number)
            out, said = program.communicate(timeout=20)
            self.assertEqual(program.returncode, 1)
            self.assertEqual(ctl.json.loads(out)['error']['name'], 'Cancelled')
            self.assertTrue(said.startswith('modscopectl: Cancelled'), said)
            self.wait_until_asked(question, 'cancelled')
        self.assertNotIn('helper_one', self.loaded())


class StandInTest(Case):
    """With a helper that ends each call as it is told."""

    def services(self):
        return {HELPER: f'{sys.executable} {STANDINS} helper {self.root}'}

    def test_errors(self):
        findings = {
            'InUse': 'in-use', 'BuiltIn': 'builtin', 'InstallCommand': 'blocked-by-rule',
            'SignatureRejected': 'signature-rejected', 'LockedDown': 'lockdown',
            'ModulesDisabled': 'modules-locked', 'WrongKernel': 'wrong-kernel',
            'UnknownSymbol': 'unknown-symbol', 'KernelRefused': 'load-failed',
        }
        numbers = {'SignatureRejected': 126, 'LockedDown': 1, 'ModulesDisabled': 1,
                   'WrongKernel': 8, 'UnknownSymbol': 2, 'KernelRefused': 5}
        plain = ['InvalidName', 'InvalidParameter', 'AuthorityUnavailable', 'Stale', 'Critical',
                 'ConfigUnsafe', 'ReadOnly', 'NoSpace', 'LimitExceeded']
        for name in [*findings, *plain, 'NotAuthorized', 'Dismissed']:
            number = f'\\nerrno: {numbers[name]}' if name in numbers else ''
            self.write('/answer', f'{ERROR}{name} A sentence{number}')
            status = 3 if name in ('NotAuthorized', 'Dismissed') else 1
            error = self.error('load', 'helper_one', status=status)
            self.assertEqual(error['name'], name)
            self.assertEqual(error['message'], 'A sentence')
            code = error['finding'] and error['finding']['code']
            self.assertEqual(code, findings.get(name), name)

    def test_foreign_error(self):
        self.write('/answer', 'org.example.Broken Something\x1b[31m else')
        error = self.error('load', 'helper_one')
        self.assertEqual(error['name'], 'Failed')
        self.assertNotIn('\x1b', self.run_('load', 'helper_one', status=1).err)

    def test_state_is_read_back(self):
        done = self.json('load', 'helper_one')[0]['done'][0]
        self.assertIs(done['effective'], False)
        self.assertIn('not loaded', done['reason'])

    def test_asks_again(self):
        self.write('/answer', 'leave')
        self.assertEqual(self.run_('block', 'helper_one').out,
                         WITHOUT_EFFECT)
        self.assertEqual(self.asked(), ['asked leave', 'asked '])

    def test_leaves(self):
        self.write('/answer', 'hang')
        program = self.start('load', 'helper_one')
        self.wait_until_asked('asked hang')
        program.terminate()
        self.assertEqual(program.communicate(timeout=20)[0], '')
        self.assertEqual(program.returncode, 1)
        self.wait_until_asked('asked hang', 'left')


class NoHelperTest(Case):
    def services(self):
        return {}

    def test_not_installed(self):
        error = self.error('load', 'helper_one')
        self.assertEqual(error['name'], 'NotInstalled')
        self.assertIn('install', error['message'])
        self.assertEqual(self.json('system')[0]['helper'], 'not-installed')

    def test_no_bus(self):
        self.environment['DBUS_SYSTEM_BUS_ADDRESS'] = 'unix:path=/nowhere/bus'
        error = self.error('block', 'snd')
        self.assertEqual(error['name'], 'NoBus')
        self.assertIn('system bus', error['message'])
        self.assertIsNone(self.json('system')[0]['helper'])

    def test_root_without_its_bus(self):
        """Nothing is done to this computer when another one's files are looked at."""
        self.environment.clear()
        os.environ.pop('DBUS_SYSTEM_BUS_ADDRESS', None)
        self.assertEqual(self.error('load', 'helper_one')['name'], 'NoBus')


AGENT = '''#!/bin/sh
echo "agent $*" >> {root}/asked
trap 'kill $pid; echo ended >> {root}/asked; exit 0' TERM
sleep 1000 3>&- &
pid=$!
exec 3>&-
wait $pid
'''


@unittest.skipIf(shutil.which('setpriv') is None and os.geteuid() == 0, 'needs another user')
class TerminalTest(Case):
    """On a terminal, polkit's text agent is there while the helper is asked."""

    def services(self):
        return {HELPER: f'{sys.executable} {STANDINS} helper {self.root}'}

    def run_as_user(self, *arguments):
        """On a terminal, and not as root: who needs no password."""
        tools = self.root / 'tools'
        tools.mkdir(exist_ok=True)
        (tools / 'pkttyagent').write_text(AGENT.format(root=self.root))
        (tools / 'pkttyagent').chmod(0o755)
        command = [ctl.PROGRAM, *arguments]
        if os.geteuid() == 0:
            for folder in (self.root, *self.root.rglob('*')):
                if not folder.is_symlink():
                    os.chown(folder, 65534, 65534)
            command = ['setpriv', '--reuid=65534', '--clear-groups', *command]
        ours, theirs = pty.openpty()
        program = self.start_on(command, theirs, tools)
        os.close(theirs)
        out = program.communicate(timeout=30)[0]
        said = self.read_terminal(ours)
        os.close(ours)
        return program.returncode, out, said

    @staticmethod
    def read_terminal(terminal):
        try:
            return os.read(terminal, 65536).decode()
        except OSError:  # nothing was written, and the other end is closed
            return ''

    def start_on(self, command, terminal, tools):
        return subprocess.Popen(
            command, stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, text=True,
            env={**os.environ, **self.environment, 'MODSCOPE_ROOT': str(self.root),
                 'PATH': f'{tools}:{os.environ["PATH"]}', 'LC_ALL': 'C.UTF-8',
                 'XDG_CACHE_HOME': str(self.root / 'cache')})

    def test_agent(self):
        self.assertEqual(self.run_as_user('block', 'helper_one'),
                         (0, WITHOUT_EFFECT, ''))
        self.assertEqual(self.asked(),
                         ['agent --notify-fd 3 --fallback', 'asked ', 'ended'])


if __name__ == '__main__':
    tap.main()
