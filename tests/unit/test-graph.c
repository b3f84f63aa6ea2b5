/* The drawn graph of dependencies: which modules are in it, and where they and their lines are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/modscope-graph-layout.h"
#include <string.h>

#define WIDTH 100
#define HEIGHT 30

/* Who needs whom: "a:b c" says that a needs b and c. */
static GStrv
dup_needs (const char *name, gpointer data)
{
  const char *const *table = data;
  g_autofree char *start = g_strconcat (name, ":", NULL);

  for (guint i = 0; table[i] != NULL; i++)
    if (g_str_has_prefix (table[i], start) && table[i][strlen (start)] != '\0')
      return g_strsplit (table[i] + strlen (start), " ", -1);
  return g_new0 (char *, 1);
}

static GStrv
dup_needed_by (const char *name, gpointer data)
{
  const char *const *table = data;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; table[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (table[i], ":", 2);
      g_auto (GStrv) needs = dup_needs (parts[0], data);

      if (g_strv_contains ((const char *const *) needs, name))
        g_strv_builder_add (names, parts[0]);
    }
  return g_strv_builder_end (names);
}

static ModscopeGraph *
make_graph (const char *const *table, const char *name, guint limit)
{
  const ModscopeGraphSource source = { dup_needs, dup_needed_by, (gpointer) table };

  return modscope_graph_new (name, &source, limit);
}

/* "a:-1 b:0 c:1" */
static void
assert_nodes (ModscopeGraph *graph, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < graph->nodes->len; i++)
    g_string_append_printf (text, "%s%s:%d", i > 0 ? " " : "",
                            modscope_graph_get_node (graph, i)->name,
                            modscope_graph_get_node (graph, i)->layer);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_edges (ModscopeGraph *graph, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < graph->edges->len; i++)
    {
      const ModscopeGraphEdge *edge = &g_array_index (graph->edges, ModscopeGraphEdge, i);

      g_string_append_printf (text, "%s%s>%s", i > 0 ? " " : "",
                              modscope_graph_get_node (graph, edge->from)->name,
                              modscope_graph_get_node (graph, edge->to)->name);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_alone (void)
{
  static const char *const table[] = { "a:", "b:", NULL };
  g_autoptr (ModscopeGraph) graph = make_graph (table, "a", 9);

  assert_nodes (graph, "a:0");
  assert_edges (graph, "");
  g_assert_cmpuint (graph->n_needs, ==, 0);
  g_assert_cmpuint (graph->n_needed_by, ==, 0);
}

static void
test_both_sides (void)
{
  static const char *const table[] = { "top:card",       "card:pcm core", "other:card",
                                       "pcm:core timer", "timer:core",    NULL };
  g_autoptr (ModscopeGraph) graph = make_graph (table, "card", 9);

  /* What needs the needers is there too; what follows from others has no line. */
  assert_nodes (graph, "card:0 pcm:1 core:3 timer:2 top:-1 other:-1");
  assert_edges (graph, "card>pcm pcm>timer timer>core top>card other>card");
  g_assert_cmpuint (graph->n_needs, ==, 3);
  g_assert_cmpuint (graph->n_needed_by, ==, 2);
  g_assert_cmpuint (graph->n_hidden, ==, 0);
}

static void
test_needers_of_needers (void)
{
  static const char *const table[] = { "top:card", "card:core", "more:top core", NULL };
  g_autoptr (ModscopeGraph) graph = make_graph (table, "core", 9);

  assert_nodes (graph, "core:0 card:-1 more:-3 top:-2");
  assert_edges (graph, "card>core top>card more>top");
  g_assert_cmpuint (graph->n_needed_by, ==, 2);
}

/* Tables of damaged files can say anything. */
static void
test_circle (void)
{
  static const char *const table[] = { "a:b", "b:c", "c:a b c", NULL };
  g_autoptr (ModscopeGraph) graph = make_graph (table, "a", 9);
  const int widths[] = { WIDTH, WIDTH, WIDTH, WIDTH, WIDTH, WIDTH };
  g_autoptr (ModscopeGraphLayout) layout = NULL;

  g_assert_cmpuint (graph->nodes->len, <=, G_N_ELEMENTS (widths));
  layout = modscope_graph_layout_new (graph, widths, HEIGHT);
  g_assert_cmpuint (layout->places->len, ==, graph->nodes->len);
}

static GStrv
make_library (guint n)
{
  g_autoptr (GStrvBuilder) table = g_strv_builder_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *line = g_strdup_printf ("user%03u:lib", i);

      g_strv_builder_add (table, line);
    }
  g_strv_builder_add (table, "lib:core base");
  g_strv_builder_add (table, "core:base");
  return g_strv_builder_end (table);
}

