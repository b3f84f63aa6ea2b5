#!/usr/bin/env python3
"""The window's actions, with the helper on a bus of its own, where a made root stands in for the
computer, and with stand-ins that end a call as they are told.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

import acting  # noqa: E402
import ctl  # noqa: E402
import tap  # noqa: E402
from acting import BLOCKS, HELPER, STANDINS  # noqa: E402
from screen import Atspi, Window, descendants, wait_for  # noqa: E402

LIVE = ['pcspkr', 'snd', 'snd_card', 'snd_timer']
FREE = '''snd_card 24576 0 - Live 0x0
snd_timer 45056 1 snd_card, Live 0x0
snd 126976 2 snd_timer,snd_card, Live 0x0
helper_one 4096 0 - Live 0x0
helper_two 4096 0 - Live 0x0
pcspkr 16384 0 [permanent], Live 0x0
'''
MANY = (r'INFO ("license=GPL") INFO ("depends=") INFO ("parmtype=count:byte") '
        r'INFO ("parm=count:How many") INFO ("parmtype=mask:hexint") INFO ("parmtype=on:bool") '
        r'INFO ("parmtype=label:charp") INFO ("parmtype=ids:array of int")')


class Case(acting.Case):
    """The program on a root and a bus of its own."""

    width = 1300
    live = ctl.LIVE
    arguments = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ctl.compile_module(cls.template, 'kernel/drivers/misc/many.ko', MANY)
        ctl.depmod(cls.template)

    def setUp(self):
        self.make_root()
        self.start()

    def make_root(self):
        """The root and the bus."""
        super().setUp()
        self.write('/proc/modules', self.live)
        self.prepare()

    def start(self):
        """The program."""
        self.window = Window(self.root, *self.arguments, width=self.width,
                             environment=self.environment)
        self.addCleanup(self.window.forget)

    def prepare(self):
        """What the root has before the program starts."""

    def wait_until_loaded(self, *names):
        wait_for(lambda: self.loaded() == sorted(names), f'the modules {names}')

    def ask(self, module, action):
        """Opens a module and begins what is to be done to it; returns the dialog."""
        self.window.open(module)
        self.window.do(action)
        return self.window.question()

    def options(self):
        """The options of what was loaded last."""
        return (self.root / 'kernel/options').read_text().split()

    def blocks(self):
        """Modscope's own rules."""
        file = self.root / BLOCKS
        return file.read_text() if file.exists() else ''


class LoadTest(Case):
    """Loading."""

    def test_load_and_undo(self):
        dialog = self.ask('helper_two', 'modules.load')
        self.window.shows('Load helper_two?', dialog)
        self.window.click('Load', dialog)
        self.window.shows('Loaded helper_two')
        self.wait_until_loaded('helper_two', *LIVE)
        self.window.shows('Loaded, not in use', self.window.pane())
        self.window.click('Undo')
        self.window.shows('Unloaded helper_two')
        self.wait_until_loaded(*LIVE)
        self.window.shows('Available, not loaded', self.window.pane())
        self.assertEqual(self.asked(), ['io.github.modscope.load-module yes',
                                        'io.github.modscope.unload-module yes'])

    def test_cancelled_before(self):
        dialog = self.ask('helper_two', 'modules.load')
        self.window.click('Cancel', dialog)
        self.window.wait_for_no_question()
        # Nothing is left behind: it can be asked again.
        self.window.do('modules.load')
        self.window.press('Escape', self.window.question())
        self.window.wait_for_no_question()
        self.assertEqual(self.asked(), [])

    def test_by_the_keyboard(self):
        self.window.open('helper_two')
        self.window.press('ctrl+l')
        dialog = self.window.question()
        self.window.press('Return', dialog)
        self.wait_until_loaded('helper_two', *LIVE)
        self.window.shows('Loaded helper_two')
        self.window.press('ctrl+z')
        self.wait_until_loaded(*LIVE)

    def test_menu_of_a_row(self):
        self.window.open('helper_two')
        self.window.press('Menu')
        self.window.find(Atspi.Role.MENU_ITEM, 'Load…')
        items = [node.name for node in self.window.all(Atspi.Role.MENU_ITEM)]
        self.assertIn('Block…', items)
        self.assertNotIn('Unload…', items)
        self.window.press('Escape')


