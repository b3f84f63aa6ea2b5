/* modscopectl resolve: the modules that claim an alias.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli/modscope-cli.h"
#include "system/modscope-kmod.h"

static void
clear_names (gpointer data)
{
  g_strfreev (data);
}

static ModscopeExit
print_json (ModscopeCli *cli, GPtrArray *results)
{
  const char *const *aliases = modscope_cli_get_words (cli);
  ModscopeJson *json = modscope_cli_begin_json (cli);

  modscope_json_begin_object (json, NULL);
  modscope_json_begin_array (json, "results");
  for (guint i = 0; i < results->len; i++)
    {
      modscope_json_begin_object (json, NULL);
      modscope_json_string (json, "modalias", aliases[i]);
      modscope_json_strings (json, "modules", g_ptr_array_index (results, i));
      modscope_json_end_object (json);
    }
  modscope_json_end_array (json);
  modscope_json_end_object (json);
  return modscope_cli_end_json (cli, json);
}

/* One alias: a name a line, for scripts. Several: a heading for each. */
static void
print_names (ModscopeCli *cli, GPtrArray *results)
{
  const char *const *aliases = modscope_cli_get_words (cli);
  ModscopePrinter *printer = modscope_cli_get_printer (cli);

  for (guint i = 0; i < results->len; i++)
    {
      char **names = g_ptr_array_index (results, i);

      if (results->len > 1)
        modscope_printer_format (printer, MODSCOPE_STYLE_BOLD, "%s\n", aliases[i]);
      if (names[0] == NULL && results->len > 1)
        modscope_printer_format (printer, MODSCOPE_STYLE_DIM, "  %s\n", _ ("no module"));
      for (; *names != NULL; names++)
        modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "%s%s\n",
                                 results->len > 1 ? "  " : "", *names);
    }
}

static ModscopeExit
run_resolve (ModscopeCli *cli)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (clear_names);
  ModscopeMachine *machine = modscope_cli_open_machine (cli, TRUE);
  g_autoptr (ModscopeKmod) kmod = NULL;
  g_autoptr (GError) error = NULL;
  ModscopeExit status = MODSCOPE_EXIT_DONE;
  gboolean any = FALSE;

  if (machine == NULL)
    return MODSCOPE_EXIT_FAILED;
  kmod = modscope_kmod_new (modscope_machine_get_kernel (machine), &error);
  if (kmod == NULL)
    return modscope_cli_fail (cli, error);
  for (const char *const *alias = modscope_cli_get_words (cli); *alias != NULL; alias++)
    {
      GStrv names = modscope_kmod_resolve (kmod, *alias, &error);

      if (names == NULL)
        return modscope_cli_fail (cli, error);
      any = any || names[0] != NULL;
      g_ptr_array_add (results, names);
    }
  if (modscope_cli_is_json (cli))
    status = print_json (cli, results);
  else
    print_names (cli, results);
  if (!any)
    {
      modscope_cli_say (cli, _ ("No module of kernel %s claims that"),
                        modscope_kernel_get_release (modscope_machine_get_kernel (machine)));
      return MODSCOPE_EXIT_FAILED;
    }
  return status;
}

const ModscopeCommand modscope_command_resolve = {
  .name = "resolve",
  .arguments = N_ ("MODALIAS…"),
  .summary = N_ ("Show which modules claim a device's modalias, or another alias"),
  .details = N_ ("The status is 1 if no module claims any of them."),
  .min_arguments = 1,
  .max_arguments = -1,
  .run = run_resolve,
};
