/* RestartModule: unloads a module and what uses it, and loads all of it again. A half is put back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-load.h"
#include "helper/modscope-unload.h"
#include "helper/modscope-verbs.h"

static gboolean
plan_restart (const ModscopeCallSetup *setup,
              GVariant *arguments,
              ModscopeCallPlan *plan,
              GError **error)
{
  g_auto (GVariantBuilder) orders =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  g_auto (GVariantBuilder) back = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  g_autoptr (GPtrArray) asked = g_ptr_array_new ();
  g_autoptr (ModscopeRunning) running = NULL;
  g_autofree const char **with = NULL;
  g_auto (GStrv) names = NULL;
  const char *name;
  guint32 seconds;

  g_variant_get (arguments, "(&s^a&su)", &name, &with, &seconds);
  for (guint i = 0; with[i] != NULL; i++)
    g_ptr_array_add (asked, (gpointer) with[i]);
  g_ptr_array_add (asked, (gpointer) name);
  g_ptr_array_add (asked, NULL);
  if (!modscope_act_check_trial (setup, seconds, error))
    return FALSE;
  names = modscope_unload_check (setup->paths, (const char *const *) asked->pdata, &running, error);
  if (names == NULL)
    return FALSE;
  modscope_unload_add_orders ((const char *const *) names, &orders);
  if (!modscope_load_add_return (running, (const char *const *) names, &orders, error) ||
      !modscope_load_add_return (running, (const char *const *) names, &back, error))
    return FALSE;
  plan->action = "io.github.modscope.unload-module";
  plan->detail = "modules";
  plan->value = g_strjoinv (", ", names);
  plan->steps =
    g_variant_ref_sink (g_variant_new (MODSCOPE_ACT_STEPS, &orders, &back, seconds, ""));
  return TRUE;
}

static GVariant *
make_reply (const char *const *changed, guint change)
{
  return g_variant_new ("(u)", change);
}

static void
act_restart (ModscopeCall *call)
{
  static const ModscopeAct act = { .reply = make_reply, .puts_back = TRUE };

  modscope_act_run (call, &act);
}

const ModscopeCallVerb modscope_restart_verb = { plan_restart, act_restart };
