/* Text of unknown origin made safe to show.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-text.h"

#include <string.h>

char *
modscope_text_to_utf8 (const char *bytes, gssize length)
{
  gsize size = length < 0 ? strlen (bytes) : (gsize) length;
  char *text;

  if (g_utf8_validate (bytes, (gssize) size, NULL))
    return g_strndup (bytes, size);
  text = g_convert (bytes, (gssize) size, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  /* Every byte is a character of ISO 8859-1, so this is a C library without that converter. */
  return text != NULL ? text : g_utf8_make_valid (bytes, (gssize) size);
}

gboolean
modscope_text_to_unsigned (const char *text, guint64 *number)
{
  guint64 value = 0;

  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isdigit (*text) || !g_uint64_checked_mul (&value, value, 10) ||
          !g_uint64_checked_add (&value, value, (guint64) g_ascii_digit_value (*text)))
        return FALSE;
    }
  *number = value;
  return TRUE;
}