static void
test_limit (void)
{
  g_auto (GStrv) table = make_library (300);
  g_autoptr (ModscopeGraph) some = make_graph ((const char *const *) table, "lib", 60);
  g_autoptr (ModscopeGraph) all = make_graph ((const char *const *) table, "lib", G_MAXUINT);
  g_autoptr (ModscopeGraph) nearly = make_graph ((const char *const *) table, "lib", 290);

  g_assert_cmpuint (some->nodes->len, ==, 1 + 2 + 60);
  g_assert_cmpuint (some->n_needed_by, ==, 300);
  g_assert_cmpuint (some->n_hidden, ==, 240);
  g_assert_cmpuint (all->n_hidden, ==, 0);
  g_assert_cmpuint (nearly->n_hidden, ==, 0);
}

/* The layout */

static gboolean
is_inside (double value, double low, double high)
{
  return value > low + .01 && value < high - .01;
}

static void
assert_apart (ModscopeGraphLayout *layout, guint a, guint b)
{
  const ModscopeGraphPlace *first = &g_array_index (layout->places, ModscopeGraphPlace, a);
  const ModscopeGraphPlace *second = &g_array_index (layout->places, ModscopeGraphPlace, b);

  g_assert_true (first->x + first->width <= second->x || second->x + second->width <= first->x ||
                 first->y + HEIGHT <= second->y || second->y + HEIGHT <= first->y);
}

/* Each piece of a line is level, upright, or bent within a lane that has no node: its ends and its
 * whole box say enough. */
static void
assert_crosses_no_node (ModscopeGraphLayout *layout, const ModscopeGraphLine *line)
{
  for (guint i = 1; i < line->points->len; i++)
    {
      const ModscopeGraphPoint *a = &g_array_index (line->points, ModscopeGraphPoint, i - 1);
      const ModscopeGraphPoint *b = &g_array_index (line->points, ModscopeGraphPoint, i);

      for (guint j = 0; j < layout->places->len; j++)
        {
          const ModscopeGraphPlace *place = &g_array_index (layout->places, ModscopeGraphPlace, j);
          gboolean is_beside =
            MAX (a->x, b->x) <= place->x || MIN (a->x, b->x) >= place->x + place->width;
          gboolean is_past = MAX (a->y, b->y) <= place->y || MIN (a->y, b->y) >= place->y + HEIGHT;

          g_assert_true (is_beside || is_past);
        }
    }
}

static void
assert_ends (ModscopeGraphLayout *layout, const ModscopeGraphLine *line)
{
  const ModscopeGraphPlace *from = &g_array_index (layout->places, ModscopeGraphPlace, line->from);
  const ModscopeGraphPlace *to = &g_array_index (layout->places, ModscopeGraphPlace, line->to);
  const ModscopeGraphPoint *first = &g_array_index (line->points, ModscopeGraphPoint, 0);
  const ModscopeGraphPoint *last =
    &g_array_index (line->points, ModscopeGraphPoint, line->points->len - 1);

  g_assert_cmpfloat (first->x, ==, from->x + from->width);
  g_assert_cmpfloat (first->y, ==, from->y + HEIGHT / 2.);
  g_assert_cmpfloat (last->x, ==, to->x);
  g_assert_cmpfloat (last->y, ==, to->y + HEIGHT / 2.);
  g_assert_cmpfloat (first->x, <, last->x);
}

