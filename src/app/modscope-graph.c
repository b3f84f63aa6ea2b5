/* The dependencies around one module: which modules need it, which it needs, and how these hang
 * together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-graph.h"

/* What needs the needers is shown too while there are no more than this many nodes of both. */
#define ROOM_FOR_MORE 16

/* One side of the graph while it is made: from the middle outwards. */
typedef struct
{
  GHashTable *positions; /* name to position + 1 among @graph's nodes, of this side */
  ModscopeGraph *graph;
  GStrv (*dup_next) (const char *name, gpointer user_data);
  gpointer user_data;
  guint first; /* where the nodes of this side begin */
  int sign;    /* of their layers */
} Side;

static void
clear_node (gpointer node)
{
  g_free (((ModscopeGraphNode *) node)->name);
}

const ModscopeGraphNode *
modscope_graph_get_node (const ModscopeGraph *self, guint position)
{
  return &g_array_index (self->nodes, ModscopeGraphNode, position);
}

static guint
add_node (Side *side, const char *name)
{
  gpointer known = g_hash_table_lookup (side->positions, name);
  ModscopeGraphNode node = { g_strdup (name), 0 };

  if (known != NULL)
    {
      g_free (node.name);
      return GPOINTER_TO_UINT (known) - 1;
    }
  g_array_append_val (side->graph->nodes, node);
  g_hash_table_insert (side->positions, g_strdup (name),
                       GUINT_TO_POINTER (side->graph->nodes->len));
  return side->graph->nodes->len - 1;
}

static void
side_init (Side *side, ModscopeGraph *graph, int sign)
{
  side->graph = graph;
  side->sign = sign;
  side->first = graph->nodes->len;
  side->positions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (side->positions, g_strdup (modscope_graph_get_node (graph, 0)->name),
                       GUINT_TO_POINTER (1));
}

static void
side_clear (Side *side)
{
  g_hash_table_unref (side->positions);
}

/* Steps: (element-type GArray of guint) for each node of the graph, where one goes from it on this
 * side. */
static GPtrArray *
make_steps (Side *side)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < side->graph->nodes->len; i++)
    {
      GArray *to = g_array_new (FALSE, FALSE, sizeof (guint));

      g_ptr_array_add (steps, to);
      if (i == 0 || i >= side->first)
        {
          g_auto (GStrv) next =
            side->dup_next (modscope_graph_get_node (side->graph, i)->name, side->user_data);

          for (guint j = 0; next != NULL && next[j] != NULL; j++)
            {
              guint position = GPOINTER_TO_UINT (g_hash_table_lookup (side->positions, next[j]));

              if (position != 0 && position - 1 != i)
                {
                  position--;
                  g_array_append_val (to, position);
                }
            }
        }
    }
  return steps;
}

/* Marks what is reached from a node, itself too. A circle, which tables of damaged files may have,
 * ends here. */
static void
reach (GPtrArray *steps, guint from, gboolean *reached)
{
  GArray *to = g_ptr_array_index (steps, from);

  if (reached[from])
    return;
  reached[from] = TRUE;
  for (guint i = 0; i < to->len; i++)
    reach (steps, g_array_index (to, guint, i), reached);
}

static void
add_edge (Side *side, guint from, guint to)
{
  ModscopeGraphEdge edge = { side->sign > 0 ? from : to, side->sign > 0 ? to : from };

  g_array_append_val (side->graph->edges, edge);
}

/* Whether one gets from a node to another one also by a detour. */
static gboolean
is_implied (GPtrArray *steps, guint from, guint to)
{
  GArray *others = g_ptr_array_index (steps, from);
  g_autofree gboolean *reached = g_new0 (gboolean, steps->len);

  reached[from] = TRUE;
  for (guint i = 0; i < others->len; i++)
    if (g_array_index (others, guint, i) != to)
      reach (steps, g_array_index (others, guint, i), reached);
  return reached[to];
}

static void
add_edges (Side *side, GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    {
      GArray *to = g_ptr_array_index (steps, i);

      for (guint j = 0; j < to->len; j++)
        {
          guint target = g_array_index (to, guint, j);

          if (target != 0 && !is_implied (steps, i, target))
            add_edge (side, i, target);
        }
    }
}

/* A node's layer is the longest way to it from the middle. @depth: how far the way is already,
 * which in a circle would have no end. */
