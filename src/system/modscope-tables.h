/* The text tables that depmod and the kernel's build leave in a module folder: modules.dep and
 * modules.builtin. Their formats are in modules.dep(5) and kbuild's
 * Documentation/kbuild/kbuild.rst.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "system/modscope-kernel.h"

G_BEGIN_DECLS

/** ModscopeTables: immutable and reference counted, for any thread. */
typedef struct _ModscopeTables ModscopeTables;

/**
 * ModscopeTableEntry:
 * @name: folded name of the module
 * @path: its file: below the module folder ("kernel/fs/ext4/ext4.ko") or absolute. Of a built-in
 *   module it is the file it would have been in
 * @builtin: whether it is part of the kernel image
 *
 * One module. The strings live as long as the tables.
 */
typedef struct
{
  const char *name;
  const char *path;
  gboolean builtin;
} ModscopeTableEntry;

/**
 * modscope_tables_load:
 * @folder: a module folder
 * @error: %MODSCOPE_ERROR_NOT_FOUND without a modules.dep
 *
 * Reads the tables in one pass. A name that is in both is built in; a name that is in modules.dep
 * twice is listed once, with the file that libkmod would load (the last line of a name wins in
 * depmod's index). A modules.builtin that is missing means that nothing is built in. Blocks on the
 * disk; any thread.
 *
 * Returns: (transfer full) (nullable): the tables
 */
ModscopeTables *modscope_tables_load (const char *folder, GError **error);
ModscopeTables *modscope_tables_ref (ModscopeTables *self);
void modscope_tables_unref (ModscopeTables *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeTables, modscope_tables_unref)

/**
 * modscope_tables_get_entries:
 * @self: the tables
 * @n_entries: (out): how many
 *
 * Returns: (transfer none) (array length=n_entries): all modules, sorted by name (strcmp)
 */
const ModscopeTableEntry *modscope_tables_get_entries (ModscopeTables *self, guint *n_entries);

/**
 * modscope_tables_lookup:
 * @self: the tables
 * @name: a folded name
 *
 * Returns: (transfer none) (nullable): the module, or %NULL if there is none of that name
 */
const ModscopeTableEntry *modscope_tables_lookup (ModscopeTables *self, const char *name);

/**
 * modscope_tables_dup_file:
 * @self: the tables
 * @entry: a module of theirs
 *
 * Returns: (transfer full) (nullable): the absolute path of its file; %NULL for a built-in
 */
char *modscope_tables_dup_file (ModscopeTables *self, const ModscopeTableEntry *entry);

/**
 * modscope_tables_dup_all_needs:
 * @self: the tables
 * @name: a folded name
 *
 * Returns: (transfer full): names of all modules that must be loaded before it, in the order in
 *   which they load; from modules.dep. Empty for a built-in or an unknown name
 */
GStrv modscope_tables_dup_all_needs (ModscopeTables *self, const char *name);

G_END_DECLS
