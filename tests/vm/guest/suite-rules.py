"""Rules of both strengths, for modules with and without soft dependencies of their own: what Modscope
says of their effect, against devices that are plugged in, file systems that are mounted, and modprobe.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib

import asking
import vm

FOLDER = pathlib.Path("/etc/modprobe.d")


class Plug:
    """A device for which udev loads a module."""

    def __init__(self, device, files, value):
        self.device, self.files, self.value = device, files, value
        self.name = f"plugged-{value.split()[0].lower()}"

    def is_there(self):
        return any(file.read_text(encoding="utf-8").strip() == self.value
                   for file in pathlib.Path("/sys/bus").glob(self.files))

    def __enter__(self):
        # udev looks for other rules of modprobe.d every three seconds at most, and a person's hand is
        # slower than that.
        vm.as_root("udevadm", "control", "--reload")
        vm.monitor(f"device_add {self.device},id={self.name}")
        vm.eventually(self.is_there, self.device)
        # What udev does for it, loading included, is done then.
        vm.as_root("udevadm", "settle")

    def __exit__(self, *error):
        vm.monitor(f"device_del {self.name}")
        vm.eventually(lambda: not self.is_there(), f"the end of {self.device}")
        vm.as_root("udevadm", "settle")


class Mount:
    """A file system for which the kernel itself calls modprobe; there is none to mount."""

    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        vm.as_root("mount", "-t", self.kind, "/nowhere", "/mnt", fails=True)

    def __exit__(self, *error):
        vm.as_root("umount", "-t", self.kind, "/mnt", fails=True)


class Alias:
    """What udev would ask for, of a device that the machine cannot have."""

    def __init__(self, alias):
        self.alias = alias

    def __enter__(self):
        vm.as_root("modprobe", "-b", self.alias, fails=True)

    def __exit__(self, *error):
        pass


AUTOMATIC = {
    "pcnet32": Plug("pcnet", "pci/devices/*/device", "0x2000"),
    "wacom": Plug("usb-wacom-tablet,bus=xhci.0", "usb/devices/*/product", "Wacom PenPartner"),
    "r8169": Alias("pci:v000010ECd00008168sv00000000sd00000000bc02sc00i00"),
    "btrfs": Mount("btrfs"),
    "nfsd": Mount("nfsd"),
}


def loads_automatically(module):
    with AUTOMATIC[module]:
        loaded = asking.in_kernel(module)
    if loaded:
        vm.as_root("rmmod", module)
    return loaded


def loads_by_name(module):
    vm.as_root("modprobe", module, fails=True)
    loaded = asking.in_kernel(module)
    if loaded:
        vm.as_root("rmmod", module)
    return loaded


def unload_with_users(module):
    for user in vm.proc_modules().get(module, (0, 0, ()))[2]:
        unload_with_users(user)
    if asking.in_kernel(module):
        vm.as_root("rmmod", module)


def change(*arguments):
    """modscopectl ARGUMENT…: (whether it is in effect, the reason)."""
    status, answer = asking.ctl(*arguments)
    vm.equal(status, 0, f"{arguments}: {answer}")
    return answer["done"][0]["effective"], answer["done"][0]["reason"]


def both_strengths(module):
    @vm.case(f"{module}: block and block --always keep it away as they say, and unblock gives it back")
    def each():
        vm.equal(loads_automatically(module), True, "without a rule")

        vm.equal(change("block", module), (True, None), f"block {module}")
        vm.equal((loads_automatically(module), loads_by_name(module)), (False, True),
                 "not to be loaded automatically: automatically, by name")

        vm.equal(change("block", "--always", module), (True, None), f"block --always {module}")
        vm.equal((loads_automatically(module), loads_by_name(module)), (False, False),
                 "never to be loaded: automatically, by name")
        status, answer = asking.ctl("load", module)
        vm.equal((status, answer["error"]["finding"]["code"]), (1, "blocked-by-rule"),
                 "load against our own rule")

        vm.equal(change("unblock", module), (True, None), f"unblock {module}")
        vm.equal(loads_automatically(module), True, "without a rule again")


for name in AUTOMATIC:
    both_strengths(name)


@vm.case("a rule that another file defeats is said to be without effect, and is")
def defeated():
    other = FOLDER / "00-a-first.conf"
    for text in ("softdep r8169 pre: realtek\n", "install r8169 /sbin/modprobe -i r8169\n"):
        other.write_text(text, encoding="ascii")
        effective, reason = change("block", "--always", "r8169")
        vm.equal((effective, "block-not-effective" in reason, str(other) in reason),
                 (False, True, True), f"with {text!r}: {reason}")
        vm.equal(loads_by_name("r8169"), True, f"r8169 by name, with {text!r}")
        change("unblock", "r8169")
    other.unlink()


@vm.case("a rule for a part of the kernel itself is said to be without effect")
def built_in():
    name = vm.ctl("list", "--builtin")["modules"][0]["name"]
    effective, reason = change("block", name)
    vm.equal((effective, "block-not-effective" in reason), (False, True), f"{name}: {reason}")
    change("unblock", name)


@vm.case("a rule for a module that only others load is said to be without effect, and is")
def needed():
    effective, reason = change("block", "mii")
    with AUTOMATIC["pcnet32"]:
        loaded = asking.in_kernel("mii")
    vm.as_root("modprobe", "-r", "pcnet32")
    vm.equal((loaded, effective), (True, False), f"mii, loaded by a card, and said to be blocked: "
             f"{reason}")
    change("unblock", "mii")


@vm.case("block --always of what a module needs keeps that module away too")
def needed_always():
    # Other cards' drivers, of suites before, may need it too.
    unload_with_users("mii")
    vm.equal(change("block", "--always", "mii"), (True, None), "block --always mii")
    vm.equal((loads_automatically("pcnet32"), asking.in_kernel("mii")), (False, False), "pcnet32, mii")
    status, answer = asking.ctl("load", "pcnet32")
    vm.equal((status, answer["error"]["name"], answer["error"]["finding"]["code"]),
             (1, "ConfigConflict", "blocked-by-rule"), "load pcnet32")
    change("unblock", "mii")


@vm.case("48: a rule in somebody else's file is not unblocked, and its place is told")
def foreign():
    other = FOLDER / "somebody.conf"
    other.write_text("# why not\nblacklist pcnet32\n", encoding="ascii")
    status, answer = asking.ctl("unblock", "pcnet32")
    vm.equal((status, answer["error"]["name"]), (1, "ConfigConflict"), "unblock")
    vm.check(any(line["source"] == str(other) and line["line"] == 2
                 for line in answer["error"]["finding"]["evidence"]), answer)
    other.unlink()


@vm.case("30: an install line of an administrator's is not run, and load tells of it")
def install_line():
    touched = pathlib.Path("/run/modscope-vm-touched")
    other = FOLDER / "command.conf"
    other.write_text(f"install pcnet32 touch {touched}; /sbin/modprobe -i pcnet32\n", encoding="ascii")
    status, answer = asking.ctl("load", "pcnet32")
    vm.equal((status, answer["error"]["name"]), (1, "InstallCommand"), "load")
    vm.equal((touched.exists(), asking.in_kernel("pcnet32")), (False, False), "the command, the module")
    other.unlink()


with asking.AllAllowed():
    vm.main()
