/* modscopectl undo: the last change, the other way round.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "base/modscope-error.h"
#include "cli/modscope-action.h"
#include "system/modscope-history.h"

static gboolean
is_strength (const char *value)
{
  return strcmp (value, "autoload") == 0 || strcmp (value, "always") == 0;
}

/* How a module was blocked before the last of @entries; %NULL if it was not. */
static const char *
find_strength_before (GPtrArray *entries, const char *module)
{
  for (guint i = entries->len - 1; i-- > 0;)
    {
      const ModscopeHistoryEntry *entry = g_ptr_array_index (entries, i);

      for (guint j = 0; j < entry->changes->len; j++)
        {
          const ModscopeHistoryChange *change = g_ptr_array_index (entry->changes, j);

          if (strcmp (change->module, module) != 0 || !g_str_has_suffix (change->verb, "block"))
            continue;
          return strcmp (change->verb, "block") == 0 && is_strength (change->value) ? change->value
                                                                                    : NULL;
        }
    }
  return NULL;
}

static gboolean
undo_rules (ModscopeAction *action, GPtrArray *entries, const ModscopeHistoryEntry *entry)
{
  gsize count = entry->changes->len;
  g_autofree ModscopeRuleChange *changes = g_new0 (ModscopeRuleChange, count);

  for (gsize i = 0; i < count; i++)
    {
      const ModscopeHistoryChange *change = g_ptr_array_index (entry->changes, i);

      changes[i].module = change->module;
      if (strcmp (change->verb, "block") == 0)
        changes[i].strength = find_strength_before (entries, change->module);
      else
        changes[i].strength = is_strength (change->value) ? change->value : "autoload";
      changes[i].verb = changes[i].strength != NULL ? "block" : "unblock";
    }
  return modscope_action_apply (action, changes, count);
}

/* The last that was done is the first that is undone. */
static void
undo_entry (ModscopeAction *action, GPtrArray *entries, const ModscopeHistoryEntry *entry)
{
  const ModscopeHistoryChange *first = g_ptr_array_index (entry->changes, 0);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gboolean goes_on = TRUE;

  for (guint i = entry->changes->len; i-- > 0;)
    g_ptr_array_add (names, ((ModscopeHistoryChange *) entry->changes->pdata[i])->module);
  g_ptr_array_add (names, NULL);
  if (strcmp (first->verb, "load") == 0)
    modscope_action_unload (action, (const char *const *) names->pdata);
  else if (strcmp (first->verb, "unload") == 0)
    for (guint i = 0; goes_on && i < names->len - 1; i++)
      goes_on = modscope_action_load (action, names->pdata[i], NULL);
  else
    undo_rules (action, entries, entry);
}

static gboolean
is_known (const ModscopeHistoryEntry *entry)
{
  static const char *const verbs[] = { "load", "unload", "block", "unblock", NULL };

  for (guint i = 0; i < entry->changes->len; i++)
    {
      const ModscopeHistoryChange *change = g_ptr_array_index (entry->changes, i);

      if (!g_strv_contains (verbs, change->verb))
        return FALSE;
    }
  return entry->changes->len > 0;
}

static void
print_entry (ModscopeCli *cli, const ModscopeHistoryEntry *entry)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (entry->time);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%x %X") : NULL;
  ModscopePrinter *printer = modscope_cli_get_printer (cli);

  for (guint i = 0; i < entry->changes->len; i++)
    {
      const ModscopeHistoryChange *change = g_ptr_array_index (entry->changes, i);

      /* Translators: a change of the past, as "block" and a module, and when it was made. */
      modscope_printer_format (printer, MODSCOPE_STYLE_DIM, _ ("Undoing: %s %s (%s)\n"),
                               change->verb, change->module, when != NULL ? when : "?");
    }
}

static void
undo_last (ModscopeCli *cli, ModscopeAction *action, GPtrArray *entries, GError **error)
{
  const ModscopeHistoryEntry *entry =
    entries->len > 0 ? g_ptr_array_index (entries, entries->len - 1) : NULL;

  if (entry == NULL)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED, _ ("There is nothing to undo"));
  else if (!is_known (entry))
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED,
                 _ ("The last change was made by a newer version of Modscope"));
  else
    {
      if (!modscope_cli_is_json (cli))
        print_entry (cli, entry);
      undo_entry (action, entries, entry);
    }
}

static ModscopeExit
run_undo (ModscopeCli *cli)
{
  g_autoptr (ModscopeAction) action = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  ModscopeMachine *machine;
  ModscopeExit status;

  machine = modscope_action_open_machine (cli, FALSE, &status);
  if (machine == NULL)
    return status;
  action = modscope_action_new (cli);
  folder = modscope_paths_build (modscope_kernel_get_paths (modscope_machine_get_kernel (machine)),
                                 MODSCOPE_HISTORY_FOLDER);
  entries = modscope_history_read (folder, &error);
  if (entries != NULL)
    undo_last (cli, action, entries, &error);
  if (error != NULL)
    modscope_action_fail (action, "undo", "", error);
  return modscope_action_end (action);
}

const ModscopeCommand modscope_command_undo = {
  .name = "undo",
  .summary = N_ ("Undo the last change"),
  .details = N_ ("That is what anybody changed last with Modscope on this computer; an undo is a "
                 "change too."),
  .run = run_undo,
};
