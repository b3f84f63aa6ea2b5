/* The index: what only the module files know (description, author, parameters, aliases, firmware),
 * read once for each kernel and kept in the user's cache folder as one memory-mapped GVariant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "system/modscope-tables.h"

G_BEGIN_DECLS

/** ModscopeIndex: immutable and reference counted, for any thread. */
typedef struct _ModscopeIndex ModscopeIndex;

ModscopeIndex *modscope_index_ref (ModscopeIndex *self);
void modscope_index_unref (ModscopeIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeIndex, modscope_index_unref)

/**
 * modscope_index_dup_cache_file:
 * @kernel: whose index
 *
 * Returns: (transfer full): its file, $XDG_CACHE_HOME/modscope/index-RELEASE-HASH (a hash of the
 *   folder, so that two folders of one release do not share it)
 */
char *modscope_index_dup_cache_file (ModscopeKernel *kernel);

/**
 * modscope_index_open:
 * @kernel: whose index
 * @file: the cache file
 * @error: %MODSCOPE_ERROR_NOT_FOUND where there is none; %MODSCOPE_ERROR_CORRUPT if it is damaged,
 *   stale, of another kernel, another version of the format or another user
 *
 * Maps the file; takes well under a millisecond. Nothing in the file is trusted: a hostile one
 * gives wrong text at worst.
 *
 * Returns: (transfer full) (nullable): the index
 */
ModscopeIndex *modscope_index_open (ModscopeKernel *kernel, const char *file, GError **error);

/**
 * ModscopeIndexProgress:
 * @done: modules read so far
 * @total: modules in all
 * @user_data: as given
 *
 * Called in the building threads, one call at a time, every hundred modules or so and at the end.
 */
typedef void (*ModscopeIndexProgress) (guint done, guint total, gpointer user_data);

/**
 * modscope_index_build:
 * @kernel: whose index
 * @tables: that kernel's tables
 * @progress: (nullable): called as it grows
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Reads all module files in two threads, and modules.builtin.modinfo. A file that cannot be read
 * has an entry with its error in place of its fields. Blocks; any thread.
 *
 * Returns: (transfer full) (nullable): the index
 */
ModscopeIndex *modscope_index_build (ModscopeKernel *kernel,
                                     ModscopeTables *tables,
                                     ModscopeIndexProgress progress,
                                     gpointer user_data,
                                     GCancellable *cancellable,
                                     GError **error);

/**
 * modscope_index_save:
 * @self: the index
 * @file: the cache file; its folder is made if missing
 * @error: why it could not be written
 *
 * Written to a temporary file and renamed, mode 0600; indexes of the same folder with another name
 * that are older than 90 days are removed. Blocks; any thread.
 */
gboolean modscope_index_save (ModscopeIndex *self, const char *file, GError **error);

/** Returns: the number of modules in it */
guint modscope_index_get_size (ModscopeIndex *self);

/**
 * modscope_index_find:
 * @self: the index
 * @name: a folded name
 *
 * Returns: the module's position for the functions below, or -1
 */
int modscope_index_find (ModscopeIndex *self, const char *name);

/** Returns: (transfer none): the name at a position */
const char *modscope_index_get_name (ModscopeIndex *self, int position);

/** Returns: size of the module's file in bytes as it is on the disk; -1 for a built-in or unknown
 */
gint64 modscope_index_get_file_size (ModscopeIndex *self, int position);

/** Returns: 1 if the module file carries a signature, 0 if not, -1 for a built-in or unknown */
int modscope_index_get_signed (ModscopeIndex *self, int position);

/** Returns: (transfer none) (nullable): the first "description", %NULL if it has none. Lives as
 *  long as the index */
const char *modscope_index_get_description (ModscopeIndex *self, int position);

/** Returns: (transfer none) (nullable): modscope_purpose_summarize() of the description. Lives as
 *  long as the index */
const char *modscope_index_get_summary (ModscopeIndex *self, int position);

/**
 * modscope_index_dup_needs:
 * @self: the index
 * @position: a position
 *
 * Returns: (transfer container): folded names in the module's "depends", %NULL-terminated; without
 *   its file those of modules.dep, less what they need themselves. The names live as long as the
 *   index
 */
const char **modscope_index_dup_needs (ModscopeIndex *self, int position);

/** Returns: whether the module has a "softdep" */
gboolean modscope_index_has_softdep (ModscopeIndex *self, int position);

/** Returns: (transfer none): what a search looks through, in lower case (g_utf8_casefold): name
 *  (also with "-"), description, authors, aliases, parameter names, separated by newlines. Lives
 *  as long as the index */
const char *modscope_index_get_search_text (ModscopeIndex *self, int position);

/** Returns: (transfer none) (nullable): why the module's file could not be read, in English, %NULL
 *  if it was. Lives as long as the index */
const char *modscope_index_get_problem (ModscopeIndex *self, int position);

/**
 * modscope_index_dup_fields:
 * @self: the index
 * @position: a position
 *
 * Returns: (transfer full): all "key=value" strings of the module's .modinfo as UTF-8, in the
 *   file's order, %NULL-terminated; the strings themselves are copied too
 */
GStrv modscope_index_dup_fields (ModscopeIndex *self, int position);

/** Returns: (transfer none) (nullable): the value of the first field with @key, or %NULL. Lives as
 *  long as the index */
const char *modscope_index_get_field (ModscopeIndex *self, int position, const char *key);

G_END_DECLS
