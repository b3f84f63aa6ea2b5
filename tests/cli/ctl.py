"""Runs modscopectl, and makes a small root for it to look at.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

PROGRAM = os.environ['MODSCOPECTL']
RELEASE = '6.1.0-test'
TOOLS = os.environ['PATH'] + ':/usr/sbin:/sbin'

HEADER = r'''
#define JOIN(a, b) a##b
#define NAME(a, b) JOIN (a, b)
#define INFO(s) static const char NAME (info_, __COUNTER__)[] \
  __attribute__ ((used, aligned (1), section (".modinfo"))) = s;
#define EXPORT(n) int n = 1; static const char ksym_##n[] \
  __attribute__ ((used, aligned (1), section ("__ksymtab_strings"))) = #n;
#define USE(n) extern int n; int *use_##n = &n;
'''

# File below the module folder, and the module's text.
MODULES = {
    'kernel/sound/core/snd.ko': r'INFO ("description=Sound core") INFO ("license=GPL") '
                                r'INFO ("depends=") EXPORT (snd_symbol)',
    'kernel/sound/core/snd-timer.ko': r'INFO ("description=Timer \033[31mwith\001 orders") '
                                      r'INFO ("depends=snd") USE (snd_symbol) EXPORT (timer_symbol)',
    'kernel/sound/pci/snd-card.ko':
        r'INFO ("description=A card of two\nlines") INFO ("author=J\303\266rg <j@example.org>") '
        r'INFO ("author=L\351o") INFO ("license=GPL v2") INFO ("version=1.2") '
        r'INFO ("depends=snd,snd-timer") INFO ("vermagic=6.1.0-test SMP mod_unload ") '
        r'INFO ("softdep=pre: helper-one post: helper-two") '
        r'INFO ("parm=index:Index value\nof the card") INFO ("parmtype=index:int") '
        r'INFO ("parmtype=hidden:bool") INFO ("firmware=card/there.bin") '
        r'INFO ("firmware=card/missing.bin") INFO ("alias=pci:v00001234d*sv*") '
        r'INFO ("alias=card-alias") USE (snd_symbol) USE (timer_symbol)',
    'kernel/drivers/misc/helper-one.ko': r'INFO ("license=GPL") INFO ("depends=")',
    'kernel/drivers/misc/helper-two.ko': r'INFO ("license=GPL") INFO ("depends=") '
                                         r'INFO ("alias=pci:v00001234d00005678sv*")',
    'kernel/drivers/input/misc/pcspkr.ko': r'INFO ("description=PC speaker") INFO ("depends=")',
    'kernel/drivers/net/never.ko': r'INFO ("license=GPL") INFO ("depends=")',
    'kernel/drivers/net/scripted.ko': r'INFO ("license=GPL") INFO ("depends=")',
}

LIVE = '''snd_card 24576 2 - Live 0x0000000000000000 (OE)
snd_timer 45056 1 snd_card, Live 0x0000000000000000
snd 126976 2 snd_timer,snd_card, Live 0x0000000000000000
pcspkr 16384 0 [permanent], Live 0x0000000000000000
'''

FILES = {
    '/proc/sys/kernel/osrelease': RELEASE + '\n',
    '/proc/sys/kernel/tainted': '12288\n',
    '/proc/sys/kernel/modules_disabled': '0\n',
    '/proc/modules': LIVE,
    '/proc/cmdline': 'quiet snd_card.index=3\n',
    '/sys/module/snd_card/parameters/index': '7\n',
    '/sys/devices/card0/uevent': '',
    '/lib/firmware/card/there.bin': 'x',
    '/etc/modprobe.d/a.conf': '# a comment\nblacklist pcspkr\noptions snd-card index=5\n'
                              'install never /bin/false\ninstall scripted /bin/touch /x\n'
                              'alias my-card snd_card\n',
    '/etc/modules-load.d/b.conf': 'helper-one\n',
}


def run(*arguments, root=None, cache=None, status=0, environment=None, **options):
    """Runs modscopectl; returns the finished process after checking its exit status."""
    variables = {**os.environ, 'LC_ALL': 'C.UTF-8', **(environment or {})}
    variables.pop('MODSCOPE_ROOT', None)
    if root:
        variables['MODSCOPE_ROOT'] = str(root)
        variables.setdefault('XDG_CACHE_HOME', str(root / 'cache'))
    if cache:
        variables['XDG_CACHE_HOME'] = str(cache)
    done = subprocess.run([PROGRAM, *arguments], env=variables, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=False,
                          **options)
    done.out = done.stdout.decode()
    done.err = done.stderr.decode()
    if done.returncode != status:
        raise AssertionError(f'{arguments}: exit status {done.returncode}, not {status}:\n'
                             f'{done.err}{done.out[:2000]}')
    return done


def run_json(*arguments, **options):
    """The JSON document that modscopectl prints, and nothing else."""
    done = run('--json', *arguments, **options)
    if done.err:
        raise AssertionError(f'{arguments}: on standard error: {done.err}')
    return json.loads(done.out)


def write(root, path, text):
    """Writes a file below the root."""
    file = root / path.lstrip('/')
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding='utf-8')


def compile_module(root, path, text):
    """A module file is an object with a .modinfo section; no kernel is needed to make one."""
    file = root / 'lib/modules' / RELEASE / path
    file.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(['cc', '-x', 'c', '-c', '-', '-o', file], input=HEADER + text, text=True,
                   check=True)


def depmod(root):
    """Makes the tables of the root's modules."""
    subprocess.run(['depmod', '-b', root, RELEASE], check=True, stderr=subprocess.DEVNULL,
                   env={**os.environ, 'PATH': TOOLS})


def make_root():
    """A root with eight modules, of which four are loaded, and one built in."""
    root = pathlib.Path(tempfile.mkdtemp(prefix='modscope-cli-'))
    for path, text in FILES.items():
        write(root, path, text)
    for path, text in MODULES.items():
        compile_module(root, path, text)
    folder = f'/lib/modules/{RELEASE}/'
    write(root, folder + 'modules.order', ''.join(f'{path}\n' for path in MODULES))
    write(root, folder + 'modules.builtin', 'kernel/fs/in-kernel.ko\n')
    write(root, folder + 'modules.builtin.modinfo',
          'in_kernel.license=GPL\0in_kernel.description=Always there\0')
    depmod(root)
    driver = root / 'sys/bus/pci/drivers/card'
    driver.mkdir(parents=True)
    (driver / '0000:00:1b.0').symlink_to('../../../../devices/card0')
    (root / 'sys/module/snd_card/drivers').mkdir()
    (root / 'sys/module/snd_card/drivers/pci:card').symlink_to('../../../bus/pci/drivers/card')
    return root


def remove_root(root):
    """Removes what make_root() made."""
    shutil.rmtree(root)
