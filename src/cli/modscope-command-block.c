/* modscopectl block: rules that keep modules from being loaded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/modscope-error.h"
#include "cli/modscope-action.h"
#include "config/modscope-block-edit.h"

static ModscopeExit
run_block (ModscopeCli *cli)
{
  const char *reason = modscope_cli_get_option (cli, "reason");
  const ModscopeRuleChange change = {
    .verb = "block",
    .strength = modscope_cli_get_option (cli, "always") != NULL ? "always" : "autoload",
    .reason = reason,
  };

  if (reason != NULL && !modscope_block_reason_is_valid (reason))
    {
      modscope_cli_say (cli,
                        _ ("The reason must be one line of at most %d bytes, without a backslash"),
                        MODSCOPE_REASON_MAX);
      return MODSCOPE_EXIT_USAGE;
    }
  return modscope_action_run_rules (cli, &change);
}

static const ModscopeOption block_options[] = {
  { "always", NULL, N_ ("Not by name and not for another module either") },
  { "reason", N_ ("TEXT"), N_ ("Why, for the comment above the rule") },
  { NULL },
};

const ModscopeCommand modscope_command_block = {
  .name = "block",
  .arguments = N_ ("MODULE…"),
  .summary = N_ ("Keep modules from being loaded automatically"),
  .details = N_ ("It writes rules in /etc/modprobe.d, and says whether they are in effect. What is "
                 "loaded stays loaded."),
  .options = block_options,
  .min_arguments = 1,
  .max_arguments = -1,
  .run = run_block,
};
