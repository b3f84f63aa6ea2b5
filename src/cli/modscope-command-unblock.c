/* modscopectl unblock: removes rules that Modscope wrote.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli/modscope-action.h"

static ModscopeExit
run_unblock (ModscopeCli *cli)
{
  const ModscopeRuleChange change = { .verb = "unblock" };

  return modscope_action_run_rules (cli, &change);
}

const ModscopeCommand modscope_command_unblock = {
  .name = "unblock",
  .arguments = N_ ("MODULE…"),
  .summary = N_ ("Remove the rules with which Modscope blocks modules"),
  .details = N_ ("Rules that somebody else wrote stay, and are named."),
  .min_arguments = 1,
  .max_arguments = -1,
  .run = run_unblock,
};
