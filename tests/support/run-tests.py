#!/usr/bin/env python3
"""Runs the tests of one or more build folders and counts single test cases.

A test program may hold many cases (TAP). A case that runs in several folders (plain, and with
sanitizers) counts once, and with its worst result. Prints TAP, then one line of counts. Exits with 1
if a case failed, or was skipped without being on the list of skips.

The list of skips has one line for each: a pattern of "suite/program case", a tab, and the reason.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import argparse
import fnmatch
import itertools
import json
import os
import re
import subprocess
import sys

TAP_LINE = re.compile(r'^(not ok|ok)\b *\d* *(?:- )?(.*?)(?: *# *(SKIP|TODO)\b *(.*))?$', re.I)

PASSED, SKIPPED, FAILED = range(3)
WORDS = {PASSED: 'ok', SKIPPED: 'ok', FAILED: 'not ok'}


def last_comment(lines):
    """The last line of the comments that these lines begin with: of a failure it says the most."""
    comments = itertools.takewhile(lambda line: line.startswith('#'), lines)
    return ([''] + [line[1:].strip() for line in comments if line[1:].strip()])[-1]


def cases_of(test):
    """The (case, result, reason) of one test program, from its line in meson's log."""
    cases = []
    lines = test.get('stdout', '').splitlines()
    for number, line in enumerate(lines):
        found = TAP_LINE.match(line)
        if not found:
            continue
        word, case, directive, reason = found.groups()
        directive = (directive or '').upper()
        if directive == 'SKIP':
            cases.append((case, SKIPPED, reason))
        elif word == 'ok' or directive == 'TODO':
            cases.append((case, PASSED, ''))
        else:
            cases.append((case, FAILED, reason or last_comment(lines[number + 1:])))

    result = test['result']
    if not cases:
        found = {'OK': PASSED, 'SKIP': SKIPPED, 'EXPECTEDFAIL': PASSED}.get(result, FAILED)
        cases.append(('', found, '' if found == PASSED else result.lower()))
    elif result not in ('OK', 'SKIP', 'EXPECTEDFAIL') and all(c[1] != FAILED for c in cases):
        # A crash after the last case, a leak found at exit, a time-out, a plan not kept.
        cases.append(('the program itself', FAILED,
                      f"{result.lower()}, exit status {test.get('returncode')}"))
    return cases


class Counter:
    """The worst result of each case so far, and the TAP lines."""

    def __init__(self):
        self.results = {}
        self.reasons = {}

    def add(self, folder, test):
        program = test['name'].split(':', 1)[-1].replace(' / ', '/').strip()
        cases = cases_of(test)
        for case, result, reason in cases:
            key = f'{program} {case}'.rstrip()
            is_new = key not in self.results
            if is_new or result > self.results[key]:
                self.results[key] = result
                self.reasons[key] = reason
            if is_new or result == FAILED:
                note = f' # SKIP {reason}' if result == SKIPPED else ''
                where = '' if is_new else f' [{folder}]'
                print(f'{WORDS[result]} - {key}{where}{note}', flush=True)
        if any(result == FAILED for _, result, _ in cases):
            for stream in ('stdout', 'stderr'):
                for line in test.get(stream, '').splitlines():
                    print(f'#   {line}')
            sys.stdout.flush()

    def count(self, result):
        return sum(1 for found in self.results.values() if found == result)


def run_folder(folder, names, counter):
    """Runs the tests of a build folder; returns whether meson could run them at all."""
    label = os.path.basename(folder)
    log = os.path.join(folder, 'meson-logs', 'testlog.json')
    if os.path.exists(log):
        os.unlink(log)
    print(f'# {label}', flush=True)
    meson = subprocess.Popen(
        ['meson', 'test', '-C', folder, '--no-rebuild', '--timeout-multiplier=3', *names],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    # meson writes a line for each program that ends, here and in its log.
    said = []
    stream = None
    for line in meson.stdout:
        said.append(line)
        if stream is None and os.path.exists(log):
            stream = open(log, encoding='utf-8')
        while stream and (entry := stream.readline()):
            counter.add(label, json.loads(entry))
    meson.wait()
    if stream is None and os.path.exists(log):
        stream = open(log, encoding='utf-8')
    for entry in stream or ():
        counter.add(label, json.loads(entry))
    if stream is None:
        print(''.join(said), file=sys.stderr)
    return stream is not None


def read_skips(path):
    """The patterns of the list of skips."""
    patterns = []
    with open(path, encoding='utf-8') as file:
        for line in file:
            if line.strip() and not line.startswith('#'):
                pattern, reason = line.rstrip('\n').split('\t', 1)
                assert reason.strip(), f'{path}: a skip without a reason: {pattern}'
                patterns.append(pattern)
    return patterns


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--skips', required=True, help='the list of skips')
    parser.add_argument('folders', nargs='+', help='build folders')
    parser.add_argument('--test', action='append', default=[], help='run only this program')
    arguments = parser.parse_args()

    counter = Counter()
    ran = [run_folder(folder, arguments.test, counter) for folder in arguments.folders]
    patterns = read_skips(arguments.skips)
    unlisted = [key for key, result in counter.results.items()
                if result == SKIPPED and not any(fnmatch.fnmatch(key, p) for p in patterns)]
    for key in unlisted:
        print(f'# skipped, and not on the list of skips: {key} ({counter.reasons[key]})')
    for key, result in counter.results.items():
        if result == FAILED:
            print(f'# failed: {key} ({counter.reasons[key]})')
    print(f'1..{len(counter.results)}')
    print(f'{counter.count(PASSED)} passed, {counter.count(FAILED)} failed, '
          f'{counter.count(SKIPPED)} skipped')
    sys.exit(not all(ran) or not counter.results or counter.count(FAILED) > 0 or bool(unlisted))


if __name__ == '__main__':
    main()
