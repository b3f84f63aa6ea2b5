/* A row of the Hardware page: a device with its verdict, or the heading of a group.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/modscope-chain.h"

G_BEGIN_DECLS

/** ModscopeHardwareRow: for the main thread. Notifies revision (uint) with anything of it. */
#define MODSCOPE_TYPE_HARDWARE_ROW (modscope_hardware_row_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeHardwareRow, modscope_hardware_row, MODSCOPE, HARDWARE_ROW, GObject)

/** Returns: (transfer full): the heading of a kind's group */
ModscopeHardwareRow *modscope_hardware_row_new_heading (ModscopeDeviceKind kind);

/** Returns: (transfer full): a device, judged */
ModscopeHardwareRow *modscope_hardware_row_new (ModscopeMachine *machine, ModscopeDevice *device);

/** Returns: (transfer none) (nullable): the device; %NULL for a heading */
ModscopeDevice *modscope_hardware_row_get_device (ModscopeHardwareRow *self);

/** Returns: (transfer none) (nullable): what became of it; %NULL for a heading */
const ModscopeChain *modscope_hardware_row_get_chain (ModscopeHardwareRow *self);

ModscopeDeviceKind modscope_hardware_row_get_kind (ModscopeHardwareRow *self);

/** Returns: whether it is a device with a problem */
gboolean modscope_hardware_row_is_problem (ModscopeHardwareRow *self);

/** @depth: how many rows it hangs below, for a view by connection; 0 else */
void modscope_hardware_row_set_depth (ModscopeHardwareRow *self, guint depth);
guint modscope_hardware_row_get_depth (ModscopeHardwareRow *self);

/** Judges the device again. Returns: whether anything of it is new */
gboolean modscope_hardware_row_judge (ModscopeHardwareRow *self, ModscopeMachine *machine);

/** Order of a group: problems first, then as devices are ordered. */
int modscope_hardware_row_compare (ModscopeHardwareRow *a, ModscopeHardwareRow *b);

G_END_DECLS
