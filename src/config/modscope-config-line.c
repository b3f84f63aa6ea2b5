/* One line of configuration, whichever file it comes from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-config-line.h"

const char *
modscope_verb_to_string (ModscopeVerb verb)
{
  switch (verb)
    {
    case MODSCOPE_VERB_BLACKLIST:
      return "blacklist";
    case MODSCOPE_VERB_INSTALL:
      return "install";
    case MODSCOPE_VERB_REMOVE:
      return "remove";
    case MODSCOPE_VERB_OPTIONS:
      return "options";
    case MODSCOPE_VERB_SOFTDEP:
      return "softdep";
    case MODSCOPE_VERB_ALIAS:
      return "alias";
    case MODSCOPE_VERB_LOAD_AT_STARTUP:
      return "load-at-startup";
    case MODSCOPE_VERB_COMMAND_LINE:
      return "command-line";
    case MODSCOPE_VERB_UNKNOWN:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

ModscopeConfigLine *
modscope_config_line_new (ModscopeVerb verb,
                          const char *module,
                          const char *value,
                          const char *file,
                          guint line,
                          const char *ignored)
{
  ModscopeConfigLine *self = g_new0 (ModscopeConfigLine, 1);

  self->verb = verb;
  self->module = g_strdup (module);
  self->value = g_strdup (value);
  self->file = g_strdup (file);
  self->line = line;
  self->ignored = g_strdup (ignored);
  return self;
}

void
modscope_config_line_free (ModscopeConfigLine *self)
{
  if (self == NULL)
    return;
  g_free (self->module);
  g_free (self->value);
  g_free (self->file);
  g_free (self->ignored);
  g_free (self);
}
