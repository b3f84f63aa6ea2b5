"""The helper's service: its sandbox, its coming and going, and that one call does not keep others.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import re

import asking
import vm

EXPOSURE = 1.8
IDLE_SECONDS = 60


@vm.case(f"its sandbox leaves an exposure of at most {EXPOSURE}")
def exposure():
    said = vm.as_root("systemd-analyze", "security", "--no-pager", asking.UNIT)
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)
    vm.check(found, said)
    vm.say(f"exposure {found[1]}")
    vm.check(float(found[1]) <= EXPOSURE, said)


@vm.case("33: two loads of one module at once: both end, and the module is there once")
def two_loads():
    with asking.AllAllowed(), asking.Caller() as one, asking.Caller() as two:
        for _ in range(3):
            loaded = []
            for caller in (one, two):
                caller.begin("LoadModule", "vxlan", {}, [])
            for caller in (one, two):
                try:
                    loaded += caller.end()[0]
                except asking.Failure as failure:
                    vm.check(failure.name in ("Busy", "Stale", "KernelRefused"), failure)
                    vm.say(f"the other: {failure}")
            vm.equal(loaded.count("vxlan"), 1, f"who loaded vxlan, of {loaded}")
            vm.check(asking.in_kernel("vxlan"), "vxlan is not there")
            vm.equal(one.unload("vxlan"), ["vxlan"], "unloaded")


@vm.case(f"it is gone {IDLE_SECONDS} seconds after its last call, and a call brings it back")
def idle():
    vm.ctl("list", "--loaded")
    asking.ctl("load", "nlmon")
    vm.equal(asking.helper_state("ActiveState"), {"ActiveState": "active"}, "after a call")
    vm.eventually(lambda: asking.helper_state("ActiveState")["ActiveState"] == "inactive",
                  "the helper's end", IDLE_SECONDS + 30)
    vm.equal(asking.helper_state("Result"), {"Result": "success"}, "its end")
    with asking.Caller() as caller:
        try:
            caller.load("nlmon")
            raise AssertionError("allowed")
        except asking.Failure as failure:
            vm.equal(failure.name, "NotAuthorized", "a call after its end")
    vm.equal(asking.helper_state("ActiveState"), {"ActiveState": "active"}, "again")


vm.main()
