#!/usr/bin/env python3
"""Loading and unloading with a kernel that answers as the test says: cases 30 to 37.

38 has its parts in unit/critical; here is what the helper makes of them. That libkmod is never told
to apply the blacklist to all (32) shows in what is loaded then.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import errno
import unittest

from gi.repository import GLib

import tap
import world

SIGNED = 'Loading of unsigned module is rejected'
LOCKED = 'Lockdown: modscope-worker: unsigned module loading is restricted; see man kernel_lockdown.7'


class Plans(world.Case):
    """What is refused, or not, before anybody is asked."""

    def config(self, text):
        self.root.write('/etc/modprobe.d/b.conf', text)

    def test_30_install_line_of_a_dependency(self):
        self.config('install tst_base /bin/touch /x\n')
        text = self.assert_refused(lambda: self.caller.load('tst_user'), 'InstallCommand')
        self.assertIn('\nmodule: tst_base', text)
        self.assertIn('\nfile: /etc/modprobe.d/b.conf:1', text)
        self.assertNotIn('touch', text)

    def test_30_install_line_of_a_soft_dependency(self):
        self.config('# x\ninstall tst_extra /bin/touch /x\n')
        text = self.assert_refused(lambda: self.caller.load('tst_soft'), 'InstallCommand')
        self.assertIn('\nfile: /etc/modprobe.d/b.conf:2', text)

    def test_30_install_line_of_the_module(self):
        for line in ('install tst_plain /bin/touch /x', 'install tst-plain /bin/touch /x',
                     'install tst_pl* /bin/touch /x', 'install tst_plain \\\n /bin/touch /x',
                     'install tst_plain :', 'install tst_plain'):
            with self.subTest(line=line):
                self.config(line + '\n')
                if line == 'install tst_plain':
                    continue  # libkmod and this program both skip a line without a command
                self.assert_refused(lambda: self.caller.load('tst_plain'), 'InstallCommand')

    def test_30_own_line(self):
        self.assert_done(self.caller.block('tst_base', 'always'))
        text = self.assert_refused(lambda: self.caller.load('tst_user'), 'ConfigConflict')
        self.assertIn(f'\nfile: {world.BLOCK_FILE}:', text)

    def test_30_remove_line_is_not_run(self):
        self.config(f'remove tst_idle /bin/touch {self.root.file("/x")}\n')
        self.assert_done(self.caller.unload('tst_idle'))
        self.assertFalse(self.root.file('/x').exists())

    def test_30_loaded_dependency_does_not_matter(self):
        self.config('install tst_base /bin/touch /x\n')
        self.root.write('/proc/modules', 'tst_base 16384 0 - Live 0x0000000000000000\n')
        self.assertEqual(self.assert_done(self.caller.load('tst_user')), (['tst_user'],))

    def test_31_blacklisted_module(self):
        """A blacklist is about loading by itself: who names the module gets it."""
        self.config('blacklist tst_plain\n')
        self.assertEqual(self.assert_done(self.caller.load('tst_plain')), (['tst_plain'],))

    def test_31_blacklisted_on_the_command_line(self):
        self.root.write('/proc/cmdline', 'quiet modprobe.blacklist=tst_plain\n')
        self.assertEqual(self.assert_done(self.caller.load('tst_plain')), (['tst_plain'],))

    def test_32_blacklisted_dependency_is_not_dropped(self):
        self.config('blacklist tst_base\nblacklist tst_user\n')
        self.assertEqual(self.assert_done(self.caller.load('tst_user')),
                         (['tst_base', 'tst_user'],))

    def test_32_blacklisted_soft_dependency_is_not_dropped(self):
        """a.conf blacklists tst_extra, which modprobe loads with tst_soft all the same."""
        self.assertEqual(self.assert_done(self.caller.load('tst_soft')),
                         (['tst_extra', 'tst_soft'],))

    def test_options_in_another_encoding(self):
        """They reach the kernel as they are written, as they would from modprobe."""
        self.root.write('/etc/modprobe.d/b.conf', b'options tst_plain the_text=J\xf6rg\n')
        self.assertEqual(self.assert_done(self.caller.load('tst_plain')), (['tst_plain'],))
        self.assertEqual(self.root.file('/kernel/options').read_bytes().split(),
                         [b'tst_plain', b'the_text=J\xf6rg'])

    def test_alias_for_what_is_no_name(self):
        """modprobe looks for such a module in vain, and goes on."""
        self.root.write('/etc/modprobe.d/b.conf', b'alias odd \xff\nsoftdep tst_plain pre: odd\n')
        self.assertEqual(self.assert_done(self.caller.load('tst_plain')), (['tst_plain'],))

    def test_38_disk_of_the_root(self):
        self.root.write('/proc/self/mountinfo', '36 1 8:1 / / rw - ext4 /dev/sda1 rw\n')
        disk = self.root.file('/sys/devices/pci0/host0/sda')
        disk.mkdir(parents=True)
        (self.root.file('/sys/dev/block')).mkdir(parents=True)
        self.root.file('/sys/dev/block/8:1').symlink_to(disk)
        self.root.file('/sys/bus/drivers/idle').mkdir(parents=True)
        self.root.file('/sys/module/tst_idle').mkdir(parents=True)
        self.root.file('/sys/bus/drivers/idle/module').symlink_to(
            self.root.file('/sys/module/tst_idle'))
        (disk.parent / 'driver').symlink_to(self.root.file('/sys/bus/drivers/idle'))
        self.assert_refused(lambda: self.caller.unload('tst_idle'), 'Critical')
        self.assert_refused(lambda: self.caller.unload('tst_other', 'tst-idle'), 'Critical')
        self.assert_refused(lambda: self.caller.restart('tst_idle'), 'Critical')
        self.assert_refused(lambda: self.caller.restart('tst_other', 'tst_idle'), 'Critical')
        self.assert_done(self.caller.unload('tst_other'))

    def test_loaded_already(self):
        self.root.write('/proc/modules', 'tst_plain 16384 0 - Live 0x0000000000000000\n')
        self.assertEqual(self.assert_done(self.caller.load('tst_plain')), ([],))

    def test_in_use(self):
        self.assert_refused(lambda: self.caller.unload('tst_open'), 'InUse')
        text = self.assert_refused(lambda: self.caller.unload('tst_chain0'), 'InUse')
        self.assertIn('\nmodule: tst_chain0', text)
        self.assert_refused(lambda: self.caller.unload('tst_chain8', 'tst_chain9'), 'InUse')

    def test_permanent(self):
        self.root.write('/proc/modules', 'tst_plain 16384 0 [permanent], Live 0x0\n')
        self.assert_refused(lambda: self.caller.unload('tst_plain'), 'KernelRefused')

    def test_no_modules_at_all(self):
        self.root.file('/proc/modules').unlink()
        self.assert_refused(lambda: self.caller.load('tst_plain'), 'NotFound')

    def test_no_folder_of_modules(self):
        self.root.write('/proc/sys/kernel/osrelease', '6.2.0-gone\n')
        self.assert_refused(lambda: self.caller.load('tst_plain'), 'NotFound')
        self.assert_done(self.caller.unload('tst_idle'))


class Outcomes(world.Case):
    """What the kernel answers, told apart."""

    def kernel(self, verb, name, answer, log=None):
        self.root.write(f'/kernel/{verb}/{name}', str(answer))
        if log:
            self.root.write(f'/kernel/log/{name}', f'4,1,1,-;{log}')

    def assert_kernel(self, call, name, errsv, log=None, module='tst_plain'):
        text = self.assert_error(call, name)
        self.assertIn(f'\nmodule: {module}', text)
        self.assertIn(f'\nerrno: {errsv}', text)
        if log:
            self.assertIn(f'\nkernel: {log}', text)
        self.assertNotIn(str(self.root.folder), text)
        return text

    def test_34_modules_disabled(self):
        self.root.write('/proc/sys/kernel/modules_disabled', '1\n')
        self.assert_refused(lambda: self.caller.load('tst_plain'), 'ModulesDisabled')
        self.assert_refused(lambda: self.caller.unload('tst_idle'), 'ModulesDisabled')
        self.assert_done(self.caller.block('tst_plain'))

    def test_34_lockdown(self):
        self.kernel('insert', 'tst_plain', errno.EPERM, LOCKED)
        self.assert_kernel(self.caller.load('tst_plain'), 'LockedDown', 1, LOCKED)

    def test_34_kernels_own_list(self):
        log = 'Module tst_plain is blacklisted'
        self.kernel('insert', 'tst_plain', errno.EPERM, log)
        text = self.assert_kernel(self.caller.load('tst_plain'), 'ConfigConflict', 1, log)
        self.assertIn('\nfile: /proc/cmdline:0', text)

    def test_34_own_init(self):
        self.kernel('insert', 'tst_plain', errno.EPERM)
        self.assert_kernel(self.caller.load('tst_plain'), 'KernelRefused', 1)

    def test_35_signature(self):
        for number in errno.EKEYREJECTED, errno.EBADMSG, errno.ENOKEY:
            self.kernel('insert', 'tst_plain', number, SIGNED)
            self.assert_kernel(self.caller.load('tst_plain'), 'SignatureRejected', number, SIGNED)

    def test_35_other_kernel(self):
        for log in ("tst_plain: version magic '5.0 SMP' should be '6.1.0-test SMP'",
                    'tst_plain: disagrees about version of symbol module_layout'):
            for number in errno.ENOEXEC, errno.EINVAL:
                self.kernel('insert', 'tst_plain', number, log)
                self.assert_kernel(self.caller.load('tst_plain'), 'WrongKernel', number, log)

    def test_35_broken_file(self):
        self.kernel('insert', 'tst_plain', errno.ENOEXEC)
        self.assert_kernel(self.caller.load('tst_plain'), 'KernelRefused', errno.ENOEXEC)

    def test_35_unknown_symbol(self):
        log = 'tst_plain: Unknown symbol base_symbol (err -2)'
        self.kernel('insert', 'tst_plain', errno.ENOENT, log)
        self.assert_kernel(self.caller.load('tst_plain'), 'UnknownSymbol', errno.ENOENT, log)

    def test_35_no_device(self):
        self.kernel('insert', 'tst_plain', errno.ENODEV)
        self.assert_kernel(self.caller.load('tst_plain'), 'KernelRefused', errno.ENODEV)

    def test_lines_from_before_are_not_of_this(self):
        self.root.write('/dev/kmsg', f'4,1,1,-;{LOCKED}\n')
        self.kernel('insert', 'tst_plain', errno.EPERM)
        text = self.assert_kernel(self.caller.load('tst_plain'), 'KernelRefused', 1)
        self.assertNotIn('Lockdown', text)

    def test_lines_cannot_pretend(self):
        """A line with an end of line in it, or an escape, stays one line of the kernel's."""
        self.root.write('/kernel/log/tst_plain', '4,1,1,-;one\x1b[31m\rerrno: 99\n two\n')
        self.kernel('insert', 'tst_plain', errno.EPERM)
        text = self.assert_kernel(self.caller.load('tst_plain'), 'KernelRefused', 1)
        self.assertNotIn('\nerrno: 99', text.replace('\r', '\n'))
        self.assertNotIn('\x1b', text)

    def test_dependency_fails(self):
        self.kernel('insert', 'tst_base', errno.EIO)
        self.assert_kernel(self.caller.load('tst_user'), 'KernelRefused', errno.EIO,
                           module='tst_base')
        self.assertNotIn('tst_user', self.root.loaded())

    def test_module_fails_after_its_dependency(self):
        self.kernel('insert', 'tst_user', errno.EIO)
        text = self.assert_kernel(self.caller.load('tst_user'), 'KernelRefused', errno.EIO,
                                  module='tst_user')
        self.assertIn('\ndone: tst_base', text)
        self.assertIn('tst_base', self.root.loaded())

    def test_soft_dependency_may_fail(self):
        self.kernel('insert', 'tst_extra', errno.EIO)
        self.assertEqual(self.assert_done(self.caller.load('tst_soft')), (['tst_soft'],))

    def test_success_that_is_none(self):
        self.kernel('insert', 'tst_plain', 0)
        self.assertIn('\nmodule: tst_plain',
                      self.assert_error(self.caller.load('tst_plain'), 'KernelRefused'))
        self.kernel('remove', 'tst_idle', 'ignore')
        self.assertIn('\nmodule: tst_idle',
                      self.assert_error(self.caller.unload('tst_idle'), 'KernelRefused'))

    def test_crash(self):
        self.kernel('insert', 'tst_user', 'crash', 'BUG: kernel NULL pointer dereference')
        text = self.assert_error(self.caller.load('tst_user'), 'KernelRefused')
        for line in ('module: tst_user', 'done: tst_base',
                     'kernel: BUG: kernel NULL pointer dereference'):
            self.assertIn('\n' + line, text)
        self.assert_done(self.caller.unload('tst_idle'))

    def test_37_chain(self):
        names = list(reversed(world.CHAIN))
        self.assertEqual(self.assert_done(self.caller.unload(*names)), (names, 0))
        self.assertFalse(set(names) & set(self.root.loaded()))

    def test_37_chain_fails_at_the_fifth(self):
        names = list(reversed(world.CHAIN))
        self.kernel('remove', names[4], errno.EWOULDBLOCK)
        text = self.assert_kernel(self.caller.unload(*names), 'InUse', errno.EWOULDBLOCK,
                                  module=names[4])
        self.assertEqual([line.partition(': ')[2] for line in text.splitlines()
                          if line.startswith('done: ')], names[:4])
        self.assertEqual([name for name in names if name in self.root.loaded()], names[4:])


