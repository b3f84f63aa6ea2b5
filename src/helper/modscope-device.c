/* ControlDevice: takes a device off its driver or gives it one, and turns radios off and on, until
 * restart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-device-id.h"
#include "base/modscope-refuse.h"
#include "helper/modscope-act.h"
#include "helper/modscope-verbs.h"
#include "system/modscope-critical.h"
#include "system/modscope-sysfs.h"

/** Plan: the orders for a device, and how it was before. */
typedef struct
{
  ModscopePaths *paths;
  char *folder; /* of the device */
  char *bus;    /* of its bus */
  char *name;   /* on its bus */
  char *driver; /* nullable: the one that has it */
  char
    *override; /* nullable: the only one that may; "" if any may, %NULL where that is no choice */
  gboolean is_usb_device;
  GVariantBuilder orders;
  GVariantBuilder back;
} Plan;

static void
plan_clear (Plan *self)
{
  g_free (self->folder);
  g_free (self->bus);
  g_free (self->name);
  g_free (self->driver);
  g_free (self->override);
  g_variant_builder_clear (&self->orders);
  g_variant_builder_clear (&self->back);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static void
add (GVariantBuilder *steps, const char *folder, const char *file, const char *value)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);

  g_variant_builder_add (steps, "(ss^ayb)", MODSCOPE_WORKER_WRITE, path, value, TRUE);
}

static char *
dup_driver_folder (Plan *self, const char *driver)
{
  return g_build_filename (self->bus, "drivers", driver, NULL);
}

static gboolean
has_driver (Plan *self, const char *driver)
{
  g_autofree char *folder = dup_driver_folder (self, driver);

  return modscope_bus_name_is_valid (driver) && g_file_test (folder, G_FILE_TEST_IS_DIR);
}

/* --- The verbs --- */

/* An empty line takes the override away (driver_set_override() in drivers/base/driver.c). */
static void
set_override (Plan *self, const char *driver)
{
  if (self->override == NULL || strcmp (self->override, driver) == 0)
    return;
  add (&self->orders, self->folder, "driver_override", driver);
  add (&self->back, self->folder, "driver_override",
       self->override[0] == '\0' ? "\n" : self->override);
}

static gboolean
unbind (Plan *self, GError **error)
{
  g_autofree char *driver = dup_driver_folder (self, self->driver);
  g_autofree char *file = g_build_filename (driver, "unbind", NULL);

  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    return modscope_refuse (error, KERNEL_REFUSED, "This driver does not let go of a device");
  add (&self->orders, driver, "unbind", self->name);
  add (&self->back, driver, "bind", self->name);
  return TRUE;
}

static gboolean
plan_off (Plan *self, GError **error)
{
  if (self->is_usb_device)
    {
      add (&self->orders, self->folder, "authorized", "0");
      add (&self->back, self->folder, "authorized", "1");
      return TRUE;
    }
  /* A driver that is loaded later does not take it either. */
  set_override (self, MODSCOPE_DEVICE_OFF);
  return self->driver == NULL || unbind (self, error);
}

static gboolean
plan_on (Plan *self, GError **error)
{
  if (self->is_usb_device)
    {
      add (&self->orders, self->folder, "authorized", "1");
      add (&self->back, self->folder, "authorized", "0");
    }
  else if (self->driver == NULL)
    {
      add (&self->back, self->folder, "driver/unbind", self->name);
      if (self->override != NULL && self->override[0] != '\0' && !has_driver (self, self->override))
        set_override (self, "\n");
      add (&self->orders, self->bus, "drivers_probe", self->name);
    }
  return TRUE;
}

static gboolean
plan_use_driver (Plan *self, const char *driver, GError **error)
{
  g_autofree char *folder = dup_driver_folder (self, driver);

  if (!modscope_bus_name_is_valid (driver))
    return modscope_refuse (error, INVALID_NAME, "This is not the name of a driver");
  if (self->is_usb_device || !has_driver (self, driver))
    return modscope_refuse (error, NOT_FOUND, "The bus of the device has no such driver");
  if (g_strcmp0 (self->driver, driver) == 0)
    return TRUE;
  add (&self->back, folder, "unbind", self->name);
  set_override (self, driver);
  if (self->driver != NULL && !unbind (self, error))
    return FALSE;
  add (&self->orders, folder, "bind", self->name);
  return TRUE;
}

static gboolean
plan_switch (Plan *self, gboolean on, GError **error)
{
  g_auto (GStrv) switches = modscope_sysfs_list_switches (self->paths, self->folder);

  if (switches[0] == NULL)
    return modscope_refuse (error, NOT_FOUND, "This device has no switch");
  for (guint i = 0; switches[i] != NULL; i++)
    {
      g_autofree char *hard = modscope_sysfs_read (switches[i], "hard");
      g_autofree char *soft = modscope_sysfs_read (switches[i], "soft");

      if (on && g_strcmp0 (hard, "1") == 0)
        return modscope_refuse (error, KERNEL_REFUSED,
                                "A key, a switch or the firmware holds it off");
      add (&self->orders, switches[i], "soft", on ? "0" : "1");
      add (&self->back, switches[i], "soft", g_strcmp0 (soft, "1") == 0 ? "1" : "0");
    }
  return TRUE;
}

/* --- Planning --- */

