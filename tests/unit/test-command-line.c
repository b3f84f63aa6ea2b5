/* Words of the kernel command line as lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-command-line.h"

#include <string.h>

#include "unit/config-lines.h"

static void
check (const char *text, const char *expected)
{
  g_autoptr (GPtrArray) lines = modscope_config_parse_command_line (text, strlen (text));

  assert_config_lines (lines, expected);
}

static void
test_options (void)
{
  check ("BOOT_IMAGE=/boot/vmlinuz-3.12.12 ro snd-hda-intel.index=1 psmouse.foo a.b=c=d.e\n",
         "0 command-line|snd_hda_intel|snd-hda-intel.index=1\n"
         "0 command-line|psmouse|psmouse.foo\n"
         "0 command-line|a|a.b=c=d.e\n");
  check ("rd.luks.uuid=x ivrs_acpihid[14:00.5]=AMD0020:00 .x=1 a.b.c a/b.c=1", "");
  check ("", "");
}

static void
test_quotes (void)
{
  check ("a.b=\"c d\" e.f=1\n", "0 command-line|a|a.b=\"c d\"\n"
                                "0 command-line|e|e.f=1\n");
  check ("\"a.b=c d\" e.f=1\n", "0 command-line|a|a.b=\"c d\"\n"
                                "0 command-line|e|e.f=1\n");
  check ("\" a.b\" a\"b\".c=1 a.\"b\" x.y=1", "0 command-line|x|x.y=1\n");
  check ("a.b=1 c.d=\"e f.g=1", "0 command-line|a|a.b=1\n");
}

static void
test_blacklists (void)
{
  check ("modprobe.blacklist=foo,bar quiet modprobe.blacklist=,baz\n",
         "0 command-line|foo|modprobe.blacklist=foo,bar\n"
         "0 command-line|bar|modprobe.blacklist=foo,bar\n"
         "0 command-line|baz|modprobe.blacklist=,baz\n");
  /* Neither libkmod nor the kernel folds the names. */
  check ("modprobe.blacklist=a-b,c module_blacklist=d-e,f",
         "!0 command-line|a_b|modprobe.blacklist=a-b,c\n"
         "0 command-line|c|modprobe.blacklist=a-b,c\n"
         "!0 command-line|d_e|module_blacklist=d-e,f\n"
         "0 command-line|f|module_blacklist=d-e,f\n");
  /* libkmod takes the quotes for a part of the names, the kernel does not. */
  check ("modprobe.blacklist=\"a,b\"", "!0 command-line|a|modprobe.blacklist=\"a,b\"\n"
                                       "!0 command-line|b|modprobe.blacklist=\"a,b\"\n");
  check ("module_blacklist=\"a,b\" module-blacklist=c", "!0 command-line|a|module_blacklist=a,b\n"
                                                        "!0 command-line|b|module_blacklist=a,b\n"
                                                        "0 command-line|c|module_blacklist=c\n");
  check ("\"module_blacklist=a\" modprobe.blacklist=x* ",
         "0 command-line|a|module_blacklist=a\n"
         "!0 command-line|-|modprobe.blacklist=x*\n");
}

static void
test_nomodule (void)
{
  check ("nomodule", "0 command-line|-|nomodule\n");
  check ("nomodule=on quiet", "0 command-line|-|nomodule\n");
  check ("nomodule=0 nomodules", "");
}

static void
test_modules_load (void)
{
  check ("modules_load=a-b,c modules-load=d rd.modules_load=e",
         "0 command-line|a_b|modules_load=a-b,c\n"
         "0 command-line|c|modules_load=a-b,c\n"
         "0 command-line|d|modules_load=d\n"
         "0 command-line|e|rd.modules_load=e\n");
}

/* Behind "--" words are for the first program, but libkmod does not know that. */
static void
test_dashes (void)
{
  check ("-- module_blacklist=a nomodule b.c=1", "0 command-line|b|b.c=1\n");
}

/* libkmod reads 4095 bytes. */
static void
test_long_line (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (text->len < 4090)
    g_string_append_c (text, 'x');
  g_string_append (text, " a.b=123456");
  check (text->str, "0 command-line|a|a.b=\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command-line/options", test_options);
  g_test_add_func ("/command-line/quotes", test_quotes);
  g_test_add_func ("/command-line/blacklists", test_blacklists);
  g_test_add_func ("/command-line/nomodule", test_nomodule);
  g_test_add_func ("/command-line/modules-load", test_modules_load);
  g_test_add_func ("/command-line/dashes", test_dashes);
  g_test_add_func ("/command-line/long-line", test_long_line);
  return g_test_run ();
}
