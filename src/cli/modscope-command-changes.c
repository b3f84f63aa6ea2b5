/* modscopectl changes: what was changed with Modscope, with the numbers that undo takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <pwd.h>

#include "cli/modscope-cli.h"
#include "system/modscope-history-state.h"

/* --- JSON --- */

static void
write_entry (ModscopeJson *json, const ModscopeHistoryEntry *entry, ModscopeTri undone)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (entry->time);
  g_autofree char *when = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  modscope_json_begin_object (json, NULL);
  modscope_json_int (json, "id", entry->id);
  modscope_json_string (json, "time", when);
  modscope_json_int (json, "user", entry->user);
  modscope_json_begin_array (json, "changes");
  for (guint i = 0; i < entry->changes->len; i++)
    {
      const ModscopeHistoryChange *change = g_ptr_array_index (entry->changes, i);

      modscope_json_begin_object (json, NULL);
      modscope_json_string (json, "verb", change->verb);
      modscope_json_string (json, "module", change->module);
      modscope_json_string (json, "value", change->value);
      modscope_json_end_object (json);
    }
  modscope_json_end_array (json);
  modscope_json_tri (json, "undone", undone);
  modscope_json_end_object (json);
}

static ModscopeExit
print_json (ModscopeCli *cli, GPtrArray *entries, const ModscopeTri *undone)
{
  ModscopeJson *json = modscope_cli_begin_json (cli);

  modscope_json_begin_object (json, NULL);
  modscope_json_begin_array (json, "changes");
  for (guint i = 0; i < entries->len; i++)
    write_entry (json, g_ptr_array_index (entries, i), undone[i]);
  modscope_json_end_array (json);
  modscope_json_end_object (json);
  return modscope_cli_end_json (cli, json);
}

/* --- For people --- */

enum
{
  COLUMN_ID,
  COLUMN_TIME,
  COLUMN_USER,
  COLUMN_STATE,
  COLUMN_CHANGES,
  N_COLUMNS,
};

/** The texts of one row, as long as its cells are needed. */
typedef struct
{
  char *id;
  char *time;
  char *user;
  char *changes;
} RowTexts;

static void
row_texts_clear (RowTexts *self)
{
  g_free (self->id);
  g_free (self->time);
  g_free (self->user);
  g_free (self->changes);
}

static char *
dup_user (guint32 number)
{
  const struct passwd *user = getpwuid (number);

  return user != NULL ? g_strdup (user->pw_name) : g_strdup_printf ("%u", number);
}

static char *
dup_time (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (seconds);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("?");
}

/* The words of the commands: "block snd_hda_intel (always), unblock pcspkr". */
static char *
dup_changes (const ModscopeHistoryEntry *entry)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entry->changes->len; i++)
    {
      const ModscopeHistoryChange *change = g_ptr_array_index (entry->changes, i);

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", change->verb, change->module);
      /* The others keep what was before. */
      if (g_strcmp0 (change->verb, "block") == 0 && change->value[0] != '\0')
        g_string_append_printf (text, " (%s)", change->value);
    }
  return g_string_free (text, FALSE);
}

static const char *
get_state (ModscopeTri undone)
{
  if (undone == MODSCOPE_TRI_UNKNOWN)
    return C_ ("change", "unknown");
  return undone == MODSCOPE_TRI_YES ? C_ ("change", "undone") : "";
}

static void
fill_row (const ModscopeHistoryEntry *entry,
          ModscopeTri undone,
          RowTexts *texts,
          ModscopeCell *cells)
{
  ModscopeStyle style = undone == MODSCOPE_TRI_YES ? MODSCOPE_STYLE_DIM : MODSCOPE_STYLE_PLAIN;

  texts->id = g_strdup_printf ("%u", entry->id);
  texts->time = dup_time (entry->time);
  texts->user = dup_user (entry->user);
  texts->changes = dup_changes (entry);
  cells[COLUMN_ID] = (ModscopeCell){ texts->id, style };
  cells[COLUMN_TIME] = (ModscopeCell){ texts->time, style };
  cells[COLUMN_USER] = (ModscopeCell){ texts->user, style };
  cells[COLUMN_STATE] = (ModscopeCell){ get_state (undone), style };
  cells[COLUMN_CHANGES] = (ModscopeCell){ texts->changes, style };
}

static void
print_table (ModscopePrinter *printer, GPtrArray *entries, const ModscopeTri *undone)
{
  ModscopeColumn columns[N_COLUMNS] = {
    [COLUMN_ID] = { .title = _ ("ID"), .right = TRUE },
    [COLUMN_TIME] = { .title = _ ("TIME") },
    [COLUMN_USER] = { .title = _ ("USER"), .max_width = 16 },
    [COLUMN_STATE] = { .title = _ ("STATE") },
    [COLUMN_CHANGES] = { .title = _ ("CHANGE") },
  };

  modscope_columns_measure (columns, N_COLUMNS, NULL);
  for (int pass = 0; pass < 2; pass++)
    {
      if (pass == 1)
        modscope_printer_row (printer, columns, N_COLUMNS, NULL);
      for (guint i = 0; i < entries->len; i++)
        {
          ModscopeCell cells[N_COLUMNS];
          RowTexts texts;

          fill_row (g_ptr_array_index (entries, i), undone[i], &texts, cells);
          if (pass == 0)
            modscope_columns_measure (columns, N_COLUMNS, cells);
          else
            modscope_printer_row (printer, columns, N_COLUMNS, cells);
          row_texts_clear (&texts);
        }
    }
}

static ModscopeExit
run_changes (ModscopeCli *cli)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new_from_environment ();
  g_autofree char *folder = modscope_paths_build (paths, MODSCOPE_HISTORY_FOLDER);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = modscope_history_read (folder, &error);
  g_autofree ModscopeTri *undone = NULL;

  if (entries == NULL)
    return modscope_cli_fail (cli, error);
  undone = modscope_history_list_undone (entries, modscope_history_read_start_time (paths));
  if (modscope_cli_is_json (cli))
    return print_json (cli, entries, undone);
  if (entries->len == 0)
    modscope_printer_format (modscope_cli_get_printer (cli), MODSCOPE_STYLE_PLAIN, "%s\n",
                             _ ("Nothing was changed with Modscope."));
  else
    print_table (modscope_cli_get_printer (cli), entries, undone);
  return MODSCOPE_EXIT_DONE;
}

const ModscopeCommand modscope_command_changes = {
  .name = "changes",
  .summary = N_ ("List what was changed with Modscope, with numbers for undo"),
  .details =
    N_ ("The oldest change comes first. One is undone if the next change about the same put it "
        "back, or if the computer was restarted since and a restart undoes it."),
  .run = run_changes,
};
