/* The question before a module with parameters is loaded: what happens, and a form for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-plan.h"

G_BEGIN_DECLS

/** ModscopeLoadDialog: signal accepted, before it closes. */
#define MODSCOPE_TYPE_LOAD_DIALOG (modscope_load_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeLoadDialog, modscope_load_dialog, MODSCOPE, LOAD_DIALOG, AdwWindow)

/**
 * modscope_load_dialog_new:
 * @parent: the window
 * @plan: what happens
 * @details: the module
 * @machine: of which that is
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *modscope_load_dialog_new (GtkWindow *parent,
                                     const ModscopePlan *plan,
                                     ModscopeModuleDetails *details,
                                     ModscopeMachine *machine);

/** Returns: (transfer full): "NAME=VALUE" of each parameter that was set, possibly empty */
GStrv modscope_load_dialog_dup_parameters (ModscopeLoadDialog *self);

G_END_DECLS
