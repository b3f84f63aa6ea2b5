/* Who is needed by whom: the reverse of the needs in the index, made on first use.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-needs.h"

struct _ModscopeNeeds
{
  ModscopeIndex *index;  /* lends all names */
  GHashTable *needed_by; /* name to a NULL-terminated GPtrArray of names */
};

ModscopeNeeds *
modscope_needs_new (ModscopeIndex *index)
{
  ModscopeNeeds *self = g_new0 (ModscopeNeeds, 1);

  self->index = modscope_index_ref (index);
  return self;
}

void
modscope_needs_free (ModscopeNeeds *self)
{
  g_clear_pointer (&self->needed_by, g_hash_table_unref);
  modscope_index_unref (self->index);
  g_free (self);
}

static void
collect_needed_by (ModscopeNeeds *self)
{
  guint size = modscope_index_get_size (self->index);

  self->needed_by =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  /* The index is sorted by name, so that each list is. */
  for (guint i = 0; i < size; i++)
    {
      const char *name = modscope_index_get_name (self->index, (int) i);
      g_autofree const char **needs = modscope_index_dup_needs (self->index, (int) i);

      for (guint j = 0; needs[j] != NULL; j++)
        {
          GPtrArray *names = g_hash_table_lookup (self->needed_by, needs[j]);

          if (names == NULL)
            {
              names = g_ptr_array_new_null_terminated (4, NULL, TRUE);
              g_hash_table_insert (self->needed_by, (gpointer) needs[j], names);
            }
          g_ptr_array_add (names, (gpointer) name);
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
