/* Writing of configuration: what it does, and where it refuses. Numbers in the names of cases are
 * those of the list of abuses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/test-faults.h"
#include "unit/config-files.h"

/* --- What it does ---------------------------------------------------------------------------- */

static void
test_replace (void)
{
  char *folder = test_root_new ();
  g_autofree char *file = file_of (folder, NAME);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  mode_t mask = umask (077);
  struct stat info;

  g_assert_null (modscope_config_writer_read (folder, NAME, &error));
  g_assert_no_error (error);
  modscope_config_writer_replace (folder, NAME, NULL, OLD, &error);
  g_assert_no_error (error);
  assert_only (folder, OLD);
  modscope_config_writer_replace (folder, NAME, OLD, NEW, &error);
  g_assert_no_error (error);
  assert_only (folder, NEW);
  g_assert_cmpint (stat (file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0644);
  text = modscope_config_writer_read (folder, NAME, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, NEW);
  modscope_config_writer_replace (folder, NAME, NEW, "", &error);
  g_assert_no_error (error);
  assert_only (folder, NULL);
  modscope_config_writer_replace (folder, NAME, NULL, "", &error);
  g_assert_no_error (error);
  umask (mask);
  test_root_free (folder);
}

static void
test_no_folder (void)
{
  char *root = test_root_new ();
  g_autofree char *folder = file_of (root, "modprobe.d");
  g_autoptr (GError) error = NULL;

  g_assert_null (modscope_config_writer_read (folder, NAME, &error));
  g_assert_no_error (error);
  assert_refused (folder, NULL, NEW, MODSCOPE_HELPER_ERROR_NOT_FOUND);
  test_root_free (root);
}

/* --- 43 to 46: what is not a plain file of root's -------------------------------------------- */

static void
make_link (const char *file, const char *folder)
{
  g_assert_cmpint (symlink ("other", file), ==, 0);
}

static void
make_dangling_link (const char *file, const char *folder)
{
  g_assert_cmpint (symlink ("/nowhere/at/all", file), ==, 0);
}

static void
make_hard_link (const char *file, const char *folder)
{
  g_autofree char *other = file_of (folder, "other");

  g_assert_cmpint (link (other, file), ==, 0);
}

static void
make_fifo (const char *file, const char *folder)
{
  g_assert_cmpint (mkfifo (file, 0644), ==, 0);
}

static void
make_folder (const char *file, const char *folder)
{
  g_assert_cmpint (mkdir (file, 0755), ==, 0);
}

static void
make_socket (const char *file, const char *folder)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, file, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  close (fd);
}

/* abuse 45: it has no blocks on the disk, so this is quick. */
static void
make_huge (const char *file, const char *folder)
{
  put (folder, NAME, OLD);
  g_assert_cmpint (truncate (file, 300 * 1024 * 1024), ==, 0);
}

static void
make_large (const char *file, const char *folder)
{
  g_autofree char *text = g_strnfill (MODSCOPE_CONFIG_FILE_MAX + 1, '#');

  put (folder, NAME, text);
}

static void
make_zero_byte (const char *file, const char *folder)
{
  g_assert_true (g_file_set_contents (file, OLD "\0x", strlen (OLD) + 2, NULL));
}

static void
refuse_all (void (*const makers[]) (const char *file, const char *folder), gsize count)
{
  for (gsize i = 0; i < count; i++)
    {
      char *folder = test_root_new ();
      g_autofree char *file = file_of (folder, NAME);
      struct stat before, after;

      put (folder, "other", OLD);
      makers[i](file, folder);
      g_assert_cmpint (lstat (file, &before), ==, 0);
      assert_unreadable (folder);
      assert_refused (folder, OLD, NEW, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE);
      assert_refused (folder, NULL, NEW, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE);
      assert_refused (folder, OLD, "", MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE);
      g_assert_cmpint (lstat (file, &after), ==, 0);
      g_assert_true (after.st_ino == before.st_ino && after.st_mode == before.st_mode &&
                     after.st_size == before.st_size);
      g_assert_cmpuint (count_files (folder), ==, 2);
      test_root_free (folder);
    }
}

static void
test_not_plain (void)
{
  static void (*const makers[]) (const char *, const char *) = {
    make_link, make_dangling_link, make_hard_link, make_fifo, make_folder, make_socket,
  };

  refuse_all (makers, G_N_ELEMENTS (makers));
}

static void
make_device (const char *file, const char *folder)
{
  g_assert_cmpint (mknod (file, S_IFCHR | 0644, 0), ==, 0);
}

static void
make_foreign (const char *file, const char *folder)
{
  put (folder, NAME, OLD);
  g_assert_cmpint (chown (file, 12345, (gid_t) -1), ==, 0);
}

static gboolean
skip_without_root (void)
{
  if (geteuid () == 0)
    return FALSE;
  g_test_skip ("needs root");
  return TRUE;
}

static void
test_device (void)
{
  static void (*const makers[]) (const char *, const char *) = { make_device, make_foreign };

  if (!skip_without_root ())
    refuse_all (makers, G_N_ELEMENTS (makers));
}

