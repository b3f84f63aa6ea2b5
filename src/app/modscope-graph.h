/* The dependencies around one module: which modules need it, which it needs, and how these hang
 * together. Pure, so that it can be tested alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ModscopeGraphSource:
 * @dup_needs: returns (transfer full) (nullable) what a module needs itself
 * @dup_needed_by: returns (transfer full) (nullable) what needs it itself, the most interesting
 * first
 * @user_data: for both
 *
 * Where the dependencies come from.
 */
typedef struct
{
  GStrv (*dup_needs) (const char *name, gpointer user_data);
  GStrv (*dup_needed_by) (const char *name, gpointer user_data);
  gpointer user_data;
} ModscopeGraphSource;

/**
 * ModscopeGraphNode:
 * @name: the module
 * @layer: 0 for the module in the middle; 1, 2, … for what it needs, -1, -2, … for what needs it:
 *   every edge goes from a smaller layer to a greater one
 */
typedef struct
{
  char *name;
  int layer;
} ModscopeGraphNode;

/** ModscopeGraphEdge: the node at position @from needs the one at @to. */
typedef struct
{
  guint from;
  guint to;
} ModscopeGraphEdge;

/**
 * ModscopeGraph:
 * @nodes: (element-type ModscopeGraphNode): the one at position 0 is the module in the middle
 * @edges: (element-type ModscopeGraphEdge): without those that follow from others: where a needs b
 *   and both need c, the edge from a to c is left out
 * @n_needed_by: how many modules need the one in the middle themselves
 * @n_needs: how many it needs, themselves or through others
 * @n_hidden: how many of @n_needed_by have no node, for want of room
 */
typedef struct
{
  GArray *nodes;
  GArray *edges;
  guint n_needed_by;
  guint n_needs;
  guint n_hidden;
} ModscopeGraph;

/**
 * modscope_graph_new:
 * @name: the module in the middle
 * @source: its dependencies
 * @limit: about the greatest number of modules that need it to have nodes
 *
 * All that it needs is there, through however many others. Of what needs it there is what needs it
 * itself, up to @limit or a few more; where that is little, also what needs those.
 *
 * Returns: (transfer full): the graph
 */
ModscopeGraph *
modscope_graph_new (const char *name, const ModscopeGraphSource *source, guint limit);
void modscope_graph_free (ModscopeGraph *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeGraph, modscope_graph_free)

/** Returns: (transfer none): the node at a position */
const ModscopeGraphNode *modscope_graph_get_node (const ModscopeGraph *self, guint position);

G_END_DECLS
