/* UnloadModules: exactly these, in this order, never by force. RestartModule: the same, and then
 * all of them loaded again; a half is put back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
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
  if (!modscope_critical_is_known (disks) ||
      modscope_critical_find (disks, (const char *[]){ name, NULL }, NULL) !=
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

/* Whether each can be unloaded when those before it are gone. Returns: the names folded */
static GStrv
check_names (ModscopePaths *paths,
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

/* What both methods plan: the way there is the unloading, for a restart with the way back behind
 * it. */
static gboolean
plan_modules (const ModscopeCallSetup *setup,
              const char *const *asked,
              guint32 seconds,
              gboolean restart,
              ModscopeCallPlan *plan,
              GError **error)
{
  g_auto (GVariantBuilder) orders =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  g_auto (GVariantBuilder) back = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  g_autoptr (ModscopeRunning) running = NULL;
  g_auto (GStrv) names = NULL;
  const char *const *gone;

  if (!modscope_act_check_trial (setup, seconds, error))
    return FALSE;
  names = check_names (setup->paths, asked, &running, error);
  gone = (const char *const *) names;
  if (names == NULL)
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    g_variant_builder_add (&orders, "(ss^ayb)", MODSCOPE_WORKER_UNLOAD, names[i], "", TRUE);
  /* What could not come back is refused while there is time. */
  if ((restart && !modscope_load_add_return (running, gone, &orders, error)) ||
      ((restart || seconds > 0) && !modscope_load_add_return (running, gone, &back, error)))
    return FALSE;
  plan->action = "io.github.modscope.unload-module";
  plan->detail = "modules";
  plan->value = g_strjoinv (", ", names);
  plan->steps = g_variant_ref_sink (modscope_act_make_steps (
    g_variant_builder_end (&orders), g_variant_builder_end (&back), seconds, NULL, NULL));
  return TRUE;
}

static gboolean
plan_unload (const ModscopeCallSetup *setup,
             GVariant *arguments,
             ModscopeCallPlan *plan,
             GError **error)
{
  g_autofree const char **asked = NULL;
  guint32 seconds;

  g_variant_get (arguments, "(^a&su)", &asked, &seconds);
  return plan_modules (setup, asked, seconds, FALSE, plan, error);
}

static gboolean
plan_restart (const ModscopeCallSetup *setup,
              GVariant *arguments,
              ModscopeCallPlan *plan,
              GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree const char **with = NULL;
  g_auto (GStrv) asked = NULL;
  const char *name;
  guint32 seconds;

  g_variant_get (arguments, "(&s^a&su)", &name, &with, &seconds);
  g_strv_builder_addv (builder, with);
  g_strv_builder_add (builder, name);
  asked = g_strv_builder_end (builder);
  return plan_modules (setup, (const char *const *) asked, seconds, TRUE, plan, error);
}

static GVariant *
list_history (ModscopeCall *call, const char *const *changed)
{
  return modscope_act_list_modules (MODSCOPE_WORKER_UNLOAD, changed);
}

static void
act_unload (ModscopeCall *call)
{
  static const ModscopeAct act = { .history = list_history, .reply = "(asu)" };

  modscope_act_run (call, &act);
}

static void
act_restart (ModscopeCall *call)
{
  static const ModscopeAct act = { .reply = "(u)", .puts_back = TRUE };

  modscope_act_run (call, &act);
}

const ModscopeCallVerb modscope_unload_verb = { plan_unload, act_unload };
const ModscopeCallVerb modscope_restart_verb = { plan_restart, act_restart };
