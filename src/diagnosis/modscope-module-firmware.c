/* The modules that cannot do their work for want of firmware.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-module-firmware.h"

#include "diagnosis/modscope-chain.h"

/* The module that names the firmware: that of the driver, without one the first that claims the
 * device. */
static const char *
get_module (ModscopeDevice *device)
{
  const char *module = modscope_device_get_module (device);
  const char *const *candidates = modscope_device_get_candidates (device);

  if (module == NULL && candidates != NULL)
    module = candidates[0];
  return module;
}

GHashTable *
modscope_find_modules_without_firmware (ModscopeMachine *machine)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GListModel *devices = modscope_machine_get_devices (machine);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (ModscopeDevice) device = g_list_model_get_item (devices, i);
      g_autoptr (ModscopeChain) chain = modscope_chain_judge (machine, device);
      ModscopeDevice *part =
        chain->part != NULL ? modscope_machine_lookup_device (machine, chain->part) : device;
      const char *module = part != NULL ? get_module (part) : NULL;

      if (module != NULL && g_str_equal (chain->verdict, "firmware-missing"))
        g_hash_table_insert (found, g_strdup (module),
                             g_strdup (modscope_device_get_name (device)));
    }
  return found;
}