static void
set_layers (Side *side, GPtrArray *steps, guint from, int depth)
{
  GArray *to = g_ptr_array_index (steps, from);
  ModscopeGraphNode *node = &g_array_index (side->graph->nodes, ModscopeGraphNode, from);

  if (depth > 0 && ABS (node->layer) >= depth)
    return;
  node->layer = side->sign * depth;
  for (guint i = 0; i < to->len; i++)
    {
      guint target = g_array_index (to, guint, i);

      if (target != 0 && depth < (int) steps->len)
        set_layers (side, steps, target, depth + 1);
    }
}

static void
finish (Side *side)
{
  g_autoptr (GPtrArray) steps = make_steps (side);

  add_edges (side, steps);
  set_layers (side, steps, 0, 0);
}

/* Adds what is next to the nodes from a position on. */
static void
add_next (Side *side, guint from, guint limit)
{
  guint end = side->graph->nodes->len;

  for (guint i = from; i < end; i++)
    {
      g_auto (GStrv) next =
        side->dup_next (modscope_graph_get_node (side->graph, i)->name, side->user_data);

      for (guint j = 0; next != NULL && next[j] != NULL; j++)
        if (side->graph->nodes->len - side->first < limit)
          add_node (side, next[j]);
    }
}

static void
add_needed_by (ModscopeGraph *graph, const ModscopeGraphSource *source, guint limit)
{
  Side side = { .dup_next = source->dup_needed_by, .user_data = source->user_data };
  const char *name = modscope_graph_get_node (graph, 0)->name;
  g_auto (GStrv) needed_by = source->dup_needed_by (name, source->user_data);
  guint n_shown;

  side_init (&side, graph, -1);
  graph->n_needed_by = needed_by != NULL ? g_strv_length (needed_by) : 0;
  /* To hide a few is not worth the asking. */
  n_shown = graph->n_needed_by - graph->n_needed_by / 4 <= limit ? graph->n_needed_by : limit;
  for (guint i = 0; i < n_shown; i++)
    add_node (&side, needed_by[i]);
  graph->n_hidden = graph->n_needed_by - (graph->nodes->len - side.first);
  for (guint from = side.first; from < graph->nodes->len;)
    {
      guint end = graph->nodes->len;

      /* One more than there is room for: then it is too much, and goes again. */
      if (end - side.first <= ROOM_FOR_MORE)
        add_next (&side, from, ROOM_FOR_MORE + 1);
      if (graph->nodes->len - side.first > ROOM_FOR_MORE && graph->nodes->len > end)
        {
          for (guint i = end; i < graph->nodes->len; i++)
            g_hash_table_remove (side.positions, modscope_graph_get_node (graph, i)->name);
          g_array_set_size (graph->nodes, end);
        }
      from = end;
    }
  /* Where there is no room for how they hang together, all hang at the middle. */
  if (graph->nodes->len - side.first <= ROOM_FOR_MORE)
    finish (&side);
  else
    for (guint i = side.first; i < graph->nodes->len; i++)
      {
        g_array_index (graph->nodes, ModscopeGraphNode, i).layer = -1;
        add_edge (&side, 0, i);
      }
  side_clear (&side);
}

static void
add_needs (ModscopeGraph *graph, const ModscopeGraphSource *source)
{
  Side side = { .dup_next = source->dup_needs, .user_data = source->user_data };

  side_init (&side, graph, 1);
  add_next (&side, 0, G_MAXUINT);
  /* Of the first node's all that it needs; then of those, which were added behind it. */
  for (guint from = side.first; from < graph->nodes->len;)
    {
      guint end = graph->nodes->len;

      add_next (&side, from, G_MAXUINT);
      from = end;
    }
  graph->n_needs = graph->nodes->len - side.first;
  finish (&side);
  side_clear (&side);
}

ModscopeGraph *
modscope_graph_new (const char *name, const ModscopeGraphSource *source, guint limit)
{
  ModscopeGraph *self = g_new0 (ModscopeGraph, 1);
  ModscopeGraphNode middle = { g_strdup (name), 0 };

  self->nodes = g_array_new (FALSE, FALSE, sizeof (ModscopeGraphNode));
  self->edges = g_array_new (FALSE, FALSE, sizeof (ModscopeGraphEdge));
  g_array_set_clear_func (self->nodes, clear_node);
  g_array_append_val (self->nodes, middle);
  add_needs (self, source);
  add_needed_by (self, source, limit);
  return self;
}

void
modscope_graph_free (ModscopeGraph *self)
{
  g_array_unref (self->nodes);
  g_array_unref (self->edges);
  g_free (self);
}
