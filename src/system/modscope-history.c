/* The history of what was changed with the helper: what, when, which user.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/modscope-safe-folder.h"

#define NAME "history"
#define NAME_BEFORE "history.1"

/* ID, time, user; then three for each change. */
#define FIELDS_OF_ENTRY 3
#define FIELDS_OF_CHANGE 3

/* Put behind a line whose writing was cut short (ASCII CAN): it cannot be taken for a whole one. */
#define CANCEL "\x18"

static void
history_change_free (gpointer data)
{
  ModscopeHistoryChange *self = data;

  g_free (self->verb);
  g_free (self->module);
  g_free (self->value);
  g_free (self);
}

GPtrArray *
modscope_history_changes_new (void)
{
  return g_ptr_array_new_with_free_func (history_change_free);
}

void
modscope_history_changes_add (GPtrArray *changes,
                              const char *verb,
                              const char *module,
                              const char *value)
{
  ModscopeHistoryChange *change = g_new (ModscopeHistoryChange, 1);

  change->verb = g_strdup (verb);
  change->module = g_strdup (module);
  change->value = g_strdup (value != NULL ? value : "");
  g_ptr_array_add (changes, change);
}

void
modscope_history_entry_free (ModscopeHistoryEntry *self)
{
  if (self != NULL)
    g_ptr_array_unref (self->changes);
  g_free (self);
}

/* Whether a line is one that was written whole: printable ASCII and tabs, no lone backslash at the
 * end of a field. */
static gboolean
line_is_clean (const char *line, gsize length)
{
  gsize backslashes = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (line[i] != '\t' && !g_ascii_isprint (line[i]))
        return FALSE;
      if (line[i] == '\t' && backslashes % 2 == 1)
        return FALSE;
      backslashes = line[i] == '\\' ? backslashes + 1 : 0;
    }
  return backslashes % 2 == 0;
}

static ModscopeHistoryEntry *
parse_line (const char *line, gsize length)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;
  ModscopeHistoryEntry *entry;
  guint64 id, time, user;
  guint count;

  if (!line_is_clean (line, length))
    return NULL;
  text = g_strndup (line, length);
  fields = g_strsplit (text, "\t", -1);
  count = g_strv_length (fields);
  if (count <= FIELDS_OF_ENTRY || (count - FIELDS_OF_ENTRY) % FIELDS_OF_CHANGE != 0 ||
      !g_ascii_string_to_unsigned (fields[0], 10, 1, G_MAXUINT32, &id, NULL) ||
      !g_ascii_string_to_unsigned (fields[1], 10, 0, G_MAXINT64, &time, NULL) ||
      !g_ascii_string_to_unsigned (fields[2], 10, 0, G_MAXUINT32, &user, NULL))
    return NULL;

  entry = g_new0 (ModscopeHistoryEntry, 1);
  entry->id = (guint32) id;
  entry->time = (gint64) time;
  entry->user = (guint32) user;
  entry->changes = modscope_history_changes_new ();
  for (guint i = FIELDS_OF_ENTRY; i < count; i += FIELDS_OF_CHANGE)
    {
      g_autofree char *verb = g_strcompress (fields[i]);
      g_autofree char *module = g_strcompress (fields[i + 1]);
      g_autofree char *value = g_strcompress (fields[i + 2]);

      modscope_history_changes_add (entry->changes, verb, module, value);
    }
  return entry;
}

