/* Finding a module's place by its path.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-place.h"

#include <string.h>

#define ROOT "kernel/"
#define ARCH "arch/"

/* How many places sort before the first @length bytes of @key, or are equal to them. */
static gsize
count_until (const char *key, gsize length)
{
  gsize low = 0;
  gsize high = modscope_n_places;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      const char *folder = modscope_places[middle].folder;
      int order = strncmp (key, folder, length);

      if (order < 0 || (order == 0 && folder[length] != '\0'))
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/* Of the places that hold @key, the innermost is the last that does not sort behind it; or it holds
 * what @key has in common with that one. */
static const ModscopePlace *
find_innermost (const char *key, gsize length)
{
  gsize count;

  while (length > 0 && (count = count_until (key, length)) > 0)
    {
      const ModscopePlace *place = &modscope_places[count - 1];
      gsize common = 0;

      while (common < length && place->folder[common] == key[common])
        common++;
      if (place->folder[common] == '\0' && (common == length || key[common] == '/'))
        return place;
      while (common > 0 && key[common] != '/')
        common--;
      length = common;
    }
  return NULL;
}

/* The table knows paths without "kernel/", the processor and ".ko". */
const ModscopePlace *
modscope_place_find (const char *path)
{
  g_autofree char *of_any_processor = NULL;
  const char *key;
  const char *ending;

  if (path == NULL || !g_str_has_prefix (path, ROOT))
    return NULL;
  key = path + strlen (ROOT);
  if (g_str_has_prefix (key, ARCH))
    {
      const char *rest = strchr (key + strlen (ARCH), '/');

      if (rest != NULL)
        key = of_any_processor = g_strconcat (ARCH, rest + 1, NULL);
    }
  ending = strstr (key, ".ko");
  return find_innermost (key, ending != NULL ? (gsize) (ending - key) : strlen (key));
}
