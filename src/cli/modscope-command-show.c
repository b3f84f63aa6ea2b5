/* modscopectl show: everything about one module.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli/modscope-cli.h"

/* On a terminal; a pipe gets all. */
#define ALIASES_ON_A_TERMINAL 8

/** One labelled fact; the label is a translated word, the text %NULL where it is unknown. */
typedef struct
{
  const char *label;
  char *text;
} Fact;

static void
fact_clear (gpointer data)
{
  Fact *fact = data;

  g_free (fact->text);
}

static void
add_fact (GArray *facts, const char *label, const char *text)
{
  Fact fact = { label, NULL };

  if (text == NULL || text[0] == '\0')
    return;
  fact.text = g_strdup (text);
  g_array_append_val (facts, fact);
}

static void
add_list (GArray *facts, const char *label, const char *const *items)
{
  g_autofree char *text = items != NULL ? g_strjoinv (", ", (GStrv) items) : NULL;

  add_fact (facts, label, text);
}

static void
print_facts (ModscopePrinter *printer, GArray *facts)
{
  guint width = 0;

  for (guint i = 0; i < facts->len; i++)
    width = MAX (width, modscope_text_width (g_array_index (facts, Fact, i).label));
  for (guint i = 0; i < facts->len; i++)
    {
      const Fact *fact = &g_array_index (facts, Fact, i);

      modscope_printer_indent (printer, 2);
      modscope_printer_text (printer, MODSCOPE_STYLE_DIM, fact->label);
      modscope_printer_indent (printer, width - modscope_text_width (fact->label) + 2);
      modscope_printer_wrapped (printer, width + 4, fact->text);
    }
}

static void
print_heading (ModscopePrinter *printer, const char *title)
{
  modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "\n");
  modscope_printer_text (printer, MODSCOPE_STYLE_BOLD, title);
  modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "\n");
}

/* One on a line: name, and identifier. */
static void
add_devices (GArray *facts, ModscopeMachine *machine, const char *const *ids)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (; *ids != NULL; ids++)
    {
      ModscopeDevice *device = modscope_machine_lookup_device (machine, *ids);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      if (device != NULL)
        g_string_append_printf (text, "%s (%s)", modscope_device_get_name (device), *ids);
      else
        g_string_append (text, *ids);
    }
  add_fact (facts, _ ("Devices"), text->str);
}

static void
add_live_facts (GArray *facts, ModscopeMachine *machine, ModscopeModule *module)
{
  ModscopeStyle style;
  g_autofree char *state = modscope_cli_dup_state (module, &style);
  g_auto (GStrv) taints = modscope_module_dup_taint_words (module);

  add_fact (facts, _ ("State"), state);
  if (modscope_module_is_in_kernel (module))
    {
      g_autofree char *size = g_format_size (modscope_module_get_size_bytes (module));
      int count = modscope_module_get_use_count (module);

      add_fact (facts, _ ("Memory"), size);
      if (count >= 0)
        {
          g_autofree char *uses = g_strdup_printf ("%d", count);

          add_fact (facts, _ ("Use count"), uses);
        }
    }
  add_list (facts, _ ("Used by"), modscope_module_get_used_by (module));
  add_devices (facts, machine, modscope_module_get_devices (module));
  add_list (facts, _ ("Taints"), (const char *const *) taints);
}

static void
add_file_facts (GArray *facts, ModscopeModule *module, const ModscopeModuleDetails *details)
{
  gint64 size = modscope_module_get_file_size (module);
  g_autofree char *authors = details->authors != NULL ? g_strjoinv ("\n", details->authors) : NULL;
  g_autofree char *signature = NULL;

  add_fact (facts, _ ("Kind"), modscope_kind_get_label (modscope_module_get_kind (module)));
  add_list (facts, _ ("Needs"), (const char *const *) details->needs);
  add_list (facts, _ ("Needed by"), (const char *const *) details->needed_by);
  /* Translators: modules that are loaded before this one if they are there. */
  add_list (facts, _ ("Wants before"), (const char *const *) details->soft_pre);
  /* Translators: modules that are loaded after this one if they are there. */
  add_list (facts, _ ("Wants after"), (const char *const *) details->soft_post);
  add_fact (facts, _ ("File"), details->file);
  if (size >= 0)
    {
      g_autofree char *text = g_format_size ((guint64) size);

      add_fact (facts, _ ("File size"), text);
    }
  add_fact (facts, _ ("Version"), details->version);
  add_fact (facts, _ ("License"), details->license);
  add_fact (facts, _ ("Author"), authors);
  add_fact (facts, _ ("Kernel"), details->vermagic);
  if (details->signer != NULL)
    signature = g_strdup (details->signer);
  else if (modscope_module_get_signed (module) == 0)
    signature = g_strdup (_ ("not signed"));
  add_fact (facts, _ ("Signer"), signature);
  add_fact (facts, _ ("Problem"), details->problem);
}

