/* A request on its way: asks the helper for all of it, and reads back what became of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-action-call.h"

#include <glib/gi18n.h>
#include <string.h>

#include "machine/modscope-device-undo.h"
#include "system/modscope-live.h"

typedef struct
{
  ModscopeClient *client;
  ModscopeMachine *machine;
  const char *verb;
  GStrv modules;
  GStrv with;
  GStrv parameters;
  GStrv expected;
  GStrv strengths;
  GPtrArray *strengths_before; /* static strings; NULL unless they change */
  char *reason;
  guint trial_seconds;
  gboolean is_of_device;
  char *driver_module;
  char *driver;
  const char *undoes;

  guint next;       /* of modules, to load: the helper loads one at a time; of steps of an undo */
  GPtrArray *names; /* that the helper loaded or unloaded */
  GPtrArray *done;
  GError *error;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->client);
  g_object_unref (call->machine);
  g_strfreev (call->modules);
  g_strfreev (call->with);
  g_strfreev (call->parameters);
  g_strfreev (call->expected);
  g_strfreev (call->strengths);
  g_clear_pointer (&call->strengths_before, g_ptr_array_unref);
  g_free (call->reason);
  g_free (call->driver_module);
  g_free (call->driver);
  g_ptr_array_unref (call->names);
  g_clear_pointer (&call->done, g_ptr_array_unref);
  g_clear_error (&call->error);
  g_free (call);
}

gboolean
modscope_action_call_is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_DISMISSED);
}

/* --- Reading back --- */

static gboolean
is_restart (Call *call)
{
  return strcmp (call->verb, "restart") == 0;
}

static gboolean
is_in_kernel (Call *call, const char *name)
{
  ModscopeModule *module = modscope_machine_lookup (call->machine, name);

  return module != NULL && modscope_module_is_in_kernel (module);
}

static gboolean
is_switched_off (ModscopeDevice *device)
{
  const ModscopeSwitch *radio = modscope_device_get_switches (device);

  for (; radio->name != NULL; radio++)
    if (radio->soft)
      return TRUE;
  return FALSE;
}

/* Why the device is not what was asked for; %NULL if it is. One that is gone is off. */
static const char *
find_device_difference (Call *call)
{
  ModscopeDevice *device = modscope_machine_lookup_device (call->machine, call->modules[0]);
  const char *driver = device != NULL ? modscope_device_get_driver (device) : NULL;
  gboolean wanted = strcmp (call->verb, "on") == 0 || strcmp (call->verb, "switch-on") == 0;
  gboolean is_on;

  if (strcmp (call->verb, "use-driver") == 0)
    return g_strcmp0 (driver, call->driver) == 0 ? NULL : _ ("the driver has not taken it");
  if (g_str_has_prefix (call->verb, "switch-"))
    is_on = device != NULL && !is_switched_off (device);
  else
    is_on = driver != NULL && modscope_device_get_authorized (device) != MODSCOPE_TRI_NO;
  if (is_on == wanted)
    return NULL;
  return wanted ? _ ("no driver has taken it") : _ ("its driver still has it");
}

/* Of rules all are written or none. */
static void
find_rules_that_were_written (Call *call)
{
  gboolean is_changed = FALSE;

  for (guint i = 0; call->modules[i] != NULL; i++)
    {
      const char *strength =
        modscope_action_request_find_strength (call->machine, call->modules[i]);

      if (strcmp (strength, call->strengths[i]) != 0)
        return;
      is_changed = is_changed || strcmp (strength, call->strengths_before->pdata[i]) != 0;
    }
  if (!is_changed)
    return;
  g_clear_error (&call->error);
  for (guint i = 0; call->modules[i] != NULL; i++)
    {
      ModscopeModule *module = modscope_machine_lookup (call->machine, call->modules[i]);
      gboolean is_block = call->strengths[i][0] != '\0';

      modscope_done_list_add (call->done, is_block ? "block" : "unblock", call->modules[i],
                              !is_block || module == NULL ||
                                modscope_module_get_blocked (module) != MODSCOPE_BLOCKED_NO,
                              NULL);
    }
}

