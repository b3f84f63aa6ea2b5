"""A small world for the helper: a root with modules, a bus, a stand-in for polkit, and callers.

All of it is in one thread and one main loop. What is waited for has a deadline.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

import dbus
import dbus.bus
import dbus.mainloop.glib
import dbus.service
import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

PROGRAM = os.environ['HELPER_UNDER_TEST']
BUS_POLICY = os.environ['HELPER_BUS_POLICY']
RELEASE = '6.1.0-test'
NAME = 'io.github.modscope.Helper1'
PATH = '/io/github/modscope/Helper1'
ERROR = 'io.github.modscope.Error.'
ACTION = 'io.github.modscope.'
INVALID_ARGS = 'org.freedesktop.DBus.Error.InvalidArgs'
BLOCK_FILE = '/etc/modprobe.d/00-modscope-block.conf'
HISTORY_FILE = '/var/lib/modscope/history'
DEADLINE = 60  # seconds; a healthy run needs a fraction of one


def wait_for(condition, what, seconds=DEADLINE):
    """Runs the main loop until the condition holds. Files make no event: it is looked at often."""
    if not within(condition, seconds):
        raise AssertionError(f'within {seconds} s this did not happen: {what}')


def within(condition, seconds):
    """Whether the condition came to hold in that time."""
    context = GLib.MainContext.default()
    over = []
    end = GLib.timeout_add(int(seconds * 1000), lambda: over.append(True))
    tick = GLib.timeout_add(10, lambda: GLib.SOURCE_CONTINUE)
    try:
        while not condition() and not over:
            context.iteration(True)
    finally:
        GLib.source_remove(tick)
        if not over:
            GLib.source_remove(end)
    return bool(condition())


# --- The root ---

HEADER = r'''
#define JOIN(a, b) a##b
#define NAME(a, b) JOIN (a, b)
#define INFO(s) static const char NAME (info_, __COUNTER__)[] \
  __attribute__ ((used, aligned (1), section (".modinfo"))) = s;
#define EXPORT(n) int n = 1; static const char ksym_##n[] \
  __attribute__ ((used, aligned (1), section ("__ksymtab_strings"))) = #n;
#define USE(n) extern int n; int *use_##n = &n;
'''

# A file's name and its text.
MODULES = {
    'tst_plain': r'INFO ("license=GPL") INFO ("depends=") INFO ("alias=pci:v00001234d*sv*") '
                 r'INFO ("parm=number:A number") INFO ("parmtype=number:int") '
                 r'INFO ("parm=the_text:A text") INFO ("parmtype=the_text:charp")',
    'tst_base': r'INFO ("license=GPL") INFO ("depends=") EXPORT (base_symbol)',
    'tst_user': r'INFO ("license=GPL") INFO ("depends=tst_base") USE (base_symbol) '
                r'INFO ("alias=pci:v00001235d*sv*")',
    'tst_extra': r'INFO ("license=GPL") INFO ("depends=")',
    'tst_soft': r'INFO ("license=GPL") INFO ("depends=") INFO ("softdep=pre: tst_extra") '
                r'INFO ("alias=pci:v00001236d*sv*")',
    'tst-dash': r'INFO ("license=GPL") INFO ("depends=") INFO ("alias=pci:v00001237d*sv*")',
}

# Two that are free, one that is open, and a chain of ten, each used by the next.
CHAIN = [f'tst_chain{number}' for number in range(10)]
LIVE = ''.join([
    'tst_idle 16384 0 - Live 0x0000000000000000\n',
    'tst_other 16384 0 - Live 0x0000000000000000\n',
    'tst_open 16384 1 - Live 0x0000000000000000\n',
    *(f'{name} 16384 {1 if after else 0} {after + "," if after else "-"} Live 0x0000000000000000\n'
      for name, after in zip(reversed(CHAIN), ['', *reversed(CHAIN[1:])])),
])

# The same modules with files, for what loads them again.
MODULES_LIVE = {
    **MODULES,
    'tst_idle': r'INFO ("license=GPL") INFO ("depends=")',
    **{name: rf'INFO ("license=GPL") INFO ("depends={before}") EXPORT ({name}_symbol)'
             + (f' USE ({before}_symbol)' if before else '')
       for name, before in zip(CHAIN, ['', *CHAIN])},
}

FILES = {
    '/proc/sys/kernel/osrelease': RELEASE + '\n',
    '/proc/sys/kernel/modules_disabled': '0\n',
    '/proc/modules': LIVE,
    '/proc/cmdline': 'quiet\n',
    '/proc/self/mountinfo': '',
    '/dev/kmsg': '',
    '/sys/devices/system/x': '',
    '/run/modscope/x': '',
    '/etc/modprobe.d/a.conf': '# The administrator\'s\nblacklist tst_extra\n',
    '/var/lib/modscope/history': '',
}


class Root:
    """What stands in for /."""

    def __init__(self, template=None, modules=MODULES):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='modscope-helper-'))
        if template:
            shutil.copytree(template.folder, self.folder, symlinks=True, dirs_exist_ok=True)
            return
        for path, text in FILES.items():
            self.write(path, text)
        folder = f'/lib/modules/{RELEASE}'
        for name, text in modules.items():
            file = self.file(f'{folder}/kernel/drivers/misc/{name}.ko')
            file.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(['cc', '-x', 'c', '-c', '-', '-o', file], input=HEADER + text, text=True,
                           check=True)
        self.write(f'{folder}/modules.order',
                   ''.join(f'kernel/drivers/misc/{name}.ko\n' for name in modules))
        self.write(f'{folder}/modules.builtin', 'kernel/fs/in-kernel.ko\n')
        self.write(f'{folder}/modules.builtin.modinfo', 'in_kernel.license=GPL\0')
        subprocess.run(['depmod', '-b', self.folder, RELEASE], check=True,
                       stderr=subprocess.DEVNULL,
                       env={**os.environ, 'PATH': os.environ['PATH'] + ':/usr/sbin:/sbin'})

    def remove(self):
        """Removes all of it."""
        shutil.rmtree(self.folder)

    def file(self, path):
        """A path of the system as one of this machine."""
        return self.folder / path.lstrip('/')

    def write(self, path, text):
        """Writes a file, at once as a whole, with the folders above it."""
        file = self.file(path)
        data = text if isinstance(text, bytes) else text.encode()
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(file.name + '.being-written')
        new.write_bytes(data)
        new.rename(file)

    def read(self, path):
        """A file's text; nothing if there is no such file."""
        file = self.file(path)
        return file.read_bytes().decode() if file.exists() else ''

    def link(self, path, target):
        """Makes a link to another path of the system."""
        self.file(path).parent.mkdir(parents=True, exist_ok=True)
        self.file(path).symlink_to(self.file(target))

    def add_driver(self, bus, driver, takes=(), module=None):
        """A driver of a bus, and the devices it takes."""
        folder = f'/sys/bus/{bus}/drivers/{driver}'
        for name in 'bind', 'unbind', '../../drivers_probe':
            self.write(f'{folder}/{name}', '')
        self.write(f'{folder}/takes', ' '.join(takes))
        if module:
            self.file(f'/sys/module/{module}').mkdir(parents=True, exist_ok=True)
            self.link(f'{folder}/module', f'/sys/module/{module}')

    def add_device(self, bus, folder, driver=None, **attributes):
        """A device on a bus, at /sys/devices/FOLDER."""
        place = f'/sys/devices/{folder}'
        name = folder.rpartition('/')[2]
        self.file(place).mkdir(parents=True, exist_ok=True)
        self.file(f'/sys/bus/{bus}/drivers').mkdir(parents=True, exist_ok=True)
        self.link(f'/sys/bus/{bus}/devices/{name}', place)
        self.link(f'{place}/subsystem', f'/sys/bus/{bus}')
        for key, value in attributes.items():
            self.write(f'{place}/{key}', value + '\n')
        if driver:
            self.link(f'{place}/driver', f'/sys/bus/{bus}/drivers/{driver}')

    def add_switch(self, name, folder, soft='0', hard='0'):
        """A radio switch at /sys/devices/FOLDER/NAME."""
        place = f'/sys/devices/{folder}/{name}'
        self.write(f'{place}/soft', soft + '\n')
        self.write(f'{place}/hard', hard + '\n')
        self.file('/sys/class/rfkill').mkdir(parents=True, exist_ok=True)
        self.link(f'{place}/subsystem', '/sys/class/rfkill')
        self.link(f'/sys/class/rfkill/{name}', place)

    def driver(self, folder):
        """Which driver has the device at /sys/devices/FOLDER."""
        link = self.file(f'/sys/devices/{folder}/driver')
        return os.readlink(link).rpartition('/')[2] if link.is_symlink() else None

    def loaded(self):
        """The names of what is loaded."""
        return [line.split()[0] for line in self.read('/proc/modules').splitlines()]

    def picture(self):
        """All there is, byte for byte. A file that came and went has changed its folder's time."""
        result = {}
        for folder, folders, files in os.walk(self.folder):
            for name in [*folders, *files, '.']:
                path = os.path.join(folder, name)
                info = os.lstat(path)
                is_file = os.path.isfile(path) and not os.path.islink(path)
                small = is_file and info.st_size < 4 * 1024 * 1024
                result[path] = (info.st_mode, info.st_ino, info.st_size, info.st_mtime_ns,
                                pathlib.Path(path).read_bytes() if small else None)
        return result


