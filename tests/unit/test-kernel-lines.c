/* What the kernel logs while something is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "support/test-root.h"
#include "system/modscope-kernel-lines.h"

static GPtrArray *
parse (const char *records)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  modscope_kernel_lines_parse (records, lines);
  return lines;
}

static void
test_records (void)
{
  g_autoptr (GPtrArray) lines = parse ("6,339,5140900,-,caller=T1;e1000: loaded; really\n"
                                       " SUBSYSTEM=pci\n"
                                       " DEVICE=+pci:0000:00:03.0\n"
                                       "4,340,5140901,c;x: \\x1b[2J\tred\r\n"
                                       "30,341,5140902,-;systemd[1]: says a program\n"
                                       "no record\n;\n7,1,2,-\n");

  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_cmpstr (lines->pdata[0], ==, "e1000: loaded; really");
  g_assert_cmpstr (lines->pdata[1], ==, "x: \\x1b[2J red");
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *wide = g_strnfill (MODSCOPE_KERNEL_LINE_MAX_LENGTH - 1, 'x');
  g_autoptr (GPtrArray) lines = NULL;

  for (int i = 0; i < MODSCOPE_KERNEL_LINES_MAX + 5; i++)
    g_string_append_printf (text, "6,%d,1,-;line %d\n", i, i);
  /* The é does not fit, and is not cut in two. */
  g_string_append_printf (text, "6,1,1,-;%sé and more\n", wide);
  lines = parse (text->str);
  g_assert_cmpuint (lines->len, ==, MODSCOPE_KERNEL_LINES_MAX);
  g_assert_cmpstr (lines->pdata[0], ==, "line 6");
  g_assert_cmpstr (lines->pdata[lines->len - 1], ==, wide);
}

static void
test_moment (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  ModscopeKernelLines *moment;
  g_auto (GStrv) none = NULL;
  g_auto (GStrv) lines = NULL;

  /* Without a buffer there are no lines, and no error. */
  none = modscope_kernel_lines_end (modscope_kernel_lines_begin (paths));
  g_assert_cmpuint (g_strv_length (none), ==, 0);

  test_root_write (root, "/dev/kmsg", "6,1,1,-;before\n");
  moment = modscope_kernel_lines_begin (paths);
  test_root_write (root, "/dev/kmsg", "6,1,1,-;before\n6,2,2,-;after\n");
  lines = modscope_kernel_lines_end (moment);
  /* The file is another one now, or the same: what was there before is never told. */
  g_assert_false (g_strv_contains ((const char *const *) lines, "before"));
  test_root_free (root);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernel-lines/records", test_records);
  g_test_add_func ("/kernel-lines/bounds", test_bounds);
  g_test_add_func ("/kernel-lines/moment", test_moment);
  return g_test_run ();
}
