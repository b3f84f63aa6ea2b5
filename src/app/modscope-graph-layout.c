/* Where the modules of a drawn graph stand, and the ways of the lines between them: the usual
 * layers with the order of least crossing (Sugiyama, Tagawa, Toda 1981), and a comb for many equal
 * ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-graph-layout.h"

#include <stdlib.h>

#define GAP 10       /* between nodes above each other */
#define LANE 56      /* between columns, where lines are bent */
#define COMB_LANE 24 /* between columns of a comb, where lines run down */
#define MARGIN 18
#define MOST_ROWS 16 /* of a layer in one column */
#define COMB_ROWS 14 /* in a column of a comb */
#define SWEEPS 8

/* What takes a row of a column: a node, or the way of a line that goes by. */
typedef struct
{
  gint64 node;  /* -1: a way */
  double order; /* where its neighbours are */
  double y;     /* of its middle; 0 is that of the module in the middle */
} Item;

/* An edge as the items that it goes through, one in each layer. */
typedef struct
{
  const ModscopeGraphEdge *edge;
  GArray *items; /* (element-type guint): positions among the layout's items */
} Chain;

typedef struct
{
  const ModscopeGraph *graph;
  const int *widths;
  double height;
  int first_layer;
  GArray *items;     /* (element-type Item) */
  GPtrArray *layers; /* (element-type GArray of guint): the items of each, from the top */
  GArray *chains;    /* (element-type Chain) */
  double *left;      /* of each layer's column */
  double *right;
  ModscopeGraphLayout *layout;
} Plan;

static Item *
get_item (Plan *plan, guint position)
{
  return &g_array_index (plan->items, Item, position);
}

static GArray *
get_layer (Plan *plan, int layer)
{
  return g_ptr_array_index (plan->layers, (guint) (layer - plan->first_layer));
}

static guint
add_item (Plan *plan, gint64 node, int layer)
{
  Item item = { .node = node };
  guint position = plan->items->len;

  g_array_append_val (plan->items, item);
  g_array_append_val (get_layer (plan, layer), position);
  return position;
}

/* A comb is the last layer to the left, of nodes that hang at the middle alone. */
static gboolean
has_comb (Plan *plan)
{
  return plan->first_layer == -1 && get_layer (plan, -1)->len > MOST_ROWS;
}

/* Items and chains */

static void
add_layers (Plan *plan)
{
  int last_layer = 0;

  for (guint i = 0; i < plan->graph->nodes->len; i++)
    {
      int layer = modscope_graph_get_node (plan->graph, i)->layer;

      plan->first_layer = MIN (plan->first_layer, layer);
      last_layer = MAX (last_layer, layer);
    }
  for (int layer = plan->first_layer; layer <= last_layer; layer++)
    g_ptr_array_add (plan->layers, g_array_new (FALSE, FALSE, sizeof (guint)));
  /* The item of a node has the node's position. */
  for (guint i = 0; i < plan->graph->nodes->len; i++)
    add_item (plan, i, modscope_graph_get_node (plan->graph, i)->layer);
}

static void
add_chains (Plan *plan)
{
  for (guint i = 0; i < plan->graph->edges->len; i++)
    {
      const ModscopeGraphEdge *edge = &g_array_index (plan->graph->edges, ModscopeGraphEdge, i);
      Chain chain = { edge, g_array_new (FALSE, FALSE, sizeof (guint)) };
      int end = modscope_graph_get_node (plan->graph, edge->to)->layer;

      g_array_append_val (chain.items, edge->from);
      for (int layer = modscope_graph_get_node (plan->graph, edge->from)->layer + 1; layer < end;
           layer++)
        {
          guint way = add_item (plan, -1, layer);

          g_array_append_val (chain.items, way);
        }
      g_array_append_val (chain.items, edge->to);
      g_array_append_val (plan->chains, chain);
    }
}

static void
clear_chain (gpointer chain)
{
  g_array_unref (((Chain *) chain)->items);
}

/* The order in each layer */

static void
place_layer (Plan *plan, GArray *layer)
{
  double pitch = plan->height + GAP;

  for (guint i = 0; i < layer->len; i++)
    get_item (plan, g_array_index (layer, guint, i))->y =
      ((double) i - ((double) layer->len - 1) / 2) * pitch;
}

static int
compare_order (gconstpointer a, gconstpointer b, gpointer plan)
{
  const Item *first = get_item (plan, *(const guint *) a);
  const Item *second = get_item (plan, *(const guint *) b);

  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;
  return first->y < second->y ? -1 : first->y > second->y;
}

/* The mean place of an item's neighbours, on the side where its layer is being looked at from. */
static void
find_order (Plan *plan, guint position, gboolean from_right)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < plan->chains->len; i++)
    {
      GArray *items = g_array_index (plan->chains, Chain, i).items;

      for (guint j = 0; j < items->len; j++)
        if (g_array_index (items, guint, j) == position)
          {
            if (from_right ? j + 1 >= items->len : j == 0)
              continue;
            sum += get_item (plan, g_array_index (items, guint, from_right ? j + 1 : j - 1))->y;
            n++;
          }
    }
  get_item (plan, position)->order = n > 0 ? sum / n : get_item (plan, position)->y;
}

