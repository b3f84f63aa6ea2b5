/* LoadModule: a module and what it needs, as modprobe would, but for its install lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-load.h"

#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "base/modscope-parameters.h"
#include "config/modscope-block-edit.h"
#include "config/modscope-blockers.h"
#include "config/modscope-config.h"
#include "base/modscope-refuse.h"
#include "helper/modscope-verbs.h"

/* A line of our own means that a person said never. */
static gboolean
refuse_install_line (ModscopePaths *paths, const char *module, GError **error)
{
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = modscope_config_read (paths, FALSE, &problems);
  const ModscopeConfigLine *line = modscope_blockers_find (lines, MODSCOPE_VERB_INSTALL, module);
  g_autofree char *place = line != NULL ? g_strdup_printf ("%s:%u", line->file, line->line) : NULL;
  char *places[] = { place, NULL };

  if (line != NULL && strcmp (line->file, MODSCOPE_BLOCK_FOLDER "/" MODSCOPE_BLOCK_FILE) == 0)
    return modscope_refuse_about (error, MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT,
                                  "A rule says never to load it", module, places);
  return modscope_refuse_about (error, MODSCOPE_HELPER_ERROR_INSTALL_COMMAND,
                                "A command stands in place of loading it", module, places);
}

/* Adds a step of modprobe's, unless it is done already. */
static gboolean
add_step (ModscopeRunning *running,
          const ModscopeKmodStep *step,
          const char *parameters,
          gboolean required,
          const char *const *gone,
          GVariantBuilder *orders,
          GError **error)
{
  g_autoptr (GError) busy = NULL;
  g_autofree char *options = g_strjoin (" ", step->options, parameters, NULL);

  if (step->builtin || (!g_strv_contains (gone, step->name) &&
                        modscope_running_find (running, step->name, &busy) != NULL))
    return TRUE;
  if (busy != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&busy));
      return FALSE;
    }
  if (step->install_command != NULL)
    return refuse_install_line (modscope_kernel_get_paths (running->kernel), step->name, error);
  g_variant_builder_add (orders, "(ss^ayb)", MODSCOPE_WORKER_LOAD, step->name, g_strstrip (options),
                         required);
  return TRUE;
}

