/* The rows of a module's details.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/* Each returns (transfer floating) a new row. All text in them is shown as it is: nothing that a
 * module or a file says is taken for markup. */

/** @title: what is told; @value: what it is. With a button that copies @value. */
GtkWidget *modscope_fact_row_new (const char *title, const char *value);

/**
 * modscope_module_row_new:
 * @name: a folded name
 * @module: (nullable): the module of that name, %NULL if this kernel has none
 *
 * A row that opens the module by the action modules.open(NAME).
 */
GtkWidget *modscope_module_row_new (const char *name, ModscopeModule *module);

/** @id: a device's id, "pci:0000:00:14.3"; @can_copy: with a button that copies it */
GtkWidget *modscope_device_row_new (ModscopeMachine *machine, const char *id, gboolean can_copy);
GtkWidget *modscope_parameter_row_new (const ModscopeParameter *parameter);
GtkWidget *modscope_firmware_row_new (const ModscopeFirmware *firmware);
GtkWidget *modscope_rule_row_new (ModscopeRule *rule);

/** Returns: (transfer full): where a rule is, for a person: "/etc/modprobe.d/x.conf:3" */
char *modscope_rule_dup_place (ModscopeRule *rule);

G_END_DECLS
