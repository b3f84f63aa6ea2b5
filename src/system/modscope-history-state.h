/* What changes of the history mean today: which are in force, and which are over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"
#include "system/modscope-history.h"
#include "system/modscope-kernel-facts.h"

G_BEGIN_DECLS

typedef enum
{
  MODSCOPE_HISTORY_UNKNOWN, /* of a newer version */
  MODSCOPE_HISTORY_MODULES, /* loads and unloads, until the computer restarts */
  MODSCOPE_HISTORY_DEVICE,  /* the same */
  MODSCOPE_HISTORY_RULES,   /* for good */
} ModscopeHistoryKind;

/** Returns: what all changes of the entry are about; UNKNOWN if they are not of one kind. Pure. */
ModscopeHistoryKind modscope_history_entry_get_kind (const ModscopeHistoryEntry *self);

/** Returns: the moment at which the running system started, in seconds since 1970: "btime" of
 *  proc_stat(5). 0 if it is not known. Reads a file of the kernel's. */
gint64 modscope_history_read_start_time (ModscopePaths *paths);

/** Returns: whether a restart has undone it already, given when the system started. Pure. */
gboolean modscope_history_entry_is_over (const ModscopeHistoryEntry *self, gint64 start_time);

/** Returns: whether both are of one kind and about a module or device in common. Pure. */
gboolean modscope_history_entry_touches (const ModscopeHistoryEntry *self,
                                         const ModscopeHistoryEntry *other);

/**
 * modscope_history_find_block:
 * @entries: (element-type ModscopeHistoryEntry): oldest first
 * @index: of an entry
 * @module: folded name
 *
 * A pure function.
 *
 * Returns: (transfer none) (nullable): how the module was blocked before the entry, as the value of
 *   a "block"; %NULL if it was not
 */
const char *modscope_history_find_block (GPtrArray *entries, guint index, const char *module);

/**
 * modscope_history_list_undone:
 * @entries: (element-type ModscopeHistoryEntry): oldest first
 * @start_time: of modscope_history_read_start_time()
 *
 * Of each entry whether all of it is as it was before: because the next change about the same put
 * it back, or since the computer was restarted. What happened without Modscope is not known here. A
 * pure function.
 *
 * Returns: (transfer full) (array): one for each entry. %MODSCOPE_TRI_UNKNOWN of a newer version's
 *   change, if it is not known when the system started, and where the history does not have which
 *   driver the next change gave a device
 */
ModscopeTri *modscope_history_list_undone (GPtrArray *entries, gint64 start_time);

G_END_DECLS
