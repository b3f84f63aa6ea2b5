/* Who needs whom: "depends" of the module files, and its reverse, made on first use.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-needs.h"

struct _ModscopeNeeds
{
  ModscopeIndex *index;
  ModscopeTables *tables;
  GHashTable *needed_by; /* name to a NULL-terminated GPtrArray of names */
};

ModscopeNeeds *
modscope_needs_new (ModscopeIndex *index, ModscopeTables *tables)
{
  ModscopeNeeds *self = g_new0 (ModscopeNeeds, 1);

  self->index = modscope_index_ref (index);
  self->tables = modscope_tables_ref (tables);
  return self;
}

void
modscope_needs_free (ModscopeNeeds *self)
{
  g_clear_pointer (&self->needed_by, g_hash_table_unref);
  modscope_index_unref (self->index);
  modscope_tables_unref (self->tables);
  g_free (self);
}

/* Without the file itself, what modules.dep lists less what those need in turn: right but for a
 * module that names one of them twice over. */
static GStrv
reduce_needs (ModscopeTables *tables, const char *name)
{
  g_auto (GStrv) all = modscope_tables_dup_all_needs (tables, name);
  g_autoptr (GHashTable) implied = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) needs = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    {
      g_auto (GStrv) theirs = modscope_tables_dup_all_needs (tables, all[i]);

      for (guint j = 0; theirs[j] != NULL; j++)
        g_hash_table_add (implied, g_strdup (theirs[j]));
    }
  for (guint i = 0; all[i] != NULL; i++)
    if (!g_hash_table_contains (implied, all[i]))
      g_strv_builder_add (needs, all[i]);
  return g_strv_builder_end (needs);
}

GStrv
modscope_needs_dup (ModscopeNeeds *self, const char *name)
{
  int position = modscope_index_find (self->index, name);
  const char *depends;
  GStrv needs;

  if (position < 0)
    return NULL;
  if (modscope_index_get_problem (self->index, position) != NULL)
    return reduce_needs (self->tables, name);
  depends = modscope_index_get_field (self->index, position, "depends");
  needs = g_strsplit (depends != NULL ? depends : "", ",", -1);
  for (guint i = 0; needs[i] != NULL; i++)
    g_strdelimit (needs[i], "-", '_');
  return needs;
}

static void
collect_needed_by (ModscopeNeeds *self)
{
  guint size = modscope_index_get_size (self->index);

  self->needed_by =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  /* The index is sorted by name, so that each list is. */
  for (guint i = 0; i < size; i++)
    {
      const char *name = modscope_index_get_name (self->index, (int) i);
      g_auto (GStrv) needs = modscope_needs_dup (self, name);

      for (guint j = 0; needs != NULL && needs[j] != NULL; j++)
        {
          GPtrArray *names = g_hash_table_lookup (self->needed_by, needs[j]);

          if (names == NULL)
            {
              names = g_ptr_array_new_null_terminated (4, g_free, TRUE);
              g_hash_table_insert (self->needed_by, g_strdup (needs[j]), names);
            }
          g_ptr_array_add (names, g_strdup (name));
        }
    }
}

const char *const *
modscope_needs_get_needed_by (ModscopeNeeds *self, const char *name)
{
  static const char *const nothing[] = { NULL };
  GPtrArray *names;

  if (self->needed_by == NULL)
    collect_needed_by (self);
  names = g_hash_table_lookup (self->needed_by, name);
  return names != NULL ? (const char *const *) names->pdata : nothing;
}
