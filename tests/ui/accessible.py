"""What a program tells a screen reader, asked for over the accessibility bus itself.

libatspi would do, but it keeps what it was told and mends it by events: a change that comes while it
is asking for the same thing is lost for good. Told to keep nothing, it asks a thousand questions for
one look at a window. Here one look is one question, and its answer is what is so now. The interfaces
are those of at-spi2-core's xml folder.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PREFIX = 'org.a11y.atspi.'
ROOT = '/org/a11y/atspi/accessible/root'
WINDOW_COORDINATES = 1
CALL_TIMEOUT = 20_000  # milliseconds


class Bus:
    """The accessibility bus."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None,
                                    None, Gio.DBusCallFlags.NONE, CALL_TIMEOUT, None).unpack()[0]
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.connection = Gio.DBusConnection.new_for_address_sync(address, flags)
        self._changed = set()

    def call(self, owner, path, interface, method, arguments=None):
        """Calls a method; returns what it answers."""
        return self.connection.call_sync(owner, path, interface, method, arguments, None,
                                         Gio.DBusCallFlags.NONE, CALL_TIMEOUT, None).unpack()

    def call_all(self, owner, paths, interface, method):
        """Calls a method of many nodes at once; returns what each answers, None for one that has gone."""
        context = GLib.MainContext.new()
        answers = {}

        def answered(connection, result, path):
            try:
                answers[path] = connection.call_finish(result).unpack()
            except GLib.Error:
                answers[path] = None
        context.push_thread_default()
        try:
            for path in paths:
                self.connection.call(owner, path, interface, method, None, None,
                                     Gio.DBusCallFlags.NONE, CALL_TIMEOUT, None, answered, path)
            while len(answers) < len(paths):
                context.iteration(True)
        finally:
            context.pop_thread_default()
        return [answers[path] for path in paths]

    def find_program(self, pid):
        """The root of a program's tree, None while it has not come to the bus."""
        for owner, path in self.call('org.a11y.atspi.Registry', ROOT, PREFIX + 'Accessible',
                                     'GetChildren')[0]:
            try:
                answer = self.call('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                   'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                                   GLib.Variant('(s)', (owner,)))
            except GLib.Error:
                continue  # it has ended
            if answer[0] == pid:
                self._watch_children(owner)
                return Node(self, owner, path)
        return None

    def _watch_children(self, owner):
        def changed(_connection, _sender, path, *_rest):
            self._changed.add(path)
        self.connection.signal_subscribe(owner, PREFIX + 'Event.Object', 'ChildrenChanged', None, None,
                                         Gio.DBusSignalFlags.NONE, changed)

    def changed_parents(self):
        """The nodes whose children have come or gone, or were shown or hidden, until they are discarded
        from it: as many of them may be there as before, and others."""
        while GLib.MainContext.default().pending():
            GLib.MainContext.default().iteration(False)
        return self._changed

    def on_focus(self, owner, callback):
        """Calls callback() with the node to which the keyboard focus of a program went, each time."""
        def moved(_connection, sender, path, _interface, _signal, parameters):
            if parameters.unpack()[1] == 1:
                callback(Node(self, sender, path))
        self.connection.signal_subscribe(owner, PREFIX + 'Event.Object', 'StateChanged', None,
                                         'focused', Gio.DBusSignalFlags.NONE, moved)


class States(set):
    """Of #AtspiStateType."""

    @classmethod
    def of_words(cls, words):
        """From the two numbers of 32 bits that the bus has for them."""
        bits = words[0] | words[1] << 32
        return cls(Atspi.StateType(i) for i in range(64) if bits >> i & 1)

    def contains(self, state):
        """Whether a state is among them."""
        return state in self


