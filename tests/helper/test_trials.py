#!/usr/bin/env python3
"""Restarts, and changes on trial, with a kernel that answers as the test says: case 37 for both, 36
for a restart, 26 and 30 for what a trial could not put back.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import errno
import os
import shutil
import signal

from gi.repository import GLib

import tap
import world

PROPERTIES = 'org.freedesktop.DBus.Properties'


class Case(world.Case):
    """All that is loaded has a file."""

    modules = world.MODULES_LIVE

    def setUp(self):
        super().setUp()
        self.reverted = []
        self.watcher.signal_subscribe(
            world.NAME, world.NAME, 'ChangeReverted', world.PATH, None, 0,
            lambda *arguments: self.reverted.append(arguments[5].unpack()[0]))

    def pending(self):
        """The property."""
        return self.assert_done(self.caller.call('Get', GLib.Variant(
            '(ss)', (world.NAME, 'PendingChange')), interface=PROPERTIES))[0]

    def history(self):
        """Verb, module and value of all changes."""
        return [line.split('\t')[3:] for line in self.root.read(world.HISTORY_FILE).splitlines()]

    def is_loaded(self, name):
        return name in self.root.loaded()

    def begin(self, caller=None, seconds=300, names=('tst_idle',)):
        """Unloads on trial; returns the number of the change."""
        unloaded, change = self.assert_done((caller or self.caller).unload(
            *names, trial_seconds=seconds))
        self.assertEqual(unloaded, list(names))
        self.assertNotEqual(change, 0)
        self.assertFalse(self.is_loaded(names[0]))
        return change

    def assert_reverted(self, change, *names):
        """It is put back, and everybody is told."""
        world.wait_for(lambda: self.reverted == [change], 'the change is put back')
        for name in names or ('tst_idle',):
            self.assertTrue(self.is_loaded(name))
        self.assertEqual(self.history(), [])


class Trials(Case):
    """Unloading on trial."""

    def test_kept(self):
        change = self.begin()
        self.assertEqual(self.pending(), change)
        self.assertEqual(self.history(), [])
        self.assert_done(self.caller.keep(change))
        self.assertEqual(self.pending(), 0)
        self.assertFalse(self.is_loaded('tst_idle'))
        self.assertEqual(self.history(), [['unload', 'tst_idle', '']])
        self.assert_error(self.caller.keep(change), 'NotFound')
        self.assert_error(self.caller.revert(change), 'NotFound')
        self.assertEqual(self.reverted, [])

    def test_taken_back(self):
        change = self.begin()
        self.assert_done(self.caller.revert(change))
        self.assert_reverted(change)
        self.assertEqual(self.pending(), 0)
        self.assert_error(self.caller.keep(change), 'NotFound')

    def test_time_is_over(self):
        self.assert_reverted(self.begin(seconds=1))
        self.assertEqual(self.pending(), 0)

    def test_caller_leaves(self):
        caller = self.new_caller()
        change = self.begin(caller)
        caller.leave()
        self.assert_reverted(change)

    def test_caller_leaves_while_it_is_done(self):
        self.root.write('/kernel/remove/tst_idle', 'hang')
        self.root.write('/kernel/log/tst_idle', '6,1,1,-;begins')
        caller = self.new_caller()
        caller.unload('tst_idle', trial_seconds=300)
        world.wait_for(lambda: 'begins' in self.root.read('/dev/kmsg'), 'it is being unloaded')
        caller.leave()
        self.root.file('/kernel/remove/tst_idle').unlink()
        world.wait_for(lambda: self.reverted, 'the change is put back')
        self.assertTrue(self.is_loaded('tst_idle'))

    def hang(self, path, begin, times=1):
        """Begins something in which the kernel hangs, at the module's n-th turn; returns the
        call."""
        self.root.write(path, 'hang')
        self.root.write(f'/kernel/log/{path.rpartition("/")[2]}', '6,1,1,-;begins')
        self.addCleanup(lambda: self.root.file(path).unlink(missing_ok=True))
        call = begin()
        world.wait_for(lambda: self.root.read('/dev/kmsg').count('begins') == times,
                       'the kernel is at it')
        return call

    def assert_hung(self):
        """Others hear why they have no trial, and can do the same without one."""
        other = self.new_caller()
        text = self.assert_refused(lambda: other.unload('tst_other', trial_seconds=9), 'Busy')
        self.assertIn('being made or put back', text)
        self.assertIn('restart of the computer', text)
        self.assert_done(other.unload('tst_other'))

    def test_36_hung_while_it_is_done(self):
        call = self.hang('/kernel/remove/tst_idle',
                         lambda: self.caller.unload('tst_idle', trial_seconds=300))
        self.assert_hung()
        self.root.file('/kernel/remove/tst_idle').unlink()
        self.assert_done(call)
        text = self.assert_error(self.new_caller().unload('tst_open', trial_seconds=9), 'Busy')
        self.assertIn('on trial', text)

    def test_36_hung_while_put_back(self):
        change = self.begin()
        call = self.hang('/kernel/insert/tst_idle', lambda: self.caller.revert(change))
        self.assert_hung()
        self.root.file('/kernel/insert/tst_idle').unlink()
        self.assert_done(call)
        self.assert_done(self.new_caller().unload('tst_idle', trial_seconds=9))

    def test_36_hung_while_a_half_is_put_back(self):
        """The trial is over when that is over."""
        names = list(reversed(world.CHAIN))
        self.root.write(f'/kernel/remove/{names[4]}', str(errno.EWOULDBLOCK))
        call = self.hang(f'/kernel/insert/{names[3]}', lambda: self.caller.restart(
            names[-1], *names[:-1], trial_seconds=300), times=2)
        self.assert_hung()
        self.root.file(f'/kernel/insert/{names[3]}').unlink()
        self.assert_error(call, 'InUse')
        self.assert_done(self.new_caller().unload('tst_idle', trial_seconds=9))

    def test_helper_is_told_to_end(self):
        change = self.begin()
        self.helper.send_signal(signal.SIGTERM)
        self.assert_reverted(change)
        self.check_end(self.helper, 0)

    def test_helper_is_told_to_end_while_it_is_done(self):
        self.root.write('/kernel/remove/tst_idle', 'hang')
        self.root.write('/kernel/log/tst_idle', '6,1,1,-;begins')
        call = self.caller.unload('tst_idle', trial_seconds=300)
        world.wait_for(lambda: 'begins' in self.root.read('/dev/kmsg'), 'it is being unloaded')
        self.helper.send_signal(signal.SIGTERM)
        self.root.file('/kernel/remove/tst_idle').unlink()
        self.assert_done(call)
        self.check_end(self.helper, 0)
        self.assertTrue(self.is_loaded('tst_idle'))

    def test_51_helper_is_killed(self):
        """In a trial, and in a restart between its halves."""
        self.begin()
        self.kill()
        self.put_back()
        self.assertTrue(self.is_loaded('tst_idle'))
        self.root.write('/kernel/insert/tst_idle', 'hang')
        self.root.write('/kernel/log/tst_idle', '6,1,1,-;begins')
        self.caller.restart('tst_idle')
        world.wait_for(lambda: 'begins' in self.root.read('/dev/kmsg'), 'it is being loaded')
        self.kill()
        self.assertFalse(self.is_loaded('tst_idle'))
        self.root.file('/kernel/insert/tst_idle').unlink()
        self.put_back()
        self.assertTrue(self.is_loaded('tst_idle'))

    def test_51_killed_and_then_a_driver_crashes(self):
        """Behind the end of the service, too, what is behind it comes back."""
        names = tuple(reversed(world.CHAIN))
        self.begin(names=names)
        self.kill()
        self.root.write(f'/kernel/insert/{world.CHAIN[4]}', 'crash')
        self.put_back()
        self.assertEqual([name for name in names if not self.is_loaded(name)], [world.CHAIN[4]])

    def test_nothing_is_left_to_put_back(self):
        """Behind a trial that was kept or ended, a restart, and one that failed."""
        self.assert_done(self.caller.keep(self.begin()))
        self.assert_done(self.caller.load('tst_idle'))
        self.assert_done(self.caller.revert(self.begin()))
        self.assert_done(self.caller.restart('tst_idle'))
        self.root.write('/kernel/insert/tst_idle', '5')
        self.assert_error(self.caller.restart('tst_idle'), 'KernelRefused')
        self.assertEqual(os.listdir(self.root.file('/run/modscope')), ['x'])

    def test_what_puts_back_cannot_be_kept(self):
        """The trial is one all the same, and the journal hears of it once."""
        shutil.rmtree(self.root.file('/run/modscope'))
        self.assert_done(self.caller.revert(self.begin()))
        self.assertTrue(self.is_loaded('tst_idle'))
        self.helper.send_signal(signal.SIGTERM)
        words = self.check_end(self.helper, 0)
        self.assertEqual(words.count('WARNING'), 1, words)
        self.assertIn('cannot be kept', words)

    def test_bus_goes(self):
        self.begin()
        self.bus.stop()
        self.check_end(self.helper, 0)
        self.assertTrue(self.is_loaded('tst_idle'))

    def test_only_who_began_it_ends_it(self):
        change = self.begin()
        other = self.new_caller()
        with self.nothing_happens(checks=0):
            for call in (other.keep(change), other.revert(change), self.caller.keep(change + 1),
                         self.caller.revert(0), self.caller.keep(0)):
                self.assert_error(call, 'NotFound')
        self.assertEqual(self.pending(), change)

    def test_one_at_a_time(self):
        self.begin()
        other = self.new_caller()
        self.root.write('/proc/modules', self.root.read('/proc/modules') +
                        'tst_plain 16384 0 - Live 0x0\n')
        self.assert_refused(lambda: other.unload('tst_plain', trial_seconds=1), 'Busy')
        self.assert_refused(lambda: other.restart('tst_plain', trial_seconds=1), 'Busy')
        self.assertEqual(self.assert_done(other.unload('tst_plain')), (['tst_plain'], 0))

    def test_two_that_were_both_allowed(self):
        self.polkit.answer = 'ask'
        self.root.write('/proc/modules', self.root.read('/proc/modules') +
                        'tst_plain 16384 0 - Live 0x0\n')
        calls = [self.caller.unload('tst_idle', trial_seconds=300),
                 self.new_caller().unload('tst_plain', trial_seconds=300)]
        world.wait_for(lambda: len(self.polkit.dialogs) == 2, 'two dialogs')
        for check in list(self.polkit.dialogs):
            self.polkit.settle('yes', check)
        self.assertEqual(sorted(call.wait().error or '' for call in calls), ['', 'Busy'])

    def test_failure_is_no_trial(self):
        self.root.write('/kernel/remove/tst_idle', str(errno.EWOULDBLOCK))
        self.assert_error(self.caller.unload('tst_idle', trial_seconds=300), 'InUse')
        self.assertEqual(self.pending(), 0)
        self.root.file('/kernel/remove/tst_idle').unlink()
        self.begin()

    def test_somebody_else_puts_it_back(self):
        change = self.begin()
        self.assert_done(self.new_caller().load('tst_idle'))
        self.assert_done(self.caller.revert(change))
        self.assertEqual(self.root.loaded().count('tst_idle'), 1)

    def test_return_that_fails(self):
        """Whoever asks for it is told; what can come back is back."""
        names = tuple(reversed(world.CHAIN))
        change = self.begin(names=names)
        self.root.write(f'/kernel/insert/{world.CHAIN[4]}', str(errno.EIO))
        self.assert_error(self.caller.revert(change), 'KernelRefused')
        self.assertEqual([name for name in names if not self.is_loaded(name)], [world.CHAIN[4]])
        self.assertEqual(self.pending(), 0)

    def test_return_in_which_a_driver_crashes(self):
        """What is behind it comes back all the same."""
        names = tuple(reversed(world.CHAIN))
        change = self.begin(names=names)
        self.root.write(f'/kernel/insert/{world.CHAIN[4]}', 'crash')
        self.assert_error(self.caller.revert(change), 'KernelRefused')
        self.assertNotIn(world.CHAIN[4], self.root.loaded())
        self.assertLessEqual({*world.CHAIN} - {world.CHAIN[4]}, {*self.root.loaded()})

    def test_order_of_return(self):
        names = tuple(reversed(world.CHAIN))
        change = self.begin(names=names)
        self.assert_done(self.caller.revert(change))
        self.assertEqual(list(reversed(self.root.loaded()[:10])), world.CHAIN)
        self.assert_reverted(change, *names)

    def test_30_what_could_not_come_back(self):
        """An install line, a rule of our own, a file that is gone: refused while there is time."""
        self.root.write('/etc/modprobe.d/b.conf', 'install tst_idle /bin/touch /x\n')
        self.assert_refused(lambda: self.caller.unload('tst_idle', trial_seconds=9),
                            'InstallCommand')
        self.assert_refused(lambda: self.caller.restart('tst_idle'), 'InstallCommand')
        self.root.file('/etc/modprobe.d/b.conf').unlink()
        self.assert_done(self.caller.block('tst_idle', 'always'))
        self.assert_refused(lambda: self.caller.unload('tst_idle', trial_seconds=9),
                            'ConfigConflict')
        self.assert_refused(lambda: self.caller.restart('tst_idle'), 'ConfigConflict')
        self.assert_refused(lambda: self.caller.unload('tst_other', trial_seconds=9), 'NotFound')
        self.assert_done(self.caller.unload('tst_idle'))

    def test_26_rule_appears_in_the_dialog(self):
        self.polkit.answer = 'ask'
        call = self.caller.unload('tst_idle', trial_seconds=9)
        check = self.polkit.dialog()
        self.root.write('/etc/modprobe.d/b.conf', 'install tst_idle /bin/touch /x\n')
        with self.nothing_happens():
            self.polkit.settle('yes', check)
            self.assert_error(call, 'InstallCommand')


class Idle(Case):
    """A helper that would leave soon."""

    idle = 1

    def test_stays_for_a_trial(self):
        change = self.begin()
        self.assertFalse(world.within(lambda: not self.owner, 2.5), 'it left with a change on trial')
        self.assert_done(self.caller.keep(change))
        world.wait_for(lambda: not self.owner, 'then it leaves')


class Restarts(Case):
    """RestartModule."""

    def test_restart(self):
        self.assertEqual(self.assert_done(self.caller.restart('tst-idle')), (0,))
        self.assertEqual(self.root.loaded()[0], 'tst_idle')
        self.assertEqual([(check.action, check.details) for check in self.polkit.checks],
                         [('unload-module', {'modules': 'tst_idle'})])
        self.assertEqual(self.history(), [])

    def test_with_what_uses_it(self):
        names = list(reversed(world.CHAIN))
        self.assert_refused(lambda: self.caller.restart(names[-1]), 'InUse')
        self.assert_refused(lambda: self.caller.restart(names[-1], *names[1:-1]), 'InUse')
        self.assert_refused(lambda: self.caller.restart(names[-1], *names), 'InvalidName')
        self.assertEqual(self.assert_done(self.caller.restart(names[-1], *names[:-1])), (0,))
        self.assertEqual(list(reversed(self.root.loaded()[:10])), world.CHAIN)

    def test_options_are_read_again(self):
        self.root.write('/etc/modprobe.d/b.conf', 'options tst_idle number=9\n')
        self.assert_done(self.caller.restart('tst_idle'))
        self.assertEqual(self.root.read('/kernel/options').split(), ['tst_idle', 'number=9'])

    def test_37_chain_fails_at_the_fifth(self):
        """Of a restart everything is put back: nothing is reported as changed."""
        names = list(reversed(world.CHAIN))
        self.root.write(f'/kernel/remove/{names[4]}', str(errno.EWOULDBLOCK))
        text = self.assert_error(self.caller.restart(names[-1], *names[:-1]), 'InUse')
        self.assertIn(f'\nmodule: {names[4]}', text)
        self.assertNotIn('\ndone: ', text)
        for name in names:
            self.assertTrue(self.is_loaded(name))

    def test_37_one_does_not_come_back(self):
        """What stays away is reported, and nothing else."""
        names = list(reversed(world.CHAIN))
        self.root.write(f'/kernel/insert/{world.CHAIN[4]}', str(errno.EIO))
        text = self.assert_error(self.caller.restart(names[-1], *names[:-1]), 'KernelRefused')
        self.assertIn(f'\nmodule: {world.CHAIN[4]}', text)
        self.assertIn(f'\nerrno: {errno.EIO}', text)
        self.assertEqual([line.partition(': ')[2] for line in text.splitlines()
                          if line.startswith('done: ')], [world.CHAIN[4]])
        self.assertEqual([name for name in names if not self.is_loaded(name)], [world.CHAIN[4]])

    def test_37_one_crashes_each_time(self):
        """What is behind it comes back all the same."""
        names = list(reversed(world.CHAIN))
        self.root.write(f'/kernel/insert/{world.CHAIN[4]}', 'crash')
        text = self.assert_error(self.caller.restart(names[-1], *names[:-1]), 'KernelRefused')
        self.assertIn('crashed', text)
        self.assertEqual([name for name in names if not self.is_loaded(name)], [world.CHAIN[4]])

    def test_36_hangs(self):
        """Others are answered."""
        self.root.write('/kernel/insert/tst_idle', 'hang')
        self.root.write('/kernel/log/tst_idle', '6,1,1,-;begins')
        call = self.caller.restart('tst_idle')
        world.wait_for(lambda: 'begins' in self.root.read('/dev/kmsg'), 'it is at work')
        self.assert_done(self.new_caller().load('tst_plain'))
        self.root.file('/kernel/insert/tst_idle').unlink()
        self.assert_done(call)

    def test_28_loads_nothing_that_was_not_there(self):
        """A soft dependency that was not loaded is another permission's."""
        self.root.write('/proc/modules', 'tst_soft 16384 0 - Live 0x0\n')
        self.polkit.answer = {'unload-module': 'yes', 'load-module': 'no'}
        self.assert_done(self.caller.restart('tst_soft'))
        self.assertEqual(self.root.loaded(), ['tst_soft'])

    def test_trial(self):
        (change,) = self.assert_done(self.caller.restart('tst_idle', trial_seconds=300))
        self.assertNotEqual(change, 0)
        self.root.write('/proc/modules', world.LIVE.replace('tst_idle', 'tst_gone'))
        self.assert_done(self.caller.revert(change))
        self.assert_reverted(change)


if __name__ == '__main__':
    tap.main()
