/* Which devices a plan brings to life.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "machine/modscope-plan-private.h"

/* A device whose driver was taken away on purpose stays without, and a USB device is driven by way
 * of its interfaces. */
static gboolean
can_start (ModscopeDevice *device, const char *const *modules)
{
  const char *const *candidates = modscope_device_get_candidates (device);

  if (modscope_device_get_driver (device) != NULL || candidates == NULL ||
      modscope_device_get_driver_override (device) != NULL ||
      (strcmp (modscope_device_get_subsystem (device), "usb") == 0 &&
       modscope_device_get_folded_into (device) == NULL))
    return FALSE;
  for (; *candidates != NULL; candidates++)
    if (g_strv_contains (modules, *candidates))
      return TRUE;
  return FALSE;
}

void
modscope_plan_add_starting (ModscopePlan *self, ModscopeMachine *machine)
{
  GListModel *devices = modscope_machine_get_devices (machine);
  g_auto (GStrv) modules = modscope_plan_dup_names (self, "load");
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (ModscopeDevice) device = g_list_model_get_item (devices, i);

      if (can_start (device, (const char *const *) modules))
        g_strv_builder_add (ids, modscope_device_get_id (device));
    }
  g_strfreev (self->devices);
  self->devices = g_strv_builder_end (ids);
}
