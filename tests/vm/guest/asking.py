"""What the suites need to ask the helper for changes: the agents that answer polkit's questions, a
terminal with modscopectl on it, and calls on the bus.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import pathlib
import re
import select
import termios
import time

import vm

PASSWORD = "modscope"
UNIT = "modscope-helper.service"
ERROR = "io.github.modscope.Error."
LIMIT = "LimitExceeded"
RULES = pathlib.Path("/etc/polkit-1/rules.d/10-modscope-vm.rules")


class Agent:
    """polkit's agent of the person's session, while it lasts."""

    def __init__(self):
        self.process = vm.PersonProcess([f"{vm.LIB}/agent"])
        vm.equal(vm.read_line(self.process.stdout, 120, "the agent"), "ready", "the agent")

    def question(self, seconds=120):
        """The next question: {"action", "message", "details"}."""
        return json.loads(vm.read_line(self.process.stdout, seconds, "a question of polkit's"))

    def answer(self, words):
        """"password WORD", "dismiss" or "wait"."""
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def ended(self, seconds=120):
        """How the question ended: "given", "refused", "dismissed" or "cancelled"."""
        return json.loads(vm.read_line(self.process.stdout, seconds, "the question's end"))["ended"]

    def is_asked(self):
        """Whether there is a question that nobody has read yet."""
        return bool(select.select([self.process.stdout], [], [], 0)[0])

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.end()


class Terminal:
    """A command of the person's on a terminal of its own."""

    def __init__(self, *argv):
        self.ours, theirs = os.openpty()
        self.text = ""
        with os.fdopen(theirs, "r+b", buffering=0) as end:
            self.process = vm.PersonProcess(argv, {"TERM": "dumb"}, end, end, end, terminal=True)

    def expect(self, pattern, seconds=120):
        """Reads until the pattern is there; returns the match."""
        end = time.monotonic() + seconds
        while not (match := re.search(pattern, self.text)):
            self.read(end, pattern)
        self.text = self.text[match.end():]
        return match

    def read(self, end, what):
        if not select.select([self.ours], [], [], max(0, end - time.monotonic()))[0]:
            raise AssertionError(f"no {what!r} on the terminal: {self.text!r}")
        try:
            data = os.read(self.ours, 4096)
        except OSError:
            data = b""  # Nobody has the other end any more.
        vm.check(data, f"the command has ended without {what!r}: {self.text!r}")
        self.text += data.decode("utf-8", "replace")

    def type(self, text):
        os.write(self.ours, text.encode())

    def type_secret(self, text):
        """As type(), when the terminal shows no more what is typed: until then it is thrown away."""
        vm.eventually(lambda: not termios.tcgetattr(self.ours)[3] & termios.ECHO, "no echo")
        self.type(text)

    def wait(self, seconds=120):
        """Returns the exit status, and what else is on the terminal."""
        status = self.process.wait(seconds)
        try:
            while True:
                self.read(time.monotonic(), "rest")
        except AssertionError:
            pass
        return status, self.text

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.end()
        os.close(self.ours)


def ctl(*arguments):
    """modscopectl --json of the person, nobody being asked: (status, document)."""
    finished = vm.as_person("modscopectl", "--json", *arguments, fails=True)
    vm.check(finished.stdout, f"{arguments}: {finished.stderr}")
    return finished.returncode, json.loads(finished.stdout)


class Failure(Exception):
    """The helper's error: its name without the common part, and the parts of its message."""

    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name = name.removeprefix(ERROR)
        # GDBus puts the name before the message.
        self.sentence, *lines = message.removeprefix(f"GDBus.Error:{name}: ").split("\n")
        self.parts = {}
        for line in lines:
            key, _, value = line.partition(": ")
            self.parts.setdefault(key, []).append(value)


class Caller:
    """A program of the person's on the bus. Its calls may be open at the same time as others'."""

    TYPES = {"LoadModule": "(sa{ss}as)", "UnloadModules": "(asu)", "ApplyRules": "(a(ssa{sv}))",
             "RestartModule": "(sasu)", "ControlDevice": "(sssu)"}

    def __init__(self):
        self.process = vm.PersonProcess([f"{vm.LIB}/caller"])
        vm.equal(vm.read_line(self.process.stdout, 120, "the caller"), "ready", "the caller")

    def begin(self, method, *arguments, interactive=False):
        self.process.stdin.write(json.dumps({"method": method, "type": self.TYPES[method],
                                             "arguments": arguments,
                                             "interactive": interactive}) + "\n")
        self.process.stdin.flush()

    def end(self, seconds=180):
        """The result of a call that was begun, or its Failure raised."""
        answer = json.loads(vm.read_line(self.process.stdout, seconds, "the helper's answer"))
        if "error" in answer:
            raise Failure(answer["error"], answer["message"])
        return answer["result"]

    def is_answered(self):
        return bool(select.select([self.process.stdout], [], [], 0)[0])

    def call(self, method, *arguments, interactive=False):
        self.begin(method, *arguments, interactive=interactive)
        return self.end()

    def load(self, name, parameters=None):
        """Names of what was loaded."""
        return self.call("LoadModule", name, parameters or {}, [])[0]

    def unload(self, *names):
        return self.call("UnloadModules", names, 0)[0]

    def leave(self):
        self.process.end()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.leave()


class Pace:
    """Makes the calls of a Caller; where the helper says that it is too many in a time, once it is
    not, of which nothing tells."""

    def __init__(self, caller):
        self.caller, self.waits = caller, 0

    def call(self, method, *arguments):
        results = []

        def ask():
            try:
                results.append(self.caller.call(method, *arguments))
            except Failure as failure:
                if failure.name != LIMIT:
                    raise
                self.waits += 1
            return results
        vm.eventually(ask, f"the end of the limit for {method}")
        return results[0]


class AllAllowed:
    """While it lasts, a rule of an administrator's lets the person do everything with Modscope."""

    def __enter__(self):
        RULES.write_text("""polkit.addRule (function (action, subject) {
  if (action.id.indexOf ("io.github.modscope.") == 0 && subject.user == "person")
    return polkit.Result.YES;
});
""", encoding="ascii")
        self.reload()
        return self

    def __exit__(self, *error):
        RULES.unlink()
        self.reload()

    @staticmethod
    def reload():
        # polkitd looks at its folders by inotify and tells nobody when it is done.
        # systemd counts starts, and refuses more than a few in ten seconds.
        vm.as_root("systemctl", "reset-failed", "polkit.service")
        vm.as_root("systemctl", "restart", "polkit.service")


def helper_state(*names):
    """Properties of the helper's unit."""
    lines = vm.as_root("systemctl", "show", UNIT, *(f"--property={name}" for name in names))
    return dict(line.split("=", 1) for line in lines.splitlines())


def in_kernel(name):
    """Whether the kernel has a module, by both of its accounts; not while it comes or goes."""
    listed = name in vm.proc_modules()
    state = pathlib.Path("/sys/module", name, "initstate")
    vm.equal(state.exists(), listed, f"/sys/module/{name} against /proc/modules")
    return listed


def is_gone(name):
    """Whether a module has gone altogether, by both accounts of the kernel."""
    state = pathlib.Path("/sys/module", name, "initstate")
    return name not in vm.proc_modules() and not state.exists()
