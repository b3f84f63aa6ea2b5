/* The drivers that a device could have, and what keeps it from each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-driver-choice.h"

#include <glib/gi18n.h>
#include <string.h>

#include "system/modscope-live.h"

static void
choice_free (gpointer data)
{
  ModscopeDriverChoice *self = data;

  g_free (self->module);
  g_free (self->driver);
  g_free (self);
}

static gboolean
is_in_kernel (ModscopeModule *module)
{
  return modscope_module_is_in_kernel (module) ||
         modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN;
}

static ModscopeDriverState
find_state (const ModscopeDriverChoice *self, ModscopeModule *module, ModscopeDevice *device)
{
  if (g_strcmp0 (self->module, modscope_device_get_module (device)) == 0)
    return MODSCOPE_DRIVER_IN_USE;
  if (is_in_kernel (module))
    return self->driver != NULL ? MODSCOPE_DRIVER_READY : MODSCOPE_DRIVER_UNFIT;
  if (modscope_module_get_blocked (module) == MODSCOPE_BLOCKED_ALWAYS ||
      modscope_module_get_blocked (module) == MODSCOPE_BLOCKED_AT_BOOT)
    return MODSCOPE_DRIVER_FORBIDDEN;
  return MODSCOPE_DRIVER_TO_LOAD;
}

GPtrArray *
modscope_driver_choices_new (ModscopeMachine *machine, ModscopeDevice *device)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (choice_free);
  ModscopePaths *paths = modscope_kernel_get_paths (modscope_machine_get_kernel (machine));
  const char *const *name = modscope_device_get_candidates (device);

  for (; name != NULL && *name != NULL; name++)
    {
      ModscopeModule *module = modscope_machine_lookup (machine, *name);
      ModscopeDriverChoice *choice;

      if (module == NULL)
        continue;
      choice = g_new0 (ModscopeDriverChoice, 1);
      choice->module = g_strdup (*name);
      if (is_in_kernel (module))
        choice->driver =
          modscope_live_dup_driver (paths, *name, modscope_device_get_subsystem (device));
      choice->state = find_state (choice, module, device);
      g_ptr_array_add (choices, choice);
    }
  return choices;
}

gboolean
modscope_driver_choice_is_possible (const ModscopeDriverChoice *self)
{
  return self->state == MODSCOPE_DRIVER_READY || self->state == MODSCOPE_DRIVER_TO_LOAD;
}

const char *
modscope_driver_state_get_label (ModscopeDriverState state)
{
  switch (state)
    {
    case MODSCOPE_DRIVER_IN_USE:
      return _ ("In use now");
    case MODSCOPE_DRIVER_READY:
      return _ ("Loaded, can take over at once");
    case MODSCOPE_DRIVER_TO_LOAD:
      return _ ("Not loaded yet: that is done first");
    case MODSCOPE_DRIVER_UNFIT:
      return _ ("Loaded, but has nothing for this device");
    case MODSCOPE_DRIVER_FORBIDDEN:
    default:
      return _ ("Blocked: a rule or a start-up option forbids it");
    }
}

/* A driver is given to an interface of a USB device, never to the device. */
static gboolean
has_choice (ModscopeMachine *machine, ModscopeDevice *device)
{
  g_autoptr (GPtrArray) choices = NULL;

  if (strcmp (modscope_device_get_subsystem (device), "usb") == 0 &&
      modscope_device_get_folded_into (device) == NULL)
    return FALSE;
  choices = modscope_driver_choices_new (machine, device);
  for (guint i = 0; i < choices->len; i++)
    if (modscope_driver_choice_is_possible (g_ptr_array_index (choices, i)))
      return TRUE;
  return FALSE;
}

ModscopeDevice *
modscope_driver_find_target (ModscopeMachine *machine, ModscopeDevice *device)
{
  const char *const *part = modscope_device_get_parts (device);

  if (has_choice (machine, device))
    return device;
  if (strcmp (modscope_device_get_subsystem (device), "usb") != 0)
    return NULL;
  for (; *part != NULL; part++)
    {
      ModscopeDevice *other = modscope_machine_lookup_device (machine, *part);

      if (other != NULL && strcmp (modscope_device_get_subsystem (other), "usb") == 0 &&
          has_choice (machine, other))
        return other;
    }
  return NULL;
}