class NothingLoadedTest(Case):
    """The details of a module while others change."""

    live = ''

    def test_what_it_needs_follows(self):
        dialog = self.ask('snd_timer', 'modules.load')
        self.window.click('Load', dialog)
        self.wait_until_loaded('snd', 'snd_timer')
        self.window.find(Atspi.Role.IMAGE, 'Loaded, not in use', self.window.pane())


class ParameterTest(Case):
    """The form for parameters."""

    def setUp(self):
        super().setUp()
        self.dialog = self.ask('many', 'modules.load')

    def set(self, name):
        """Chooses a parameter; returns where its value is given."""
        self.window.set_checked(name, self.dialog)
        return self.window.find(name=f'Value of {name}', under=self.dialog)

    def is_sensitive(self):
        """Whether it can be loaded."""
        button = self.window.button('Load', self.dialog)
        return Atspi.StateType.SENSITIVE in button.get_state_set()

    def test_each_kind(self):
        self.window.shows('How many', self.dialog)
        self.set('count').set_text('7')
        self.set('mask').set_text('0xffffffff')
        self.window.set_checked('on', self.dialog)
        self.window.press('Tab', self.dialog)
        self.window.press('space', self.dialog)
        self.set('label').set_text('eth0')
        self.set('ids').set_text('1,-2,3')
        self.window.click('Load', self.dialog)
        self.wait_until_loaded('many', *LIVE)
        self.assertEqual(sorted(self.options()),
                         ['count=7', 'ids=1,-2,3', 'label=eth0', 'many', 'mask=0xffffffff', 'on=Y'])
        self.assertEqual(self.asked(), ['io.github.modscope.configure yes'])

    def test_none_is_set(self):
        self.window.click('Load', self.dialog)
        self.wait_until_loaded('many', *LIVE)
        self.assertEqual(self.options(), ['many'])

    def test_a_wrong_value_is_not_sent(self):
        text = self.set('mask')
        text.set_text('0x1ffffffff')
        self.window.shows('“0x1ffffffff” is not what it takes: A whole number from 0 to '
                          '4294967295.', self.dialog)
        wait_for(lambda: not self.is_sensitive(), 'the button to be off')
        text.set_text('0x1')
        wait_for(self.is_sensitive, 'the button to be on')
        self.set('label').set_text('a b')
        self.window.shows('A value has no blanks.', self.dialog)
        wait_for(lambda: not self.is_sensitive(), 'the button to be off')
        # What is left to the module cannot be wrong.
        self.window.set_checked('label', self.dialog)
        wait_for(self.is_sensitive, 'the button to be on')


class UnloadTest(Case):
    """Unloading."""

    live = FREE

    def test_with_dependents_and_undo(self):
        dialog = self.ask('snd', 'modules.unload')
        self.window.shows('Other modules use it. They are unloaded first, in this order:', dialog)
        steps = self.window.find(Atspi.Role.LIST, 'What happens, in this order', dialog)
        rows = [node.name for node in descendants(steps)
                if node.role == Atspi.Role.LIST_ITEM]
        self.assertEqual([row.split()[0] for row in rows], ['snd_card', 'snd_timer', 'snd'])
        self.window.shows('This Device Stops Working', dialog)
        self.window.shows('0000:00:1b.0', dialog)
        self.window.click('Unload', dialog)
        self.window.shows('Unloaded snd and 2 modules that used it')
        self.wait_until_loaded('helper_one', 'helper_two', 'pcspkr')
        self.assertEqual(self.asked(), ['io.github.modscope.unload-module yes'])
        self.window.click('Undo')
        self.window.shows('Loaded 3 modules')
        self.wait_until_loaded('helper_one', 'helper_two', *LIVE)

    def test_several(self):
        self.window.open('helper_one')
        self.window.press('shift+Down')
        self.window.shows('2 Modules Selected', self.window.pane())
        self.window.do('modules.unload')
        dialog = self.window.question()
        self.window.shows('Unload 2 Modules?', dialog)
        self.window.click('Unload', dialog)
        self.window.shows('Unloaded 2 modules')
        self.wait_until_loaded(*LIVE)
        self.window.click('Undo')
        self.wait_until_loaded('helper_one', 'helper_two', *LIVE)

    def test_never(self):
        dialog = self.ask('pcspkr', 'modules.unload')
        self.window.shows('What You Can Do', dialog)
        self.window.click('Close', dialog)
        self.assertEqual(self.asked(), [])

    def test_somebody_else_did_it(self):
        self.window.open('helper_one')
        self.write('/proc/modules', FREE.replace('helper_one 4096 0 - Live 0x0\n', ''))
        self.window.do('modules.unload')
        self.window.shows('helper_one is not loaded.')
        self.window.shows('Available, not loaded', self.window.pane())
        self.assertEqual(self.asked(), [])


