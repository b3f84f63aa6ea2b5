/* Takes a log apart, and puts together what was broken into several lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-kernel-log.h"

#include <string.h>

#include "diagnosis/modscope-kernel-prefix.h"

/* Where a name before a colon must end. */
#define PROGRAM_MAX 64

/* "modprobe: ERROR", "Sep 21 19:40:22" and the like begin a message of their own. */
static gboolean
begins_with_program (const char *line, gsize length)
{
  gsize seen = MIN (length, PROGRAM_MAX);
  const char *colon = g_strstr_len (line, (gssize) seen, ": ");

  return colon != NULL && memchr (line, ' ', (gsize) (colon - line)) == NULL;
}

static gboolean
has_prefix (const char *line, gsize length)
{
  gsize left = length;

  while (length > 0 && g_ascii_isspace (*line))
    {
      line++;
      length--;
    }
  left = length;
  return modscope_kernel_prefix_skip (line, &left) != line;
}

GStrv
modscope_kernel_log_split (const char *text, gssize length)
{
  g_autoptr (GStrvBuilder) messages = g_strv_builder_new ();
  g_autoptr (GString) message = g_string_new (NULL);
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);
  gboolean can_go_on = FALSE;

  while (text < end)
    {
      const char *line_end = memchr (text, '\n', (gsize) (end - text));
      gsize size = (gsize) ((line_end != NULL ? line_end : end) - text);
      gboolean is_new = has_prefix (text, size);

      if (size > 0 && text[size - 1] == '\r')
        size--;
      if (can_go_on && !is_new && size > 0 &&
          (g_ascii_isspace (*text) || !begins_with_program (text, size)))
        g_string_append_c (message, ' ');
      else
        {
          if (message->len > 0)
            g_strv_builder_add (messages, message->str);
          g_string_truncate (message, 0);
          can_go_on = is_new;
        }
      g_string_append_len (message, text, (gssize) size);
      text = line_end != NULL ? line_end + 1 : end;
    }
  if (message->len > 0)
    g_strv_builder_add (messages, message->str);
  return g_strv_builder_end (messages);
}
