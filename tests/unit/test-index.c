/* The index: what is put into it, and what becomes of it on the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-index.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "base/modscope-error.h"
#include "machine/modscope-index-format.h"
#include "support/test-module-file.h"
#include "support/test-root.h"

#define FOLDER "/lib/modules/1.2.3"
#define CACHE "/cache/modscope/index-1.2.3-x"

typedef struct
{
  char *root;
  char *cache; /* the cache file */
  ModscopeKernel *kernel;
  ModscopeTables *tables;
} Fixture;

static void
write_module (
  const char *root, const char *path, TestModuleFlags flags, const char *text, gsize size)
{
  g_autoptr (GByteArray) plain = test_module_new (flags, text, size);
  const char *ending = strstr (path, ".ko") + 3;
  g_autoptr (GByteArray) bytes = test_module_compress (plain, ending[0] == '.' ? ending + 1 : "");

  test_root_write_bytes (root, path, bytes->data, bytes->len);
}

#define WRITE_MODULE(root, name, flags, text)                                                      \
  write_module (root, FOLDER "/kernel/" name, flags, text, sizeof (text))

/* Its last string is not closed. */
static const char builtin_modinfo[] = "crc_x.description=A checksum\0crc_x.license=GPL\0"
                                      "other.parm=x:y\0crc_x.parm=fast.er:Be fast\0no dot=1\0"
                                      "no equals\0pcix.license=GPL v2";

/* Four modules with files, one whose file is missing, one whose file is damaged, three built-ins.
 */
static void
write_modules (const char *root)
{
  test_root_write (root, FOLDER "/modules.dep",
                   "kernel/wifi-card.ko.xz: kernel/bus.ko\n"
                   "kernel/bus.ko:\n"
                   "kernel/latin.ko.zst:\n"
                   "kernel/silent.ko:\n"
                   "kernel/missing.ko: kernel/wifi-card.ko.xz kernel/bus.ko\n"
                   "kernel/broken.ko:\n");
  test_root_write (root, FOLDER "/modules.builtin",
                   "kernel/lib/crc-x.ko\nkernel/drivers/pci/pcix.ko\nkernel/quiet.ko\n");
  test_root_write_bytes (root, FOLDER "/modules.builtin.modinfo", builtin_modinfo,
                         sizeof builtin_modinfo - 1);
  WRITE_MODULE (root, "wifi-card.ko.xz", TEST_MODULE_SIGNED,
                "license=GPL\0\0description=\0description=A Wireless\nCard\0description=second\0"
                "author=Émile Zola\0alias=pci:v00008086d*\0parmtype=Power:int\0"
                "parm=Power:Watts: many\0parm=Other:x\0softdep=pre: bus\0depends=bus,snd-pcm\0"
                "empty=");
  WRITE_MODULE (root, "bus.ko", TEST_MODULE_PLAIN, "description=The bus\0no equals");
  WRITE_MODULE (root, "latin.ko.zst", TEST_MODULE_32_BIT, "author=Fran\xe7ois\0description=\xdc");
  WRITE_MODULE (root, "silent.ko", TEST_MODULE_NO_TEXT, "");
  test_root_write (root, FOLDER "/kernel/broken.ko", "not a module");
}

static void
fixture_open (Fixture *self)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new (self->root);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->kernel, modscope_kernel_unref);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  self->kernel = modscope_kernel_open (paths, "1.2.3", &error);
  g_assert_no_error (error);
  self->tables = modscope_tables_load (modscope_kernel_get_folder (self->kernel), &error);
  g_assert_no_error (error);
}

static void
fixture_set_up (Fixture *self, gconstpointer data)
{
  self->root = test_root_new ();
  self->cache = g_strconcat (self->root, CACHE, NULL);
  write_modules (self->root);
  fixture_open (self);
}

static void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  modscope_kernel_unref (self->kernel);
  modscope_tables_unref (self->tables);
  test_root_free (self->root);
  g_free (self->cache);
}

