/* modscopectl devices: the computer's devices, what drives each, and whether it works.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli/modscope-cli.h"
#include "diagnosis/modscope-device-json.h"

typedef struct
{
  ModscopeDevice *device;
  ModscopeChain *chain;
} Row;

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_object_unref (row->device);
  modscope_chain_unref (row->chain);
}

/* A device with a problem is listed whatever it is, as long as no other one stands for it. */
static gboolean
is_listed (ModscopeDevice *device, const ModscopeChain *chain, gboolean all)
{
  return all || modscope_device_is_shown (device) ||
         (modscope_chain_is_problem (chain) && modscope_device_get_folded_into (device) == NULL);
}

static GArray *
judge_devices (ModscopeMachine *machine, gboolean all)
{
  GListModel *devices = modscope_machine_get_devices (machine);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  g_array_set_clear_func (rows, row_clear);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (ModscopeDevice) device = g_list_model_get_item (devices, i);
      g_autoptr (ModscopeChain) chain = modscope_chain_judge (machine, device);
      Row row;

      if (!is_listed (device, chain, all))
        continue;
      row.device = g_steal_pointer (&device);
      row.chain = g_steal_pointer (&chain);
      g_array_append_val (rows, row);
    }
  return rows;
}

static ModscopeExit
print_json (ModscopeCli *cli, GArray *rows)
{
  ModscopeJson *json = modscope_cli_begin_json (cli);

  modscope_json_begin_object (json, NULL);
  modscope_json_begin_array (json, "devices");
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      modscope_json_device (json, NULL, row->device, row->chain);
    }
  modscope_json_end_array (json);
  modscope_json_end_object (json);
  return modscope_cli_end_json (cli, json);
}

/* By kind, those with a problem first. */
static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *one = a;
  const Row *other = b;
  int order =
    (int) modscope_device_get_kind (one->device) - (int) modscope_device_get_kind (other->device);

  if (order == 0)
    order = modscope_chain_is_problem (other->chain) - modscope_chain_is_problem (one->chain);
  return order != 0 ? order : modscope_device_compare (one->device, other->device);
}

enum
{
  COLUMN_NAME,
  COLUMN_VERDICT,
  COLUMN_MODULE,
  COLUMN_ID,
  N_COLUMNS,
};

static ModscopeStyle
get_style (const ModscopeChain *chain)
{
  if (chain->finding == NULL)
    return g_str_equal (chain->verdict, "working") ? MODSCOPE_STYLE_GOOD : MODSCOPE_STYLE_DIM;
  return chain->finding->severity == MODSCOPE_SEVERITY_ERROR ? MODSCOPE_STYLE_BAD
                                                             : MODSCOPE_STYLE_NOTICE;
}

static void
fill_row (const Row *row, ModscopeCell *cells)
{
  const char *module = modscope_device_get_module (row->device);
  const char *driver = modscope_device_get_driver (row->device);

  if (module == NULL)
    module = driver != NULL ? driver : "";
  cells[COLUMN_NAME] =
    (ModscopeCell){ modscope_device_get_name (row->device), MODSCOPE_STYLE_PLAIN };
  cells[COLUMN_VERDICT] =
    (ModscopeCell){ modscope_verdict_get_label (row->chain->verdict), get_style (row->chain) };
  cells[COLUMN_MODULE] = (ModscopeCell){ module, MODSCOPE_STYLE_PLAIN };
  cells[COLUMN_ID] = (ModscopeCell){ modscope_device_get_id (row->device), MODSCOPE_STYLE_DIM };
}

static void
print_group_title (ModscopePrinter *printer, ModscopeDeviceKind kind, gboolean first)
{
  modscope_printer_format (printer, MODSCOPE_STYLE_BOLD, "%s%s\n", first ? "" : "\n",
                           modscope_device_kind_get_label (kind));
}

/* What is wrong comes last, where a person on a terminal looks first. */
static void
print_problems (ModscopePrinter *printer, GArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const ModscopeFinding *finding = g_array_index (rows, Row, i).chain->finding;

      if (!modscope_chain_is_problem (g_array_index (rows, Row, i).chain))
        continue;
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
      modscope_printer_format (printer, MODSCOPE_STYLE_BOLD, "%s\n", finding->title);
      modscope_printer_wrapped (printer, 0, finding->explanation);
      if (finding->fixes->len > 0)
        {
          const ModscopeFix *fix = finding->fixes->pdata[0];
          const char *label = _ ("What helps:");

          modscope_printer_format (printer, MODSCOPE_STYLE_NOTICE, "%s ", label);
          modscope_printer_wrapped (printer, modscope_text_width (label) + 1, fix->text);
        }
    }
}

static ModscopeExit
print_table (ModscopeCli *cli, GArray *rows)
{
  ModscopePrinter *printer = modscope_cli_get_printer (cli);
  ModscopeColumn columns[N_COLUMNS] = {
    /* A pipe gets whole names, and still aligned columns. */
    [COLUMN_NAME] = { .title = _ ("NAME"),
                      .max_width = modscope_printer_is_terminal (printer) ? 48 : 0 },
    [COLUMN_VERDICT] = { .title = _ ("STATE") },
    [COLUMN_MODULE] = { .title = _ ("MODULE") },
    [COLUMN_ID] = { .title = _ ("ID") },
  };
  ModscopeCell cells[N_COLUMNS];

  if (rows->len == 0)
    {
      modscope_cli_say (cli, _ ("There is no device to show"));
      return MODSCOPE_EXIT_DONE;
    }
  g_array_sort (rows, compare_rows);
  modscope_columns_measure (columns, N_COLUMNS, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      fill_row (&g_array_index (rows, Row, i), cells);
      modscope_columns_measure (columns, N_COLUMNS, cells);
    }
  modscope_printer_fit_columns (printer, columns, N_COLUMNS);
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      ModscopeDeviceKind kind = modscope_device_get_kind (row->device);

      if (i == 0 || kind != modscope_device_get_kind (g_array_index (rows, Row, i - 1).device))
        print_group_title (printer, kind, i == 0);
      fill_row (row, cells);
      modscope_printer_row (printer, columns, N_COLUMNS, cells);
    }
  print_problems (printer, rows);
  return MODSCOPE_EXIT_DONE;
}

static ModscopeExit
run_devices (ModscopeCli *cli)
{
  ModscopeMachine *machine = modscope_cli_open_machine (cli, FALSE);
  gboolean all = modscope_cli_get_option (cli, "all") != NULL;
  g_autoptr (GArray) rows = NULL;

  if (machine == NULL)
    return MODSCOPE_EXIT_FAILED;
  /* Devices are there without a kernel's modules, too. */
  if (modscope_kernel_get_condition (modscope_machine_get_kernel (machine)) ==
      MODSCOPE_KERNEL_READY)
    modscope_cli_ensure_index (cli);
  modscope_cli_read_devices (cli);
  rows = judge_devices (machine, all);
  return modscope_cli_is_json (cli) ? print_json (cli, rows) : print_table (cli, rows);
}

static const ModscopeOption options[] = {
  { "all", NULL, N_ ("Also bridges, hubs, parts of devices and what the firmware lists") },
  { NULL },
};

const ModscopeCommand modscope_command_devices = {
  .name = "devices",
  .summary = N_ ("List devices, what drives each, and whether it works"),
  .options = options,
  .run = run_devices,
};
