/* modscopectl list: all modules, or those with a state or some words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli/modscope-cli.h"

typedef struct
{
  gboolean loaded;
  gboolean available;
  gboolean builtin;
  gboolean blocked;
  GStrv words; /* case-folded; NULL for all */
} Filter;

static void
filter_clear (Filter *self)
{
  g_clear_pointer (&self->words, g_strfreev);
}

static void
filter_init (Filter *self, ModscopeCli *cli)
{
  const char *text = modscope_cli_get_option (cli, "search");

  self->loaded = modscope_cli_get_option (cli, "loaded") != NULL;
  self->available = modscope_cli_get_option (cli, "available") != NULL;
  self->builtin = modscope_cli_get_option (cli, "builtin") != NULL;
  self->blocked = modscope_cli_get_option (cli, "blocked") != NULL;
  if (text != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);
      g_autofree char *folded = g_utf8_casefold (valid, -1);

      self->words = g_strsplit_set (folded, " \t\n", -1);
    }
}

/* Several states are a union; words narrow it down. */
static gboolean
filter_matches (const Filter *self, ModscopeModule *module)
{
  ModscopeModuleState state = modscope_module_get_state (module);
  gboolean any = !self->loaded && !self->available && !self->builtin && !self->blocked;

  if (!(any || (self->loaded && modscope_module_is_in_kernel (module)) ||
        (self->available && state == MODSCOPE_MODULE_AVAILABLE) ||
        (self->builtin && state == MODSCOPE_MODULE_BUILTIN) ||
        (self->blocked && modscope_module_get_blocked (module) != MODSCOPE_BLOCKED_NO)))
    return FALSE;
  return self->words == NULL || modscope_module_matches (module, (const char *const *) self->words);
}

static ModscopeExit
print_json (ModscopeCli *cli, ModscopeMachine *machine, const Filter *filter)
{
  GListModel *modules = modscope_machine_get_modules (machine);
  ModscopeJson *json = modscope_cli_begin_json (cli);

  modscope_json_begin_object (json, NULL);
  modscope_json_string (json, "kernel",
                        modscope_kernel_get_release (modscope_machine_get_kernel (machine)));
  modscope_json_begin_array (json, "modules");
  for (guint i = 0; i < g_list_model_get_n_items (modules); i++)
    {
      g_autoptr (ModscopeModule) module = g_list_model_get_item (modules, i);

      if (filter_matches (filter, module))
        modscope_json_module (json, machine, module);
    }
  modscope_json_end_array (json);
  modscope_json_end_object (json);
  return modscope_cli_end_json (cli, json);
}

enum
{
  COLUMN_NAME,
  COLUMN_STATE,
  COLUMN_SIZE,
  COLUMN_USED_BY,
  COLUMN_PURPOSE,
  N_COLUMNS,
};

/** The texts of one row, as long as its cells are needed. */
typedef struct
{
  char *state;
  char *size;
  char *used_by;
} RowTexts;

static void
row_texts_clear (RowTexts *self)
{
  g_free (self->state);
  g_free (self->size);
  g_free (self->used_by);
}

static char *
dup_used_by (ModscopeModule *module)
{
  int count = modscope_module_get_use_count (module);
  g_autofree char *holders = g_strjoinv (", ", (GStrv) modscope_module_get_used_by (module));

  if (count < 0)
    return g_strdup ("");
  if (holders[0] == '\0')
    return g_strdup_printf ("%d", count);
  return g_strdup_printf ("%d  %s", count, holders);
}

static void
fill_row (ModscopeModule *module, RowTexts *texts, ModscopeCell *cells)
{
  ModscopeStyle style;

  texts->state = modscope_cli_dup_state (module, &style);
  texts->size = modscope_module_is_in_kernel (module)
                  ? g_format_size (modscope_module_get_size_bytes (module))
                  : g_strdup ("");
  texts->used_by = dup_used_by (module);
  cells[COLUMN_NAME] = (ModscopeCell){ modscope_module_get_name (module), MODSCOPE_STYLE_PLAIN };
  cells[COLUMN_STATE] = (ModscopeCell){ texts->state, style };
  cells[COLUMN_SIZE] = (ModscopeCell){ texts->size, MODSCOPE_STYLE_PLAIN };
  cells[COLUMN_USED_BY] = (ModscopeCell){ texts->used_by, MODSCOPE_STYLE_PLAIN };
  cells[COLUMN_PURPOSE] = (ModscopeCell){ "", MODSCOPE_STYLE_PLAIN };
}

