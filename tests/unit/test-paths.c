/* Where the system's files are, under a root that stands in for "/"; and text made safe to show.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-paths.h"
#include "base/modscope-text.h"
#include "support/test-root.h"

static void
test_root (void)
{
  g_autoptr (ModscopePaths) own = modscope_paths_new ("/");
  g_autoptr (ModscopePaths) other = modscope_paths_new ("/run/host/");
  g_autofree char *own_file = modscope_paths_build (own, "/proc/modules");
  g_autofree char *other_file = modscope_paths_build (other, "/proc/modules");

  g_assert_true (modscope_paths_is_own (own));
  g_assert_false (modscope_paths_is_own (other));
  g_assert_cmpstr (own_file, ==, "/proc/modules");
  g_assert_cmpstr (other_file, ==, "/run/host/proc/modules");
  g_assert_cmpstr (modscope_paths_strip (other, other_file), ==, "/proc/modules");
  g_assert_cmpstr (modscope_paths_strip (other, "/run/hostess"), ==, "/run/hostess");
  g_assert_cmpstr (modscope_paths_strip (own, own_file), ==, "/proc/modules");
}

static void
test_kernels (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_auto (GStrv) none = modscope_paths_list_kernels (paths);
  g_auto (GStrv) kernels = NULL;
  g_autofree char *unknown = modscope_paths_dup_running_release (paths);
  g_autofree char *release = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *expected = g_strconcat (root, "/lib/modules/6.10.2", NULL);

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_null (unknown);
  test_root_write (root, "/lib/modules/6.9.12/modules.dep", "");
  test_root_write (root, "/lib/modules/6.10.2/modules.dep", "");
  test_root_write (root, "/lib/modules/6.1.0-broken/modules.builtin", "");
  test_root_write (root, "/proc/sys/kernel/osrelease", "6.10.2\n");
  kernels = modscope_paths_list_kernels (paths);
  g_assert_cmpuint (g_strv_length (kernels), ==, 2);
  g_assert_cmpstr (kernels[0], ==, "6.10.2");
  g_assert_cmpstr (kernels[1], ==, "6.9.12");
  release = modscope_paths_dup_running_release (paths);
  g_assert_cmpstr (release, ==, "6.10.2");
  folder = modscope_paths_dup_module_folder (paths, release);
  g_assert_cmpstr (folder, ==, expected);
  g_assert_null (modscope_paths_dup_module_folder (paths, "../modules"));
  g_assert_null (modscope_paths_dup_module_folder (paths, ""));
  g_assert_null (modscope_paths_dup_module_folder (paths, "."));
  test_root_free (root);
}

/* On a usr-merged system /lib/modprobe.d and /usr/lib/modprobe.d are one folder. */
static void
test_config_folders (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_auto (GStrv) folders = NULL;

  test_root_write (root, "/usr/lib/modprobe.d/a.conf", "");
  test_root_link (root, "/lib", "usr/lib");
  test_root_write (root, "/etc/modprobe.d/a.conf", "");
  folders = modscope_paths_dup_config_folders (paths, "modprobe.d");
  g_assert_cmpuint (g_strv_length (folders), ==, 2);
  g_assert_cmpstr (modscope_paths_strip (paths, folders[0]), ==, "/etc/modprobe.d");
  g_assert_cmpstr (modscope_paths_strip (paths, folders[1]), ==, "/usr/lib/modprobe.d");
  test_root_free (root);
}

static void
test_firmware_folders (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_auto (GStrv) folders = NULL;
  static const char *const expected[] = { "/opt/fw",
                                          "/lib/firmware/updates/6.1",
                                          "/lib/firmware/updates",
                                          "/lib/firmware/6.1",
                                          "/lib/firmware",
                                          NULL };

  test_root_write (root, "/lib/firmware/a.bin", "");
  test_root_write (root, "/sys/module/firmware_class/parameters/path", "/opt/fw\n");
  folders = modscope_paths_dup_firmware_folders (paths, "6.1");
  g_assert_cmpuint (g_strv_length (folders), ==, g_strv_length ((GStrv) expected));
  for (guint i = 0; expected[i] != NULL; i++)
    g_assert_cmpstr (modscope_paths_strip (paths, folders[i]), ==, expected[i]);
  test_root_free (root);
}

static void
test_number (void)
{
  guint64 number = 7;

  g_assert_true (modscope_text_to_unsigned ("0", &number));
  g_assert_cmpuint (number, ==, 0);
  g_assert_true (modscope_text_to_unsigned ("18446744073709551615", &number));
  g_assert_cmpuint (number, ==, G_MAXUINT64);
  g_assert_false (modscope_text_to_unsigned ("18446744073709551616", &number));
  g_assert_false (modscope_text_to_unsigned ("99999999999999999999", &number));
  g_assert_false (modscope_text_to_unsigned ("", &number));
  g_assert_false (modscope_text_to_unsigned ("-1", &number));
  g_assert_false (modscope_text_to_unsigned ("1 ", &number));
  g_assert_false (modscope_text_to_unsigned ("0x1", &number));
  g_assert_cmpuint (number, ==, G_MAXUINT64);
}

static void
test_text (void)
{
  g_autofree char *utf8 = modscope_text_to_utf8 ("Jürgen", -1);
  g_autofree char *latin1 = modscope_text_to_utf8 ("J\xfcrgen", -1);
  g_autofree char *part = modscope_text_to_utf8 ("abc", 2);

  g_assert_cmpstr (utf8, ==, "Jürgen");
  g_assert_cmpstr (latin1, ==, "Jürgen");
  g_assert_cmpstr (part, ==, "ab");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paths/root", test_root);
  g_test_add_func ("/paths/kernels", test_kernels);
  g_test_add_func ("/paths/config-folders", test_config_folders);
  g_test_add_func ("/paths/firmware-folders", test_firmware_folders);
  g_test_add_func ("/text/to-utf8", test_text);
  g_test_add_func ("/text/number", test_number);
  return g_test_run ();
}
