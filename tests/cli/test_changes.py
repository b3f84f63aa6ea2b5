#!/usr/bin/env python3
"""modscopectl: restarts, devices, changes on trial, and undoing, with the helper on a bus of its own.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import shutil
import signal
import subprocess
import time
import unittest

import ctl
import tap
from acting import BLOCKS
from test_actions import Case

CARD = 'sys/devices/pci0000:00/0000:00:03.0'
CARD_ID = 'pci:0000:00:03.0'
QUESTION = 'It is done, and put back in 200 s. Keep it? [y/N] '


class ChangeCase(Case):
    """With a network card that has two drivers and a radio."""

    def setUp(self):
        super().setUp()
        for driver, takes in (('e1000', '0000:00:03.0'), ('other', '')):
            for name in 'bind', 'unbind':
                self.write(f'/sys/bus/pci/drivers/{driver}/{name}', '')
            self.write(f'/sys/bus/pci/drivers/{driver}/takes', takes)
        self.write('/sys/bus/pci/drivers_probe', '')
        self.write(f'/{CARD}/driver_override', '(null)\n')
        self.write(f'/{CARD}/rfkill0/soft', '0\n')
        self.write(f'/{CARD}/rfkill0/hard', '0\n')
        for link, target in (('sys/bus/pci/devices/0000:00:03.0', CARD),
                             (f'{CARD}/subsystem', 'sys/bus/pci'),
                             (f'{CARD}/driver', 'sys/bus/pci/drivers/e1000'),
                             (f'{CARD}/rfkill0/subsystem', 'sys/class/rfkill'),
                             ('sys/class/rfkill/rfkill0', f'{CARD}/rfkill0')):
            (self.root / link).parent.mkdir(parents=True, exist_ok=True)
            (self.root / link).symlink_to(self.root / target)

        self.write('/proc/modules', 'snd_timer 1 0 - Live 0x0\nsnd 1 1 snd_timer, Live 0x0\n')

    def driver(self):
        link = self.root / CARD / 'driver'
        return os.path.basename(os.readlink(link)) if link.is_symlink() else None

    def history(self, *entries, user=None):
        """Writes a history: (verb, module, value) each, one minute old."""
        user = os.getuid() if user is None else user
        now = int(time.time()) - 60
        self.write('/var/lib/modscope/history', ''.join(
            f'{number}\t{now}\t{user}\t' + '\t'.join(change) + '\n'
            for number, change in enumerate(entries, 1)))

    def kept(self):
        """Verb, module and value of what the helper kept."""
        text = (self.root / 'var/lib/modscope/history').read_text()
        return [line.split('\t')[3:] for line in text.splitlines()]


class RestartTest(ChangeCase):
    def test_with_what_uses_it(self):
        document = self.json('plan', 'restart', 'snd')[0]
        steps = [(step['verb'], step['module']) for step in document['steps']]
        names = [name for verb, name in steps if verb == 'unload']
        self.assertEqual(names[-1], 'snd')
        self.assertEqual(steps, [('unload', name) for name in names] +
                         [('load', name) for name in reversed(names)])
        self.assertEqual(self.done('restart', 'snd'), [('restart', 'snd', True)])
        self.assertEqual(self.run_('restart', 'snd').out, 'Restarted snd\n')
        self.assertLessEqual({'snd', 'snd_timer'}, set(self.loaded()))

    def test_not_loaded(self):
        self.assertEqual(self.error('restart', 'helper-one')['name'], 'NotFound')
        self.assertEqual(self.error('restart', 'in_kernel')['name'], 'BuiltIn')
        self.assertEqual(self.error('restart', '../x', status=2)['name'], 'InvalidName')
        for words in (['restart'], ['restart', 'a', 'b'], ['restart', '--trial', '0', 'snd'],
                      ['restart', '--trial', '301', 'snd'], ['unload', '--trial', 'x', 'snd']):
            self.assertEqual(self.run_(*words, status=2).out, '', words)

    def test_blocked(self):
        self.done('block', '--always', 'snd')
        self.assertEqual(self.error('restart', 'snd')['name'], 'ConfigConflict')
        warnings = self.json('plan', 'restart', 'snd')[0]['warnings']
        self.assertIn('blocked-by-rule', [warning['code'] for warning in warnings])
        self.assertIn('snd', self.loaded())


class EffectTest(ChangeCase):
    """Whether a rule is in effect, as modprobe sees it."""

    def effect(self, name):
        """Of the rules that block a module: verb, whether it is in effect, and why not."""
        return [(rule['verb'], rule['effective'], rule['reason'])
                for rule in self.json('rules')[0]['rules']
                if rule['module'] == name and rule['verb'] in ('blacklist', 'install')]

    def test_rules(self):
        self.done('block', 'helper-two')
        self.assertEqual(self.effect('helper_two'), [('blacklist', True, None)])
        self.done('block', '--always', 'helper-two')
        self.assertEqual(self.effect('helper_two'),
                         [('blacklist', True, None), ('install', True, None)])
        self.write('/etc/modprobe.d/00-first.conf', 'install helper_two /bin/touch /x\n')
        self.assertIn(('install', False, '/etc/modprobe.d/00-first.conf:1 comes first'),
                      self.effect('helper_two'))
        self.done('block', 'in_kernel')
        self.assertEqual(self.effect('in_kernel'),
                         [('blacklist', False, 'it is part of the kernel itself')])

    def test_old_boot_image(self):
        """It holds a module that is in use, and was made before the rule."""
        tree = self.root / 'tree'
        module = tree / f'usr/lib/modules/{ctl.RELEASE}/kernel/sound/snd.ko'
        module.parent.mkdir(parents=True)
        module.write_text('x')
        (self.root / 'boot').mkdir()

        def make_image():
            subprocess.run(f'find . | cpio -o -H newc --quiet | gzip > '
                           f'{self.root}/boot/initrd.img-{ctl.RELEASE}', shell=True, check=True,
                           cwd=tree)
        make_image()
        warnings = self.json('plan', 'block', 'snd')[0]['warnings']
        self.assertTrue(any('boot image' in warning['text'] for warning in warnings), warnings)
        done = self.json('block', '--always', 'snd')[0]['done'][0]
        self.assertIs(done['effective'], False)
        self.assertIn(f'the boot image /boot/initrd.img-{ctl.RELEASE}', done['reason'])
        shutil.copytree(self.root / 'etc/modprobe.d', tree / 'etc/modprobe.d')
        make_image()
        self.assertIs(self.json('block', '--always', 'snd')[0]['done'][0]['effective'], True)
        # What is not loaded is not loaded from there.
        self.assertIs(self.json('block', 'helper_one')[0]['done'][0]['effective'], True)

    def test_rule_about_nothing(self):
        self.write('/etc/modprobe.d/z.conf', 'blacklist nothing_here\n')
        self.assertEqual(self.effect('nothing_here'), [('blacklist', None, None)])


class DeviceTest(ChangeCase):
    def test_verbs(self):
        self.assertEqual(self.done('device', 'off', CARD_ID), [('off', CARD_ID, True)])
        self.assertIsNone(self.driver())
        self.assertEqual(self.run_('device', 'on', CARD_ID).out, f'Turned on {CARD_ID}\n')
        self.assertEqual(self.driver(), 'e1000')
        self.assertEqual(self.run_('device', 'use-driver', CARD_ID, 'other').out,
                         f'Changed the driver of {CARD_ID} until the computer restarts\n')
        self.assertEqual(self.driver(), 'other')
        self.done('device', 'switch-off', CARD_ID)
        self.assertEqual((self.root / CARD / 'rfkill0/soft').read_text(), '1')
        self.done('device', 'switch-on', CARD_ID)
        self.assertEqual((self.root / CARD / 'rfkill0/soft').read_text(), '0')
        self.assertEqual(set(self.asked()), {'io.github.modscope.control-device yes'})

    def test_refused(self):
        for words in (['device'], ['device', 'off'], ['device', 'blink', CARD_ID],
                      ['device', 'off', 'eth0'], ['device', 'off', CARD_ID, 'e1000'],
                      ['device', 'use-driver', CARD_ID], ['device', 'off', 'pci:../x']):
            self.assertEqual(self.run_(*words, status=2).out, '', words)
        for words, said in ((('off', 'pci:0000:00:09.0'), 'There is no such device'),
                            (('use-driver', CARD_ID, 'missing'), 'no such driver')):
            error = self.error('device', *words)
            self.assertEqual((error['name'], error['finding']), ('NotFound', None))
            self.assertIn(said, error['message'])
            self.assertTrue(self.run_('device', *words, status=1).err.startswith(
                f'modscopectl: {words[1]}: There is no such device, driver or switch\n'))
        self.write('/polkit', 'no')
        self.assertEqual(self.error('device', 'off', CARD_ID, status=3)['name'], 'NotAuthorized')

    def test_kernel_refuses(self):
        self.write('/kernel/write/bind 0000:00:03.0', '5')
        self.write('/kernel/log/bind 0000:00:03.0', '4,1,1,-;other: no answer')
        done = self.run_('device', 'use-driver', CARD_ID, 'other', status=1)
        self.assertIn('Kernel: other: no answer', done.err)
        self.assertNotIn('load', done.err)


class TrialTest(ChangeCase):
    """--trial."""

    def answer(self, text, *arguments, status):
        """Runs it with this on standard input; returns what was printed and said."""
        program = self.start(*arguments, stdin=subprocess.PIPE)
        out, said = program.communicate(text, timeout=60)
        self.assertEqual(program.returncode, status, said)
        return out, said

    def test_kept(self):
        for text in 'y\n', 'Yes\n':
            self.write('/proc/modules', 'helper_one 1 0 - Live 0x0\n')
            self.assertEqual(self.answer(text, 'unload', '--trial', '200', 'helper_one', status=0),
                             ('Unloaded helper_one\n', QUESTION))
            self.assertEqual(self.loaded(), [])

    def test_not_kept(self):
        for text in 'n\n', '\n', '', 'yesno\n':
            self.write('/proc/modules', 'helper_one 1 0 - Live 0x0\n')
            out, said = self.answer(text, 'unload', '--trial', '200', 'helper_one', status=1)
            self.assertEqual((out, said), ('', QUESTION + 'modscopectl: It was put back\n'))
            self.assertEqual(self.loaded(), ['helper_one'])
        self.assertFalse((self.root / 'var/lib/modscope/history').exists())

    def test_json(self):
        out, said = self.answer('n\n', '--json', 'device', 'off', '--trial', '200', CARD_ID,
                                status=1)
        self.assertEqual(ctl.json.loads(out)['error']['name'], 'Reverted')
        self.assertEqual(self.driver(), 'e1000')
        out, said = self.answer('y\n', '--json', 'restart', '--trial', '200', 'snd', status=0)
        self.assertEqual(ctl.json.loads(out)['done'][0]['verb'], 'restart')

    def begin(self, *arguments):
        """Starts it and waits for the question."""
        program = self.start(*arguments, stdin=subprocess.PIPE)
        self.assertTrue(program.stderr.read(len('It is done')))
        return program

    def test_time_is_over(self):
        program = self.begin('device', 'off', '--trial', '1', CARD_ID)
        self.assertIn('It was put back', program.communicate(timeout=60)[1])
        self.assertEqual(program.returncode, 1)
        self.assertEqual(self.driver(), 'e1000')

    def test_interrupted(self):
        program = self.begin('device', 'off', '--trial', '200', CARD_ID)
        self.assertIsNone(self.driver())
        program.send_signal(signal.SIGINT)
        self.assertIn('It was put back', program.communicate(timeout=60)[1])
        self.assertEqual(self.driver(), 'e1000')

    def test_killed(self):
        program = self.begin('device', 'off', '--trial', '200', CARD_ID)
        program.kill()
        program.communicate()
        end = time.monotonic() + 30
        while self.driver() != 'e1000':
            self.assertLess(time.monotonic(), end, 'nothing put it back')
            time.sleep(0.01)

    def test_one_at_a_time(self):
        """The other one is what is in the way, and not the module that is asked for."""
        first = self.begin('unload', '--trial', '200', 'snd_timer')
        for words in (['unload', '--trial', '9', 'snd'], ['restart', '--trial', '9', 'snd'],
                      ['device', 'off', '--trial', '9', CARD_ID]):
            error = self.error(*words)
            self.assertEqual((error['name'], error['message'], error['finding']),
                             ('Busy', 'Another change is on trial', None))
            said = self.run_(*words, status=1).err
            self.assertIn('another change is on trial\n', said)
            self.assertNotIn('estart the computer', said)
        self.assertEqual(first.communicate('n\n', timeout=60)[0], '')
        self.assertEqual(self.loaded(), ['snd', 'snd_timer'])

    def test_nothing_to_try(self):
        self.assertEqual(self.answer('', 'device', 'on', '--trial', '200', CARD_ID, status=0)[1], '')


class UndoTest(ChangeCase):
    """Whatever the last change was."""

    def test_reason_and_strength_are_kept(self):
        self.done('block', '--always', '--reason', 'it is loud', 'helper-two')
        text = (self.root / BLOCKS).read_text()
        self.done('unblock', 'helper-two')
        self.assertEqual(self.kept()[-1], ['unblock', 'helper_two', 'always: it is loud'])
        self.done('undo')
        self.assertEqual((self.root / BLOCKS).read_text(), text)
        self.done('block', 'helper-two')
        self.done('undo')
        self.assertEqual((self.root / BLOCKS).read_text(), text)

    def test_loads_and_unloads(self):
        self.done('load', 'helper-one')
        self.assertEqual(self.done('undo'), [('unload', 'helper_one', True)])
        self.assertEqual(self.done('undo'), [('load', 'helper_one', True)])
        self.assertEqual([change[:2] for change in self.kept()],
                         [['load', 'helper_one'], ['unload', 'helper_one'],
                          ['load', 'helper_one']])

    def test_half_of_a_change(self):
        """What was done before it failed is kept, and undone."""
        self.write('/proc/modules', '')
        self.write('/kernel/insert/snd_timer', '12')
        self.error('load', 'snd-card')
        self.assertEqual(self.done('undo'), [('unload', 'snd', True)])
        self.assertEqual(self.loaded(), [])

    def test_devices(self):
        self.done('device', 'use-driver', CARD_ID, 'other')
        self.done('undo')
        self.assertEqual(self.driver(), 'e1000')
        self.done('undo')
        self.assertEqual(self.driver(), 'other')
        self.done('device', 'off', CARD_ID)
        self.done('undo')
        self.assertEqual(self.driver(), 'other')
        self.done('device', 'switch-off', CARD_ID)
        self.done('undo')
        self.assertEqual((self.root / CARD / 'rfkill0/soft').read_text(), '0')

    def test_restart_is_no_change(self):
        self.done('load', 'helper-one')
        self.done('restart', 'snd')
        self.assertEqual(self.done('undo'), [('unload', 'helper_one', True)])

    def test_of_somebody_else(self):
        """It is named, and undone only by its number."""
        self.done('block', 'helper-two')
        text = (self.root / 'var/lib/modscope/history').read_text()
        self.write('/var/lib/modscope/history', text.replace(f'\t{os.getuid()}\t', '\t12345\t'))
        error = self.error('undo')
        self.assertIn('modscopectl undo 1', error['message'])
        self.assertTrue((self.root / BLOCKS).exists())
        self.assertEqual(self.done('undo', '1'), [('unblock', 'helper_two', True)])

    def test_by_number(self):
        self.done('block', 'helper-two')
        self.done('block', '--always', 'helper-one')
        self.assertEqual(self.done('undo', '1'), [('unblock', 'helper_two', True)])
        self.assertIn('Change 3 came after change 1', self.error('undo', '1')['message'])
        for word in '0', '9', 'x', '-1', '1x':
            self.assertIn('There is no change', self.error('undo', '--', word)['message'])

    def test_over_since_the_restart(self):
        self.history(['block', 'helper_two', 'autoload'], ['load', 'helper_one', ''])
        self.write(f'/{BLOCKS}', '# Modscope, 2026-01-01: do not load automatically\n'
                   'blacklist helper_two\n')
        self.write('/proc/stat', f'cpu 1 2 3\nbtime {int(time.time())}\nprocesses 1\n')
        self.assertIn('is over', self.error('undo', '2')['message'])
        self.assertEqual(self.done('undo'), [('unblock', 'helper_two', True)])
        self.history(['load', 'helper_one', ''])
        self.assertIn('has started since', self.error('undo')['message'])


class ChangesTest(ChangeCase):
    """What undo can be told to undo."""

    def changes(self):
        return self.json('changes')[0]['changes']

    def undone(self):
        return [change['undone'] for change in self.changes()]

    def test_none(self):
        self.assertEqual(self.json('changes')[0], {'changes': []})
        self.assertEqual(self.run_('changes').out, 'Nothing was changed with Modscope.\n')

    def test_keys(self):
        """Any user can read it, and nothing is asked."""
        self.write('/proc/stat', 'cpu 1\nbtime 1600000000\n')
        self.write('/var/lib/modscope/history',
                   '4\t1700000000\t0\tblock\tsnd\talways: it is loud\tblock\thelper_two\tautoload\n'
                   f'5\t1700000061\t12345\toff\t{CARD_ID}\te1000\n')
        self.assertEqual(self.changes(), [
            {'id': 4, 'time': '2023-11-14T22:13:20Z', 'user': 0, 'changes': [
                {'verb': 'block', 'module': 'snd', 'value': 'always: it is loud'},
                {'verb': 'block', 'module': 'helper_two', 'value': 'autoload'}],
             'undone': False},
            {'id': 5, 'time': '2023-11-14T22:14:21Z', 'user': 12345, 'changes': [
                {'verb': 'off', 'module': CARD_ID, 'value': 'e1000'}], 'undone': False}])
        lines = self.run_('changes').out.splitlines()
        self.assertEqual(lines[0].split(), ['ID', 'TIME', 'USER', 'CHANGE'])
        self.assertRegex(lines[1], r'^ 4 .* root  +block snd \(always: it is loud\), '
                                   r'block helper_two \(autoload\)$')
        self.assertRegex(lines[2], rf'^ 5 .* 12345  +off {CARD_ID}$')
        self.assertEqual(self.asked(), [])

    def test_undone(self):
        self.done('block', 'helper-two')
        self.done('block', '--always', 'helper-two')
        self.assertEqual(self.undone(), [False, False])
        self.done('undo')
        self.assertEqual(self.undone(), [False, True, False])
        # It is put back to how the first one left it, so this one undoes the first.
        self.done('unblock', 'helper-two')
        self.assertEqual(self.undone(), [False, True, False, False])
        self.assertRegex(self.run_('changes').out, r'\n 2 .* undone +block helper_two \(always\)\n')

    def test_undone_by_the_next(self):
        for first, second, undone in (
                (['load', 'helper_one', ''], ['unload', 'helper_one', ''], True),
                (['unload', 'helper_one', ''], ['load', 'helper_one', ''], True),
                (['load', 'helper_one', ''], ['unload', 'helper_two', ''], False),
                (['unblock', 'snd', 'always'], ['block', 'snd', 'always'], True),
                (['unblock', 'snd', 'always'], ['block', 'snd', 'autoload'], False),
                (['unblock', 'snd', 'always'], ['load', 'snd', ''], False),
                (['off', CARD_ID, 'e1000'], ['on', CARD_ID, ''], True),
                (['off', CARD_ID, 'e1000'], ['switch-on', CARD_ID, ''], False),
                (['switch-off', CARD_ID, ''], ['switch-on', CARD_ID, ''], True),
                (['use-driver', CARD_ID, 'e1000'], ['use-driver', CARD_ID, 'other'], None),
                (['use-driver', CARD_ID, ''], ['off', CARD_ID, 'other'], True),
                (['dance', 'snd', ''], ['load', 'snd', ''], None),
                (['load', 'snd', '', 'load', 'snd_timer', ''], ['unload', 'snd', ''], False),
                (['load', 'snd', '', 'load', 'snd_timer', ''],
                 ['unload', 'snd_timer', '', 'unload', 'snd', ''], True)):
            with self.subTest(first=first, second=second):
                self.write('/proc/stat', 'cpu 1\nbtime 1600000000\n')
                self.history(first, second)
                self.assertIs(self.undone()[0], undone)

    def test_undone_by_a_restart(self):
        self.history(['block', 'helper_two', 'autoload'], ['load', 'helper_one', ''])
        self.write('/proc/stat', f'cpu 1 2 3\nbtime {int(time.time())}\nprocesses 1\n')
        self.assertEqual(self.undone(), [False, True])
        (self.root / 'proc/stat').unlink()
        self.assertEqual(self.undone(), [False, None])

    def test_unreadable(self):
        (self.root / 'var/lib/modscope/history').mkdir(parents=True)
        run = self.run_('changes', status=1)
        self.assertIn('history', run.err)


if __name__ == '__main__':
    unittest.TestCase.maxDiff = None
    tap.main()
