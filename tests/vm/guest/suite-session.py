"""The machine itself: what the other suites stand on.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import vm


@vm.case("systemd, udev, logind, D-Bus and polkit run, and nothing failed")
def services():
    for unit in ("dbus", "systemd-udevd", "systemd-logind", "polkit"):
        vm.equal(vm.as_root("systemctl", "is-active", unit, fails=True).stdout.strip(), "active", unit)
    vm.equal(vm.as_root("systemctl", "--failed", "--no-legend", "--plain"), "", "failed units")


@vm.case("the person has an active local session and no privileges")
def session():
    session = vm.as_person("sh", "-c", "echo $XDG_SESSION_ID").strip()
    said = vm.as_root("loginctl", "show-session", session, "-p", "Active", "-p", "Remote", "-p",
                      "Name", "-p", "Seat")
    vm.equal(sorted(said.split()), ["Active=yes", "Name=person", "Remote=no", "Seat=seat0"], "session")
    vm.equal(vm.as_person("id", "-un").strip(), "person", "user")
    vm.check(vm.as_person("rmmod", "e1000", fails=True).returncode != 0, "a person could unload")


@vm.case("a device plugged into the machine gets its driver")
def hotplug():
    vm.monitor("device_add usb-mouse,id=mouse,bus=xhci.0")
    vm.eventually(lambda: "QEMU USB Mouse" in vm.as_root("cat", "/proc/bus/input/devices"), "the mouse")
    vm.monitor("device_del mouse")
    vm.eventually(lambda: "QEMU USB Mouse" not in vm.as_root("cat", "/proc/bus/input/devices"),
                  "the mouse's end")


vm.main()
