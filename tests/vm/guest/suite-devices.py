"""Devices of the virtual machine: what drives them is what /sys says, none has a problem, plugging
and unplugging is seen, and each fault shows at its step.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import threading
import time

import vm

QUIET = ("working", "not-needed", "unknown")
STEPS = ("present", "driver-exists", "allowed", "loaded", "attached", "firmware", "switched-on")
RULE = pathlib.Path("/etc/modprobe.d/zz-test.conf")


def devices(*arguments):
    return {device["id"]: device
            for device in vm.ctl("devices", *arguments, timeout=240)["devices"]}


def find(driver):
    """The id of the first PCI device with a driver, by /sys."""
    folder = pathlib.Path("/sys/bus/pci/drivers", driver)
    return "pci:" + sorted(path.name for path in folder.glob("0000:*"))[0]


def syspath(device):
    subsystem, name = device.split(":", 1)
    return pathlib.Path("/sys/bus", subsystem, "devices", name)


def assert_fault(device, verdict, step):
    vm.equal(device["verdict"], verdict, f"verdict of {device['id']} ({device['chain']})")
    failed = [entry["step"] for entry in device["chain"] if entry["state"] == "failed"]
    vm.equal(failed[:1], [step], f"first failed step of {device['id']}")


def becomes(device, verdict, step=None):
    """Waits until the device has a verdict: drivers are attached in the background."""
    last = {}

    def is_so():
        last.update(devices("--all").get(device, {"verdict": "not there"}))
        return last["verdict"] == verdict
    try:
        vm.eventually(is_so, f"{device} is {verdict}", 60)
    except AssertionError as error:
        raise AssertionError(f"{error}; it is {last.get('verdict')}: {last.get('chain')}") from None
    if step:
        assert_fault(last, verdict, step)
    return last


class Watcher:
    """vm-watch-devices in the session of the person, and what it has printed."""

    def __init__(self):
        self.process = vm.PersonProcess([f"{vm.LIB}/vm-watch-devices"])
        line = ""
        while line != "ready":
            line = vm.read_line(self.process.stdout, 120, "vm-watch-devices")
        self.lines = []
        self.changed = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            moment, *rest = line.split()
            with self.changed:
                self.lines.append((int(moment), rest))
                self.changed.notify_all()

    def wait_for(self, is_it, what, since):
        """Milliseconds from since to the first line that fits."""
        def find_it():
            return next((moment for moment, rest in self.lines
                         if moment >= since and is_it(rest)), None)
        with self.changed:
            vm.check(self.changed.wait_for(find_it, 60), f"{what}: {self.lines[-8:]}")
            return (find_it() - since) / 1000


def now():
    return time.monotonic_ns() // 1000


# --- All works ------------------------------------------------------------------------------------

@vm.case("each device has the driver and the module that /sys says")
def drivers():
    ours = devices("--all")
    count = 0
    for path in pathlib.Path("/sys/bus").glob("*/devices/*"):
        if "/devices/system/" in str(path.resolve()):
            continue
        identifier = f"{path.parts[3]}:{path.name}"
        driver = path / "driver"
        if not driver.exists():
            continue
        vm.check(identifier in ours, f"{identifier} is missing")
        if (path / "authorized_default").exists() or (path / "bDeviceClass").exists():
            continue  # What drives a USB device is what drives its interfaces.
        vm.equal(ours[identifier]["driver"], driver.resolve().name, f"driver of {identifier}")
        if (driver / "module").exists():
            vm.equal(ours[identifier]["module"], (driver / "module").resolve().name,
                     f"module of {identifier}")
        count += 1
    vm.say(f"{len(ours)} devices, {count} with a driver")


@vm.case("the candidates of each device are what modprobe resolves, in its order")
def candidates():
    count = 0
    for device in devices("--all").values():
        modalias = syspath(device["id"]) / "modalias"
        if not modalias.exists() or device["candidates"] is None:
            continue
        theirs = vm.as_root("modprobe", "-R", modalias.read_text().strip(), fails=True)
        names = list(dict.fromkeys(theirs.stdout.split()))
        vm.equal(device["candidates"], names, f"candidates of {device['id']}")
        count += bool(names)
    vm.check(count > 10, f"only {count} devices have candidates")
    vm.say(f"{count} devices with candidates agree")


@vm.case("hardware of each kind is there and works, and no device has a problem")
def healthy():
    problems = {device["id"]: (device["verdict"], device["name"], device["chain"])
                for device in devices("--all").values() if device["verdict"] not in QUIET}
    vm.equal(problems, {}, "problems")
    shown = devices()
    for device in shown.values():
        vm.say(f"{device['kind']}: {device['name']}: {device['verdict']} ({device['module']})")
    kinds = {device["kind"] for device in shown.values() if device["verdict"] == "working"}
    vm.equal(sorted({"network", "graphics", "sound", "storage", "input"} - kinds), [],
             "kinds without a working device")
    card = shown[find("e1000")]
    vm.equal((card["module"], card["kind"]), ("e1000", "network"), "the network card")
    vm.equal([child["id"] for child in card["children"]],
             [f"net:{path.name}" for path in (syspath(card["id"]) / "net").iterdir()],
             "the network card's interface")


@vm.case("modules and devices name each other alike")
def alike():
    ours = devices("--all")
    for module in vm.ctl("list", "--loaded", timeout=240)["modules"]:
        for identifier in module["devices"]:
            vm.check(identifier in ours, f"{identifier} of {module['name']}")
            if not identifier.startswith("usb:"):
                vm.equal(ours[identifier]["module"], module["name"], identifier)


# --- Coming and going -----------------------------------------------------------------------------

@vm.case("a USB mouse that is plugged in and out while the program runs is seen at once")
def plug():
    watcher = Watcher()
    before = set(devices())
    since = now()
    vm.monitor("device_add usb-mouse,id=mouse,bus=xhci.0")
    came = watcher.wait_for(lambda rest: rest[0] in ("add", "verdict") and
                            rest[1].startswith("usb:") and ":" not in rest[1][4:] and
                            rest[1] not in before and rest[2] == "working",
                            "a mouse that works", since)
    new = [device for id, device in devices().items() if id not in before]
    vm.equal([(device["kind"], device["module"], device["verdict"]) for device in new],
             [("input", "usbhid", "working")], "what is new")
    since = now()
    vm.monitor("device_del mouse")
    went = watcher.wait_for(lambda rest: rest[:2] == ["remove", new[0]["id"]], "it is gone", since)
    vm.say(f"{new[0]['name']}: works after {came:.0f} ms, gone after {went:.0f} ms")
    watcher.process.end()


@vm.case("a card for which there is no driver says so, and goes again")
def no_driver():
    before = set(devices())
    vm.monitor("device_add rocker,id=lonely,name=lonely")
    vm.eventually(lambda: set(devices()) - before, "the new card is listed")
    new = [device for id, device in devices().items() if id not in before]
    vm.equal(len(new), 1, "new devices")
    # QEMU 7.2 dies of a device_del of it: the kernel forgets it instead.
    (syspath(new[0]["id"]) / "remove").write_text("1")
    assert_fault(new[0], "no-driver", "driver-exists")
    vm.say(f"{new[0]['name']}: {new[0]['chain'][1]['detail']}")
    vm.eventually(lambda: not set(devices()) - before, "the card is gone")


# --- Faults ---------------------------------------------------------------------------------------

@vm.case("a network card without its driver: turned off while the program looks, else not attached")
def unbound():
    card = find("e1000")
    name = card.split(":", 1)[1]
    drivers_folder = pathlib.Path("/sys/bus/pci/drivers/e1000")
    watcher = Watcher()
    since = now()
    (drivers_folder / "unbind").write_text(name)
    try:
        took = watcher.wait_for(lambda rest: rest == ["verdict", card, "turned-off"],
                                "the card is turned off", since)
        becomes(card, "driver-declined", "attached")
    finally:
        (drivers_folder / "bind").write_text(name)
    since = now()
    back = watcher.wait_for(lambda rest: rest == ["verdict", card, "working"], "it works",
                            since - 10**6)
    becomes(card, "working")
    vm.say(f"seen after {took:.0f} ms, and back after {max(back - 1000, 0):.0f} ms")
    watcher.process.end()


@vm.case("a card whose driver_override matches nothing is turned off")
def turned_off():
    card = find("e1000")
    name = card.split(":", 1)[1]
    (syspath(card) / "driver_override").write_text("modscope-off")
    try:
        (syspath(card) / "driver/unbind").write_text(name)
        becomes(card, "turned-off", "attached")
    finally:
        (syspath(card) / "driver_override").write_text("\n")
        pathlib.Path("/sys/bus/pci/drivers_probe").write_text(name)
    becomes(card, "working")


@vm.case("a sound card whose driver is unloaded, or blocked by a rule, says which")
def unloaded_and_blocked():
    card = find("snd_hda_intel")
    vm.as_root("modprobe", "-r", "snd_hda_intel")
    try:
        becomes(card, "not-loaded", "loaded")
        RULE.write_text("# a test\nblacklist snd_hda_intel\n")
        device = becomes(card, "blocked-by-rule", "allowed")
        vm.say(device["chain"][2]["detail"])
        text = vm.as_person("modscopectl", "devices", env={"LC_ALL": "C.UTF-8"})
        vm.check(f"{RULE}, line 2" in text, f"the rule is not named: {text}")
        plan = vm.ctl("plan", "load", "snd_hda_intel")
        vm.check(card in plan["devices"], f"{card} is not among {plan['devices']}")
    finally:
        RULE.unlink(missing_ok=True)
        vm.as_root("modprobe", "snd_hda_intel")
    becomes(card, "working")


@vm.case("a USB device that is not authorized is not allowed to be used")
def unauthorized():
    tablet = next(device["id"] for device in devices().values()
                  if device["id"].startswith("usb:") and device["kind"] == "input")
    authorized = syspath(tablet) / "authorized"
    authorized.write_text("0")
    try:
        becomes(tablet, "usb-not-authorized", "present")
    finally:
        authorized.write_text("1")
    becomes(tablet, "working")


@vm.case("all works again")
def again():
    vm.equal({device["id"]: device["verdict"] for device in devices("--all").values()
              if device["verdict"] not in QUIET}, {}, "problems")


if __name__ == "__main__":
    vm.main()