/* Whoever cancels may be late. */
static void
find_what_was_done (Call *call)
{
  const gboolean is_load = strcmp (call->verb, "load") == 0;
  char **name = is_load && call->expected != NULL ? call->expected : call->modules;

  if (call->is_of_device && find_device_difference (call) == NULL && call->trial_seconds == 0 &&
      call->next <= 1)
    g_clear_error (&call->error);
  if (call->strengths != NULL)
    find_rules_that_were_written (call);
  /* The helper knows best what it did, if it has answered. */
  if (call->strengths != NULL || call->is_of_device || is_restart (call) ||
      !g_error_matches (call->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_ptr_array_set_size (call->names, 0);
  for (; *name != NULL; name++)
    if (is_in_kernel (call, *name) == is_load)
      g_ptr_array_add (call->names, g_strdup (*name));
  name = call->modules;
  while (*name != NULL && is_in_kernel (call, *name) == is_load)
    name++;
  if (*name == NULL)
    g_clear_error (&call->error);
}

static void
read_device_back (Call *call)
{
  const char *difference;

  for (guint i = 0; i + 1 < call->names->len; i++)
    modscope_done_list_add (call->done, "load", call->names->pdata[i], TRUE, NULL);
  /* Of the steps of an undo the last one failed. */
  if (call->error != NULL && call->undoes != NULL && call->next > 1)
    modscope_done_list_add (call->done, call->verb, call->modules[0], TRUE, NULL);
  if (call->error != NULL)
    return;
  difference = find_device_difference (call);
  modscope_done_list_add (call->done, call->verb, call->modules[0], difference == NULL, difference);
}

static void
refreshed_cb (GObject *machine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);

  modscope_machine_refresh_finish (MODSCOPE_MACHINE (machine), result, NULL);
  if (modscope_action_call_is_cancelled (call->error))
    find_what_was_done (call);
  g_ptr_array_add (call->names, NULL);
  if (call->is_of_device)
    read_device_back (call);
  else
    modscope_done_list_add_read_back (call->done, call->machine, call->verb,
                                      (const char *const *) call->names->pdata);
  if (call->error != NULL)
    g_task_return_error (task, g_steal_pointer (&call->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* The page shows what is, read back from the kernel. */
static void
read_back (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  modscope_machine_refresh_async (call->machine, NULL, refreshed_cb, g_object_ref (task));
}

static void
take_names (Call *call, GStrv names)
{
  for (char **name = names; names != NULL && *name != NULL; name++)
    g_ptr_array_add (call->names, g_strdup (*name));
}

/* --- Asking --- */

static void load_next (GTask *task);

static void
loaded_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_auto (GStrv) names =
    modscope_client_load_finish (MODSCOPE_CLIENT (client), result, &call->error);

  take_names (call, names);
  call->next++;
  if (names != NULL && call->modules[call->next] != NULL)
    load_next (task);
  else
    read_back (task);
}

static void
load_next (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  modscope_client_load_async (call->client, call->modules[call->next],
                              (const char *const *) call->parameters,
                              (const char *const *) call->expected, g_task_get_cancellable (task),
                              loaded_cb, g_object_ref (task));
}

static void
unloaded_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_auto (GStrv) names =
    modscope_client_unload_finish (MODSCOPE_CLIENT (client), result, &call->error);

  take_names (call, names);
  read_back (task);
}

static void undo_next (GTask *task);

static void
controlled_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);

  if (modscope_client_change_finish (MODSCOPE_CLIENT (client), result, &call->error) &&
      call->undoes != NULL)
    undo_next (task);
  else
    read_back (task);
}

static void
control_device (GTask *task, const char *verb, const char *driver)
{
  Call *call = g_task_get_task_data (task);

  modscope_client_control_device_async (call->client, call->modules[0], verb, driver,
                                        call->trial_seconds, g_task_get_cancellable (task),
                                        controlled_cb, g_object_ref (task));
}

static void
undo_next (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  ModscopePaths *paths = modscope_kernel_get_paths (modscope_machine_get_kernel (call->machine));
  const char *driver;
  const char *verb = modscope_device_undo_get_step (paths, call->modules[0], call->undoes,
                                                    call->driver, call->next++, &driver);

  if (verb != NULL)
    control_device (task, verb, driver);
  else
    read_back (task);
}

/* Only a module that is in the kernel tells which driver it brings. */
static void
find_driver (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  ModscopePaths *paths = modscope_kernel_get_paths (modscope_machine_get_kernel (call->machine));
  g_auto (GStrv) parts = g_strsplit (call->modules[0], ":", 2);

  call->driver = modscope_live_dup_driver (paths, call->driver_module, parts[0]);
  if (call->driver != NULL)
    {
      control_device (task, call->verb, call->driver);
      return;
    }
  g_set_error (&call->error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _ ("%s is loaded, but brings no driver for this device, which is as it was before"),
               call->driver_module);
  read_back (task);
}

static void
driver_loaded_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_auto (GStrv) names =
    modscope_client_load_finish (MODSCOPE_CLIENT (client), result, &call->error);

  take_names (call, names);
  if (names != NULL)
    find_driver (task);
  else
    read_back (task);
}

