/* Aliases out of the text tables of a module folder. The patterns are those of fnmatch(3); the part
 * before the first wildcard is compared first, which leaves a handful of patterns of 26,000.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-alias-text.h"

#include <fnmatch.h>
#include <string.h>

#include "base/modscope-name.h"
#include "base/modscope-text.h"

typedef struct
{
  char *pattern;
  char *module;
  gsize plain_length; /* bytes of the pattern before its first wildcard */
} Entry;

struct _ModscopeAliasText
{
  char *folder;
  GStringChunk *strings;
  GArray *tables[MODSCOPE_N_ALIAS_TABLES]; /* of Entry; NULL until read */
};

ModscopeAliasText *
modscope_alias_text_new (const char *folder)
{
  ModscopeAliasText *self = g_new0 (ModscopeAliasText, 1);

  self->folder = g_strdup (folder);
  self->strings = g_string_chunk_new (65536);
  return self;
}

void
modscope_alias_text_free (ModscopeAliasText *self)
{
  for (int i = 0; i < MODSCOPE_N_ALIAS_TABLES; i++)
    g_clear_pointer (&self->tables[i], g_array_unref);
  g_string_chunk_free (self->strings);
  g_free (self->folder);
  g_free (self);
}

static void
add_entry (ModscopeAliasText *self, GArray *entries, const char *pattern, const char *module)
{
  g_autofree char *folded_pattern = modscope_name_fold (pattern);
  g_autofree char *folded_module = modscope_name_fold (module);
  Entry entry;

  if (!modscope_name_is_valid (module))
    return;
  entry.pattern = g_string_chunk_insert (self->strings, folded_pattern);
  entry.module = g_string_chunk_insert_const (self->strings, folded_module);
  entry.plain_length = strcspn (entry.pattern, "*?[\\");
  g_array_append_val (entries, entry);
}

/* Lines are "alias PATTERN MODULE" (modules.alias(5) of depmod); a pattern may hold blanks, a
 * module's name does not. */
static void
read_lines (ModscopeAliasText *self, GArray *entries, char *text)
{
  char *next;

  for (char *line = text; line != NULL; line = next)
    {
      char *blank;

      next = strchr (line, '\n');
      if (next != NULL)
        *next++ = '\0';
      if (!g_str_has_prefix (line, "alias ") || (blank = strrchr (line, ' ')) < line + 6)
        continue;
      *blank = '\0';
      add_entry (self, entries, line + 6, blank + 1);
    }
}

/* Strings are "MODULE.KEY=VALUE", each closed by a zero byte (modules.builtin.modinfo of
 * scripts/Makefile.vmlinux). Steps to the next one: its KEY=VALUE, and the module's name. */
static const char *
next_builtin_field (const char **text, const char *end, char **module)
{
  while (*text < end)
    {
      const char *string = *text;
      const char *dot;

      *text += strnlen (string, end - string) + 1;
      dot = strchr (string, '.');
      if (dot != NULL && dot < string + strcspn (string, "="))
        {
          *module = g_strndup (string, dot - string);
          return dot + 1;
        }
    }
  return NULL;
}

static void
read_builtin_modinfo (ModscopeAliasText *self, GArray *entries, const char *text, gsize length)
{
  const char *at = text;
  const char *field;
  char *module;

  while ((field = next_builtin_field (&at, text + length, &module)) != NULL)
    {
      if (g_str_has_prefix (field, "alias="))
        add_entry (self, entries, field + strlen ("alias="), module);
      g_free (module);
    }
}

static GArray *
read_table (ModscopeAliasText *self, ModscopeAliasTable table)
{
  static const char *const files[] = { "modules.alias", "modules.symbols",
                                       "modules.builtin.modinfo" };
  g_autofree char *file = g_build_filename (self->folder, files[table], NULL);
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (file, &text, &length, NULL))
    return entries;
  if (table == MODSCOPE_ALIAS_TABLE_BUILTIN)
    read_builtin_modinfo (self, entries, text, length);
  else
    read_lines (self, entries, text);
  return entries;
}

void
modscope_alias_text_match (ModscopeAliasText *self,
                           ModscopeAliasTable table,
                           const char *alias,
                           GPtrArray *names)
{
  if (self->tables[table] == NULL)
    self->tables[table] = read_table (self, table);
  for (guint i = 0; i < self->tables[table]->len; i++)
    {
      const Entry *entry = &g_array_index (self->tables[table], Entry, i);

      if (strncmp (entry->pattern, alias, entry->plain_length) == 0 &&
          fnmatch (entry->pattern, alias, 0) == 0)
        g_ptr_array_add (names, g_strdup (entry->module));
    }
}

GStrv
modscope_alias_text_dup_builtin_info (const char *folder, const char *name)
{
  g_autofree char *file = g_build_filename (folder, "modules.builtin.modinfo", NULL);
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_autofree char *text = NULL;
  const char *at;
  const char *field;
  char *module;
  gsize length;

  if (!g_file_get_contents (file, &text, &length, NULL))
    return g_strv_builder_end (fields);
  at = text;
  while ((field = next_builtin_field (&at, text + length, &module)) != NULL)
    {
      g_autofree char *folded = modscope_name_fold (module);

      if (strcmp (folded, name) == 0)
        {
          g_autofree char *utf8 = modscope_text_to_utf8 (field, -1);

          g_strv_builder_add (fields, utf8);
        }
      g_free (module);
    }
  return g_strv_builder_end (fields);
}
