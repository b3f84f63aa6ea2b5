/* Which modules a configuration keeps from loading.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/modscope-config-line.h"

G_BEGIN_DECLS

/** ModscopeBlocked: how firmly the configuration keeps a module from loading. */
typedef enum
{
  MODSCOPE_BLOCKED_NO,
  MODSCOPE_BLOCKED_AUTOLOAD, /* blacklist: not by its aliases, but by name and as a dependency */
  MODSCOPE_BLOCKED_ALWAYS,   /* install line of a command that does nothing */
  MODSCOPE_BLOCKED_AT_BOOT,  /* module_blacklist= on the command line: the kernel itself refuses */
} ModscopeBlocked;

/** Returns: (transfer none): "no", "autoload", "always" or "at-boot" */
const char *modscope_blocked_to_string (ModscopeBlocked blocked);

/**
 * modscope_blocked_is_nothing:
 * @command: (nullable): the command of an install line
 *
 * Returns: whether @command is false or true, with any path and nothing but a comment behind it:
 *   run in place of loading a module, it keeps the module from loading. Any thread.
 */
gboolean modscope_blocked_is_nothing (const char *command);

/** ModscopeBlockedTable: which modules a configuration blocks; immutable, for any thread. */
typedef struct _ModscopeBlockedTable ModscopeBlockedTable;

/**
 * modscope_blocked_table_new:
 * @lines: (element-type ModscopeConfigLine): all lines, in their order
 *
 * Returns: (transfer full): the table; it keeps nothing of @lines
 */
ModscopeBlockedTable *modscope_blocked_table_new (GPtrArray *lines);
void modscope_blocked_table_free (ModscopeBlockedTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeBlockedTable, modscope_blocked_table_free)

/**
 * modscope_blocked_table_get:
 * @self: the table
 * @name: a folded name
 * @has_own_softdeps: whether the module's own file (or modules.softdep) names soft dependencies
 *
 * How the lines block a module, by the way libkmod 30 reads them: a blacklist line names exactly
 * one module; install lines are patterns of fnmatch(3) and the first that matches wins; one whose
 * command is false or true (with any path) blocks, unless soft dependencies cancel the install
 * line. Of these the first softdep line that matches wins, and one with nothing in it means none;
 * libkmod reads the kernel's modules.softdep in its alphabetical place among the files of
 * modprobe.d, so that lines of files that sort behind that name come after the module's own. Soft
 * dependencies on modules that are not installed do not cancel anything for libkmod; which are, is
 * not known here, and they count. Fast for thousands of names (hash for plain names, a list for
 * patterns).
 *
 * Returns: the strongest that is in effect
 */
ModscopeBlocked modscope_blocked_table_get (ModscopeBlockedTable *self,
                                            const char *name,
                                            gboolean has_own_softdeps);

G_END_DECLS
