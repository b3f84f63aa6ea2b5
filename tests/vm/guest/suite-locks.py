"""What the kernel itself forbids: by its command line, by lockdown, by signatures, and altogether. Each
is told apart. The locks are switched on one after the other, and stay on until the machine ends.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import errno
import pathlib

import asking
import vm

SECURITY = pathlib.Path("/sys/kernel/security")


def refused(verb, module, name, code, number=None):
    status, answer = asking.ctl(verb, module)
    vm.check("error" in answer, f"{verb} {module}: {answer}")
    error = answer["error"]
    vm.equal((status, error["name"], error["finding"] and error["finding"]["code"]), (1, name, code),
             f"{verb} {module}: {error}")
    vm.check(module in error["finding"]["title"], error["finding"]["title"])
    vm.say(error["finding"]["title"])
    if verb == "load":
        vm.equal(asking.in_kernel(module), False, module)
    if number:
        try:
            caller.load(module)
            raise AssertionError("loaded")
        except asking.Failure as failure:
            vm.equal(failure.parts.get("errno"), [str(number)], f"errno of {failure}")


def works(module):
    for verb, is_there in (("load", True), ("unload", False)):
        status, answer = asking.ctl(verb, module)
        vm.equal((status, asking.in_kernel(module)), (0, is_there), f"{verb} {module}: {answer}")


@vm.case("34: module_blacklist= of the kernel's command line: blocked-at-boot")
def command_line():
    refused("load", "zram", "ConfigConflict", "blocked-at-boot", errno.EPERM)
    vm.equal(vm.ctl("show", "zram")["blocked"], "at-boot", "blocked")


@vm.case("34: lockdown: what is not signed is told to be locked out, what is signed loads")
def lockdown():
    if not (SECURITY / "lockdown").exists():
        vm.as_root("mount", "-t", "securityfs", "securityfs", str(SECURITY))
    (SECURITY / "lockdown").write_text("integrity", encoding="ascii")
    vm.equal(vm.ctl("system")["lockdown"], "integrity", "what Modscope sees")
    refused("load", "fault_answer", "LockedDown", "lockdown", errno.EPERM)
    works("nlmon")


@vm.case("35: signatures enforced: an unsigned module, one of an unknown key, an altered one, no module")
def signatures():
    pathlib.Path("/sys/module/module/parameters/sig_enforce").write_text("1", encoding="ascii")
    vm.equal(vm.ctl("system")["signature_enforced"], True, "what Modscope sees")
    rejected = errno.EKEYREJECTED
    refused("load", "fault_answer", "SignatureRejected", "signature-rejected", rejected)
    refused("load", "fault_signed", "SignatureRejected", "signature-rejected", rejected)
    refused("load", "fault_altered", "SignatureRejected", "signature-damaged", rejected)
    refused("load", "fault_text", "SignatureRejected", "corrupt-module", rejected)
    works("nlmon")


@vm.case("34: modules_disabled: nothing loads and nothing unloads, and it says that it stays so")
def disabled():
    asking.ctl("load", "nlmon")
    pathlib.Path("/proc/sys/kernel/modules_disabled").write_text("1", encoding="ascii")
    vm.equal(vm.ctl("system")["modules_disabled"], True, "what Modscope sees")
    refused("load", "dummy", "ModulesDisabled", "modules-locked")
    refused("unload", "nlmon", "ModulesDisabled", "modules-locked")
    vm.check(asking.in_kernel("nlmon"), "nlmon is gone")


with asking.AllAllowed(), asking.Caller() as caller:
    vm.main()
