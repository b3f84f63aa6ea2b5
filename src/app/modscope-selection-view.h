/* Several selected modules: which they are, and what can be changed about which of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_SELECTION_VIEW (modscope_selection_view_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeSelectionView, modscope_selection_view, MODSCOPE, SELECTION_VIEW, GtkWidget)

/** @modules: (element-type ModscopeModule): of @machine, at least one */
void modscope_selection_view_set_modules (ModscopeSelectionView *self,
                                          ModscopeMachine *machine,
                                          GPtrArray *modules);

G_END_DECLS
