/* A folder that stands in for "/" in a test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test-root.h"

#include <ftw.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

char *
test_root_new (void)
{
  g_autoptr (GError) error = NULL;
  char *root = g_dir_make_tmp ("modscope-test-XXXXXX", &error);

  g_assert_no_error (error);
  return root;
}

static int
remove_cb (const char *path, const struct stat *info, int type, struct FTW *place)
{
  return remove (path);
}

void
test_root_free (char *root)
{
  g_assert_cmpint (nftw (root, remove_cb, 16, FTW_DEPTH | FTW_PHYS), ==, 0);
  g_free (root);
}

static char *
make_place (const char *root, const char *path)
{
  char *file = g_strconcat (root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (file);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  return file;
}

void
test_root_write_bytes (const char *root, const char *path, const void *bytes, gsize size)
{
  g_autofree char *file = make_place (root, path);
  g_autoptr (GError) error = NULL;

  /* G_FILE_SET_CONTENTS_NONE would leave the end of a longer file that was there. */
  g_file_set_contents_full (file, bytes, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
                            &error);
  g_assert_no_error (error);
}

void
test_root_write (const char *root, const char *path, const char *text)
{
  test_root_write_bytes (root, path, text, strlen (text));
}

void
test_root_link (const char *root, const char *path, const char *target)
{
  g_autofree char *file = make_place (root, path);

  g_assert_cmpint (symlink (target, file), ==, 0);
}

void
test_root_remove (const char *root, const char *path)
{
  g_autofree char *file = g_strconcat (root, path, NULL);

  g_assert_cmpint (remove (file), ==, 0);
}
