/* Aliases out of the text tables of a module folder (modules.alias, modules.symbols,
 * modules.builtin.modinfo), for a folder without depmod's binary indexes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ModscopeAliasText: the tables of one folder; one for each thread at a time. */
typedef struct _ModscopeAliasText ModscopeAliasText;

/**
 * ModscopeAliasTable:
 * @MODSCOPE_ALIAS_TABLE_ALIAS: modules.alias: what the module files claim
 * @MODSCOPE_ALIAS_TABLE_SYMBOLS: modules.symbols: "symbol:NAME"
 * @MODSCOPE_ALIAS_TABLE_BUILTIN: modules.builtin.modinfo: what the built-ins claim
 */
typedef enum
{
  MODSCOPE_ALIAS_TABLE_ALIAS,
  MODSCOPE_ALIAS_TABLE_SYMBOLS,
  MODSCOPE_ALIAS_TABLE_BUILTIN,
  MODSCOPE_N_ALIAS_TABLES,
} ModscopeAliasTable;

/**
 * modscope_alias_text_new:
 * @folder: a module folder
 *
 * Reads nothing yet: each table is read when it is first asked.
 *
 * Returns: (transfer full): the tables
 */
ModscopeAliasText *modscope_alias_text_new (const char *folder);
void modscope_alias_text_free (ModscopeAliasText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeAliasText, modscope_alias_text_free)

/**
 * modscope_alias_text_match:
 * @self: the tables
 * @table: which one
 * @alias: an alias, folded
 * @names: (element-type utf8): where the names go, copies
 *
 * Appends the folded names of the modules whose patterns match @alias, in the order of the table,
 * a module as often as it claims it. A table that is missing matches nothing. Blocks on the disk.
 */
void modscope_alias_text_match (ModscopeAliasText *self,
                                ModscopeAliasTable table,
                                const char *alias,
                                GPtrArray *names);

/**
 * modscope_alias_text_dup_builtin_info:
 * @folder: a module folder
 * @name: a folded name
 *
 * Returns: (transfer full): the "key=value" strings of a built-in in modules.builtin.modinfo, as
 *   UTF-8, %NULL-terminated, possibly empty
 */
GStrv modscope_alias_text_dup_builtin_info (const char *folder, const char *name);

G_END_DECLS
