/* Names of kernel modules: what is one, and how it is written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-name.h"

#include <string.h>

gboolean
modscope_name_is_valid (const char *name)
{
  gsize length = 0;

  if (name == NULL)
    return FALSE;
  for (; name[length] != '\0'; length++)
    if (length == MODSCOPE_NAME_MAX ||
        !(g_ascii_isalnum (name[length]) || name[length] == '_' || name[length] == '-'))
      return FALSE;
  return length > 0;
}

char *
modscope_name_fold (const char *name)
{
  char *folded = g_strdup (name);
  gboolean in_brackets = FALSE;

  for (char *c = folded; *c != '\0'; c++)
    {
      if (*c == '[')
        in_brackets = TRUE;
      else if (*c == ']')
        in_brackets = FALSE;
      else if (*c == '-' && !in_brackets)
        *c = '_';
    }
  return folded;
}

char *
modscope_name_from_path (const char *path, gssize length)
{
  static const char *const endings[] = { ".ko", ".ko.xz", ".ko.zst", ".ko.gz" };
  gsize size = length < 0 ? strlen (path) : (gsize) length;
  const char *slash = memrchr (path, '/', size);
  const char *base = slash != NULL ? slash + 1 : path;
  gsize base_size = size - (gsize) (base - path);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize ending_size = strlen (endings[i]);

      if (base_size > ending_size &&
          memcmp (base + base_size - ending_size, endings[i], ending_size) == 0)
        {
          g_autofree char *name = g_strndup (base, base_size - ending_size);

          return modscope_name_fold (name);
        }
    }
  return NULL;
}
