/* UnloadModules: exactly these, in this order, never by force.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-unload.h"

#include <string.h>

#include "base/modscope-refuse.h"
#include "helper/modscope-load.h"
#include "helper/modscope-verbs.h"
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
              ModscopeCritical *disks,
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
  if (modscope_critical_find (disks, (const char *[]){ name, NULL }, NULL) !=
      MODSCOPE_CRITICAL_NONE)
    return modscope_refuse_module (error, CRITICAL, "The system is on a disk that needs it", name);
  return check_free (module, before, error);
}

static GStrv
fold_names (const char *const *asked, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint count = g_strv_length ((GStrv) asked);

  if (count < 1 || count > NAMES_MAX)
    {
      modscope_refuse (error, INVALID_NAME, "Too few or too many modules at once");
      return NULL;
    }
  for (; *asked != NULL; asked++)
    {
      g_autofree char *name = modscope_running_fold (*asked, error);

      if (name == NULL)
        return NULL;
      g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

GStrv
modscope_unload_check (ModscopePaths *paths,
                       const char *const *asked,
                       ModscopeRunning **running,
                       GError **error)
{
  g_auto (GStrv) names = fold_names (asked, error);
  g_autofree const char **before = NULL;
  g_autoptr (ModscopeRunning) now = names != NULL ? modscope_running_read (paths, error) : NULL;
  g_autoptr (ModscopeCritical) disks = NULL;

  if (now == NULL)
    return NULL;
  disks = modscope_critical_read_disks (paths);
  before = g_new0 (const char *, g_strv_length (names) + 1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!check_module (now, disks, names[i], before, error))
        return NULL;
      before[i] = names[i];
    }
  *running = g_steal_pointer (&now);
  return g_steal_pointer (&names);
}

void
modscope_unload_add_orders (const char *const *names, GVariantBuilder *orders)
{
  for (; *names != NULL; names++)
    g_variant_builder_add (orders, "(ss^ayb)", MODSCOPE_WORKER_UNLOAD, *names, "", TRUE);
}

static gboolean
plan_unload (const ModscopeCallSetup *setup,
             GVariant *arguments,
             ModscopeCallPlan *plan,
             GError **error)
{
  g_auto (GVariantBuilder) orders =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  g_auto (GVariantBuilder) back = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  g_autofree const char **asked = NULL;
  g_autoptr (ModscopeRunning) running = NULL;
  g_auto (GStrv) names = NULL;
  guint32 seconds;

  g_variant_get (arguments, "(^a&su)", &asked, &seconds);
  if (!modscope_act_check_trial (setup, seconds, error))
    return FALSE;
  names = modscope_unload_check (setup->paths, asked, &running, error);
  if (names == NULL)
    return FALSE;
  modscope_unload_add_orders ((const char *const *) names, &orders);
  if (seconds > 0 && !modscope_load_add_return (running, (const char *const *) names, &back, error))
    return FALSE;
  plan->action = "io.github.modscope.unload-module";
  plan->detail = "modules";
  plan->value = g_strjoinv (", ", names);
  plan->steps =
    g_variant_ref_sink (g_variant_new (MODSCOPE_ACT_STEPS, &orders, &back, seconds, ""));
  return TRUE;
}

static GVariant *
list_history (ModscopeCall *call, const char *const *changed)
{
  return modscope_load_history (MODSCOPE_WORKER_UNLOAD, changed);
}

static GVariant *
make_reply (const char *const *changed, guint change)
{
  return g_variant_new ("(^asu)", changed, change);
}

static void
act_unload (ModscopeCall *call)
{
  static const ModscopeAct act = { .history = list_history, .reply = make_reply };

  modscope_act_run (call, &act);
}

const ModscopeCallVerb modscope_unload_verb = { plan_unload, act_unload };
