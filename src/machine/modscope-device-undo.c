/* The way back from a change of a device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-device-undo.h"

#include <string.h>

#include "system/modscope-sysfs.h"

static const struct
{
  const char *verb;
  const char *other;
} opposites[] = {
  { "off", "on" },
  { "on", "off" },
  { "switch-on", "switch-off" },
  { "switch-off", "switch-on" },
};

char *
modscope_device_undo_dup_driver (ModscopePaths *paths, const char *device)
{
  g_autofree char *folder = modscope_sysfs_dup_device (paths, device);

  return folder != NULL ? modscope_sysfs_dup_driver (folder) : NULL;
}

/* Whether it was turned on, and another driver than before has it. */
static gboolean
has_another (ModscopePaths *paths, const char *device, const char *before)
{
  g_autofree char *driver = modscope_device_undo_dup_driver (paths, device);

  return g_strcmp0 (driver, before) != 0;
}

const char *
modscope_device_undo_get_step (ModscopePaths *paths,
                               const char *device,
                               const char *verb,
                               const char *before,
                               guint step,
                               const char **driver)
{
  gboolean had_driver = before != NULL && before[0] != '\0';

  *driver = NULL;
  if ((step == 0 && strcmp (verb, "use-driver") == 0 && had_driver) ||
      (step == 1 && strcmp (verb, "off") == 0 && had_driver && has_another (paths, device, before)))
    {
      *driver = before;
      return "use-driver";
    }
  if (step > 0)
    return NULL;
  /* No driver had it before it was given one. */
  if (strcmp (verb, "use-driver") == 0)
    return "off";
  for (gsize i = 0; i < G_N_ELEMENTS (opposites); i++)
    if (strcmp (opposites[i].verb, verb) == 0)
      return opposites[i].other;
  return NULL;
}
