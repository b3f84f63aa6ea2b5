#!/usr/bin/env python3
"""What the helper writes to its file of blocks, and where it does not: cases 8, 39 and 43 to 49.

The writer alone, with every step failing once, is in unit/config-writer and
unit/config-writer-faults: 39 with full disks, 40 (read-only and immutable), 41 (killed at every
system call), 43 with devices, 46 with another user's folder. 42 needs a machine: tests/vm. The text
of the file is in unit/block-edit.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import resource
import unittest

import tap
import world



class Case(world.Case):
    """Looks at the file of blocks."""

    def text(self):
        return self.root.read(world.BLOCK_FILE)

    def rule_lines(self):
        return [line for line in self.text().splitlines() if line and not line.startswith('#')]

    def assert_effect(self, call, name, reason=''):
        """One rule; in effect if there is no reason, else for a reason with these words."""
        (effects,) = self.assert_done(call)
        self.assertEqual([effect[:2] for effect in effects], [(name, not reason)], effects)
        self.assertRegex(effects[0][2], reason or r'\A\Z')


class Rules(Case):
    """The usual."""

    def test_08_dash_and_underscore(self):
        self.assert_effect(self.caller.block('tst-dash'), 'tst_dash')
        self.assert_effect(self.caller.block('tst_dash'), 'tst_dash')
        self.assertEqual(self.rule_lines(), ['blacklist tst_dash'])
        self.assert_effect(self.caller.unblock('tst-dash'), 'tst_dash')
        self.assertFalse(self.root.file(world.BLOCK_FILE).exists())

    def test_08_twice_in_one_batch(self):
        details = {'strength': 'always'}
        self.assert_refused(lambda: self.caller.rules(('block', 'tst-dash', details),
                                                      ('block', 'tst_dash', details)),
                            'InvalidParameter')

    def test_strengths(self):
        self.assert_effect(self.caller.block('tst_plain', 'autoload', 'it is loud'), 'tst_plain')
        self.assertEqual(self.rule_lines(), ['blacklist tst_plain'])
        self.assertIn('Reason: it is loud', self.text().splitlines()[0])
        self.assert_effect(self.caller.block('tst_plain', 'always'), 'tst_plain')
        self.assertEqual(self.rule_lines(), ['blacklist tst_plain', 'softdep tst_plain pre:',
                                             'install tst_plain /bin/false'])
        self.assertNotIn('loud', self.text())

    def test_module_with_softdep_of_its_own(self):
        """It would cancel the install line; an empty one that comes first keeps it alive."""
        self.assert_effect(self.caller.block('tst_soft', 'always'), 'tst_soft')
        self.assert_refused(lambda: self.caller.load('tst_soft'), 'ConfigConflict')

    def test_file_is_for_all_to_read(self):
        old = os.umask(0o077)
        try:
            self.assert_done(self.caller.block('tst_plain'))
        finally:
            os.umask(old)
        self.assertEqual(self.root.file(world.BLOCK_FILE).stat().st_mode & 0o7777, 0o644)

    def test_batch_is_one_question(self):
        (effects,) = self.assert_done(self.caller.rules(
            ('block', 'tst_plain', {'strength': 'autoload'}),
            ('block', 'tst-dash', {'strength': 'always'})))
        self.assertEqual(effects, [('tst_plain', True, ''), ('tst_dash', True, '')])
        self.assertEqual([check.details for check in self.polkit.checks],
                         [{'change': 'block tst_plain, block tst_dash (always)'}])

    def test_batch_is_all_or_none(self):
        self.assert_refused(lambda: self.caller.rules(
            ('block', 'tst_plain', {'strength': 'autoload'}), ('unblock', 'tst_dash', {})),
            'NotFound')

    def test_history(self):
        self.assert_done(self.caller.block('tst_plain', 'always', 'why'))
        self.assert_done(self.caller.unblock('tst-plain'))
        lines = [line.split('\t') for line in self.root.read(world.HISTORY_FILE).splitlines()]
        self.assertEqual([[line[0], *line[2:]] for line in lines],
                         [['1', str(os.geteuid()), 'block', 'tst_plain', 'always: why'],
                          ['2', str(os.geteuid()), 'unblock', 'tst_plain', 'always: why']])

    def test_rule_of_a_module_that_is_gone(self):
        self.assert_done(self.caller.block('tst_plain', 'always'))
        self.root.write('/proc/sys/kernel/osrelease', '6.2.0-other\n')
        for path in self.root.file('/lib/modules').rglob('*'):
            if path.is_file():
                path.unlink()
        self.assert_effect(self.caller.unblock('tst_plain'), 'tst_plain')

    def test_block_for_a_kernel_that_does_not_run(self):
        self.root.write('/proc/sys/kernel/osrelease', '6.2.0-other\n')
        self.assert_effect(self.caller.block('tst_plain', 'always'), 'tst_plain')

    def test_built_in_is_not_blocked(self):
        self.assert_effect(self.caller.block('in-kernel', 'always'), 'in_kernel',
                           'block-not-effective: ')

    def test_what_only_others_load_is_not_kept_away(self):
        self.assert_effect(self.caller.block('tst_base', 'autoload'), 'tst_base',
                           r'\Ablock-not-effective: .* tst_user\Z')
        self.assert_effect(self.caller.block('tst_base', 'always'), 'tst_base')

    def test_other_install_line_comes_first(self):
        self.root.write('/etc/modprobe.d/00-first.conf', 'install tst_plain /bin/true2\n')
        self.assert_effect(self.caller.block('tst_plain', 'always'), 'tst_plain',
                           r'\Ablock-not-effective: /etc/modprobe.d/00-first.conf:1 ')


class Files(Case):
    """Files that are not what they should be."""

    def assert_unsafe(self):
        """Blocking is refused at once."""
        for call in (lambda: self.caller.block('tst_plain'),
                     lambda: self.caller.block('tst_plain', 'always'),
                     lambda: self.caller.unblock('tst_plain')):
            text = self.assert_refused(call, 'ConfigUnsafe')
            self.assertNotIn('secret', text)

    def place(self):
        return self.root.file(world.BLOCK_FILE)

    def test_39_limit_on_the_size_of_files(self):
        """EFBIG, from the first byte on and in the middle: what was there stays."""
        self.assert_done(self.caller.block('tst_plain', 'always'))
        old = self.text()
        for limit in 0, 10, len(old):
            resource.prlimit(self.helper.pid, resource.RLIMIT_FSIZE,
                             (limit, resource.RLIM_INFINITY))
            self.assert_error(self.caller.block('tst-dash', 'always'), 'NoSpace')
            self.assertEqual(self.text(), old)
            self.assertEqual(sorted(os.listdir(self.place().parent)),
                             ['00-modscope-block.conf', 'a.conf'])
        resource.prlimit(self.helper.pid, resource.RLIMIT_FSIZE,
                         (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self.assert_done(self.caller.block('tst-dash', 'always'))

    @unittest.skipIf(os.geteuid() == 0, 'root may write everywhere')
    def test_40_folder_that_cannot_be_written(self):
        self.place().parent.chmod(0o555)
        self.addCleanup(self.place().parent.chmod, 0o755)
        self.assertIn(self.caller.block('tst_plain').wait().error, ('ReadOnly', 'KernelRefused'))

    def test_43_symbolic_link(self):
        self.root.write('/etc/secret', 'secret\n')
        self.place().symlink_to(self.root.file('/etc/secret'))
        self.assert_unsafe()
        self.place().unlink()
        self.place().symlink_to('/dev/null')
        self.assert_unsafe()
        self.place().unlink()
        self.place().symlink_to('nowhere')
        self.assert_unsafe()

    def test_43_fifo(self):
        os.mkfifo(self.place())
        self.assert_unsafe()

    def test_43_directory(self):
        self.place().mkdir()
        self.assert_unsafe()

    def test_43_hard_link(self):
        self.root.write('/etc/secret', 'secret\n')
        os.link(self.root.file('/etc/secret'), self.place())
        self.assert_unsafe()

    def test_43_zero_byte(self):
        self.root.write(world.BLOCK_FILE, b'# x\0y\n')
        self.assert_unsafe()

    def test_44_fifo_elsewhere(self):
        for folder in '/etc/modprobe.d', '/run/modprobe.d', '/lib/modprobe.d':
            self.root.file(folder).mkdir(parents=True, exist_ok=True)
            fifo = self.root.file(folder + '/fifo.conf')
            os.mkfifo(fifo)
            self.assert_unsafe()
            self.assert_refused(lambda: self.caller.load('tst_plain'), 'ConfigUnsafe')
            self.assert_refused(lambda: self.caller.load('tst_plain', {'number': '1'}),
                                'ConfigUnsafe')
            fifo.unlink()
        self.assert_done(self.caller.load('tst_plain'))

    def test_44_fifo_through_a_link(self):
        os.mkfifo(self.root.file('/fifo'))
        self.root.file('/etc/modprobe.d/fifo.conf').symlink_to(self.root.file('/fifo'))
        self.assert_unsafe()
        self.assert_refused(lambda: self.caller.load('tst_plain'), 'ConfigUnsafe')

    def test_44_link_to_what_a_user_can_replace(self):
        """A plain file there can be a FIFO when libkmod opens it."""
        user = 65534
        self.root.write('/etc/kept/good.conf', '# good\n')
        self.root.write('/home/x.conf', '# x\n')
        home = self.root.file('/home')
        (home / 'link.conf').symlink_to(self.root.file('/etc/kept/good.conf'))
        link = self.root.file('/etc/modprobe.d/link.conf')
        shared = self.root.file('/etc/shared')
        shared.mkdir()
        (shared / 'y.conf').write_text('# y\n')
        for path in home, home / 'x.conf':
            os.chown(path, user, user)
        os.lchown(home / 'link.conf', user, user)
        shared.chmod(0o777)
        for target in (home / 'x.conf', home / 'link.conf', '../../home/x.conf',
                       '../kept/../../home/link.conf', shared / 'y.conf'):
            with self.subTest(target=target):
                link.symlink_to(target)
                text = self.assert_refused(lambda: self.caller.load('tst_plain'), 'ConfigUnsafe')
                self.assertIn('link.conf', text)
                link.unlink()
        for target in self.root.file('/etc/kept/good.conf'), '../kept/good.conf', 'gone', '/dev/null':
            with self.subTest(target=target):
                link.symlink_to(target)
                self.assert_done(self.caller.load('tst_plain', expected=()))
                self.assert_done(self.caller.unload('tst_plain'))
                link.unlink()

    def test_45_file_of_300_megabytes(self):
        for path in '/etc/modprobe.d/large.conf', world.BLOCK_FILE:
            with self.root.file(path).open('wb') as file:
                file.truncate(300 * 1024 * 1024)
            self.assert_unsafe()
            self.assert_refused(lambda: self.caller.load('tst_plain'), 'ConfigUnsafe')
            self.root.file(path).unlink()

    def test_46_folder_is_a_link(self):
        self.place().parent.rename(self.root.file('/etc/elsewhere'))
        self.place().parent.symlink_to(self.root.file('/etc/elsewhere'))
        self.assert_unsafe()

    def test_46_folder_that_others_can_write(self):
        self.place().parent.chmod(0o777)
        self.assert_unsafe()

    def test_46_no_folder(self):
        self.root.file('/etc/modprobe.d/a.conf').unlink()
        self.place().parent.rmdir()
        self.assert_error(self.caller.block('tst_plain'), 'NotFound')

    def test_47_edited_in_the_dialog(self):
        self.assert_done(self.caller.block('tst_plain', 'always'))
        edited = '# mine\noptions tst_plain number=1\n' + self.text()
        for call in (lambda: self.caller.block('tst-dash'),
                     lambda: self.caller.unblock('tst_plain')):
            self.polkit.answer = 'ask'
            waiting = call()
            check = self.polkit.dialog()
            edited += '# and more\n'
            self.root.write(world.BLOCK_FILE, edited)
            with self.nothing_happens():
                self.polkit.settle('yes', check)
                self.assert_error(waiting, 'Stale')

    def test_47_unknown_lines_are_kept(self):
        mine = ('# mine\n\n  options  tst_plain\tnumber=1 \\\n   the_text=x\r\nblacklist tst_plain\n'
                '\xef\xbb\xbf# \xff\xfe\ninstall tst_extra /bin/echo $CMDLINE_OPTS').encode('latin-1')
        self.root.write(world.BLOCK_FILE, mine)
        self.assert_done(self.caller.block('tst-dash', 'always'))
        written = self.place().read_bytes()
        self.assertTrue(written.endswith(mine) or written.endswith(mine + b'\n'), written)
        self.assert_done(self.caller.unblock('tst-dash'))
        self.assertIn(self.place().read_bytes(), (mine, mine + b'\n'))

    def test_47_own_block_edited_by_hand(self):
        self.assert_done(self.caller.block('tst_plain', 'always'))
        edited = self.text().replace('/bin/false', '/bin/touch /x')
        self.root.write(world.BLOCK_FILE, edited)
        text = self.assert_refused(lambda: self.caller.unblock('tst_plain'), 'ConfigConflict')
        self.assertIn(f'\nfile: {world.BLOCK_FILE}:', text)

    def test_48_blacklisted_elsewhere(self):
        text = self.assert_refused(lambda: self.caller.unblock('tst-extra'), 'ConfigConflict')
        self.assertIn('\nmodule: tst_extra', text)
        self.assertIn('\nfile: /etc/modprobe.d/a.conf:2', text)

    def test_48_blocked_here_and_elsewhere(self):
        self.assert_done(self.caller.block('tst_extra'))
        self.assert_effect(self.caller.unblock('tst_extra'), 'tst_extra',
                           r'\Ablocked-by-rule: .*/etc/modprobe.d/a.conf:2')

    def test_48_on_the_command_line(self):
        self.root.write('/proc/cmdline', 'modprobe.blacklist=tst_plain\n')
        self.assert_refused(lambda: self.caller.unblock('tst_plain'), 'ConfigConflict')

    def test_49_same_name_in_other_folders(self):
        """The one in /etc counts, and hides the others."""
        name = world.BLOCK_FILE.rpartition('/')[2]
        for folder in '/run/modprobe.d/', '/usr/lib/modprobe.d/':
            self.root.write(folder + name, 'install tst_dash /bin/touch /x\n')
        self.assert_refused(lambda: self.caller.load('tst_dash'), 'InstallCommand')
        self.assert_effect(self.caller.block('tst_plain', 'always'), 'tst_plain')
        self.assertEqual(self.assert_done(self.caller.load('tst_dash')), (['tst_dash'],))

    def test_49_byte_order_mark(self):
        self.root.write(world.BLOCK_FILE, '\ufeffblacklist tst_plain\n')
        self.assert_refused(lambda: self.caller.unblock('tst_plain'), 'NotFound')
        self.assert_effect(self.caller.block('tst_plain', 'always'), 'tst_plain')
        self.assertTrue(self.text().endswith('\ufeffblacklist tst_plain\n'))
        self.assert_effect(self.caller.unblock('tst_plain'), 'tst_plain')
        self.assertEqual(self.text(), '\ufeffblacklist tst_plain\n')

    def test_49_carriage_returns(self):
        mine = 'blacklist tst_plain\r\ninstall tst_plain /bin/false\r\n'
        self.root.write(world.BLOCK_FILE, mine)
        self.assert_effect(self.caller.block('tst_plain', 'always'), 'tst_plain')
        self.assertTrue(self.place().read_bytes().endswith(mine.encode()))

    def test_49_other_encodings(self):
        """Of names and contents of other files; what a caller is told is UTF-8."""
        place = os.fsencode(self.root.file('/etc/modprobe.d')) + b'/00-a\xff.conf'
        with open(place, 'wb') as file:
            file.write(b'# \xff\ninstall tst_plain /bin/\xff\nblacklist tst_base\n'
                       b'softdep tst_dash pre: \xff\ninstall tst_\xff /bin/false\n'
                       b'options \xff \xff=\xff\n')
        self.assert_effect(self.caller.block('tst_plain', 'always'), 'tst_plain',
                           r'\Ablock-not-effective: .*:2 ')
        self.assert_done(self.caller.block('tst_dash', 'always'))
        text = self.assert_refused(lambda: self.caller.unblock('tst_base'), 'ConfigConflict')
        self.assertIn(':3', text)
        self.assert_refused(lambda: self.caller.load('tst_plain'), 'InstallCommand')

    def test_history_that_cannot_be_written(self):
        """What was written is in force all the same."""
        self.root.file(world.HISTORY_FILE).unlink()
        self.root.file(world.HISTORY_FILE).symlink_to(self.root.file('/etc/other'))
        self.assert_effect(self.caller.block('tst_plain', 'always'), 'tst_plain')
        self.assertFalse(self.root.file('/etc/other').exists())


if __name__ == '__main__':
    tap.main()
