/* What was done, or why it was not: for people and for programs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/modscope-error.h"
#include "cli/modscope-action.h"
#include "diagnosis/modscope-explain.h"
#include "diagnosis/modscope-finding-json.h"

/* --- Done --- */

static const char *
get_sentence (const ModscopeDone *done, ModscopeModule *module)
{
  if (strcmp (done->verb, "load") == 0)
    /* Translators: a module was loaded. */
    return _ ("Loaded %s");
  if (strcmp (done->verb, "unload") == 0)
    /* Translators: a module was unloaded. */
    return _ ("Unloaded %s");
  if (strcmp (done->verb, "unblock") == 0)
    return _ ("Removed the rule that blocked %s");
  if (!done->effective)
    /* Translators: why follows. */
    return _ ("The rule that blocks %s is written, but has no effect");
  switch (module != NULL ? modscope_module_get_blocked (module) : MODSCOPE_BLOCKED_NO)
    {
    case MODSCOPE_BLOCKED_AUTOLOAD:
      return _ ("%s is not loaded automatically any more");
    case MODSCOPE_BLOCKED_ALWAYS:
    case MODSCOPE_BLOCKED_AT_BOOT:
      return _ ("%s is never loaded any more");
    case MODSCOPE_BLOCKED_NO:
    default:
      return _ ("Wrote the rule that blocks %s");
    }
}

/* The helper's reasons are "CODE: sentence". */
static const char *
skip_code (const char *reason)
{
  const char *colon = strstr (reason, ": ");
  gsize length = strspn (reason, "abcdefghijklmnopqrstuvwxyz-");

  return colon != NULL && length == (gsize) (colon - reason) ? colon + strlen (": ") : reason;
}

static void
print_done (ModscopeCli *cli, const ModscopeDone *done)
{
  ModscopePrinter *printer = modscope_cli_get_printer (cli);
  ModscopeMachine *machine = modscope_cli_get_machine (cli);
  ModscopeModule *module = modscope_machine_lookup (machine, done->module);
  g_auto (GStrv) parts = g_strsplit (get_sentence (done, module), "%s", 2);
  gboolean is_block = strcmp (done->verb, "block") == 0;

  modscope_printer_format (printer, MODSCOPE_STYLE_PLAIN, "%s%s%s", parts[0], done->module,
                           parts[1]);
  if (!done->effective)
    {
      modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN, ": ");
      modscope_printer_text (printer, MODSCOPE_STYLE_NOTICE,
                             done->reason != NULL ? skip_code (done->reason)
                                                  : _ ("without an effect"));
    }
  else if (is_block && module != NULL && modscope_module_is_in_kernel (module))
    modscope_printer_text (printer, MODSCOPE_STYLE_PLAIN,
                           /* Translators: follows "X is never loaded any more". */
                           _ ("; it is loaded now, and stays until it is unloaded or the computer "
                              "restarts"));
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

/* What needs no finding, in a sentence; %NULL for what only the helper's own words tell. */
static const char *
get_refusal (const GError *error)
{
  if (error->domain != MODSCOPE_HELPER_ERROR)
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
             ? _ ("Cancelled: what had not begun is not done")
             : NULL;
  switch ((ModscopeHelperError) error->code)
    {
    case MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED:
      return _ ("You are not authorized, or nobody could ask you for a password");
    case MODSCOPE_HELPER_ERROR_DISMISSED:
      return _ ("The question for a password was dismissed");
    case MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE:
      return _ ("polkit, the service that grants permissions, does not answer");
    case MODSCOPE_HELPER_ERROR_STALE:
      return _ ("What would be done has changed since it was asked for; look, and try again");
    case MODSCOPE_HELPER_ERROR_CRITICAL:
      return _ ("The disk that this computer runs from needs it");
    case MODSCOPE_HELPER_ERROR_READ_ONLY:
      return _ ("The settings are on a disk that cannot be written");
    case MODSCOPE_HELPER_ERROR_NO_SPACE:
      return _ ("The disk is full");
    case MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED:
      return _ ("Too much is asked for at once; try again in a moment");
    case MODSCOPE_HELPER_ERROR_INVALID_NAME:
    case MODSCOPE_HELPER_ERROR_INVALID_PARAMETER:
    case MODSCOPE_HELPER_ERROR_NOT_FOUND:
    case MODSCOPE_HELPER_ERROR_IN_USE:
    case MODSCOPE_HELPER_ERROR_BUILT_IN:
    case MODSCOPE_HELPER_ERROR_INSTALL_COMMAND:
    case MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT:
    case MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE:
    case MODSCOPE_HELPER_ERROR_BUSY:
    case MODSCOPE_HELPER_ERROR_SIGNATURE_REJECTED:
    case MODSCOPE_HELPER_ERROR_LOCKED_DOWN:
    case MODSCOPE_HELPER_ERROR_MODULES_DISABLED:
    case MODSCOPE_HELPER_ERROR_WRONG_KERNEL:
    case MODSCOPE_HELPER_ERROR_UNKNOWN_SYMBOL:
    case MODSCOPE_HELPER_ERROR_KERNEL_REFUSED:
    default:
      return NULL;
    }
}

