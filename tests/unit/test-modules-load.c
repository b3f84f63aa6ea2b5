/* Text of modules-load.d as lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-modules-load.h"

#include <string.h>

#include "unit/config-lines.h"

static void
check_bytes (const char *text, gsize length, const char *expected)
{
  g_autoptr (GPtrArray) lines =
    modscope_config_parse_modules_load (text, length, "/etc/modules-load.d/x.conf");

  assert_config_lines (lines, expected);
}

static void
check (const char *text, const char *expected)
{
  check_bytes (text, strlen (text), expected);
}

static void
test_names (void)
{
  check ("# a\n; b\n\n loop \nsnd-seq", "4 load-at-startup|loop|-\n5 load-at-startup|snd_seq|-\n");
  check ("", "");
  check ("a\\\nb\n", "1 load-at-startup|a\\|-\n2 load-at-startup|b|-\n");
}

static void
test_line_ends (void)
{
  check ("a\r\nb\rc\n\nd", "1 load-at-startup|a|-\n"
                           "2 load-at-startup|b|-\n"
                           "3 load-at-startup|c|-\n"
                           "5 load-at-startup|d|-\n");
  check_bytes ("a\0b\n", 4, "1 load-at-startup|a|-\n1 load-at-startup|b|-\n");
}

static void
test_ignored (void)
{
  check ("snd-dummy  index=1 x\n", "!1 load-at-startup|snd_dummy|index=1 x\n");
  check ("\xef\xbb\xbf"
         "a\nb\n",
         "!1 load-at-startup|a|-\n2 load-at-startup|b|-\n");
  check ("[a\n", "!1 load-at-startup|[a|-\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/modules-load/names", test_names);
  g_test_add_func ("/modules-load/line-ends", test_line_ends);
  g_test_add_func ("/modules-load/ignored", test_ignored);
  return g_test_run ();
}
