/* The dependencies of a module as a drawing, in a window of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_GRAPH_WINDOW (modscope_graph_window_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeGraphWindow, modscope_graph_window, MODSCOPE, GRAPH_WINDOW, AdwWindow)

/**
 * modscope_graph_window_new:
 * @page: the widget on whose window it stands: wherever a person goes in the graph, the page goes
 *   too, by its action modules.open(NAME)
 * @machine: whose modules
 * @name: the module to begin with
 *
 * Returns: (transfer none): the window, not yet on the screen
 */
GtkWidget *modscope_graph_window_new (GtkWidget *page, ModscopeMachine *machine, const char *name);

G_END_DECLS
