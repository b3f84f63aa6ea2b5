"""Who may change what: the person asks modscopectl and the helper, real polkit asks back, and what the
answer is decides what the kernel has afterwards.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib

import asking
import vm

MODULE = "nlmon"
NEEDED = "bonding"  # It needs tls.
BLOCKS = pathlib.Path("/etc/modprobe.d/00-modscope-block.conf")
WRONG = "not the password"


def text_asks(*arguments):
    """A terminal on which modscopectl has asked for root's password, and what it said before."""
    terminal = asking.Terminal("modscopectl", *arguments)
    return terminal, terminal.expect(r"(?s)(.*)Password: ").group(1)


@vm.case("on a terminal, modscopectl asks for the password itself, and loads and unloads")
def terminal_right():
    for verb, is_there in (("load", True), ("unload", False)):
        terminal, said = text_asks(verb, MODULE)
        with terminal:
            vm.check(MODULE in said, f"the question does not name the module: {said!r}")
            vm.equal(asking.in_kernel(MODULE), not is_there, f"{MODULE} before the answer")
            terminal.type_secret(f"{asking.PASSWORD}\n")
            status, rest = terminal.wait()
        vm.equal(status, 0, f"status, after {rest!r}")
        vm.check(f"{verb.capitalize()}ed {MODULE}" in rest, rest)
        vm.equal(asking.in_kernel(MODULE), is_there, f"{MODULE} after {verb}")


@vm.case("a wrong password on the terminal changes nothing, and the status is 3")
def terminal_wrong():
    terminal, _ = text_asks("load", MODULE)
    with terminal:
        terminal.type_secret(f"{WRONG}\n")
        status, rest = terminal.wait()
    vm.equal(status, 3, f"status, after {rest!r}")
    vm.check("not authorized" in rest, rest)
    vm.equal(asking.in_kernel(MODULE), False, MODULE)


@vm.case("Ctrl+C at the question changes nothing, and the terminal works on")
def terminal_interrupted():
    terminal, _ = text_asks("load", MODULE)
    with terminal:
        terminal.type_secret("\x03")
        status, rest = terminal.wait()
    vm.check(status != 0, f"status {status}, after {rest!r}")
    vm.check("Cancelled" in rest, rest)
    vm.equal(asking.in_kernel(MODULE), False, MODULE)


@vm.case("19, 20: without anybody to ask, status 3, and nothing happens")
def no_agent():
    for arguments in (("load", MODULE), ("unload", "e1000"), ("block", MODULE)):
        status, answer = asking.ctl(*arguments)
        vm.equal((status, answer["error"]["name"]), (3, "NotAuthorized"), " ".join(arguments))
    vm.equal((asking.in_kernel(MODULE), asking.in_kernel("e1000"), BLOCKS.exists()),
             (False, True, False), "the system afterwards")


def answered(agent, words, *arguments):
    """modscopectl of the person, whose session's agent answers so: (question, end, status, JSON)."""
    with open(f"{vm.RESULTS}/permission.txt", "w+", encoding="utf-8") as output:
        with vm.PersonProcess(["modscopectl", "--json", *arguments], stdout=output) as process:
            question = agent.question()
            agent.answer(words)
            end = agent.ended()
            status = process.wait()
        output.seek(0)
        return question, end, status, vm.json.loads(output.read())


@vm.case("the session's agent is asked with the module's name; right, wrong and dismissed")
def session_agent():
    with asking.Agent() as agent:
        for words, end, status, name in ((f"password {WRONG}", "refused", 3, "NotAuthorized"),
                                         ("dismiss", "dismissed", 3, "Dismissed")):
            question, ended, exit_status, answer = answered(agent, words, "load", MODULE)
            vm.equal(question["action"], "io.github.modscope.load-module", "action")
            vm.equal(question["message"],
                     f"Authentication is required to load the kernel module {MODULE}", "message")
            vm.equal((ended, exit_status, answer["error"]["name"]), (end, status, name), words)
            vm.equal(asking.in_kernel(MODULE), False, f"{MODULE} after {words}")
        right = f"password {asking.PASSWORD}"
        _, _, status, answer = answered(agent, right, "load", NEEDED)
        vm.equal(status, 0, f"status: {answer}")
        names = [done["module"] for done in answer["done"]]
        vm.equal((names[-1], len(names) > 1), (NEEDED, True), f"what was loaded: {names}")
        vm.equal([name for name in names if not asking.in_kernel(name)], [], "not in the kernel")
        vm.check(all(done["verb"] == "load" and done["effective"] for done in answer["done"]), answer)

        needed = names[0]
        question, _, status, answer = answered(agent, right, "unload", NEEDED, needed)
        vm.equal(status, 0, f"status: {answer}")
        vm.check(f"{NEEDED}, {needed}" in question["message"], question["message"])
        vm.equal([asking.in_kernel(NEEDED), asking.in_kernel(needed)], [False, False], "unloaded")


