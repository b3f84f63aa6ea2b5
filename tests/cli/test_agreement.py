#!/usr/bin/env python3
"""modscopectl and kmod's own programs say the same of every module of a real kernel.

$MODSCOPE_TEST_KERNEL is a folder like /lib/modules/RELEASE; without it there is nothing to compare.
$MODSCOPE_TEST_MACHINES may be a folder of captures of computers (*.json.gz with devices and their
modaliases); the modaliases in tests/fixtures/modaliases are always used.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import concurrent.futures
import glob
import gzip
import itertools
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import ctl
import tap

FIXTURES = pathlib.Path(__file__).parent.parent / 'fixtures'
DUMP = os.environ['DUMP_MACHINE']
KERNEL = pathlib.Path(os.environ.get('MODSCOPE_TEST_KERNEL') or '/nowhere').absolute()
RELEASE = KERNEL.name
ROOT = KERNEL.parent.parent.parent
SAMPLE = 200
BOTH_CPUS = concurrent.futures.ThreadPoolExecutor(2)


def kmod(program, *arguments):
    """What a program of kmod prints; nothing if it fails."""
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=False, env={**os.environ, 'PATH': ctl.TOOLS})
    return done.stdout


def decode(value):
    """Text as it is shown: UTF-8, else ISO 8859-1."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode('latin-1')


def name_of(path):
    """The name of the module in a file."""
    return re.sub(r'\.ko(\.\w+)?$', '', path.rsplit('/', 1)[-1]).replace('-', '_')


def names_in(table):
    """The names in modules.dep or modules.builtin."""
    lines = (KERNEL / table).read_text(encoding='utf-8').splitlines()
    return {name_of(line.split(':')[0]) for line in lines}


def unique(items):
    """The items, each once, in their order."""
    return list(dict.fromkeys(items))


def read_modinfo(names):
    """What modinfo says: name to (file, fields, parameters), from one process."""
    text = kmod('modinfo', '-m', '-0', '-b', ROOT, '-k', RELEASE, *names)
    found = {}
    fields = parameters = None
    name = None
    for record in text.split(b'\0'):
        label = re.match(rb'(name|filename|parm): +', record)
        if label and label[1] == b'name':
            name = record[label.end():].decode()
        elif label and label[1] == b'filename':
            path = record[label.end():].decode()
            fields, parameters = [], []
            if path != '(builtin)':
                name = name_of(path)
            found[name] = (path, fields, parameters)
        elif label:
            parameters.append(decode(record[len(b'parm:'):].lstrip(b' ')))
        elif record:
            fields.append(decode(record))
    return found


def parameter_text(parameter):
    """A parameter as modinfo writes it."""
    name, kind, text = parameter['name'], parameter['type'], parameter['description']
    if text is None:
        return f'{name}:{kind}'
    return f'{name}:{text}' + (f' ({kind})' if kind is not None else '')


