/* modscopectl load: a module and what it needs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "cli/modscope-action.h"

static gboolean
check_parameters (ModscopeCli *cli, const char *const *words)
{
  for (; *words != NULL; words++)
    if ((*words)[0] == '=' || strchr (*words, '=') == NULL)
      {
        modscope_cli_say (cli, _ ("“%s” is not a parameter with a value, NAME=VALUE"), *words);
        return FALSE;
      }
  return TRUE;
}

static ModscopeExit
run_load (ModscopeCli *cli)
{
  const char *const *words = modscope_cli_get_words (cli);
  g_autoptr (ModscopeAction) action = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  ModscopeModule *module;
  ModscopeExit status;
  gboolean is_loaded;

  if (!check_parameters (cli, words + 1))
    return MODSCOPE_EXIT_USAGE;
  if (modscope_action_open_machine (cli, TRUE, &status) == NULL)
    return status;
  action = modscope_action_new (cli);
  module = modscope_cli_lookup_module (cli, words[0], &error);
  if (module == NULL)
    {
      modscope_action_fail (action, "load", words[0], error);
      return modscope_action_end (action);
    }
  name = g_strdup (modscope_module_get_name (module));
  is_loaded = modscope_module_is_in_kernel (module);
  if (modscope_action_load (action, name, words + 1) && is_loaded && !modscope_cli_is_json (cli))
    modscope_printer_format (modscope_cli_get_printer (cli), MODSCOPE_STYLE_PLAIN,
                             _ ("%s is loaded already\n"), name);
  return modscope_action_end (action);
}

const ModscopeCommand modscope_command_load = {
  .name = "load",
  .arguments = N_ ("MODULE [NAME=VALUE…]"),
  .summary = N_ ("Load a module and what it needs"),
  .details = N_ ("It asks for a password where that is needed. Values of parameters last until the "
                 "module is unloaded."),
  .min_arguments = 1,
  .max_arguments = -1,
  .run = run_load,
};