static ModscopeIndex *
build (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  ModscopeIndex *index =
    modscope_index_build (self->kernel, self->tables, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return index;
}

static void
save (Fixture *self)
{
  g_autoptr (ModscopeIndex) index = build (self);
  g_autoptr (GError) error = NULL;

  modscope_index_save (index, self->cache, &error);
  g_assert_no_error (error);
}

static GBytes *
dup_saved_bytes (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  save (self);
  g_file_get_contents (self->cache, &bytes, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, size);
}

static int
find (ModscopeIndex *index, const char *name)
{
  int position = modscope_index_find (index, name);

  g_assert_cmpint (position, >=, 0);
  g_assert_cmpstr (modscope_index_get_name (index, position), ==, name);
  return position;
}

static void
assert_fields (ModscopeIndex *index, const char *name, const char *expected)
{
  g_auto (GStrv) fields = modscope_index_dup_fields (index, find (index, name));
  g_autofree char *joined = g_strjoinv ("|", fields);

  g_assert_cmpstr (joined, ==, expected);
}

static void
assert_needs (ModscopeIndex *index, const char *name, const char *expected)
{
  g_autofree const char **needs = modscope_index_dup_needs (index, find (index, name));
  g_autofree char *joined = g_strjoinv (" ", (GStrv) needs);

  g_assert_cmpstr (joined, ==, expected);
}

static void
assert_contents (ModscopeIndex *index)
{
  int wifi = find (index, "wifi_card");
  int bus = find (index, "bus");
  int latin = find (index, "latin");
  int silent = find (index, "silent");
  int crc = find (index, "crc_x");
  int quiet = find (index, "quiet");

  g_assert_cmpuint (modscope_index_get_size (index), ==, 9);
  g_assert_cmpint (modscope_index_find (index, "wifi-card"), ==, -1);
  g_assert_cmpint (modscope_index_find (index, ""), ==, -1);
  g_assert_cmpint (modscope_index_find (index, "zzz"), ==, -1);
  assert_fields (index, "wifi_card",
                 "license=GPL|description=|description=A Wireless\nCard|description=second|"
                 "author=Émile Zola|alias=pci:v00008086d*|parmtype=Power:int|"
                 "parm=Power:Watts: many|parm=Other:x|softdep=pre: bus|depends=bus,snd-pcm|empty=");
  g_assert_cmpstr (modscope_index_get_description (index, wifi), ==, "A Wireless\nCard");
  g_assert_cmpstr (modscope_index_get_summary (index, wifi), ==, "A Wireless Card");
  assert_needs (index, "wifi_card", "bus snd_pcm");
  g_assert_true (modscope_index_has_softdep (index, wifi));
  g_assert_cmpstr (modscope_index_get_search_text (index, wifi), ==,
                   "wifi_card\nwifi-card\n\na wireless\ncard\nsecond\némile zola\n"
                   "pci:v00008086d*\npower\nother\n");
  g_assert_cmpint (modscope_index_get_signed (index, wifi), ==, 1);
  g_assert_cmpint (modscope_index_get_file_size (index, wifi), >, 100);
  g_assert_null (modscope_index_get_problem (index, wifi));
  g_assert_cmpstr (modscope_index_get_field (index, wifi, "depends"), ==, "bus,snd-pcm");
  g_assert_cmpstr (modscope_index_get_field (index, wifi, "description"), ==, "");
  g_assert_cmpstr (modscope_index_get_field (index, wifi, "empty"), ==, "");
  g_assert_null (modscope_index_get_field (index, wifi, "depend"));
  g_assert_null (modscope_index_get_field (index, wifi, "dependsx"));

  assert_fields (index, "bus", "description=The bus");
  g_assert_cmpstr (modscope_index_get_summary (index, bus), ==, "The bus");
  assert_needs (index, "bus", "");
  g_assert_false (modscope_index_has_softdep (index, bus));
  g_assert_cmpint (modscope_index_get_signed (index, bus), ==, 0);
  g_assert_cmpstr (modscope_index_get_search_text (index, bus), ==, "bus\nthe bus\n");

  assert_fields (index, "latin", "author=François|description=Ü");
  g_assert_cmpstr (modscope_index_get_description (index, latin), ==, "Ü");
  g_assert_cmpstr (modscope_index_get_search_text (index, latin), ==, "latin\nfrançois\nü\n");

  assert_fields (index, "silent", "");
  g_assert_null (modscope_index_get_description (index, silent));
  g_assert_null (modscope_index_get_summary (index, silent));
  g_assert_null (modscope_index_get_problem (index, silent));

  assert_fields (index, "crc_x", "description=A checksum|license=GPL|parm=fast.er:Be fast");
  g_assert_cmpstr (modscope_index_get_search_text (index, crc), ==,
                   "crc_x\ncrc-x\na checksum\nfast.er\n");
  g_assert_cmpint (modscope_index_get_signed (index, crc), ==, -1);
  g_assert_cmpint (modscope_index_get_file_size (index, crc), ==, -1);
  g_assert_null (modscope_index_get_problem (index, crc));
  assert_fields (index, "pcix", "license=GPL v2");
  assert_fields (index, "quiet", "");
  g_assert_cmpstr (modscope_index_get_search_text (index, quiet), ==, "quiet\n");
}

static void
assert_problem (ModscopeIndex *index, const char *name, const char *words)
{
  int position = find (index, name);
  const char *problem = modscope_index_get_problem (index, position);

  g_assert_nonnull (problem);
  g_assert_nonnull (strstr (problem, words));
  g_assert_cmpint (modscope_index_get_file_size (index, position), ==, -1);
  g_assert_cmpint (modscope_index_get_signed (index, position), ==, -1);
  assert_fields (index, name, "");
}

static void
test_build (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeIndex) index = build (self);

  assert_contents (index);
  assert_problem (index, "missing", "missing.ko");
  assert_needs (index, "missing", "wifi_card");
  assert_problem (index, "broken", "kernel module");
}

