/* modscopectl plan: what loading or unloading a module would do. Nothing is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "cli/modscope-cli.h"
#include "machine/modscope-plan.h"

static ModscopeExit
print_json (ModscopeCli *cli, const ModscopePlan *plan)
{
  ModscopeJson *json = modscope_cli_begin_json (cli);

  modscope_json_begin_object (json, NULL);
  modscope_json_begin_array (json, "steps");
  for (guint i = 0; i < plan->steps->len; i++)
    {
      const ModscopePlanStep *step = g_ptr_array_index (plan->steps, i);

      modscope_json_begin_object (json, NULL);
      modscope_json_string (json, "verb", step->verb);
      modscope_json_string (json, "module", step->module);
      modscope_json_end_object (json);
    }
  modscope_json_end_array (json);
  modscope_json_strings (json, "devices", (const char *const *) plan->devices);
  modscope_json_string (json, "critical", plan->critical);
  modscope_json_begin_array (json, "warnings");
  for (guint i = 0; i < plan->warnings->len; i++)
    {
      const ModscopePlanWarning *warning = g_ptr_array_index (plan->warnings, i);

      modscope_json_begin_object (json, NULL);
      modscope_json_string (json, "code", warning->code);
      modscope_json_string (json, "text", warning->text);
      modscope_json_end_object (json);
    }
  modscope_json_end_array (json);
  modscope_json_end_object (json);
  return modscope_cli_end_json (cli, json);
}

static void
print_steps (ModscopePrinter *printer, const ModscopePlan *plan)
{
  if (plan->steps->len == 0)
    {
      modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "%s\n",
                               _ ("There is nothing to do."));
      return;
    }
  for (guint i = 0; i < plan->steps->len; i++)
    {
      const ModscopePlanStep *step = g_ptr_array_index (plan->steps, i);

      /* Translators: a step of a plan, followed by the name of a module. */
      modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "%3u. %s %s\n", i + 1,
                               strcmp (step->verb, "load") == 0 ? _ ("Load") : _ ("Unload"),
                               step->module);
    }
}

static void
print_consequences (ModscopePrinter *printer, const ModscopePlan *plan)
{
  if (plan->devices[0] != NULL)
    modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "\n%s\n",
                             _ ("These devices stop working:"));
  for (guint i = 0; plan->devices[i] != NULL; i++)
    modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "  %s\n", plan->devices[i]);
  if (plan->critical != NULL)
    {
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
      modscope_printer_text (printer, MODSCOPE_STYLE_BAD, plan->critical);
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
    }
  if (plan->warnings->len > 0)
    modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
  for (guint i = 0; i < plan->warnings->len; i++)
    {
      const ModscopePlanWarning *warning = g_ptr_array_index (plan->warnings, i);
      const char *label = _ ("Note:");

      modscope_printer_text (printer, MODSCOPE_STYLE_NOTICE, label);
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, " ");
      modscope_printer_wrapped (printer, modscope_text_width (label) + 1, warning->text);
    }
}

static ModscopeExit
run_plan (ModscopeCli *cli)
{
  const char *const *words = modscope_cli_get_words (cli);
  gboolean is_load = strcmp (words[0], "load") == 0;
  ModscopeExit status = MODSCOPE_EXIT_FAILED;
  g_autoptr (ModscopePlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  ModscopeMachine *machine;
  ModscopeModule *module;
  const char *name;

  if (!is_load && strcmp (words[0], "unload") != 0)
    {
      modscope_cli_say (cli, _ ("“%s” cannot be planned; “load” and “unload” can"), words[0]);
      return MODSCOPE_EXIT_USAGE;
    }
  machine = modscope_cli_open_machine (cli, TRUE);
  module = machine != NULL ? modscope_cli_find_module (cli, words[1], &status) : NULL;
  if (module == NULL)
    return status;
  name = modscope_module_get_name (module);
  plan = is_load ? modscope_plan_load (machine, name, &error)
                 : modscope_plan_unload (machine, name, &error);
  if (plan == NULL)
    return modscope_cli_fail (cli, error);
  if (modscope_cli_is_json (cli))
    return print_json (cli, plan);
  print_steps (modscope_cli_get_printer (cli), plan);
  print_consequences (modscope_cli_get_printer (cli), plan);
  return MODSCOPE_EXIT_DONE;
}

const ModscopeCommand modscope_command_plan = {
  .name = "plan",
  .arguments = N_ ("load|unload MODULE"),
  .summary = N_ ("Show what loading or unloading a module would do, without doing it"),
  .min_arguments = 2,
  .max_arguments = 2,
  .run = run_plan,
};
