/* Prints configuration files as read by Modscope in the form of `modprobe -c`, to be compared with
 * it: dump-modprobe-config [--command-line FILE] [FILE...]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-config.h"

#include <stdio.h>
#include <string.h>

/* In the order in which modprobe prints them. */
static const ModscopeVerb verbs[] = {
  MODSCOPE_VERB_BLACKLIST, MODSCOPE_VERB_INSTALL, MODSCOPE_VERB_REMOVE,
  MODSCOPE_VERB_ALIAS,     MODSCOPE_VERB_OPTIONS, MODSCOPE_VERB_SOFTDEP,
};

static void
print_line (ModscopeVerb verb, const ModscopeConfigLine *line)
{
  if (line->ignored != NULL)
    return;
  if (line->verb == MODSCOPE_VERB_COMMAND_LINE)
    {
      gboolean blacklist = g_str_has_prefix (line->value, "modprobe.blacklist=");

      if (verb == MODSCOPE_VERB_BLACKLIST && blacklist)
        printf ("blacklist %s\n", line->module);
      else if (verb == MODSCOPE_VERB_OPTIONS && !blacklist && line->module != NULL &&
               !g_str_has_prefix (line->value, "module_blacklist=") &&
               !g_str_has_prefix (line->value, "modules_load=") &&
               !g_str_has_prefix (line->value, "rd.modules_load="))
        printf ("options %s %s\n", line->module, strchr (line->value, '.') + 1);
    }
  else if (line->verb != verb)
    return;
  else if (verb == MODSCOPE_VERB_BLACKLIST)
    printf ("blacklist %s\n", line->module);
  else if (verb == MODSCOPE_VERB_ALIAS)
    printf ("alias %s %s\n", line->value, line->module);
  else
    printf ("%s %s %s\n", modscope_verb_to_string (verb), line->module, line->value);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) lines =
    g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_config_line_free);

  for (int i = 1; i < argc; i++)
    {
      gboolean command_line = strcmp (argv[i], "--command-line") == 0 && i + 1 < argc;
      const char *file = argv[command_line ? ++i : i];
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      gsize length;

      if (!g_file_get_contents (file, &text, &length, &error))
        {
          fprintf (stderr, "%s\n", error->message);
          return 1;
        }
      g_ptr_array_extend_and_steal (lines, command_line
                                             ? modscope_config_parse_command_line (text, length)
                                             : modscope_config_parse_modprobe (text, length, file));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    for (guint j = 0; j < lines->len; j++)
      print_line (verbs[i], lines->pdata[j]);
  return 0;
}
