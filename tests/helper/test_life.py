#!/usr/bin/env python3
"""The helper's coming and going: cases 53 and 54.

55, a crash before the name is owned, is about the client: unit/client.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import shlex
import signal

from gi.repository import GLib

import tap
import world


class Life(world.Case):
    """One helper, started by hand."""

    idle = 1

    def test_leaves_when_idle(self):
        self.check_end(self.helper, 0)
        world.wait_for(lambda: not self.owner, 'the name is free')

    def test_stays_while_a_dialog_is_open(self):
        self.polkit.answer = 'ask'
        call = self.caller.load('tst_plain')
        check = self.polkit.dialog()
        self.assertFalse(world.within(lambda: not self.owner, 2.5), 'it left with a call pending')
        self.polkit.settle('yes', check)
        self.assert_done(call)
        world.wait_for(lambda: not self.owner, 'then it leaves')

    def test_told_to_leave_in_a_dialog(self):
        """What has not begun is not done, and nobody waits for it."""
        self.polkit.answer = 'ask'
        with self.nothing_happens():
            call = self.caller.load('tst_plain')
            self.polkit.dialog()
            self.helper.send_signal(signal.SIGTERM)
            self.assert_error(call, 'Dismissed')
        self.check_end(self.helper, 0)
        world.wait_for(lambda: self.polkit.cancelled, 'the dialog is taken away')


class Busy(world.Case):
    """One helper that is in no hurry."""

    def test_53_second_instance(self):
        second = self.start_helper()
        words = self.check_end(second, 1)
        self.assertIn('is running already', words)
        self.assert_done(self.caller.load('tst_plain'))

    def test_53_bus_goes(self):
        self.bus.stop()
        self.check_end(self.helper, 0)

    def test_53_bus_goes_in_a_dialog(self):
        """Nobody is there any more who could have said yes."""
        self.polkit.answer = 'ask'
        with self.nothing_happens():
            self.caller.load('tst_plain')
            self.polkit.dialog()
            self.bus.stop()
            self.check_end(self.helper, 0)

    def test_53_bus_goes_in_the_act(self):
        """What has begun is carried through before it ends."""
        self.root.write('/kernel/insert/tst_base', 'hang')
        self.root.write('/kernel/log/tst_base', '6,1,1,-;begins')
        self.caller.load('tst_user')
        world.wait_for(lambda: 'begins' in self.root.read('/dev/kmsg'), 'it is being loaded')
        self.bus.stop()
        self.assertIsNone(self.helper.poll())
        self.root.file('/kernel/insert/tst_base').unlink()
        self.check_end(self.helper, 0)
        self.assertEqual(self.root.loaded()[:2], ['tst_user', 'tst_base'])

    def test_53_no_bus(self):
        self.bus.stop()
        self.check_end(self.helper, 0)
        self.check_end(self.start_helper(), 1)

    def test_54_told_to_leave_at_work_with_calls_behind(self):
        """The name is free at once, and the call that was begun is not lost."""
        self.root.write('/kernel/insert/tst_plain', 'hang')
        self.root.write('/kernel/log/tst_plain', '6,1,1,-;begins')
        call = self.caller.load('tst_plain')
        world.wait_for(lambda: 'begins' in self.root.read('/dev/kmsg'), 'it is being loaded')
        self.helper.send_signal(signal.SIGTERM)
        world.wait_for(lambda: not self.owner, 'the name is free')
        self.assertEqual(self.new_caller().load('tst_plain').wait().error,
                         'org.freedesktop.DBus.Error.ServiceUnknown')
        self.root.file('/kernel/insert/tst_plain').unlink()
        self.assertEqual(self.assert_done(call), (['tst_plain'],))
        self.check_end(self.helper, 0)


class Activated(world.Case):
    """The bus starts the helper when it is called, and it leaves soon."""

    starts_helper = False
    idle = 1

    def setUp(self):
        super().setUp()
        environment = f'DBUS_SYSTEM_BUS_ADDRESS={self.bus.address}'
        self.bus.offer(f'/usr/bin/env {environment} {shlex.join(self.command())}')

    def end(self):
        """Tells the helper to leave, if it is there. Returns once the bus says so."""
        self.tell()
        world.wait_for(lambda: not self.owner, 'the name is free')

    def tell(self):
        """Sends SIGTERM, which takes the way of the idle exit."""
        pid = self.pid()
        if pid:
            GLib.spawn_command_line_sync(f'kill -TERM {pid}')

    def pid(self):
        """The helper's process."""
        try:
            return self.watcher.call_sync(
                'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                'GetConnectionUnixProcessID', GLib.Variant('(s)', (world.NAME,)), None, 0, -1,
                None).unpack()[0]
        except GLib.Error:
            return None

    def test_54_call_starts_it(self):
        self.assert_done(self.caller.load('tst_plain'))
        world.wait_for(lambda: self.owner, 'the helper is there')
        world.wait_for(lambda: not self.owner, 'it leaves when idle')
        self.assert_done(self.caller.unload('tst_plain'))

    def test_54_call_at_the_moment_of_the_idle_exit(self):
        """One call after the other, each sent in the moment in which the name goes."""
        self.assert_done(self.caller.load('tst_plain'))
        for number in range(3):
            world.wait_for(lambda: self.owner, 'the helper is there')
            world.wait_for(lambda: not self.owner, 'the name is free')
            call = self.caller.load('tst_base') if number % 2 else self.caller.unload('tst_plain')
            call.wait()
            self.assertIn(call.error, (None, 'NotFound'), call.text)

    def test_54_call_in_the_moment_of_leaving(self):
        """Sent before, with and after the signal that makes it leave: each gets its answer."""
        for number in range(30):
            self.assert_error(self.caller.load(''), 'InvalidName')
            callers = [self.new_caller() for _ in range(3)]
            calls = [callers[0].load('')]
            if number % 2:
                callers[0].connection.flush_sync(None)
            self.tell()
            calls += [caller.load('') for caller in callers[1:]]
            for call in calls:
                self.assert_error(call, 'InvalidName')
            for caller in callers:
                caller.leave()

    def test_54_call_of_a_kept_connection(self):
        """Who remembers the helper's unique name fails, who calls by its name does not."""
        self.assert_done(self.caller.load('tst_plain'))
        world.wait_for(lambda: self.owner, 'the helper is there')
        owner = self.owner
        self.end()
        with self.assertRaisesRegex(GLib.Error, 'ServiceUnknown|NoReply|NameHasNoOwner|AccessDenied'):
            self.watcher.call_sync(owner, world.PATH, 'org.freedesktop.DBus.Peer', 'Ping', None,
                                   None, 0, -1, None)
        self.assert_done(self.caller.unload('tst_plain'))

    def tearDown(self):
        self.end()
        super().tearDown()


if __name__ == '__main__':
    tap.main()
