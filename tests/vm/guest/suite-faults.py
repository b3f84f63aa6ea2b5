"""Modules that misbehave (faults/): each failure comes back through modscopectl with its own code, and
the kernel is as the answer says. Leaves a kernel behind that has crashed in a driver.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import errno
import pathlib
import time

import asking
import vm

FOLDER = pathlib.Path("/etc/modprobe.d")
LINKS = 10
IDLE_SECONDS = 60
# module, parameters, name of the error, errno (None: the kernel was not asked), code of the finding
LOADS = [
    ("fault_answer", {"error": -errno.ENODEV}, "KernelRefused", errno.ENODEV, "no-hardware"),
    ("fault_answer", {"error": -errno.EINVAL}, "KernelRefused", errno.EINVAL, "load-failed"),
    ("fault_answer", {"error": -errno.EPERM}, "KernelRefused", errno.EPERM, "load-failed"),
    ("fault_answer", {"error": -errno.EBUSY}, "KernelRefused", errno.EBUSY, "load-failed"),
    ("fault_answer", {"error": "abc"}, "KernelRefused", errno.EINVAL, "bad-parameter"),
    ("fault_answer", {"small": 300}, "KernelRefused", errno.ERANGE, "bad-parameter"),
    ("fault_answer", {"smal": 3}, "InvalidParameter", None, None),
    ("fault_vermag", {}, "WrongKernel", errno.ENOEXEC, "wrong-kernel"),
    ("fault_layout", {}, "WrongKernel", errno.ENOEXEC, "wrong-kernel"),
    ("fault_symver", {}, "WrongKernel", errno.EINVAL, "symbol-mismatch"),
    ("fault_symbol", {}, "UnknownSymbol", errno.ENOENT, "unknown-symbol"),
    ("fault_gpl_only", {}, "UnknownSymbol", errno.ENOENT, "unknown-symbol"),
    ("fault_cut", {}, "KernelRefused", errno.ENOEXEC, "corrupt-module"),
    ("fault_text", {}, "KernelRefused", errno.ENOEXEC, "corrupt-module"),
    ("fault_empty", {}, "KernelRefused", errno.EINVAL, "corrupt-module"),
    ("fault_altered", {}, "SignatureRejected", errno.EKEYREJECTED, "signature-damaged"),
    ("fault_badsig", {}, "SignatureRejected", errno.EBADMSG, "signature-damaged"),
]


def words(parameters):
    return [f"{key}={value}" for key, value in parameters.items()]


def refused(*arguments):
    """modscopectl ARGUMENT…, which must fail: the error of its document."""
    answers = []

    def ask():
        status, answer = asking.ctl(*arguments)
        vm.check("error" in answer, f"{arguments}: {answer}")
        vm.equal(status, 1, f"status of {arguments}")
        answers.append(answer["error"])
        return answers[-1]["name"] != asking.LIMIT
    vm.eventually(ask, "an end of the limit")
    return answers[-1]


def code_of(error):
    return error["finding"] and error["finding"]["code"]


def loads(*arguments):
    status, answer = asking.ctl("load", *arguments)
    vm.equal((status, answer["done"][-1]["effective"]), (0, True), f"load {arguments}: {answer}")
    vm.check(asking.in_kernel(arguments[0]), f"{arguments[0]} is not there")


def table_case(module, parameters, name, number, code):
    """One line of LOADS as a case of its own."""
    said = " ".join([module, *words(parameters)])

    @vm.case(f"load {said}: {name}, {code}")
    def load():
        error = refused("load", module, *words(parameters))
        vm.equal((error["name"], code_of(error)), (name, code), f"the error: {error}")
        if code:
            finding = error["finding"]
            vm.check(module in finding["title"] and finding["explanation"], finding)
            vm.say(finding["title"])
        vm.equal(asking.in_kernel(module), False, module)
        if number:
            try:
                asking.Pace(caller).call("LoadModule", module,
                                         {key: str(value) for key, value in parameters.items()}, [])
                raise AssertionError("loaded")
            except asking.Failure as failure:
                vm.equal(failure.parts.get("errno"), [str(number)], f"errno of {failure}")


for line in LOADS:
    table_case(*line)


@vm.case("a module signed by a key that nobody knows is loaded where signatures are not enforced")
def foreign_key():
    loads("fault_signed")
    vm.as_root("rmmod", "fault_signed")


@vm.case("an init that answers a positive number is loaded, as the kernel has it")
def positive():
    loads("fault_answer", "error=5")
    vm.as_root("rmmod", "fault_answer")


@vm.case("a bad value in a rule is told with the rule's file and line; an unknown option is not fatal")
def rule_values():
    rule = FOLDER / "values.conf"
    rule.write_text("# values\noptions fault_answer error=abc\n", encoding="ascii")
    error = refused("load", "fault_answer")
    vm.equal((error["name"], code_of(error)), ("KernelRefused", "bad-parameter"), f"{error}")
    vm.check(any((line["source"], line["line"]) == (str(rule), 2)
                 for line in error["finding"]["evidence"]), error["finding"]["evidence"])
    rule.write_text("options fault_answer nonsense=1\n", encoding="ascii")
    loads("fault_answer")
    vm.as_root("rmmod", "fault_answer")
    rule.unlink()


@vm.case("a module without an exit function loads, and does not unload: cannot-unload")
def no_exit():
    loads("fault_no_exit")
    error = refused("unload", "fault_no_exit")
    vm.equal(code_of(error), "cannot-unload", f"{error}")
    vm.check(asking.in_kernel("fault_no_exit"), "it is gone")


@vm.case("a module that something holds is in use, and unloads when nothing does")
def in_use():
    loads("fault_in_use", "held=1")
    error = refused("unload", "fault_in_use")
    vm.equal((error["name"], code_of(error)), ("InUse", "in-use"), f"{error}")
    pathlib.Path("/sys/module/fault_in_use/parameters/held").write_text("0", encoding="ascii")
    status, answer = asking.ctl("unload", "fault_in_use")
    vm.equal((status, answer["done"][0]["module"]), (0, "fault_in_use"), f"{answer}")
    vm.equal(asking.in_kernel("fault_in_use"), False, "it")


@vm.case("37: a chain of ten that fails at the fifth: what was unloaded is told, and nothing else")
def chain():
    status, answer = asking.ctl("load", f"fault_chain{LINKS - 1}")
    names = [f"fault_chain{number}" for number in range(LINKS)]
    vm.equal((status, [done["module"] for done in answer["done"]]), (0, names), "loaded")
    pathlib.Path(f"/sys/module/{names[-1]}/parameters/parting").write_text("5", encoding="ascii")
    names.reverse()
    error = refused("unload", *names)
    vm.equal((error["name"], code_of(error), error["done"]), ("InUse", "in-use", names[:4]), f"{error}")
    vm.check(names[4] in error["finding"]["title"], error["finding"]["title"])
    vm.equal([name for name in names if asking.in_kernel(name)], names[4:], "still there")
    pathlib.Path(f"/sys/module/{names[4]}/parameters/release").write_text("1", encoding="ascii")
    status, answer = asking.ctl("unload", *names[4:])
    vm.equal((status, [done["module"] for done in answer["done"]]), (0, names[4:]), f"{answer}")


@vm.case("an init that crashes: driver-crashed, now and when asked again, and the helper lives on")
def oops():
    error = refused("load", "fault_oops")
    vm.equal((error["name"], code_of(error)), ("KernelRefused", "driver-crashed"), f"{error}")
    vm.say(error["finding"]["title"])
    again = refused("load", "fault_oops")
    vm.equal(again["name"], "Busy", f"{again}")
    vm.equal(vm.ctl("show", "fault_oops")["state"], "loading", "its state")
    loads("nlmon")
    vm.as_root("rmmod", "nlmon")


@vm.case("36: while an init hangs other calls are answered, a second load is Busy, and no idle exit")
def hang():
    with asking.Caller() as waiting:
        waiting.begin("LoadModule", "fault_hang", {}, [])
        vm.eventually(lambda: pathlib.Path("/sys/module/fault_hang/initstate").exists(), "the hang")
        pid = asking.helper_state("MainPID")
        loads("nlmon")
        vm.equal(refused("load", "fault_hang")["name"], "Busy", "second load")
        vm.equal(refused("unload", "fault_hang")["name"], "Busy", "unload")
        vm.equal(vm.ctl("show", "fault_hang")["state"], "loading", "its state")
        vm.as_root("rmmod", "nlmon")
        time.sleep(IDLE_SECONDS + 5)
        vm.check(not waiting.is_answered(), "the call has ended")
        vm.equal(asking.helper_state("MainPID"), pid, "the helper's process")
        pathlib.Path("/sys/module/fault_hang/parameters/go").write_text("1", encoding="ascii")
        vm.equal(waiting.end(), [["fault_hang"]], "the answer in the end")
    vm.as_root("rmmod", "fault_hang")


with asking.AllAllowed(), asking.Caller() as caller:
    vm.main()
