/* LoadModule: a module and what it needs, as modprobe would, but for its install lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-verbs.h"

#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-helper-error.h"
#include "base/modscope-name.h"
#include "config/modscope-config.h"
#include "config/modscope-pattern.h"
#include "helper/modscope-outcome.h"
#include "base/modscope-parameters.h"
#include "helper/modscope-running.h"
#include "system/modscope-kmod.h"

#define SHOWN_LENGTH_MAX 200

/* --- Planning --- */

/* libkmod takes the first install line that matches. One of our own means that a person said
 * never. */
static void
refuse_install_line (ModscopePaths *paths, const char *module, GError **error)
{
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = modscope_config_read (paths, FALSE, &problems);
  g_autofree char *place = NULL;
  gboolean own = FALSE;

  for (guint i = 0; i < lines->len && place == NULL; i++)
    {
      const ModscopeConfigLine *line = g_ptr_array_index (lines, i);

      if (line->verb != MODSCOPE_VERB_INSTALL || line->ignored != NULL || line->module == NULL ||
          !modscope_pattern_matches (line->module, module))
        continue;
      place = g_strdup_printf ("%s:%u", line->file, line->line);
      own = strcmp (line->file, MODSCOPE_BLOCK_FOLDER "/" MODSCOPE_BLOCK_FILE) == 0;
    }
  if (own)
    modscope_running_refuse (error, MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT,
                             "A rule says never to load this module", module, place);
  else
    modscope_running_refuse (error, MODSCOPE_HELPER_ERROR_INSTALL_COMMAND,
                             "A command stands in place of loading this module", module, place);
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

/* The steps that are left to do, of type MODSCOPE_WORKER_ORDERS. @shown gets their names. */
static GVariant *
make_steps (ModscopeRunning *running,
            ModscopeKmod *kmod,
            const char *name,
            const char *parameters,
            GPtrArray *shown,
            GError **error)
{
  g_autoptr (GPtrArray) plan = modscope_kmod_plan_load (kmod, name, error);
  g_auto (GStrv) needs = modscope_tables_dup_all_needs (running->tables, name);
  g_auto (GVariantBuilder) steps = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ssb)"));

  for (guint i = 0; plan != NULL && i < plan->len; i++)
    {
      const ModscopeKmodStep *step = g_ptr_array_index (plan, i);
      gboolean is_target = strcmp (step->name, name) == 0;
      g_autoptr (GError) busy = NULL;
      g_autofree char *options = NULL;

      if (step->builtin || modscope_running_find (running, step->name, &busy) != NULL)
        continue;
      if (busy != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&busy));
          return NULL;
        }
      if (step->install_command != NULL)
        {
          refuse_install_line (modscope_kernel_get_paths (running->kernel), step->name, error);
          return NULL;
        }
      options = g_strjoin (" ", step->options, is_target ? parameters : "", NULL);
      g_strstrip (options);
      g_variant_builder_add (&steps, "(ssb)", step->name, options,
                             is_target ||
                               g_strv_contains ((const char *const *) needs, step->name));
      g_ptr_array_add (shown, g_strdup (step->name));
    }
  return plan != NULL ? g_variant_new ("(ba(ssb))", TRUE, &steps) : NULL;
}

static gboolean
check_expected (GVariant *expected, GPtrArray *names, GError **error)
{
  gsize count = g_variant_n_children (expected);
  gboolean same = count == names->len;

  if (count == 0)
    return TRUE;
  for (gsize i = 0; same && i < count; i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (expected, i);

      same = strcmp (g_variant_get_string (child, NULL), g_ptr_array_index (names, i)) == 0;
    }
  if (!same)
    g_set_error_literal (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_STALE,
                         "Other modules would be loaded than were shown");
  return same;
}

static void
describe (ModscopeCallPlan *plan, const char *name, const char *parameters)
{
  if (parameters[0] == '\0')
    {
      plan->action = "io.github.modscope.load-module";
      plan->detail = "module";
      plan->value = g_strdup (name);
      return;
    }
  plan->action = "io.github.modscope.configure";
  plan->detail = "change";
  plan->value = g_strdup_printf ("load %s %.*s%s", name, SHOWN_LENGTH_MAX, parameters,
                                 strlen (parameters) > SHOWN_LENGTH_MAX ? "…" : "");
}

/* A FIFO or a file without end among the settings is what libkmod must not be given. */
static ModscopeKmod *
open_kmod (ModscopeRunning *running, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  ModscopeKmod *kmod = modscope_kmod_new (running->kernel, &local_error);

  if (g_error_matches (local_error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED))
    g_set_error_literal (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE,
                         local_error->message);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return kmod;
}

static gboolean
plan_load (ModscopePaths *paths, GVariant *arguments, ModscopeCallPlan *plan, GError **error)
{
  g_autoptr (GVariant) parameters = g_variant_get_child_value (arguments, 1);
  g_autoptr (GVariant) expected = g_variant_get_child_value (arguments, 2);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ModscopeRunning) running = NULL;
  g_autoptr (ModscopeKmod) kmod = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GVariant) steps = NULL;
  const char *asked;

  g_variant_get_child (arguments, 0, "&s", &asked);
  name = modscope_running_fold (asked, error);
  running = name != NULL ? modscope_running_read (paths, error) : NULL;
  if (running == NULL || !modscope_running_check (running, name, error))
    return FALSE;
  kmod = open_kmod (running, error);
  text = kmod != NULL ? check_parameters (kmod, name, parameters, error) : NULL;
  steps = text != NULL ? make_steps (running, kmod, name, text, names, error) : NULL;
  if (steps != NULL)
    g_variant_ref_sink (steps);
  if (steps == NULL || !check_expected (expected, names, error))
    return FALSE;
  if (text[0] != '\0' && names->len == 0)
    {
      modscope_running_refuse (error, MODSCOPE_HELPER_ERROR_INVALID_PARAMETER,
                               "Parameters count only while a module is loaded, and this one is in "
                               "the kernel already",
                               name, NULL);
      return FALSE;
    }
  describe (plan, name, text);
  plan->steps = g_steal_pointer (&steps);
  return TRUE;
}

/* --- Acting --- */

static void
worker_done_cb (const ModscopeWork *work, gpointer user_data)
{
  ModscopeCall *call = user_data;
  g_autofree char *target = NULL;
  GError *error = NULL;
  const char *asked;

  g_variant_get_child (modscope_call_get_arguments (call), 0, "&s", &asked);
  target = modscope_name_fold (asked);
  if (modscope_outcome_check (modscope_call_get_setup (call)->paths, TRUE, target, work, &error))
    modscope_call_return (call, g_variant_new ("(^as)", work->done));
  else
    modscope_call_fail (call, error);
}

static void
act_load (ModscopeCall *call)
{
  const ModscopeCallSetup *setup = modscope_call_get_setup (call);

  modscope_worker_run (setup->worker, setup->paths, modscope_call_get_steps (call), worker_done_cb,
                       call);
}

const ModscopeCallVerb modscope_load_verb = { plan_load, act_load };
