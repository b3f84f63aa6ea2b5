/* The rows of a device's details, and the row that leads to a device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "diagnosis/modscope-chain.h"

G_BEGIN_DECLS

/* Each returns (transfer floating) a new row. */

/** The result of one step. */
GtkWidget *modscope_step_row_new (const ModscopeChain *chain, ModscopeStep step);

/**
 * modscope_finding_row_new:
 * @finding: what is wrong
 * @can_do: whether a fix can be done from here; else it is told as a step
 * @user_data: for @can_do
 *
 * What is wrong in words, with its evidence and what helps. A fix that can be done is a button with
 * the action hardware.fix(INDEX).
 */
GtkWidget *modscope_finding_row_new (const ModscopeFinding *finding,
                                     gboolean (*can_do) (const ModscopeFix *fix,
                                                         gpointer user_data),
                                     gpointer user_data);

/**
 * modscope_device_link_row_new:
 * @machine: whose device it is
 * @device: a device
 *
 * A row that opens the device by the action win.show-device(ID).
 */
GtkWidget *modscope_device_link_row_new (ModscopeMachine *machine, ModscopeDevice *device);

G_END_DECLS
