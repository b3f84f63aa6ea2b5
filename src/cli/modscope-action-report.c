/* What was done, or why it was not: for people and for programs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/modscope-error.h"
#include "cli/modscope-action.h"
#include "diagnosis/modscope-finding-json.h"
#include "diagnosis/modscope-setback.h"

/* --- Done --- */

static void
print_done (ModscopeCli *cli, const ModscopeDone *done)
{
  ModscopePrinter *printer = modscope_cli_get_printer (cli);
  ModscopeMachine *machine = modscope_cli_get_machine (cli);
  g_autofree char *sentence = modscope_done_dup_sentence (done, machine);
  const char *reason = modscope_done_get_reason (done);
  const char *rest = modscope_done_get_rest (done, machine);

  modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, sentence);
  if (!done->effective)
    {
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, ": ");
      modscope_printer_text (printer, MODSCOPE_STYLE_NOTICE,
                             reason != NULL ? reason : _ ("without an effect"));
    }
  if (rest != NULL)
    modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, rest);
  modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "\n");
}

static void
put_done (ModscopeJson *json, const ModscopeDone *done)
{
  modscope_json_begin_object (json, NULL);
  modscope_json_string (json, "verb", done->verb);
  modscope_json_string (json, "module", done->module);
  modscope_json_tri (json, "effective", done->effective ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO);
  modscope_json_string (json, "reason", done->reason);
  modscope_json_end_object (json);
}

ModscopeExit
modscope_action_report_done (ModscopeCli *cli, GPtrArray *done)
{
  ModscopeJson *json;

  if (!modscope_cli_is_json (cli))
    {
      for (guint i = 0; i < done->len; i++)
        print_done (cli, g_ptr_array_index (done, i));
      return MODSCOPE_EXIT_DONE;
    }
  json = modscope_cli_begin_json (cli);
  modscope_json_begin_object (json, NULL);
  modscope_json_begin_array (json, "done");
  for (guint i = 0; i < done->len; i++)
    put_done (json, g_ptr_array_index (done, i));
  modscope_json_end_array (json);
  modscope_json_end_object (json);
  return modscope_cli_end_json (cli, json);
}

/* --- Not done --- */

/* The helper's names are those of the bus, without what all begin with. */
static char *
dup_error_name (const GError *error)
{
  g_autofree char *name = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup ("Cancelled");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_strdup ("Reverted");
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER))
    return g_strdup ("NoBus");
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN))
    return g_strdup ("NotInstalled");
  if (g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND))
    return g_strdup ("NotFound");
  if (g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_NAME))
    return g_strdup ("InvalidName");
  if (g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT))
    return g_strdup ("InvalidParameter");
  if (error->domain != MODSCOPE_HELPER_ERROR)
    return g_strdup ("Failed");
  name = g_dbus_error_encode_gerror (error);
  return g_strdup (strrchr (name, '.') + 1);
}

static void
print_fix (ModscopeCli *cli, ModscopePrinter *printer, const ModscopeFix *fix)
{
  g_autofree char *arguments = fix->arguments != NULL ? g_strjoinv (" ", fix->arguments) : NULL;

  modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, "• ");
  modscope_printer_wrapped (printer, 2, fix->text);
  if (fix->verb != NULL && modscope_cli_has_command (cli, fix->verb))
    modscope_printer_format (printer, MODSCOPE_STYLE_BOLD, "    modscopectl %s %s\n", fix->verb,
                             arguments != NULL ? arguments : "");
}

static void
print_evidence (ModscopePrinter *printer, const ModscopeEvidence *evidence)
{
  if (evidence->source == NULL)
    {
      /* Translators: a line of the kernel's log follows. */
      modscope_printer_format (printer, MODSCOPE_STYLE_DIM, "  %s %s\n", _ ("Kernel:"),
                               evidence->text);
      return;
    }
  modscope_printer_format (printer, MODSCOPE_STYLE_DIM, "  %s", evidence->source);
  if (evidence->line > 0)
    modscope_printer_format (printer, MODSCOPE_STYLE_DIM, ":%u", evidence->line);
  modscope_printer_format (printer, MODSCOPE_STYLE_DIM, "%s%s\n",
                           evidence->text[0] != '\0' ? ": " : "", evidence->text);
}

/* Below the one line that says what failed: why, how the program knows, and what to do. */
static void
print_reasons (ModscopeCli *cli, const ModscopeSetback *setback)
{
  g_autoptr (ModscopePrinter) printer = modscope_printer_new (STDERR_FILENO);

  if (setback->explanation != NULL)
    modscope_printer_wrapped (printer, 0, setback->explanation);
  for (guint i = 0; i < setback->evidence->len; i++)
    print_evidence (printer, g_ptr_array_index (setback->evidence, i));
  for (guint i = 0; i < setback->fixes->len; i++)
    print_fix (cli, printer, g_ptr_array_index (setback->fixes, i));
  modscope_printer_flush (printer, NULL);
}

/* What the explanation is about is read again. */
static void
prepare_explaining (ModscopeCli *cli, const GError *error, const ModscopeFailure *failure)
{
  if (error->domain != MODSCOPE_HELPER_ERROR &&
      !g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND))
    return;
  modscope_cli_reread_machine (cli);
  /* The kernel's answers are about what only the file says: its signature, its damage. */
  if (failure->errsv != 0)
    modscope_cli_ensure_index (cli);
}

static ModscopeExit
get_status (const GError *error)
{
  if (g_error_matches (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED) ||
      g_error_matches (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_DISMISSED))
    return MODSCOPE_EXIT_NOT_AUTHORIZED;
  if (g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_NAME) ||
      g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT))
    return MODSCOPE_EXIT_USAGE;
  return MODSCOPE_EXIT_FAILED;
}

ModscopeExit
modscope_action_report_failure (
  ModscopeCli *cli, const char *verb, const char *module, const GError *error, GPtrArray *done)
{
  g_autoptr (ModscopeFailure) failure = modscope_failure_from_message (error->message);
  g_autoptr (ModscopeSetback) setback = NULL;
  g_autofree char *name = dup_error_name (error);
  g_autofree char *list = NULL;
  ModscopeJson *json;

  prepare_explaining (cli, error, failure);
  setback = modscope_setback_new (verb, module, error, done, modscope_cli_get_machine (cli));
  list = g_strjoinv (", ", setback->done);
  modscope_cli_say (cli, "%s", setback->title);
  if (setback->done[0] != NULL)
    /* Translators: a list of modules follows. */
    modscope_cli_say (cli, _ ("Before that it was done for: %s"), list);
  if (!modscope_cli_is_json (cli))
    {
      print_reasons (cli, setback);
      return get_status (error);
    }
  json = modscope_cli_begin_json (cli);
  modscope_json_begin_object (json, NULL);
  modscope_json_begin_object (json, "error");
  modscope_json_string (json, "name", name);
  modscope_json_string (json, "message", failure->sentence);
  modscope_json_finding (json, "finding", setback->finding);
  modscope_json_strings (json, "done", (const char *const *) setback->done);
  modscope_json_end_object (json);
  modscope_json_end_object (json);
  modscope_cli_end_json (cli, json);
  return get_status (error);
}
