"""Runs unittest cases and prints TAP, one line for each test.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import sys
import unittest


class _Result(unittest.TestResult):
    """Prints a line when a test ends."""

    count = 0

    def _line(self, word, test, note=''):
        self.count += 1
        name = test.id().replace('__main__.', '')
        print(f'{word} {self.count} - {name}{note}', flush=True)

    def _bad(self, test, error):
        self._line('not ok', test)
        for line in self._exc_info_to_string(error, test).splitlines():
            print(f'# {line}', flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._line('ok', test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._bad(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self._bad(test, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._line('ok', test, f' # SKIP {reason}')

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._bad(subtest, err)


def main(module='__main__'):
    """Runs all tests of a module; exits with 1 if one failed."""
    suite = unittest.defaultTestLoader.loadTestsFromName(module)
    result = _Result()
    suite.run(result)
    print(f'1..{result.count}')
    sys.exit(0 if result.wasSuccessful() else 1)


def skip_all(reason):
    """Says that nothing of this file can run here, and exits."""
    print(f'1..0 # SKIP {reason}')
    sys.exit(0)
