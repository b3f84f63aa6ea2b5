/* Names of devices: the subsystem and the name on its bus.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-device-id.h"

#include <string.h>

gboolean
modscope_bus_name_is_valid (const char *name)
{
  gsize length = 0;

  if (name == NULL)
    return FALSE;
  for (; name[length] != '\0'; length++)
    if (length == MODSCOPE_BUS_NAME_MAX || !g_ascii_isprint (name[length]) || name[length] == '/')
      return FALSE;
  return length > 0 && strcmp (name, ".") != 0 && strcmp (name, "..") != 0;
}

gboolean
modscope_device_id_split (const char *id, char **subsystem, char **name)
{
  gsize length = 0;

  if (id == NULL)
    return FALSE;
  while (g_ascii_isalnum (id[length]) || id[length] == '-' || id[length] == '_')
    length++;
  if (length == 0 || length > MODSCOPE_SUBSYSTEM_MAX || id[length] != ':' ||
      !modscope_bus_name_is_valid (id + length + 1))
    return FALSE;
  if (subsystem != NULL)
    *subsystem = g_strndup (id, length);
  if (name != NULL)
    *name = g_strdup (id + length + 1);
  return TRUE;
}
