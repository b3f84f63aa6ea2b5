/* Which modules a configuration blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-config.h"

#include <string.h>

/* Lines of the files a.conf and z.conf, of which libkmod reads one before the kernel's own
 * modules.softdep and one behind it, and of the command line. */
static ModscopeBlockedTable *
make_table (const char *a_conf, const char *z_conf, const char *command_line)
{
  g_autoptr (GPtrArray) lines =
    modscope_config_parse_modprobe (a_conf, strlen (a_conf), "/etc/modprobe.d/a.conf");

  g_ptr_array_extend_and_steal (
    lines, modscope_config_parse_modprobe (z_conf, strlen (z_conf), "/etc/modprobe.d/z.conf"));
  g_ptr_array_extend_and_steal (
    lines, modscope_config_parse_command_line (command_line, strlen (command_line)));
  return modscope_blocked_table_new (lines);
}

#define assert_blocked(table, name, own, expected)                                                 \
  g_assert_cmpstr (modscope_blocked_to_string (modscope_blocked_table_get (table, name, own)), ==, \
                   expected)

static void
test_blacklist (void)
{
  g_autoptr (ModscopeBlockedTable) table =
    make_table ("blacklist pcspkr\nblacklist snd-pcsp\nblacklist b4*\nblacklist crlf\r\n", "",
                "modprobe.blacklist=x,y-z");

  assert_blocked (table, "pcspkr", FALSE, "autoload");
  assert_blocked (table, "pcspkr", TRUE, "autoload");
  assert_blocked (table, "snd_pcsp", FALSE, "autoload");
  assert_blocked (table, "pcspkr2", FALSE, "no");
  assert_blocked (table, "b43", FALSE, "no");
  assert_blocked (table, "crlf", FALSE, "no");
  assert_blocked (table, "x", FALSE, "autoload");
  assert_blocked (table, "y_z", FALSE, "no");
}

static void
test_install (void)
{
  g_autoptr (ModscopeBlockedTable) table =
    make_table ("install a /bin/false\n"
                "install b true # off\n"
                "install c /sbin/modprobe --ignore-install c\n"
                "install d-? /usr/bin/true\n"
                "install d-x echo\n"
                "install e-x echo\n"
                "install e-? /bin/false\n"
                "blacklist a\nblacklist c\n",
                "install c /bin/false\n", "");

  assert_blocked (table, "a", FALSE, "always");
  assert_blocked (table, "b", FALSE, "always");
  assert_blocked (table, "c", FALSE, "autoload");
  assert_blocked (table, "d_x", FALSE, "always");
  assert_blocked (table, "d_", FALSE, "no");
  assert_blocked (table, "e_x", FALSE, "no");
  assert_blocked (table, "e_y", FALSE, "always");
}

static void
test_softdeps_cancel (void)
{
  g_autoptr (ModscopeBlockedTable) table = make_table ("install * /bin/false\n"
                                                       "softdep a pre: x\n"
                                                       "softdep b none\n"
                                                       "softdep c* post: y\n"
                                                       "softdep cc none\n"
                                                       "blacklist a\n",
                                                       "softdep d none\n"
                                                       "softdep e pre: x\n",
                                                       "");

  assert_blocked (table, "a", FALSE, "autoload");
  assert_blocked (table, "b", FALSE, "always");
  assert_blocked (table, "b", TRUE, "always");
  assert_blocked (table, "cc", FALSE, "no");
  assert_blocked (table, "d", FALSE, "always");
  assert_blocked (table, "d", TRUE, "no");
  assert_blocked (table, "e", FALSE, "no");
  assert_blocked (table, "f", FALSE, "always");
  assert_blocked (table, "f", TRUE, "no");
}

static void
test_kernel_refuses (void)
{
  g_autoptr (ModscopeBlockedTable) table =
    make_table ("install a /bin/false\n", "", "module_blacklist=z module_blacklist=a,b");

  assert_blocked (table, "a", FALSE, "at-boot");
  assert_blocked (table, "b", TRUE, "at-boot");
  assert_blocked (table, "z", FALSE, "no");
}

static void
test_is_nothing (void)
{
  g_assert_true (modscope_blocked_is_nothing ("/bin/false"));
  g_assert_true (modscope_blocked_is_nothing ("  true\r"));
  g_assert_true (modscope_blocked_is_nothing ("/usr/bin/false # why"));
  g_assert_false (modscope_blocked_is_nothing ("/bin/falsehood"));
  g_assert_false (modscope_blocked_is_nothing ("xfalse"));
  g_assert_false (modscope_blocked_is_nothing ("true && modprobe x"));
  g_assert_false (modscope_blocked_is_nothing ("false/"));
  g_assert_false (modscope_blocked_is_nothing (""));
  g_assert_false (modscope_blocked_is_nothing (NULL));
}

/* Many patterns and many stars do not take for ever. */
static void
test_hostile_patterns (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ModscopeBlockedTable) table = NULL;

  for (int i = 0; i < 1000; i++)
    g_string_append_printf (text, "install *a*a*a*a*a*a*a*a*a*a*a*b%d false\n", i);
  table = make_table (text->str, "", "");
  assert_blocked (table, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FALSE, "no");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blocked-table/blacklist", test_blacklist);
  g_test_add_func ("/blocked-table/install", test_install);
  g_test_add_func ("/blocked-table/softdeps-cancel", test_softdeps_cancel);
  g_test_add_func ("/blocked-table/kernel-refuses", test_kernel_refuses);
  g_test_add_func ("/blocked-table/is-nothing", test_is_nothing);
  g_test_add_func ("/blocked-table/hostile-patterns", test_hostile_patterns);
  return g_test_run ();
}
