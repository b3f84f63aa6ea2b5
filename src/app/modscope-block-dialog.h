/* The question before modules are blocked: how strongly, what stops working, and why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-plan.h"

G_BEGIN_DECLS

/** ModscopeBlockDialog: signal accepted, before it closes. */
#define MODSCOPE_TYPE_BLOCK_DIALOG (modscope_block_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeBlockDialog, modscope_block_dialog, MODSCOPE, BLOCK_DIALOG, AdwWindow)

/**
 * modscope_block_dialog_new:
 * @parent: the window
 * @names: the modules
 * @weak: the plan of "Do not load automatically"
 * @strong: the plan of "Never load"
 * @machine: of which they are
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *modscope_block_dialog_new (GtkWindow *parent,
                                      const char *const *names,
                                      const ModscopePlan *weak,
                                      const ModscopePlan *strong,
                                      ModscopeMachine *machine);

/** Returns: whether "Never load" was chosen */
gboolean modscope_block_dialog_get_always (ModscopeBlockDialog *self);

/** Returns: (transfer full) (nullable): why, as far as the helper takes it */
char *modscope_block_dialog_dup_reason (ModscopeBlockDialog *self);

G_END_DECLS
