/* The question before a device is turned off.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-plan.h"

G_BEGIN_DECLS

/** Seconds in which a person who is shut out of the computer by a change can do nothing. */
#define MODSCOPE_DEVICE_TRIAL_SECONDS 20

/** Returns: after how many seconds a device that was turned off comes back unless a person keeps it
 *  so: a device without which they may see, point at or reach nothing; 0: it stays off */
guint modscope_device_dialog_get_trial_seconds (ModscopeDevice *device);

/**
 * modscope_device_dialog_new:
 * @parent: the window
 * @verb: "off" or "switch-off"
 * @device: a device
 * @plan: what stops with it
 * @machine: of which it is
 * @trial_seconds: after how many it comes back; 0: it stays off
 *
 * Returns: (transfer none): a dialog that says what stops; its response is %MODSCOPE_ACTION_ACCEPT
 *   if the person agrees
 */
GtkWidget *modscope_device_dialog_new (GtkWindow *parent,
                                       const char *verb,
                                       ModscopeDevice *device,
                                       const ModscopePlan *plan,
                                       ModscopeMachine *machine,
                                       guint trial_seconds);

/** Returns: (transfer full): what a person has of a device, as a list for a sentence; "" if nothing
 */
char *modscope_device_dialog_dup_children (ModscopeDevice *device);

G_END_DECLS