/* A folder of tables alone: everything is listed, with the reason why nothing is known. */
static void
test_tables_only (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) dep = g_string_new (NULL);
  g_autoptr (ModscopeIndex) index = NULL;

  test_root_remove (self->root, FOLDER "/modules.builtin");
  test_root_remove (self->root, FOLDER "/modules.builtin.modinfo");
  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (dep, "kernel/none/mod-%u.ko:\n", i);
  test_root_write (self->root, FOLDER "/modules.dep", dep->str);
  fixture_open (self);
  index = build (self);
  g_assert_cmpuint (modscope_index_get_size (index), ==, 5000);
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *name = g_strdup_printf ("mod_%u", i);

      g_assert_nonnull (modscope_index_get_problem (index, find (index, name)));
    }
}

static void
test_no_modules (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeIndex) index = NULL;
  g_autoptr (ModscopeIndex) opened = NULL;

  test_root_remove (self->root, FOLDER "/modules.builtin");
  test_root_write (self->root, FOLDER "/modules.dep", "");
  fixture_open (self);
  index = build (self);
  g_assert_cmpuint (modscope_index_get_size (index), ==, 0);
  g_assert_cmpint (modscope_index_find (index, "bus"), ==, -1);
  save (self);
  opened = modscope_index_open (self->kernel, self->cache, NULL);
  g_assert_nonnull (opened);
}

typedef struct
{
  guint last;
  guint total;
  guint calls;
  GCancellable *cancellable; /* cancelled at the first call, if there */
} Progress;

static void
progress_cb (guint done, guint total, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpuint (done, >, progress->last);
  g_assert_cmpuint (done, <=, total);
  progress->last = done;
  progress->total = total;
  progress->calls++;
  g_cancellable_cancel (progress->cancellable);
}