class InUseTest(Case):
    """Unloading what is in use."""

    def test_says_what_to_do(self):
        dialog = self.ask('snd_card', 'modules.unload')
        self.window.shows('snd_card is in use', dialog)
        self.window.shows('What You Can Do', dialog)
        self.assertEqual(self.asked(), [])


class OnlyNetwork(Case):
    """A computer whose only network hangs on a module."""

    live = 'helper_one 4096 0 - Live 0x0\n'

    def prepare(self):
        device = self.root / 'sys/devices/pci0000:00/0000:00:02.0'
        (device / 'net/eth0').mkdir(parents=True)
        (device / 'net/eth0/device').symlink_to('../..')
        (device / 'net/eth0/operstate').write_text('up\n')
        driver = self.root / 'sys/bus/pci/drivers/helper'
        driver.mkdir(parents=True)
        (driver / 'module').symlink_to('../../../../module/helper_one')
        (self.root / 'sys/module/helper_one').mkdir(parents=True)
        (device / 'driver').symlink_to('../../../bus/pci/drivers/helper')
        links = self.root / 'sys/class/net'
        links.mkdir(parents=True)
        (links / 'eth0').symlink_to('../../devices/pci0000:00/0000:00:02.0/net/eth0')
        self.write('/proc/net/route', 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\t'
                   'Mask\t\tMTU\tWindow\tIRTT\n'
                   'eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n')


class CriticalTest(OnlyNetwork):
    """What the running system stands on: here the only network."""

    def test_is_asked_twice(self):
        self.window.click('Unload', self.ask('helper_one', 'modules.unload'))
        second = self.window.question('This Computer Needs It')
        self.window.shows('helper_one drives the only network connection: it is cut.', second)
        self.window.click('Cancel', second)
        self.window.wait_for_no_question()
        self.assertEqual(self.loaded(), ['helper_one'])

    def unload(self):
        """Unloads it against all warnings; returns the question whether that stays."""
        self.window.click('Unload', self.ask('helper_one', 'modules.unload'))
        self.window.click('Unload Anyway', self.window.question('This Computer Needs It'))
        question = self.window.question('Keep This Change?')
        self.assertEqual(self.loaded(), [])
        return question

    def test_is_kept(self):
        question = self.unload()
        wait_for(lambda: any('It is put back in' in text for text in self.window.texts(question)),
                 'the time')
        self.window.click('Keep', question)
        self.window.shows('Unloaded helper_one')
        self.assertEqual(self.loaded(), [])
        self.window.click('Undo')
        self.wait_until_loaded('helper_one')

    def test_is_put_back_by_hand(self):
        self.window.click('Put Back', self.unload())
        self.window.shows('The change was put back')
        self.assertEqual(self.loaded(), ['helper_one'])
        self.window.shows('Loaded, not in use', self.window.pane())

    def test_is_put_back_by_itself(self):
        self.unload()
        self.window.wait_for_no_question()
        self.window.shows('The change was put back')
        self.assertEqual(self.loaded(), ['helper_one'])

    def test_is_put_back_when_the_window_goes(self):
        self.unload()
        self.window.process.kill()
        self.wait_until_loaded('helper_one')


