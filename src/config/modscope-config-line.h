/* One line of configuration, whichever file it comes from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

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
  MODSCOPE_VERB_UNKNOWN, /* a line whose first word is no command, always ignored */
} ModscopeVerb;

/** Returns: (transfer none) (nullable): the verb's word of cli.md's contract, "load-at-startup";
 *  %NULL for %MODSCOPE_VERB_UNKNOWN */
const char *modscope_verb_to_string (ModscopeVerb verb);

/**
 * ModscopeConfigLine:
 * @verb: what it does
 * @module: (nullable): the folded name or pattern that it names. Of an alias line the module that
 *   the alias stands for; of a command line word the module; %NULL only where a line has none
 * @value: (nullable): the rest, in libkmod's form: the command, the options, the soft
 *   dependencies ("pre: a b post: c"), the alias; of a command line word the word itself; of an
 *   unknown command the whole line
 * @file: the file's path on the system it is of, "/etc/modprobe.d/x.conf"; "/proc/cmdline"
 * @line: number of its first line, from 1; 0 for the command line
 * @ignored: (nullable): why no program reads it, in words for a person (translated); %NULL if one
 *   does
 * @is_own: whether it is part of a block as Modscope writes them (modscope-block-edit.h)
 *
 * One line of configuration (continued lines count as one). A command-line word is
 * module_blacklist=A,B or modprobe.blacklist=A,B (one line a module), MODULE.OPTION=VALUE,
 * nomodule, modules_load=/rd.modules_load= (systemd-modules-load).
 *
 * All but @ignored are bytes as they are in the file, not necessarily UTF-8.
 */
typedef struct
{
  ModscopeVerb verb;
  char *module;
  char *value;
  char *file;
  guint line;
  char *ignored;
  gboolean is_own;
} ModscopeConfigLine;

/**
 * modscope_config_line_new:
 *
 * Arguments: (transfer none): as the fields of #ModscopeConfigLine. Any thread.
 *
 * Returns: (transfer full): a line with copies of them
 */
ModscopeConfigLine *modscope_config_line_new (ModscopeVerb verb,
                                              const char *module,
                                              const char *value,
                                              const char *file,
                                              guint line,
                                              const char *ignored);

void modscope_config_line_free (ModscopeConfigLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeConfigLine, modscope_config_line_free)

G_END_DECLS