static void
test_progress (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) dep = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeIndex) index = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Progress progress = { 0 };
  Progress cancelled = { .cancellable = cancellable };

  for (guint i = 0; i < 991; i++)
    g_string_append_printf (dep, "kernel/none/mod-%u.ko:\n", i);
  test_root_write (self->root, FOLDER "/modules.dep", dep->str);
  test_root_remove (self->root, FOLDER "/modules.builtin");
  fixture_open (self);
  index = modscope_index_build (self->kernel, self->tables, progress_cb, &progress, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (progress.last, ==, 991);
  g_assert_cmpuint (progress.total, ==, 991);
  g_assert_cmpuint (progress.calls, >=, 2);
  g_assert_cmpuint (progress.calls, <=, 10);

  g_assert_null (modscope_index_build (self->kernel, self->tables, progress_cb, &cancelled,
                                       cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (cancelled.last, <, 991);
}

static void
test_save (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (self->cache);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeIndex) index = NULL;
  struct stat st;

  g_assert_null (modscope_index_open (self->kernel, self->cache, &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  save (self);
  /* Over an earlier one, too. */
  save (self);
  index = modscope_index_open (self->kernel, self->cache, &error);
  g_assert_no_error (error);
  assert_contents (index);

  g_assert_cmpint (stat (self->cache, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0600);
  g_assert_cmpint (stat (folder, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0700);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "index-1.2.3-x");
  g_assert_null (g_dir_read_name (dir));
}

static void
set_age (Fixture *self, const char *path, int days)
{
  g_autofree char *file = g_strconcat (self->root, path, NULL);
  struct utimbuf times;

  times.actime = times.modtime = time (NULL) - days * 24 * 60 * 60;
  g_assert_cmpint (utime (file, &times), ==, 0);
}

static gboolean
exists (Fixture *self, const char *path)
{
  g_autofree char *file = g_strconcat (self->root, path, NULL);

  return g_file_test (file, G_FILE_TEST_EXISTS);
}

static void
test_remove_old (Fixture *self, gconstpointer data)
{
  test_root_write (self->root, "/cache/modscope/index-old", "x");
  set_age (self, "/cache/modscope/index-old", 91);
  test_root_write (self->root, "/cache/modscope/index-young", "x");
  set_age (self, "/cache/modscope/index-young", 89);
  test_root_write (self->root, "/cache/modscope/other", "x");
  set_age (self, "/cache/modscope/other", 1000);
  test_root_write (self->root, "/cache/modscope/index-folder/x", "x");
  set_age (self, "/cache/modscope/index-folder", 1000);
  save (self);
  g_assert_false (exists (self, "/cache/modscope/index-old"));
  g_assert_true (exists (self, "/cache/modscope/index-young"));
  g_assert_true (exists (self, "/cache/modscope/other"));
  g_assert_true (exists (self, "/cache/modscope/index-folder"));
  g_assert_true (exists (self, CACHE));
}

static void
test_cannot_save (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeIndex) index = build (self);
  g_autoptr (GError) error = NULL;

  test_root_write (self->root, "/cache", "a file in the way");
  g_assert_false (modscope_index_save (index, self->cache, &error));
  g_assert_nonnull (error);
}

static void
assert_refused (Fixture *self, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (modscope_index_open (self->kernel, self->cache, &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT);
  if (strstr (error->message, words) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, words);
}

static void
test_stale (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeIndex) index = NULL;

  save (self);
  test_root_write (self->root, FOLDER "/modules.dep", "kernel/bus.ko:\n");
  assert_refused (self, "another state");
  /* It is replaced by a new one. */
  fixture_open (self);
  save (self);
  index = modscope_index_open (self->kernel, self->cache, NULL);
  g_assert_nonnull (index);
}

static void
test_foreign (Fixture *self, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (self->cache, "-aside", NULL);

  save (self);
  g_assert_cmpint (chmod (self->cache, 0620), ==, 0);
  assert_refused (self, "another user");
  g_assert_cmpint (chmod (self->cache, 0602), ==, 0);
  assert_refused (self, "another user");
  g_assert_cmpint (chmod (self->cache, 0600), ==, 0);
  /* Only root can give a file away. */
  if (geteuid () == 0)
    {
      g_assert_cmpint (chown (self->cache, 12345, (gid_t) -1), ==, 0);
      assert_refused (self, "another user");
      g_assert_cmpint (chown (self->cache, 0, (gid_t) -1), ==, 0);
    }
  g_assert_cmpint (rename (self->cache, aside), ==, 0);
  g_assert_cmpint (symlink (aside, self->cache), ==, 0);
  assert_refused (self, "not a file");
  g_assert_cmpint (unlink (self->cache), ==, 0);
  g_assert_cmpint (mkfifo (self->cache, 0600), ==, 0);
  assert_refused (self, "not a file");
  g_assert_cmpint (unlink (self->cache), ==, 0);
  g_assert_cmpint (mkdir (self->cache, 0700), ==, 0);
  assert_refused (self, "not a file");
}

static void
test_wrong_size (Fixture *self, gconstpointer data)
{
  save (self);
  g_assert_cmpint (truncate (self->cache, MODSCOPE_INDEX_SIZE_MAX + 1), ==, 0);
  assert_refused (self, "that size");
  g_assert_cmpint (truncate (self->cache, 0), ==, 0);
  assert_refused (self, "that size");
}

/* Each part of the head, by where it is in the file. */
static void
test_other_version (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = dup_saved_bytes (self);
  g_autofree char *stamp = modscope_kernel_dup_stamp (self->kernel);
  const struct
  {
    gsize place;
    const char *words;
  } parts[] = {
    { 0, "not an index" }, { 8, "another version" }, { 12, "cut off" },
    { 16, "cut off" },     { 24, "another state" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gsize size;
      guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;

      copy[parts[i].place]++;
      changed = g_bytes_new_take (copy, size);
      g_assert_null (modscope_index_new_from_bytes (changed, stamp, &error));
      g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT);
      g_assert_nonnull (strstr (error->message, parts[i].words));
    }
}

static void
test_cut_off (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = dup_saved_bytes (self);
  gsize size;
  const char *all = g_bytes_get_data (bytes, &size);

  for (gsize i = 1; i < 50; i++)
    {
      test_root_write_bytes (self->root, CACHE, all, size * i / 50);
      assert_refused (self, "");
    }
}

/* Asks for everything; what is shown must be UTF-8. */
static void
read_all (ModscopeIndex *index)
{
  modscope_index_find (index, "bus");
  modscope_index_find (index, "zzz");
  for (int i = 0; i < (int) modscope_index_get_size (index); i++)
    {
      g_auto (GStrv) fields = modscope_index_dup_fields (index, i);
      g_autofree const char **needs = modscope_index_dup_needs (index, i);
      const char *shown[] = {
        modscope_index_get_name (index, i),
        modscope_index_get_description (index, i),
        modscope_index_get_summary (index, i),
        modscope_index_get_problem (index, i),
        modscope_index_get_field (index, i, "author"),
      };

      for (gsize s = 0; s < G_N_ELEMENTS (shown); s++)
        g_assert_true (shown[s] == NULL || g_utf8_validate (shown[s], -1, NULL));
      for (gsize f = 0; fields[f] != NULL; f++)
        g_assert_true (g_utf8_validate (fields[f], -1, NULL));
      for (gsize n = 0; needs[n] != NULL; n++)
        g_assert_true (g_utf8_validate (needs[n], -1, NULL));
      g_assert_cmpuint (strlen (modscope_index_get_search_text (index, i)), <, G_MAXINT);
      g_assert_cmpint (modscope_index_get_file_size (index, i), >=, -1);
      g_assert_cmpint (ABS (modscope_index_get_signed (index, i)), <=, 1);
    }
}

/* From memory that ends where the file does, so that a sanitizer sees a step too far. Every second
 * time only the entries are hit, with whole numbers in place of single bytes. */
static void
test_random_damage (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = dup_saved_bytes (self);
  g_autofree char *stamp = modscope_kernel_dup_stamp (self->kernel);
  gsize entries = (24 + strlen (stamp) + 1 + 7) / 8 * 8;
  gsize size = g_bytes_get_size (bytes);
  guint n_opened = 0;

  for (guint i = 0; i < 2000; i++)
    {
      guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
      g_autoptr (GBytes) damaged = g_bytes_new_take (copy, size);
      g_autoptr (ModscopeIndex) index = NULL;
      g_autoptr (GError) error = NULL;

      for (guint n = 0; n <= i % 5; n++)
        {
          static const guint32 numbers[] = { 0, 1, G_MAXINT32, G_MAXUINT32 };
          gsize place =
            entries + 4 * (gsize) g_test_rand_int_range (0, 9 * sizeof (ModscopeIndexEntry) / 4);

          if (i % 2 == 0)
            copy[g_test_rand_int_range (0, (int) size)] ^=
              (guint8) (1 << g_test_rand_int_range (0, 8));
          else if (n % 2 == 0)
            memcpy (copy + place, &numbers[g_test_rand_int_range (0, 4)], sizeof numbers[0]);
          else
            memcpy (copy + place, &(guint32){ (guint32) g_test_rand_int_range (0, (int) size) },
                    sizeof numbers[0]);
        }
      index = modscope_index_new_from_bytes (damaged, stamp, &error);
      g_assert_true ((index == NULL) == (error != NULL));
      if (index != NULL)
        {
          n_opened++;
          read_all (index);
        }
    }
  /* That the damage was where it is not found at once. */
  g_assert_cmpuint (n_opened, >, 1000);
}

static void
test_cache_file (Fixture *self, gconstpointer data)
{
  g_autofree char *file = modscope_index_dup_cache_file (self->kernel);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *name = g_path_get_basename (file);
  g_autofree char *expected = g_build_filename (g_get_user_cache_dir (), "modscope", NULL);
  g_autofree char *wanted = g_strconcat (self->root, "/elsewhere/1.2.3", NULL);
  g_autoptr (ModscopePaths) paths = modscope_paths_new (self->root);
  g_autoptr (ModscopeKernel) other = NULL;
  g_autofree char *other_file = NULL;

  g_assert_cmpstr (folder, ==, expected);
  g_assert_true (g_str_has_prefix (name, "index-1.2.3-"));
  test_root_write (self->root, "/elsewhere/1.2.3/modules.dep", "");
  other = modscope_kernel_open (paths, wanted, NULL);
  g_assert_nonnull (other);
  other_file = modscope_index_dup_cache_file (other);
  g_assert_cmpstr (file, !=, other_file);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/index/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("build", test_build);
  ADD ("tables-only", test_tables_only);
  ADD ("no-modules", test_no_modules);
  ADD ("progress", test_progress);
  ADD ("save", test_save);
  ADD ("remove-old", test_remove_old);
  ADD ("cannot-save", test_cannot_save);
  ADD ("stale", test_stale);
  ADD ("foreign", test_foreign);
  ADD ("wrong-size", test_wrong_size);
  ADD ("other-version", test_other_version);
  ADD ("cut-off", test_cut_off);
  ADD ("random-damage", test_random_damage);
  ADD ("cache-file", test_cache_file);
  return g_test_run ();
}
