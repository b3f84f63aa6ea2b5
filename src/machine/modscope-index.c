/* The index's file: opened without trust in a single byte of it, searched and saved. Strings are
 * lent straight from the map, after a look at where they begin and whether they are UTF-8.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-index.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/modscope-error.h"
#include "machine/modscope-index-format.h"
#include "system/modscope-modinfo.h"

#define FILE_PREFIX "index-"

/* Indexes of kernels that nobody looks at are kept so long. */
#define KEEP_SECONDS (90 * G_GINT64_CONSTANT (24 * 60 * 60))

struct _ModscopeIndex
{
  GVariant *file;
  GVariant *entries_part; /* these two own what the pointers below point to */
  GVariant *text_part;
  const ModscopeIndexEntry *entries;
  gsize n_entries;
  const char *text; /* its first and its last byte are zero */
  gsize text_length;
};

static void
modscope_index_clear (gpointer data)
{
  ModscopeIndex *self = data;

  g_clear_pointer (&self->entries_part, g_variant_unref);
  g_clear_pointer (&self->text_part, g_variant_unref);
  g_clear_pointer (&self->file, g_variant_unref);
}

ModscopeIndex *
modscope_index_ref (ModscopeIndex *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
modscope_index_unref (ModscopeIndex *self)
{
  g_atomic_rc_box_release_full (self, modscope_index_clear);
}

static gboolean
set_corrupt (GError **error, const char *message)
{
  g_set_error_literal (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT, message);
  return FALSE;
}

/* Whether the file is what it says, for this kernel. */
static gboolean
check_head (ModscopeIndex *self, const char *stamp, GError **error)
{
  const char *file_stamp;
  guint64 magic;
  guint64 text_length;
  guint32 version;
  guint32 n_entries;

  g_variant_get_child (self->file, 0, "t", &magic);
  g_variant_get_child (self->file, 1, "u", &version);
  g_variant_get_child (self->file, 2, "u", &n_entries);
  g_variant_get_child (self->file, 3, "t", &text_length);
  g_variant_get_child (self->file, 4, "&s", &file_stamp);
  if (magic != MODSCOPE_INDEX_MAGIC)
    return set_corrupt (error, "The file is not an index of kernel modules");
  if (version != MODSCOPE_INDEX_VERSION)
    return set_corrupt (error, "The index has the form of another version of Modscope");
  if (n_entries != self->n_entries || text_length != self->text_length)
    return set_corrupt (error, "The index is cut off or damaged");
  /* Only now, since the stamp of a damaged file is anything. */
  if (strcmp (stamp, file_stamp) != 0)
    return set_corrupt (error, "The index is of another state of the kernel's modules");
  return TRUE;
}

ModscopeIndex *
modscope_index_new_from_bytes (GBytes *bytes, const char *stamp, GError **error)
{
  g_autoptr (ModscopeIndex) self = g_atomic_rc_box_new0 (ModscopeIndex);

  self->file = g_variant_ref_sink (
    g_variant_new_from_bytes (G_VARIANT_TYPE (MODSCOPE_INDEX_TYPE), bytes, FALSE));
  self->entries_part = g_variant_get_child_value (self->file, 5);
  self->text_part = g_variant_get_child_value (self->file, 6);
  self->entries =
    g_variant_get_fixed_array (self->entries_part, &self->n_entries, sizeof (ModscopeIndexEntry));
  self->text = g_variant_get_fixed_array (self->text_part, &self->text_length, 1);
  if (!check_head (self, stamp, error))
    return NULL;
  /* From here on a string that begins in the text ends in it. */
  if (self->n_entries > G_MAXINT || self->text_length == 0 || self->text[0] != '\0' ||
      self->text[self->text_length - 1] != '\0')
    {
      set_corrupt (error, "The index is damaged");
      return NULL;
    }
  return g_steal_pointer (&self);
}

char *
modscope_index_dup_cache_file (ModscopeKernel *kernel)
{
  const char *folder = modscope_kernel_get_folder (kernel);
  g_autofree char *hash =
    g_compute_checksum_for_string (G_CHECKSUM_SHA256, folder != NULL ? folder : "", -1);
  g_autofree char *name =
    g_strdup_printf (FILE_PREFIX "%s-%.16s", modscope_kernel_get_release (kernel), hash);

  return g_build_filename (g_get_user_cache_dir (), "modscope", g_strdelimit (name, "/", '_'),
                           NULL);
}

/* Whether a file is one that this user's Modscope wrote. */
static gboolean
check_owner (int fd, const char *file, GError **error)
{
  struct stat st;

  if (fstat (fd, &st) != 0)
    {
      modscope_error_set_errno (error, errno, "Cannot read %s", file);
      return FALSE;
    }
  if (!S_ISREG (st.st_mode))
    return set_corrupt (error, "The index is not a file");
  if (st.st_uid != geteuid () || (st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return set_corrupt (error, "The index could have been written by another user");
  if (st.st_size == 0 || st.st_size > MODSCOPE_INDEX_SIZE_MAX)
    return set_corrupt (error, "The index cannot have that size");
  return TRUE;
}

/* @file is mapped if it may be. */
static GBytes *
map_file (const char *file, GError **error)
{
  /* Not following a link, and not waiting for a FIFO's other end. */
  int fd = open (file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  g_autoptr (GMappedFile) map = NULL;
  int errsv = errno;

  if (fd < 0 && errsv == ELOOP)
    {
      set_corrupt (error, "The index is not a file");
      return NULL;
    }
  if (fd < 0)
    {
      modscope_error_set_errno (error, errsv, "Cannot read %s", file);
      return NULL;
    }
  if (check_owner (fd, file, error))
    map = g_mapped_file_new_from_fd (fd, FALSE, error);
  close (fd);
  return map != NULL ? g_mapped_file_get_bytes (map) : NULL;
}

ModscopeIndex *
modscope_index_open (ModscopeKernel *kernel, const char *file, GError **error)
{
  g_autofree char *stamp = modscope_kernel_dup_stamp (kernel);
  g_autoptr (GBytes) bytes = NULL;

  if (stamp[0] == '\0')
    {
      g_set_error_literal (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND,
                           "A kernel without modules has no index");
      return NULL;
    }
  bytes = map_file (file, error);
  return bytes != NULL ? modscope_index_new_from_bytes (bytes, stamp, error) : NULL;
}

/* Removes the indexes beside @file that nobody has used for long. That one cannot be removed is no
 * reason to trouble anyone: it is tried again with the next index. */
static void
remove_old (const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *own_name = g_path_get_basename (file);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *other = g_build_filename (folder, name, NULL);
      struct stat st;

      if (!g_str_has_prefix (name, FILE_PREFIX) || g_str_equal (name, own_name) ||
          lstat (other, &st) != 0 || !S_ISREG (st.st_mode))
        continue;
      if (now - (gint64) MAX (st.st_mtime, st.st_atime) > KEEP_SECONDS)
        unlink (other);
    }
}

gboolean
modscope_index_save (ModscopeIndex *self, const char *file, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (file);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      modscope_error_set_errno (error, errno, "Cannot make the folder %s", folder);
      return FALSE;
    }
  if (!g_file_set_contents_full (file, g_variant_get_data (self->file),
                                 (gssize) g_variant_get_size (self->file),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;
  remove_old (file);
  return TRUE;
}

guint
modscope_index_get_size (ModscopeIndex *self)
{
  return (guint) self->n_entries;
}

/* The string at @offset, which is not trusted; not even to be UTF-8. */
static const char *
get_string (ModscopeIndex *self, guint32 offset)
{
  return offset < self->text_length ? self->text + offset : "";
}

/* The same for what is shown: %NULL for none, and for what is not UTF-8. */
static const char *
get_shown_string (ModscopeIndex *self, guint32 offset)
{
  const char *string = get_string (self, offset);

  return string[0] != '\0' && g_utf8_validate (string, -1, NULL) ? string : NULL;
}

int
modscope_index_find (ModscopeIndex *self, const char *name)
{
  gsize low = 0;
  gsize high = self->n_entries;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      int order = strcmp (name, get_string (self, self->entries[middle].name));

      if (order == 0)
        return (int) middle;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return -1;
}

static gboolean
is_position (ModscopeIndex *self, int position)
{
  return position >= 0 && (gsize) position < self->n_entries;
}

const char *
modscope_index_get_name (ModscopeIndex *self, int position)
{
  const char *name;

  g_return_val_if_fail (is_position (self, position), "");
  name = get_shown_string (self, self->entries[position].name);
  return name != NULL ? name : "";
}

gint64
modscope_index_get_file_size (ModscopeIndex *self, int position)
{
  g_return_val_if_fail (is_position (self, position), -1);
  return MAX (self->entries[position].file_size, -1);
}

int
modscope_index_get_signed (ModscopeIndex *self, int position)
{
  g_return_val_if_fail (is_position (self, position), -1);
  return CLAMP (self->entries[position].is_signed, -1, 1);
}

const char *
modscope_index_get_description (ModscopeIndex *self, int position)
{
  g_return_val_if_fail (is_position (self, position), NULL);
  return get_shown_string (self, self->entries[position].description);
}

const char *
modscope_index_get_summary (ModscopeIndex *self, int position)
{
  g_return_val_if_fail (is_position (self, position), NULL);
  return get_shown_string (self, self->entries[position].summary);
}

const char *
modscope_index_get_search_text (ModscopeIndex *self, int position)
{
  g_return_val_if_fail (is_position (self, position), "");
  /* Looked through at every key, for all modules, and never shown: no need to be UTF-8. */
  return get_string (self, self->entries[position].search);
}

const char *
modscope_index_get_problem (ModscopeIndex *self, int position)
{
  g_return_val_if_fail (is_position (self, position), NULL);
  return get_shown_string (self, self->entries[position].problem);
}

/* Where strings that are each closed by a zero byte begin and end, neither of them trusted. */
static const char *
get_strings (ModscopeIndex *self, gsize offset, gsize length, const char **end)
{
  offset = MIN (offset, self->text_length);
  *end = self->text + offset + MIN (length, self->text_length - offset);
  return self->text + offset;
}

const char **
modscope_index_dup_needs (ModscopeIndex *self, int position)
{
  const char *end;
  const char *text;
  const char **needs;
  gsize n_needs = 0;

  g_return_val_if_fail (is_position (self, position), g_new0 (const char *, 1));
  text =
    get_strings (self, self->entries[position].needs, self->entries[position].needs_length, &end);
  for (const char *c = text; c < end; c++)
    n_needs += *c == '\0';
  /* In a damaged file the last one may be closed only behind the end. */
  needs = g_new0 (const char *, n_needs + 2);
  n_needs = 0;
  for (; text < end; text += strlen (text) + 1)
    if (g_utf8_validate (text, -1, NULL))
      needs[n_needs++] = text;
  return needs;
}

gboolean
modscope_index_has_softdep (ModscopeIndex *self, int position)
{
  g_return_val_if_fail (is_position (self, position), FALSE);
  return self->entries[position].has_softdep != 0;
}

/* A module's fields as modscope_modinfo_next() takes them. */
static const char *
get_fields (ModscopeIndex *self, int position, const char **end)
{
  return get_strings (self, self->entries[position].fields, self->entries[position].fields_length,
                      end);
}

GStrv
modscope_index_dup_fields (ModscopeIndex *self, int position)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  const char *end;
  const char *text;
  const char *key;
  const char *value;

  g_return_val_if_fail (is_position (self, position), g_new0 (char *, 1));
  text = get_fields (self, position, &end);
  while ((key = modscope_modinfo_next (&text, end, &value)) != NULL)
    if (g_utf8_validate (key, -1, NULL))
      g_strv_builder_add (fields, key);
  return g_strv_builder_end (fields);
}

const char *
modscope_index_get_field (ModscopeIndex *self, int position, const char *key)
{
  gsize key_length = strlen (key);
  const char *end;
  const char *text;
  const char *found;
  const char *value;

  g_return_val_if_fail (is_position (self, position), NULL);
  text = get_fields (self, position, &end);
  while ((found = modscope_modinfo_next (&text, end, &value)) != NULL)
    if ((gsize) (value - found) == key_length + 1 && memcmp (found, key, key_length) == 0)
      return g_utf8_validate (value, -1, NULL) ? value : NULL;
  return NULL;
}
