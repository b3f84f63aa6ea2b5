#!/usr/bin/env python3
"""modscopectl's commands on a small made root: what they print, how they end.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import unittest

import ctl
import tap

ALL = ['helper_one', 'helper_two', 'in_kernel', 'never', 'pcspkr', 'scripted', 'snd', 'snd_card',
       'snd_timer']


class Case(unittest.TestCase):
    """A root for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.root = ctl.make_root()

    @classmethod
    def tearDownClass(cls):
        ctl.remove_root(cls.root)

    def run_(self, *arguments, **options):
        return ctl.run(*arguments, root=self.root, **options)

    def json(self, *arguments, **options):
        return ctl.run_json(*arguments, root=self.root, **options)

    def names(self, *arguments):
        return [module['name'] for module in self.json('list', *arguments)['modules']]

    def assert_error(self, done, *words):
        """One line on standard error, nothing on standard output."""
        self.assertEqual(done.out, '')
        self.assertRegex(done.err, r'\Amodscopectl: [^\n]+\n\Z')
        for word in words:
            self.assertIn(word, done.err)

    def run_on_terminal(self, *arguments, columns=80, **environment):
        """What is printed on a terminal."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
        variables = {**os.environ, 'LC_ALL': 'C.UTF-8', 'TERM': 'xterm',
                     'MODSCOPE_ROOT': str(self.root), 'XDG_CACHE_HOME': str(self.root / 'cache')}
        variables.pop('NO_COLOR', None)
        variables.update(environment)
        program = subprocess.Popen([ctl.PROGRAM, *arguments], stdout=theirs, env=variables)
        os.close(theirs)
        output = b''
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            output += chunk
        os.close(ours)
        self.assertEqual(program.wait(), 0)
        return output.decode().replace('\r\n', '\n')


class ListTest(Case):
    def test_json(self):
        listing = self.json('list')
        self.assertEqual(list(listing), ['kernel', 'modules'])
        self.assertEqual(listing['kernel'], ctl.RELEASE)
        self.assertEqual([module['name'] for module in listing['modules']], ALL)

    def test_module_keys(self):
        module = next(m for m in self.json('list')['modules'] if m['name'] == 'snd_card')
        folder = f'/lib/modules/{ctl.RELEASE}/kernel/sound/pci/'
        size = (self.root / folder.lstrip('/') / 'snd-card.ko').stat().st_size
        purpose = module.pop('purpose')
        self.assertTrue(purpose.endswith('.'), purpose)
        self.assertEqual(module, {
            'name': 'snd_card', 'state': 'loaded', 'size_bytes': 24576, 'file_size_bytes': size,
            'use_count': 2, 'used_by': [], 'needed_by': [], 'depends': ['snd', 'snd_timer'],
            'soft_depends': {'pre': ['helper_one'], 'post': ['helper_two']},
            'path': folder + 'snd-card.ko', 'description': 'A card of two\nlines', 'kind': 'sound',
            'blocked': 'no', 'devices': ['pci:0000:00:1b.0'], 'signed': False,
            'taints': ['out-of-tree', 'unsigned'],
        })

    def test_states(self):
        modules = {module['name']: module for module in self.json('list')['modules']}
        self.assertEqual(modules['snd']['state'], 'loaded')
        self.assertEqual(sorted(modules['snd']['used_by']), ['snd_card', 'snd_timer'])
        self.assertEqual(modules['snd']['needed_by'], ['snd_card', 'snd_timer'])
        never = modules['never']
        self.assertEqual(never['state'], 'available')
        self.assertIsNone(never['size_bytes'])
        self.assertIsNone(never['use_count'])
        self.assertEqual(never['used_by'], [])
        self.assertEqual(never['blocked'], 'always')
        self.assertEqual(modules['pcspkr']['blocked'], 'autoload')
        builtin = modules['in_kernel']
        self.assertEqual(builtin['state'], 'builtin')
        self.assertEqual(builtin['description'], 'Always there')
        for key in ('path', 'signed', 'file_size_bytes', 'size_bytes', 'used_by'):
            self.assertIsNone(builtin[key], key)

    def test_filters_are_a_union(self):
        self.assertEqual(self.names('--loaded'), ['pcspkr', 'snd', 'snd_card', 'snd_timer'])
        self.assertEqual(self.names('--builtin'), ['in_kernel'])
        self.assertEqual(self.names('--available'),
                         ['helper_one', 'helper_two', 'never', 'scripted'])
        self.assertEqual(self.names('--blocked'), ['never', 'pcspkr'])
        self.assertEqual(self.names('--blocked', '--builtin'), ['in_kernel', 'never', 'pcspkr'])
        self.assertEqual(self.names('--loaded', '--available', '--builtin'), ALL)

    def test_search(self):
        self.assertEqual(self.names('--search', 'PC speaker'), ['pcspkr'])
        self.assertEqual(self.names('--search', 'JÖRG'), ['snd_card'])
        self.assertEqual(self.names('--search', 'snd-card'), ['snd_card'])
        self.assertEqual(self.names('--search', 'SND_CARD'), ['snd_card'])
        self.assertEqual(self.names('--search', 'card-alias'), ['snd_card'])
        self.assertEqual(self.names('--search=hidden'), ['snd_card'])
        self.assertEqual(self.names('--search', '0000:00:1b.0'), ['snd_card'])
        self.assertEqual(self.names('--search', 'snd', '--available'), [])

    def test_table(self):
        lines = self.run_('list').out.splitlines()
        self.assertRegex(lines[0], r'^NAME +STATE +SIZE +USED BY +PURPOSE$')
        self.assertEqual([line.split()[0] for line in lines[1:]], ALL)
        column = lines[0].index('STATE')
        for line in lines[1:]:
            self.assertEqual(line[column - 1], ' ')
            self.assertNotEqual(line[column], ' ')

    def test_nothing_matches(self):
        done = self.run_('list', '--search', 'nothing at all')
        self.assert_error(done, 'No module matches')
        self.assertEqual(self.json('list', '--search', 'nothing')['modules'], [])

    def test_terminal(self):
        for columns in (36, 50, 80, 200):
            text = self.run_on_terminal('list', columns=columns)
            self.assertIn('\033[', text)
            for line in re.sub(r'\033\[\d*m', '', text).splitlines():
                self.assertLessEqual(len(line), columns)
        self.assertNotIn('\033', self.run_on_terminal('list', NO_COLOR='1'))
        self.assertNotIn('\033', self.run_on_terminal('list', TERM='dumb'))
        self.assertIn('\033', self.run_on_terminal('list', NO_COLOR=''))
        self.assertNotIn('\033', self.run_('list').out)

    def test_broken_pipe(self):
        ours, theirs = os.pipe()
        os.close(ours)
        for arguments in (['list'], ['list', '--json']):
            done = subprocess.run(
                [ctl.PROGRAM, *arguments], stdout=theirs, stderr=subprocess.PIPE, check=False,
                env={**os.environ, 'MODSCOPE_ROOT': str(self.root),
                     'XDG_CACHE_HOME': str(self.root / 'cache')},
                restore_signals=False)
            self.assertEqual(done.stderr, b'')
            self.assertNotEqual(done.returncode, 0)
        os.close(theirs)

    def test_full_disk(self):
        with open('/dev/full', 'wb') as full:
            for arguments in (['list'], ['list', '--json']):
                done = subprocess.run(
                    [ctl.PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, check=False,
                    env={**os.environ, 'LC_ALL': 'C.UTF-8', 'MODSCOPE_ROOT': str(self.root),
                         'XDG_CACHE_HOME': str(self.root / 'cache')})
                self.assertEqual(done.returncode, 1)
                self.assertRegex(done.stderr.decode(), r'\Amodscopectl: Cannot write: [^\n]+\n\Z')


class ShowTest(Case):
    def test_json(self):
        module = self.json('show', 'snd-card')
        self.assertEqual(module['name'], 'snd_card')
        self.assertEqual(module['state'], 'loaded')
        self.assertEqual(module['author'], 'Jörg <j@example.org>\nLéo')
        self.assertEqual(module['license'], 'GPL v2')
        self.assertEqual(module['version'], '1.2')
        self.assertEqual(module['vermagic'], '6.1.0-test SMP mod_unload ')
        self.assertIsNone(module['signer'])
        self.assertEqual(module['aliases'], ['pci:v00001234d*sv*', 'card-alias'])
        self.assertEqual(module['firmware'], [{'name': 'card/there.bin', 'present': True},
                                              {'name': 'card/missing.bin', 'present': False}])
        self.assertEqual([rule['verb'] for rule in module['rules']],
                         ['options', 'alias', 'command-line'])

    def test_parameters(self):
        index, hidden = self.json('show', 'snd_card')['parameters']
        self.assertEqual(index['name'], 'index')
        self.assertEqual(index['type'], 'int')
        self.assertEqual(index['description'], 'Index value\nof the card')
        self.assertEqual(index['value'], '7')
        self.assertIn(index['rule_value'], ('3', '5'))
        self.assertEqual(hidden, {'name': 'hidden', 'type': 'bool', 'description': None,
                                  'value': None, 'rule_value': None})

    def test_has_keys_of_list(self):
        listed = next(m for m in self.json('list')['modules'] if m['name'] == 'snd_card')
        shown = self.json('show', 'snd_card')
        self.assertEqual(listed, {key: shown[key] for key in listed})

    def test_builtin(self):
        module = self.json('show', 'in-kernel')
        self.assertEqual(module['license'], 'GPL')
        self.assertEqual(module['state'], 'builtin')

    def test_human(self):
        text = self.run_('show', 'snd_card').out
        self.assertTrue(text.startswith('snd_card\n'))
        for words in ('Jörg <j@example.org>', 'Léo', 'index = 7  (int)', 'card/missing.bin  missing',
                      'card-alias', '/etc/modprobe.d/a.conf:3', 'pci:0000:00:1b.0'):
            self.assertIn(words, text)

    def test_orders_to_a_terminal_are_taken_out(self):
        self.assertNotRegex(self.run_('show', 'snd_timer').out, r'[\x00-\x09\x0b-\x1f]')
        self.assertNotRegex(self.run_('list').out, r'[\x00-\x09\x0b-\x1f]')
        self.assertEqual(self.json('show', 'snd_timer')['description'],
                         'Timer \033[31mwith\001 orders')

    def test_wraps_on_a_terminal(self):
        text = self.run_on_terminal('show', 'snd_card', columns=60, NO_COLOR='1')
        self.assertIn('snd_timer', text)

    def test_damaged_file(self):
        file = self.root / f'lib/modules/{ctl.RELEASE}/kernel/drivers/net/never.ko'
        good = file.read_bytes()
        file.write_bytes(b'no module at all')
        try:
            module = self.json('show', 'never', cache=self.root / 'other-cache')
            self.assertIsNone(module['aliases'])
            self.assertIsNone(module['license'])
            self.assertEqual(module['blocked'], 'always')
        finally:
            file.write_bytes(good)

    def test_errors(self):
        self.assert_error(self.run_('show', 'snd-crad', status=1), 'snd_crad', 'mean snd_card?')
        self.assert_error(self.run_('show', 'zzzzzzzz', status=1), 'zzzzzzzz')
        self.assert_error(self.run_('show', '../x', status=2), '../x')
        self.assert_error(self.run_('show', 'a\nb', status=2), 'a b')
        self.assert_error(self.run_('show', 'x' * 56, status=2))
        self.assert_error(self.run_('show', status=2), 'MODULE')
        self.assert_error(self.run_('show', 'a', 'b', status=2), '“b”')


class PlanTest(Case):
    def plan(self, *arguments):
        plan = self.json('plan', *arguments)
        self.assertEqual(list(plan), ['steps', 'devices', 'critical', 'warnings'])
        self.assertIsNone(plan['critical'])
        for warning in plan['warnings']:
            self.assertEqual(list(warning), ['code', 'text'])
        return ([(step['verb'], step['module']) for step in plan['steps']], plan['devices'],
                [warning['code'] for warning in plan['warnings']])

    def test_load(self):
        self.assertEqual(self.plan('load', 'helper-one'), ([('load', 'helper_one')], [], []))
        self.assertEqual(self.plan('load', 'snd_card'), ([], [], ['already-loaded']))
        self.assertEqual(self.plan('load', 'in_kernel'), ([], [], ['builtin']))
        self.assertEqual(self.plan('load', 'never'), ([('load', 'never')], [], ['blocked-by-rule']))
        self.assertEqual(self.plan('load', 'scripted'),
                         ([('load', 'scripted')], [], ['install-command']))

    def test_load_on_another_kernel(self):
        steps, _, _ = self.plan('load', 'snd_card', '--kernel',
                                str(self.root / 'lib/modules' / ctl.RELEASE))
        self.assertEqual([name for _, name in steps],
                         ['snd', 'snd_timer', 'helper_one', 'snd_card', 'helper_two'])

    def test_unload(self):
        steps, devices, codes = self.plan('unload', 'snd')
        self.assertEqual(steps, [('unload', 'snd_card'), ('unload', 'snd_timer'),
                                 ('unload', 'snd')])
        self.assertEqual(devices, ['pci:0000:00:1b.0'])
        self.assertEqual(codes, ['in-use'])
        self.assertEqual(self.plan('unload', 'pcspkr'),
                         ([('unload', 'pcspkr')], [], ['cannot-unload']))
        self.assertEqual(self.plan('unload', 'never'), ([], [], ['not-loaded']))
        self.assertEqual(self.plan('unload', 'in_kernel'), ([], [], ['builtin']))

    def test_human(self):
        text = self.run_('plan', 'unload', 'snd-timer').out
        self.assertIn('1. Unload snd_card\n  2. Unload snd_timer\n', text)
        self.assertIn('pci:0000:00:1b.0', text)
        self.assertIn('There is nothing to do.', self.run_('plan', 'load', 'snd').out)

    def test_errors(self):
        self.assert_error(self.run_('plan', 'startup', 'snd', status=2), '“startup”')
        self.assert_error(self.run_('plan', 'load', status=2), 'load|unload|restart|block|unblock MODULE')
        self.assert_error(self.run_('plan', 'load', 'nothing_here', status=1), 'nothing_here')
        self.assert_error(self.run_('plan', 'load', 'card-alias', status=1))
        self.assert_error(self.run_('plan', 'load', '/x.ko', status=2))

    def test_rules(self):
        self.assertEqual(self.json('plan', 'block', 'helper-two'), {
            'steps': [{'verb': 'write-rule', 'module': 'helper_two'}], 'devices': [],
            'critical': None, 'warnings': []})
        codes = [warning['code'] for warning in self.json('plan', 'block', 'snd')['warnings']]
        self.assertEqual(codes, ['already-loaded', 'block-not-effective'])
        codes = [warning['code']
                 for warning in self.json('plan', 'block', '--always', 'snd')['warnings']]
        self.assertEqual(codes, ['already-loaded'])
        plan = self.json('plan', 'unblock', 'pcspkr')
        self.assertEqual(plan['steps'], [])
        self.assertIn('/etc/modprobe.d/a.conf:2', plan['warnings'][0]['text'])
        self.assertIn('Write a rule that blocks never', self.run_('plan', 'block', 'never').out)
        self.assert_error(self.run_('plan', 'block', 'nothing_here', status=1), 'nothing_here')
        self.assert_error(self.run_('plan', '--always', 'load', 'snd', status=2), '--always')

    def test_runs_nothing(self):
        self.run_('plan', 'load', 'scripted')
        self.assertFalse(os.path.exists('/x'))


class ResolveTest(Case):
    def test_json(self):
        aliases = ['pci:v00001234d00005678sv0', 'my_card', 'nothing:1']
        self.assertEqual(self.json('resolve', *aliases), {'results': [
            {'modalias': aliases[0], 'modules': ['snd_card', 'helper_two']},
            {'modalias': aliases[1], 'modules': ['snd_card']},
            {'modalias': aliases[2], 'modules': []},
        ]})

    def test_human(self):
        self.assertEqual(self.run_('resolve', 'pci:v00001234d00005678sv0').out,
                         'snd_card\nhelper_two\n')
        self.assertEqual(self.run_('resolve', 'my-card', 'nothing:1').out,
                         'my-card\n  snd_card\nnothing:1\n  no module\n')

    def test_errors(self):
        self.assert_error(self.run_('resolve', 'nothing:1', status=1))
        self.assert_error(self.run_('resolve', status=2), 'MODALIAS')
        self.assert_error(self.run_('resolve', 'a[b', status=2), 'a[b')


class RulesTest(Case):
    def test_json(self):
        rules = self.json('rules')['rules']
        self.assertEqual(list(rules[0]), ['verb', 'module', 'value', 'file', 'line', 'effective',
                                          'reason'])
        self.assertEqual([(rule['verb'], rule['module'], rule['line']) for rule in rules], [
            ('blacklist', 'pcspkr', 2), ('options', 'snd_card', 3), ('install', 'never', 4),
            ('install', 'scripted', 5), ('alias', 'snd_card', 6), ('command-line', 'snd_card', None),
            ('load-at-startup', 'helper_one', 1)])
        self.assertEqual(rules[0]['file'], '/etc/modprobe.d/a.conf')
        self.assertEqual(rules[1]['value'], 'index=5')

    def test_human(self):
        text = self.run_('rules').out
        self.assertRegex(text.splitlines()[0], r'^MODULE +RULE +FROM$')
        self.assertIn('/etc/modprobe.d/a.conf:2', text)

    def test_unreadable_file_is_named(self):
        pipe = self.root / 'etc/modprobe.d/pipe.conf'
        os.mkfifo(pipe)
        try:
            self.assertIn('pipe.conf', self.run_('rules').err)
            done = self.run_('resolve', 'my-card', status=1)
            self.assertEqual(done.out, '')
            self.assertIn('pipe.conf', done.err)
        finally:
            pipe.unlink()


class SystemTest(Case):
    def test_json(self):
        facts = self.json('system')
        self.assertEqual(list(facts), [
            'release', 'taint', 'lockdown', 'secure_boot', 'signature_enforced', 'modules_disabled',
            'module_support', 'security_modules', 'installed_kernels', 'log_readable', 'helper'])
        self.assertEqual(facts['release'], ctl.RELEASE)
        self.assertEqual(facts['taint'], ['out-of-tree', 'unsigned'])
        self.assertIs(facts['modules_disabled'], False)
        self.assertIs(facts['module_support'], True)
        self.assertEqual(facts['installed_kernels'], [ctl.RELEASE])
        self.assertIsNone(facts['helper'])
        self.assertIsNone(facts['lockdown'])

    def test_human(self):
        text = self.run_('system').out
        self.assertIn(ctl.RELEASE, text)
        self.assertIn('out-of-tree, unsigned', text)


class KernelTest(Case):
    def test_folder_has_no_live_state(self):
        folder = str(self.root / 'lib/modules' / ctl.RELEASE)
        modules = {m['name']: m for m in self.json('list', '--kernel', folder)['modules']}
        card = modules['snd_card']
        self.assertEqual(card['state'], 'available')
        for key in ('size_bytes', 'use_count', 'used_by', 'devices', 'taints'):
            self.assertIsNone(card[key], key)
        self.assertEqual(card['description'], 'A card of two\nlines')
        self.assertEqual(modules['in_kernel']['state'], 'builtin')
        self.assertIsNone(self.json('--kernel', folder, 'system')['taint'])

    def test_release(self):
        self.assertEqual(self.json('list', f'--kernel={ctl.RELEASE}')['modules'],
                         self.json('list')['modules'])

    def test_unknown(self):
        self.assert_error(self.run_('list', '--kernel', '9.9', status=1), '9.9', ctl.RELEASE)
        self.assert_error(self.run_('list', '--kernel', '/nowhere/at/all', status=1), '/nowhere')

    def test_tables_only(self):
        for name in ('modules.dep.bin', 'modules.alias.bin', 'modules.builtin.bin',
                     'modules.softdep'):
            self.assertTrue((self.root / 'lib/modules' / ctl.RELEASE / name).exists(), name)
        folder = self.root / 'tables'
        folder.mkdir()
        for name in ('dep', 'alias', 'builtin', 'softdep', 'builtin.modinfo', 'symbols'):
            source = self.root / 'lib/modules' / ctl.RELEASE / f'modules.{name}'
            (folder / f'modules.{name}').write_bytes(source.read_bytes())
        kernel = ['--kernel', str(folder)]
        self.assertEqual(self.names(*kernel), ALL)
        steps = self.json('plan', 'load', 'snd_card', *kernel)['steps']
        self.assertEqual([step['module'] for step in steps],
                         ['snd', 'snd_timer', 'helper_one', 'snd_card', 'helper_two'])
        results = self.json('resolve', 'pci:v00001234d00005678sv0', *kernel)['results']
        self.assertEqual(results[0]['modules'], ['snd_card', 'helper_two'])
        card = self.json('show', 'snd_card', *kernel)
        self.assertIsNone(card['license'])
        self.assertIsNone(card['signed'])


class NoModulesTest(unittest.TestCase):
    """A kernel without module support, and one whose modules are gone."""

    def setUp(self):
        self.root = ctl.make_root()

    def tearDown(self):
        ctl.remove_root(self.root)

    def check(self, *words):
        for arguments in (['list'], ['show', 'snd'], ['plan', 'load', 'snd'], ['resolve', 'snd'],
                          ['--json', 'list']):
            done = ctl.run(*arguments, root=self.root, status=1)
            self.assertEqual(done.out, '')
            self.assertRegex(done.err, r'\Amodscopectl: [^\n]+\n\Z')
            for word in (*words, '--kernel'):
                self.assertIn(word, done.err)
        facts = ctl.run_json('system', root=self.root)
        self.assertEqual(ctl.run_json('rules', root=self.root)['rules'][0]['module'], 'pcspkr')
        return facts

    def test_no_support(self):
        (self.root / 'proc/modules').unlink()
        facts = self.check('without modules', ctl.RELEASE)
        self.assertIs(facts['module_support'], False)

    def test_modules_gone(self):
        ctl.write(self.root, '/proc/sys/kernel/osrelease', '6.1.0-newer\n')
        facts = self.check('6.1.0-newer', ctl.RELEASE)
        self.assertEqual(facts['release'], '6.1.0-newer')
        self.assertEqual(len(ctl.run_json('list', '--kernel', ctl.RELEASE,
                                          root=self.root)['modules']), len(ALL))


class UsageTest(Case):
    def test_help(self):
        text = self.run_('--help').out
        for command in ('list', 'show', 'plan', 'resolve', 'rules', 'system'):
            self.assertRegex(text, rf'\n  {command}\b')
            own = self.run_(command, '--help').out
            self.assertIn(f'modscopectl [OPTION…] {command}', own)
            self.assertIn('--json', own)
            self.assertEqual(self.run_('--help', command).out, own)
        self.assertIn('--blocked', self.run_('list', '--help').out)
        self.assertEqual(self.run_('-h').out, text)

    def test_version(self):
        self.assertRegex(self.run_('--version').out, r'\Amodscopectl \d+\.\d+\.\d+\n\Z')

    def test_usage_errors(self):
        for arguments, words in (
                ([], ['--help']),
                (['lst'], ['“lst”', 'mean “list”?']),
                (['frobnicate'], ['“frobnicate”']),
                (['list', '--loadd'], ['--loadd', 'mean --loaded?']),
                (['list', '--zzzzzz'], ['--zzzzzz']),
                (['--loaded', 'list'], ['--loaded']),
                (['show', '--loaded', 'snd'], ['--loaded', 'show']),
                (['list', '-x'], ['-x']),
                (['list', '--search'], ['--search']),
                (['list', '--search='], ['--search']),
                (['list', '--loaded=yes'], ['--loaded']),
                (['list', 'snd'], ['“snd”']),
                (['system', 'x'], ['“x”']),
                (['--kernel'], ['--kernel'])):
            with self.subTest(arguments):
                self.assert_error(self.run_(*arguments, status=2), *words)

    def test_double_dash(self):
        self.assert_error(self.run_('show', '--', '--help', status=1), '__help')

    def test_any_bytes(self):
        for argument in (b'\xff\xfe', b'\x1b[31m', 'ä'.encode()):
            for before in ([], ['show'], ['list', '--search'], ['resolve'], ['list', '--kernel']):
                done = subprocess.run([ctl.PROGRAM, *before, argument], check=False,
                                      capture_output=True,
                                      env={**os.environ, 'LC_ALL': 'C.UTF-8',
                                           'MODSCOPE_ROOT': str(self.root),
                                           'XDG_CACHE_HOME': str(self.root / 'cache')})
                self.assertIn(done.returncode, (0, 1, 2))
                self.assertNotIn(b'\x1b', done.stderr)


if __name__ == '__main__':
    tap.main()
