/* Lines of patterns, of which the first that matches a name counts: a hash for the plain names,
 * which are nearly all, and a list of the real patterns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-first-match.h"

#include "config/modscope-pattern.h"

typedef struct
{
  char *pattern;
  guint place; /* among all that were added */
  gboolean answer;
} Entry;

struct _ModscopeFirstMatch
{
  GHashTable *seen;    /* (element-type utf8 Entry): each pattern's first entry, which it owns */
  GPtrArray *patterns; /* (element-type Entry): those of @seen that are no plain names */
  guint length;
};

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->pattern);
  g_free (self);
}

ModscopeFirstMatch *
modscope_first_match_new (void)
{
  ModscopeFirstMatch *self = g_new0 (ModscopeFirstMatch, 1);

  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  self->patterns = g_ptr_array_new ();
  return self;
}

void
modscope_first_match_free (ModscopeFirstMatch *self)
{
  g_ptr_array_unref (self->patterns);
  g_hash_table_unref (self->seen);
  g_free (self);
}

void
modscope_first_match_add (ModscopeFirstMatch *self, const char *pattern, gboolean answer)
{
  Entry *entry;

  if (g_hash_table_contains (self->seen, pattern))
    return;
  entry = g_new (Entry, 1);
  entry->pattern = g_strdup (pattern);
  entry->place = self->length++;
  entry->answer = answer;
  g_hash_table_insert (self->seen, entry->pattern, entry);
  if (!modscope_pattern_is_plain (pattern))
    g_ptr_array_add (self->patterns, entry);
}

gboolean
modscope_first_match_look_up (ModscopeFirstMatch *self, const char *name, gboolean *answer)
{
  const Entry *found = g_hash_table_lookup (self->seen, name);

  for (guint i = 0; i < self->patterns->len; i++)
    {
      const Entry *entry = self->patterns->pdata[i];

      if (found != NULL && found->place < entry->place)
        break;
      if (modscope_pattern_matches (entry->pattern, name))
        {
          found = entry;
          break;
        }
    }
  if (found != NULL)
    *answer = found->answer;
  return found != NULL;
}
