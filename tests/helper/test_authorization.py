#!/usr/bin/env python3
"""Who may: cases 18 to 22, 24 to 26, 28 and 29, and how much at once.

23, ten thousand callers that leave at once, is for the real machine: tests/vm. Here it is shown for
each moment at which the order of events can be held: before, in and after the dialog.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pwd
import unittest

from gi.repository import GLib

import tap
import world


class Asked(world.Case):
    """What polkit is asked."""

    def test_subject_action_and_detail(self):
        for call, action, details in (
                (lambda c: c.load('tst_plain'), 'load-module', {'module': 'tst_plain'}),
                (lambda c: c.unload('tst-idle', 'tst_other'), 'unload-module',
                 {'modules': 'tst_idle, tst_other'}),
                (lambda c: c.load('tst-dash'), 'load-module', {'module': 'tst_dash'}),
                (lambda c: c.block('tst_plain', 'always'), 'configure',
                 {'change': 'block tst_plain (always)'}),
                (lambda c: c.load('tst_soft'), 'load-module', {'module': 'tst_soft'})):
            self.polkit.checks.clear()
            caller = self.new_caller()
            self.assert_done(call(caller))
            self.assertEqual([(check.kind, check.sender, check.action, check.details)
                              for check in self.polkit.checks],
                             [('system-bus-name', caller.name, action, details)])

    def test_parameters_are_configuration(self):
        self.assert_done(self.caller.load('tst_plain', {'number': '7', 'the-text': 'a,b=c'}))
        self.assertEqual([check.action for check in self.polkit.checks], ['configure'])
        change = self.polkit.checks[0].details['change']
        self.assertIn('number=7', change)
        self.assertIn('the_text=a,b=c', change)
        self.assertEqual(sorted(self.root.read('/kernel/options').split()),
                         ['number=7', 'the_text=a,b=c', 'tst_plain'])

    def test_no_markup(self):
        """An agent that renders markup shows what others show; the kernel gets what was asked for."""
        value = '<!--<b>&lt&amp'
        self.assert_done(self.caller.load('tst_plain', {'the_text': value, 'number': '666'}))
        change = self.polkit.checks[0].details['change']
        self.assertEqual(sorted(change.split(' ')),
                         ['load', 'number=666', 'the_text=‹!--‹b›＆lt＆amp', 'tst_plain'])
        self.assertIn(f'the_text={value}', self.root.read('/kernel/options'))

    def test_nothing_is_hidden(self):
        """What a person agrees to is all that is done; what a dialog cannot show is refused."""
        self.assert_done(self.caller.load('tst_plain', {'the_text': 'a' * 1024, 'number': '666'}))
        self.assertIn('number=666', self.polkit.checks[0].details['change'])
        names = [f'tst_gone{number:046}' for number in range(60)]
        self.root.write(world.BLOCK_FILE, ''.join(
            f'# Modscope, 2026-01-01: do not load automatically\nblacklist {name}\n'
            for name in names))
        self.assert_refused(lambda: self.caller.rules(
            *[('unblock', name, {}) for name in names]), 'LimitExceeded')
        self.assert_done(self.caller.rules(*[('unblock', name, {}) for name in names[:30]]))
        self.assertEqual(self.polkit.checks[-1].details['change'].count('unblock'), 30)

    def test_person_is_asked_second(self):
        self.polkit.answer = 'ask'
        call = self.caller.load('tst_plain')
        self.polkit.settle('yes')
        self.assertEqual(self.assert_done(call), (['tst_plain'],))
        self.assertEqual([check.asks_person for check in self.polkit.checks], [False, True])


class Answers(world.Case):
    """Only a clear yes is a yes."""

    authority = 1
    modules = world.MODULES_LIVE

    def setUp(self):
        super().setUp()
        self.root.write(world.BLOCK_FILE, '# Modscope, 2026-01-01: do not load automatically\n'
                                          'blacklist tst_gone\n')

    def calls(self):
        """One of each kind; each as a function of a caller."""
        return (lambda caller, **o: caller.load('tst_plain', **o),
                lambda caller, **o: caller.load('tst_plain', {'number': '1'}, **o),
                lambda caller, **o: caller.unload('tst_idle', **o),
                lambda caller, **o: caller.unload('tst_idle', trial_seconds=9, **o),
                lambda caller, **o: caller.restart('tst_idle', **o),
                lambda caller, **o: caller.block('tst_plain', 'always', **o),
                lambda caller, **o: caller.unblock('tst_gone', **o))

    def assert_all(self, error, checks, before=lambda: None):
        """All kinds of calls end with that error, without effect."""
        for call in self.calls():
            with self.nothing_happens(checks):
                waiting = call(self.caller)
                before()
                self.assert_error(waiting, error)

    def test_18_denied(self):
        self.polkit.answer = 'no'
        self.assert_all('NotAuthorized', 1)

    def test_18_wrong_password(self):
        self.polkit.answer = 'ask'
        self.assert_all('NotAuthorized', 2, lambda: self.polkit.settle('no'))
        self.assert_all('NotAuthorized', 2, lambda: self.polkit.settle('challenge'))

    def test_19_dismissed(self):
        self.polkit.answer = 'ask'
        self.assert_all('Dismissed', 2, lambda: self.polkit.settle('dismissed'))

    def test_20_no_interaction(self):
        self.polkit.answer = 'ask'
        for call in self.calls():
            with self.nothing_happens(checks=1):
                self.assert_error(call(self.caller, interactive=False), 'NotAuthorized')
        self.assertFalse(any(check.asks_person for check in self.polkit.checks))

    def test_20_no_agent(self):
        self.polkit.answer = 'challenge'
        self.assert_all('NotAuthorized', 2)

    def test_21_absent(self):
        self.polkit.close()
        self.assert_all('AuthorityUnavailable', None)

    def test_21_hung(self):
        self.polkit.answer = 'hang'
        self.assert_all('AuthorityUnavailable', 1)
        world.wait_for(lambda: len(self.polkit.cancelled) == len(self.calls()),
                       'the questions are taken back')

    def test_21_killed_in_the_check(self):
        for answer in 'hang', 'ask':
            polkit = self.polkit if answer == 'hang' else world.Polkit(self.bus.address)
            polkit.answer = answer
            with self.nothing_happens():
                call = self.caller.load('tst_plain')
                polkit.dialog()
                polkit.close()
                self.assert_error(call, 'AuthorityUnavailable')

    def test_21_comes_back(self):
        self.polkit.close()
        self.assert_error(self.caller.load('tst_plain'), 'AuthorityUnavailable')
        polkit = world.Polkit(self.bus.address)
        self.addCleanup(polkit.close)
        self.assertEqual(self.assert_done(self.caller.load('tst_plain')), (['tst_plain'],))

    def test_22_action_is_not_known(self):
        self.polkit.answer = 'error'
        self.assert_all('AuthorityUnavailable', 1)

    def test_28_each_action_for_itself(self):
        self.polkit.answer = {'unload-module': 'yes', 'load-module': 'no', 'configure': 'no'}
        self.assert_done(self.caller.unload('tst_idle'))
        with self.nothing_happens(checks=1):
            self.assert_error(self.caller.load('tst_plain'), 'NotAuthorized')
        self.polkit.answer = {'unload-module': 'no', 'load-module': 'yes', 'configure': 'no'}
        with self.nothing_happens(checks=3):
            self.assert_error(self.caller.load('tst_plain', {'number': '1'}), 'NotAuthorized')
            self.assert_error(self.caller.unload('tst_other'), 'NotAuthorized')
            self.assert_error(self.caller.block('tst_plain'), 'NotAuthorized')
        self.assert_done(self.caller.load('tst_plain'))


class Meanwhile(world.Case):
    """What happens while the dialog is open."""

    answer = 'ask'

    def assert_stale(self, call, change, error='Stale'):
        """Something changes in the dialog; the answer is yes, and nothing is done."""
        waiting = call()
        check = self.polkit.dialog()
        change()
        with self.nothing_happens():
            self.polkit.settle('yes', check)
            waiting.wait()
        self.assertIn(waiting.error, (error,) if isinstance(error, str) else error, waiting.text)

    def test_24_caller_leaves_in_the_dialog(self):
        for call in (lambda caller: caller.load('tst_plain'),
                     lambda caller: caller.unload('tst_idle'),
                     lambda caller: caller.block('tst_plain')):
            self.polkit.cancelled.clear()
            caller = self.new_caller()
            with self.nothing_happens():
                call(caller)
                check = self.polkit.dialog()
                caller.leave()
                world.wait_for(lambda: self.polkit.cancelled, 'the dialog is taken away')
            self.assertEqual(self.polkit.cancelled, [check])

    def test_24_slots_are_freed(self):
        """Four callers of a user leave in their dialogs; the fifth finds a place."""
        callers = [self.new_caller() for _ in range(4)]
        for caller in callers:
            caller.load('tst_plain')
        world.wait_for(lambda: len(self.polkit.dialogs) == 4, 'four dialogs')
        self.assert_error(self.caller.load('tst_plain'), 'LimitExceeded')
        for caller in callers:
            caller.leave()
        world.wait_for(lambda: len(self.polkit.cancelled) == 4, 'the dialogs are taken away')
        call = self.caller.load('tst_plain')
        self.polkit.settle('yes')
        self.assert_done(call)

    def is_there(self, caller):
        return self.watcher.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner',
            GLib.Variant('(s)', (caller.name,)), None, 0, -1, None).unpack()[0]

    def test_24_caller_leaves_before_the_first_answer(self):
        """polkit's yes arrives after the caller has gone."""
        self.polkit.answer = 'hang'
        caller = self.new_caller()
        with self.nothing_happens():
            caller.load('tst_plain')
            check = self.polkit.dialog()
            self.polkit.dialogs.remove(check)
            caller.leave()
            world.wait_for(lambda: not self.is_there(caller), 'the bus says that it left')
            check.answer('yes')
            # The helper answers the next call after it has seen both.
            self.assert_error(self.caller.load(''), 'InvalidName')
            other = self.new_caller()
            self.polkit.answer = 'no'
            self.assert_error(other.load('tst_plain'), 'NotAuthorized')

    def test_24_caller_leaves_at_once(self):
        """As often as a test's time allows, in whatever order it comes (CVE-2021-3560)."""
        self.polkit.answer = 'ask'
        with self.nothing_happens():
            for _ in range(100):
                caller = self.new_caller()
                caller.load('tst_plain')
                caller.connection.flush_sync(None)
                caller.leave()
            # Calls of the callers that left may still be on their way to a slot.
            self.polkit.answer = 'no'
            world.wait_for(lambda: self.caller.load('tst_plain').wait().error == 'NotAuthorized',
                           'every slot is free again')
            world.wait_for(lambda: not self.polkit.dialogs, 'no dialog is left')

    def test_25_install_line_appears(self):
        self.assert_stale(lambda: self.caller.load('tst_plain'),
                          lambda: self.root.write('/etc/modprobe.d/b.conf',
                                                  'install tst_plain /bin/touch /x\n'),
                          'InstallCommand')

    def test_25_options_appear(self):
        self.assert_stale(lambda: self.caller.load('tst_plain'),
                          lambda: self.root.write('/etc/modprobe.d/b.conf',
                                                  'options tst_plain number=9\n'))

    def test_25_softdep_appears(self):
        self.assert_stale(lambda: self.caller.load('tst_plain'),
                          lambda: self.root.write('/etc/modprobe.d/b.conf',
                                                  'softdep tst_plain pre: tst_extra\n'))

    def test_25_dependency_is_loaded_or_unloaded(self):
        self.assert_stale(
            lambda: self.caller.load('tst_user', expected=['tst_base', 'tst_user']),
            lambda: self.root.write('/proc/modules',
                                    world.LIVE + 'tst_base 16384 0 - Live 0x0\n'))

    def test_25_module_is_loaded(self):
        self.assert_stale(
            lambda: self.caller.load('tst_plain'),
            lambda: self.root.write('/proc/modules',
                                    world.LIVE + 'tst_plain 16384 0 - Live 0x0\n'))

    def test_25_modules_disabled(self):
        self.assert_stale(lambda: self.caller.load('tst_plain'),
                          lambda: self.root.write('/proc/sys/kernel/modules_disabled', '1\n'),
                          'ModulesDisabled')

    def test_25_our_file_changes(self):
        self.assert_stale(lambda: self.caller.block('tst_plain'),
                          lambda: self.root.write(world.BLOCK_FILE, '# by hand\n'))
        self.assertEqual(self.root.read(world.BLOCK_FILE), '# by hand\n')

    def test_25_our_file_becomes_a_link(self):
        self.root.write('/etc/secret', 'secret\n')
        self.assert_stale(
            lambda: self.caller.block('tst_plain'),
            lambda: self.root.file(world.BLOCK_FILE).symlink_to(self.root.file('/etc/secret')),
            'ConfigUnsafe')
        self.assertEqual(self.root.read('/etc/secret'), 'secret\n')

    def test_25_shown_plan_was_another(self):
        self.polkit.answer = 'yes'
        self.assert_refused(lambda: self.caller.load('tst_user', expected=['tst_user']), 'Stale')
        self.assert_refused(lambda: self.caller.load('tst_user', expected=['tst_user', 'tst_base']),
                            'Stale')
        self.assertEqual(self.assert_done(
            self.caller.load('tst_user', expected=['tst_base', 'tst_user'])),
            (['tst_base', 'tst_user'],))

    def live_with(self, old, new):
        """The modules with one line replaced."""
        self.assertIn(old, world.LIVE)
        self.root.write('/proc/modules', world.LIVE.replace(old, new))

    def test_26_holder_appears(self):
        self.assert_stale(lambda: self.caller.unload('tst_idle'),
                          lambda: self.live_with('tst_idle 16384 0 -',
                                                 'tst_idle 16384 1 tst_new,'),
                          ('Stale', 'InUse'))

    def test_26_it_is_opened(self):
        self.assert_stale(lambda: self.caller.unload('tst_idle'),
                          lambda: self.live_with('tst_idle 16384 0', 'tst_idle 16384 1'),
                          ('Stale', 'InUse'))

    def test_26_it_goes(self):
        self.assert_stale(lambda: self.caller.unload('tst_idle'),
                          lambda: self.live_with('tst_idle 16384 0 - Live 0x0000000000000000\n',
                                                 ''),
                          ('Stale', 'NotFound'))

    def test_26_it_is_going(self):
        self.assert_stale(lambda: self.caller.unload('tst_idle'),
                          lambda: self.live_with('tst_idle 16384 0 - Live',
                                                 'tst_idle 16384 -1 - Unloading'),
                          'Busy')

    def test_26_in_use_when_it_happens(self):
        """The last word is the kernel's, which removes nothing that is in use."""
        self.polkit.answer = 'yes'
        self.root.write('/kernel/remove/tst_idle', '11')
        text = self.assert_error(self.caller.unload('tst_idle'), 'InUse')
        self.assertIn('\nerrno: 11', text)
        self.assertIn('tst_idle', self.root.loaded())


