/* Lines of configuration, compared as one text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/modscope-config-line.h"

/** Returns: (transfer full): one line of text for each: "LINE verb|module|value", with "!" in front
 *  where it is ignored; what is missing is "-". */
static inline char *
config_lines_dup_text (GPtrArray *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const ModscopeConfigLine *line = lines->pdata[i];
      const char *verb = modscope_verb_to_string (line->verb);

      g_string_append_printf (text, "%s%u %s|%s|%s\n", line->ignored != NULL ? "!" : "", line->line,
                              verb != NULL ? verb : "-", line->module != NULL ? line->module : "-",
                              line->value != NULL ? line->value : "-");
    }
  return g_string_free (text, FALSE);
}

#define assert_config_lines(lines, expected)                                                       \
  do                                                                                               \
    {                                                                                              \
      g_autofree char *lines_text = config_lines_dup_text (lines);                                 \
                                                                                                   \
      g_assert_cmpstr (lines_text, ==, expected);                                                  \
    }                                                                                              \
  while (0)
