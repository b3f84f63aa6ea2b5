#!/usr/bin/env python3
"""Shows that check-includes.py finds what it is there for: each case is a small src folder.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name('check-includes.py')

# Case: file, its text, and whether it is right.
CASES = {
    'an include along the arrows': ('machine/a.c', '#include "system/a.h"\n', True),
    'an include of the own folder': ('machine/a.c', '#include "machine/a.h"\n', True),
    'a header that the build makes': ('base/a.c', '#include "modscope-build.h"\n', True),
    'the wrapper of libkmod': ('system/modscope-kmod.c', '#include <libkmod.h>\n', True),
    'a facility around its wrapper': ('system/modscope-live.c', '#include <libkmod.h>\n', False),
    'libkmod in the facts': ('machine/a.c', '#include <libkmod.h>\n', False),
    'libudev in the facts': ('machine/a.c', '#include <libudev.h>\n', False),
    'GTK below the window': ('machine/a.c', '#include <gtk/gtk.h>\n', False),
    'libadwaita on the command line': ('cli/a.c', '#include <adwaita.h>\n', False),
    'against the arrows': ('base/a.c', '#include "system/a.h"\n', False),
    'the diagnosis reads the system': ('diagnosis/a.c', '#include "system/a.h"\n', False),
    'the command line includes the window': ('cli/a.c', '#include "app/a.h"\n', False),
    'by another way': ('base/a.c', '#include "../system/a.h"\n', False),
    'by the bare name': ('base/a.c', '#include "a.h"\n', False),
    'indented': ('base/a.c', '#if X\n#  include "system/a.h"\n#endif\n', False),
    'an unknown folder': ('extra/a.c', '#include <glib.h>\n', False),
    'outside any folder': ('a.c', '#include <glib.h>\n', False),
}


def main():
    print(f'1..{len(CASES)}')
    failed = False
    for number, (case, (name, text, is_right)) in enumerate(CASES.items(), 1):
        with tempfile.TemporaryDirectory() as folder:
            for other in ('system/a.h', 'machine/a.h', 'app/a.h', name):
                path = pathlib.Path(folder, other)
                path.parent.mkdir(exist_ok=True)
                path.write_text(text if other == name else '', encoding='utf-8')
            run = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True)
        is_met = (run.returncode == 0) == is_right and (is_right or run.stdout.startswith(name))
        failed = failed or not is_met
        print(f'{"ok" if is_met else "not ok"} {number} - {case}')
        if not is_met:
            print(f'# exit status {run.returncode}: {run.stdout}{run.stderr}')
    sys.exit(failed)


if __name__ == '__main__':
    main()
