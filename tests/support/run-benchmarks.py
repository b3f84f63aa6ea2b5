#!/usr/bin/env python3
"""Runs the benchmarks of a build folder, one after another, and prints one table.

    run-benchmarks.py BUILD-FOLDER MODULE-FOLDER [COMPRESSED-MODULE-FOLDER…]

Each benchmark is given a folder like /lib/modules/RELEASE as its last argument; those of the suite
"trees" run once for each folder, the others with the first. It prints rows of
NAME<TAB>OURS<TAB>THEIRS<TAB>BAR: the bar is for ours / theirs, or, with "<" or "≤" in front or "-" for
theirs, for ours itself. Exits with 1 if a row is over its bar or a benchmark failed.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import shlex
import subprocess
import sys


def run(build, suites, folder):
    """Yields the log of each benchmark of the suites."""
    log = os.path.join(build, 'meson-logs', 'benchmarks.json')
    if os.path.exists(log):
        os.unlink(log)
    subprocess.run(
        ['meson', 'test', '--benchmark', '-C', build, '--no-rebuild', '--num-processes=1',
         '--logbase=benchmarks', *suites, f'--test-args={shlex.quote(folder)}'],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if os.path.exists(log):
        with open(log, encoding='utf-8') as file:
            yield from map(json.loads, file)


def compression_of(folder):
    """What the modules in a folder are compressed with: "xz", "zstd" or nothing."""
    for _, _, names in os.walk(folder):
        for name in names:
            for ending, word in (('.ko.xz', 'xz'), ('.ko.zst', 'zstd'), ('.ko', '')):
                if name.endswith(ending):
                    return word
    return ''


def judge(ours, theirs, bar):
    """Returns the ratio's column and whether the bar is kept; None where there is no bar."""
    ratio = float(ours) / float(theirs) if theirs != '-' and float(theirs) else None
    shown = '' if ratio is None else f'{ratio:.3f}'
    if bar == '-':
        return shown, None
    limit = float(bar.lstrip('<≤ '))
    if bar[0] == '<':
        return shown, float(ours) < limit
    return shown, (float(ours) if bar[0] == '≤' or ratio is None else ratio) <= limit


def rows_of(entry, word):
    """Yields the table's rows of one benchmark."""
    for line in entry.get('stdout', '').splitlines():
        columns = line.split('\t')
        if len(columns) != 4:
            continue
        name, ours, theirs, bar = columns
        if word and word not in name:
            name = f'{name}, {word}'
        ratio, is_kept = judge(ours, theirs, bar)
        yield name, ours, theirs, ratio, bar, {True: 'OK', False: 'over', None: ''}[is_kept]


def main():
    build, plain, *compressed = sys.argv[1:]
    entries = [(entry, '') for entry in run(build, ['--no-suite=trees'], plain)]
    for folder in [plain, *compressed]:
        word = compression_of(folder)
        entries += [(entry, word) for entry in run(build, ['--suite=trees'], folder)]

    rows = [('what', 'ours', 'theirs', 'ratio', 'bar', '')]
    failed = not entries
    for entry, word in entries:
        if entry['result'] != 'OK':
            failed = True
            print(f"{entry['name']} failed: {entry.get('stderr', '').strip()}", file=sys.stderr)
        rows += rows_of(entry, word)
    widths = [max(len(row[i]) for row in rows) for i in range(6)]
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:5], widths[1:5])]
        print('  '.join(cells + [row[5]]).rstrip())
    sys.exit(failed or any(row[5] == 'over' for row in rows))


if __name__ == '__main__':
    main()