/* Each row is made twice, for its widths and to print it: cheaper than keeping thousands. */
static guint
measure_rows (GListModel *modules, const Filter *filter, ModscopeColumn *columns)
{
  guint n_rows = 0;

  modscope_columns_measure (columns, N_COLUMNS, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (modules); i++)
    {
      g_autoptr (ModscopeModule) module = g_list_model_get_item (modules, i);
      ModscopeCell cells[N_COLUMNS];
      RowTexts texts;

      if (!filter_matches (filter, module))
        continue;
      fill_row (module, &texts, cells);
      modscope_columns_measure (columns, N_COLUMNS, cells);
      row_texts_clear (&texts);
      n_rows++;
    }
  return n_rows;
}

static ModscopeExit
print_table (ModscopeCli *cli, ModscopeMachine *machine, const Filter *filter)
{
  GListModel *modules = modscope_machine_get_modules (machine);
  ModscopePrinter *printer = modscope_cli_get_printer (cli);
  ModscopeColumn columns[N_COLUMNS] = {
    [COLUMN_NAME] = { .title = _ ("NAME"), .max_width = 32 },
    [COLUMN_STATE] = { .title = _ ("STATE") },
    [COLUMN_SIZE] = { .title = _ ("SIZE"), .right = TRUE },
    [COLUMN_USED_BY] = { .title = _ ("USED BY"), .max_width = 24 },
    [COLUMN_PURPOSE] = { .title = _ ("PURPOSE") },
  };

  if (measure_rows (modules, filter, columns) == 0)
    {
      modscope_cli_say (cli, _ ("No module matches"));
      return MODSCOPE_EXIT_DONE;
    }
  modscope_printer_fit_columns (printer, columns, N_COLUMNS);
  modscope_printer_row (printer, columns, N_COLUMNS, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (modules); i++)
    {
      g_autoptr (ModscopeModule) module = g_list_model_get_item (modules, i);
      ModscopeCell cells[N_COLUMNS];
      RowTexts texts;

      if (!filter_matches (filter, module))
        continue;
      fill_row (module, &texts, cells);
      cells[COLUMN_PURPOSE].text = modscope_module_get_purpose (module);
      modscope_printer_row (printer, columns, N_COLUMNS, cells);
      row_texts_clear (&texts);
    }
  return MODSCOPE_EXIT_DONE;
}

static ModscopeExit
run_list (ModscopeCli *cli)
{
  ModscopeMachine *machine = modscope_cli_open_machine (cli, TRUE);
  Filter filter = { 0 };
  ModscopeExit status;

  if (machine == NULL)
    return MODSCOPE_EXIT_FAILED;
  modscope_cli_ensure_index (cli);
  filter_init (&filter, cli);
  status = modscope_cli_is_json (cli) ? print_json (cli, machine, &filter)
                                      : print_table (cli, machine, &filter);
  filter_clear (&filter);
  return status;
}

static const ModscopeOption options[] = {
  { "loaded", NULL, N_ ("Only modules that are loaded") },
  { "available", NULL, N_ ("Only modules that could be loaded") },
  { "builtin", NULL, N_ ("Only what is part of the kernel itself") },
  { "blocked", NULL, N_ ("Only modules that a rule blocks") },
  { "search", N_ ("TEXT"),
    N_ ("Only modules with these words in their name, description, author, alias, parameter or "
        "device") },
  { NULL },
};

const ModscopeCommand modscope_command_list = {
  .name = "list",
  .summary = N_ ("List modules, and what each is for"),
  .details = N_ ("Options for states add up: --loaded --builtin lists both."),
  .options = options,
  .run = run_list,
};
