/* LoadModule: a module and what it needs, as modprobe would, but for its install lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-methods.h"

#include <string.h>

#include "base/modscope-name.h"
#include "base/modscope-parameters.h"
#include "base/modscope-refuse.h"
#include "config/modscope-block-edit.h"
#include "config/modscope-blockers.h"
#include "config/modscope-config.h"
#include "system/modscope-worker.h"

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
  const ModscopeLiveModule *live;
  g_autofree char *options = g_strjoin (" ", step->options, parameters, NULL);

  if (!modscope_running_find (running, step->name, &live, error))
    return FALSE;
  if (step->builtin || (live != NULL && !g_strv_contains (gone, step->name)))
    return TRUE;
  if (step->install_command != NULL)
    return refuse_install_line (modscope_kernel_get_paths (running->kernel), step->name, error);
  /* What an alias line stands for can be anything. */
  if (modscope_name_is_valid (step->name))
    g_variant_builder_add (orders, "(ss^ayb)", MODSCOPE_WORKER_LOAD, step->name,
                           g_strstrip (options), required);
  return TRUE;
}

/* What modprobe would do to load a module, but for what is loaded. @gone is not loaded by then. */
static gboolean
add_orders (ModscopeRunning *running,
            const char *name,
            const char *parameters,
            const char *const *gone,
            GVariantBuilder *orders,
            GError **error)
{
  ModscopeKmod *kmod = modscope_running_get_kmod (running, error);
  g_autoptr (GPtrArray) steps = kmod != NULL ? modscope_kmod_plan_load (kmod, name, error) : NULL;
  g_auto (GStrv) needs = modscope_tables_dup_all_needs (running->tables, name);

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const ModscopeKmodStep *step = g_ptr_array_index (steps, i);
      gboolean is_target = strcmp (step->name, name) == 0;
      gboolean is_needed = g_strv_contains ((const char *const *) needs, step->name);

      /* What only puts back loads nothing that was not there: that is another permission. */
      if (gone[0] != NULL && !is_target && !is_needed && !g_strv_contains (gone, step->name))
        continue;
      if (!add_step (running, step, is_target ? parameters : "", is_target || is_needed, gone,
                     orders, error))
        return FALSE;
    }
  return steps != NULL;
}

gboolean
modscope_load_add_return (ModscopeRunning *running,
                          const char *const *gone,
                          GVariantBuilder *orders,
                          GError **error)
{
  for (guint i = g_strv_length ((GStrv) gone); i-- > 0;)
    if (!modscope_check_has_file (running, gone[i], error) ||
        !add_orders (running, gone[i], "", gone, orders, error))
      return FALSE;
  return TRUE;
}

static char *
check_parameters (ModscopeRunning *running, const char *name, GVariant *parameters, GError **error)
{
  ModscopeKmod *kmod = NULL;
  g_auto (GStrv) info = NULL;

  if (g_variant_n_children (parameters) == 0)
    return g_strdup ("");
  kmod = modscope_running_get_kmod (running, error);
  info = kmod != NULL ? modscope_kmod_dup_info (kmod, name, error) : NULL;
  return info != NULL ? modscope_parameters_check (parameters, (const char *const *) info, error)
                      : NULL;
}

/* Whether the steps are those that the caller was shown, if any. */
static gboolean
check_expected (const char *const *expected, GVariant *orders, GError **error)
{
  gsize count = g_strv_length ((GStrv) expected);
  gboolean same = count == 0 || count == g_variant_n_children (orders);

  for (gsize i = 0; same && i < count; i++)
    {
      const char *name;

      g_variant_get_child (orders, i, "(s&sayb)", NULL, &name, NULL, NULL);
      same = strcmp (expected[i], name) == 0;
    }
  return same || modscope_refuse (error, STALE, "Other modules would be loaded now");
}

/* Parameters are as good as a rule: other permission, and the dialog shows them. */
static void
describe (ModscopeCallPlan *plan, const char *parameters)
{
  gboolean plain = parameters[0] == '\0';

  plan->action = plain ? "io.github.modscope.load-module" : "io.github.modscope.configure";
  plan->detail = plain ? "module" : "change";
  plan->shown =
    plain ? g_strdup (plan->module) : g_strdup_printf ("load %s %s", plan->module, parameters);
}

gboolean
modscope_plan_load (const ModscopeCallSetup *setup,
                    GVariant *arguments,
                    ModscopeCallPlan *plan,
                    GError **error)
{
  static const char *const none[] = { NULL };
  g_auto (GVariantBuilder) orders =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  g_autofree const char **expected = NULL;
  g_autoptr (GVariant) parameters = NULL;
  g_auto (ModscopeRunning) running = { NULL };
  const ModscopeLiveModule *live;
  g_autofree char *text = NULL;
  const char *asked;

  g_variant_get (arguments, "(&s@a{ss}^a&s)", &asked, &parameters, &expected);
  plan->module = modscope_check_name (asked, error);
  if (plan->module == NULL || !modscope_running_read (&running, setup->paths, error) ||
      !modscope_check_has_file (&running, plan->module, error))
    return FALSE;
  text = check_parameters (&running, plan->module, parameters, error);
  /* Nothing is left to do if it is loaded. */
  if (text == NULL || !modscope_running_find (&running, plan->module, &live, error) ||
      (live == NULL && !add_orders (&running, plan->module, text, none, &orders, error)))
    return FALSE;
  plan->orders = g_variant_ref_sink (g_variant_builder_end (&orders));
  if (!check_expected (expected, plan->orders, error))
    return FALSE;
  if (text[0] != '\0' && g_variant_n_children (plan->orders) == 0)
    return modscope_refuse_module (error, INVALID_PARAMETER,
                                   "It is loaded already, too late for parameters", plan->module);
  describe (plan, text);
  return TRUE;
}
