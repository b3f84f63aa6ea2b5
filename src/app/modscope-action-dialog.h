/* The questions before an action and the answer after one that failed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-plan.h"

G_BEGIN_DECLS

#define MODSCOPE_ACTION_ACCEPT "accept"

/**
 * modscope_action_dialog_new:
 * @parent: the window
 * @verb: "load", "unload", "block" or "unblock"
 * @names: the modules that were asked for
 * @plan: what happens
 * @machine: of which that is
 *
 * Returns: (transfer none): a dialog that shows what happens; its response is
 *   %MODSCOPE_ACTION_ACCEPT if the person agrees
 */
GtkWidget *modscope_action_dialog_new (GtkWindow *parent,
                                       const char *verb,
                                       const char *const *names,
                                       const ModscopePlan *plan,
                                       ModscopeMachine *machine);

G_END_DECLS