static void
order_layer (Plan *plan, int layer, gboolean from_right)
{
  GArray *items = get_layer (plan, layer);

  for (guint i = 0; i < items->len; i++)
    find_order (plan, g_array_index (items, guint, i), from_right);
  g_array_sort_with_data (items, compare_order, plan);
  place_layer (plan, items);
}

static void
order_layers (Plan *plan)
{
  int end = plan->first_layer + (int) plan->layers->len;

  for (int layer = plan->first_layer; layer < end; layer++)
    place_layer (plan, get_layer (plan, layer));
  for (guint sweep = 0; sweep < SWEEPS; sweep++)
    {
      /* The last sweep goes away from the middle, where a person begins to read. */
      gboolean outwards = sweep % 2 == 1;

      for (int i = 1; i < end; i++)
        order_layer (plan, outwards ? i : end - i, !outwards);
      for (int i = 1; i <= -plan->first_layer && !has_comb (plan); i++)
        order_layer (plan, outwards ? -i : plan->first_layer + i - 1, outwards);
    }
}

/* Places */

static int
get_width (Plan *plan, guint position)
{
  const Item *item = get_item (plan, position);

  return item->node >= 0 ? plan->widths[item->node] : 0;
}

static double
get_column_width (Plan *plan, GArray *items, guint start, guint end)
{
  int width = 0;

  for (guint i = start; i < MIN (end, items->len); i++)
    width = MAX (width, get_width (plan, g_array_index (items, guint, i)));
  return width;
}

static ModscopeGraphPlace *
get_place (Plan *plan, guint node)
{
  return &g_array_index (plan->layout->places, ModscopeGraphPlace, node);
}

static void
set_place (Plan *plan, guint node, double x, double width)
{
  *get_place (plan, node) =
    (ModscopeGraphPlace){ x, get_item (plan, node)->y - plan->height / 2, width };
}

static void
place_column (Plan *plan, int layer, double x, double width)
{
  GArray *items = get_layer (plan, layer);

  plan->left[layer - plan->first_layer] = x;
  plan->right[layer - plan->first_layer] = x + width;
  for (guint i = 0; i < items->len; i++)
    if (get_item (plan, g_array_index (items, guint, i))->node >= 0)
      set_place (plan, g_array_index (items, guint, i), x, width);
}

static void
append_point (GArray *points, double x, double y)
{
  ModscopeGraphPoint point = { x, y };

  g_array_append_val (points, point);
}

static void
add_line (Plan *plan, const ModscopeGraphEdge *edge, GArray *points, gboolean is_square)
{
  ModscopeGraphLine line = { edge->from, edge->to, points, is_square };

  g_array_append_val (plan->layout->lines, line);
}

/* Columns of one layer, the first one next to the middle, each half above and half below the way on
 * which their lines come together. @right: where the columns end. */
static void
place_comb (Plan *plan, double right)
{
  GArray *items = get_layer (plan, -1);
  guint n_columns = (items->len + COMB_ROWS - 1) / COMB_ROWS;
  guint n_rows = (items->len + n_columns - 1) / n_columns;
  guint above = (n_rows + 1) / 2;
  double pitch = plan->height + GAP;

  for (guint column = 0; column < n_columns; column++)
    {
      guint start = column * n_rows;
      double width = get_column_width (plan, items, start, start + n_rows);

      for (guint i = start; i < MIN (start + n_rows, items->len); i++)
        {
          guint node = g_array_index (items, guint, i);
          double row = (double) (i - start) - (double) above;

          get_item (plan, node)->y = (row + .5) * pitch + (row < 0 ? -GAP : GAP);
          set_place (plan, node, right - width, width);
        }
      right -= width + COMB_LANE;
    }
}

static void
add_comb_lines (Plan *plan)
{
  for (guint i = 0; i < plan->chains->len; i++)
    {
      const ModscopeGraphEdge *edge = g_array_index (plan->chains, Chain, i).edge;
      const ModscopeGraphPlace *place = get_place (plan, edge->from);
      double end = place->x + place->width;
      double y = get_item (plan, edge->from)->y;
      GArray *points;

      if (edge->to != 0)
        continue;
      points = g_array_new (FALSE, FALSE, sizeof (ModscopeGraphPoint));
      append_point (points, end, y);
      append_point (points, end + COMB_LANE / 2, y);
      append_point (points, end + COMB_LANE / 2, 0);
      append_point (points, get_place (plan, 0)->x, 0);
      add_line (plan, edge, points, TRUE);
    }
}