static ModscopeGraphLayout *
assert_good_layout (ModscopeGraph *graph)
{
  g_autofree int *widths = g_new (int, graph->nodes->len);
  ModscopeGraphLayout *layout;

  for (guint i = 0; i < graph->nodes->len; i++)
    widths[i] = WIDTH + (int) (i * 7 % 60);
  layout = modscope_graph_layout_new (graph, widths, HEIGHT);
  g_assert_cmpuint (layout->lines->len, ==, graph->edges->len);
  for (guint i = 0; i < layout->places->len; i++)
    {
      const ModscopeGraphPlace *place = &g_array_index (layout->places, ModscopeGraphPlace, i);

      g_assert_cmpfloat (place->width, >=, widths[i]);
      g_assert_true (is_inside (place->x, 0, layout->width - place->width));
      g_assert_true (is_inside (place->y, 0, layout->height - HEIGHT));
      for (guint j = 0; j < i; j++)
        assert_apart (layout, i, j);
    }
  for (guint i = 0; i < layout->lines->len; i++)
    {
      const ModscopeGraphLine *line = &g_array_index (layout->lines, ModscopeGraphLine, i);

      assert_ends (layout, line);
      assert_crosses_no_node (layout, line);
    }
  return layout;
}

static void
test_layers (void)
{
  static const char *const table[] = { "card:pcm hwdep",
                                       "pcm:core timer",
                                       "timer:core",
                                       "hwdep:core deep",
                                       "x:card",
                                       "y:x card",
                                       "deep:deeper",
                                       "deeper:core",
                                       "z:x",
                                       NULL };
  g_autoptr (ModscopeGraph) graph = make_graph (table, "card", 60);
  g_autoptr (ModscopeGraphLayout) layout = assert_good_layout (graph);

  g_assert_cmpuint (layout->places->len, ==, 10);
}

/* As snd_pcm and mac80211 are: to be looked over, it is no taller than a window. */
static void
test_comb (void)
{
  g_auto (GStrv) table = make_library (60);
  g_autoptr (ModscopeGraph) graph = make_graph ((const char *const *) table, "lib", 60);
  g_autoptr (ModscopeGraphLayout) layout = assert_good_layout (graph);

  g_assert_cmpuint (layout->lines->len, ==, 62);
  g_assert_cmpfloat (layout->height, <, 700);
}

static void
test_one_node (void)
{
  static const char *const table[] = { "a:", NULL };
  g_autoptr (ModscopeGraph) graph = make_graph (table, "a", 9);
  g_autoptr (ModscopeGraphLayout) layout = assert_good_layout (graph);

  g_assert_cmpuint (layout->lines->len, ==, 0);
}

/* Lines that cross could be uncrossed. */
static void
test_order (void)
{
  static const char *const table[] = { "m:a b c", "a:x", "b:y", "c:z", NULL };
  g_autoptr (ModscopeGraph) graph = make_graph (table, "m", 9);
  const int widths[] = { WIDTH, WIDTH, WIDTH, WIDTH, WIDTH, WIDTH, WIDTH };
  g_autoptr (ModscopeGraphLayout) layout = modscope_graph_layout_new (graph, widths, HEIGHT);

  for (guint i = 0; i < layout->lines->len; i++)
    {
      const ModscopeGraphLine *line = &g_array_index (layout->lines, ModscopeGraphLine, i);

      if (line->from != 0)
        g_assert_cmpfloat (g_array_index (layout->places, ModscopeGraphPlace, line->from).y, ==,
                           g_array_index (layout->places, ModscopeGraphPlace, line->to).y);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/alone", test_alone);
  g_test_add_func ("/graph/both-sides", test_both_sides);
  g_test_add_func ("/graph/needers-of-needers", test_needers_of_needers);
  g_test_add_func ("/graph/circle", test_circle);
  g_test_add_func ("/graph/limit", test_limit);
  g_test_add_func ("/graph/layers", test_layers);
  g_test_add_func ("/graph/comb", test_comb);
  g_test_add_func ("/graph/one-node", test_one_node);
  g_test_add_func ("/graph/order", test_order);
  return g_test_run ();
}
