/* modules.dep and modules.builtin, and the kernel that they are of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-error.h"
#include "support/test-root.h"
#include "system/modscope-kernel.h"
#include "system/modscope-tables.h"

static ModscopeTables *
load (const char *root, const char *dep, const char *builtin)
{
  g_autofree char *folder = g_strconcat (root, "/m", NULL);
  g_autoptr (GError) error = NULL;
  ModscopeTables *tables;

  test_root_write (root, "/m/modules.dep", dep);
  if (builtin != NULL)
    test_root_write (root, "/m/modules.builtin", builtin);
  tables = modscope_tables_load (folder, &error);
  g_assert_no_error (error);
  return tables;
}

static void
test_entries (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopeTables) tables =
    load (root,
          "kernel/z/snd-timer.ko.xz: kernel/z/snd.ko.xz kernel/z/soundcore.ko.xz\n"
          "kernel/z/snd.ko.xz: kernel/z/soundcore.ko.xz\n"
          "kernel/z/soundcore.ko.xz:\n"
          "/opt/drivers/mine.ko:",
          "kernel/fs/ext4/ext4.ko\nkernel/lib/crc-t10dif.ko\n");
  static const char *const names[] = {
    "crc_t10dif", "ext4", "mine", "snd", "snd_timer", "soundcore"
  };
  guint n_entries;
  const ModscopeTableEntry *entries = modscope_tables_get_entries (tables, &n_entries);
  g_autofree char *file = modscope_tables_dup_file (tables, &entries[3]);
  g_autofree char *outside = modscope_tables_dup_file (tables, &entries[2]);
  g_autofree char *expected = g_strconcat (root, "/m/kernel/z/snd.ko.xz", NULL);
  g_auto (GStrv) needs = modscope_tables_dup_all_needs (tables, "snd_timer");
  g_auto (GStrv) nothing = modscope_tables_dup_all_needs (tables, "ext4");

  g_assert_cmpuint (n_entries, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < n_entries; i++)
    g_assert_cmpstr (entries[i].name, ==, names[i]);
  g_assert_true (entries[1].builtin);
  g_assert_false (entries[3].builtin);
  g_assert_cmpstr (file, ==, expected);
  g_assert_cmpstr (outside, ==, "/opt/drivers/mine.ko");
  g_assert_null (modscope_tables_dup_file (tables, &entries[1]));
  /* In the order in which they load. */
  g_assert_cmpuint (g_strv_length (needs), ==, 2);
  g_assert_cmpstr (needs[0], ==, "soundcore");
  g_assert_cmpstr (needs[1], ==, "snd");
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
  g_assert_true (modscope_tables_lookup (tables, "snd") == &entries[3]);
  g_assert_null (modscope_tables_lookup (tables, "snd-timer"));
  g_assert_null (modscope_tables_lookup (tables, ""));
  test_root_free (root);
}

static void
test_doubles (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopeTables) tables = load (root,
                                            "kernel/a/one.ko:\n"
                                            "updates/one.ko:\n"
                                            "kernel/a/two.ko:\n",
                                            "kernel/b/two.ko\n");
  guint n_entries;

  modscope_tables_get_entries (tables, &n_entries);
  g_assert_cmpuint (n_entries, ==, 2);
  g_assert_cmpstr (modscope_tables_lookup (tables, "one")->path, ==, "updates/one.ko");
  g_assert_true (modscope_tables_lookup (tables, "two")->builtin);
  test_root_free (root);
}