static void
place_columns (Plan *plan)
{
  int end = plan->first_layer + (int) plan->layers->len;
  double x = 0;

  for (int layer = 0; layer < end; layer++)
    {
      double width = get_column_width (plan, get_layer (plan, layer), 0, G_MAXUINT);

      place_column (plan, layer, x, width);
      x += width + LANE;
    }
  if (has_comb (plan))
    {
      place_comb (plan, -LANE);
      return;
    }
  x = 0;
  for (int layer = -1; layer >= plan->first_layer; layer--)
    {
      double width = get_column_width (plan, get_layer (plan, layer), 0, G_MAXUINT);

      x -= LANE + width;
      place_column (plan, layer, x, width);
    }
}

/* From the right side of one node, straight past the columns between, to the left side of the
 * other.
 */
static void
add_chain_line (Plan *plan, const Chain *chain)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (ModscopeGraphPoint));
  int layer = modscope_graph_get_node (plan->graph, chain->edge->from)->layer;
  const ModscopeGraphPlace *from = get_place (plan, chain->edge->from);
  const ModscopeGraphPlace *to = get_place (plan, chain->edge->to);

  append_point (points, from->x + from->width, get_item (plan, chain->edge->from)->y);
  for (guint i = 1; i + 1 < chain->items->len; i++)
    {
      double y = get_item (plan, g_array_index (chain->items, guint, i))->y;

      layer++;
      append_point (points, plan->left[layer - plan->first_layer], y);
      append_point (points, plan->right[layer - plan->first_layer], y);
    }
  append_point (points, to->x, get_item (plan, chain->edge->to)->y);
  add_line (plan, chain->edge, points, FALSE);
}

static void
add_lines (Plan *plan)
{
  for (guint i = 0; i < plan->chains->len; i++)
    {
      const Chain *chain = &g_array_index (plan->chains, Chain, i);

      if (chain->edge->to != 0 || !has_comb (plan))
        add_chain_line (plan, chain);
    }
  if (has_comb (plan))
    add_comb_lines (plan);
}

/* Everything is placed around the module in the middle until here. */
static void
move_to_corner (Plan *plan)
{
  ModscopeGraphLayout *layout = plan->layout;
  ModscopeGraphPoint low = { 0, 0 };
  ModscopeGraphPoint high = { 0, 0 };

  for (guint i = 0; i < layout->places->len; i++)
    {
      const ModscopeGraphPlace *place = get_place (plan, i);

      low.x = MIN (low.x, place->x);
      low.y = MIN (low.y, place->y);
      high.x = MAX (high.x, place->x + place->width);
      high.y = MAX (high.y, place->y + plan->height);
    }
  for (guint i = 0; i < layout->places->len; i++)
    {
      get_place (plan, i)->x += MARGIN - low.x;
      get_place (plan, i)->y += MARGIN - low.y;
    }
  for (guint i = 0; i < layout->lines->len; i++)
    {
      GArray *points = g_array_index (layout->lines, ModscopeGraphLine, i).points;

      for (guint j = 0; j < points->len; j++)
        {
          g_array_index (points, ModscopeGraphPoint, j).x += MARGIN - low.x;
          g_array_index (points, ModscopeGraphPoint, j).y += MARGIN - low.y;
        }
    }
  layout->width = high.x - low.x + 2 * MARGIN;
  layout->height = high.y - low.y + 2 * MARGIN;
}

static void
clear_line (gpointer line)
{
  g_array_unref (((ModscopeGraphLine *) line)->points);
}

ModscopeGraphLayout *
modscope_graph_layout_new (const ModscopeGraph *graph, const int *widths, int height)
{
  Plan plan = { .graph = graph, .widths = widths, .height = height };

  plan.layout = g_new0 (ModscopeGraphLayout, 1);
  plan.layout->places = g_array_new (FALSE, TRUE, sizeof (ModscopeGraphPlace));
  plan.layout->lines = g_array_new (FALSE, FALSE, sizeof (ModscopeGraphLine));
  g_array_set_size (plan.layout->places, graph->nodes->len);
  g_array_set_clear_func (plan.layout->lines, clear_line);
  plan.items = g_array_new (FALSE, FALSE, sizeof (Item));
  plan.layers = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  plan.chains = g_array_new (FALSE, FALSE, sizeof (Chain));
  g_array_set_clear_func (plan.chains, clear_chain);
  add_layers (&plan);
  add_chains (&plan);
  plan.left = g_new0 (double, plan.layers->len);
  plan.right = g_new0 (double, plan.layers->len);
  order_layers (&plan);
  place_columns (&plan);
  add_lines (&plan);
  move_to_corner (&plan);
  g_free (plan.left);
  g_free (plan.right);
  g_array_unref (plan.chains);
  g_ptr_array_unref (plan.layers);
  g_array_unref (plan.items);
  return plan.layout;
}

void
modscope_graph_layout_free (ModscopeGraphLayout *self)
{
  g_array_unref (self->places);
  g_array_unref (self->lines);
  g_free (self);
}
