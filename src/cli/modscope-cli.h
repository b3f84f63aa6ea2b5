/* modscopectl: what all its commands share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/modscope-arguments.h"
#include "cli/modscope-printer.h"
#include "machine/modscope-json.h"
#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/**
 * modscope_cli_run:
 * @argc: of main()
 * @argv: of main()
 *
 * The program, but for setting the locale.
 *
 * Returns: its exit status
 */
int modscope_cli_run (int argc, char **argv);

/** Returns: (transfer none): the command's arguments, %NULL-terminated */
const char *const *modscope_cli_get_words (ModscopeCli *self);

/** Returns: (transfer none) (nullable): the value of an option ("" for a switch), or %NULL */
const char *modscope_cli_get_option (ModscopeCli *self, const char *name);

/** Returns: whether JSON is wanted */
gboolean modscope_cli_is_json (ModscopeCli *self);

/** Returns: (transfer none): standard output for people */
ModscopePrinter *modscope_cli_get_printer (ModscopeCli *self);

/** Returns: (transfer full): standard output for programs; end it with modscope_cli_end_json() */
ModscopeJson *modscope_cli_begin_json (ModscopeCli *self);

/** Returns: the exit status after writing; a reader that went away ends quietly */
ModscopeExit modscope_cli_end_json (ModscopeCli *self, ModscopeJson *json);

/** Prints one line on standard error: "modscopectl: MESSAGE". */
void modscope_cli_say (ModscopeCli *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** Prints why something failed. Returns: the exit status for that error */
ModscopeExit modscope_cli_fail (ModscopeCli *self, const GError *error);

/**
 * modscope_cli_open_machine:
 * @self: the program
 * @needs_modules: whether a kernel without modules to look at is an error
 *
 * The machine of --kernel or the running kernel, filled. What is wrong is printed, with what to do.
 *
 * Returns: (transfer none) (nullable): the machine
 */
ModscopeMachine *modscope_cli_open_machine (ModscopeCli *self, gboolean needs_modules);

/** Reads the devices of the open machine, once. What their drivers need of firmware is known if the
 *  index is. */
void modscope_cli_read_devices (ModscopeCli *self);

/** Returns: (transfer none) (nullable): the machine that is open */
ModscopeMachine *modscope_cli_get_machine (ModscopeCli *self);

/** Reads the open machine again, after something was changed; modules of before are gone. */
void modscope_cli_reread_machine (ModscopeCli *self);

/** Returns: whether the program has a command @name */
gboolean modscope_cli_has_command (ModscopeCli *self, const char *name);

/**
 * modscope_cli_ensure_index:
 *
 * Reads the module files if nobody did since they last changed. Without an index there is less to
 * say, which is printed as a warning.
 */
void modscope_cli_ensure_index (ModscopeCli *self);

/**
 * modscope_cli_lookup_module:
 * @self: the program; its machine is open
 * @name: as a person wrote it, with "-" or "_"
 * @error: %MODSCOPE_ERROR_INVALID_NAME, %MODSCOPE_ERROR_NOT_FOUND with which name is near
 *
 * Returns: (transfer none) (nullable): the module
 */
ModscopeModule *modscope_cli_lookup_module (ModscopeCli *self, const char *name, GError **error);

/**
 * modscope_cli_find_module:
 * @self: the program; its machine is open
 * @name: as a person wrote it, with "-" or "_"
 * @status: (out): the exit status if it is not found
 *
 * Returns: (transfer none) (nullable): the module; %NULL after printing why, and which name is near
 */
ModscopeModule *
modscope_cli_find_module (ModscopeCli *self, const char *name, ModscopeExit *status);

/** The state in words for a person, with how it is blocked. Returns: (transfer full) */
char *modscope_cli_dup_state (ModscopeModule *module, ModscopeStyle *style);

/* The commands, one file each. */
extern const ModscopeCommand modscope_command_devices;
extern const ModscopeCommand modscope_command_list;
extern const ModscopeCommand modscope_command_show;
extern const ModscopeCommand modscope_command_plan;
extern const ModscopeCommand modscope_command_resolve;
extern const ModscopeCommand modscope_command_rules;
extern const ModscopeCommand modscope_command_system;
extern const ModscopeCommand modscope_command_load;
extern const ModscopeCommand modscope_command_unload;
extern const ModscopeCommand modscope_command_restart;
extern const ModscopeCommand modscope_command_device;
extern const ModscopeCommand modscope_command_block;
extern const ModscopeCommand modscope_command_unblock;
extern const ModscopeCommand modscope_command_undo;
extern const ModscopeCommand modscope_command_changes;

G_END_DECLS
