/* A change that the helper is asked for: what the commands that change something share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/modscope-cli.h"
#include "client/modscope-client.h"
#include "machine/modscope-done.h"

G_BEGIN_DECLS

/** ModscopeAction: one command's changes; SIGINT and SIGTERM cancel it. */
typedef struct _ModscopeAction ModscopeAction;

/**
 * modscope_action_query:
 * @cli: the program; its machine is open
 * @state: (out): whether there is a helper
 *
 * Asks the bus, without starting the helper. A computer of which only the files are looked at
 * ($MODSCOPE_ROOT) has no helper here, unless a bus of it is named.
 *
 * Returns: whether @state is known
 */
gboolean modscope_action_query (ModscopeCli *cli, ModscopeClientState *state);

/**
 * modscope_action_open_machine:
 * @cli: the program
 * @needs_modules: as of modscope_cli_open_machine()
 * @status: (out): the exit status if there is none
 *
 * As modscope_cli_open_machine(), for changes: those are of the running kernel alone.
 */
ModscopeMachine *
modscope_action_open_machine (ModscopeCli *cli, gboolean needs_modules, ModscopeExit *status);

/** The option of the commands whose changes can go on trial. */
#define MODSCOPE_OPTION_TRIAL                                                                      \
  {                                                                                                \
    "trial", N_ ("SECONDS"), N_ ("Put it back after SECONDS, unless you say to keep it")           \
  }

/** Whether --trial, if it is there, is a number of seconds; prints why it is not. */
gboolean modscope_action_check_trial (ModscopeCli *cli);

/** Returns: (transfer full): an action, about which nobody was asked yet */
ModscopeAction *modscope_action_new (ModscopeCli *cli);
void modscope_action_free (ModscopeAction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeAction, modscope_action_free)

/* Each asks the helper and waits for its answer. Returns: %FALSE after reporting why it was not
 * done; the exit status is modscope_action_end()'s then. */

/** @parameters: (nullable): "NAME=VALUE" each */
gboolean
modscope_action_load (ModscopeAction *self, const char *name, const char *const *parameters);
gboolean modscope_action_unload (ModscopeAction *self, const char *const *names);
/** @with: what uses it, in the order in which it goes */
gboolean modscope_action_restart (ModscopeAction *self, const char *name, const char *const *with);
/** @driver: (nullable) */
gboolean modscope_action_control_device (ModscopeAction *self,
                                         const char *device,
                                         const char *verb,
                                         const char *driver);
/** @count changes, with one question */
gboolean
modscope_action_apply (ModscopeAction *self, const ModscopeRuleChange *changes, gsize count);

/**
 * modscope_action_run_rules:
 * @cli: the program
 * @change: what to do with each module of the command's arguments; its module is not read
 *
 * Returns: the exit status of a command that is this alone
 */
ModscopeExit modscope_action_run_rules (ModscopeCli *cli, const ModscopeRuleChange *change);

/** Reports a failure: @verb and @module are what was asked for. */
void modscope_action_fail (ModscopeAction *self,
                           const char *verb,
                           const char *module,
                           const GError *error);

/** Reports what was done, unless a failure was reported. Returns: the exit status */
ModscopeExit modscope_action_end (ModscopeAction *self);

/* --- On trial (modscope-action-trial.c) --- */

/**
 * modscope_action_wait_for_keep:
 * @cli: the program
 * @client: has a change on trial
 * @cancellable: puts it back
 * @error: %G_IO_ERROR_TIMED_OUT if it was put back, or why neither could be done
 *
 * Asks on standard error, and waits for a line of standard input or the helper's news.
 *
 * Returns: whether it is kept
 */
gboolean modscope_action_wait_for_keep (ModscopeCli *cli,
                                        ModscopeClient *client,
                                        GCancellable *cancellable,
                                        GError **error);

/* --- What is printed (modscope-action-report.c) --- */

/** @done: (element-type ModscopeDone). Returns: the exit status */
ModscopeExit modscope_action_report_done (ModscopeCli *cli, GPtrArray *done);

/** @done: what was done before it failed. Returns: the exit status */
ModscopeExit modscope_action_report_failure (
  ModscopeCli *cli, const char *verb, const char *module, const GError *error, GPtrArray *done);

G_END_DECLS