static void
print_parameter (ModscopePrinter *printer, const ModscopeParameter *parameter)
{
  modscope_printer_indent (printer, 2);
  modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, parameter->name);
  if (parameter->value != NULL)
    modscope_printer_format (printer, MODSCOPE_STYLE_GOOD, " = %s", parameter->value);
  if (parameter->type != NULL)
    modscope_printer_format (printer, MODSCOPE_STYLE_DIM, "  (%s)", parameter->type);
  if (parameter->rule_value != NULL)
    {
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "  ");
      /* Translators: the value that a rule gives a parameter. */
      modscope_printer_format (printer, MODSCOPE_STYLE_NOTICE, _ ("a rule sets %s"),
                               parameter->rule_value);
    }
  modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
  if (parameter->description != NULL && parameter->description[0] != '\0')
    {
      modscope_printer_indent (printer, 6);
      modscope_printer_wrapped (printer, 6, parameter->description);
    }
}

static void
print_parameters (ModscopePrinter *printer, GPtrArray *parameters)
{
  if (parameters == NULL || parameters->len == 0)
    return;
  print_heading (printer, _ ("Parameters"));
  for (guint i = 0; i < parameters->len; i++)
    print_parameter (printer, g_ptr_array_index (parameters, i));
}

static void
print_firmware (ModscopePrinter *printer, GPtrArray *firmware)
{
  if (firmware == NULL || firmware->len == 0)
    return;
  print_heading (printer, _ ("Firmware"));
  for (guint i = 0; i < firmware->len; i++)
    {
      const ModscopeFirmware *file = g_ptr_array_index (firmware, i);

      modscope_printer_indent (printer, 2);
      modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "%s  ", file->name);
      /* Translators: of a firmware file. */
      modscope_printer_text (printer, file->present ? MODSCOPE_STYLE_GOOD : MODSCOPE_STYLE_DIM,
                             file->present ? _ ("present") : _ ("missing"));
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
    }
}

static void
print_aliases (ModscopePrinter *printer, const char *const *aliases)
{
  guint n_aliases = aliases != NULL ? g_strv_length ((GStrv) aliases) : 0;
  guint shown = n_aliases;

  if (n_aliases == 0)
    return;
  if (modscope_printer_is_terminal (printer) && n_aliases > ALIASES_ON_A_TERMINAL + 1)
    shown = ALIASES_ON_A_TERMINAL;
  print_heading (printer, _ ("Aliases"));
  for (guint i = 0; i < shown; i++)
    modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "  %s\n", aliases[i]);
  if (shown < n_aliases)
    {
      modscope_printer_indent (printer, 2);
      modscope_printer_format (printer, MODSCOPE_STYLE_DIM,
                               ngettext ("… and %u more", "… and %u more", n_aliases - shown),
                               n_aliases - shown);
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
    }
}

static void
print_rules (ModscopePrinter *printer, GPtrArray *rules)
{
  if (rules == NULL || rules->len == 0)
    return;
  print_heading (printer, _ ("Rules"));
  for (guint i = 0; i < rules->len; i++)
    {
      ModscopeRule *rule = g_ptr_array_index (rules, i);
      g_autofree char *text = modscope_rule_dup_text (rule);

      modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "  %s  ", text);
      if (modscope_rule_get_line (rule) > 0)
        modscope_printer_format (printer, MODSCOPE_STYLE_DIM, "%s:%u",
                                 modscope_rule_get_file (rule), modscope_rule_get_line (rule));
      else
        modscope_printer_text (printer, MODSCOPE_STYLE_DIM, modscope_rule_get_file (rule));
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
    }
}

static void
print_module (ModscopePrinter *printer,
              ModscopeMachine *machine,
              ModscopeModule *module,
              const ModscopeModuleDetails *details)
{
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (Fact));

  g_array_set_clear_func (facts, fact_clear);
  modscope_printer_text (printer, MODSCOPE_STYLE_BOLD, modscope_module_get_name (module));
  modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
  modscope_printer_wrapped (printer, 0, modscope_module_get_purpose (module));
  modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
  add_fact (facts, _ ("Description"), details->description);
  add_live_facts (facts, machine, module);
  add_file_facts (facts, module, details);
  print_facts (printer, facts);
  print_parameters (printer, details->parameters);
  print_firmware (printer, details->firmware);
  print_aliases (printer, (const char *const *) details->aliases);
  print_rules (printer, details->rules);
}

static ModscopeExit
run_show (ModscopeCli *cli)
{
  ModscopeMachine *machine = modscope_cli_open_machine (cli, TRUE);
  g_autoptr (ModscopeModuleDetails) details = NULL;
  ModscopeExit status = MODSCOPE_EXIT_FAILED;
  ModscopeModule *module;
  ModscopeJson *json;

  if (machine == NULL)
    return status;
  module = modscope_cli_find_module (cli, modscope_cli_get_words (cli)[0], &status);
  if (module == NULL)
    return status;
  modscope_cli_ensure_index (cli);
  details = modscope_machine_load_details (machine, module);
  if (!modscope_cli_is_json (cli))
    {
      modscope_cli_read_devices (cli);
      print_module (modscope_cli_get_printer (cli), machine, module, details);
      return MODSCOPE_EXIT_DONE;
    }
  json = modscope_cli_begin_json (cli);
  modscope_json_module_with_details (json, machine, module, details);
  return modscope_cli_end_json (cli, json);
}

const ModscopeCommand modscope_command_show = {
  .name = "show",
  .arguments = N_ ("MODULE"),
  .summary = N_ ("Show everything about one module"),
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run_show,
};