class Hangs(world.Case):
    """A module whose init does not come to an end."""

    idle = 1

    def hang(self, name):
        """Loads a module that hangs; returns the call when the kernel has it."""
        self.root.write(f'/kernel/insert/{name}', 'hang')
        self.root.write(f'/kernel/log/{name}', f'6,1,1,-;{name} begins')
        self.addCleanup(lambda: self.root.file(f'/kernel/insert/{name}').unlink(missing_ok=True))
        call = self.new_caller().load(name)
        world.wait_for(lambda: f'{name} begins' in self.root.read('/dev/kmsg'),
                       'the module is being loaded')
        return call

    def go_on(self, call, name):
        """The module's init comes to its end."""
        self.root.file(f'/kernel/insert/{name}').unlink()
        self.assertEqual(self.assert_done(call), ([name],))

    def test_33_two_loads_of_one_module(self):
        call = self.hang('tst_plain')
        self.root.write('/proc/modules',
                        world.LIVE + 'tst_plain 16384 1 - Loading 0x0000000000000000\n')
        self.assert_refused(lambda: self.caller.load('tst_plain'), 'Busy')
        self.assert_refused(lambda: self.caller.unload('tst_plain'), 'Busy')
        self.go_on(call, 'tst_plain')

    def test_33_two_loads_that_were_both_allowed(self):
        """One success, one mapped error: nobody is told that they did what another did."""
        self.polkit.answer = 'ask'
        calls = [self.caller.load('tst_plain'), self.new_caller().load('tst_plain')]
        world.wait_for(lambda: len(self.polkit.dialogs) == 2, 'two dialogs')
        for check in list(self.polkit.dialogs):
            self.polkit.settle('yes', check)
        results = [call.wait().error or call.value for call in calls]
        self.assertIn((['tst_plain'],), results)
        results.remove((['tst_plain'],))
        self.assertIn(results[0], ['Stale', 'Busy'])
        self.assertEqual(self.root.loaded().count('tst_plain'), 1)

    def test_33_somebody_else_was_faster(self):
        """It is loaded between the second plan and the act; what it needs is there all the same."""
        self.root.write('/kernel/insert/tst_base', 'hang')
        self.addCleanup(
            lambda: self.root.file('/kernel/insert/tst_base').unlink(missing_ok=True))
        self.root.write('/kernel/log/tst_base', '6,1,1,-;tst_base begins')
        call = self.caller.load('tst_user')
        world.wait_for(lambda: 'begins' in self.root.read('/dev/kmsg'), 'the dependency loads')
        self.root.write('/proc/modules', world.LIVE + 'tst_user 16384 0 - Live 0x0\n')
        self.root.file('/kernel/insert/tst_base').unlink()
        self.assertIn('\ndone: tst_base', self.assert_error(call, 'Busy'))

    def test_33_state_is_looked_at_once_more(self):
        """It begins to load between the second plan and the act, which the worker sees."""
        self.root.write('/kernel/insert/tst_base', 'hang')
        self.addCleanup(
            lambda: self.root.file('/kernel/insert/tst_base').unlink(missing_ok=True))
        self.root.write('/kernel/log/tst_base', '6,1,1,-;tst_base begins')
        call = self.caller.load('tst_user')
        world.wait_for(lambda: 'begins' in self.root.read('/dev/kmsg'), 'the dependency loads')
        self.root.write('/proc/modules',
                        world.LIVE + 'tst_user 16384 1 - Loading 0x0000000000000000\n')
        self.root.file('/kernel/insert/tst_base').unlink()
        text = self.assert_error(call, 'Busy')
        self.assertIn('\nmodule: tst_user', text)
        self.assertIn('\ndone: tst_base', text)

    def test_36_others_are_answered(self):
        call = self.hang('tst_plain')
        self.assert_done(self.caller.unload('tst_idle'))
        self.assert_done(self.caller.block('tst_plain'))
        self.assertEqual(self.assert_done(self.caller.load('tst_user')), (['tst_base', 'tst_user'],))
        self.assertEqual(self.assert_done(self.caller.call(
            'Ping', GLib.Variant('()', ()), interface='org.freedesktop.DBus.Peer')), ())
        self.assertFalse(call.ended)
        self.go_on(call, 'tst_plain')

    def test_36_no_idle_exit(self):
        call = self.hang('tst_plain')
        self.assertFalse(world.within(lambda: not self.owner, 2.5), 'it left while at work')
        self.go_on(call, 'tst_plain')
        world.wait_for(lambda: not self.owner, 'then it leaves')

    def test_36_caller_leaves(self):
        """What has begun is carried on, and its place is kept until then."""
        self.root.write('/kernel/insert/tst_plain', 'hang')
        self.root.write('/kernel/log/tst_plain', '6,1,1,-;begins')
        caller = self.new_caller()
        caller.load('tst_plain')
        world.wait_for(lambda: 'begins' in self.root.read('/dev/kmsg'), 'it is being loaded')
        caller.leave()
        self.assert_done(self.caller.unload('tst_idle'))
        self.root.file('/kernel/insert/tst_plain').unlink()
        world.wait_for(lambda: 'tst_plain' in self.root.loaded(), 'it is loaded')


if __name__ == '__main__':
    unittest.TestCase.maxDiff = None
    tap.main()
