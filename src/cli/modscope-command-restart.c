/* modscopectl restart: a module and what uses it, unloaded and loaded again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli/modscope-action.h"
#include "machine/modscope-plan.h"

static ModscopeExit
run_restart (ModscopeCli *cli)
{
  const char *const *words = modscope_cli_get_words (cli);
  g_autoptr (ModscopeAction) action = NULL;
  g_autoptr (ModscopePlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_auto (GStrv) names = NULL;
  ModscopeMachine *machine;
  ModscopeModule *module;
  ModscopeExit status;

  if (!modscope_action_check_trial (cli))
    return MODSCOPE_EXIT_USAGE;
  machine = modscope_action_open_machine (cli, TRUE, &status);
  if (machine == NULL)
    return status;
  action = modscope_action_new (cli);
  module = modscope_cli_lookup_module (cli, words[0], &error);
  if (module != NULL)
    {
      name = g_strdup (modscope_module_get_name (module));
      plan = modscope_plan_make (machine, "restart", (const char *[]){ name, NULL }, FALSE, &error);
    }
  if (plan == NULL)
    {
      modscope_action_fail (action, "restart", words[0], error);
      return modscope_action_end (action);
    }
  names = modscope_plan_dup_names (plan, "unload");
  /* It is the last of them, if it is loaded at all. */
  if (names[0] != NULL)
    g_clear_pointer (&names[g_strv_length (names) - 1], g_free);
  modscope_action_restart (action, name, (const char *const *) names);
  return modscope_action_end (action);
}

static const ModscopeOption restart_options[] = { MODSCOPE_OPTION_TRIAL, { NULL } };

const ModscopeCommand modscope_command_restart = {
  .name = "restart",
  .arguments = N_ ("MODULE"),
  .summary = N_ ("Unload a module and what uses it, and load all of it again"),
  .details =
    N_ ("If a step fails, the others are put back. “modscopectl plan restart MODULE” shows "
        "what is restarted with it."),
  .options = restart_options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run_restart,
};
