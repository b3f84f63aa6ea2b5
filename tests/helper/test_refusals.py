#!/usr/bin/env python3
"""What the helper refuses without asking anybody: cases 1 to 17, and once more as 27, where an
administrator's rule says yes to everything.

16's messages are written byte by byte, since no library sends them.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import socket

from gi.repository import Gio, GLib

import tap
import world


class Names(world.Case):
    """InvalidName, NotFound, BuiltIn."""

    answer = 'no'

    def refuse_everywhere(self, name, error='InvalidName'):
        """Each method that takes a name refuses it, in first place and behind a good one."""
        caller = self.caller
        for call in (lambda: caller.load(name),
                     lambda: caller.unload(name),
                     lambda: caller.unload('tst_idle', name),
                     lambda: caller.restart(name),
                     lambda: caller.restart('tst_idle', name),
                     lambda: caller.block(name),
                     lambda: caller.block(name, 'always'),
                     lambda: caller.rules(('block', 'tst_plain', {'strength': 'always'}),
                                          ('block', name, {'strength': 'always'}))):
            with self.subTest(name=name[:80]):
                self.assert_refused(call, error)

    def test_01_empty_name(self):
        self.refuse_everywhere('')

    def test_01_name_of_56_bytes(self):
        self.refuse_everywhere('a' * 56)
        self.refuse_everywhere('a' * 55, 'NotFound')

    def test_01_name_of_5000_bytes(self):
        self.refuse_everywhere('a' * 5000)

    def test_02_paths(self):
        for name in '../tst_plain', './tst_plain', '/tmp/tst_plain.ko', 'tst_plain.ko', '..', '/':
            self.refuse_everywhere(name)

    def test_03_patterns(self):
        for name in 'tst_*', '*', 'tst_plai?', '[a', 'a]', 'tst_[p]lain', '{tst_plain}':
            self.refuse_everywhere(name)

    def test_04_blanks_and_commands(self):
        for name in ('tst_plain\n', '\ntst_plain', 'tst_plain\ninstall x sh', 'tst_plain\t',
                     'tst_plain\r', ' tst_plain', 'tst_plain x', 'tst_plain;id', '$(id)', '`id`',
                     'tst_plain\\', 'tst_plain\x1b', 'tst_pl\u00e4in', 'tst\u2010dash',
                     'tst_plain#'):
            self.refuse_everywhere(name)

    def test_05_options(self):
        for name in '-r', '--help', '-', '--', '-tst_plain':
            self.refuse_everywhere(name)
        self.refuse_everywhere('_r', 'NotFound')

    def test_06_alias(self):
        for name in 'pci:v00001234d00000001sv', 'pci:v0000*', 'devname:x', 'net-pf-16:y':
            self.refuse_everywhere(name)
        self.root.write('/etc/modprobe.d/alias.conf', 'alias tst_alias tst_plain\n')
        self.refuse_everywhere('tst_alias', 'NotFound')

    def test_07_unknown_or_wrong_case(self):
        for name in 'tst_missing', 'TST_PLAIN', 'Tst_plain':
            self.refuse_everywhere(name, 'NotFound')

    def test_09_built_in(self):
        for name in 'in_kernel', 'in-kernel':
            self.assert_refused(lambda name=name: self.caller.load(name), 'BuiltIn')
            self.assert_refused(lambda name=name: self.caller.unload(name), 'BuiltIn')
            self.assert_refused(lambda name=name: self.caller.restart(name), 'BuiltIn')

    def test_unload_of_what_is_not_loaded(self):
        self.assert_refused(lambda: self.caller.unload('tst_plain'), 'NotFound')
        self.assert_refused(lambda: self.caller.unload('tst_idle', 'tst-idle'), 'InvalidName')
        self.assert_refused(lambda: self.caller.unload(), 'InvalidName')
        self.assert_refused(lambda: self.caller.unload(*['tst_idle'] * 101), 'InvalidName')

    def test_unblock_needs_a_rule(self):
        self.assert_refused(lambda: self.caller.unblock('tst_plain'), 'NotFound')
        self.assert_refused(lambda: self.caller.unblock('tst_gone'), 'NotFound')
        for name in 'a*', '-r':
            self.assert_refused(lambda name=name: self.caller.unblock(name), 'InvalidName')


class Parameters(world.Case):
    """InvalidParameter."""

    answer = 'no'

    def refuse(self, parameters, error='InvalidParameter'):
        self.assert_refused(lambda: self.caller.load('tst_plain', parameters), error)

    def test_10_line_in_a_value(self):
        for value in '1\ninstall y sh', '\n', '1\r', '1\t2', '1\x0b2':
            self.refuse({'number': value})
        self.refuse({'number=1\ninstall y sh': '1'})
        self.refuse({'number\n': '1'})

    def test_10_line_in_a_reason(self):
        for reason in 'x\ninstall y sh', 'x\r', 'x\u2028y', 'x\u0085y', 'a' * 201, '\x1b[31m':
            self.assert_refused(lambda reason=reason: self.caller.block(
                'tst_plain', reason=reason), 'InvalidParameter')

    def test_11_trailing_backslash(self):
        self.refuse({'the_text': '1\\'})
        self.refuse({'the_text': '\\'})
        self.assert_refused(lambda: self.caller.block('tst_plain', reason='x\\'),
                            'InvalidParameter')

    def test_12_quotes_and_smuggled_parameters(self):
        for value in ('"1', "'1", '1"', '1 other=2', '"1 other=2"', '--', '1 --', '1\u00a0x=2',
                      '$x', '1#', '1;2', '`id`'):
            self.refuse({'number': value})
        self.refuse({'number': '1', 'the_text': '1 number=2'})

    def test_13_unknown_parameter(self):
        for name in ('unknown', 'Number', '', 'number ', 'number=1', 'tst_plain.number', 'dyndbg',
                     'async_probe', 'async-probe', '--', '-'):
            self.refuse({name: '1'})
        self.refuse({'number': '1', 'unknown': '1'})

    def test_14_command_in_a_value(self):
        target = self.root.file('/tmp-file')
        self.root.write('/etc/modprobe.d/b.conf',
                        'install tst_plain /sbin/modprobe --ignore-install tst_plain '
                        '$CMDLINE_OPTS\n')
        self.refuse({'number': f';touch {target}'})
        self.refuse({'number': '1'}, 'InstallCommand')
        self.assertFalse(target.exists())

    def test_15_long_value(self):
        self.refuse({'the_text': 'a' * 1025})
        self.refuse({'the_text': 'a' * 100000})

    def test_15_many_parameters(self):
        self.refuse({f'number{i}': '1' for i in range(1000)})

    def test_15_duplicates(self):
        self.refuse({'the-text': '1', 'the_text': '2'})
        body = GLib.Variant('(sa{ss}as)', ('tst_plain', {}, []))
        pairs = GLib.VariantBuilder(GLib.VariantType('a{ss}'))
        for value in '1', '2':
            pairs.add_value(GLib.Variant.new_dict_entry(GLib.Variant('s', 'number'),
                                                        GLib.Variant('s', value)))
        body = GLib.Variant.new_tuple(GLib.Variant('s', 'tst_plain'), pairs.end(),
                                      GLib.Variant('as', []))
        self.assert_refused(lambda: self.caller.send('LoadModule', body), 'InvalidParameter')

    def test_16_not_utf8(self):
        for method, body, old in (
                ('LoadModule', GLib.Variant('(sa{ss}as)', ('XXXX', {}, [])), b'XXXX'),
                ('LoadModule', GLib.Variant('(sa{ss}as)', ('tst_plain', {'number': 'XXXX'}, [])),
                 b'XXXX')):
            with self.nothing_happens(checks=0):
                self.assertTrue(self.send_raw(method, body, old, b'X\xff\xfeX'))
        self.assert_alive()

    def test_16_broken_bytes(self):
        """A length that lies, an embedded zero byte."""
        body = GLib.Variant('(sa{ss}as)', ('XXXX', {}, []))
        with self.nothing_happens(checks=0):
            self.assertTrue(self.send_raw('LoadModule', body, b'\4\0\0\0XXXX', b'\xff\0\0\0XXXX'))
            self.assertTrue(self.send_raw('LoadModule', body, b'XXXX', b'X\0XX'))
        self.assert_alive()

    def send_raw(self, method, body, old, new):
        """Sends a message with some bytes replaced. Returns whether the bus dropped the sender."""
        message = Gio.DBusMessage.new_method_call(world.NAME, world.PATH, world.NAME, method)
        message.set_body(body)
        message.set_serial(2)
        data = message.to_blob(Gio.DBusCapabilityFlags.NONE)
        self.assertEqual(data.count(old), 1)
        hello = Gio.DBusMessage.new_method_call('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                                'org.freedesktop.DBus', 'Hello')
        hello.set_serial(1)
        with socket.socket(socket.AF_UNIX) as raw:
            raw.settimeout(world.DEADLINE)
            raw.connect(self.bus.address.partition('=')[2])
            user = str(os.geteuid()).encode().hex()
            raw.sendall(f'\0AUTH EXTERNAL {user}\r\n'.encode())
            self.assertTrue(raw.recv(4096).startswith(b'OK '))
            raw.sendall(b'BEGIN\r\n' + hello.to_blob(Gio.DBusCapabilityFlags.NONE))
            self.assertTrue(raw.recv(4096))
            raw.sendall(data.replace(old, new))
            while True:
                try:
                    if not raw.recv(4096):
                        return True
                except ConnectionResetError:
                    return True
                except socket.timeout:
                    return False

    def assert_alive(self):
        self.assert_refused(lambda: self.new_caller().load(''), 'InvalidName')

    def test_17_wrong_types(self):
        for method, body in (
                ('LoadModule', GLib.Variant('(s)', ('tst_plain',))),
                ('LoadModule', GLib.Variant('(ya{ss}as)', (1, {}, []))),
                ('LoadModule', GLib.Variant('(sa{sv}as)', ('tst_plain', {}, []))),
                ('LoadModule', GLib.Variant('()', ())),
                ('UnloadModules', GLib.Variant('(su)', ('tst_idle', 0))),
                ('UnloadModules', GLib.Variant('(asi)', (['tst_idle'], 0))),
                ('RestartModule', GLib.Variant('(su)', ('tst_idle', 0))),
                ('ControlDevice', GLib.Variant('(sss)', ('pci:x', 'off', ''))),
                ('ControlDevice', GLib.Variant('(ssvu)', ('pci:x', 'off', GLib.Variant('s', ''),
                                                          0))),
                ('KeepChange', GLib.Variant('(s)', ('1',))),
                ('RevertChange', GLib.Variant('(i)', (1,))),
                ('ApplyRules', GLib.Variant('(a(ss))', ([('unblock', 'tst_plain')],))),
                ('ApplyRules', GLib.Variant('(v)', (GLib.Variant('s', 'x'),)))):
            with self.subTest(method=method, body=str(body)):
                self.assert_refused(lambda m=method, b=body: self.caller.send(m, b),
                                    world.INVALID_ARGS)

    def test_17_descriptors(self):
        with open('/dev/null', 'rb') as file:
            for method, body in (
                    ('LoadModule', GLib.Variant('(sa{ss}as)', ('tst_plain', {}, []))),
                    ('UnloadModules', GLib.Variant('(asu)', (['tst_idle'], 0))),
                    ('RestartModule', GLib.Variant('(sasu)', ('tst_idle', [], 0))),
                    ('ControlDevice', GLib.Variant('(sssu)', ('pci:x', 'off', '', 0))),
                    ('KeepChange', GLib.Variant('(u)', (1,))),
                    ('RevertChange', GLib.Variant('(u)', (1,))),
                    ('ApplyRules', GLib.Variant('(a(ssa{sv}))', ([],)))):
                descriptors = Gio.UnixFDList.new()
                descriptors.append(file.fileno())
                self.assert_refused(lambda m=method, b=body, d=descriptors:
                                    self.caller.send(m, b, d), world.INVALID_ARGS)

    def test_17_deep_variants(self):
        """As deep as the bus lets through; what is deeper it drops, with its sender."""
        value = GLib.Variant('s', 'always')
        for _ in range(55):
            value = GLib.Variant('v', value)
        for key in 'strength', 'reason', 'other':
            body = GLib.Variant('(a(ssa{sv}))', ([('block', 'tst_plain', {key: value})],))
            self.assert_refused(lambda body=body: self.caller.send('ApplyRules', body),
                                world.INVALID_ARGS)
        self.assert_alive()

    def test_17_details_of_changes(self):
        caller = self.caller
        for change in (('block', 'tst_plain', {}),
                       ('block', 'tst_plain', {'strength': ''}),
                       ('block', 'tst_plain', {'strength': 'sometimes'}),
                       ('block', 'tst_plain', {'strength': 'always', 'file': '/etc/x'}),
                       ('unblock', 'tst_plain', {'strength': 'always'}),
                       ('', 'tst_plain', {'strength': 'always'}),
                       ('install', 'tst_plain', {'strength': 'always'})):
            with self.subTest(change=change):
                self.assert_refused(lambda change=change: caller.rules(change), 'InvalidParameter')
        good = ('block', 'tst_plain', {'strength': 'always'})
        self.assert_refused(caller.rules, 'InvalidParameter')
        self.assert_refused(lambda: caller.rules(good, good), 'InvalidParameter')
        self.assert_refused(lambda: caller.rules(*[good] * 101), 'InvalidParameter')
        for value in GLib.Variant('u', 1), GLib.Variant('b', True), GLib.Variant('as', ['always']):
            body = GLib.Variant('(a(ssa{sv}))', ([('block', 'tst_plain', {'strength': value})],))
            self.assert_refused(lambda body=body: caller.send('ApplyRules', body),
                                world.INVALID_ARGS)

    def test_17_trial_seconds(self):
        for seconds in 301, 2 ** 32 - 1:
            self.assert_refused(lambda s=seconds: self.caller.unload('tst_idle', trial_seconds=s),
                                world.INVALID_ARGS)
            self.assert_refused(lambda s=seconds: self.caller.restart('tst_idle', trial_seconds=s),
                                world.INVALID_ARGS)
            self.assert_refused(lambda s=seconds: self.caller.device('pci:x', 'off', '', s),
                                world.INVALID_ARGS)

    def test_parameters_come_too_late(self):
        self.root.write('/proc/modules', 'tst_plain 16384 0 - Live 0x0000000000000000\n')
        self.refuse({'number': '1'})


class Names_27_all_allowed(Names):
    """The same where polkit says yes to everything."""

    answer = 'yes'


class Parameters_27_all_allowed(Parameters):
    """The same where polkit says yes to everything."""

    answer = 'yes'


if __name__ == '__main__':
    tap.main()
