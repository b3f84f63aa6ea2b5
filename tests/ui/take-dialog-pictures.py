#!/usr/bin/env python3
"""Saves a picture of each dialog of the window's actions, on the screen at hand.

    take-dialog-pictures.py --folder FOLDER [--width PIXELS]… [--light] [--dark] [--rtl LIBRARY]

Each is there as DIALOG-WIDTH-light.png and DIALOG-WIDTH-dark.png. The programs are those of the tests:
$MODSCOPE, $MODSCOPECTL and $HELPER_UNDER_TEST. With --rtl and the build's right-to-left library
the window is from right to left.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import argparse
import os
import re
import subprocess
import sys
import time

import test_acting
import test_device_actions

HEIGHT = 800
WIDTHS = [1300, 360]


def look(width):
    """The screen's upper corner as it is, as a PNG file's bytes."""
    return subprocess.run(['import', '-window', 'root', '-crop', f'{width}x{HEIGHT}+0+0', '+repage',
                           '-define', 'png:exclude-chunks=date,time', 'png:-'],
                          stdout=subprocess.PIPE, check=True).stdout


def at_rest(width):
    """The same, once it has been the same for a second; spinners and countdowns never rest."""
    last, same = None, 0
    end = time.monotonic() + 6
    while same < 3 and time.monotonic() < end:
        picture = look(width)
        same = same + 1 if picture == last else 0
        last = picture
        time.sleep(0.3)
    return last


class Scene:
    """A window on a root of one of the test cases, and where its pictures go."""

    def __init__(self, case, width, scheme, folder, rtl):
        self.case = case('run')
        self.width = width
        self.suffix = f'{width}-{scheme}'
        self.folder = folder
        self.case.width = width
        case.setUpClass()
        self.case.make_root()
        self.case.environment['ADW_DEBUG_COLOR_SCHEME'] = \
            'prefer-dark' if scheme == 'dark' else 'default'
        if rtl:
            self.case.environment['LD_PRELOAD'] = os.path.abspath(rtl)
        self.case.start()
        self.window = self.case.window

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.window.forget()
        self.case.tearDown()
        self.case.tearDownClass()

    def forget_pointer(self):
        """Out of the way, so that nothing is lit or explained by it."""
        subprocess.run(['xdotool', 'mousemove', '1390', '990'], check=True)

    def ask(self, module, action):
        """Opens a module, also on a narrow window, and begins a change."""
        self.window.select(module)
        if self.width < 1000:
            self.window.do('modules.show-details')
        self.window.shows_details_of(module)
        self.window.do(action)
        return self.center(self.window.question())

    def center(self, dialog):
        """Moves a dialog to where a window manager would have put it."""
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name',
                                f'^{re.escape(dialog.get_name())}$'],
                               stdout=subprocess.PIPE, check=False, text=True).stdout.split()
        if found:
            _x, _y, width, height = dialog.get_box()
            subprocess.run(['xdotool', 'windowmove', found[-1],
                            str(max(0, (self.width - width) // 2)),
                            str(max(0, (HEIGHT - height) // 3))], check=True)
        return dialog

    def save(self, name):
        """Saves what is on the screen."""
        self.forget_pointer()
        with open(os.path.join(self.folder, f'{name}-{self.suffix}.png'), 'wb') as file:
            file.write(at_rest(self.width))


def take_devices(scene):
    """The dialogs of the Hardware page."""
    with scene(test_device_actions.TurnOff) as it:
        it.window.click('Turn Off…', it.case.open('· lan_card'))
        dialog = it.center(it.window.question())
        it.save('device-off')
        it.window.click('Turn Off', dialog)
        it.center(it.window.question('Keep This Change?'))
        it.save('device-trial')
    with scene(test_device_actions.Behind) as it:
        it.window.act('hardware.show-all')
        it.window.click('Turn Off…', it.case.open('· hub_driver'))
        it.center(it.window.question())
        it.save('device-behind')
    with scene(test_device_actions.Critical) as it:
        it.center(it.case.ask())
        it.save('device-critical')
    with scene(test_device_actions.Critical) as it:
        it.window.click('Turn Off…', it.case.open('· disk_driver'))
        it.center(it.window.question('This Computer Needs It'))
        it.save('device-refused')
    with scene(test_device_actions.Restart) as it:
        it.center(it.case.ask('snd_timer'))
        it.save('device-restart')
    with scene(test_device_actions.UseDriver) as it:
        it.center(it.case.ask())
        it.save('device-driver')


def take(scene, width):
    """The dialogs of the Modules page."""
    with scene(test_acting.LoadTest) as it:
        it.window.click('Load', it.ask('helper_two', 'modules.load'))
        it.window.shows('Loaded helper_two')
        it.save('toast')
    with scene(test_acting.LoadTest) as it:
        it.ask('helper_two', 'modules.load')
        it.save('load')
    with scene(test_acting.LoadTest) as it:
        dialog = it.ask('many', 'modules.load')
        for name, value in (('count', '7'), ('mask', '0x1ffffffff'), ('ids', '1,2,3')):
            it.window.set_checked(name, dialog)
            it.window.find(name=f'Value of {name}', under=dialog).set_text(value)
        it.save('load-form')
    with scene(test_acting.UnloadTest) as it:
        it.ask('snd', 'modules.unload')
        it.save('unload')
    with scene(test_acting.InUseTest) as it:
        dialog = it.ask('snd_card', 'modules.unload')
        it.window.expand('How Modscope Knows', dialog)
        it.save('in-use')
    with scene(test_acting.InUseTest) as it:
        it.ask('snd_card', 'modules.block')
        it.save('block')
    with scene(test_acting.InUseTest) as it:
        it.ask('never', 'modules.load')
        it.save('blocked')
    with scene(test_acting.CriticalTest) as it:
        it.window.click('Unload', it.ask('helper_one', 'modules.unload'))
        critical = it.center(it.window.question('This Computer Needs It'))
        it.save('critical')
        it.window.click('Unload Anyway', critical)
        it.center(it.window.question('Keep This Change?'))
        it.save('trial')
    with scene(test_acting.StandInTest) as it:
        it.case.answer('KernelRefused', 'The kernel refused it', 'errno: 19', 'module: helper_two',
                       'kernel: helper_two: no such device', 'kernel: helper_two: giving up')
        it.window.click('Load', it.ask('helper_two', 'modules.load'))
        dialog = it.center(it.window.question('helper_two found no hardware that it can drive'))
        it.window.expand('How Modscope Knows', dialog)
        it.save('failed')
    with scene(test_acting.StandInTest) as it:
        it.case.write('/answer', 'hang')
        it.window.click('Load', it.ask('helper_two', 'modules.load'))
        it.window.shows('Loading helper_two…')
        it.save('meanwhile')
    with scene(test_acting.NoHelperTest) as it:
        it.ask('helper_two', 'modules.load')
        it.save('no-helper')
    with scene(test_acting.NoPolkitTest) as it:
        it.window.click('Load', it.ask('helper_two', 'modules.load'))
        it.center(it.window.question('Permissions Cannot Be Asked For'))
        it.save('no-polkit')
    if width > 1000:
        with scene(test_acting.UnloadTest) as it:
            it.window.open('helper_one')
            it.window.press('shift+Down')
            it.window.press('shift+Down')
            it.save('several')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--folder', required=True)
    parser.add_argument('--width', type=int, action='append')
    parser.add_argument('--light', dest='schemes', action='append_const', const='light')
    parser.add_argument('--dark', dest='schemes', action='append_const', const='dark')
    parser.add_argument('--rtl', metavar='LIBRARY')
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    for width in arguments.width or WIDTHS:
        for scheme in arguments.schemes or ['light', 'dark']:
            def scene(case, width=width, scheme=scheme):
                return Scene(case, width, scheme, arguments.folder, arguments.rtl)

            take(scene, width)
            take_devices(scene)


if __name__ == '__main__':
    sys.exit(main())
