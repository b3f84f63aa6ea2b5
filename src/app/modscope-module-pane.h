/* Everything about one module, beside the list or on a screen of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/**
 * ModscopeModulePane: properties can-go-back and alone (boolean, writable: whether it has the
 * window to itself).
 */
#define MODSCOPE_TYPE_MODULE_PANE (modscope_module_pane_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeModulePane, modscope_module_pane, MODSCOPE, MODULE_PANE, GtkWidget)

/** Returns: (transfer floating): a pane that shows nothing yet */
GtkWidget *modscope_module_pane_new (void);

/**
 * modscope_module_pane_show:
 * @self: the pane
 * @machine: whose module
 * @module: (nullable): the module, %NULL for none
 *
 * Shows what is known at once, and the rest as soon as it is read.
 */
void modscope_module_pane_show (ModscopeModulePane *self,
                                ModscopeMachine *machine,
                                ModscopeModule *module);

/** Shows several in place of one. @modules: (element-type ModscopeModule): of @machine */
void modscope_module_pane_show_several (ModscopeModulePane *self,
                                        ModscopeMachine *machine,
                                        GPtrArray *modules);

/** Gives the keyboard focus to its first button. */
void modscope_module_pane_focus (ModscopeModulePane *self);

/** Reads the module on show again. */
void modscope_module_pane_reload (ModscopeModulePane *self);

/** Returns: (transfer none) (nullable): the module on show; %NULL if that is none or several */
ModscopeModule *modscope_module_pane_get_module (ModscopeModulePane *self);

/** Returns: (transfer none) (nullable): its details, once they are read */
ModscopeModuleDetails *modscope_module_pane_get_details (ModscopeModulePane *self);

G_END_DECLS
