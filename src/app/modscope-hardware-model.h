/* The rows of the Hardware page in their order: which devices are shown, under which heading or
 * below which other device. It changes as little as it can, so that the selection and the place
 * that a list is scrolled to stay.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "modscope-hardware-row.h"

G_BEGIN_DECLS

/**
 * ModscopeHardwareModel: a GListModel of #ModscopeHardwareRow. Properties n-problems (uint) and
 * n-devices (uint: those that are shown without a search), readable, notify.
 */
#define MODSCOPE_TYPE_HARDWARE_MODEL (modscope_hardware_model_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeHardwareModel, modscope_hardware_model, MODSCOPE, HARDWARE_MODEL, GObject)

ModscopeHardwareModel *modscope_hardware_model_new (void);

/** @machine: (nullable): whose devices; they were waited for */
void modscope_hardware_model_set_machine (ModscopeHardwareModel *self, ModscopeMachine *machine);

/** @text: what is searched for, among plumbing too; "" for nothing */
void modscope_hardware_model_set_search (ModscopeHardwareModel *self, const char *text);

/** @show_all: whether bridges and other plumbing are shown */
void modscope_hardware_model_set_show_all (ModscopeHardwareModel *self, gboolean show_all);

/** @by_connection: whether devices are shown below what they are connected to, in place of under
 * the heading of their kind */
void modscope_hardware_model_set_by_connection (ModscopeHardwareModel *self,
                                                gboolean by_connection);

guint modscope_hardware_model_get_n_problems (ModscopeHardwareModel *self);
guint modscope_hardware_model_get_n_devices (ModscopeHardwareModel *self);

/**
 * modscope_hardware_model_lookup:
 * @self: the model
 * @device: a device, also one that is folded into another
 *
 * Returns: (transfer none) (nullable): its row or that of the device that it is a part of, shown or
 *   not
 */
ModscopeHardwareRow *modscope_hardware_model_lookup (ModscopeHardwareModel *self,
                                                     ModscopeDevice *device);

/** Returns: position of a row, %G_MAXUINT if it is not shown */
guint modscope_hardware_model_find (ModscopeHardwareModel *self, ModscopeHardwareRow *row);

G_END_DECLS
