/* The questions before an action: what happens, and, where the running system stands on what goes,
 * what comes of it.
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
 * @verb: "load", "unload", "restart", "block" or "unblock"
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

/** Returns: (transfer none): the second question, about a plan that takes away what the running
 *  system stands on; its response is as above */
GtkWidget *
modscope_action_dialog_new_critical (GtkWindow *parent, const char *verb, const ModscopePlan *plan);

/** Gives a dialog a width of its own and this height in pixels, where its parent is not smaller. */
void modscope_action_dialog_fit (GtkWindow *dialog, GtkWindow *parent, int height);

G_END_DECLS
