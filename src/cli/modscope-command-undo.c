/* modscopectl undo: the last change, the other way round.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "base/modscope-error.h"
#include "cli/modscope-action.h"
#include "config/modscope-block-edit.h"
#include "machine/modscope-device-undo.h"
#include "system/modscope-history-state.h"

/* --- Undoing one --- */

static void
undo_rules (ModscopeAction *action, GPtrArray *entries, guint index)
{
  const ModscopeHistoryEntry *entry = g_ptr_array_index (entries, index);
  gsize count = entry->changes->len;
  g_autofree ModscopeRuleChange *changes = g_new0 (ModscopeRuleChange, count);
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < count; i++)
    {
      const ModscopeHistoryChange *change = g_ptr_array_index (entry->changes, i);
      gboolean was_block = strcmp (change->verb, "block") == 0;
      const char *value =
        was_block ? modscope_history_find_block (entries, index, change->module) : change->value;
      char *strength = NULL;
      char *reason = NULL;

      if (value != NULL && !modscope_block_value_split (value, &strength, &reason) && !was_block)
        strength = g_strdup ("autoload");
      g_ptr_array_add (strings, strength);
      g_ptr_array_add (strings, reason);
      changes[i].module = change->module;
      changes[i].strength = strength;
      changes[i].reason = reason;
      changes[i].verb = strength != NULL ? "block" : "unblock";
    }
  modscope_action_apply (action, changes, count);
}

static void
undo_device (ModscopeAction *action, ModscopePaths *paths, const ModscopeHistoryChange *change)
{
  const char *verb;
  const char *driver;

  for (guint step = 0;
       (verb = modscope_device_undo_get_step (paths, change->module, change->verb, change->value,
                                              step, &driver)) != NULL;
       step++)
    if (!modscope_action_control_device (action, change->module, verb, driver))
      return;
}

/* The last that was done is the first that is undone. */
static void
undo_modules (ModscopeAction *action, const ModscopeHistoryEntry *entry)
{
  const ModscopeHistoryChange *first = g_ptr_array_index (entry->changes, 0);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gboolean goes_on = TRUE;

  for (guint i = entry->changes->len; i-- > 0;)
    g_ptr_array_add (names, ((ModscopeHistoryChange *) entry->changes->pdata[i])->module);
  g_ptr_array_add (names, NULL);
  if (strcmp (first->verb, "load") == 0)
    modscope_action_unload (action, (const char *const *) names->pdata);
  else
    for (guint i = 0; goes_on && i < names->len - 1; i++)
      goes_on = modscope_action_load (action, names->pdata[i], NULL);
}

static void
undo_entry (ModscopeAction *action, ModscopePaths *paths, GPtrArray *entries, guint index)
{
  const ModscopeHistoryEntry *entry = g_ptr_array_index (entries, index);

  switch (modscope_history_entry_get_kind (entry))
    {
    case MODSCOPE_HISTORY_MODULES:
      undo_modules (action, entry);
      break;
    case MODSCOPE_HISTORY_DEVICE:
      undo_device (action, paths, g_ptr_array_index (entry->changes, 0));
      break;
    case MODSCOPE_HISTORY_RULES:
      undo_rules (action, entries, index);
      break;
    case MODSCOPE_HISTORY_UNKNOWN:
    default:
      g_assert_not_reached ();
    }
}

/* --- Which one --- */

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED, format, args);
  va_end (args);
  return FALSE;
}

/* The last that is in force. Somebody else's is not undone by the way: who calls for it names it.
 */
static gboolean
find_last (GPtrArray *entries, gint64 start_time, guint *index, GError **error)
{
  const ModscopeHistoryEntry *entry;
  const struct passwd *user;
  guint i = entries->len;

  while (i > 0 && modscope_history_entry_is_over (g_ptr_array_index (entries, i - 1), start_time))
    i--;
  if (i == 0)
    return fail (error, "%s",
                 entries->len > 0
                   ? _ ("There is nothing to undo: the computer has started since the last change")
                   : _ ("There is nothing to undo"));
  *index = i - 1;
  entry = g_ptr_array_index (entries, *index);
  if (entry->user == getuid ())
    return TRUE;
  user = getpwuid (entry->user);
  return fail (error,
               /* Translators: a user's name, and a number. */
               _ ("The last change is one of %s; “modscopectl undo %u” undoes it all the same"),
               user != NULL ? user->pw_name : "?", entry->id);
}

static gboolean
find_named (GPtrArray *entries, const char *word, gint64 start_time, guint *index, GError **error)
{
  const ModscopeHistoryEntry *entry = NULL;
  guint64 id = 0;

  g_ascii_string_to_unsigned (word, 10, 1, G_MAXUINT32, &id, NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      entry = g_ptr_array_index (entries, i);
      if (entry->id == id)
        *index = i;
      else
        continue;
      if (modscope_history_entry_is_over (entry, start_time))
        return fail (error, _ ("Change %s is over: the computer has started since"), word);
      for (guint j = i + 1; j < entries->len; j++)
        {
          const ModscopeHistoryEntry *later = g_ptr_array_index (entries, j);

          if (modscope_history_entry_touches (entry, later))
            return fail (error, _ ("Change %u came after change %s and is about the same"),
                         later->id, word);
        }
      return TRUE;
    }
  return fail (error, _ ("There is no change “%s”"), word);
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
undo (ModscopeCli *cli, ModscopeAction *action, GPtrArray *entries, GError **error)
{
  const char *const *words = modscope_cli_get_words (cli);
  ModscopeKernel *kernel = modscope_machine_get_kernel (modscope_cli_get_machine (cli));
  ModscopePaths *paths = modscope_kernel_get_paths (kernel);
  gint64 start_time = modscope_history_read_start_time (paths);
  guint index = 0;

  if (words[0] != NULL ? !find_named (entries, words[0], start_time, &index, error)
                       : !find_last (entries, start_time, &index, error))
    return;
  if (modscope_history_entry_get_kind (g_ptr_array_index (entries, index)) ==
      MODSCOPE_HISTORY_UNKNOWN)
    {
      fail (error, _ ("This change was made by a newer version of Modscope"));
      return;
    }
  if (!modscope_cli_is_json (cli))
    print_entry (cli, g_ptr_array_index (entries, index));
  undo_entry (action, paths, entries, index);
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
    undo (cli, action, entries, &error);
  if (error != NULL)
    modscope_action_fail (action, "undo", "", error);
  return modscope_action_end (action);
}

const ModscopeCommand modscope_command_undo = {
  .name = "undo",
  .arguments = N_ ("[ID]"),
  .summary = N_ ("Undo the last change, or the one with this number"),
  .details =
    N_ ("The last change of somebody else is named, and not undone without its number. What "
        "a restart of the computer has undone does not count; an undo is a change too."),
  .max_arguments = 1,
  .run = run_undo,
};
