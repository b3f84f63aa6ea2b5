/* modscopectl plan: what changing a module would do. Nothing is done.
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

static const char *
get_label (const char *verb)
{
  if (strcmp (verb, "load") == 0)
    /* Translators: a step of a plan, followed by the name of a module. */
    return _ ("Load");
  if (strcmp (verb, "unload") == 0)
    /* Translators: a step of a plan, followed by the name of a module. */
    return _ ("Unload");
  if (strcmp (verb, "write-rule") == 0)
    /* Translators: a step of a plan, followed by the name of a module. */
    return _ ("Write a rule that blocks");
  /* Translators: a step of a plan, followed by the name of a module. */
  return _ ("Remove the rule that blocks");
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

      modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "%3u. %s %s\n", i + 1,
                               get_label (step->verb), step->module);
    }
}

/* By name, and the identifier beside it. */
static void
print_devices (ModscopePrinter *printer,
               ModscopeMachine *machine,
               const ModscopePlan *plan,
               gboolean start)
{
  if (plan->devices[0] != NULL)
    modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "\n%s\n",
                             start ? _ ("These devices can start working:")
                                   : _ ("These devices stop working:"));
  for (guint i = 0; plan->devices[i] != NULL; i++)
    {
      ModscopeDevice *device = modscope_machine_lookup_device (machine, plan->devices[i]);

      modscope_printer_indent (printer, 2);
      if (device != NULL)
        modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "%s  ",
                                 modscope_device_get_name (device));
      modscope_printer_text (printer, MODSCOPE_STYLE_DIM, plan->devices[i]);
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
    }
}

static void
print_consequences (ModscopePrinter *printer, const ModscopePlan *plan)
{
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

/* A rule can outlive its module. */
static ModscopePlan *
make_plan (ModscopeCli *cli, const char *verb, const char *name, GError **error)
{
  ModscopeMachine *machine = modscope_cli_get_machine (cli);
  gboolean always = modscope_cli_get_option (cli, "always") != NULL;

  if (strcmp (verb, "unblock") != 0)
    {
      ModscopeModule *module = modscope_cli_lookup_module (cli, name, error);

      if (module == NULL)
        return NULL;
      name = modscope_module_get_name (module);
    }
  return modscope_plan_make (machine, verb, (const char *[]){ name, NULL }, always, error);
}

static ModscopeExit
run_plan (ModscopeCli *cli)
{
  static const char *const verbs[] = { "load", "unload", "restart", "block", "unblock", NULL };
  const char *const *words = modscope_cli_get_words (cli);
  g_autoptr (ModscopePlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_strv_contains (verbs, words[0]))
    {
      modscope_cli_say (
        cli, _ ("“%s” cannot be planned; “load”, “unload”, “restart”, “block” and “unblock” can"),
        words[0]);
      return MODSCOPE_EXIT_USAGE;
    }
  if (modscope_cli_get_option (cli, "always") != NULL && strcmp (words[0], "block") != 0)
    {
      modscope_cli_say (cli, _ ("Option --always is for “block” alone"));
      return MODSCOPE_EXIT_USAGE;
    }
  if (modscope_cli_open_machine (cli, TRUE) == NULL)
    return MODSCOPE_EXIT_FAILED;
  modscope_cli_read_devices (cli);
  plan = make_plan (cli, words[0], words[1], &error);
  if (plan == NULL)
    return modscope_cli_fail (cli, error);
  if (modscope_cli_is_json (cli))
    return print_json (cli, plan);
  print_steps (modscope_cli_get_printer (cli), plan);
  print_devices (modscope_cli_get_printer (cli), modscope_cli_get_machine (cli), plan,
                 strcmp (words[0], "load") == 0);
  print_consequences (modscope_cli_get_printer (cli), plan);
  return MODSCOPE_EXIT_DONE;
}

static const ModscopeOption plan_options[] = {
  { "always", NULL, N_ ("Block it for good, not only its automatic loading") },
  { NULL },
};

const ModscopeCommand modscope_command_plan = {
  .name = "plan",
  .arguments = N_ ("load|unload|restart|block|unblock MODULE"),
  .summary = N_ ("Show what changing a module would do, without doing it"),
  .options = plan_options,
  .min_arguments = 2,
  .max_arguments = 2,
  .run = run_plan,
};
