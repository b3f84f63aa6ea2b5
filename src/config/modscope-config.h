/* Configuration of modules as text: modprobe.d(5), modules-load.d(5) and the kernel command line,
 * read into lines with file and line number (which libkmod does not give).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/** ModscopeVerb: what a line of configuration does. */
typedef enum
{
  MODSCOPE_VERB_BLACKLIST,
  MODSCOPE_VERB_INSTALL,
  MODSCOPE_VERB_REMOVE,
  MODSCOPE_VERB_OPTIONS,
  MODSCOPE_VERB_SOFTDEP,
  MODSCOPE_VERB_ALIAS,
  MODSCOPE_VERB_LOAD_AT_STARTUP,
  MODSCOPE_VERB_COMMAND_LINE,
} ModscopeVerb;

/** Returns: (transfer none): the verb's word of cli.md's contract, "load-at-startup" */
const char *modscope_verb_to_string (ModscopeVerb verb);

/**
 * ModscopeConfigLine:
 * @verb: what it does
 * @module: (nullable): the folded name or pattern that it names. Of an alias line the module that
 *   the alias stands for; of a command line word the module; %NULL only where a line has none
 * @value: (nullable): the rest, in libkmod's form: the command, the options, the soft
 *   dependencies ("pre: a b post: c"), the alias; of a command line word the word itself
 * @file: the file's path on the system it is of, "/etc/modprobe.d/x.conf"; "/proc/cmdline"
 * @line: number of its first line, from 1; 0 for the command line
 * @ignored: (nullable): why no program reads it, in words for a person (translated); %NULL if one
 *   does
 *
 * One line of configuration (continued lines count as one). A command-line word is
 * module_blacklist=A,B or modprobe.blacklist=A,B (one line a module), MODULE.OPTION=VALUE,
 * nomodule, modules_load=/rd.modules_load= (systemd-modules-load).
 */
typedef struct
{
  ModscopeVerb verb;
  char *module;
  char *value;
  char *file;
  guint line;
  char *ignored;
} ModscopeConfigLine;

void modscope_config_line_free (ModscopeConfigLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeConfigLine, modscope_config_line_free)

/**
 * modscope_config_parse_modprobe:
 * @text: contents of a modprobe.d file, any bytes
 * @length: its length in bytes
 * @file: the path to put into the lines
 *
 * A pure function: the lines that libkmod (30) would understand, with its rules for comments,
 * continuation and blanks, and as ignored lines those that it would not (an unknown or misspelled
 * command, a missing word, CRLF ends, a byte order mark). Any thread.
 *
 * Returns: (transfer full) (element-type ModscopeConfigLine): the lines
 */
GPtrArray *modscope_config_parse_modprobe (const char *text, gsize length, const char *file);

/** As modscope_config_parse_modprobe(), for a file of modules-load.d. */
GPtrArray *modscope_config_parse_modules_load (const char *text, gsize length, const char *file);

/** As modscope_config_parse_modprobe(), for the kernel command line (its quotes included). */
GPtrArray *modscope_config_parse_command_line (const char *text, gsize length);

/**
 * modscope_config_read:
 * @paths: where files are
 * @with_command_line: whether to read the running kernel's command line too
 * @problems: (out) (transfer full) (element-type utf8): what could not be read, a sentence each
 *   (translated)
 *
 * All lines in force on a system, in the order in which they are read: modprobe.d, the command
 * line, modules-load.d. Files whose name does not end with .conf, and files that one of the same
 * name in a folder of higher precedence stands in for, come as ignored lines. What is not a plain
 * file (a FIFO would hang the reader), or over 1 MiB, is not read and named in @problems. Blocks on
 * the disk; any thread.
 *
 * Returns: (transfer full) (element-type ModscopeConfigLine): the lines
 */
GPtrArray *
modscope_config_read (ModscopePaths *paths, gboolean with_command_line, GStrv *problems);

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
 * command is false or true (with any path) blocks, unless soft dependencies (the first softdep line
 * that matches wins, one with nothing in it means none; without a line the module's own) cancel the
 * install line. Fast for thousands of names (hash for plain names, a list for patterns).
 *
 * Returns: the strongest that is in effect
 */
ModscopeBlocked modscope_blocked_table_get (ModscopeBlockedTable *self,
                                            const char *name,
                                            gboolean has_own_softdeps);

G_END_DECLS
