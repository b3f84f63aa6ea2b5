/* A drawn graph of dependencies: a button for each module, and lines between them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "machine/modscope-machine.h"
#include "modscope-graph.h"

G_BEGIN_DECLS

/**
 * ModscopeGraphView: signal opened (NAME): a person wants to go to a module. Where text runs from
 * right to left, so does the graph.
 */
#define MODSCOPE_TYPE_GRAPH_VIEW (modscope_graph_view_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeGraphView, modscope_graph_view, MODSCOPE, GRAPH_VIEW, GtkWidget)

/**
 * modscope_graph_view_set_graph:
 * @self: the view
 * @machine: whose modules these are
 * @graph: (transfer full): what to draw
 */
void modscope_graph_view_set_graph (ModscopeGraphView *self,
                                    ModscopeMachine *machine,
                                    ModscopeGraph *graph);

/** Moves the keyboard focus to the module in the middle. */
void modscope_graph_view_focus_middle (ModscopeGraphView *self);

/**
 * modscope_graph_view_get_middle:
 * @self: the view
 * @x: (out): middle of the module in the middle, in pixels
 * @y: (out): the same
 *
 * Returns: whether there is one
 */
gboolean modscope_graph_view_get_middle (ModscopeGraphView *self, double *x, double *y);

G_END_DECLS
