/* modscopectl device: turns a device off and on, gives it another driver, switches its radio.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "base/modscope-device-id.h"
#include "cli/modscope-action.h"

static gboolean
check_words (ModscopeCli *cli, const char *const *words)
{
  static const char *const verbs[] = { "off", "on", "use-driver", "switch-on", "switch-off", NULL };
  gboolean uses_driver = strcmp (words[0], "use-driver") == 0;

  if (!g_strv_contains (verbs, words[0]))
    modscope_cli_say (
      cli,
      _ ("“%s” cannot be done with a device; “off”, “on”, “use-driver”, “switch-on” "
         "and “switch-off” can"),
      words[0]);
  else if (uses_driver && words[2] == NULL)
    modscope_cli_say (cli, _ ("Name the driver that the device is to use"));
  else if (!uses_driver && words[2] != NULL)
    modscope_cli_say (cli, _ ("Only “use-driver” takes a driver"));
  else if (!modscope_device_id_split (words[1], NULL, NULL))
    modscope_cli_say (cli, _ ("“%s” is not a device; “modscopectl devices” lists them, as “%s”"),
                      words[1], "pci:0000:00:14.3");
  else
    return modscope_action_check_trial (cli);
  return FALSE;
}

static ModscopeExit
run_device (ModscopeCli *cli)
{
  const char *const *words = modscope_cli_get_words (cli);
  g_autoptr (ModscopeAction) action = NULL;
  ModscopeExit status;

  if (!check_words (cli, words))
    return MODSCOPE_EXIT_USAGE;
  if (modscope_action_open_machine (cli, FALSE, &status) == NULL)
    return status;
  action = modscope_action_new (cli);
  modscope_action_control_device (action, words[1], words[0], words[2]);
  return modscope_action_end (action);
}

static const ModscopeOption device_options[] = { MODSCOPE_OPTION_TRIAL, { NULL } };

const ModscopeCommand modscope_command_device = {
  .name = "device",
  .arguments = N_ ("off|on|use-driver|switch-on|switch-off ID [DRIVER]"),
  .summary = N_ ("Turn a device off or on, give it another driver, or switch its radio"),
  .details =
    N_ ("It lasts until the computer restarts. “modscopectl devices” lists the IDs. What the "
        "disk that the computer runs from is behind is never turned off."),
  .options = device_options,
  .min_arguments = 2,
  .max_arguments = 3,
  .run = run_device,
};
