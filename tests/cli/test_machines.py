#!/usr/bin/env python3
"""Devices of real computers: their candidates, their modules, and no false alarm.

$MODSCOPE_TEST_KERNEL is a folder like /lib/modules/RELEASE. $MODSCOPE_TEST_MACHINES may be a folder
of further captures, with TRUTH.tsv and NODRIVER.tsv, which may not be kept here.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import csv
import gzip
import json
import os
import pathlib
import shutil
import tempfile
import unittest

import ctl
import machine_tree
import tap

FIXTURES = pathlib.Path(__file__).parent.parent / 'fixtures/machines'
FOREIGN = os.environ.get('MODSCOPE_TEST_MACHINES')
KERNEL = pathlib.Path(os.environ.get('MODSCOPE_TEST_KERNEL') or '/nowhere').absolute()
# TRUTH.tsv says what kmod finds in Debian's 6.1 and 6.12. Other kernels have other drivers.
KMOD = 'kmod_resolves_' + '.'.join(KERNEL.name.split('.')[:2])
QUIET = {'working', 'not-needed', 'unknown'}
STEPS = ['present', 'driver-exists', 'allowed', 'loaded', 'attached', 'firmware', 'switched-on']


def read_table(folder, name):
    """Rows of a table by machine and device."""
    rows = {}
    with open(folder / f'{name}.tsv', encoding='utf-8', newline='') as file:
        for row in csv.DictReader(file, delimiter='\t', quoting=csv.QUOTE_NONE):
            rows.setdefault(row['machine'], {})[row['device']] = row
    return rows


def unique(text):
    """The names in a list with commas, each once."""
    return list(dict.fromkeys(name for name in (text or '').split(',') if name))


class Machine:
    """One capture, and what modscopectl says of it."""

    def __init__(self, file, folder, cache):
        self.name = file.name.removesuffix('.json.gz')
        with gzip.open(file, 'rt', encoding='utf-8') as text:
            self.capture = json.load(text)
        self.folder = folder
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='modscope-machine-'))
        try:
            tree = machine_tree.Tree(self.root, KERNEL)
            tree.add_capture(self.capture)
            document = ctl.run_json('devices', '--all', root=self.root, cache=cache)
        finally:
            shutil.rmtree(self.root)
        self.devices = {device['id']: device for device in document['devices']}

    def keys(self, device):
        """How the tables call a device of the capture."""
        return device.get('path') or device['slot']


def load_all(folder):
    """All captures of a folder."""
    with tempfile.TemporaryDirectory(prefix='modscope-cache-') as cache:
        return [Machine(file, folder, pathlib.Path(cache))
                for file in sorted(folder.glob('*.json.gz'))]


def check_truth(case, machines, truth):
    """Candidates are kmod's, and the driver's module is among what is known of it."""
    n_checked = n_known = 0
    for machine in machines:
        for device in machine.capture['devices']:
            row = truth.get(machine.name, {}).get(machine.keys(device))
            ours = machine.devices.get(machine_tree.id_of(device))
            if row is None or ours is None:
                continue
            where = (machine.name, ours['id'], row['class'])
            n_checked += 1
            case.assertEqual(ours['driver'], row['driver_in_use'], where)
            if 'pre-3.8' not in row['class'] and KMOD in row:
                case.assertEqual(ours['candidates'], unique(row[KMOD]), where)
            if row['class'] == 'AGREE' and row.get(KMOD):
                # Captures lack the kernel's link to the module: nothing is guessed then. A driver that
                # another kernel has built in may be known to kmod by no alias: 6.12's virtio_pci.
                if ours['module'] is not None:
                    case.assertIn(ours['module'], ours['candidates'], where)
                    n_known += 1
            elif 'OUT_OF_TREE' in row['class']:
                case.assertIsNone(ours['module'], where)
                for name in unique(row['lspci_kernel_modules']):
                    # What lspci of another kernel named may be known to ours by one of them only.
                    if machine_tree.fold(name) == machine_tree.fold(row['driver_in_use']):
                        case.assertIn(machine_tree.fold(name), ours['candidates'], where)
    if any(KMOD in row for rows in truth.values() for row in rows.values()):
        case.assertGreater(n_known, n_checked * 0.3)
    return n_checked


def check_verdicts(case, machines, without):
    """No device has a problem, but for those without a driver that deserve attention."""
    alarms = []
    for machine in machines:
        known = without.get(machine.name, {})
        attention = {machine_tree.id_of(device) for device in machine.capture['devices']
                     if known.get(machine.keys(device), {}).get('class_hint') == 'ATTENTION'}
        for device in machine.devices.values():
            case.assertEqual([step['step'] for step in device['chain']], STEPS)
            if device['verdict'] not in QUIET and device['id'] not in attention:
                alarms.append((machine.name, device['id'], device['name'], device['verdict'],
                               device['modalias']))
            elif device['driver'] and device['verdict'] != 'working':
                alarms.append((machine.name, device['id'], device['verdict']))
    case.assertEqual('\n'.join(map(str, alarms)), '')


@unittest.skipUnless(KERNEL.is_dir(), 'MODSCOPE_TEST_KERNEL is not set')
class MachinesTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.machines = load_all(FIXTURES)

    def test_candidates_and_modules(self):
        n_checked = check_truth(self, self.machines, read_table(FIXTURES, 'TRUTH'))
        self.assertGreater(n_checked, 1000)

    def test_no_false_alarm(self):
        check_verdicts(self, self.machines, read_table(FIXTURES, 'NODRIVER'))

    def test_every_device_is_there(self):
        for machine in self.machines:
            buses = {device['subsystem'] for device in machine.capture['devices']
                     if device['driver']} - {None, *machine_tree.NO_BUS}
            for device in machine.capture['devices']:
                if device['subsystem'] in buses:
                    self.assertIn(machine_tree.id_of(device), set(machine.devices), machine.name)

    def test_every_device_has_a_name(self):
        for machine in self.machines:
            for device in machine.devices.values():
                self.assertTrue(device['name'].strip(), (machine.name, device['id']))


@unittest.skipUnless(KERNEL.is_dir() and FOREIGN, 'MODSCOPE_TEST_MACHINES is not set')
class ForeignMachinesTest(unittest.TestCase):
    maxDiff = None

    def test_foreign_machines(self):
        folder = pathlib.Path(FOREIGN)
        machines = load_all(folder)
        check_truth(self, machines, read_table(folder, 'TRUTH'))
        check_verdicts(self, machines, read_table(folder, 'NODRIVER'))


if __name__ == '__main__':
    tap.main()
