/* ControlDevice: takes a device off its driver or gives it one, and turns radios off and on, until
 * restart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-refuse.h"
#include "helper/modscope-act.h"
#include "helper/modscope-verbs.h"
#include "system/modscope-critical.h"
#include "system/modscope-device-change.h"

/* Nothing that takes the driver away is done to what the system's disks are behind. */
gboolean
modscope_device_check_critical (ModscopePaths *paths, const char *id, GError **error)
{
  g_autoptr (ModscopeCritical) disks = modscope_critical_read_disks (paths);

  return (modscope_critical_is_known (disks) &&
          modscope_critical_find (disks, NULL, (const char *[]){ id, NULL }) ==
            MODSCOPE_CRITICAL_NONE) ||
         modscope_refuse (error, CRITICAL, "The system is on a disk that needs it");
}

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
  return g_variant_builder_end (&orders);
}

static gboolean
plan_device (const ModscopeCallSetup *setup,
             GVariant *arguments,
             ModscopeCallPlan *plan,
             GError **error)
{
  g_autoptr (ModscopeDeviceChange) change = NULL;
  g_autofree char *identity = NULL;
  const char *id;
  const char *verb;
  const char *driver;
  gboolean takes_away;
  guint32 seconds;

  g_variant_get (arguments, "(&s&s&su)", &id, &verb, &driver, &seconds);
  if (!modscope_act_check_trial (setup, seconds, error))
    return FALSE;
  change = modscope_device_change_new (setup->paths, id, verb, driver, error);
  takes_away = strcmp (verb, "off") == 0 || strcmp (verb, "use-driver") == 0;
  if (change == NULL || (takes_away && !modscope_device_check_critical (setup->paths, id, error)))
    return FALSE;
  identity = g_strjoin ("\n", id, change->identity, NULL);
  plan->action = "io.github.modscope.control-device";
  plan->detail = "change";
  plan->value = g_strjoin (" ", verb, id, driver[0] != '\0' ? driver : NULL, NULL);
  plan->steps = g_variant_ref_sink (modscope_act_make_steps (
    make_orders (change->writes), make_orders (change->back), seconds, change->driver, identity));
  return TRUE;
}

static gboolean
check_device (ModscopeCall *call, const char *const *touched, GError **error)
{
  const char *id;
  const char *verb;
  const char *driver;

  g_variant_get (modscope_call_get_arguments (call), "(&s&s&su)", &id, &verb, &driver, NULL);
  return modscope_device_change_is_so (modscope_call_get_setup (call)->paths, id, verb, driver) ||
         modscope_refuse (error, KERNEL_REFUSED,
                          strcmp (verb, "on") == 0
                            ? "No driver that is loaded takes this device"
                            : "The kernel reported success, but the device says otherwise");
}

/* An undo of another driver needs to know the one before it. */
static GVariant *
list_history (ModscopeCall *call, const char *const *changed)
{
  GVariantBuilder changes = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_ACT_HISTORY));
  const char *id;
  const char *verb;
  const char *before;

  g_variant_get (modscope_call_get_arguments (call), "(&s&s&su)", &id, &verb, NULL, NULL);
  g_variant_get_child (modscope_call_get_steps (call), 3, "&s", &before);
  g_variant_builder_add (&changes, "(sss)", verb, id, before);
  return g_variant_builder_end (&changes);
}

static void
act_device (ModscopeCall *call)
{
  static const ModscopeAct act = {
    .check = check_device,
    .history = list_history,
    .reply = "(u)",
    .puts_back = TRUE,
  };

  modscope_act_run (call, &act);
}

const ModscopeCallVerb modscope_device_verb = { plan_device, act_device };
