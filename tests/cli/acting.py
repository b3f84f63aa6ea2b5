"""A made root and a bus, on which the helper and a stand-in for polkit are started when they are
called: where what changes something can be tried.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import ctl

HELPER = 'io.github.modscope.Helper1'
BLOCKS = 'etc/modprobe.d/00-modscope-block.conf'
STANDINS = pathlib.Path(__file__).parent / 'standins.py'
BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow user="*"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''


class Case(unittest.TestCase):
    """One root and one bus for each test."""

    @classmethod
    def setUpClass(cls):
        cls.template = ctl.make_root()

    @classmethod
    def tearDownClass(cls):
        ctl.remove_root(cls.template)

    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='modscope-actions-'))
        shutil.copytree(self.template, self.root, symlinks=True, dirs_exist_ok=True)
        ctl.write(self.root, '/dev/kmsg', '')
        ctl.write(self.root, '/var/lib/modscope/x', '')
        ctl.write(self.root, '/run/modscope/x', '')
        if not (self.root / 'proc/self/mountinfo').exists():
            ctl.write(self.root, '/proc/self/mountinfo', '')
        self.address = f'unix:path={self.root}/bus'
        self.environment = {'DBUS_SYSTEM_BUS_ADDRESS': self.address}
        services = self.root / 'services'
        services.mkdir()
        for name, command in self.services().items():
            (services / f'{name}.service').write_text(
                f'[D-BUS Service]\nName={name}\nExec={command}\n')
        ctl.write(self.root, '/bus.conf', BUS.format(address=self.address, services=services))
        self.bus = subprocess.Popen(
            ['dbus-daemon', '--nofork', '--print-address=1', f'--config-file={self.root}/bus.conf'],
            env={**os.environ, **self.environment}, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        self.bus.stdout.readline()

    def tearDown(self):
        self.bus.terminate()
        self.bus.wait()
        self.bus.stdout.close()
        ctl.remove_root(self.root)

    def services(self):
        """What the bus starts, by name."""
        return {
            HELPER: f'{os.environ["HELPER_UNDER_TEST"]} --root {self.root}',
            'org.freedesktop.PolicyKit1': f'{sys.executable} {STANDINS} polkit {self.root}',
        }

    def loaded(self):
        """The names of what is loaded."""
        text = (self.root / 'proc/modules').read_text()
        return sorted(line.split()[0] for line in text.splitlines())

    def write(self, path, text):
        """Writes a file below the root."""
        ctl.write(self.root, path, text)

    def asked(self):
        """What the stand-ins were asked."""
        try:
            return (self.root / 'asked').read_text().splitlines()
        except FileNotFoundError:
            return []

    def wait_until_asked(self, *lines):
        """Until the stand-ins were asked this."""
        end = time.monotonic() + 20
        while self.asked() != list(lines):
            self.assertLess(time.monotonic(), end, self.asked())
            time.sleep(0.01)