class Node:
    """Something on the screen. Each question is asked anew."""

    def __init__(self, bus, owner, path):
        self.bus = bus
        self.owner = owner
        self.path = path

    def __eq__(self, other):
        return isinstance(other, Node) and (self.owner, self.path) == (other.owner, other.path)

    def __hash__(self):
        return hash((self.owner, self.path))

    def _call(self, interface, method, arguments=None):
        return self.bus.call(self.owner, self.path, PREFIX + interface, method, arguments)

    def _property(self, name):
        return self.bus.call(self.owner, self.path, 'org.freedesktop.DBus.Properties', 'Get',
                             GLib.Variant('(ss)', (PREFIX + 'Accessible', name)))[0]

    def get_name(self):
        """What it is called."""
        return self._property('Name')

    def get_description(self):
        """What more there is to say of it."""
        return self._property('Description')

    def get_parent(self):
        """What it is in."""
        owner, path = self._property('Parent')
        return Node(self.bus, owner, path)

    def get_children(self):
        """What is in it, in order."""
        return [Node(self.bus, *child) for child in self._call('Accessible', 'GetChildren')[0]]

    def get_role(self):
        """Its #AtspiRole."""
        return Atspi.Role(self._call('Accessible', 'GetRole')[0])

    def get_state_set(self):
        """Its #States."""
        return States.of_words(self._call('Accessible', 'GetState')[0])

    def get_value(self):
        """The number it shows, of a progress bar from 0 to 1."""
        return self.bus.call(self.owner, self.path, 'org.freedesktop.DBus.Properties', 'Get',
                             GLib.Variant('(ss)', (PREFIX + 'Value', 'CurrentValue')))[0]

    def get_box(self):
        """Where it is in its window: x, y, width and height."""
        return self._call('Component', 'GetExtents', GLib.Variant('(u)', (WINDOW_COORDINATES,)))[0]

    def get_actions(self):
        """The names of what can be done to it."""
        try:
            # It says them as people read them, "Click".
            return [action[0].lower() for action in self._call('Action', 'GetActions')[0]]
        except GLib.Error:
            return []  # nothing can

    def do_action(self, name):
        """Does one of them."""
        index = self.get_actions().index(name)
        self._call('Action', 'DoAction', GLib.Variant('(i)', (index,)))

    def select_child(self, index):
        """Selects one of its children."""
        self._call('Selection', 'SelectChild', GLib.Variant('(i)', (index,)))

    def clear_selection(self):
        """Selects none of its children."""
        self._call('Selection', 'ClearSelection')

    def set_text(self, text):
        """Writes into it in place of what is there."""
        self._call('EditableText', 'SetTextContents', GLib.Variant('(s)', (text,)))


class Seen(Node):
    """A node as it was at one look: its name, role, states and children cost nothing more."""

    def __init__(self, bus, item):
        (owner, path), _application, (_owner, self.parent_path) = item[:3]
        super().__init__(bus, owner, path)
        self.index, self.n_children = item[3], item[4]
        self.name = item[6]
        self.role = Atspi.Role(item[7])
        self.states = States.of_words(item[9])
        self.children = []

    def walk(self):
        """It and all that is in it, in the order of the screen."""
        yield self
        for child in self.children:
            yield from child.walk()


def look(node):
    """All of a program's tree from a node on, as it is now; the node as #Seen, None if it has gone."""
    while True:
        items = node.bus.call(node.owner, '/org/a11y/atspi/cache', PREFIX + 'Cache', 'GetItems')[0]
        seen = {item[0][1]: Seen(node.bus, item) for item in items}
        if _join(node, seen):
            return seen.get(node.path)


def _join(node, seen):
    """Puts all nodes into their parents. Whether all are there: a program knows a node only when its
    parent was asked for it, and what it has hidden it knows still."""
    for child in seen.values():
        if child.parent_path in seen:
            seen[child.parent_path].children.append(child)
    changed = node.bus.changed_parents()
    doubtful = []
    for parent in seen.values():
        if len(parent.children) == parent.n_children and parent.path not in changed:
            parent.children.sort(key=lambda child: child.index)
        else:
            doubtful.append(parent)
    is_all = True
    for parent, answer in zip(doubtful, node.bus.call_all(
            node.owner, [parent.path for parent in doubtful], PREFIX + 'Accessible', 'GetChildren')):
        paths = [path for _owner, path in answer[0]] if answer else []
        parent.children = [seen[path] for path in paths if path in seen]
        if len(parent.children) == len(paths):
            changed.discard(parent.path)
        else:
            is_all = False
    return is_all
