#!/usr/bin/env python3
"""How long it takes to resolve all devices of a machine with 2,000 devices to candidates, against
`modprobe -R` in one process a device. Prints NAME, OURS and THEIRS in milliseconds, and the bar of
their ratio.

    bench-devices.py BENCH-DEVICES MODULE-FOLDER

SPDX-License-Identifier: GPL-3.0-or-later
"""

import gzip
import itertools
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'cli'))
import machine_tree  # noqa: E402

N_DEVICES = 2000
RUNS = 7
BAR = 0.02
# Enough of them to know what one takes.
SAMPLE = 100


def read_devices():
    """2,000 devices with a modalias, of real computers one after another."""
    devices = {}
    for file in itertools.cycle(sorted((HERE.parent / 'fixtures/machines').glob('*.json.gz'))):
        with gzip.open(file, 'rt', encoding='utf-8') as text:
            for device in json.load(text)['devices']:
                if device['modalias'] and device['subsystem'] in ('pci', 'usb', 'acpi', 'platform',
                                                                  'hid', 'serio', 'i2c'):
                    device['path'] = f"{device['path']}-{len(devices)}"
                    devices[device['path']] = device
                if len(devices) == N_DEVICES:
                    return list(devices.values())
    return []


def milliseconds(function):
    """The wall time of a call."""
    begin = time.perf_counter()
    function()
    return (time.perf_counter() - begin) * 1000


def main():
    """Ours reads the devices, names them and resolves them; theirs only resolves."""
    program, kernel = sys.argv[1], pathlib.Path(sys.argv[2]).absolute()
    os.environ['PATH'] += ':/usr/sbin:/sbin'
    root = pathlib.Path(tempfile.mkdtemp(prefix='modscope-bench-'))
    try:
        devices = read_devices()
        machine_tree.Tree(root, kernel).add_capture({'devices': devices})
        ours = [float(subprocess.run([program, root, str(N_DEVICES)], stdout=subprocess.PIPE,
                                     check=True).stdout) for _ in range(RUNS)]
    finally:
        shutil.rmtree(root)
    base = kernel.parent.parent.parent

    def resolve(device):
        subprocess.run(['modprobe', '-d', base, '-S', kernel.name, '-R', device['modalias']],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

    theirs = [milliseconds(lambda: [resolve(device) for device in devices[:SAMPLE]])
              for _ in range(3)]
    print(f'{N_DEVICES} devices read and resolved\t{statistics.median(ours):.1f}\t'
          f'{statistics.median(theirs) * N_DEVICES / SAMPLE:.1f}\t{BAR}')


if __name__ == '__main__':
    main()