class Foreign(world.Case):
    """29: what is not a method of ours."""

    starts_helper = True

    def assert_denied(self, call, *errors):
        with self.nothing_happens(checks=0):
            call.wait()
        self.assertIn(call.error.replace('org.freedesktop.DBus.Error.', ''), errors)

    def test_29_interface(self):
        for interface in ('org.freedesktop.systemd1.Manager', 'io.github.modscope.Helper2',
                          'org.freedesktop.DBus.ObjectManager', 'org.gtk.Actions'):
            self.assert_denied(self.caller.call('LoadModule', GLib.Variant(
                '(sa{ss}as)', ('tst_plain', {}, [])), interface=interface), 'AccessDenied')

    def test_29_path(self):
        for path in '/', '/io/github/modscope', '/io/github/modscope/Helper1/x':
            self.assert_denied(self.caller.load('tst_plain', path=path), 'UnknownMethod',
                               'UnknownObject')

    def test_29_method(self):
        for method in 'Quit', 'LoadModuleFile', 'loadModule', 'RebuildBootImage', 'OpenKernelLog':
            self.assert_denied(self.caller.call(method, GLib.Variant('(s)', ('tst_plain',))),
                               'UnknownMethod')

    def test_29_property(self):
        properties = 'org.freedesktop.DBus.Properties'
        self.assert_denied(self.caller.call('Set', GLib.Variant(
            '(ssv)', (world.NAME, 'Version', GLib.Variant('s', 'x'))), interface=properties),
            'InvalidArgs', 'PropertyReadOnly')
        self.assertTrue(self.assert_done(self.caller.call('Get', GLib.Variant(
            '(ss)', (world.NAME, 'Version')), interface=properties))[0])

    def test_29_name(self):
        """Another user cannot take our name; only the owner of the bus and root can."""
        if os.geteuid() != 0:
            self.skipTest('another user is needed, and so root')
        caller = caller_of_user(self, 65534)
        with self.assertRaisesRegex(GLib.Error, 'AccessDenied'):
            caller.connection.call_sync(
                'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                'RequestName', GLib.Variant('(su)', (world.NAME, 0)), None, 0, -1, None)


def caller_of_user(case, user):
    """A program of another user: what counts is who connects."""
    os.seteuid(user)
    try:
        return case.new_caller()
    finally:
        os.seteuid(0)


class Plans(world.Case):
    """How often a user may ask, before anybody has permission."""

    plans = 5

    @unittest.skipUnless(os.geteuid() == 0, 'other users are needed, and so root')
    def test_51_calls_in_a_time(self):
        for _ in range(5):
            self.assert_error(self.caller.load(''), 'InvalidName')
        with self.nothing_happens(checks=0):
            for caller in self.caller, self.new_caller():
                self.assert_error(caller.load(''), 'LimitExceeded')
        other = next(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0)
        self.assert_done(caller_of_user(self, other).load('tst_plain'))


class Limits(world.Case):
    """How much may be asked."""

    answer = 'ask'

    def test_one_call_of_a_sender(self):
        first = self.caller.load('tst_plain')
        self.polkit.dialog()
        with self.nothing_happens(checks=0):
            for call in (self.caller.load('tst_base'), self.caller.unload('tst_idle'),
                         self.caller.block('tst_plain')):
                self.assert_error(call, 'LimitExceeded')
        self.polkit.settle('yes')
        self.assert_done(first)
        last = self.caller.unload('tst_idle')
        self.polkit.settle('yes')
        self.assert_done(last)

    def test_one_call_of_a_sender_at_once(self):
        calls = [self.caller.load('tst_plain') for _ in range(50)]
        self.polkit.settle('no')
        self.assertEqual(sorted(call.wait().error for call in calls),
                         ['LimitExceeded'] * 49 + ['NotAuthorized'])

    def test_four_calls_of_a_user(self):
        calls = [self.new_caller().load('tst_plain') for _ in range(10)]
        world.wait_for(lambda: sum(call.ended for call in calls) == 6, 'six are refused')
        self.assertEqual([call.error for call in calls if call.ended], ['LimitExceeded'] * 6)
        world.wait_for(lambda: len(self.polkit.dialogs) == 4, 'four dialogs')
        for check in list(self.polkit.dialogs):
            self.polkit.settle('no', check)
        for call in calls:
            call.wait()

    @unittest.skipUnless(os.geteuid() == 0, 'other users are needed, and so root')
    def test_sixteen_calls_in_all(self):
        users = [entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0][:4]
        calls = [caller_of_user(self, user).load('tst_plain')
                 for user in users for _ in range(4)]
        world.wait_for(lambda: len(self.polkit.dialogs) == 16, 'sixteen dialogs')
        self.assert_error(self.caller.load('tst_plain'), 'LimitExceeded')
        self.polkit.settle('no')
        world.wait_for(lambda: sum(call.ended for call in calls) == 1, 'one is over')
        last = self.caller.load('tst_plain')
        world.wait_for(lambda: len(self.polkit.dialogs) == 16, 'the next has its place')
        for check in list(self.polkit.dialogs):
            self.polkit.settle('no', check)
        for call in [*calls, last]:
            self.assert_error(call, 'NotAuthorized')

    def test_acts_in_a_time(self):
        self.polkit.answer = 'yes'
        for number in range(25):
            verb = self.caller.unblock if number % 2 else self.caller.block
            self.assert_done(verb('tst_plain'))
        with self.nothing_happens(checks=2):
            self.assert_error(self.caller.unblock('tst_plain'), 'LimitExceeded')
            self.assert_error(self.caller.load('tst_plain'), 'LimitExceeded')

    def test_refusals_are_no_acts(self):
        self.polkit.answer = 'no'
        for _ in range(40):
            self.assert_error(self.caller.load('tst_plain'), 'NotAuthorized')
        self.polkit.answer = 'yes'
        self.assert_done(self.caller.load('tst_plain'))


if __name__ == '__main__':
    tap.main()
