/* The configuration of a system: folders, precedence, and files that cannot be read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/test-root.h"
#include "unit/config-lines.h"

static GPtrArray *
read_root (const char *root, gboolean with_command_line, GStrv *problems)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);

  return modscope_config_read (paths, with_command_line, problems);
}

static void
check (const char *root, gboolean with_command_line, const char *expected)
{
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = read_root (root, with_command_line, &problems);

  assert_config_lines (lines, expected);
  g_assert_cmpuint (g_strv_length (problems), ==, 0);
}

/* Checks that nothing but @count problems come of it, of which one names @file. */
static void
check_problem (const char *root, guint count, const char *file)
{
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = read_root (root, FALSE, &problems);
  gboolean named = FALSE;

  assert_config_lines (lines, "");
  g_assert_cmpuint (g_strv_length (problems), ==, count);
  for (guint i = 0; i < count; i++)
    named = named || strstr (problems[i], file) != NULL;
  g_assert_true (named);
}

static void
test_nothing (void)
{
  char *root = test_root_new ();

  check (root, TRUE, "");
  test_root_free (root);
}

static void
test_order (void)
{
  char *root = test_root_new ();
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  test_root_write (root, "/etc/modprobe.d/b.conf", "blacklist b\n");
  test_root_write (root, "/usr/lib/modprobe.d/a.conf", "blacklist a\n");
  test_root_write (root, "/run/modprobe.d/c.alias", "blacklist c\n");
  test_root_write (root, "/usr/local/lib/modprobe.d/B.conf", "blacklist B\n");
  test_root_write (root, "/etc/modules-load.d/x.conf", "x\n");
  test_root_write (root, "/proc/cmdline", "y.z=1\n");
  check (root, TRUE,
         "1 blacklist|B|-\n"
         "1 blacklist|a|-\n"
         "1 blacklist|b|-\n"
         "1 blacklist|c|-\n"
         "0 command-line|y|y.z=1\n"
         "1 load-at-startup|x|-\n");
  lines = read_root (root, FALSE, &problems);
  g_assert_cmpuint (lines->len, ==, 5);
  g_assert_cmpstr (((ModscopeConfigLine *) lines->pdata[0])->file, ==,
                   "/usr/local/lib/modprobe.d/B.conf");
  test_root_free (root);
}

static void
test_precedence (void)
{
  char *root = test_root_new ();
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  const ModscopeConfigLine *line;

  test_root_write (root, "/etc/modprobe.d/a.conf", "blacklist etc\n");
  test_root_write (root, "/run/modprobe.d/a.conf", "blacklist run\nnonsense\n");
  test_root_write (root, "/usr/lib/modprobe.d/a.conf", "blacklist lib\n");
  lines = read_root (root, FALSE, &problems);
  assert_config_lines (lines, "1 blacklist|etc|-\n"
                              "!1 blacklist|run|-\n"
                              "!1 blacklist|lib|-\n");
  line = lines->pdata[2];
  g_assert_cmpstr (line->file, ==, "/usr/lib/modprobe.d/a.conf");
  g_assert_nonnull (strstr (line->ignored, "“/etc/modprobe.d/a.conf”"));
  test_root_free (root);
}

/* A link to /dev/null, or an empty file, empties those of lower precedence. */
static void
test_masked (void)
{
  char *root = test_root_new ();

  test_root_link (root, "/etc/modprobe.d/a.conf", "/dev/null");
  test_root_write (root, "/usr/lib/modprobe.d/a.conf", "blacklist a\n");
  test_root_write (root, "/etc/modules-load.d/b.conf", "");
  test_root_write (root, "/usr/lib/modules-load.d/b.conf", "b\n");
  check (root, FALSE, "!1 blacklist|a|-\n!1 load-at-startup|b|-\n");
  test_root_free (root);
}

