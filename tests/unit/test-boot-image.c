/* Boot images as distributions make them: plain archives of microcode before a compressed one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "support/test-root.h"
#include "system/modscope-boot-image.h"

#define RELEASE "6.1.0-test"

/* Makes an image; @script writes it to standard output, in a folder with a tree to pack. */
static void
make_image (const char *root, const char *path, const char *script)
{
  g_autofree char *tree = g_build_filename (root, "tree", NULL);
  g_autofree char *early = g_build_filename (root, "early", NULL);
  g_autofree char *file = g_build_filename (root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *command = NULL;
  int status;

  test_root_write (root, "/tree/usr/lib/modules/" RELEASE "/kernel/drivers/e1000-x.ko.xz", "x");
  test_root_write (root, "/tree/usr/lib/modules/" RELEASE "/kernel/fs/ext4.ko", "x");
  test_root_write (root, "/tree/etc/modprobe.d/a.conf", "blacklist pcspkr");
  test_root_write (root, "/tree/etc/modprobe.d/b.conf", "blacklist floppy\n");
  test_root_write (root, "/tree/etc/modprobe.d/b.conf.old", "blacklist never\n");
  test_root_write (root, "/early/kernel/x86/microcode/GenuineIntel.bin", "0123456789");
  g_mkdir_with_parents (folder, 0755);
  command = g_strdup_printf ("(cd '%s' && pack () { find . | sed 's|^\\./||' | cpio -o -H newc "
                             "--quiet; } && cd '%s' && %s) > '%s'",
                             early, tree, script, file);
  g_assert_cmpint (
    g_spawn_check_wait_status (
      (g_spawn_sync (NULL, (char *[]){ (char *) "/bin/sh", (char *) "-c", command, NULL }, NULL,
                     G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL),
       status),
      NULL),
    ==, TRUE);
}

static void
assert_image (const char *root, const char *path)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeBootImage) image = modscope_boot_image_read (paths, RELEASE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (image->path, ==, path);
  g_assert_cmpuint (g_hash_table_size (image->modules), ==, 2);
  g_assert_true (g_hash_table_contains (image->modules, "e1000_x"));
  g_assert_true (g_hash_table_contains (image->modules, "ext4"));
  g_assert_nonnull (strstr (image->rules->str, "blacklist pcspkr\n"));
  g_assert_nonnull (strstr (image->rules->str, "blacklist floppy\n"));
  g_assert_null (strstr (image->rules->str, "never"));
}

static void
test_good (void)
{
  static const struct
  {
    const char *path;
    const char *script;
  } images[] = {
    { "/boot/initrd.img-" RELEASE, "pack | zstd -q" },
    { "/boot/initrd.img-" RELEASE, "pack | gzip" },
    { "/boot/initrd.img-" RELEASE, "pack" },
    { "/boot/initramfs-" RELEASE ".img", "(cd ../early && pack); pack | xz --check=crc32" },
    { "/boot/initramfs-" RELEASE ".img", "(cd ../early && pack); pack" },
    { "/usr/lib/modules/" RELEASE "/initrd",
      "(cd ../early && pack); (cd ../early && pack); pack | zstd -q" },
    { "/boot/initramfs-linux.img", "(cd ../early && pack); head -c 1024 /dev/zero; pack | gzip" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (images); i++)
    {
      char *root = test_root_new ();

      g_test_message ("%s", images[i].script);
      make_image (root, images[i].path, images[i].script);
      assert_image (root, images[i].path);
      test_root_free (root);
    }
}

static void
test_bad (void)
{
  static const char *const scripts[] = { "true", "pack | zstd -q | head -c 300", "printf 07070",
                                         "echo hello; cat /bin/sh" };
  char *root = test_root_new ();
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_autoptr (GError) missing = NULL;

  g_assert_null (modscope_boot_image_read (paths, RELEASE, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ModscopeBootImage) image = NULL;

      make_image (root, "/boot/initrd.img-" RELEASE, scripts[i]);
      image = modscope_boot_image_read (paths, RELEASE, &error);
      g_test_message ("%s: %s", scripts[i], error != NULL ? error->message : "read");
      g_assert_true (image == NULL || g_hash_table_size (image->modules) == 0);
    }
  test_root_free (root);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boot-image/good", test_good);
  g_test_add_func ("/boot-image/bad", test_bad);
  return g_test_run ();
}