class AgreementTest(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        cls.cache = pathlib.Path(tempfile.mkdtemp(prefix='modscope-agreement-'))
        os.environ['XDG_CACHE_HOME'] = str(cls.cache)
        cls.listing = ctl.run_json('list', '--kernel', str(KERNEL))
        cls.names = [module['name'] for module in cls.listing['modules']]
        cls.loadable = [m['name'] for m in cls.listing['modules'] if m['state'] != 'builtin']
        cls.modinfo = read_modinfo(cls.names)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.cache)

    def report(self, what, agreed, total):
        """Prints the figures, and fails unless all agree."""
        print(f'# {what}: {agreed} of {total} agree', flush=True)
        self.assertEqual(agreed, total)
        self.assertGreater(total, 0)

    def dump(self, what):
        """What the machine knows of all modules."""
        return json.loads(subprocess.run([DUMP, what, KERNEL], stdout=subprocess.PIPE,
                                         check=True).stdout)

    def sample(self, names):
        """The same names in each run."""
        return random.Random(1).sample(names, min(SAMPLE, len(names)))

    def test_list_is_the_tables(self):
        states = {module['name']: module['state'] for module in self.listing['modules']}
        builtin = names_in('modules.builtin')
        loadable = names_in('modules.dep') - builtin
        self.assertEqual(len(states), len(self.listing['modules']))
        self.report('list and modules.dep',
                    sum(states.get(name) == 'available' for name in loadable), len(loadable))
        self.report('list and modules.builtin',
                    sum(states.get(name) == 'builtin' for name in builtin), len(builtin))
        self.assertEqual(set(states), builtin | loadable)

    def test_list_is_modinfo(self):
        agreed = 0
        for module in self.listing['modules']:
            path, fields, _ = self.modinfo[module['name']]
            first = dict(reversed([field.split('=', 1) for field in fields]))
            needs = [name.replace('-', '_') for name in first.get('depends', '').split(',') if name]
            signed = any(field.startswith('sig_id=') for field in fields)
            is_file = path != '(builtin)'
            expected = {
                'path': path if is_file else None,
                'description': first.get('description'),
                'depends': needs,
                'signed': signed if is_file else None,
                'file_size_bytes': os.path.getsize(path) if is_file else None,
            }
            found = {key: module[key] for key in expected}
            if found == expected:
                agreed += 1
            else:
                print(f'# {module["name"]}: {found} is not {expected}')
        self.report('list and modinfo', agreed, len(self.names))

    def differences(self, details, expected):
        """The fields of a module in which its details are not modinfo's."""
        path, fields, parameters = expected
        pairs = [field.split('=', 1) for field in fields]
        values = {key: [value for name, value in pairs if name == key] for key, _ in pairs}
        own = [field for field in details['fields'] if not re.match(r'parm(type)?=', field)]
        wanted = {
            'file': None if path == '(builtin)' else path,
            'problem': None,
            'authors': values.get('author', []),
            'aliases': values.get('alias', []),
            # Some modules name a file twice.
            'firmware': unique(values.get('firmware', [])),
            'needs': [name.replace('-', '_')
                      for name in ','.join(values.get('depends', [])).split(',') if name],
            'intree': 'Y' in values.get('intree', []),
        }
        for key in ('description', 'license', 'version', 'srcversion', 'vermagic', 'signer',
                    'sig_key', 'sig_hashalgo'):
            wanted[key] = values.get(key, [None])[0]
        found = [key for key, value in wanted.items() if details[key] != value]
        if own != fields:
            found.append('fields')
        if sorted(map(parameter_text, details['parameters'])) != sorted(parameters):
            found.append('parameters')
        return found

    def test_details_are_modinfo(self):
        dump = self.dump('details')
        agreed = 0
        for name in self.names:
            wrong = self.differences(dump[name], self.modinfo[name])
            agreed += not wrong
            for key in wrong:
                print(f'# {name}: {key}: {str(dump[name].get(key))[:600]} is not '
                      f'{str(self.modinfo[name])[:600]}')
        self.report('details and modinfo', agreed, len(self.names))

    def test_modinfo_has_the_hard_cases(self):
        """Else the agreement would say less than it seems to."""
        texts = [field for _, fields, _ in self.modinfo.values() for field in fields]
        parameters = [text for *_, texts in self.modinfo.values() for text in texts]
        self.assertTrue(any('\n' in text for text in texts + parameters))
        self.assertTrue(any(not text.isascii() for text in texts))
        self.assertTrue(any(re.fullmatch(r'\w+:\w+', text) for text in parameters))

    def test_show_is_modinfo(self):
        agreed = 0
        names = self.sample(self.names)
        for name in names:
            shown = ctl.run_json('show', name, '--kernel', str(KERNEL))
            path, fields, parameters = self.modinfo[name]
            pairs = [field.split('=', 1) for field in fields]
            first = dict(reversed(pairs))
            authors = [value for key, value in pairs if key == 'author']
            expected = {
                'path': None if path == '(builtin)' else path,
                'aliases': [value for key, value in pairs if key == 'alias'],
                'author': '\n'.join(authors) if authors else None,
                **{key: first.get(key) for key in ('description', 'license', 'version', 'vermagic',
                                                   'signer')},
            }
            found = {key: shown[key] for key in expected}
            firmware = [file['name'] for file in shown['firmware']]
            if (found == expected and
                    firmware == unique(value for key, value in pairs if key == 'firmware') and
                    sorted(map(parameter_text, shown['parameters'])) == sorted(parameters)):
                agreed += 1
            else:
                print(f'# {name}: {found} is not {expected}')
        self.report('modscopectl show and modinfo', agreed, len(names))

    def modprobe_steps(self, name):
        """What modprobe would load, in order."""
        text = kmod('modprobe', '-d', ROOT, '-S', RELEASE, '--show-depends', name).decode()
        steps = []
        for line in text.splitlines():
            word, _, rest = line.partition(' ')
            if word == 'insmod':
                steps.append(name_of(rest.split(' ')[0]))
            elif word == 'install':
                steps.append(line)
        return unique(steps)

    def test_plans_are_modprobe(self):
        dump = self.dump('plans')
        expected = BOTH_CPUS.map(self.modprobe_steps, self.loadable)
        agreed = 0
        for name, steps in zip(self.loadable, expected):
            if dump[name] == {'error': None, 'steps': steps}:
                agreed += 1
            else:
                print(f'# {name}: {dump[name]} is not {steps}')
        self.report('plans and modprobe --show-depends', agreed, len(self.loadable))

    def test_plan_load_is_modprobe(self):
        agreed = 0
        names = self.sample(self.loadable)
        for name in names:
            plan = ctl.run_json('plan', 'load', name, '--kernel', str(KERNEL))
            steps = [step['module'] for step in plan['steps']]
            agreed += steps == self.modprobe_steps(name)
        self.report('modscopectl plan load and modprobe --show-depends', agreed, len(names))

    def modaliases(self):
        """Those of the fixtures and of the computers in the folder of captures."""
        text = (FIXTURES / 'modaliases/modaliases.txt').read_text(encoding='utf-8')
        found = set(text.splitlines())
        folder = os.environ.get('MODSCOPE_TEST_MACHINES')
        for file in glob.glob(f'{folder}/*.json.gz') if folder else []:
            with gzip.open(file, 'rt', encoding='utf-8') as stream:
                found |= {device['modalias'] for device in json.load(stream)['devices']}
        return sorted(found - {None, ''})

    def check_resolve(self, what, kernel):
        """Compares `resolve` on a folder with modprobe -R on the real one, for all modaliases."""
        aliases = self.modaliases()
        expected = BOTH_CPUS.map(
            lambda alias: unique(kmod('modprobe', '-d', ROOT, '-S', RELEASE, '-R', '--',
                                      alias).decode().split()), aliases)
        found = {}
        for start in range(0, len(aliases), 500):
            part = aliases[start:start + 500]
            results = ctl.run_json('resolve', '--kernel', str(kernel), '--', *part)['results']
            found.update((result['modalias'], result['modules']) for result in results)
        agreed = resolved = 0
        for alias, names in zip(aliases, expected):
            agreed += found[alias] == names
            resolved += bool(names)
            if found[alias] != names:
                print(f'# {alias}: {found[alias]} is not {names}')
        print(f'# {resolved} of the aliases have a module')
        self.report(what, agreed, len(aliases))
        self.assertGreater(resolved, 100)

    def test_resolve_is_modprobe(self):
        self.check_resolve('resolve and modprobe -R', KERNEL)

    def test_resolve_in_text_is_modprobe(self):
        folder = self.cache / RELEASE
        folder.mkdir()
        for table in itertools.chain(KERNEL.glob('modules.*')):
            if table.suffix != '.bin':
                (folder / table.name).symlink_to(table)
        self.check_resolve('resolve in text tables and modprobe -R', folder)
        agreed = 0
        names = self.sample(self.loadable)
        for name in names:
            plan = ctl.run_json('plan', 'load', name, '--kernel', str(folder))
            agreed += [step['module'] for step in plan['steps']] == self.modprobe_steps(name)
        self.report('plan load in text tables and modprobe --show-depends', agreed, len(names))


if __name__ == '__main__':
    if not (KERNEL / 'modules.dep').exists():
        tap.skip_all('MODSCOPE_TEST_KERNEL is no folder of modules')
    sys.stdout.reconfigure(errors='backslashreplace')
    tap.main()
