#!/usr/bin/env python3
"""Stands in for polkit, or for the helper, on a private bus.

    standins.py polkit FOLDER
    standins.py helper FOLDER

FOLDER/polkit says what polkit answers: "yes", "no", "dismiss", or "hang"; of several words the last
one stays. FOLDER/answer says how the helper ends a call: "leave" (it leaves the bus without an answer,
and the next one answers), "hang", "put-back" (what was on trial is put back before the answer is
there), or the name of an error and its message. What was asked is added to FOLDER/asked, one line for
each question: how it was answered, or that its asker left.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import sys

import dbus
import dbus.lowlevel
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

HELPER = 'io.github.modscope.Helper1'
POLKIT = 'org.freedesktop.PolicyKit1'


def note(folder, text):
    """Adds a line to what was asked."""
    with open(folder / 'asked', 'a', encoding='utf-8') as file:
        file.write(text + '\n')


def read(folder, name, default):
    """A file of the folder."""
    try:
        return (folder / name).read_text(encoding='utf-8').strip()
    except FileNotFoundError:
        return default


class Polkit(dbus.service.Object):
    """As much of polkit as a service asks for."""

    def __init__(self, bus, folder):
        super().__init__(bus, '/org/freedesktop/PolicyKit1/Authority')
        self.folder = folder
        self.waiting = {}

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature='s', out_signature='a{sv}')
    def GetAll(self, _interface):
        return {'BackendName': 'stand-in', 'BackendVersion': '1',
                'BackendFeatures': dbus.UInt32(0)}

    @dbus.service.method(POLKIT + '.Authority', in_signature='(sa{sv})sa{ss}us',
                         out_signature='(bba{ss})', async_callbacks=('answer', '_fail'))
    def CheckAuthorization(self, _subject, action, _details, flags, cancellation, answer, _fail):
        word, _, rest = read(self.folder, 'polkit', 'yes').partition(' ')
        # A person is asked only in the second round, when interaction is allowed.
        if word != 'yes' and not flags & 1:
            answer((False, True, dbus.Dictionary({}, signature='ss')))
            return
        note(self.folder, f'{action} {word}')
        if rest:
            (self.folder / 'polkit').write_text(rest, encoding='utf-8')
        if word == 'hang':
            self.waiting[str(cancellation)] = answer
        else:
            details = {'polkit.dismissed': 'true'} if word == 'dismiss' else {}
            answer((word == 'yes', False, dbus.Dictionary(details, signature='ss')))

    @dbus.service.method(POLKIT + '.Authority', in_signature='s')
    def CancelCheckAuthorization(self, cancellation):
        if self.waiting.pop(str(cancellation), None):
            note(self.folder, 'cancelled')


class Helper(dbus.service.Object):
    """Ends each call in the same way."""

    def __init__(self, bus, folder):
        super().__init__(bus, '/io/github/modscope/Helper1')
        self.bus = bus
        self.folder = folder
        self.gone = set()

    def left(self, sender):
        """An asker left; the bus says so more than once."""
        if sender not in self.gone:
            self.gone.add(sender)
            note(self.folder, 'left')

    def end(self, sender, reply, fail, answer):
        """Ends a call as FOLDER/answer says, else with a reply."""
        word, _, message = read(self.folder, 'answer', '').partition(' ')
        note(self.folder, f'asked {word}')
        if word == 'leave':
            (self.folder / 'answer').unlink()
            os._exit(0)
        elif word == 'hang':
            self.bus.watch_name_owner(sender, lambda owner: owner or self.left(sender))
        elif word == 'put-back':
            self.ChangeReverted(1)
            reply(answer)
        elif word:
            fail(dbus.DBusException(message.replace('\\n', '\n'), name=word))
        else:
            reply(answer)

    @dbus.service.signal(HELPER, signature='u')
    def ChangeReverted(self, change):
        """Tells that what was on trial is put back."""

    @dbus.service.method(HELPER, in_signature='sa{ss}as', out_signature='as',
                         sender_keyword='sender', async_callbacks=('reply', 'fail'))
    def LoadModule(self, name, _parameters, _expected, sender, reply, fail):
        self.end(sender, reply, fail, [name])

    @dbus.service.method(HELPER, in_signature='asu', out_signature='asu',
                         sender_keyword='sender', async_callbacks=('reply', 'fail'))
    def UnloadModules(self, names, _trial, sender, reply, fail):
        self.end(sender, lambda answer: reply(*answer), fail, (names, 1))

    @dbus.service.method(HELPER, in_signature='sasu', out_signature='u',
                         sender_keyword='sender', async_callbacks=('reply', 'fail'))
    def RestartModule(self, _name, _with, _trial, sender, reply, fail):
        self.end(sender, reply, fail, 0)

    @dbus.service.method(HELPER, in_signature='a(ssa{sv})', out_signature='a(sbs)',
                         sender_keyword='sender', async_callbacks=('reply', 'fail'))
    def ApplyRules(self, changes, sender, reply, fail):
        self.end(sender, reply, fail, [(module, False, 'block-not-effective: tested')
                                       for _verb, module, _details in changes])


def main():
    role, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SystemBus()
    # The object is there before the name: a call that waits for the name finds it.
    standin = {'polkit': Polkit, 'helper': Helper}[role](bus, folder)
    name = dbus.service.BusName({'polkit': POLKIT, 'helper': HELPER}[role], bus)
    GLib.MainLoop().run()
    del standin, name


if __name__ == '__main__':
    main()
