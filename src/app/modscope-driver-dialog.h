/* The question which driver a device is to have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-plan.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_DRIVER_DIALOG (modscope_driver_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeDriverDialog, modscope_driver_dialog, MODSCOPE, DRIVER_DIALOG, AdwMessageDialog)

/**
 * modscope_driver_dialog_new:
 * @parent: the window
 * @device: a device, or a part of one, for which there is a choice
 * @plan: what stops with it
 * @machine: of which it is
 * @trial_seconds: after how many the driver of now comes back; 0: the other one stays
 *
 * Returns: (transfer none): a dialog that lists the drivers; its response is
 *   %MODSCOPE_ACTION_ACCEPT if the person agrees
 */
GtkWidget *modscope_driver_dialog_new (GtkWindow *parent,
                                       ModscopeDevice *device,
                                       const ModscopePlan *plan,
                                       ModscopeMachine *machine,
                                       guint trial_seconds);

/** Returns: (transfer none): the module that was chosen, a folded name */
const char *modscope_driver_dialog_get_module (ModscopeDriverDialog *self);

G_END_DECLS
