/* What can be taken out of the program about a module: its details as text, its file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/** Puts all that is known of a module on the clipboard, once it is read. */
void
modscope_module_copy_details (GtkWidget *widget, ModscopeMachine *machine, ModscopeModule *module);

/** Puts the names of modules on the clipboard, one a line. @modules: (element-type ModscopeModule)
 */
void modscope_module_copy_names (GtkWidget *widget, GPtrArray *modules);

/** Shows a module's file in the file manager, once its place is read. */
void modscope_module_copy_show_file (GtkWidget *widget,
                                     ModscopeMachine *machine,
                                     ModscopeModule *module);

G_END_DECLS
