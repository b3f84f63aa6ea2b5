/* modscopectl rules: every rule of modprobe.d, modules-load.d and the kernel command line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli/modscope-cli.h"

static ModscopeExit
print_json (ModscopeCli *cli, GListModel *rules)
{
  ModscopeJson *json = modscope_cli_begin_json (cli);

  modscope_json_begin_object (json, NULL);
  modscope_json_begin_array (json, "rules");
  for (guint i = 0; i < g_list_model_get_n_items (rules); i++)
    {
      g_autoptr (ModscopeRule) rule = g_list_model_get_item (rules, i);

      modscope_json_rule (json, rule);
    }
  modscope_json_end_array (json);
  modscope_json_end_object (json);
  return modscope_cli_end_json (cli, json);
}

enum
{
  COLUMN_MODULE,
  COLUMN_TEXT,
  COLUMN_FROM,
  N_COLUMNS,
};

/** The texts of one row, as long as its cells are needed. */
typedef struct
{
  char *text;
  char *from;
} RowTexts;

static void
row_texts_clear (RowTexts *self)
{
  g_free (self->text);
  g_free (self->from);
}

static void
fill_row (ModscopeRule *rule, RowTexts *texts, ModscopeCell *cells)
{
  gboolean is_read = modscope_rule_get_effective (rule) != MODSCOPE_TRI_NO;
  ModscopeStyle style = is_read ? MODSCOPE_STYLE_PLAIN : MODSCOPE_STYLE_DIM;
  const char *file = modscope_rule_get_file (rule);
  guint line = modscope_rule_get_line (rule);
  const char *module = modscope_rule_get_module (rule);
  const char *reason = modscope_rule_get_reason (rule);

  texts->text = modscope_rule_dup_text (rule);
  texts->from = line > 0 ? g_strdup_printf ("%s:%u", file, line) : g_strdup (file);
  if (!is_read && reason != NULL)
    {
      char *from = g_strdup_printf ("%s  %s", texts->from, reason);

      g_free (texts->from);
      texts->from = from;
    }
  cells[COLUMN_MODULE] = (ModscopeCell){ module != NULL ? module : "", style };
  cells[COLUMN_TEXT] = (ModscopeCell){ texts->text, style };
  cells[COLUMN_FROM] = (ModscopeCell){ texts->from, MODSCOPE_STYLE_DIM };
}

static void
print_table (ModscopePrinter *printer, GListModel *rules)
{
  ModscopeColumn columns[N_COLUMNS] = {
    [COLUMN_MODULE] = { .title = _ ("MODULE"), .max_width = 24 },
    [COLUMN_TEXT] = { .title = _ ("RULE"), .max_width = 56 },
    [COLUMN_FROM] = { .title = _ ("FROM") },
  };

  modscope_columns_measure (columns, N_COLUMNS, NULL);
  for (int pass = 0; pass < 2; pass++)
    {
      if (pass == 1)
        modscope_printer_row (printer, columns, N_COLUMNS, NULL);
      for (guint i = 0; i < g_list_model_get_n_items (rules); i++)
        {
          g_autoptr (ModscopeRule) rule = g_list_model_get_item (rules, i);
          ModscopeCell cells[N_COLUMNS];
          RowTexts texts;

          fill_row (rule, &texts, cells);
          if (pass == 0)
            modscope_columns_measure (columns, N_COLUMNS, cells);
          else
            modscope_printer_row (printer, columns, N_COLUMNS, cells);
          row_texts_clear (&texts);
        }
    }
}

static ModscopeExit
run_rules (ModscopeCli *cli)
{
  ModscopeMachine *machine = modscope_cli_open_machine (cli, FALSE);
  ModscopeKernel *kernel;
  GListModel *rules;

  if (machine == NULL)
    return MODSCOPE_EXIT_FAILED;
  rules = modscope_machine_get_rules (machine);
  kernel = modscope_machine_get_kernel (machine);
  /* Of a folder that is looked at alone there is no configuration that counts. */
  if (modscope_kernel_is_running (kernel))
    modscope_rule_judge_all (rules, modscope_kernel_get_paths (kernel));
  if (modscope_cli_is_json (cli))
    return print_json (cli, rules);
  if (g_list_model_get_n_items (rules) == 0)
    modscope_printer_format (modscope_cli_get_printer (cli), MODSCOPE_STYLE_PLAIN, "%s\n",
                             _ ("There are no rules."));
  else
    print_table (modscope_cli_get_printer (cli), rules);
  return MODSCOPE_EXIT_DONE;
}

const ModscopeCommand modscope_command_rules = {
  .name = "rules",
  .summary = N_ ("List the rules for modules, with file and line"),
  .details = N_ ("Rules come from modprobe.d, modules-load.d and the kernel command line."),
  .run = run_rules,
};
