"""The desktop program itself, started by the person, with the modules of a real kernel.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import time

import hand
import vm

MODULE = "nlmon"


window = None


@vm.case("the window shows the loaded modules of this kernel")
def shows():
    global window
    window = hand.Window()
    window.do("picture", f"{vm.RESULTS}/window-modules.png")
    window.do("search", "e1000")
    said = window.do("row", "e1000")
    vm.say(f"e1000: {said}")
    vm.check("In use" in said or "Loaded" in said, said)


@vm.case("a row changes when another program loads or unloads the module")
def follows():
    window.do("search", MODULE)
    before = window.do("row", MODULE)
    window.do("picture", f"{vm.RESULTS}/window-before.png")
    vm.as_root("modprobe", MODULE)
    returned = time.monotonic_ns() // 1000
    moment, _, loaded = window.do("changed", MODULE, before).partition(" ")
    vm.say(f"{before!r} became {loaded!r}; a screen reader had it "
           f"{(int(moment) - returned) / 1000:.0f} ms after modprobe's end")
    window.do("picture", f"{vm.RESULTS}/window-after.png")
    vm.as_root("rmmod", MODULE)
    vm.equal(window.do("changed", MODULE, loaded).partition(" ")[2], before, "unloaded again")


@vm.case("it ends well when its window is closed")
def ends():
    window.process.stdin.close()
    vm.equal(window.process.wait(120), 0, "status")


vm.main()
