/* What changes of the history mean today.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-history-state.h"

#include <string.h>

static const ModscopeHistoryChange *
get_change (const ModscopeHistoryEntry *entry, guint index)
{
  return g_ptr_array_index (entry->changes, index);
}

ModscopeHistoryKind
modscope_history_entry_get_kind (const ModscopeHistoryEntry *self)
{
  static const char *const modules[] = { "load", "unload", NULL };
  static const char *const device[] = {
    "off", "on", "use-driver", "switch-on", "switch-off", NULL
  };
  static const char *const rules[] = { "block", "unblock", NULL };
  ModscopeHistoryKind kind = MODSCOPE_HISTORY_UNKNOWN;

  for (guint i = 0; i < self->changes->len; i++)
    {
      const char *verb = get_change (self, i)->verb;
      ModscopeHistoryKind one = g_strv_contains (modules, verb)  ? MODSCOPE_HISTORY_MODULES
                                : g_strv_contains (device, verb) ? MODSCOPE_HISTORY_DEVICE
                                : g_strv_contains (rules, verb)  ? MODSCOPE_HISTORY_RULES
                                                                 : MODSCOPE_HISTORY_UNKNOWN;

      if (one == MODSCOPE_HISTORY_UNKNOWN || (i > 0 && one != kind))
        return MODSCOPE_HISTORY_UNKNOWN;
      kind = one;
    }
  return kind;
}

gint64
modscope_history_read_start_time (ModscopePaths *paths)
{
  g_autofree char *file = modscope_paths_build (paths, "/proc/stat");
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (file, &text, NULL, NULL))
    return 0;
  line = strstr (text, "\nbtime ");
  return line != NULL ? g_ascii_strtoll (line + strlen ("\nbtime "), NULL, 10) : 0;
}

static gboolean
ends_with_restart (ModscopeHistoryKind kind)
{
  return kind == MODSCOPE_HISTORY_MODULES || kind == MODSCOPE_HISTORY_DEVICE;
}

gboolean
modscope_history_entry_is_over (const ModscopeHistoryEntry *self, gint64 start_time)
{
  return ends_with_restart (modscope_history_entry_get_kind (self)) && self->time < start_time;
}

gboolean
modscope_history_entry_touches (const ModscopeHistoryEntry *self, const ModscopeHistoryEntry *other)
{
  if (modscope_history_entry_get_kind (self) != modscope_history_entry_get_kind (other))
    return FALSE;
  for (guint i = 0; i < self->changes->len; i++)
    for (guint j = 0; j < other->changes->len; j++)
      if (strcmp (get_change (self, i)->module, get_change (other, j)->module) == 0)
        return TRUE;
  return FALSE;
}

const char *
modscope_history_find_block (GPtrArray *entries, guint index, const char *module)
{
  for (guint i = index; i-- > 0;)
    {
      const ModscopeHistoryEntry *entry = g_ptr_array_index (entries, i);

      for (guint j = 0; j < entry->changes->len; j++)
        {
          const ModscopeHistoryChange *change = get_change (entry, j);

          if (strcmp (change->module, module) == 0 && g_str_has_suffix (change->verb, "block"))
            return strcmp (change->verb, "block") == 0 ? change->value : NULL;
        }
    }
  return NULL;
}

/* --- What came after --- */

/* A module is loaded or not and blocked or not, a device has a driver and a switch: changes of the
 * same letter are about the same. */
static char
get_subject (const char *verb)
{
  if (g_str_has_suffix (verb, "load"))
    return 'l';
  if (g_str_has_suffix (verb, "block"))
    return 'b';
  return g_str_has_prefix (verb, "switch-") ? 's' : 'd';
}

static ModscopeTri
to_tri (gboolean value)
{
  return value ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO;
}

/* @before: (nullable): how the module was blocked before */
static gboolean
is_blocked_as (const ModscopeHistoryChange *next, const char *before)
{
  if (strcmp (next->verb, "unblock") == 0)
    return before == NULL;
  return g_strcmp0 (next->value, before) == 0;
}