/* A damaged table gives fewer modules, never a name that is none. */
static void
test_damaged (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopeTables) empty = load (root, "", NULL);
  g_autoptr (ModscopeTables) odd = load (root,
                                         "no colon\n"
                                         "\n"
                                         ":\n"
                                         ".ko:\n"
                                         "kernel/no-ending: x\n"
                                         "kernel/b l a n k.ko:\n"
                                         "kernel/\xff\xfe.ko:\n"
                                         "kernel/good.ko: kernel/\xff.ko garbage",
                                         "\n\n/\n");
  g_auto (GStrv) needs = modscope_tables_dup_all_needs (odd, "good");
  guint n_entries;

  modscope_tables_get_entries (empty, &n_entries);
  g_assert_cmpuint (n_entries, ==, 0);
  g_assert_null (modscope_tables_lookup (empty, "x"));
  modscope_tables_get_entries (odd, &n_entries);
  g_assert_cmpuint (n_entries, ==, 1);
  g_assert_nonnull (modscope_tables_lookup (odd, "good"));
  g_assert_cmpuint (g_strv_length (needs), ==, 0);
  test_root_free (root);
}

static void
test_missing (void)
{
  char *root = test_root_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (modscope_tables_load (root, &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND);
  test_root_free (root);
}

static void
test_kernel_conditions (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_autoptr (ModscopeKernel) none = modscope_kernel_open (paths, NULL, NULL);
  g_autoptr (ModscopeKernel) gone = NULL;
  g_autoptr (ModscopeKernel) ready = NULL;
  g_autoptr (ModscopeKernel) same = NULL;

  g_assert_cmpint (modscope_kernel_get_condition (none), ==, MODSCOPE_KERNEL_NO_MODULE_SUPPORT);
  g_assert_cmpstr (modscope_kernel_get_release (none), ==, "");
  g_assert_null (modscope_kernel_get_folder (none));

  test_root_write (root, "/proc/sys/kernel/osrelease", "6.1\n");
  test_root_write (root, "/proc/modules", "");
  test_root_write (root, "/lib/modules/6.1/modules.builtin", "");
  gone = modscope_kernel_open (paths, NULL, NULL);
  g_assert_cmpint (modscope_kernel_get_condition (gone), ==, MODSCOPE_KERNEL_MODULES_GONE);
  g_assert_null (modscope_kernel_get_folder (gone));
  g_assert_true (modscope_kernel_is_running (gone));

  test_root_write (root, "/lib/modules/6.1/modules.dep", "");
  ready = modscope_kernel_open (paths, NULL, NULL);
  g_assert_cmpint (modscope_kernel_get_condition (ready), ==, MODSCOPE_KERNEL_READY);
  same = modscope_kernel_open (paths, "6.1", NULL);
  g_assert_true (modscope_kernel_is_running (same));
  test_root_free (root);
}

static void
test_kernel_wanted (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_autofree char *folder = g_strconcat (root, "/elsewhere/6.9-x/", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeKernel) kernel = NULL;
  g_autofree char *stamp = NULL;
  g_autofree char *later = NULL;

  g_assert_null (modscope_kernel_open (paths, "6.9-x", &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND);
  g_assert_nonnull (g_strstr_len (error->message, -1, "6.9-x"));
  g_clear_error (&error);
  g_assert_null (modscope_kernel_open (paths, folder, &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  test_root_write (root, "/elsewhere/6.9-x/modules.builtin", "");
  g_assert_null (modscope_kernel_open (paths, folder, &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND);
  g_assert_nonnull (g_strstr_len (error->message, -1, "modules.dep"));

  test_root_write (root, "/elsewhere/6.9-x/modules.dep", "");
  kernel = modscope_kernel_open (paths, folder, NULL);
  g_assert_cmpstr (modscope_kernel_get_release (kernel), ==, "6.9-x");
  g_assert_false (modscope_kernel_is_running (kernel));
  stamp = modscope_kernel_dup_stamp (kernel);
  test_root_write (root, "/elsewhere/6.9-x/modules.dep", "a.ko:\n");
  later = modscope_kernel_dup_stamp (kernel);
  g_assert_cmpstr (stamp, !=, later);
  test_root_free (root);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tables/entries", test_entries);
  g_test_add_func ("/tables/doubles", test_doubles);
  g_test_add_func ("/tables/damaged", test_damaged);
  g_test_add_func ("/tables/missing", test_missing);
  g_test_add_func ("/kernel/conditions", test_kernel_conditions);
  g_test_add_func ("/kernel/wanted", test_kernel_wanted);
  return g_test_run ();
}