static gboolean
read_device (Plan *self, const char *id, GError **error)
{
  g_autofree char *subsystem = NULL;
  g_autofree char *tail = NULL;
  g_autofree char *vendor = NULL;
  g_autofree char *authorized = NULL;

  if (!modscope_device_id_split (id, &subsystem, &self->name))
    return modscope_refuse (error, INVALID_NAME, "This is not the name of a device");
  self->folder = modscope_sysfs_dup_device (self->paths, id);
  if (self->folder == NULL)
    return modscope_refuse (error, NOT_FOUND, "There is no such device");
  tail = g_build_filename ("/sys/bus", subsystem, NULL);
  self->bus = modscope_paths_build (self->paths, tail);
  self->driver = modscope_sysfs_dup_driver (self->folder);
  self->override = modscope_sysfs_read (self->folder, "driver_override");
  if (g_strcmp0 (self->override, "(null)") == 0)
    self->override[0] = '\0';
  vendor = modscope_sysfs_read (self->folder, "idVendor");
  authorized = modscope_sysfs_read (self->folder, "authorized");
  self->is_usb_device = vendor != NULL && authorized != NULL;
  return TRUE;
}

/* Nothing that takes the driver away is done to what the system's disks are behind. */
static gboolean
check_critical (Plan *self, const char *id, GError **error)
{
  g_autoptr (ModscopeCritical) disks = modscope_critical_read_disks (self->paths);

  return modscope_critical_find (disks, NULL, (const char *[]){ id, NULL }) ==
           MODSCOPE_CRITICAL_NONE ||
         modscope_refuse (error, CRITICAL, "The system is on a disk that needs it");
}

static gboolean
plan_verb (Plan *self, const char *id, const char *verb, const char *driver, GError **error)
{
  gboolean uses_driver = strcmp (verb, "use-driver") == 0;

  if (!uses_driver && driver[0] != '\0')
    return modscope_refuse (error, INVALID_PARAMETER, "Only use-driver takes a driver");
  if (strcmp (verb, "on") == 0)
    return plan_on (self, error);
  if (strcmp (verb, "switch-on") == 0 || strcmp (verb, "switch-off") == 0)
    return plan_switch (self, strcmp (verb, "switch-on") == 0, error);
  if (!uses_driver && strcmp (verb, "off") != 0)
    return modscope_refuse (error, INVALID_PARAMETER, "There is no such verb");
  return check_critical (self, id, error) &&
         (uses_driver ? plan_use_driver (self, driver, error) : plan_off (self, error));
}

static gboolean
plan_device (const ModscopeCallSetup *setup,
             GVariant *arguments,
             ModscopeCallPlan *plan,
             GError **error)
{
  g_auto (Plan) self = {
    .paths = setup->paths,
    .orders = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS)),
    .back = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS)),
  };
  const char *id;
  const char *verb;
  const char *driver;
  guint32 seconds;

  g_variant_get (arguments, "(&s&s&su)", &id, &verb, &driver, &seconds);
  if (!modscope_act_check_trial (setup, seconds, error) || !read_device (&self, id, error) ||
      !plan_verb (&self, id, verb, driver, error))
    return FALSE;
  plan->action = "io.github.modscope.control-device";
  plan->detail = "change";
  plan->value = g_strjoin (" ", verb, id, driver[0] != '\0' ? driver : NULL, NULL);
  plan->steps = g_variant_ref_sink (g_variant_new (
    MODSCOPE_ACT_STEPS, &self.orders, &self.back, seconds, self.driver != NULL ? self.driver : ""));
  return TRUE;
}

/* --- Acting --- */

static gboolean
is_so (Plan *self, const char *verb, const char *driver)
{
  gboolean on = g_str_has_suffix (verb, "on");
  const char *wanted = on ? "1" : "0";

  if (g_str_has_prefix (verb, "switch-"))
    {
      g_auto (GStrv) switches = modscope_sysfs_list_switches (self->paths, self->folder);

      for (guint i = 0; switches[i] != NULL; i++)
        {
          g_autofree char *soft = modscope_sysfs_read (switches[i], "soft");

          if (g_strcmp0 (soft, on ? "0" : "1") != 0)
            return FALSE;
        }
      return TRUE;
    }
  if (self->is_usb_device)
    {
      g_autofree char *authorized = modscope_sysfs_read (self->folder, "authorized");

      return g_strcmp0 (authorized, wanted) == 0;
    }
  return driver[0] != '\0' ? g_strcmp0 (self->driver, driver) == 0 : (self->driver != NULL) == on;
}

static gboolean
check_device (ModscopeCall *call, const char *const *touched, GError **error)
{
  g_auto (Plan) self = { .paths = modscope_call_get_setup (call)->paths };
  const char *id;
  const char *verb;
  const char *driver;

  g_variant_get (modscope_call_get_arguments (call), "(&s&s&su)", &id, &verb, &driver, NULL);
  if (!read_device (&self, id, error))
    return FALSE;
  return is_so (&self, verb, driver) ||
         modscope_refuse (error, KERNEL_REFUSED,
                          strcmp (verb, "on") == 0
                            ? "No driver that is loaded takes this device"
                            : "The kernel reported success, but the device says otherwise");
}

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

static GVariant *
make_reply (const char *const *changed, guint change)
{
  return g_variant_new ("(u)", change);
}

static void
act_device (ModscopeCall *call)
{
  static const ModscopeAct act = {
    .check = check_device,
    .history = list_history,
    .reply = make_reply,
    .puts_back = TRUE,
  };

  modscope_act_run (call, &act);
}

const ModscopeCallVerb modscope_device_verb = { plan_device, act_device };
