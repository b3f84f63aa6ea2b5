/* modscopectl unload: exactly the modules that are named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli/modscope-action.h"

static ModscopeExit
run_unload (ModscopeCli *cli)
{
  const char *const *words = modscope_cli_get_words (cli);
  g_autoptr (ModscopeAction) action = NULL;
  ModscopeExit status;

  if (!modscope_action_check_trial (cli))
    return MODSCOPE_EXIT_USAGE;
  if (modscope_action_open_machine (cli, TRUE, &status) == NULL)
    return status;
  action = modscope_action_new (cli);
  for (const char *const *word = words; *word != NULL; word++)
    {
      g_autoptr (GError) error = NULL;

      if (modscope_cli_lookup_module (cli, *word, &error) == NULL)
        {
          modscope_action_fail (action, "unload", *word, error);
          return modscope_action_end (action);
        }
    }
  modscope_action_unload (action, words);
  return modscope_action_end (action);
}

static const ModscopeOption unload_options[] = { MODSCOPE_OPTION_TRIAL, { NULL } };

const ModscopeCommand modscope_command_unload = {
  .name = "unload",
  .arguments = N_ ("MODULE…"),
  .summary = N_ ("Unload modules, in the order in which they are named"),
  .details = N_ ("Nothing else is unloaded, and nothing by force: what uses a module comes before "
                 "it. “modscopectl plan unload MODULE” shows the order."),
  .options = unload_options,
  .min_arguments = 1,
  .max_arguments = -1,
  .run = run_unload,
};
