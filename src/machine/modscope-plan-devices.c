/* Which devices a plan brings to life, and what stops with a device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/modscope-error.h"
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

/* --- With a device --- */

gboolean
modscope_plan_is_of_device (const char *verb)
{
  static const char *const verbs[] = { "off", "use-driver", "switch-off", NULL };

  return g_strv_contains (verbs, verb);
}

/* What is behind a PCI bridge is there without the bridge's driver, too. */
static gboolean
is_behind (ModscopeMachine *machine, ModscopeDevice *device, const char *id)
{
  while (device != NULL)
    {
      const char *parent = modscope_device_get_parent (device);

      if (parent == NULL || (g_str_has_prefix (parent, "pci:") &&
                             strcmp (modscope_device_get_subsystem (device), "pci") == 0))
        return FALSE;
      if (strcmp (parent, id) == 0)
        return TRUE;
      device = modscope_machine_lookup_device (machine, parent);
    }
  return FALSE;
}

gboolean
modscope_plan_add_device (
  ModscopePlan *self, ModscopeMachine *machine, const char *verb, const char *id, GError **error)
{
  GListModel *devices = modscope_machine_get_devices (machine);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (modscope_machine_lookup_device (machine, id) == NULL)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND,
                   _ ("There is no device “%s” any more"), id);
      return FALSE;
    }
  modscope_plan_add_step (self, verb, id);
  /* A radio that is switched off keeps its driver. */
  if (strcmp (verb, "switch-off") == 0)
    return TRUE;
  g_strv_builder_addv (ids, (const char **) self->devices);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (ModscopeDevice) device = g_list_model_get_item (devices, i);

      if (modscope_device_is_shown (device) && modscope_device_get_driver (device) != NULL &&
          is_behind (machine, device, id))
        g_strv_builder_add (ids, modscope_device_get_id (device));
    }
  g_strfreev (self->devices);
  self->devices = g_strv_builder_end (ids);
  return TRUE;
}
