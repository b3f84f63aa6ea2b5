/* The lines that keep a module from loading, or load it in spite of one that should.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-blockers.h"

#include <string.h>

#include "base/modscope-name.h"
#include "config/modscope-blocked-table.h"
#include "config/modscope-pattern.h"

const ModscopeConfigLine *
modscope_blockers_find (GPtrArray *lines, ModscopeVerb verb, const char *name)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const ModscopeConfigLine *line = g_ptr_array_index (lines, i);

      if (line->verb == verb && line->ignored == NULL && line->module != NULL &&
          modscope_pattern_matches (line->module, name))
        return line;
    }
  return NULL;
}

static gboolean
has_word (const char *text, const char *name)
{
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", " \t", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *folded = modscope_name_fold (words[i]);

      if (strcmp (folded, name) == 0)
        return TRUE;
    }
  return FALSE;
}

const ModscopeConfigLine *
modscope_blockers_find_companion (GPtrArray *lines, const char *name)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const ModscopeConfigLine *line = g_ptr_array_index (lines, i);

      if (line->verb == MODSCOPE_VERB_SOFTDEP && line->ignored == NULL && line->module != NULL &&
          !modscope_pattern_matches (line->module, name) && has_word (line->value, name))
        return line;
    }
  return NULL;
}

static gboolean
blocks (const ModscopeConfigLine *line, const char *name)
{
  if (line->ignored != NULL || line->module == NULL)
    return FALSE;
  switch (line->verb)
    {
    case MODSCOPE_VERB_BLACKLIST:
      return strcmp (line->module, name) == 0;
    case MODSCOPE_VERB_INSTALL:
      return modscope_blocked_is_nothing (line->value) &&
             modscope_pattern_matches (line->module, name);
    case MODSCOPE_VERB_COMMAND_LINE:
      return strcmp (line->module, name) == 0 && line->value != NULL &&
             (g_str_has_prefix (line->value, "modprobe.blacklist=") ||
              g_str_has_prefix (line->value, "module_blacklist="));
    case MODSCOPE_VERB_REMOVE:
    case MODSCOPE_VERB_OPTIONS:
    case MODSCOPE_VERB_SOFTDEP:
    case MODSCOPE_VERB_ALIAS:
    case MODSCOPE_VERB_LOAD_AT_STARTUP:
    case MODSCOPE_VERB_UNKNOWN:
      break;
    }
  return FALSE;
}

GStrv
modscope_blockers_list (GPtrArray *lines, const char *name)
{
  g_autoptr (GStrvBuilder) places = g_strv_builder_new ();

  for (guint i = 0; i < lines->len; i++)
    {
      const ModscopeConfigLine *line = g_ptr_array_index (lines, i);
      g_autofree char *place = g_strdup_printf ("%s:%u", line->file, line->line);

      if (blocks (line, name))
        g_strv_builder_add (places, place);
    }
  return g_strv_builder_end (places);
}