/* abuse 44: what hangs libkmod does not hang the writing. */
static void
test_fifo_beside (void)
{
  char *folder = test_root_new ();
  g_autofree char *file = file_of (folder, "x.conf");
  g_autofree char *temporary = file_of (folder, ".modscope-1.new");
  g_autoptr (GError) error = NULL;

  make_fifo (file, folder);
  make_fifo (temporary, folder);
  modscope_config_writer_replace (folder, NAME, NULL, NEW, &error);
  g_assert_no_error (error);
  assert_contents (folder, NEW);
  g_assert_cmpuint (count_files (folder), ==, 2);
  test_root_free (folder);
}

static void
test_too_large (void)
{
  static void (*const makers[]) (const char *, const char *) = { make_huge, make_large,
                                                                 make_zero_byte };
  char *folder = test_root_new ();
  g_autofree char *most = g_strnfill (MODSCOPE_CONFIG_FILE_MAX, '#');
  g_autofree char *more = g_strnfill (MODSCOPE_CONFIG_FILE_MAX + 1, '#');
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  refuse_all (makers, G_N_ELEMENTS (makers));
  assert_refused (folder, NULL, more, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED);
  assert_only (folder, NULL);
  modscope_config_writer_replace (folder, NAME, NULL, most, &error);
  g_assert_no_error (error);
  text = modscope_config_writer_read (folder, NAME, &error);
  g_assert_true (g_str_equal (text, most));
  test_root_free (folder);
}

static void
assert_folder_unsafe (const char *folder)
{
  assert_unreadable (folder);
  assert_refused (folder, NULL, NEW, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE);
  assert_refused (folder, OLD, NEW, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE);
}

static void
test_unsafe_folder (void)
{
  static const mode_t modes[] = { 0775, 0757, 01777 };
  char *root = test_root_new ();
  g_autofree char *folder = file_of (root, "real");
  g_autofree char *link_to = file_of (root, "link");
  g_autofree char *plain = file_of (root, "plain");

  make_folder (folder, root);
  put (root, "plain", OLD);
  g_assert_cmpint (symlink ("real", link_to), ==, 0);
  assert_folder_unsafe (link_to);
  assert_folder_unsafe (plain);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_assert_cmpint (chmod (folder, modes[i]), ==, 0);
      assert_folder_unsafe (folder);
    }
  assert_only (folder, NULL);
  test_root_free (root);
}

static void
test_foreign_folder (void)
{
  char *root;
  g_autofree char *folder = NULL;

  if (skip_without_root ())
    return;
  root = test_root_new ();
  folder = file_of (root, "real");
  make_folder (folder, root);
  g_assert_cmpint (chown (folder, 12345, (gid_t) -1), ==, 0);
  assert_folder_unsafe (folder);
  test_root_free (root);
}

/* --- 47: somebody else writes ---------------------------------------------------------------- */

static void
test_stale (void)
{
  char *folder = test_root_new ();

  put (folder, NAME, OLD "# more\n");
  assert_refused (folder, OLD, NEW, MODSCOPE_HELPER_ERROR_STALE);
  assert_refused (folder, NULL, NEW, MODSCOPE_HELPER_ERROR_STALE);
  assert_refused (folder, OLD, "", MODSCOPE_HELPER_ERROR_STALE);
  assert_only (folder, OLD "# more\n");
  put (folder, NAME, NULL);
  assert_refused (folder, OLD, NEW, MODSCOPE_HELPER_ERROR_STALE);
  assert_only (folder, NULL);
  test_root_free (folder);
}

typedef struct
{
  const char *folder;
  const char *text;
} Edit;

static int
edit_at_sync (const char *call, gpointer data)
{
  const Edit *edit = data;

  if (strcmp (call, "fsync") == 0)
    put (edit->folder, NAME, edit->text);
  return 0;
}

/* The administrator saves the file while ours waits for the disk. */
static void
test_stale_in_the_act (void)
{
  char *folder = test_root_new ();
  static const char *const olds[] = { NULL, OLD };
  Edit edit = { folder, OLD "# more\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (olds); i++)
    {
      put (folder, NAME, olds[i]);
      test_faults_begin (edit_at_sync, &edit);
      assert_refused (folder, olds[i], NEW, MODSCOPE_HELPER_ERROR_STALE);
      test_faults_end ();
      assert_only (folder, edit.text);
    }
  test_root_free (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config-writer/replace", test_replace);
  g_test_add_func ("/config-writer/no-folder", test_no_folder);
  g_test_add_func ("/config-writer/43-not-plain", test_not_plain);
  g_test_add_func ("/config-writer/43-device", test_device);
  g_test_add_func ("/config-writer/44-fifo-beside", test_fifo_beside);
  g_test_add_func ("/config-writer/45-too-large", test_too_large);
  g_test_add_func ("/config-writer/46-unsafe-folder", test_unsafe_folder);
  g_test_add_func ("/config-writer/46-foreign-folder", test_foreign_folder);
  g_test_add_func ("/config-writer/47-stale", test_stale);
  g_test_add_func ("/config-writer/47-stale-in-the-act", test_stale_in_the_act);
  return g_test_run ();
}
