/* Finding a module's place by its path.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-place.h"

#include <stdlib.h>
#include <string.h>

#define ROOT "kernel/"
#define ARCH "arch/"

/* Long enough for every folder below and the path of any real module; a longer one is cut, and
 * found by its outer folders. */
#define PATH_BYTES 256

static int
compare_place (const void *key, const void *place)
{
  return strcmp (key, ((const ModscopePlace *) place)->folder);
}

/* Copies the part of a path that the table knows: without "kernel/", the processor and ".ko". */
static void
copy_key (char key[PATH_BYTES], const char *path)
{
  char *dot;

  g_strlcpy (key, path, PATH_BYTES);
  if (g_str_has_prefix (path, ARCH))
    {
      const char *rest = strchr (path + strlen (ARCH), '/');

      if (rest != NULL)
        g_strlcpy (key + strlen (ARCH), rest + 1, PATH_BYTES - strlen (ARCH));
    }
  dot = strstr (key, ".ko");
  if (dot != NULL)
    *dot = '\0';
}

const ModscopePlace *
modscope_place_find (const char *path)
{
  char key[PATH_BYTES];
  char *slash;

  if (path == NULL || !g_str_has_prefix (path, ROOT))
    return NULL;

  copy_key (key, path + strlen (ROOT));
  do
    {
      const ModscopePlace *place =
        bsearch (key, modscope_places, modscope_n_places, sizeof modscope_places[0], compare_place);

      if (place != NULL)
        return place;
      slash = strrchr (key, '/');
      if (slash != NULL)
        *slash = '\0';
    }
  while (slash != NULL);
  return NULL;
}
