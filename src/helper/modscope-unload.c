/* UnloadModules: exactly these, in this order, never by force.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-verbs.h"

#include <string.h>

#include "helper/modscope-outcome.h"
#include "helper/modscope-refuse.h"
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
      return modscope_refuse_module (error, IN_USE, "Another module uses it", module->name);
  if (module->permanent)
    return modscope_refuse_module (error, KERNEL_REFUSED, "It cannot be unloaded before a restart",
                                   module->name);
  if (module->use_count > n_holders)
    return modscope_refuse_module (error, IN_USE, "It is in use", module->name);
  return TRUE;
}

static gboolean
check_module (ModscopeRunning *running,
              const char *const *critical,
              const char *name,
              const char *const *before,
              GError **error)
{
  g_autoptr (GError) busy = NULL;
  const ModscopeLiveModule *module = modscope_running_find (running, name, &busy);

  if (busy != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&busy));
      return FALSE;
    }
  if (module == NULL)
    return modscope_running_check (running, name, error) &&
           modscope_refuse_module (error, NOT_FOUND, "The module is not loaded", name);
  if (g_strv_contains (before, name))
    return modscope_refuse_module (error, INVALID_NAME, "A module is named twice", name);
  if (g_strv_contains (critical, name))
    return modscope_refuse_module (error, CRITICAL, "The system is on a disk that needs it", name);
  return check_free (module, before, error);
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
      modscope_refuse (error, INVALID_NAME, "Too few or too many modules at once");
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
  g_auto (GVariantBuilder) steps = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sayb)"));
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
    g_variant_builder_add (&steps, "(s^ayb)", names[i], "", TRUE);
  plan->action = "io.github.modscope.unload-module";
  plan->detail = "modules";
  plan->value = g_strjoinv (", ", names);
  plan->steps = g_variant_ref_sink (g_variant_new (MODSCOPE_WORKER_ORDERS, FALSE, &steps));
  return TRUE;
}

const ModscopeCallVerb modscope_unload_verb = { plan_unload, modscope_outcome_act };
