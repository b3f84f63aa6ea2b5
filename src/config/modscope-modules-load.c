/* Text of modules-load.d(5): modules to load when the computer starts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-modules-load.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/modscope-name.h"
#include "config/modscope-pattern.h"
#include "config/modscope-word.h"

/* Returns NULL for an empty line and a comment. */
static ModscopeConfigLine *
parse_line (char *text, const char *file, guint number)
{
  static const char byte_order_mark[] = "\xef\xbb\xbf";
  const char *ignored = NULL;
  g_autofree char *module = NULL;
  char *rest;
  char *word;

  if (number == 1 && g_str_has_prefix (text, byte_order_mark))
    {
      text += strlen (byte_order_mark);
      ignored =
        _ ("The file begins with a byte order mark, which makes its first line unreadable.");
    }
  rest = g_strstrip (text);
  if (rest[0] == '\0' || rest[0] == '#' || rest[0] == ';')
    return NULL;

  word = modscope_word_next (&rest);
  module = modscope_name_fold (word);
  rest = g_strchug (rest);
  if (ignored == NULL && rest[0] != '\0')
    ignored = _ ("The whole line is taken for the name of a module. Options belong into a file of "
                 "modprobe.d.");
  if (ignored == NULL && !modscope_pattern_is_balanced (word))
    ignored = _ ("The square brackets in the name do not pair up.");
  return modscope_config_line_new (MODSCOPE_VERB_LOAD_AT_STARTUP, module,
                                   rest[0] != '\0' ? rest : NULL, file, number, ignored);
}

GPtrArray *
modscope_config_parse_modules_load (const char *text, gsize length, const char *file)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_config_line_free);
  const char *end = length > 0 ? text + length : text;
  guint number = 1;

  while (text < end)
    {
      const char *stop = text;
      g_autofree char *copy = NULL;
      ModscopeConfigLine *line;

      /* systemd takes each of these for the end of a line. */
      while (stop < end && *stop != '\n' && *stop != '\r' && *stop != '\0')
        stop++;
      copy = g_strndup (text, (gsize) (stop - text));
      line = parse_line (copy, file, number);
      if (line != NULL)
        g_ptr_array_add (lines, line);
      if (stop < end && (*stop == '\n' || (*stop == '\r' && (stop + 1 == end || stop[1] != '\n'))))
        number++;
      text = stop < end ? stop + 1 : end;
    }
  return lines;
}
