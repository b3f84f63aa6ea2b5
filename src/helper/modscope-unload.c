/* UnloadModules: exactly these, in this order, never by force.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-verbs.h"

#include <string.h>

#include "base/modscope-helper-error.h"
#include "helper/modscope-outcome.h"
#include "helper/modscope-running.h"
#include "system/modscope-critical.h"

#define NAMES_MAX 100

/* Each user of a module counts once (ref_module in kernel/module/main.c): where the count is higher
 * than the number of modules, something else has it open. */
static gboolean
check_free (const ModscopeLiveModule *module, const char *const *before, GError **error)
{
  int n_holders = 0;

  for (; module->holders[n_holders] != NULL; n_holders++)
    if (!g_strv_contains (before, module->holders[n_holders]))
      {
        modscope_running_refuse (error, MODSCOPE_HELPER_ERROR_IN_USE,
                                 "Another module uses this module", module->name, NULL);
        return FALSE;
      }
  if (module->permanent)
    modscope_running_refuse (error, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED,
                             "The module has no way out and stays until restart", module->name,
                             NULL);
  else if (module->use_count > n_holders)
    modscope_running_refuse (error, MODSCOPE_HELPER_ERROR_IN_USE, "The module is in use",
                             module->name, NULL);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_module (ModscopeRunning *running,
              const char *const *critical,
              const char *name,
              const char *const *before,
              GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const ModscopeLiveModule *module = modscope_running_find (running, name, &local_error);

  if (module == NULL && local_error == NULL && modscope_running_check (running, name, &local_error))
    modscope_running_refuse (&local_error, MODSCOPE_HELPER_ERROR_NOT_FOUND,
                             "The module is not loaded", name, NULL);
  if (module != NULL && g_strv_contains (before, name))
    modscope_running_refuse (&local_error, MODSCOPE_HELPER_ERROR_INVALID_NAME,
                             "A module is named twice", name, NULL);
  else if (module != NULL && g_strv_contains (critical, name))
    modscope_running_refuse (&local_error, MODSCOPE_HELPER_ERROR_CRITICAL,
                             "The system or the home folders are on what this module drives", name,
                             NULL);
  else if (module != NULL)
    check_free (module, before, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* The names folded, with what stands before each taken as gone. */
static GStrv
check_names (ModscopePaths *paths, GVariant *asked, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ModscopeRunning) running = NULL;
  g_auto (GStrv) critical = NULL;
  gsize count = g_variant_n_children (asked);

  if (count < 1 || count > NAMES_MAX)
    {
      g_set_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_INVALID_NAME,
                   "1 to %d modules can be unloaded at once", NAMES_MAX);
      return NULL;
    }
  g_ptr_array_add (names, NULL);
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *name = NULL;
      const char *raw;

      g_variant_get_child (asked, i, "&s", &raw);
      name = modscope_running_fold (raw, error);
      if (name == NULL)
        return NULL;
      if (running == NULL)
        {
          running = modscope_running_read (paths, error);
          if (running == NULL)
            return NULL;
          critical = modscope_critical_list_modules (paths);
        }
      if (!check_module (running, (const char *const *) critical, name,
                         (const char *const *) names->pdata, error))
        return NULL;
      g_ptr_array_insert (names, (int) names->len - 1, g_steal_pointer (&name));
    }
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static gboolean
plan_unload (ModscopePaths *paths, GVariant *arguments, ModscopeCallPlan *plan, GError **error)
{
  g_autoptr (GVariant) asked = g_variant_get_child_value (arguments, 0);
  g_auto (GVariantBuilder) steps = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ssb)"));
  g_auto (GStrv) names = NULL;
  guint32 trial_seconds;

  g_variant_get_child (arguments, 1, "u", &trial_seconds);
  if (trial_seconds != 0)
    {
      g_set_error_literal (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                           "trial_seconds must be 0");
      return FALSE;
    }
  names = check_names (paths, asked, error);
  if (names == NULL)
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    g_variant_builder_add (&steps, "(ssb)", names[i], "", TRUE);
  plan->action = "io.github.modscope.unload-module";
  plan->detail = "modules";
  plan->value = g_strjoinv (", ", names);
  plan->steps = g_variant_ref_sink (g_variant_new (MODSCOPE_WORKER_ORDERS, FALSE, &steps));
  return TRUE;
}

static void
worker_done_cb (const ModscopeWork *work, gpointer user_data)
{
  ModscopeCall *call = user_data;
  GError *error = NULL;

  if (modscope_outcome_check (modscope_call_get_setup (call)->paths, FALSE, NULL, work, &error))
    modscope_call_return (call, g_variant_new ("(^asu)", work->done, 0));
  else
    modscope_call_fail (call, error);
}

static void
act_unload (ModscopeCall *call)
{
  const ModscopeCallSetup *setup = modscope_call_get_setup (call);

  modscope_worker_run (setup->worker, setup->paths, modscope_call_get_steps (call), worker_done_cb,
                       call);
}

const ModscopeCallVerb modscope_unload_verb = { plan_unload, act_unload };
