#!/usr/bin/env python3
"""How long `modscopectl list --json` takes with the index there, against modinfo over all module
files in one process. Prints NAME, OURS and THEIRS in milliseconds, and the bar of their ratio.

    bench-list.py MODSCOPECTL MODULE-FOLDER

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

RUNS = 7
BAR = 0.10


def milliseconds(arguments):
    """The wall time of a program, its output read."""
    begin = time.perf_counter()
    subprocess.run(arguments, stdout=subprocess.PIPE, check=True)
    return (time.perf_counter() - begin) * 1000


def main():
    """Both in turn, so that neither has the quieter machine; of each the least time, since whatever
    else the machine does only ever adds."""
    modscopectl, folder = sys.argv[1], pathlib.Path(sys.argv[2]).absolute()
    os.environ['PATH'] += ':/usr/sbin:/sbin'
    files = sorted(map(str, folder.rglob('*.ko*')))
    with tempfile.TemporaryDirectory(prefix='modscope-bench-') as cache:
        os.environ['XDG_CACHE_HOME'] = cache
        ours_arguments = [modscopectl, 'list', '--json', '--kernel', str(folder)]
        milliseconds(ours_arguments)  # makes the index
        ours, theirs = [], []
        for _ in range(RUNS):
            ours.append(milliseconds(ours_arguments))
            theirs.append(milliseconds(['modinfo', *files]))
    print(f'modscopectl list --json, index there\t{min(ours):.1f}\t{min(theirs):.1f}\t{BAR}')


if __name__ == '__main__':
    main()