/* Whether @next put back what @change did. */
static ModscopeTri
puts_back (GPtrArray *entries,
           guint index,
           const ModscopeHistoryChange *change,
           const ModscopeHistoryChange *next)
{
  static const char *const opposites[][2] = {
    { "load", "unload" }, { "unload", "load" },          { "on", "off" },
    { "off", "on" },      { "switch-on", "switch-off" }, { "switch-off", "switch-on" },
  };

  if (strcmp (change->verb, "block") == 0)
    return to_tri (
      is_blocked_as (next, modscope_history_find_block (entries, index, change->module)));
  if (strcmp (change->verb, "unblock") == 0)
    return to_tri (is_blocked_as (next, change->value));
  /* The value is the driver before; which one a device was given is not kept. */
  if (strcmp (change->verb, "use-driver") == 0 && strcmp (next->verb, "use-driver") == 0)
    return MODSCOPE_TRI_UNKNOWN;
  if (strcmp (change->verb, "use-driver") == 0)
    return to_tri (strcmp (next->verb, "off") == 0 && change->value[0] == '\0');
  for (gsize i = 0; i < G_N_ELEMENTS (opposites); i++)
    if (strcmp (change->verb, opposites[i][0]) == 0)
      return to_tri (strcmp (next->verb, opposites[i][1]) == 0);
  return MODSCOPE_TRI_NO;
}

/* What comes next, by what it is about. */
static char *
dup_key (const ModscopeHistoryChange *change)
{
  return g_strdup_printf ("%c%s", get_subject (change->verb), change->module);
}

static ModscopeTri
judge (GPtrArray *entries, guint index, GHashTable *next_by_key, gint64 start_time)
{
  const ModscopeHistoryEntry *entry = g_ptr_array_index (entries, index);
  ModscopeHistoryKind kind = modscope_history_entry_get_kind (entry);
  ModscopeTri undone = MODSCOPE_TRI_YES;

  if (kind == MODSCOPE_HISTORY_UNKNOWN)
    return MODSCOPE_TRI_UNKNOWN;
  if (modscope_history_entry_is_over (entry, start_time))
    return MODSCOPE_TRI_YES;
  for (guint i = 0; i < entry->changes->len; i++)
    {
      const ModscopeHistoryChange *change = get_change (entry, i);
      g_autofree char *key = dup_key (change);
      const ModscopeHistoryChange *next = g_hash_table_lookup (next_by_key, key);
      ModscopeTri one = next != NULL ? puts_back (entries, index, change, next) : MODSCOPE_TRI_NO;

      /* Without the time of the start, a restart may have done it. */
      if (one == MODSCOPE_TRI_NO && start_time == 0 && ends_with_restart (kind))
        one = MODSCOPE_TRI_UNKNOWN;
      if (one == MODSCOPE_TRI_NO)
        return MODSCOPE_TRI_NO;
      if (one == MODSCOPE_TRI_UNKNOWN)
        undone = MODSCOPE_TRI_UNKNOWN;
    }
  return undone;
}

ModscopeTri *
modscope_history_list_undone (GPtrArray *entries, gint64 start_time)
{
  g_autoptr (GHashTable) next_by_key =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ModscopeTri *undone = g_new0 (ModscopeTri, entries->len + 1);

  for (guint i = entries->len; i-- > 0;)
    {
      const ModscopeHistoryEntry *entry = g_ptr_array_index (entries, i);

      undone[i] = judge (entries, i, next_by_key, start_time);
      if (modscope_history_entry_get_kind (entry) != MODSCOPE_HISTORY_UNKNOWN)
        for (guint j = entry->changes->len; j-- > 0;)
          g_hash_table_replace (next_by_key, dup_key (get_change (entry, j)),
                                (gpointer) get_change (entry, j));
    }
  return undone;
}
