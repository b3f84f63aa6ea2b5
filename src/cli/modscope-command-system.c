/* modscopectl system: facts of the kernel as a whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli/modscope-action.h"

typedef struct
{
  const char *label;
  char *text;
} Fact;

#define N_FACTS 11

static char *
dup_yes_or_no (ModscopeTri value)
{
  if (value == MODSCOPE_TRI_UNKNOWN)
    return g_strdup (_ ("unknown"));
  return g_strdup (value == MODSCOPE_TRI_YES ? _ ("yes") : _ ("no"));
}

static char *
dup_list (const char *const *items)
{
  if (items == NULL)
    return g_strdup (_ ("unknown"));
  /* Translators: of a list of things. */
  return items[0] != NULL ? g_strjoinv (", ", (GStrv) items) : g_strdup (_ ("none"));
}

static char *
dup_text (const char *text)
{
  return g_strdup (text != NULL && text[0] != '\0' ? text : _ ("unknown"));
}

static void
print_facts (ModscopePrinter *printer, const ModscopeKernelFacts *facts, ModscopeTri helper)
{
  const Fact rows[N_FACTS] = {
    { _ ("Kernel"), dup_text (facts->release) },
    { _ ("Can load modules"), dup_yes_or_no (facts->module_support) },
    { _ ("Loading switched off"), dup_yes_or_no (facts->modules_disabled) },
    { _ ("Signatures enforced"), dup_yes_or_no (facts->signature_enforced) },
    { _ ("Secure Boot"), dup_yes_or_no (facts->secure_boot) },
    { _ ("Lockdown"), dup_text (facts->lockdown) },
    { _ ("Tainted by"), dup_list ((const char *const *) facts->taints) },
    { _ ("Security modules"), dup_list ((const char *const *) facts->security_modules) },
    { _ ("Kernel log readable"),
      dup_yes_or_no (facts->log_readable ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO) },
    { _ ("Installed kernels"), dup_list ((const char *const *) facts->installed_kernels) },
    /* Translators: whether the service is there that loads, unloads and blocks modules. */
    { _ ("Can make changes"), dup_yes_or_no (helper) },
  };
  guint width = 0;

  for (guint i = 0; i < N_FACTS; i++)
    width = MAX (width, modscope_text_width (rows[i].label));
  for (guint i = 0; i < N_FACTS; i++)
    {
      modscope_printer_text (printer, MODSCOPE_STYLE_DIM, rows[i].label);
      modscope_printer_indent (printer, width - modscope_text_width (rows[i].label) + 2);
      modscope_printer_wrapped (printer, width + 2, rows[i].text);
      g_free (rows[i].text);
    }
}

static const char *
get_helper_word (ModscopeTri helper)
{
  if (helper == MODSCOPE_TRI_UNKNOWN)
    return NULL;
  return helper == MODSCOPE_TRI_YES ? "available" : "not-installed";
}

static ModscopeExit
run_system (ModscopeCli *cli)
{
  ModscopeMachine *machine = modscope_cli_open_machine (cli, FALSE);
  ModscopeTri helper = MODSCOPE_TRI_UNKNOWN;
  ModscopeClientState state;
  ModscopeJson *json;

  if (machine == NULL)
    return MODSCOPE_EXIT_FAILED;
  /* Without a bus there is nobody to ask whether it is installed. */
  if (modscope_action_query (cli, &state) && state != MODSCOPE_CLIENT_NO_BUS)
    helper = state == MODSCOPE_CLIENT_READY ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO;
  if (!modscope_cli_is_json (cli))
    {
      print_facts (modscope_cli_get_printer (cli), modscope_machine_get_facts (machine), helper);
      return MODSCOPE_EXIT_DONE;
    }
  json = modscope_cli_begin_json (cli);
  modscope_json_system (json, machine, get_helper_word (helper));
  return modscope_cli_end_json (cli, json);
}

const ModscopeCommand modscope_command_system = {
  .name = "system",
  .summary = N_ ("Show what the kernel allows, and which kernels are installed"),
  .run = run_system,
};
