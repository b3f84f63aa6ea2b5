/* UnloadModules: exactly these, in this order, never by force. RestartModule: the same, and then
 * all of them loaded again; a half is put back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-refuse.h"
#include "helper/modscope-methods.h"
#include "helper/modscope-trial.h"
#include "system/modscope-worker.h"

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
              ModscopeCritical *disks,
              const char *name,
              const char *const *before,
              GError **error)
{
  const ModscopeLiveModule *module;

  if (!modscope_running_find (running, name, &module, error))
    return FALSE;
  if (module == NULL)
    return modscope_check_has_file (running, name, error) &&
           modscope_refuse_module (error, NOT_FOUND, "The module is not loaded", name);
  if (g_strv_contains (before, name))
    return modscope_refuse_module (error, INVALID_NAME, "A module is named twice", name);
  return modscope_check_critical (disks, name, NULL, error) && check_free (module, before, error);
}

/* The names that a caller gave; @last (nullable) is one behind @asked. */
static GStrv
fold_names (const char *const *asked, const char *last, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint count = g_strv_length ((GStrv) asked) + (last != NULL);

  if (count < 1 || count > NAMES_MAX)
    {
      modscope_refuse (error, INVALID_NAME, "Too few or too many modules at once");
      return NULL;
    }
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *name = modscope_check_name (asked[i] != NULL ? asked[i] : last, error);

      if (name == NULL)
        return NULL;
      g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

/* Whether each can be unloaded when those before it are gone. */
static gboolean
check_modules (ModscopePaths *paths, ModscopeRunning *running, GStrv names, GError **error)
{
  g_autoptr (ModscopeCritical) disks = modscope_critical_read_disks (paths);
  g_autofree const char **before = g_new0 (const char *, g_strv_length (names) + 1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!check_module (running, disks, names[i], before, error))
        return FALSE;
      before[i] = names[i];
    }
  return TRUE;
}

/* What both methods plan: the way there is the unloading, for a restart (of @restarted, nullable)
 * with the way back behind it. */
static gboolean
plan_modules (const ModscopeCallSetup *setup,
              const char *const *asked,
              const char *restarted,
              ModscopeCallPlan *plan,
              GError **error)
{
  g_auto (GVariantBuilder) orders =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  g_auto (GVariantBuilder) back = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  g_auto (GStrv) names = NULL;
  const char *const *gone;
  g_auto (ModscopeRunning) running = { NULL };

  if (!modscope_trial_check (setup->trial, plan->trial_seconds, error))
    return FALSE;
  names = fold_names (asked, restarted, error);
  gone = (const char *const *) names;
  if (names == NULL || !modscope_running_read (&running, setup->paths, error) ||
      !check_modules (setup->paths, &running, names, error))
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    g_variant_builder_add (&orders, "(ss^ayb)", MODSCOPE_WORKER_UNLOAD, names[i], "", TRUE);
  /* What could not come back is refused while there is time. */
  if ((restarted != NULL && !modscope_load_add_return (&running, gone, &orders, error)) ||
      ((restarted != NULL || plan->trial_seconds > 0) &&
       !modscope_load_add_return (&running, gone, &back, error)))
    return FALSE;
  plan->action = "io.github.modscope.unload-module";
  plan->detail = "modules";
  plan->shown = g_strjoinv (", ", names);
  plan->orders = g_variant_ref_sink (g_variant_builder_end (&orders));
  plan->back = g_variant_ref_sink (g_variant_builder_end (&back));
  return TRUE;
}

gboolean
modscope_plan_unload (const ModscopeCallSetup *setup,
                      GVariant *arguments,
                      ModscopeCallPlan *plan,
                      GError **error)
{
  g_autofree const char **asked = NULL;

  g_variant_get (arguments, "(^a&su)", &asked, &plan->trial_seconds);
  return plan_modules (setup, asked, NULL, plan, error);
}

gboolean
modscope_plan_restart (const ModscopeCallSetup *setup,
                       GVariant *arguments,
                       ModscopeCallPlan *plan,
                       GError **error)
{
  g_autofree const char **with = NULL;
  const char *name;

  g_variant_get (arguments, "(&s^a&su)", &name, &with, &plan->trial_seconds);
  return plan_modules (setup, with, name, plan, error);
}
