/* Patterns of module names, as install, remove, softdep and alias lines have them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-pattern.h"

#include <fnmatch.h>
#include <locale.h>
#include <string.h>

gboolean
modscope_pattern_is_plain (const char *pattern)
{
  return strpbrk (pattern, "*?[\\") == NULL;
}

gboolean
modscope_pattern_is_balanced (const char *pattern)
{
  for (const char *c = pattern; *c != '\0'; c++)
    {
      if (*c == ']')
        return FALSE;
      if (*c == '[' && (c = strchr (c, ']')) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* modprobe does not set a locale: in others, ranges and bytes above 127 match differently. */
static locale_t
c_locale (void)
{
  static gsize c_locale_once;

  if (g_once_init_enter (&c_locale_once))
    g_once_init_leave (&c_locale_once, (gsize) newlocale (LC_ALL_MASK, "C", (locale_t) 0));
  return (locale_t) c_locale_once;
}

gboolean
modscope_pattern_matches (const char *pattern, const char *name)
{
  locale_t before;
  gboolean matches;

  if (modscope_pattern_is_plain (pattern))
    return strcmp (pattern, name) == 0;
  before = uselocale (c_locale ());
  matches = fnmatch (pattern, name, 0) == 0;
  uselocale (before);
  return matches;
}