@vm.case("unloading what another needs says who, and unloads nothing")
def dependents():
    vm.as_root("modprobe", NEEDED)
    needed = next(name for name, (_, _, holders, _) in vm.proc_modules().items()
                  if holders == [NEEDED])
    status, answer = asking.ctl("unload", needed)
    vm.equal((status, answer["error"]["name"], answer["error"]["finding"]["code"]),
             (1, "InUse", "in-use"), "the refusal")
    vm.check(NEEDED in str(answer["error"]["finding"]), answer)
    vm.check(asking.in_kernel(NEEDED) and asking.in_kernel(needed), "both are there")
    vm.as_root("modprobe", "-r", NEEDED)


@vm.case("28: the right to load is kept for the program that got it, and is none to unload")
def kept():
    with asking.Agent() as agent, asking.Caller() as caller:
        caller.begin("LoadModule", MODULE, {}, [], interactive=True)
        vm.equal(agent.question()["action"], "io.github.modscope.load-module", "first question")
        agent.answer(f"password {asking.PASSWORD}")
        vm.equal((agent.ended(), caller.end()), ("given", [[MODULE]]), "first load")
        vm.as_root("rmmod", MODULE)
        vm.equal(caller.load(MODULE), [MODULE], "second load, without a question")
        vm.check(not agent.is_asked(), "it was asked again")
        try:
            caller.unload(MODULE)
            raise AssertionError("the right to load unloads")
        except asking.Failure as failure:
            vm.equal(failure.name, "NotAuthorized", "unload")
        with asking.Caller() as other:
            try:
                other.load("dummy")
                raise AssertionError("another program has the right too")
            except asking.Failure as failure:
                vm.equal(failure.name, "NotAuthorized", "another program's load")
    vm.equal((asking.in_kernel(MODULE), asking.in_kernel("dummy")), (True, False), "the kernel")
    vm.as_root("rmmod", MODULE)


@vm.case("24, 26: who leaves at the question changes nothing; what changes at it makes it stale")
def left_and_stale():
    with asking.Agent() as agent:
        caller = asking.Caller()
        caller.begin("LoadModule", MODULE, {}, [], interactive=True)
        agent.question()
        agent.answer("wait")
        caller.leave()
        vm.equal(agent.ended(), "cancelled", "the question of one who left")
        vm.equal(asking.in_kernel(MODULE), False, MODULE)

        vm.as_root("modprobe", "udp_tunnel")
        with asking.Caller() as caller:
            caller.begin("UnloadModules", ["udp_tunnel"], 0, interactive=True)
            agent.question()
            vm.as_root("modprobe", "vxlan")
            agent.answer(f"password {asking.PASSWORD}")
            try:
                raise AssertionError(f"unloaded: {caller.end()}")
            except asking.Failure as failure:
                vm.check(failure.name in ("InUse", "Stale"), failure)
        vm.check(asking.in_kernel("udp_tunnel") and asking.in_kernel("vxlan"), "both are there")
        vm.as_root("modprobe", "-r", "vxlan")


@vm.case("block, block --always, undo and unblock write rules with a password, and undo restores them")
def rules():
    right = f"password {asking.PASSWORD}"

    def blocked():
        return vm.ctl("show", MODULE)["blocked"]
    with asking.Agent() as agent:
        for arguments, expected in ((("block", "--reason", "a test", MODULE), "autoload"),
                                    (("block", "--always", MODULE), "always"),
                                    (("undo",), "autoload"),
                                    (("undo",), "always"),
                                    (("unblock", MODULE), "no"),
                                    (("undo",), "always"),
                                    (("unblock", MODULE), "no")):
            question, _, status, answer = answered(agent, right, *arguments)
            vm.equal(question["action"], "io.github.modscope.configure", f"action of {arguments}")
            vm.check(MODULE in question["message"], question["message"])
            vm.equal((status, answer["done"][0]["effective"]), (0, True), f"{arguments}: {answer}")
            vm.equal(blocked(), expected, f"blocked after {arguments}")
            if expected == "always":
                vm.equal(BLOCKS.stat().st_mode & 0o7777, 0o644, "mode of the file")
    vm.equal(list(BLOCKS.parent.iterdir()), [], "what is left of the rules")


@vm.case("an unknown module and a wrong use are told without a question")
def wrong_use():
    status, answer = asking.ctl("load", "no_such_module")
    vm.equal((status, answer["error"]["name"]), (1, "NotFound"), "no_such_module")
    for arguments in (("load",), ("load", "../e1000"), ("block", "--never", MODULE)):
        vm.equal(vm.as_person("modscopectl", *arguments, fails=True).returncode, 2, f"{arguments}")


vm.main()
