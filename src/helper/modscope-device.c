/* ControlDevice: takes a device off its driver or gives it one, and turns radios off and on, until
 * restart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "helper/modscope-methods.h"
#include "helper/modscope-trial.h"
#include "system/modscope-worker.h"

static GVariant *
make_orders (GPtrArray *writes)
{
  GVariantBuilder orders = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));

  for (guint i = 0; i < writes->len; i++)
    {
      const ModscopeDeviceWrite *step = g_ptr_array_index (writes, i);

      g_variant_builder_add (&orders, "(ss^ayb)", MODSCOPE_WORKER_WRITE, step->file, step->value,
                             TRUE);
    }
  return g_variant_ref_sink (g_variant_builder_end (&orders));
}

/* Nothing that takes the driver away is done to what the system's disks are behind. */
static gboolean
check_disks (ModscopePaths *paths, const ModscopeDeviceChange *device, GError **error)
{
  g_autoptr (ModscopeCritical) disks = NULL;

  if (strcmp (device->verb, "off") != 0 && strcmp (device->verb, "use-driver") != 0)
    return TRUE;
  disks = modscope_critical_read_disks (paths);
  return modscope_check_critical (disks, NULL, device->id, error);
}

gboolean
modscope_plan_device (const ModscopeCallSetup *setup,
                      GVariant *arguments,
                      ModscopeCallPlan *plan,
                      GError **error)
{
  const char *id;
  const char *verb;
  const char *driver;

  g_variant_get (arguments, "(&s&s&su)", &id, &verb, &driver, &plan->trial_seconds);
  if (!modscope_trial_check (setup->trial, plan->trial_seconds, error))
    return FALSE;
  plan->device = modscope_device_change_new (setup->paths, id, verb, driver, error);
  if (plan->device == NULL || !check_disks (setup->paths, plan->device, error))
    return FALSE;
  plan->action = "io.github.modscope.control-device";
  plan->detail = "change";
  plan->shown = g_strjoin (" ", verb, id, driver[0] != '\0' ? driver : NULL, NULL);
  plan->orders = make_orders (plan->device->writes);
  plan->back = make_orders (plan->device->back);
  return TRUE;
}
