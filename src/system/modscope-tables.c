/* modules.dep and modules.builtin, read in one pass into entries sorted by name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-tables.h"

#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"

struct _ModscopeTables
{
  char *folder;
  char *dep;           /* contents of modules.dep, cut into strings in place */
  char *builtin;       /* the same of modules.builtin */
  GStringChunk *names; /* folded names */
  GArray *entries;     /* of ModscopeTableEntry, sorted by name */
  GHashTable *needs;   /* path in dep to the rest of its line: "a.ko b.ko" */
};

/* A line of a damaged table can be anything: what could not be loaded by its name is left out. */
static void
add_entry (ModscopeTables *self, const char *path, gboolean builtin)
{
  const char *slash = strrchr (path, '/');
  const char *base = slash != NULL ? slash + 1 : path;
  const char *ending = strstr (base, ".ko");
  ModscopeTableEntry entry = { .path = path, .builtin = builtin };
  char *name;

  if (ending == NULL || ending == base)
    return;
  name = g_string_chunk_insert_len (self->names, base, ending - base);
  for (char *c = name; *c != '\0'; c++)
    if (*c == '-')
      *c = '_';
  if (!modscope_name_is_valid (name) || !g_utf8_validate (path, -1, NULL))
    return;
  entry.name = name;
  g_array_append_val (self->entries, entry);
}

/* Built-in before file; of two files of one name the later line, as in depmod's index. */
static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const ModscopeTableEntry *one = a;
  const ModscopeTableEntry *two = b;
  int order = strcmp (one->name, two->name);

  if (order == 0)
    order = two->builtin - one->builtin;
  if (order == 0)
    order = one->path < two->path ? 1 : -1;
  return order;
}

static void
sort_and_drop_doubles (GArray *entries)
{
  guint kept = 0;

  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    {
      ModscopeTableEntry *entry = &g_array_index (entries, ModscopeTableEntry, i);

      if (kept > 0 &&
          strcmp (g_array_index (entries, ModscopeTableEntry, kept - 1).name, entry->name) == 0)
        continue;
      g_array_index (entries, ModscopeTableEntry, kept++) = *entry;
    }
  g_array_set_size (entries, kept);
}

/* Cuts the next line off; the last one may lack its newline. */
static char *
next_line (char **text)
{
  char *line = *text;
  char *end;

  if (*line == '\0')
    return NULL;
  end = strchr (line, '\n');
  if (end != NULL)
    *end = '\0';
  *text = end != NULL ? end + 1 : line + strlen (line);
  return line;
}

static void
read_dep (ModscopeTables *self)
{
  char *rest = self->dep;
  char *line;

  while ((line = next_line (&rest)) != NULL)
    {
      char *colon = strchr (line, ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      add_entry (self, line, FALSE);
      if (colon[1] == ' ')
        g_hash_table_insert (self->needs, line, colon + 2);
    }
}

static void
read_builtin (ModscopeTables *self)
{
  char *rest = self->builtin;
  char *line;

  while ((line = next_line (&rest)) != NULL)
    add_entry (self, line, TRUE);
}

ModscopeTables *
modscope_tables_load (const char *folder, GError **error)
{
  g_autoptr (ModscopeTables) self = g_atomic_rc_box_new0 (ModscopeTables);
  g_autofree char *dep = g_build_filename (folder, "modules.dep", NULL);
  g_autofree char *builtin = g_build_filename (folder, "modules.builtin", NULL);
  g_autoptr (GError) reason = NULL;

  self->folder = g_strdup (folder);
  self->names = g_string_chunk_new (65536);
  self->entries = g_array_new (FALSE, FALSE, sizeof (ModscopeTableEntry));
  self->needs = g_hash_table_new (g_str_hash, g_str_equal);
  if (!g_file_get_contents (dep, &self->dep, NULL, &reason))
    {
      g_set_error_literal (error, MODSCOPE_ERROR,
                           g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT)
                             ? MODSCOPE_ERROR_NOT_FOUND
                             : MODSCOPE_ERROR_FAILED,
                           reason->message);
      return NULL;
    }
  read_dep (self);
  if (g_file_get_contents (builtin, &self->builtin, NULL, &reason))
    read_builtin (self);
  else if (!g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error_literal (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED, reason->message);
      return NULL;
    }
  sort_and_drop_doubles (self->entries);
  return g_steal_pointer (&self);
}

ModscopeTables *
modscope_tables_ref (ModscopeTables *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
modscope_tables_clear (gpointer data)
{
  ModscopeTables *self = data;

  g_clear_pointer (&self->needs, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->names, g_string_chunk_free);
  g_free (self->dep);
  g_free (self->builtin);
  g_free (self->folder);
}

void
modscope_tables_unref (ModscopeTables *self)
{
  g_atomic_rc_box_release_full (self, modscope_tables_clear);
}

const ModscopeTableEntry *
modscope_tables_get_entries (ModscopeTables *self, guint *n_entries)
{
  *n_entries = self->entries->len;
  return (const ModscopeTableEntry *) (gpointer) self->entries->data;
}

static int
compare_name_with_entry (gconstpointer name, gconstpointer entry)
{
  return strcmp (name, ((const ModscopeTableEntry *) entry)->name);
}

const ModscopeTableEntry *
modscope_tables_lookup (ModscopeTables *self, const char *name)
{
  /* bsearch() must not be given NULL, which is what an empty array holds. */
  if (self->entries->len == 0)
    return NULL;
  return bsearch (name, self->entries->data, self->entries->len, sizeof (ModscopeTableEntry),
                  compare_name_with_entry);
}

char *
modscope_tables_dup_file (ModscopeTables *self, const ModscopeTableEntry *entry)
{
  if (entry->builtin)
    return NULL;
  if (g_path_is_absolute (entry->path))
    return g_strdup (entry->path);
  return g_build_filename (self->folder, entry->path, NULL);
}

GStrv
modscope_tables_dup_all_needs (ModscopeTables *self, const char *name)
{
  const ModscopeTableEntry *entry = modscope_tables_lookup (self, name);
  const char *line = entry != NULL ? g_hash_table_lookup (self->needs, entry->path) : NULL;
  g_autoptr (GPtrArray) needs = g_ptr_array_new_with_free_func (g_free);

  if (line != NULL)
    {
      g_auto (GStrv) paths = g_strsplit (line, " ", -1);

      /* The line names the nearest first, so that reading it backwards loads in order. */
      for (guint i = g_strv_length (paths); i > 0; i--)
        {
          g_autofree char *need = modscope_name_from_path (paths[i - 1], -1);

          if (modscope_name_is_valid (need))
            g_ptr_array_add (needs, g_steal_pointer (&need));
        }
    }
  g_ptr_array_add (needs, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&needs), FALSE);
}
