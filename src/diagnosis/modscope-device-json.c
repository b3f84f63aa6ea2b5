/* A device with its check chain as JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-device-json.h"

static void
put_children (ModscopeJson *json, const ModscopeDeviceChild *child)
{
  modscope_json_begin_array (json, "children");
  for (; child->id != NULL; child++)
    {
      modscope_json_begin_object (json, NULL);
      modscope_json_string (json, "id", child->id);
      modscope_json_string (json, "name", child->name);
      modscope_json_end_object (json);
    }
  modscope_json_end_array (json);
}

static void
put_chain (ModscopeJson *json, const ModscopeChain *chain)
{
  modscope_json_begin_array (json, "chain");
  for (int i = 0; i < MODSCOPE_N_STEPS; i++)
    {
      modscope_json_begin_object (json, NULL);
      modscope_json_string (json, "step", modscope_step_to_string ((ModscopeStep) i));
      modscope_json_string (json, "state", modscope_step_state_to_string (chain->steps[i].state));
      modscope_json_string (json, "detail", chain->steps[i].detail);
      modscope_json_end_object (json);
    }
  modscope_json_end_array (json);
}

void
modscope_json_device (ModscopeJson *json,
                      const char *key,
                      ModscopeDevice *device,
                      const ModscopeChain *chain)
{
  ModscopeTri needs_driver =
    modscope_device_needs_driver (device) ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO;

  modscope_json_begin_object (json, key);
  modscope_json_string (json, "id", modscope_device_get_id (device));
  modscope_json_string (json, "syspath", modscope_device_get_syspath (device));
  modscope_json_string (json, "subsystem", modscope_device_get_subsystem (device));
  modscope_json_string (json, "kind",
                        modscope_device_kind_to_string (modscope_device_get_kind (device)));
  modscope_json_string (json, "name", modscope_device_get_name (device));
  modscope_json_string (json, "vendor", modscope_device_get_vendor (device));
  modscope_json_string (json, "modalias", modscope_device_get_modalias (device));
  modscope_json_string (json, "driver", modscope_device_get_driver (device));
  modscope_json_string (json, "module", modscope_device_get_module (device));
  modscope_json_strings (json, "candidates", modscope_device_get_candidates (device));
  put_children (json, modscope_device_get_children (device));
  modscope_json_tri (json, "needs_driver", needs_driver);
  modscope_json_string (json, "verdict", chain->verdict);
  put_chain (json, chain);
  modscope_json_end_object (json);
}
