/* Everything about one device, beside the list or on a screen of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "modscope-hardware-row.h"

G_BEGIN_DECLS

/** ModscopeDevicePane: properties can-go-back and alone (boolean, writable: whether it has the
 *  window to itself). */
#define MODSCOPE_TYPE_DEVICE_PANE (modscope_device_pane_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeDevicePane, modscope_device_pane, MODSCOPE, DEVICE_PANE, GtkWidget)

/** Returns: (transfer floating): a pane that shows nothing yet */
GtkWidget *modscope_device_pane_new (void);

/** @can_do: whether a fix can be done from here; @user_data: for it */
void modscope_device_pane_set_can_do (ModscopeDevicePane *self,
                                      gboolean (*can_do) (const ModscopeFix *fix,
                                                          gpointer user_data),
                                      gpointer user_data);

/**
 * modscope_device_pane_show:
 * @self: the pane
 * @machine: (nullable): whose device
 * @row: (nullable): the device with its verdict, followed from now on; %NULL for none
 */
void modscope_device_pane_show (ModscopeDevicePane *self,
                                ModscopeMachine *machine,
                                ModscopeHardwareRow *row);

/** ModscopeDeviceCan: what can be done to the device on show. */
typedef enum
{
  MODSCOPE_DEVICE_CAN_BLOCK = 1 << 0,
  MODSCOPE_DEVICE_CAN_RESTART = 1 << 1,
  MODSCOPE_DEVICE_CAN_TURN_OFF = 1 << 2,
  MODSCOPE_DEVICE_CAN_USE_DRIVER = 1 << 3,
} ModscopeDeviceCan;

/** Shows the buttons of what can be done, and no others. */
void modscope_device_pane_set_can (ModscopeDevicePane *self, ModscopeDeviceCan can);

/** Fills in again what can be done. */
void modscope_device_pane_update (ModscopeDevicePane *self);

/** Moves the keyboard focus to the beginning of it. */
void modscope_device_pane_focus (ModscopeDevicePane *self);

/** Returns: (transfer none) (nullable): what is on show */
ModscopeHardwareRow *modscope_device_pane_get_row (ModscopeDevicePane *self);

G_END_DECLS
