/* A cell of the list of modules that is nothing but text: what it does, and the numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "machine/modscope-module.h"

G_BEGIN_DECLS

/** Returns: (transfer floating): a cell for a sentence */
GtkWidget *modscope_module_text_new (void);

/** @characters: how many it usually has. Returns: (transfer floating): a cell for a number */
GtkWidget *modscope_module_number_new (guint characters);

/* Each makes @text, made by one of the above, show something of @module and keeps it true until
 * modscope_module_text_unbind(). */
void modscope_module_text_bind_purpose (GtkWidget *text, ModscopeModule *module);
void modscope_module_text_bind_use_count (GtkWidget *text, ModscopeModule *module);
void modscope_module_text_bind_memory (GtkWidget *text, ModscopeModule *module);
void modscope_module_text_bind_devices (GtkWidget *text, ModscopeModule *module);
void modscope_module_text_unbind (GtkWidget *text, ModscopeModule *module);

G_END_DECLS
