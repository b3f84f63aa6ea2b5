"""The program on a screen of its own in the person's session, and the hand that uses it (window-hand).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import shutil

import vm


class Window:
    """The program on a screen of its own, and the hand that uses it."""

    def __init__(self):
        # The index is there from before, as at every start but the first.
        vm.ctl("list", "--loaded", timeout=300)
        errors = open(f"{vm.RESULTS}/window.txt", "w", encoding="utf-8")
        self.process = vm.PersonProcess(
            [f"{vm.LIB}/with-display", "/usr/bin/python3", f"{vm.LIB}/window-hand"],
            env={"MODSCOPE": shutil.which("modscope"), "PYTHONDONTWRITEBYTECODE": "1"}, stderr=errors)
        vm.say(f"{self.answer('the window')} s from its start to rest")

    def answer(self, what):
        line = ""
        while not line.startswith("> "):
            line = vm.read_line(self.process.stdout, 320, what)
        return line[2:]

    def do(self, *words):
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return self.answer(" ".join(words))
