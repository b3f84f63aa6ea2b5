"""How soon a row of Modscope follows what another program does to the kernel, and that it waits for
the kernel instead of asking again and again.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import ctypes
import os
import pathlib
import re
import subprocess
import threading
import time

import vm

ROUNDS = 20
# They need no other module, and make nothing that udev would open at once.
NAMES = ["dummy", "ifb", "ts_bm", "nlmon", "crc8"]
FINIT_MODULE, DELETE_MODULE = 313, 176  # asm/unistd_64.h
BAR_MS = 100
libc = ctypes.CDLL(None, use_errno=True)


class Watcher:
    """vm-watch-modules in the session of the person, and what it has printed."""

    def __init__(self):
        # The index is there already, so that building it is not measured as well.
        vm.ctl("list", "--loaded", timeout=240)
        self.process = vm.PersonProcess([f"{vm.LIB}/vm-watch-modules"])
        # Before it is ready, it tells of what it finds loaded.
        line = ""
        while not line.startswith("ready "):
            line = vm.read_line(self.process.stdout, 120, "vm-watch-modules")
        self.changes = []
        self.changed = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            moment, name, state = line.split()
            with self.changed:
                self.changes.append((int(moment), name, state))
                self.changed.notify_all()

    def wait_for(self, name, state, since):
        """The time of the first change of that module to that state after since, or a failure."""
        def find():
            return next((moment for moment, *rest in self.changes
                         if moment >= since and rest == [name, state]), None)
        with self.changed:
            vm.check(self.changed.wait_for(find, 20), f"{name} did not become {state}: "
                     f"{self.changes[-5:]}")
            return find()


def now():
    return time.monotonic_ns() // 1000


def call(number, *arguments):
    if libc.syscall(number, *arguments) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def module_file(name):
    return vm.as_root("modinfo", "-n", name).strip()


def insert(file):
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        # 4: MODULE_INIT_COMPRESSED_FILE of linux/module.h
        call(FINIT_MODULE, descriptor, b"", 0 if file.endswith(".ko") else 4)
    finally:
        os.close(descriptor)


class Udev:
    """When udev itself has told a plain listener of a module: what no program can be ahead of."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["stdbuf", "-oL", "udevadm", "monitor", "--udev", "--subsystem-match=module"],
            stdout=subprocess.PIPE)
        for _ in range(3):
            vm.read_line(self.process.stdout, 30, "udevadm")

    def wait_for(self, action, name):
        while True:
            line = vm.read_line(self.process.stdout, 30, f"{action} {name} by udev")
            match = re.match(rf"UDEV +\[([0-9.]+)\] {action} +/module/{name} ", line)
            if match:
                return int(float(match[1]) * 1000000)


def ninth(delays):
    return sorted(delays)[len(delays) * 9 // 10 - 1] / 1000


def tell(what, ours, udev):
    """Prints the delays. The bar is for a person to judge by: a busy host makes any time."""
    for who, delays in (("the row", ours), ("udev's event", udev)):
        ordered = sorted(delays)
        vm.say(f"{what}, ms from the call's return to {who}: least {ordered[0] / 1000:.1f}, median "
               f"{ordered[len(ordered) // 2] / 1000:.1f}, 9 of 10 within {ninth(delays):.1f}, most "
               f"{ordered[-1] / 1000:.1f}")
    vm.say(f"{what}: 9 of 10 within {ninth(ours):.1f} ms, and the bar is {BAR_MS}")


watcher = None


@vm.case(f"{ROUNDS} loads and unloads by system calls are each on the row")
def by_calls():
    global watcher
    watcher = Watcher()
    files = {name: module_file(name) for name in NAMES}
    udev = Udev()
    acts = (("loaded", "add", lambda name: insert(files[name])),
            ("available", "remove",
             lambda name: call(DELETE_MODULE, name.encode(), os.O_NONBLOCK)))
    delays = {state: ([], []) for state, *_ in acts}
    for number in range(ROUNDS):
        name = NAMES[number % len(NAMES)]
        for state, action, act in acts:
            since = now()
            act(name)
            returned = now()
            delays[state][0].append(watcher.wait_for(name, state, since) - returned)
            delays[state][1].append(udev.wait_for(action, name) - returned)
    udev.process.kill()
    tell("loading", *delays["loaded"])
    tell("unloading", *delays["available"])


@vm.case("what modprobe and rmmod do is there too, with everything that was needed")
def by_programs():
    for _ in range(ROUNDS // 4):
        before = set(vm.proc_modules())
        since = now()
        vm.as_root("modprobe", "vxlan")
        new = [name for name in reversed(vm.proc_modules()) if name not in before]
        vm.check("vxlan" in new, f"only {new}")
        for name in new:
            watcher.wait_for(name, "loaded", since)
        since = now()
        vm.as_root("modprobe", "-r", "vxlan")
        for name in set(new) - set(vm.proc_modules()):
            watcher.wait_for(name, "available", since)


@vm.case("a burst of loads and unloads ends with the rows as the kernel has them")
def burst():
    for _ in range(3):
        for name in NAMES:
            vm.as_root("modprobe", name)
        for name in NAMES[1:]:
            vm.as_root("rmmod", name)
    vm.as_root("rmmod", NAMES[0])
    since = now()
    vm.as_root("modprobe", NAMES[0])
    watcher.wait_for(NAMES[0], "loaded", since)
    vm.as_root("rmmod", NAMES[0])

    def agree():
        last = {name: state for _, name, state in watcher.changes}
        live = vm.proc_modules()
        return all((last[name] == "loaded") == (name in live) for name in last)
    vm.eventually(agree, "the rows as /proc/modules has them", 10)


def switches(pid):
    """How often the threads of a process waited for something, and its time on a processor."""
    total = 0
    for status in pathlib.Path("/proc", str(pid), "task").glob("*/status"):
        total += sum(int(line.split()[1]) for line in status.read_text().splitlines()
                     if "voluntary_ctxt_switches" in line)
    fields = pathlib.Path("/proc", str(pid), "stat").read_text().rsplit(") ", 1)[1].split()
    return total, int(fields[11]) + int(fields[12])


@vm.case("it sleeps while nothing happens: no wake-up in 20 seconds")
def idle():
    vm.as_root("udevadm", "settle")
    pid = int(vm.as_root("pgrep", "-f", "vm-watch-modules").split()[0])
    vm.equal(pathlib.Path(f"/proc/{pid}/comm").read_text().strip(), "vm-watch-module", "process")
    # Worker threads of the last reading end by themselves after a while.
    time.sleep(20)
    before = switches(pid)
    time.sleep(20)
    vm.equal(switches(pid), before, "waits and time")


vm.main()
