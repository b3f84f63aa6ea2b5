"""The person changes modules in the program's own window, and real polkit asks for the password.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib

import asking
import hand
import vm

LONE = "nlmon"
WITH_PARAMETER = "dummy"
NEEDED, USER = "tls", "bonding"
WITHOUT_HARDWARE = "padlock_aes"
BLOCKS = pathlib.Path("/etc/modprobe.d/00-modscope-block.conf")
NETWORK = pathlib.Path("/sys/class/net")

window = None
agent = None


def permit(is_done, what):
    """Gives the password if it is asked for; a permission may be kept from before."""
    vm.eventually(lambda: agent.is_asked() or is_done(), what, 120)
    if not is_done():
        agent.question()
        agent.answer(f"password {asking.PASSWORD}")
        vm.equal(agent.ended(), "given", "the password")
    vm.eventually(is_done, what, 120)


def ask(module, action):
    """Opens a module and begins a change; returns all that the dialog says."""
    window.do("open", module)
    window.do("do", action)
    return window.do("question")


@vm.case("a module is loaded with a parameter by its form, and the row follows")
def loads_with_parameter():
    global window, agent
    window = hand.Window()
    agent = asking.Agent()
    said = ask(WITH_PARAMETER, "modules.load")
    vm.check("numdummies" in said, said)
    window.do("set", "numdummies", "2")
    window.do("picture", f"{vm.RESULTS}/acting-form.png")
    window.do("click", "Load")
    question = agent.question()
    vm.equal(question["action"], "io.github.modscope.configure", "the permission")
    vm.check("numdummies=2" in question["message"], question["message"])
    window.do("shows", f"Loading {WITH_PARAMETER}…")
    window.do("picture", f"{vm.RESULTS}/acting-meanwhile.png")
    vm.equal(asking.in_kernel(WITH_PARAMETER), False, "the module before the answer")
    agent.answer(f"password {asking.PASSWORD}")
    vm.equal(agent.ended(), "given", "the password")
    window.do("shows", f"Loaded {WITH_PARAMETER}")
    vm.check("Loaded" in window.do("row", WITH_PARAMETER), "the row")
    vm.check((NETWORK / "dummy1").exists() and not (NETWORK / "dummy2").exists(),
             "there are not two interfaces")


@vm.case("one click takes it back")
def undoes():
    # At once: what offers it goes away by itself.
    window.do("click", "Undo")
    permit(lambda: not asking.in_kernel(WITH_PARAMETER), "the module is gone")
    window.do("shows", f"Unloaded {WITH_PARAMETER}")
    vm.check("Available" in window.do("row", WITH_PARAMETER), "the row")


@vm.case("a wrong password changes nothing, and the window says so")
def refused():
    ask(LONE, "modules.load")
    window.do("click", "Load")
    agent.question()
    agent.answer("password not the password")
    vm.equal(agent.ended(), "refused", "the password")
    said = window.do("question", "You Are Not Allowed to Do This")
    vm.check("administrator" in said, said)
    window.do("picture", f"{vm.RESULTS}/acting-refused.png")
    window.do("click", "Close")
    window.do("answered")
    vm.equal(asking.in_kernel(LONE), False, LONE)


@vm.case("a dismissed question is quiet")
def dismissed():
    ask(LONE, "modules.load")
    window.do("click", "Load")
    agent.question()
    agent.answer("dismiss")
    vm.equal(agent.ended(), "dismissed", "the question")
    window.do("shows", "Nothing was changed")
    window.do("answered")
    vm.equal(asking.in_kernel(LONE), False, LONE)


@vm.case("a cancelled act is not done, and polkit's question goes")
def cancelled():
    ask(LONE, "modules.load")
    window.do("click", "Load")
    agent.question()
    window.do("shows", f"Loading {LONE}…")
    window.do("click", "Cancel")
    vm.equal(agent.ended(), "cancelled", "the question")
    window.do("shows", "Nothing was changed")
    vm.equal(asking.in_kernel(LONE), False, LONE)


@vm.case("a module that another program loaded appears, and is unloaded with what uses it")
def unloads_with_dependents():
    window.do("search", NEEDED)
    before = window.do("row", NEEDED)
    vm.as_root("modprobe", USER)
    window.do("changed", NEEDED, before)
    said = ask(NEEDED, "modules.unload")
    vm.check(said.index(USER) < said.rindex(NEEDED), said)
    window.do("picture", f"{vm.RESULTS}/acting-unload.png")
    window.do("click", "Unload")
    permit(lambda: not asking.in_kernel(NEEDED), f"{NEEDED} is gone")
    vm.equal(asking.in_kernel(USER), False, USER)
    window.do("shows", f"Unloaded {NEEDED} and 1 module that used it")


@vm.case("a block writes its file, is in effect, and is taken back")
def blocks():
    said = ask(LONE, "modules.block")
    vm.check(str(BLOCKS) in said, said)
    window.do("choose", "Never Load")
    window.do("picture", f"{vm.RESULTS}/acting-block.png")
    window.do("click", "Block")
    permit(BLOCKS.exists, "the file")
    window.do("shows", f"{LONE} is never loaded any more")
    vm.check(f"install {LONE} /bin/false" in BLOCKS.read_text(encoding="utf-8"), "the rule")
    vm.check(vm.as_root("modprobe", LONE, fails=True).returncode != 0, "modprobe loads it")
    vm.check("Blocked" in window.do("row", LONE), "the row")
    window.do("do", "modules.load")
    said = window.do("question")
    vm.check("blocked by a rule" in said and str(BLOCKS) in said, said)
    window.do("picture", f"{vm.RESULTS}/acting-blocked.png")
    window.do("click", "Close")
    window.do("answered")
    window.do("do", "modules.unblock")
    window.do("question")
    window.do("click", "Unblock")
    permit(lambda: not BLOCKS.exists(), "the file is gone")
    window.do("shows", f"Removed the rule that blocked {LONE}")


@vm.case("the dialog of a module that fails names the cause")
def fails():
    ask(WITHOUT_HARDWARE, "modules.load")
    window.do("click", "Load")
    vm.eventually(agent.is_asked, "the question", 120)
    agent.question()
    agent.answer(f"password {asking.PASSWORD}")
    vm.equal(agent.ended(), "given", "the password")
    said = window.do("question", f"{WITHOUT_HARDWARE} found no hardware that it can drive")
    vm.check("What You Can Do" in said or "How Modscope Knows" in said, said)
    window.do("picture", f"{vm.RESULTS}/acting-failed.png")
    window.do("click", "Close")
    window.do("answered")
    vm.equal(asking.in_kernel(WITHOUT_HARDWARE), False, WITHOUT_HARDWARE)


@vm.case("it ends well when its window is closed")
def ends():
    window.process.stdin.close()
    vm.equal(window.process.wait(120), 0, "status")


vm.main()