class BlockTest(Case):
    """Blocking and unblocking."""

    def test_weakly_with_a_reason_and_undo(self):
        dialog = self.ask('helper_two', 'modules.block')
        self.window.shows('/etc/modprobe.d/00-modscope-block.conf', dialog)
        self.window.find(name='Reason (Optional)', under=dialog)
        entry = next(node for node in descendants(dialog)
                     if node.role in (Atspi.Role.ENTRY, Atspi.Role.TEXT))
        entry.set_text('It is noisy')
        self.window.click('Block', dialog)
        self.window.shows('helper_two is not loaded automatically any more')
        self.assertIn('It is noisy', self.blocks())
        self.assertIn('\nblacklist helper_two\n', self.blocks())
        self.assertNotIn('install', self.blocks())
        self.window.shows('Blocked (blacklisted)', self.window.pane())
        self.window.click('Undo')
        self.window.shows('Removed the rule that blocked helper_two')
        self.assertEqual(self.blocks(), '')
        self.window.shows('Available, not loaded', self.window.pane())

    def test_strongly_and_unblock(self):
        dialog = self.ask('helper_two', 'modules.block')
        self.window.choose('Never Load', dialog)
        self.window.click('Block', dialog)
        self.window.shows('helper_two is never loaded any more')
        self.assertIn('install helper_two /bin/false', self.blocks())
        # It says why it is not loaded, and offers what helps.
        self.window.do('modules.load')
        dialog = self.window.question()
        self.window.shows('helper_two is blocked by a rule', dialog)
        self.window.click('Unblock…', dialog)
        dialog = self.window.question('Unblock helper_two?')
        self.window.click('Unblock', dialog)
        self.window.shows('Removed the rule that blocked helper_two')
        self.assertEqual(self.blocks(), '')
        # Back comes what was there: the strong one.
        self.window.click('Undo')
        # The toast of the first time may still be there, with the same words.
        wait_for(lambda: 'install helper_two /bin/false' in self.blocks(), 'the rule')
        self.window.shows('helper_two is never loaded any more')

    def test_what_stops(self):
        dialog = self.ask('snd_card', 'modules.block')
        self.window.shows('What Stops Working', dialog)
        self.window.shows('0000:00:1b.0', dialog)
        self.window.shows('snd_card is loaded now, and stays until it is unloaded or the computer '
                          'restarts.', dialog)
        self.window.press('Escape', dialog)
        self.window.wait_for_no_question()
        dialog = self.ask('snd_timer', 'modules.block')
        self.window.shows('It goes on loading it.', dialog)
        self.window.choose('Never Load', dialog)
        self.window.shows('It cannot be loaded any more either.', dialog)

    def test_a_rule_of_somebody_else(self):
        dialog = self.ask('never', 'modules.unblock')
        self.window.shows('never is blocked by a rule', dialog)
        wait_for(lambda: any('/etc/modprobe.d/a.conf' in text
                             for text in self.window.texts(dialog)), 'the file')
        self.assertEqual(self.asked(), [])


