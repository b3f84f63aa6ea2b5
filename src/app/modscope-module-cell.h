/* A cell of the list of modules that has icons: its name, its status, or all in two lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "machine/modscope-module.h"

G_BEGIN_DECLS

/** ModscopeModulePart: what of a module a cell shows. */
typedef enum
{
  MODSCOPE_MODULE_PART_NAME,
  MODSCOPE_MODULE_PART_STATUS,
  MODSCOPE_MODULE_PART_SUMMARY, /* all in two lines, for a narrow window */
} ModscopeModulePart;

#define MODSCOPE_TYPE_MODULE_CELL (modscope_module_cell_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeModuleCell, modscope_module_cell, MODSCOPE, MODULE_CELL, GtkWidget)

/** Returns: (transfer floating): a cell that shows nothing yet */
GtkWidget *modscope_module_cell_new (ModscopeModulePart part);

/**
 * modscope_module_cell_set_module:
 * @self: the cell
 * @module: (nullable): what it shows from now on, and keeps true
 */
void modscope_module_cell_set_module (ModscopeModuleCell *self, ModscopeModule *module);

/** Returns: (transfer none) (nullable): what it shows */
ModscopeModule *modscope_module_cell_get_module (ModscopeModuleCell *self);

G_END_DECLS