gboolean
modscope_load_add_orders (ModscopeRunning *running,
                          ModscopeKmod *kmod,
                          const char *name,
                          const char *parameters,
                          const char *const *gone,
                          GVariantBuilder *orders,
                          GError **error)
{
  g_autoptr (GPtrArray) plan = modscope_kmod_plan_load (kmod, name, error);
  g_auto (GStrv) needs = modscope_tables_dup_all_needs (running->tables, name);

  if (plan == NULL)
    return FALSE;
  for (guint i = 0; i < plan->len; i++)
    {
      const ModscopeKmodStep *step = g_ptr_array_index (plan, i);
      gboolean is_target = strcmp (step->name, name) == 0;
      gboolean is_needed = g_strv_contains ((const char *const *) needs, step->name);

      /* What only puts back loads nothing that was not there: that is another permission. */
      if (gone[0] != NULL && !is_target && !is_needed && !g_strv_contains (gone, step->name))
        continue;
      if (!add_step (running, step, is_target ? parameters : "", is_target || is_needed, gone,
                     orders, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
modscope_load_add_return (ModscopeRunning *running,
                          const char *const *gone,
                          GVariantBuilder *orders,
                          GError **error)
{
  g_autoptr (ModscopeKmod) kmod = NULL;

  for (guint i = g_strv_length ((GStrv) gone); i-- > 0;)
    {
      if (!modscope_running_check (running, gone[i], error))
        return FALSE;
      if (kmod == NULL)
        kmod = modscope_load_open_kmod (running, error);
      if (kmod == NULL ||
          !modscope_load_add_orders (running, kmod, gone[i], "", gone, orders, error))
        return FALSE;
    }
  return TRUE;
}

/* What is left to do; nothing, if the module is loaded. */
static GVariant *
make_orders (ModscopeRunning *running,
             ModscopeKmod *kmod,
             const char *name,
             const char *parameters,
             GError **error)
{
  static const char *const none[] = { NULL };
  g_auto (GVariantBuilder) orders =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));

  if (modscope_running_find (running, name, NULL) == NULL &&
      !modscope_load_add_orders (running, kmod, name, parameters, none, &orders, error))
    return NULL;
  return g_variant_ref_sink (g_variant_builder_end (&orders));
}

static gboolean
check_expected (GVariant *expected, GVariant *steps, GError **error)
{
  gsize count = g_variant_n_children (expected);
  gboolean same = count == g_variant_n_children (steps);

  for (gsize i = 0; same && i < count; i++)
    {
      const char *shown;
      const char *name;

      g_variant_get_child (expected, i, "&s", &shown);
      g_variant_get_child (steps, i, "(s&sayb)", NULL, &name, NULL, NULL);
      same = strcmp (shown, name) == 0;
    }
  return same || count == 0 || modscope_refuse (error, STALE, "Other modules would be loaded now");
}

/* A FIFO or a file without end among the settings is what libkmod must not be given. */
ModscopeKmod *
modscope_load_open_kmod (ModscopeRunning *running, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  ModscopeKmod *kmod = modscope_kmod_new (running->kernel, &local_error);

  if (g_error_matches (local_error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED))
    modscope_refuse (error, CONFIG_UNSAFE, local_error->message);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return kmod;
}

static char *
check_parameters (ModscopeKmod *kmod, const char *name, GVariant *parameters, GError **error)
{
  g_auto (GStrv) info = NULL;

  if (g_variant_n_children (parameters) == 0)
    return g_strdup ("");
  info = modscope_kmod_dup_info (kmod, name, error);
  return info != NULL ? modscope_parameters_check (parameters, (const char *const *) info, error)
                      : NULL;
}

/* Parameters are as good as a rule: other permission, and the dialog shows them. */
static void
describe (ModscopeCallPlan *plan, const char *name, const char *parameters)
{
  gboolean plain = parameters[0] == '\0';

  plan->action = plain ? "io.github.modscope.load-module" : "io.github.modscope.configure";
  plan->detail = plain ? "module" : "change";
  plan->value = plain ? g_strdup (name) : g_strdup_printf ("load %s %s", name, parameters);
}

static gboolean
plan_load (const ModscopeCallSetup *setup,
           GVariant *arguments,
           ModscopeCallPlan *plan,
           GError **error)
{
  g_autoptr (GVariant) parameters = g_variant_get_child_value (arguments, 1);
  g_autoptr (GVariant) expected = g_variant_get_child_value (arguments, 2);
  g_autoptr (ModscopeRunning) running = NULL;
  g_autoptr (ModscopeKmod) kmod = NULL;
  g_autoptr (GVariant) steps = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  const char *asked;

  g_variant_get_child (arguments, 0, "&s", &asked);
  name = modscope_running_fold (asked, error);
  running = name != NULL ? modscope_running_read (setup->paths, error) : NULL;
  if (running == NULL || !modscope_running_check (running, name, error))
    return FALSE;
  kmod = modscope_load_open_kmod (running, error);
  text = kmod != NULL ? check_parameters (kmod, name, parameters, error) : NULL;
  steps = text != NULL ? make_orders (running, kmod, name, text, error) : NULL;
  if (steps == NULL || !check_expected (expected, steps, error))
    return FALSE;
  if (text[0] != '\0' && g_variant_n_children (steps) == 0)
    return modscope_refuse_module (error, INVALID_PARAMETER,
                                   "It is loaded already, too late for parameters", name);
  describe (plan, name, text);
  plan->steps = g_variant_ref_sink (modscope_act_make_steps (steps, NULL, 0, NULL, NULL));
  return TRUE;
}

/* Of two loads at once one is told that it did it. */
static gboolean
check_load (ModscopeCall *call, const char *const *touched, GError **error)
{
  g_autoptr (GVariant) orders = g_variant_get_child_value (modscope_call_get_steps (call), 0);
  g_autofree char *name = NULL;
  const char *asked;

  g_variant_get_child (modscope_call_get_arguments (call), 0, "&s", &asked);
  name = modscope_name_fold (asked);
  return g_variant_n_children (orders) == 0 || g_strv_contains (touched, name) ||
         modscope_refuse (error, BUSY, "Somebody else loaded it at the same moment");
}

static GVariant *
list_history (ModscopeCall *call, const char *const *changed)
{
  return modscope_act_list_modules (MODSCOPE_WORKER_LOAD, changed);
}

static void
act_load (ModscopeCall *call)
{
  static const ModscopeAct act = {
    .check = check_load,
    .history = list_history,
    .reply = "(as)",
  };

  modscope_act_run (call, &act);
}

const ModscopeCallVerb modscope_load_verb = { plan_load, act_load };
