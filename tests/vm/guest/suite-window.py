"""The person finds out and changes things in the program's own window, on a real kernel, and real
polkit asks for the password.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib

import asking
import hand
import vm

LONE = "nlmon"
WITH_PARAMETER, PARAMETER, VALUE = "vxlan", "udp_port", "4790"
NEEDED, USER = "tls", "bonding"
WITHOUT_HARDWARE = "padlock_aes"
BLOCKS = pathlib.Path("/etc/modprobe.d/00-modscope-block.conf")
PCI = pathlib.Path("/sys/bus/pci")
CARD, SOUND = "e1000", "snd_hda_intel"
# No disk hangs on the first's device, which the second knows, too, but does not take.
IDE, UNWILLING = "ata_piix", "ata_generic"
RADIO, OTHER_RADIO = "fault_radio", "fault_radio_too"

window = None


def device_of(driver):
    """The folder of the first PCI device that a driver has."""
    return next((PCI / "drivers" / driver).glob("0000:*")).resolve()


def has_driver(device):
    return (device / "driver").is_symlink()


# --- Devices --------------------------------------------------------------------------------------

@vm.case("the window comes up, and a healthy machine has no problem")
def healthy():
    global window
    # The index is there from before, as at every start but the first.
    vm.ctl("list", "--loaded", timeout=300)
    window = hand.Window("hardware")
    window.do("summary", "No device has a problem")
    for driver in (CARD, SOUND, "nvme"):
        window.do("devices", f"Working · {driver}")
    window.picture("hardware")


# What is plugged into the machine, and how its row then reads.
PLUGGED = {
    "input": ("usb-mouse,bus=xhci.0", "QEMU USB Mouse"),
    "usb": ("usb-serial,bus=xhci.0,chardev=plugged,always-plugged=on", "QEMU USB SERIAL"),
    "storage": ("usb-storage,bus=xhci.0,drive=plugged", "usb_storage"),
    "network": ("rtl8139", "8139"),
    "sound": ("AC97,audiodev=sound", "snd_intel8x0"),
}


@vm.case("devices of each kind that are plugged in appear, and go when they are plugged out")
def plugged():
    for kind, (device, row) in PLUGGED.items():
        vm.monitor(f"device_add {device},id=plugged-{kind}")
        vm.say(window.do("devices", row))
        vm.monitor(f"device_del plugged-{kind}")
        window.do("gone", row)
    # No screen of QEMU's can be plugged, but the kernel can forget this one and find it again.
    screen = device_of("bochs-drm")
    (screen / "remove").write_text("1")
    window.do("gone", "bochs")
    (PCI / "rescan").write_text("1")
    window.do("devices", "Working · bochs")
    window.do("summary", "No device has a problem")


@vm.case("a card without a driver says so, and goes")
def no_driver():
    before = set((PCI / "devices").iterdir())
    vm.monitor("device_add rocker,id=lonely,name=lonely")
    try:
        said = window.do("device", "No driver")
        window.picture("no-driver")
        vm.say(said)
        window.do("summary", "1 device has a problem")
    finally:
        # QEMU 7.2 dies of a device_del of it: the kernel forgets it instead.
        for device in set((PCI / "devices").iterdir()) - before:
            (device / "remove").write_text("1")
    window.do("summary", "No device has a problem")


@vm.case("a card whose driver is not loaded says so, and the window loads it")
def not_loaded():
    card = device_of(SOUND)
    vm.as_root("modprobe", "-r", SOUND)
    vm.say(window.do("device", "Audio Controller"))
    window.do("summary", "1 device has a problem")
    window.picture("not-loaded")
    window.do("click", "Load Driver…")
    window.do("question")
    window.do("click", "Load")
    window.permit(lambda: has_driver(card), "its driver")
    window.do("details", "Working")
    window.do("summary", "No device has a problem")


@vm.case("a card whose driver is blocked by a rule names the rule, and the window takes it away")
def blocked():
    card = device_of(SOUND)
    BLOCKS.write_text("# Modscope, 2026-11-26: do not load automatically\n"
                      f"blacklist {SOUND}\n", encoding="ascii")
    vm.as_root("modprobe", "-r", SOUND)
    window.do("devices", "Blocked")
    said = window.do("device", "Audio Controller")
    vm.say(said)
    vm.check(str(BLOCKS) in said, said)
    window.picture("blocked")
    window.do("click", "Unblock Driver…")
    window.do("question")
    window.do("click", "Unblock")
    window.permit(lambda: not BLOCKS.exists(), "the file is gone")
    if not has_driver(card):
        window.do("click", "Load Driver…")
        window.do("question")
        window.do("click", "Load")
        window.permit(lambda: has_driver(card), "its driver")
    window.do("details", "Working")


def turn_off(card):
    window.do("device", f"· {CARD}")
    window.do("click", "Turn Off…")
    vm.say(window.do("question"))
    window.do("click", "Turn Off")
    window.permit(lambda: not has_driver(card), "no driver")


@vm.case("a network card is turned off, kept so, and turned on")
def off_and_on():
    card = device_of(CARD)
    turn_off(card)
    window.do("question", "Keep This Change?")
    window.do("click", "Keep")
    window.do("answered")
    window.do("details", "Turned off")
    vm.equal(has_driver(card), False, "a driver")
    window.picture("turned-off")
    window.do("click", "Turn On")
    window.permit(lambda: has_driver(card), "its driver")
    window.do("details", "Working")


@vm.case("a trial that nobody answers is put back")
def unanswered():
    card = device_of(CARD)
    turn_off(card)
    window.do("question", "Keep This Change?")
    window.picture("trial")
    vm.eventually(lambda: has_driver(card), "its driver")
    window.do("answered")
    window.do("details", "Working")


@vm.case("the driver of a network card is restarted")
def restarted():
    module = pathlib.Path("/sys/module", CARD)
    before = module.stat().st_ino
    card = device_of(CARD)
    window.do("device", f"· {CARD}")
    window.do("click", "Restart Driver…")
    vm.say(window.do("question"))
    window.do("click", "Restart")
    window.permit(lambda: module.exists() and module.stat().st_ino != before and has_driver(card),
                  "the module anew")
    window.do("question", "Keep This Change?")
    window.do("click", "Keep")
    window.do("answered")
    window.do("details", "Working")


@vm.case("a radio that is switched off is switched on")
def radio():
    vm.as_root("modprobe", RADIO)
    switch = next(pathlib.Path("/sys/class/rfkill").iterdir()) / "soft"
    switch.write_text("1")
    vm.say(window.do("device", "Switched off"))
    window.do("summary", "1 device has a problem")
    window.picture("switched-off")
    window.do("click", "Switch On")
    window.permit(lambda: switch.read_text() == "0\n", "the switch")
    window.do("details", "Working")
    vm.as_root("modprobe", "-r", RADIO)
    window.do("summary", "No device has a problem")


def drives(driver, device):
    return has_driver(device) and (device / "driver").resolve().name == driver


def exchange(driver, other):
    window.do("device", f"· {driver}")
    window.do("click", "Use Another Driver…")
    said = window.do("question")
    window.do("choose", other)
    window.picture("another-driver")
    window.do("click", "Use This Driver")
    return said


@vm.case("a radio gets another driver that has to be loaded, and Undo brings its own back")
def exchanged():
    vm.as_root("modprobe", RADIO)
    # udev loads all that know the device.
    vm.as_root("udevadm", "settle")
    vm.as_root("modprobe", "-r", OTHER_RADIO)
    device = pathlib.Path("/sys/bus/platform/devices/fault-radio")
    said = exchange(RADIO, OTHER_RADIO)
    vm.check("Not loaded yet" in said, said)
    # Loading it is one permission, giving it to the device another.
    window.permit(lambda: asking.in_kernel(OTHER_RADIO), "the other driver's module")
    window.permit(lambda: drives("fault-radio-too", device), "the other driver")
    window.do("question", "Keep This Change?")
    window.do("click", "Keep")
    window.do("answered")
    # With that one it has no network, and is not among what is shown at once.
    window.do("gone", "fault-radio")
    window.do("do", "actions.undo")
    window.permit(lambda: drives("fault-radio", device), "its own driver")
    window.do("devices", f"Working · {RADIO}")
    vm.as_root("modprobe", "-r", RADIO, OTHER_RADIO)


@vm.case("a driver that does not want the device is named, and the device has its own again")
def unwilling():
    controller = device_of(IDE)
    exchange(IDE, UNWILLING)
    title = "Intel 82371SB PIIX3 IDE [Natoma/Triton II]: The kernel or the driver refused it"
    window.begin("question", title)
    window.permit(window.is_answered, title)
    said = window.end()
    vm.check(f"It has the driver {IDE} now" in said, said)
    window.do("click", "Close")
    window.do("answered")
    vm.check(drives(IDE, controller), f"its driver is not {IDE}")


@vm.case("what the computer's disk hangs on is refused before a password is asked for")
def refused_disk():
    disk = device_of("nvme")
    vm.as_root("mkfs.ext4", "-q", "/dev/nvme0n1")
    vm.as_root("mount", "/dev/nvme0n1", "/media")
    try:
        window.do("device", "· nvme")
        window.do("click", "Turn Off…")
        said = window.do("question", "This Computer Needs It")
        vm.check("disk" in said, said)
        window.picture("refused-disk")
        window.do("click", "Close")
        window.do("answered")
        vm.equal(window.agent.is_asked(), False, "a question for a password")
        vm.check(has_driver(disk), "the disk has no driver any more")
    finally:
        vm.as_root("umount", "/media")


@vm.case("a trial ends with the program that is killed")
def killed():
    card = device_of(CARD)
    turn_off(card)
    window.do("kill")
    vm.eventually(lambda: has_driver(card), "its driver")
    window.do("start", "modules")


# --- Modules --------------------------------------------------------------------------------------

def ask(module, action):
    """Opens a module and begins a change; returns all that the dialog says."""
    window.do("open", module)
    window.do("do", action)
    return window.do("question")


@vm.case("a module is loaded with a parameter by its form, the row and the value follow, and Undo unloads it")
def loads_with_parameter():
    said = ask(WITH_PARAMETER, "modules.load")
    vm.check(PARAMETER in said, said)
    window.do("set", PARAMETER, VALUE)
    window.picture("form")
    window.do("click", "Load")
    question = window.agent.question()
    vm.equal(question["action"], "io.github.modscope.configure", "the permission")
    vm.check(f"{PARAMETER}={VALUE}" in question["message"], question["message"])
    window.do("shows", f"Loading {WITH_PARAMETER}…")
    vm.equal(asking.in_kernel(WITH_PARAMETER), False, "the module before the answer")
    window.agent.answer(f"password {asking.PASSWORD}")
    vm.equal(window.agent.ended(), "given", "the password")
    window.do("row", WITH_PARAMETER, "Loaded")
    # What offers it goes away by itself, on a slow machine before it is seen.
    window.do("do", "actions.undo")
    window.permit(lambda: asking.is_gone(WITH_PARAMETER), "the module is gone")
    window.do("row", WITH_PARAMETER, "Available")


@vm.case("the details say a loaded module's value of a parameter")
def live_value():
    vm.as_root("modprobe", WITH_PARAMETER, f"{PARAMETER}={VALUE}")
    window.do("row", WITH_PARAMETER, "Loaded")
    window.do("details", VALUE)
    window.picture("loaded")
    vm.as_root("modprobe", "-r", WITH_PARAMETER)
    window.do("row", WITH_PARAMETER, "Available")


@vm.case("a wrong password changes nothing, and the window says so")
def refused():
    ask(LONE, "modules.load")
    window.do("click", "Load")
    window.agent.question()
    window.agent.answer("password not the password")
    vm.equal(window.agent.ended(), "refused", "the password")
    said = window.do("question", "You Are Not Allowed to Do This")
    vm.check("administrator" in said, said)
    window.picture("refused")
    window.do("click", "Close")
    window.do("answered")
    vm.equal(asking.in_kernel(LONE), False, LONE)


@vm.case("a cancelled act is not done, and polkit's question goes")
def cancelled():
    ask(LONE, "modules.load")
    window.do("click", "Load")
    window.agent.question()
    window.do("press", "Cancel")
    vm.equal(window.agent.ended(), "cancelled", "the question")
    vm.equal(asking.in_kernel(LONE), False, LONE)


@vm.case("a module that another program loaded appears, and is unloaded with what uses it")
def unloads_with_dependents():
    window.do("open", NEEDED)
    window.do("row", NEEDED, "Available")
    vm.as_root("modprobe", USER)
    window.do("row", NEEDED, "In use")
    window.do("do", "modules.unload")
    said = window.do("question")
    vm.check(said.index(USER) < said.rindex(NEEDED), said)
    window.picture("unload")
    window.do("click", "Unload")
    window.permit(lambda: asking.is_gone(NEEDED), f"{NEEDED} is gone")
    vm.equal(asking.in_kernel(USER), False, USER)
    window.do("row", NEEDED, "Available")


@vm.case("a block writes its file, is in effect, and is taken back")
def blocks():
    said = ask(LONE, "modules.block")
    vm.check(str(BLOCKS) in said, said)
    window.do("choose", "Never Load")
    window.picture("block")
    window.do("click", "Block")
    window.permit(BLOCKS.exists, "the file")
    vm.check(f"install {LONE} /bin/false" in BLOCKS.read_text(encoding="utf-8"), "the rule")
    vm.check(vm.as_root("modprobe", LONE, fails=True).returncode != 0, "modprobe loads it")
    window.do("row", LONE, "Blocked")
    window.do("do", "modules.unblock")
    window.do("question")
    window.do("click", "Unblock")
    window.permit(lambda: not BLOCKS.exists(), "the file is gone")
    window.do("row", LONE, "Available")
    vm.as_root("modprobe", LONE)
    window.do("row", LONE, "Loaded")
    vm.as_root("rmmod", LONE)


@vm.case("the dialog of a module that fails names the cause")
def fails():
    ask(WITHOUT_HARDWARE, "modules.load")
    window.do("click", "Load")
    title = f"{WITHOUT_HARDWARE} found no hardware that it can drive"
    window.begin("question", title)
    window.permit(lambda: window.is_answered(), title)
    said = window.end()
    vm.check("What You Can Do" in said or "How Modscope Knows" in said, said)
    window.picture("failed")
    window.do("click", "Close")
    window.do("answered")
    vm.equal(asking.in_kernel(WITHOUT_HARDWARE), False, WITHOUT_HARDWARE)


@vm.case("it ends well when its window is closed")
def ends():
    vm.equal(window.close(), 0, "status")


vm.main()