/* The helper's names are those of the bus, without what all begin with. */
static char *
dup_error_name (const GError *error)
{
  g_autofree char *name = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup ("Cancelled");
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

/* A name that no module has is explained too: there may be a package for it. */
static ModscopeFinding *
explain (ModscopeCli *cli,
         const char *verb,
         const char *module,
         const GError *error,
         const ModscopeFailure *failure)
{
  int code = error->code;

  if (g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND))
    code = MODSCOPE_HELPER_ERROR_NOT_FOUND;
  else if (error->domain != MODSCOPE_HELPER_ERROR)
    return NULL;
  modscope_cli_reread_machine (cli);
  /* The kernel's answers are about what only the file says: its signature, its damage. */
  if (failure->errsv != 0)
    modscope_cli_ensure_index (cli);
  return modscope_explain (verb, module, (ModscopeHelperError) code, failure,
                           modscope_cli_get_machine (cli));
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

static gboolean
is_kernel_line (const ModscopeFailure *failure, const char *text)
{
  return g_strv_contains ((const char *const *) failure->kernel_lines, text);
}

/* Below the one line that says what failed: why, how the program knows, and what to do. */
static void
print_reasons (ModscopeCli *cli, const ModscopeFinding *finding, const ModscopeFailure *failure)
{
  g_autoptr (ModscopePrinter) printer = modscope_printer_new (STDERR_FILENO);

  if (finding != NULL)
    modscope_printer_wrapped (printer, 0, finding->explanation);
  for (char **line = failure->kernel_lines; *line != NULL; line++)
    /* Translators: a line of the kernel's log follows. */
    modscope_printer_format (printer, MODSCOPE_STYLE_DIM, "  %s %s\n", _ ("Kernel:"), *line);
  for (guint i = 0; finding != NULL && i < finding->evidence->len; i++)
    {
      const ModscopeEvidence *evidence = g_ptr_array_index (finding->evidence, i);

      if (is_kernel_line (failure, evidence->text))
        continue;
      modscope_printer_format (printer, MODSCOPE_STYLE_DIM, "  %s", evidence->source);
      if (evidence->line > 0)
        modscope_printer_format (printer, MODSCOPE_STYLE_DIM, ":%u", evidence->line);
      modscope_printer_format (printer, MODSCOPE_STYLE_DIM, "%s%s\n",
                               evidence->text[0] != '\0' ? ": " : "", evidence->text);
    }
  for (guint i = 0; finding != NULL && i < finding->fixes->len; i++)
    print_fix (cli, printer, g_ptr_array_index (finding->fixes, i));
  modscope_printer_flush (printer, NULL);
}

/* What several modules were asked for, and what of them is done. */
static GStrv
dup_done_names (GPtrArray *done, const ModscopeFailure *failure)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < done->len; i++)
    g_strv_builder_add (names, ((const ModscopeDone *) g_ptr_array_index (done, i))->module);
  g_strv_builder_addv (names, (const char **) failure->done);
  return g_strv_builder_end (names);
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

static void
say_failure (ModscopeCli *cli,
             const char *module,
             const GError *error,
             const ModscopeFinding *finding,
             const ModscopeFailure *failure,
             const char *const *names)
{
  const char *refusal = get_refusal (error);
  g_autofree char *list = g_strjoinv (", ", (GStrv) names);

  if (refusal != NULL)
    modscope_cli_say (cli, "%s", refusal);
  else if (finding != NULL && error->domain == MODSCOPE_HELPER_ERROR)
    modscope_cli_say (cli, "%s", finding->title);
  else if (error->domain == MODSCOPE_HELPER_ERROR)
    modscope_cli_say (cli, "%s: %s", failure->module != NULL ? failure->module : module,
                      failure->sentence);
  else
    modscope_cli_say (cli, "%s", failure->sentence);
  if (names[0] != NULL)
    /* Translators: a list of modules follows. */
    modscope_cli_say (cli, _ ("Before that it was done for: %s"), list);
}

ModscopeExit
modscope_action_report_failure (
  ModscopeCli *cli, const char *verb, const char *module, const GError *error, GPtrArray *done)
{
  g_autoptr (ModscopeFailure) failure = modscope_failure_from_message (error->message);
  g_autoptr (ModscopeFinding) finding = explain (cli, verb, module, error, failure);
  g_auto (GStrv) names = dup_done_names (done, failure);
  g_autofree char *name = dup_error_name (error);
  ModscopeJson *json;

  say_failure (cli, module, error, finding, failure, (const char *const *) names);
  if (!modscope_cli_is_json (cli))
    {
      print_reasons (cli, finding, failure);
      return get_status (error);
    }
  json = modscope_cli_begin_json (cli);
  modscope_json_begin_object (json, NULL);
  modscope_json_begin_object (json, "error");
  modscope_json_string (json, "name", name);
  modscope_json_string (json, "message", failure->sentence);
  modscope_json_finding (json, "finding", finding);
  modscope_json_strings (json, "done", (const char *const *) names);
  modscope_json_end_object (json);
  modscope_json_end_object (json);
  modscope_cli_end_json (cli, json);
  return get_status (error);
}