static void
test_names (void)
{
  char *root = test_root_new ();

  test_root_write (root, "/etc/modprobe.d/a.conf.bak", "blacklist a\nThis is prose.\n");
  test_root_link (root, "/etc/modprobe.d/zero", "/dev/zero");
  test_root_write (root, "/etc/modprobe.d/.b.conf", "blacklist b\n");
  test_root_write (root, "/etc/modprobe.d/folder.conf/c.conf", "blacklist c\n");
  test_root_write (root, "/usr/lib/modprobe.d/folder.conf", "blacklist d\n");
  test_root_write (root, "/etc/modules-load.d/e.alias", "e\n");
  check (root, FALSE, "!1 blacklist|a|-\n1 blacklist|d|-\n!1 load-at-startup|e|-\n");
  test_root_free (root);
}

static void
test_fifo (void)
{
  char *root = test_root_new ();
  g_autofree char *fifo = g_strconcat (root, "/etc/modprobe.d/fifo.conf", NULL);

  test_root_write (root, "/etc/modprobe.d/a", "");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  check_problem (root, 1, "“/etc/modprobe.d/fifo.conf”");
  test_root_free (root);
}

static void
test_large_file (void)
{
  char *root = test_root_new ();
  g_autofree char *large = g_strconcat (root, "/etc/modprobe.d/large.conf", NULL);

  test_root_write (root, "/etc/modprobe.d/large.conf", "blacklist a\n");
  g_assert_cmpint (truncate (large, 300 * 1024 * 1024), ==, 0);
  check_problem (root, 1, "“/etc/modprobe.d/large.conf”");
  g_assert_cmpint (truncate (large, 1024 * 1024), ==, 0);
  check (root, FALSE, "1 blacklist|a|-\n");
  g_assert_cmpint (truncate (large, 1024 * 1024 + 1), ==, 0);
  check_problem (root, 1, "“/etc/modprobe.d/large.conf”");
  test_root_free (root);
}

/* Files whose size is not told, and never end. */
static void
test_endless_file (void)
{
  char *root = test_root_new ();

  test_root_link (root, "/etc/modprobe.d/zero.conf", "/dev/zero");
  test_root_link (root, "/etc/modprobe.d/loop.conf", "loop.conf");
  test_root_link (root, "/etc/modprobe.d/gone.conf", "nowhere");
  check_problem (root, 3, "“/etc/modprobe.d/zero.conf”");
  check_problem (root, 3, "“/etc/modprobe.d/loop.conf”");
  check_problem (root, 3, "“/etc/modprobe.d/gone.conf”");
  test_root_free (root);
}

static void
test_unreadable (void)
{
  char *root = test_root_new ();
  g_autofree char *file = g_strconcat (root, "/etc/modprobe.d/secret.conf", NULL);

  test_root_write (root, "/etc/modprobe.d/secret.conf", "blacklist a\n");
  g_assert_cmpint (chmod (file, 0), ==, 0);
  /* Root reads everything. */
  if (geteuid () == 0)
    check (root, FALSE, "1 blacklist|a|-\n");
  else
    check_problem (root, 1, "“/etc/modprobe.d/secret.conf”");
  test_root_free (root);
}

/* A name that is no UTF-8 comes out of the sentences as such. */
static void
test_odd_name (void)
{
  char *root = test_root_new ();
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  test_root_link (root, "/etc/modprobe.d/\xff.conf", "/dev/zero");
  lines = read_root (root, FALSE, &problems);
  g_assert_cmpuint (g_strv_length (problems), ==, 1);
  g_assert_true (g_utf8_validate (problems[0], -1, NULL));
  test_root_free (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/nothing", test_nothing);
  g_test_add_func ("/config/order", test_order);
  g_test_add_func ("/config/precedence", test_precedence);
  g_test_add_func ("/config/masked", test_masked);
  g_test_add_func ("/config/names", test_names);
  g_test_add_func ("/config/fifo", test_fifo);
  g_test_add_func ("/config/large-file", test_large_file);
  g_test_add_func ("/config/endless-file", test_endless_file);
  g_test_add_func ("/config/unreadable", test_unreadable);
  g_test_add_func ("/config/odd-name", test_odd_name);
  return g_test_run ();
}