# --- The bus ---

BUS_CONFIG = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={folder}/socket</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow user="*"/>
    <deny own="*"/>
    <deny send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus"/>
    <allow send_destination="org.freedesktop.PolicyKit1"/>
  </policy>
  <policy user="{user}">
    <allow own="*"/>
  </policy>
  <include>{policy}</include>
  <limit name="max_connections_per_user">256</limit>
</busconfig>
'''


class Bus:
    """A bus with the rules of a system's, and the helper's own."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='modscope-bus-'))
        self.folder.chmod(0o755)
        (self.folder / 'services').mkdir()
        self.address = f'unix:path={self.folder}/socket'
        config = self.folder / 'bus.conf'
        config.write_text(BUS_CONFIG.format(folder=self.folder, user=os.geteuid(),
                                            policy=BUS_POLICY), encoding='utf-8')
        with (self.folder / 'log').open('w', encoding='utf-8') as log:
            self.process = subprocess.Popen(
                ['dbus-daemon', f'--config-file={config}', '--nofork', '--nopidfile',
                 '--print-address'], stdout=subprocess.PIPE, stderr=log)
        if not self.process.stdout.readline():
            raise AssertionError((self.folder / 'log').read_text(encoding='utf-8'))

    def offer(self, command):
        """The bus starts the helper when it is called."""
        (self.folder / f'services/{NAME}.service').write_text(
            f'[D-BUS Service]\nName={NAME}\nExec={command}\nUser=root\n', encoding='utf-8')

    def connect(self):
        """A new connection."""
        return Gio.DBusConnection.new_for_address_sync(
            self.address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def stop(self):
        """Ends the bus, and with it all connections."""
        self.process.terminate()
        self.process.wait(DEADLINE)
        self.process.stdout.close()

    def remove(self):
        """Removes its files."""
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder)


# --- polkit ---

AUTHORITY = 'org.freedesktop.PolicyKit1.Authority'


class _Failed(dbus.DBusException):
    _dbus_error_name = 'org.freedesktop.PolicyKit1.Error.Failed'


class _Cancelled(dbus.DBusException):
    _dbus_error_name = 'org.freedesktop.PolicyKit1.Error.Cancelled'


class Check:
    """A question of the helper's."""

    def __init__(self, subject, action, details, flags, cancel_id, reply, fail):
        self.kind = str(subject[0])
        self.sender = str(subject[1].get('name', ''))
        self.action = str(action).replace(ACTION, '')
        self.details = {str(key): str(value) for key, value in details.items()}
        self.asks_person = bool(flags & 1)
        self.cancel_id = str(cancel_id)
        self.fail = fail
        self._reply = reply

    def answer(self, word):
        """yes, no, challenge (a person would have to be asked) or dismissed."""
        details = {'polkit.dismissed': 'true'} if word == 'dismissed' else {}
        self._reply((dbus.Boolean(word == 'yes'), dbus.Boolean(word in ('challenge', 'dismissed')),
                     dbus.Dictionary(details, signature='ss')))


class Polkit(dbus.service.Object):
    """Answers with .answer, which is a word or a table of one for each action: "yes", "no", "error"
    (the action is not known), "hang", or "ask": a dialog opens if the caller allows that, and waits
    in .dialogs for the test to answer it."""

    def __init__(self, address, answer='yes'):
        self.link = dbus.bus.BusConnection(
            address, mainloop=dbus.mainloop.glib.DBusGMainLoop())
        self.link.set_exit_on_disconnect(False)
        super().__init__(self.link, '/org/freedesktop/PolicyKit1/Authority')
        self.answer = answer
        self.checks = []
        self.dialogs = []
        self.cancelled = []
        self.link.request_name('org.freedesktop.PolicyKit1')

    @dbus.service.method(AUTHORITY, in_signature='(sa{sv})sa{ss}us', out_signature='(bba{ss})',
                         async_callbacks=('reply', 'fail'))
    def CheckAuthorization(self, subject, action, details, flags, cancel_id, reply, fail):
        check = Check(subject, action, details, flags, cancel_id, reply, fail)
        self.checks.append(check)
        word = self.answer if isinstance(self.answer, str) else self.answer[check.action]
        if word == 'hang' or (word == 'ask' and check.asks_person):
            self.dialogs.append(check)
        elif word == 'error':
            fail(_Failed('Action is not registered'))
        else:
            check.answer('challenge' if word == 'ask' else word)

    @dbus.service.method(AUTHORITY, in_signature='s', out_signature='')
    def CancelCheckAuthorization(self, cancel_id):
        for check in [check for check in self.dialogs if check.cancel_id == cancel_id]:
            self.dialogs.remove(check)
            self.cancelled.append(check)
            check.fail(_Cancelled('The check was cancelled'))

    def dialog(self):
        """The dialog that is open now or soon."""
        wait_for(lambda: self.dialogs, 'a dialog opens')
        return self.dialogs[0]

    def settle(self, word, check=None):
        """Answers a dialog."""
        check = check or self.dialog()
        self.dialogs.remove(check)
        check.answer(word)

    def close(self):
        """Leaves the bus, as if it were killed."""
        self.link.close()


# --- Callers ---

class Call:
    """A call on its way: done when .ended; then .value, or .error (without our prefix) and .text."""

    def __init__(self):
        self.ended = False
        self.value = None
        self.error = None
        self.text = None

    def take(self, connection, result, *_rest):
        """The answer."""
        try:
            self.value = connection.call_finish(result).unpack()
        except GLib.Error as error:
            remote = Gio.DBusError.get_remote_error(error) or error.message
            Gio.DBusError.strip_remote_error(error)
            self.error = remote.replace(ERROR, '')
            self.text = error.message
        self.ended = True

    def take_message(self, connection, result, *_rest):
        """The same of a message."""
        try:
            message = connection.send_message_with_reply_finish(result)
            self.error = message.get_error_name()
            self.error = self.error.replace(ERROR, '') if self.error else None
            self.value = message.get_body().unpack() if message.get_body() else ()
        except GLib.Error as error:
            self.error = error.message
        self.ended = True

    def wait(self):
        """Waits for the end; returns itself."""
        wait_for(lambda: self.ended, 'a call is answered')
        return self


class Caller:
    """A program that calls the helper."""

    def __init__(self, bus):
        self.connection = bus.connect()
        self.name = self.connection.get_unique_name()

    def call(self, method, arguments, interactive=True, interface=NAME, path=PATH):
        """Sends a call."""
        call = Call()
        flags = (Gio.DBusCallFlags.ALLOW_INTERACTIVE_AUTHORIZATION if interactive
                 else Gio.DBusCallFlags.NONE)
        self.connection.call(NAME, path, interface, method, arguments, None, flags,
                             DEADLINE * 1000, None, call.take)
        return call

    def send(self, method, body, descriptors=None):
        """Sends a message as it is."""
        call = Call()
        message = Gio.DBusMessage.new_method_call(NAME, PATH, NAME, method)
        message.set_body(body)
        if descriptors is not None:
            message.set_unix_fd_list(descriptors)
        self.connection.send_message_with_reply(
            message, Gio.DBusSendMessageFlags.NONE, DEADLINE * 1000, None, call.take_message)
        return call

    def load(self, name, parameters=None, expected=(), **options):
        """LoadModule."""
        return self.call('LoadModule', GLib.Variant(
            '(sa{ss}as)', (name, parameters or {}, list(expected))), **options)

    def unload(self, *names, trial_seconds=0, **options):
        """UnloadModules."""
        return self.call('UnloadModules', GLib.Variant('(asu)', (list(names), trial_seconds)),
                         **options)

    def restart(self, name, *with_, trial_seconds=0, **options):
        """RestartModule."""
        return self.call('RestartModule', GLib.Variant('(sasu)', (name, list(with_),
                                                                 trial_seconds)), **options)

    def device(self, device, verb, driver='', trial_seconds=0, **options):
        """ControlDevice."""
        return self.call('ControlDevice', GLib.Variant('(sssu)', (device, verb, driver,
                                                                 trial_seconds)), **options)

    def keep(self, change, **options):
        """KeepChange."""
        return self.call('KeepChange', GLib.Variant('(u)', (change,)), **options)

    def revert(self, change, **options):
        """RevertChange."""
        return self.call('RevertChange', GLib.Variant('(u)', (change,)), **options)

    def rules(self, *changes, **options):
        """ApplyRules; a change is a verb, a module, and details."""
        return self.call('ApplyRules', GLib.Variant('(a(ssa{sv}))', ([
            (verb, name, {key: GLib.Variant('s', value) for key, value in details.items()})
            for verb, name, details in changes],)), **options)

    def block(self, name, strength='autoload', reason=None, **options):
        """ApplyRules with one block."""
        details = {'strength': strength, **({'reason': reason} if reason is not None else {})}
        return self.rules(('block', name, details), **options)

    def unblock(self, name, **options):
        """ApplyRules with one unblock."""
        return self.rules(('unblock', name, {}), **options)

    def leave(self):
        """Leaves the bus."""
        if not self.connection.is_closed():
            self.connection.close_sync(None)


# --- A test ---

class Case(unittest.TestCase):
    """Each test has a root, a bus, a polkit and a helper of its own."""

    answer = 'yes'
    idle = 60
    authority = 20
    plans = 100000
    starts_helper = True
    maxDiff = None
    modules = MODULES

    @classmethod
    def setUpClass(cls):
        cls.template = Root(modules=cls.modules)

    @classmethod
    def tearDownClass(cls):
        cls.template.remove()

    def setUp(self):
        self.root = Root(self.template)
        self.addCleanup(self.root.remove)
        self.bus = Bus()
        self.addCleanup(self.bus.remove)
        self.addCleanup(self._read_log)
        self.polkit = Polkit(self.bus.address, self.answer)
        self.addCleanup(self.polkit.close)
        self.owner = ''
        self.watcher = self.bus.connect()
        Gio.bus_watch_name_on_connection(
            self.watcher, NAME, Gio.BusNameWatcherFlags.NONE,
            lambda _connection, _name, owner: setattr(self, 'owner', owner),
            lambda _connection, _name: setattr(self, 'owner', ''))
        self.callers = []
        self.addCleanup(self._leave)
        self.helper = self.start_helper() if self.starts_helper else None
        if self.helper:
            self.addCleanup(self.end_helper)
            wait_for(lambda: self.owner, 'the helper takes its name')
        self.caller = self.new_caller()

    def _leave(self):
        for connection in [self.watcher, *(caller.connection for caller in self.callers)]:
            with contextlib.suppress(GLib.Error):
                connection.close_sync(None)

    def _read_log(self):
        """The bus's, with the words of a helper that it started."""
        log = (self.bus.folder / 'log').read_text(encoding='utf-8')
        self.assertNotRegex(log, 'CRITICAL|Sanitizer|runtime error')

    def new_caller(self):
        """One more program."""
        caller = Caller(self.bus)
        self.callers.append(caller)
        return caller

    def command(self):
        """How the helper is started."""
        return [PROGRAM, '--root', str(self.root.folder), '--idle', str(self.idle),
                '--authority', str(self.authority), '--plans', str(self.plans)]

    def start_helper(self):
        """Starts one."""
        return subprocess.Popen(
            self.command(), stderr=subprocess.PIPE,
            env={**os.environ, 'DBUS_SYSTEM_BUS_ADDRESS': self.bus.address})

    def end_helper(self):
        """It ends by itself or when told to, well and without a word of a programming error."""
        if self.idle > 1:
            self.helper.send_signal(signal.SIGTERM)
        self.check_end(self.helper, 0)

    def put_back(self):
        """What systemd does behind the end of the service."""
        subprocess.run([*self.command(), '--put-back'], check=True, timeout=DEADLINE)
        self.assertEqual(os.listdir(self.root.file('/run/modscope')), ['x'])

    def kill(self):
        """The helper, and then what it has started: as systemd does."""
        workers = subprocess.run(['pgrep', '-P', str(self.helper.pid)], check=False,
                                 stdout=subprocess.PIPE, text=True).stdout.split()
        self.helper.kill()
        for worker in workers:
            os.kill(int(worker), signal.SIGKILL)
        self.helper.communicate(timeout=DEADLINE)
        self.start_again()

    def start_again(self):
        """Another helper, for the end of the test."""
        wait_for(lambda: not self.owner, 'the name is free')
        self.helper = self.start_helper()
        wait_for(lambda: self.owner, 'the helper takes its name')

    def check_end(self, process, status):
        """A helper ends soon, in that way."""
        try:
            words = process.communicate(timeout=DEADLINE)[1].decode()
        except subprocess.TimeoutExpired:
            process.kill()
            words = 'it does not end\n' + process.communicate()[1].decode()
        self.assertEqual(process.returncode, status, words)
        self.assertNotRegex(words, 'CRITICAL|Sanitizer|runtime error')
        return words

    def assert_error(self, call, name):
        """A call fails with that error; returns its words."""
        call.wait()
        self.assertEqual(call.error, name, f'{call.text} {call.value}')
        return call.text or ''

    def assert_done(self, call):
        """A call succeeds; returns what it returned."""
        call.wait()
        self.assertIsNone(call.error, call.text)
        return call.value

    @contextlib.contextmanager
    def nothing_happens(self, checks=None):
        """In the block no file changes, nothing is asked of the kernel, and polkit is asked only
        that often (not counted if None)."""
        before = self.root.picture()
        count = len(self.polkit.checks)
        yield
        after = self.root.picture()
        self.assertEqual({path for path in {**before, **after}
                          if before.get(path) != after.get(path)}, set())
        if checks is not None:
            self.assertEqual(len(self.polkit.checks) - count, checks)

    def assert_refused(self, call, name):
        """A call fails with that error, without a question or an effect. The call is a function."""
        with self.nothing_happens(checks=0):
            return self.assert_error(call(), name)
