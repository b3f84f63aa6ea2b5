"""What the suites in the virtual machine share: cases, commands as root and as the person, the
machine's own monitor, and waiting for something to become true.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import select
import socket
import subprocess
import sys
import time
import traceback

KEEPER = "/run/user/1000/modscope-vm"
MONITOR = "/dev/virtio-ports/modscope.monitor"
RESULTS = "/mnt/results"
LIB = "/usr/lib/modscope-vm"

_cases = []


def case(description):
    """Marks a function as a test case; the function's failure is the case's."""
    def mark(function):
        _cases.append((description, function))
        return function
    return mark


def main():
    """Runs the cases in the order of the file, one line each; the host numbers them."""
    wanted = option("case", "").split(",")
    for description, function in _cases:
        if not any(text in description for text in wanted):
            continue
        try:
            function()
        except BaseException as error:
            print(f"not ok - {description}", flush=True)
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            if isinstance(error, subprocess.CalledProcessError):
                for line in f"{error.stdout or ''}\n{error.stderr or ''}".splitlines():
                    print(f"# | {line}")
            sys.stdout.flush()
        else:
            print(f"ok - {description}", flush=True)


def say(text):
    for line in str(text).splitlines():
        print(f"# {line}", flush=True)


def equal(ours, theirs, what):
    if ours != theirs:
        raise AssertionError(f"{what}: {ours!r}, but should be {theirs!r}")


def check(condition, what):
    if not condition:
        raise AssertionError(what)


# --- Commands -------------------------------------------------------------------------------------

def as_root(*argv, timeout=180, fails=False, **options):
    """Runs a command; returns its output. With fails, returns the finished process in any case."""
    process = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True, timeout=timeout, check=not fails,
                             **options)
    return process if fails else process.stdout


class PersonProcess:
    """A command in the session of the person; pipes are text, and None where one was given."""

    def __init__(self, argv, env=None, stdin=None, stdout=None, stderr=None, terminal=False):
        self.argv = argv
        self.stdin, theirs_in = self._pipe(stdin, "w")
        self.stdout, theirs_out = self._pipe(stdout, "r")
        self.stderr, theirs_err = self._pipe(stderr, "r")
        self._connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._connection.connect(KEEPER)
        request = json.dumps({"argv": list(argv), "env": env or {}, "terminal": terminal}).encode()
        descriptors = [theirs_in, theirs_out, theirs_err]
        socket.send_fds(self._connection, [request], [file.fileno() for file in descriptors])
        for file, given in zip(descriptors, (stdin, stdout, stderr)):
            if given is None:
                file.close()

    @staticmethod
    def _pipe(given, mode):
        if given is not None:
            return None, given
        reader, writer = os.pipe()
        ours, theirs = (reader, writer) if mode == "r" else (writer, reader)
        return os.fdopen(ours, mode), os.fdopen(theirs, "w" if mode == "r" else "r")

    def wait(self, timeout=180):
        self._connection.settimeout(timeout)
        try:
            status = self._connection.recv(64)
        except TimeoutError:
            raise subprocess.TimeoutExpired(self.argv, timeout) from None
        if not status:
            raise AssertionError(f"{self.argv}: the session has ended")
        return int(status)

    def end(self):
        self._connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.end()


def as_person(*argv, timeout=180, fails=False, env=None):
    """As as_root(), but in the active session of the unprivileged person."""
    output, errors = (os.fdopen(os.memfd_create("output"), "w+") for _ in range(2))
    with open(os.devnull, encoding="utf-8") as nothing, \
            PersonProcess(argv, env, nothing, output, errors) as process:
        status = process.wait(timeout)
    output.seek(0)
    errors.seek(0)
    finished = subprocess.CompletedProcess(argv, status, output.read(), errors.read())
    if not fails:
        finished.check_returncode()
    return finished if fails else finished.stdout


def ctl(*arguments, **options):
    """modscopectl --json as the person, parsed."""
    return json.loads(as_person("modscopectl", "--json", *arguments, **options))


def option(name, default):
    """A word "modscope.NAME=VALUE" of the kernel's command line."""
    with open("/proc/cmdline", encoding="utf-8") as line:
        words = dict(word.partition("=")[::2] for word in line.read().split())
    return words.get(f"modscope.{name}", default)


# --- The machine ----------------------------------------------------------------------------------

def monitor(command):
    """A command of the machine's monitor: device_add, device_del, screendump. Returns its words."""
    with open(MONITOR, "r+b", buffering=0) as port:
        port.write(command.encode() + b"\n")
        answer = b""
        while not answer.endswith(b"\n"):
            answer += port.read(4096)
    answer = json.loads(answer)
    if answer:
        raise AssertionError(f"{command}: {answer}")


def eventually(condition, what, seconds=60):
    """Waits until condition() is true. For what tells nobody when it changes."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        select.select([], [], [], 0.05)


def read_line(file, seconds, what):
    """One line of a process (its pipe is not buffered), or a failure."""
    line = b""
    while not line.endswith(b"\n"):
        if not select.select([file], [], [], seconds)[0]:
            raise AssertionError(f"nothing within {seconds} s: {what}")
        data = os.read(file.fileno(), 1)
        check(data, f"it has ended: {what}")
        line += data
    return line.decode().rstrip("\n")


def proc_modules():
    """/proc/modules as {name: (size, use count, holders, state)}."""
    modules = {}
    with open("/proc/modules", encoding="ascii") as lines:
        for line in lines:
            name, size, count, holders, state = line.split()[:5]
            names = [word for word in holders.split(",") if word not in ("", "-", "[permanent]")]
            modules[name] = (int(size), int(count), sorted(names), state)
    return modules


sys.stdout.reconfigure(errors="backslashreplace")
