"""The program on a screen of its own in the person's session, and the hand that uses it (window-hand).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import select
import shutil

import asking
import vm


class Window:
    """The program, the hand that uses it, and the person who is asked for the password."""

    def __init__(self, page):
        self.agent = asking.Agent()
        self.failures = 0
        self.is_lost = False
        errors = open(f"{vm.RESULTS}/window.txt", "w", encoding="utf-8")
        self.process = vm.PersonProcess(
            [f"{vm.LIB}/with-display", "/usr/bin/python3", f"{vm.LIB}/window-hand"],
            env={"MODSCOPE": shutil.which("modscope"), "PYTHONDONTWRITEBYTECODE": "1"}, stderr=errors)
        vm.say(f"{self.do('start', page)} s from its start to rest")

    def do(self, *words):
        """One command; returns what the hand tells."""
        if self.is_lost:
            self.start_again()
        self.begin(*words)
        return self.end()

    def start_again(self):
        """What a failed case left open is not the next one's."""
        self.is_lost = False
        self.agent.process.end()
        self.do("kill")
        self.agent = asking.Agent()
        self.do("start", self.page)

    def begin(self, *words):
        self.said = " ".join(words)
        if words[0] == "start":
            self.page = words[1]
        self.process.stdin.write(f"{self.said}\n")
        self.process.stdin.flush()

    def end(self):
        line = ""
        said = self.said
        while not line.startswith(("> ", "! ")):
            line = vm.read_line(self.process.stdout, 300, said)
        if line[0] != ">" and not said.startswith("picture "):
            self.is_lost = True
            self.picture_failure()
        vm.check(line[0] == ">", f"{said}: {line[2:]}")
        return line[2:]

    def is_answered(self):
        return bool(select.select([self.process.stdout], [], [], 0)[0])

    def picture(self, name):
        self.do("picture", f"{vm.RESULTS}/window-{name}.png")

    def picture_failure(self):
        self.failures += 1
        self.begin("picture", f"{vm.RESULTS}/window-failure-{self.failures}.png")
        self.end()

    def permit(self, is_done, what):
        """Gives the password if it is asked for; a permission may be kept from before."""
        try:
            vm.eventually(lambda: self.agent.is_asked() or is_done(), what, 120)
            if not is_done():
                self.agent.question()
                self.agent.answer(f"password {asking.PASSWORD}")
                vm.equal(self.agent.ended(), "given", "the password")
            vm.eventually(is_done, what, 120)
        except AssertionError:
            self.is_lost = True
            self.picture_failure()
            raise

    def close(self):
        """Closes it as a person would; returns its status."""
        self.process.stdin.close()
        return self.process.wait(120)
