/* The list of devices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "modscope-hardware-model.h"

G_BEGIN_DECLS

/**
 * ModscopeHardwareList: properties selected (object, readable, notifies: the #ModscopeHardwareRow
 * of the selected device) and browsing (boolean: a press on a row opens it at once).
 */
#define MODSCOPE_TYPE_HARDWARE_LIST (modscope_hardware_list_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeHardwareList, modscope_hardware_list, MODSCOPE, HARDWARE_LIST, GtkWidget)

/**
 * ModscopeHardwareList::activated:
 * @self: the list
 * @row: the #ModscopeHardwareRow of a device whose row was opened
 */

/** @model: what it shows */
GtkWidget *modscope_hardware_list_new (ModscopeHardwareModel *model);

/** @browsing: whether a press on a row opens it at once, as where the details have a screen of
 * their own */
void modscope_hardware_list_set_browsing (ModscopeHardwareList *self, gboolean browsing);

/** Returns: (transfer none) (nullable): the row of the selected device */
ModscopeHardwareRow *modscope_hardware_list_get_selected (ModscopeHardwareList *self);

/** @row: (nullable): selects it and brings it into view, if it is shown; %NULL selects none */
void modscope_hardware_list_select (ModscopeHardwareList *self, ModscopeHardwareRow *row);

/** Selects the next device with a problem, after the last one the first. */
void modscope_hardware_list_select_next_problem (ModscopeHardwareList *self);

/** Moves the keyboard focus to the rows. */
void modscope_hardware_list_focus_rows (ModscopeHardwareList *self);

/** Brings the rows beyond the first screen. For after the first frame. */
void modscope_hardware_list_grow (ModscopeHardwareList *self);

G_END_DECLS
