/* What is being done now, with the way out while there is one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ModscopeActionBar: its Cancel button is the action actions.cancel. */
#define MODSCOPE_TYPE_ACTION_BAR (modscope_action_bar_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeActionBar, modscope_action_bar, MODSCOPE, ACTION_BAR, GtkWidget)

/** @text: (nullable): what is being done; %NULL for nothing. It is shown when it takes long enough
 *  to be read. */
void modscope_action_bar_set_text (ModscopeActionBar *self, const char *text);

G_END_DECLS
