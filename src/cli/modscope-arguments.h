/* The words of a command line: commands, options and arguments, and help made of the same tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ModscopeCli ModscopeCli;

/** What modscopectl's exit status says (man page, EXIT STATUS). */
typedef enum
{
  MODSCOPE_EXIT_DONE = 0,
  MODSCOPE_EXIT_FAILED = 1,
  MODSCOPE_EXIT_USAGE = 2,
  MODSCOPE_EXIT_NOT_AUTHORIZED = 3,
} ModscopeExit;

/**
 * ModscopeOption:
 * @name: without its dashes; %NULL closes a table
 * @argument: (nullable): what it takes, as help names it; %NULL for a switch
 * @help: one line, not yet translated
 */
typedef struct
{
  const char *name;
  const char *argument;
  const char *help;
} ModscopeOption;

/**
 * ModscopeCommand:
 * @name: its word; %NULL closes a table
 * @arguments: (nullable): its arguments, as help names them
 * @summary: one line, not yet translated
 * @details: (nullable): a paragraph, not yet translated
 * @options: (nullable): its own options
 * @min_arguments: how many it must have
 * @max_arguments: how many it can have; -1 for any number
 * @run: does it
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  const char *details;
  const ModscopeOption *options;
  int min_arguments;
  int max_arguments;
  ModscopeExit (*run) (ModscopeCli *cli);
} ModscopeCommand;

/** The options that every command knows. */
extern const ModscopeOption modscope_global_options[];

/**
 * ModscopeArguments:
 * @command: (nullable): the command; %NULL if none was named
 * @options: (element-type utf8 utf8): name to value, "" for a switch
 * @words: the command's arguments
 */
typedef struct
{
  const ModscopeCommand *command;
  GHashTable *options;
  GPtrArray *words;
} ModscopeArguments;

/**
 * modscope_arguments_parse:
 * @commands: all commands
 * @argv: the words after the program's name, in the encoding of the file system
 * @error: %MODSCOPE_ERROR_INVALID_ARGUMENT: what is wrong and what was perhaps meant
 *
 * Global options go before or after the command, its own after it, in any order; "--" ends them.
 * How many arguments there are is not checked where help is asked for.
 *
 * Returns: (transfer full) (nullable): the parts
 */
ModscopeArguments *
modscope_arguments_parse (const ModscopeCommand *commands, const char *const *argv, GError **error);
void modscope_arguments_free (ModscopeArguments *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeArguments, modscope_arguments_free)

/** Returns: (transfer full): the help of a command, or with %NULL of the program */
char *modscope_arguments_dup_help (const ModscopeCommand *commands, const ModscopeCommand *command);

G_END_DECLS
