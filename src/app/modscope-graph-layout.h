/* Where the modules of a drawn graph stand, and the ways of the lines between them. Pure, so that
 * it can be tested alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "modscope-graph.h"

G_BEGIN_DECLS

/** ModscopeGraphPoint: from the upper left corner, in pixels. */
typedef struct
{
  double x;
  double y;
} ModscopeGraphPoint;

/** ModscopeGraphPlace: the upper left corner of a node and its width; all have the same height. */
typedef struct
{
  double x;
  double y;
  double width;
} ModscopeGraphPlace;

/**
 * ModscopeGraphLine:
 * @from: the node at its beginning, which needs
 * @to: the node at its end, which is needed
 * @points: (element-type ModscopeGraphPoint): the way, from the right side of @from to the left
 * side of @to
 * @is_square: whether it is drawn straight with right angles; else it is bent gently between each
 *   two points, and level at them
 */
typedef struct
{
  guint from;
  guint to;
  GArray *points;
  gboolean is_square;
} ModscopeGraphLine;

/**
 * ModscopeGraphLayout:
 * @places: (element-type ModscopeGraphPlace): of each node; those of one column are equally wide
 * @lines: (element-type ModscopeGraphLine)
 * @width: of the whole
 * @height: of the whole
 */
typedef struct
{
  GArray *places;
  GArray *lines;
  double width;
  double height;
} ModscopeGraphLayout;

/**
 * modscope_graph_layout_new:
 * @graph: a graph
 * @widths: the width that each of its nodes needs, in pixels
 * @height: the height of all of them
 *
 * Layers are columns, what needs to the left of what is needed. A layer of more nodes than can be
 * looked over in one column (what needs a library) takes several, whose lines come together on one
 * level way through their middle. Lines never cross a node. Nodes never overlap.
 *
 * Returns: (transfer full): the layout
 */
ModscopeGraphLayout *
modscope_graph_layout_new (const ModscopeGraph *graph, const int *widths, int height);
void modscope_graph_layout_free (ModscopeGraphLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeGraphLayout, modscope_graph_layout_free)

G_END_DECLS
