"""Devices and their drivers on a real kernel: turned off and on, another driver, a restart, and what is
on trial when its caller leaves or the helper is killed.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib

import asking
import vm

DRIVERS = pathlib.Path("/sys/bus/pci/drivers")


def card():
    """The network card of the machine: its folder."""
    return next(pathlib.Path("/sys/bus/pci/devices").glob("*/net/*")).parent.parent.resolve()


def driver(folder):
    link = folder / "driver"
    return link.resolve().name if link.is_symlink() else None


CARD = card()
ID = f"pci:{CARD.name}"


@vm.case("a card is turned off and on, and no driver takes it in between")
def off_and_on():
    with asking.AllAllowed(), asking.Caller() as caller:
        before = driver(CARD)
        vm.equal(caller.call("ControlDevice", ID, "off", "", 0), [0], "off")
        vm.equal(driver(CARD), None, "its driver")
        vm.as_root("sh", "-c", f"echo {CARD.name} > /sys/bus/pci/drivers_probe", fails=True)
        vm.equal(driver(CARD), None, "its driver, when the bus looks for one")
        vm.equal(caller.call("ControlDevice", ID, "on", "", 0), [0], "on")
        vm.equal(driver(CARD), before, "its driver")
        vm.equal((CARD / "driver_override").read_text().strip(), "(null)", "driver_override")


@vm.case("a driver that does not take the card leaves it with its own")
def other_driver():
    with asking.AllAllowed(), asking.Caller() as caller:
        before = driver(CARD)
        vm.as_root("modprobe", "8139too")
        try:
            caller.call("ControlDevice", ID, "use-driver", "8139too", 0)
            raise AssertionError("8139too has taken an e1000")
        except asking.Failure as failure:
            vm.equal(failure.name, "KernelRefused", failure)
            vm.say(str(failure))
        vm.equal(driver(CARD), before, "its driver")
        vm.equal((CARD / "driver_override").read_text().strip(), "(null)", "driver_override")


@vm.case("a restart brings the card back")
def restart():
    with asking.AllAllowed(), asking.Caller() as caller:
        name = (CARD / "driver/module").resolve().name
        vm.equal(caller.call("RestartModule", name, [], 0), [0], "restart")
        vm.eventually(lambda: driver(CARD) is not None, "the driver")
        vm.check(asking.in_kernel(name), f"{name} is not there")


@vm.case("a trial ends with its caller")
def caller_leaves():
    before = driver(CARD)
    with asking.AllAllowed():
        with asking.Caller() as caller:
            vm.check(caller.call("ControlDevice", ID, "off", "", 300)[0] > 0, "no trial")
            vm.equal(driver(CARD), None, "its driver")
        vm.eventually(lambda: driver(CARD) == before, "the driver")


@vm.case("a helper that is killed in a trial does not keep the card off")
def helper_is_killed():
    before = driver(CARD)
    with asking.AllAllowed(), asking.Caller() as caller:
        vm.check(caller.call("ControlDevice", ID, "off", "", 300)[0] > 0, "no trial")
        vm.as_root("systemctl", "kill", "-s", "KILL", asking.UNIT)
        vm.eventually(lambda: driver(CARD) == before, "the driver")
        vm.as_root("systemctl", "reset-failed", asking.UNIT)


@vm.case("38: the helper sees where /home is, though its own is another")
def mounts():
    with asking.AllAllowed(), asking.Caller() as caller:
        vm.as_root("mount", "-t", "tmpfs", "home", "/home")
        try:
            vm.as_root("systemctl", "stop", asking.UNIT)
            caller.call("ControlDevice", ID, "on", "", 0)
            pid = vm.as_root("systemctl", "show", "-p", "MainPID", "--value", asking.UNIT).strip()
            text = vm.as_root("nsenter", "-t", pid, "-m", "cat", "/run/modscope-mounts")
            vm.check(" /home " in text, f"/home is not in {text}")
        finally:
            vm.as_root("umount", "/home")


vm.main()
