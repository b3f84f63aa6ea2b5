/* The history of what was changed with the helper: what, when, which user.
 *
 * A line for each batch of changes, of fields with tabs between them: its number, the time in
 * seconds since 1970, the user's number, and for each change its verb, module and value. Fields are
 * escaped as strings in C (g_strescape()), so that the file is ASCII. A line with a control
 * character is not a whole one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-helper-error.h"

G_BEGIN_DECLS

/** Where it is. */
#define MODSCOPE_HISTORY_FOLDER "/var/lib/modscope"

/** Size at which the file becomes "history.1", in bytes; what was "history.1" is gone then. */
#define MODSCOPE_HISTORY_MAX (1024 * 1024)

/**
 * ModscopeHistoryChange:
 * @verb: "block", "unblock", ...
 * @module: folded name
 * @value: what belongs to the verb, "" if nothing does
 */
typedef struct
{
  char *verb;
  char *module;
  char *value;
} ModscopeHistoryChange;

/** Returns: (transfer full) (element-type ModscopeHistoryChange): none yet */
GPtrArray *modscope_history_changes_new (void);

/** @value: (nullable): "" */
void modscope_history_changes_add (GPtrArray *changes,
                                   const char *verb,
                                   const char *module,
                                   const char *value);

/**
 * ModscopeHistoryEntry:
 * @id: its number, larger than those before it
 * @time: seconds since 1970, UTC
 * @user: number of the user who asked for it
 * @changes: (element-type ModscopeHistoryChange): what was changed together, in order
 */
typedef struct
{
  guint32 id;
  gint64 time;
  guint32 user;
  GPtrArray *changes;
} ModscopeHistoryEntry;

void modscope_history_entry_free (ModscopeHistoryEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeHistoryEntry, modscope_history_entry_free)

/**
 * modscope_history_append:
 * @folder: "/var/lib/modscope", which has to be there
 * @user: number of the user who asked for it
 * @verb: the change, as its module and value
 * @module: folded name
 * @value: (nullable): what belongs to the verb
 * @error: (nullable): %MODSCOPE_HELPER_ERROR as modscope_config_writer_replace()
 *
 * Appends one change. It is on the disk then; if it fails, the history is as it was.
 * Blocks on the disk; one thread at a time.
 *
 * Returns: whether it was done
 */
gboolean modscope_history_append (const char *folder,
                                  guint32 user,
                                  const char *verb,
                                  const char *module,
                                  const char *value,
                                  GError **error);

/** The same for @changes (element-type ModscopeHistoryChange), at least one, that were made, and
 *  are undone, together. */
gboolean modscope_history_append_changes (const char *folder,
                                          guint32 user,
                                          GPtrArray *changes,
                                          GError **error);

/**
 * modscope_history_read:
 * @folder: "/var/lib/modscope"
 * @error: (nullable): %MODSCOPE_HELPER_ERROR if a file is there and cannot be read
 *
 * Reads the history, oldest first; any user may. Damaged lines are left out. Blocks on the disk;
 * any thread.
 *
 * Returns: (transfer full) (element-type ModscopeHistoryEntry) (nullable): the entries, none if
 *   there is no history; %NULL with @error
 */
GPtrArray *modscope_history_read (const char *folder, GError **error);

G_END_DECLS