static void
use_driver (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  ModscopeModule *module = call->driver_module != NULL
                             ? modscope_machine_lookup (call->machine, call->driver_module)
                             : NULL;

  if (call->undoes != NULL)
    undo_next (task);
  else if (call->driver_module == NULL)
    control_device (task, call->verb, call->driver);
  else if (module == NULL || modscope_module_get_state (module) == MODSCOPE_MODULE_AVAILABLE)
    modscope_client_load_async (call->client, call->driver_module, NULL, NULL,
                                g_task_get_cancellable (task), driver_loaded_cb,
                                g_object_ref (task));
  else
    find_driver (task);
}

static void
restarted_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);

  if (modscope_client_change_finish (MODSCOPE_CLIENT (client), result, &call->error))
    take_names (call, call->modules);
  read_back (task);
}

static void
ruled_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GPtrArray) effects =
    modscope_client_rules_finish (MODSCOPE_CLIENT (client), result, &call->error);

  for (guint i = 0; effects != NULL && i < effects->len && call->strengths[i] != NULL; i++)
    {
      const ModscopeEffect *effect = g_ptr_array_index (effects, i);

      modscope_done_list_add (call->done, *call->strengths[i] != '\0' ? "block" : "unblock",
                              effect->module, effect->effective, effect->reason);
    }
  read_back (task);
}

static void
apply_rules (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  gsize count = g_strv_length (call->modules);
  g_autofree ModscopeRuleChange *changes = g_new0 (ModscopeRuleChange, count);

  for (gsize i = 0; i < count; i++)
    {
      gboolean is_block = *call->strengths[i] != '\0';

      changes[i].verb = is_block ? "block" : "unblock";
      changes[i].module = call->modules[i];
      changes[i].strength = is_block ? call->strengths[i] : NULL;
      changes[i].reason = is_block ? call->reason : NULL;
    }
  modscope_client_apply_rules_async (call->client, changes, count, g_task_get_cancellable (task),
                                     ruled_cb, g_object_ref (task));
}

void
modscope_action_call_async (ModscopeClient *client,
                            ModscopeMachine *machine,
                            const ModscopeActionRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (machine, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->client = g_object_ref (client);
  call->machine = g_object_ref (machine);
  call->verb = request->verb;
  call->modules = g_strdupv (request->modules);
  call->with = g_strdupv (request->with);
  call->parameters = g_strdupv (request->parameters);
  call->expected = g_strdupv (request->expected);
  call->strengths = g_strdupv (request->strengths);
  if (call->strengths != NULL)
    call->strengths_before = g_ptr_array_new ();
  for (guint i = 0; call->strengths_before != NULL && call->modules[i] != NULL; i++)
    g_ptr_array_add (call->strengths_before,
                     (gpointer) modscope_action_request_find_strength (machine, call->modules[i]));
  call->reason = g_strdup (request->reason);
  call->trial_seconds = request->trial_seconds;
  call->driver_module = g_strdup (request->driver_module);
  call->driver = g_strdup (request->driver);
  call->undoes = request->undoes;
  call->is_of_device = modscope_action_request_is_of_device (request);
  call->names = g_ptr_array_new_with_free_func (g_free);
  call->done = modscope_done_list_new ();
  g_task_set_source_tag (task, modscope_action_call_async);
  g_task_set_task_data (task, call, call_free);
  /* What was done is told, also to somebody who has changed their mind since. */
  g_task_set_check_cancellable (task, FALSE);
  if (call->is_of_device)
    use_driver (task);
  else if (call->strengths != NULL)
    apply_rules (task);
  else if (is_restart (call))
    modscope_client_restart_async (client, call->modules[0], (const char *const *) call->with,
                                   call->trial_seconds, cancellable, restarted_cb,
                                   g_object_ref (task));
  else if (strcmp (call->verb, "load") == 0)
    load_next (task);
  else
    modscope_client_unload_async (client, (const char *const *) call->modules, call->trial_seconds,
                                  cancellable, unloaded_cb, g_object_ref (task));
}

gboolean
modscope_action_call_finish (GAsyncResult *result, GPtrArray **done, GError **error)
{
  Call *call = g_task_get_task_data (G_TASK (result));

  *done = g_ptr_array_ref (call->done);
  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
modscope_action_call_get_failed_module (GAsyncResult *result)
{
  Call *call = g_task_get_task_data (G_TASK (result));

  return call->is_of_device && call->driver_module != NULL && call->driver == NULL
           ? call->driver_module
           : NULL;
}