class StandInTest(Case):
    """With a helper that ends a call as it is told."""

    def services(self):
        return {HELPER: f'{sys.executable} {STANDINS} helper {self.root}'}

    def answer(self, error, *lines):
        self.write('/answer', f'io.github.modscope.Error.{error} ' + '\\n'.join(lines))

    def test_the_kernel_refuses(self):
        self.answer('KernelRefused', 'The kernel refused it', 'errno: 19', 'module: helper_two',
                    'kernel: helper_two: no such device')
        self.window.click('Load', self.ask('helper_two', 'modules.load'))
        dialog = self.window.question('helper_two found no hardware that it can drive')
        self.window.expand('How Modscope Knows', dialog)
        self.window.shows('helper_two: no such device', dialog)
        self.window.shows('Kernel log', dialog)

    def test_without_effect(self):
        self.window.click('Block', self.ask('helper_two', 'modules.block'))
        dialog = self.window.question('It Has No Effect')
        self.window.shows('The rule that blocks helper_two is written, but has no effect: tested',
                          dialog)

    def test_cancel(self):
        self.write('/answer', 'hang')
        self.window.click('Load', self.ask('helper_two', 'modules.load'))
        self.window.shows('Loading helper_two…')
        self.wait_until_asked('asked hang')
        # The bar comes a moment after the call: a press before that presses nothing.
        wait_for(lambda: self.window.click('Cancel') or 'Nothing was changed' in self.window.texts(),
                 '“Nothing was changed”')
        self.wait_until_asked('asked hang', 'left')

    def test_closed_meanwhile(self):
        self.write('/answer', 'hang')
        self.window.click('Load', self.ask('helper_two', 'modules.load'))
        self.window.shows('Loading helper_two…')
        self.wait_until_asked('asked hang')
        self.assertEqual(self.window.close(), 0)
        self.wait_until_asked('asked hang', 'left')


class PutBackTest(OnlyNetwork):
    """By a helper that puts back what was on trial before anybody could be asked."""

    services = StandInTest.services

    def test_says_so(self):
        self.write('/answer', 'put-back')
        self.window.click('Unload', self.ask('helper_one', 'modules.unload'))
        self.window.click('Unload Anyway', self.window.question('This Computer Needs It'))
        self.window.shows('The change was put back')


class RefusedTest(Case):
    """By polkit, and by who is not there."""

    def load(self):
        self.window.click('Load', self.ask('helper_two', 'modules.load'))

    def test_dismissed(self):
        self.write('/polkit', 'dismiss')
        self.load()
        self.window.shows('Nothing was changed')
        self.window.wait_for_no_question()

    def test_not_authorized(self):
        self.write('/polkit', 'no')
        self.load()
        dialog = self.window.question('You Are Not Allowed to Do This')
        self.window.shows('What You Can Do', dialog)
        self.assertEqual(self.loaded(), LIVE)

    def test_vanished(self):
        self.window.open('helper_two')
        folder = self.root / 'lib/modules' / ctl.RELEASE
        (folder / 'kernel/drivers/misc/helper-two.ko').unlink()
        ctl.depmod(self.root)
        self.window.do('modules.load')
        dialog = self.window.question()
        wait_for(lambda: any('helper_two' in text for text in self.window.texts(dialog)),
                 'its name')
        self.assertEqual(self.asked(), [])


class NoPolkitTest(Case):
    """Without polkit."""

    def services(self):
        return {HELPER: super().services()[HELPER]}

    def test_says_so(self):
        self.window.click('Load', self.ask('helper_two', 'modules.load'))
        dialog = self.window.question('Permissions Cannot Be Asked For')
        self.window.shows('What You Can Do', dialog)


class NoHelperTest(Case):
    """Without a helper."""

    def services(self):
        return {}

    def test_says_how_to_install_it(self):
        dialog = self.ask('helper_two', 'modules.load')
        self.window.shows('Changing Modules Is Not Set Up', dialog)
        wait_for(lambda: any('install' in text.lower() for text in self.window.texts(dialog)),
                 'how to')


class OtherKernelTest(Case):
    """A kernel that does not run."""

    arguments = ('--kernel', '6.0.0-other')

    def prepare(self):
        folder = self.root / 'lib/modules'
        shutil.copytree(folder / ctl.RELEASE, folder / '6.0.0-other')
        subprocess.run(['depmod', '-b', self.root, '6.0.0-other'], check=True,
                       stderr=subprocess.DEVNULL)

    def test_is_looked_at_alone(self):
        self.window.open('helper_two')
        wait_for(lambda: any('cannot be changed here' in text for text in self.window.texts()), 'why')
        self.window.press('ctrl+l')
        self.assertEqual(self.window.questions(), [])
        self.assertEqual([node.name for node in self.window.all(Atspi.Role.PUSH_BUTTON)
                          if 'Load' in node.name or 'Block' in node.name], [])


if __name__ == '__main__':
    tap.main()