/* Adds the entries of one file; a last line without its newline is not whole. */
static void
parse_text (const char *text, gsize length, GPtrArray *entries)
{
  const char *end = text + length;
  const char *newline;

  for (; text < end && (newline = memchr (text, '\n', (gsize) (end - text))) != NULL;
       text = newline + 1)
    {
      ModscopeHistoryEntry *entry = parse_line (text, (gsize) (newline - text));

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
}

/* Reads both files. What "history" ends in is left in @length and @torn. */
static GPtrArray *
read_folder (ModscopeSafeFolder *folder, gsize *length, gboolean *torn, GError **error)
{
  g_autoptr (GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_history_entry_free);
  g_autofree char *before = NULL;
  g_autofree char *text = NULL;
  gsize length_before;

  if (!modscope_safe_folder_read_file (folder, NAME_BEFORE, MODSCOPE_HISTORY_MAX, &before,
                                       &length_before, error) ||
      !modscope_safe_folder_read_file (folder, NAME, MODSCOPE_HISTORY_MAX, &text, length, error))
    return NULL;
  parse_text (before, length_before, entries);
  parse_text (text, *length, entries);
  *torn = *length > 0 && text[*length - 1] != '\n';
  return g_steal_pointer (&entries);
}

static void
append_field (GString *line, const char *value)
{
  g_autofree char *escaped = g_strescape (value, NULL);

  g_string_append_printf (line, "\t%s", escaped);
}

static char *
format_line (GPtrArray *entries, guint32 user, GPtrArray *changes)
{
  const ModscopeHistoryEntry *last = entries->len > 0 ? entries->pdata[entries->len - 1] : NULL;
  guint32 id = last != NULL && last->id < G_MAXUINT32 ? last->id + 1 : 1;
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "%u\t%" G_GINT64_FORMAT "\t%u", id,
                          g_get_real_time () / G_USEC_PER_SEC, user);
  for (guint i = 0; i < changes->len; i++)
    {
      const ModscopeHistoryChange *change = g_ptr_array_index (changes, i);

      append_field (line, change->verb);
      append_field (line, change->module);
      append_field (line, change->value);
    }
  g_string_append_c (line, '\n');
  return g_string_free (line, FALSE);
}

/* Appends, or leaves the file as it was. */
static gboolean
append_line (ModscopeSafeFolder *folder, const char *line, GError **error)
{
  g_auto (ModscopeFd) fd =
    modscope_safe_folder_open_file (folder, NAME, O_WRONLY | O_APPEND | O_CREAT, error);
  struct stat info;
  int errsv = 0;

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &info) != 0)
    {
      modscope_safe_folder_set_errno (error, folder, NAME, errno);
      return FALSE;
    }
  if (fchmod (fd, 0644) != 0)
    errsv = errno;
  if (errsv == 0)
    errsv = modscope_fd_write (fd, line);
  if (errsv == 0 && (fsync (fd) != 0 || fsync (folder->fd) != 0))
    errsv = errno;
  if (errsv == 0)
    return TRUE;
  /* If even this fails, the next line begins with a mark that this one is not whole. */
  if (ftruncate (fd, info.st_size) != 0)
    g_warning ("Cannot cut the history back to what it was: %s", g_strerror (errno));
  modscope_safe_folder_set_errno (error, folder, NAME, errsv);
  return FALSE;
}

gboolean
modscope_history_append_changes (const char *path, guint32 user, GPtrArray *changes, GError **error)
{
  g_autoptr (ModscopeSafeFolder) folder = modscope_safe_folder_open (path, error);
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *line = NULL;
  g_autofree char *whole = NULL;
  gboolean torn;
  gsize length;

  if (folder == NULL)
    return FALSE;
  entries = read_folder (folder, &length, &torn, error);
  if (entries == NULL)
    return FALSE;
  line = format_line (entries, user, changes);
  whole = g_strconcat (torn ? CANCEL "\n" : "", line, NULL);
  if (strlen (line) > MODSCOPE_HISTORY_MAX)
    {
      modscope_safe_folder_set_error (error, folder, NAME, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED, 0,
                                      "It would become too large.");
      return FALSE;
    }
  if (length + strlen (whole) <= MODSCOPE_HISTORY_MAX)
    return append_line (folder, whole, error);
  if (renameat (folder->fd, NAME, folder->fd, NAME_BEFORE) != 0)
    {
      modscope_safe_folder_set_errno (error, folder, NAME, errno);
      return FALSE;
    }
  return append_line (folder, line, error);
}

gboolean
modscope_history_append (const char *folder,
                         guint32 user,
                         const char *verb,
                         const char *module,
                         const char *value,
                         GError **error)
{
  g_autoptr (GPtrArray) changes = modscope_history_changes_new ();

  modscope_history_changes_add (changes, verb, module, value);
  return modscope_history_append_changes (folder, user, changes, error);
}

GPtrArray *
modscope_history_read (const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (ModscopeSafeFolder) folder = modscope_safe_folder_open (path, &local_error);
  gboolean torn;
  gsize length;

  if (folder != NULL)
    return read_folder (folder, &length, &torn, error);
  if (g_error_matches (local_error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_NOT_FOUND))
    return g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_history_entry_free);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
