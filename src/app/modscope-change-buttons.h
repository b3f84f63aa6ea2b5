/* The buttons of what can be changed about one module.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "machine/modscope-module.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_CHANGE_BUTTONS (modscope_change_buttons_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeChangeButtons, modscope_change_buttons, MODSCOPE, CHANGE_BUTTONS, GtkWidget)

/** Shows those that fit @module; hides itself if there are none, or if nothing can be changed. */
void modscope_change_buttons_set_module (ModscopeChangeButtons *self,
                                         ModscopeModule *module,
                                         gboolean can_change);

G_END_DECLS
