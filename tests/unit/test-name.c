/* Names of modules: what is one, how it is folded, how it is cut out of a path.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-name.h"

static void
test_valid (void)
{
  static const char *const good[] = { "a", "snd-hda-intel", "iTCO_wdt", "8021q", "-", "_" };
  static const char *const bad[] = { "",     "../x", "/tmp/x.ko", "x.ko", "tst_*",           "[a",
                                     "a\nb", "a\tb", "a ",        ";id",  "pci:v00008086d*", "é",
                                     "a\rb" };
  g_autofree char *longest = g_strnfill (MODSCOPE_NAME_MAX, 'x');
  g_autofree char *too_long = g_strnfill (MODSCOPE_NAME_MAX + 1, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (modscope_name_is_valid (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (modscope_name_is_valid (bad[i]));
  g_assert_true (modscope_name_is_valid (longest));
  g_assert_false (modscope_name_is_valid (too_long));
  g_assert_false (modscope_name_is_valid (NULL));
}

/* The pairs of kmod's own test of the same (testsuite/test-util.c, LGPL-2.1-or-later). */
static void
test_fold (void)
{
  static const char *const pairs[][2] = {
    { "aa-bb-cc_", "aa_bb_cc_" },         { "-aa-bb-cc-", "_aa_bb_cc_" },
    { "-aa[-bb-]cc-", "_aa[-bb-]cc_" },   { "-aa-[bb]-cc-", "_aa_[bb]_cc_" },
    { "-aa-[b-b]-cc-", "_aa_[b-b]_cc_" }, { "-aa-b[-]b-cc", "_aa_b[-]b_cc" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *folded = modscope_name_fold (pairs[i][0]);

      g_assert_cmpstr (folded, ==, pairs[i][1]);
    }
}

static void
test_from_path (void)
{
  static const struct
  {
    const char *path;
    const char *name;
  } cases[] = {
    { "kernel/sound/core/snd-timer.ko", "snd_timer" },
    { "kernel/a/b.ko.xz", "b" },
    { "b.ko.zst", "b" },
    { "/abs/b.ko.gz", "b" },
    { "kernel/b.ko.x", NULL },
    { "b.ko.", NULL },
    { ".ko", NULL },
    { "a/.ko.xz", NULL },
    { "b", NULL },
    { "", NULL },
    { "b.koz", NULL },
  };
  g_autofree char *cut = modscope_name_from_path ("a/b.ko: c.ko", strlen ("a/b.ko"));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = modscope_name_from_path (cases[i].path, -1);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
  g_assert_cmpstr (cut, ==, "b");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/valid", test_valid);
  g_test_add_func ("/name/fold", test_fold);
  g_test_add_func ("/name/from-path", test_from_path);
  return g_test_run ();
}
