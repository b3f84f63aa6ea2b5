/* What a row of the Hardware page looks like.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "modscope-hardware-row.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_HARDWARE_CELL (modscope_hardware_cell_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeHardwareCell, modscope_hardware_cell, MODSCOPE, HARDWARE_CELL, GtkWidget)

GtkWidget *modscope_hardware_cell_new (void);

/** @row: (nullable): what it shows from now on */
void modscope_hardware_cell_set_row (ModscopeHardwareCell *self, ModscopeHardwareRow *row);

/** Returns: (transfer none) (nullable): what it shows */
ModscopeHardwareRow *modscope_hardware_cell_get_row (ModscopeHardwareCell *self);

G_END_DECLS
