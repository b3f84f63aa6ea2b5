#!/usr/bin/env python3
# Compares how Modscope reads modprobe.d and the kernel command line with `modprobe -c` of kmod 30.
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Agreement with modprobe on configuration.

  agree-modprobe-config.py DUMP FOLDER...     real files, with recorded output beside them
  agree-modprobe-config.py DUMP --random N    N made files and N made command lines, compared with
                                              the modprobe that is installed

DUMP is the program dump-modprobe-config. A FOLDER holds `modprobe.d` and `modprobe.d.expected`
(NAME.expected for each NAME), `modprobe.sets` (SET.dump-config.txt for each folder SET), or kmod's
own `test-modprobe/module-param-kcmdline*`. The output is TAP.

What the comparison leaves out, and why:
- names that end with a carriage return, and a backslash that ends the file: libkmod reads these
  lines, but not as their author meant them, and Modscope shows them as ignored;
- names on the command line that cannot be a module's ("systemd.unit=" is one that can);
- the blank before "post:", which kmod 30 forgets to print.
"""

import argparse
import glob
import os
import random
import re
import subprocess
import sys
import tempfile

NAME = re.compile(rb'[A-Za-z0-9_]{1,55}')
END = b'# End of configuration files.'


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def report(self, name, expected, actual, source=None):
        self.count += 1
        if expected == actual:
            print(f'ok {self.count} {name}')
            return
        self.failed += 1
        print(f'not ok {self.count} {name}')
        for sign, lines, others in ('-', expected, actual), ('+', actual, expected):
            for line in lines:
                if line not in others:
                    print(f'# {sign}{line!r}')
        if source is not None:
            print(f'# of {source!r}')

    def finish(self):
        print(f'1..{self.count}')
        return 1 if self.failed or not self.count else 0


def is_left_out(line, of_command_line):
    words = line.split(b' ')
    names = words[1:3] if words[0] == b'alias' else words[1:2]
    if any(name.endswith(b'\r') for name in names) or b'\xff' in line:
        return True
    if not of_command_line:
        return False
    name = line[len(b'blacklist '):] if words[0] == b'blacklist' else words[1]
    return NAME.fullmatch(name) is None or line.startswith(b'options rd modules_load=')


def without_empty_softdeps(lines):
    return [line for line in lines if not (line.startswith(b'softdep ') and line.endswith(b' '))]


def normalize(output, of_command_line=False):
    output = output.split(END)[0]
    lines = []
    for line in output.split(b'\n'):
        if not line or is_left_out(line, of_command_line):
            continue
        if line.startswith(b'softdep '):
            line = line.replace(b' post: ', b'post: ', 1)
        lines.append(line)
    return lines


def dump(program, *arguments):
    return subprocess.run([program, *arguments], stdout=subprocess.PIPE, check=True).stdout


def check_files(tap, program, folder):
    for path in sorted(glob.glob(f'{folder}/modprobe.d.expected/*.expected')):
        name = os.path.basename(path)[:-len('.expected')]
        with open(f'{folder}/modprobe.d.expected/{name}.expected', 'rb') as file:
            expected = normalize(file.read())
        tap.report(name, expected, normalize(dump(program, f'{folder}/modprobe.d/{name}')))


def check_sets(tap, program, folder):
    for path in sorted(glob.glob(f'{folder}/modprobe.sets/*.dump-config.txt')):
        path = path[:-len('.dump-config.txt')]
        with open(f'{path}.dump-config.txt', 'rb') as file:
            expected = normalize(file.read())
        files = sorted(os.listdir(path), key=os.fsencode)
        output = dump(program, *(f'{path}/{file}' for file in files))
        tap.report(f'set {os.path.basename(path)}', expected, normalize(output))


def check_command_lines(tap, program, folder):
    for path in sorted(glob.glob(f'{folder}/test-modprobe/module-param-kcmdline*/proc/cmdline')):
        case = os.path.dirname(os.path.dirname(path))
        with open(f'{case}/correct.txt', 'rb') as file:
            expected = file.read()
        if END not in expected:
            continue  # not what `modprobe -c` prints
        tap.report(os.path.basename(case), normalize(expected, True),
                   normalize(dump(program, '--command-line', path), True))


def make_config(chance):
    """Text in which everything that a parser can trip over is frequent."""
    words = [b'blacklist', b'install', b'remove', b'options', b'softdep', b'alias', b'include',
             b'weakdep', b'blackist', b'snd-hda-intel', b'a', b'foo_bar', b'a-b[-c]-d', b'x]', b'[y',
             b'b43*', b'[a-z]?', b'/bin/false', b'idx=0', b'q="a b"', b'\xe9', b'\xef\xbb\xbf',
             b'pci:v00008086d*sv*', b'A' * 300, b'#', b'\0', b'::', b'-', b'--', b'$CMDLINE_OPTS']
    blanks = [b' '] * 12 + [b'\t', b'  ', b'\\\n', b'\\\n ', b' \\\n', b'\r', b'\f', b'\v', b'']
    ends = [b'\n'] * 12 + [b'\r\n', b'\n\n', b'\\\n', b'\\\\\n', b'\\', b'#\n', b' \n', b'\t\n',
                           b'\0\n']
    text = b''
    for _ in range(chance.randrange(12)):
        line = [chance.choice(words[:8] if chance.random() < 0.9 else words)]
        if line[0] == b'softdep' and chance.random() < 0.8:
            line.append(chance.choice(words[8:]))
            for heading in chance.choice([(b'pre:',), (b'post:',), (b'pre:', b'post:'),
                                          (b'post:', b'pre:'), ()]):
                line.append(heading)
                line += chance.choices(words[8:], k=chance.randrange(4))
        else:
            line += chance.choices(words[8:], k=chance.randrange(5))
        if chance.random() < 0.1:
            text += chance.choice([b' ', b'\t', b'#', b' #', b'\xef\xbb\xbf'])
        for word in line:
            text += word + chance.choice(blanks)
        text += chance.choice(ends)
    return text


def make_command_line(chance):
    words = [b'quiet', b'psmouse.foo', b'snd-hda-intel.index=1', b'"a.b=c d"', b'a.b="c d"',
             b'modprobe.blacklist=foo,bar', b'modprobe.blacklist=', b'modprobe.blacklist=a-b,c',
             b'"modprobe.blacklist=x,y"', b'module_blacklist=a,b', b'nomodule', b'--', b'a.b.c=1',
             b'ivrs_acpihid[14:00.5]=AMD0020:00', b'root=/dev/sda1', b'a=b.c=d', b'.x=1', b'a.=1',
             b'a.', b'"', b'""', b'a"b.c=1', b'a.b"c=1', b'a.b=1"', b'a.b="1', b'a.b=c=d', b'a b',
             b'modules_load=x,y', b'rd.modules_load=z', b'x.y=\\"1', b'modprobe.x=1', b'=', b'.',
             b'a.b=c.d', b"a.b='c d'", b'\xe9.x=1', b'BOOT_IMAGE=/boot/vmlinuz-3.12.12', b'x' * 900]
    # No line breaks: within quotes they would come out as several lines.
    blanks = [b' '] * 10 + [b'\t', b'  ', b'\v', b'\f', b'\r', b'']
    text = b''
    for _ in range(chance.randrange(10)):
        text += chance.choice(words) + chance.choice(blanks)
    return text + chance.choice([b'', b'\n', b'\n', b'\n'])


def run_modprobe(config, command_line):
    """modprobe with a file, and with a command line that umockdev puts into /proc/cmdline."""
    with tempfile.TemporaryDirectory() as root:
        os.mkdir(f'{root}/proc')
        with open(f'{root}/proc/cmdline', 'wb') as file:
            file.write(command_line)
        with open(f'{root}/x.conf', 'wb') as file:
            file.write(config)
        environment = dict(os.environ, LD_PRELOAD='libumockdev-preload.so.0', UMOCKDEV_DIR=root,
                           PATH=os.environ.get('PATH', '') + ':/usr/sbin:/sbin')
        environment.pop('MODPROBE_OPTIONS', None)
        return subprocess.run(['modprobe', '-C', f'{root}/x.conf', '-c'], env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def check_random(tap, program, count, seed):
    chance = random.Random(seed)
    for number in range(count):
        text = make_config(chance)
        line = make_command_line(chance)
        with tempfile.NamedTemporaryFile() as file:
            file.write(text)
            file.flush()
            actual = normalize(dump(program, file.name))
        expected = normalize(run_modprobe(text, b''))
        if text.endswith(b'\\'):
            actual = without_empty_softdeps(actual)
            expected = without_empty_softdeps(expected)
        tap.report(f'config {seed} {number}', expected, actual, text)
        with tempfile.NamedTemporaryFile() as file:
            file.write(line)
            file.flush()
            actual = normalize(dump(program, '--command-line', file.name), True)
        tap.report(f'command line {seed} {number}', normalize(run_modprobe(b'', line), True),
                   actual, line)


def modprobe_version():
    path = os.environ.get('PATH', '') + ':/usr/sbin:/sbin'
    try:
        output = subprocess.run(['modprobe', '--version'], env=dict(os.environ, PATH=path),
                                stdout=subprocess.PIPE, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return output.split()[2].decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('dump')
    parser.add_argument('folders', nargs='*')
    parser.add_argument('--random', type=int, default=0, metavar='N')
    parser.add_argument('--seed', type=int, default=1)
    arguments = parser.parse_args()

    tap = Tap()
    for folder in arguments.folders:
        check_files(tap, arguments.dump, folder)
        check_sets(tap, arguments.dump, folder)
        check_command_lines(tap, arguments.dump, folder)
    if arguments.random and modprobe_version() != '30':
        print(f'1..0 # SKIP made files are compared with kmod 30, not {modprobe_version()}')
        return 0
    if arguments.random:
        check_random(tap, arguments.dump, arguments.random, arguments.seed)
    return tap.finish()


if __name__ == '__main__':
    sys.exit(main())
