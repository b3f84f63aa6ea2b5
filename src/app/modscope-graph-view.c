/* A drawn graph of dependencies: a button for each module, and lines between them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-graph-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "modscope-graph-layout.h"
#include "modscope-module-words.h"

#define CORNER 8 /* radius in pixels */
#define ARROW 6  /* its length in pixels */

struct _ModscopeGraphView
{
  GtkWidget parent_instance;

  ModscopeGraph *graph;
  GPtrArray *buttons;          /* (element-type GtkWidget): one for each node */
  ModscopeGraphLayout *layout; /* NULL until it is measured */
  int node_height;
  double x_offset;
  double y_offset;
};

enum
{
  OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ModscopeGraphView, modscope_graph_view, GTK_TYPE_WIDGET)

/* Buttons */

static void
clicked_cb (ModscopeGraphView *self, GtkWidget *button)
{
  guint position;

  if (g_ptr_array_find (self->buttons, button, &position))
    g_signal_emit (self, signals[OPENED], 0, modscope_graph_get_node (self->graph, position)->name);
}

static void
clear_buttons (ModscopeGraphView *self)
{
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->buttons, i));
  g_ptr_array_set_size (self->buttons, 0);
}

/* What a screen reader says of a node, which has no lines for it. */
static char *
dup_spoken (const ModscopeGraphNode *node, const char *middle, const char *status)
{
  if (node->layer == 0)
    /* Translators: a module in a graph: its name, and its status ("Loaded") */
    return g_strdup_printf (C_ ("graph", "%s: %s"), node->name, status);
  if (node->layer < 0)
    /* Translators: a module in a graph: its name, the one in the middle, and its status */
    return g_strdup_printf (C_ ("graph", "%s, needs %s: %s"), node->name, middle, status);
  /* Translators: a module in a graph: its name, the one in the middle, and its status */
  return g_strdup_printf (C_ ("graph", "%s, needed by %s: %s"), node->name, middle, status);
}

static GtkWidget *
make_button (ModscopeGraphView *self,
             const ModscopeGraphNode *node,
             ModscopeModule *module,
             gboolean is_live)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon;
  GtkWidget *label =
    g_object_new (GTK_TYPE_LABEL, "label", node->name, "ellipsize", PANGO_ELLIPSIZE_MIDDLE,
                  "max-width-chars", 24, "xalign", 0.0, NULL);
  ModscopeStatus status = module != NULL ? modscope_status_of (module) : MODSCOPE_STATUS_AVAILABLE;
  g_autofree char *status_text = module != NULL ? modscope_module_dup_status_text (module)
                                                : g_strdup (_ ("This kernel has no such module"));
  g_autofree char *tooltip = g_strdup_printf (
    "%s\n%s", module != NULL ? modscope_module_get_purpose (module) : node->name, status_text);
  g_autofree char *spoken =
    dup_spoken (node, modscope_graph_get_node (self->graph, 0)->name, status_text);

  icon = g_object_new (
    GTK_TYPE_IMAGE, "icon-name",
    module != NULL ? modscope_status_get_icon_name (status) : "dialog-warning-symbolic", NULL);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "graph-node");
  if (node->layer == 0)
    gtk_widget_add_css_class (button, "middle");
  else if (is_live && (status == MODSCOPE_STATUS_AVAILABLE || status == MODSCOPE_STATUS_BLOCKED))
    gtk_widget_add_css_class (button, "absent");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked_cb), self);
  /* Its lines stand out under the pointer and the keyboard focus. */
  g_signal_connect_swapped (button, "state-flags-changed", G_CALLBACK (gtk_widget_queue_draw),
                            self);
  return button;
}

/* In the order in which the keyboard goes through them: what needs it, itself, what it needs. */
static void
add_buttons (ModscopeGraphView *self, ModscopeMachine *machine)
{
  gboolean is_live = modscope_kernel_is_running (modscope_machine_get_kernel (machine));
  GtkWidget *middle;

  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      const ModscopeGraphNode *node = modscope_graph_get_node (self->graph, i);

      g_ptr_array_add (
        self->buttons,
        make_button (self, node, modscope_machine_lookup (machine, node->name), is_live));
    }
  middle = g_ptr_array_index (self->buttons, 0);
  gtk_widget_set_parent (middle, GTK_WIDGET (self));
  for (guint i = 1; i < self->graph->nodes->len; i++)
    {
      GtkWidget *button = g_ptr_array_index (self->buttons, i);

      if (modscope_graph_get_node (self->graph, i)->layer < 0)
        gtk_widget_insert_before (button, GTK_WIDGET (self), middle);
      else
        gtk_widget_set_parent (button, GTK_WIDGET (self));
    }
}

/* Places */

static void
make_layout (ModscopeGraphView *self)
{
  g_autofree int *widths = NULL;

  if (self->layout != NULL || self->graph == NULL)
    return;
  widths = g_new (int, self->buttons->len);
  self->node_height = 0;
  for (guint i = 0; i < self->buttons->len; i++)
    {
      int natural;

      gtk_widget_measure (g_ptr_array_index (self->buttons, i), GTK_ORIENTATION_HORIZONTAL, -1,
                          NULL, &widths[i], NULL, NULL);
      gtk_widget_measure (g_ptr_array_index (self->buttons, i), GTK_ORIENTATION_VERTICAL, -1, NULL,
                          &natural, NULL, NULL);
      self->node_height = MAX (self->node_height, natural);
    }
  self->layout = modscope_graph_layout_new (self->graph, widths, self->node_height);
}

static void
forget_layout (ModscopeGraphView *self)
{
  g_clear_pointer (&self->layout, modscope_graph_layout_free);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
modscope_graph_view_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  ModscopeGraphView *self = MODSCOPE_GRAPH_VIEW (widget);

  make_layout (self);
  if (self->layout != NULL)
    *minimum = *natural = (int) ceil (
      orientation == GTK_ORIENTATION_HORIZONTAL ? self->layout->width : self->layout->height);
}

static gboolean
is_mirrored (ModscopeGraphView *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static void
modscope_graph_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ModscopeGraphView *self = MODSCOPE_GRAPH_VIEW (widget);

  if (self->layout == NULL)
    return;
  self->x_offset = floor ((width - self->layout->width) / 2);
  self->y_offset = floor ((height - self->layout->height) / 2);
  for (guint i = 0; i < self->buttons->len; i++)
    {
      GtkWidget *button = g_ptr_array_index (self->buttons, i);
      const ModscopeGraphPlace *place =
        &g_array_index (self->layout->places, ModscopeGraphPlace, i);
      GtkAllocation box = { (int) (place->x + self->x_offset), (int) (place->y + self->y_offset),
                            (int) place->width, self->node_height };

      /* Each must be measured before it gets its place. */
      gtk_widget_measure (button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      if (is_mirrored (self))
        box.x = width - box.x - box.width;
      gtk_widget_size_allocate (button, &box, -1);
    }
}

/* Lines */

static gboolean
is_looked_at (ModscopeGraphView *self, guint position)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (g_ptr_array_index (self->buttons, position));

  /* Everything hangs at the middle: to look at it is to look at nothing. */
  return position != 0 && (flags & (GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_FOCUS_VISIBLE)) != 0;
}

/* From the last point to (x, y) and from there on towards (next_x, next_y). */
static void
draw_corner (cairo_t *cairo, double x, double y, double next_x, double next_y)
{
  double last_x;
  double last_y;
  double before;
  double after;

  cairo_get_current_point (cairo, &last_x, &last_y);
  before = MIN (CORNER, hypot (x - last_x, y - last_y) / 2);
  after = MIN (CORNER, hypot (next_x - x, next_y - y) / 2);
  if (before <= 0 || after <= 0)
    {
      cairo_line_to (cairo, x, y);
      return;
    }
  cairo_line_to (cairo, x + copysign (before, last_x - x) * (last_x != x),
                 y + copysign (before, last_y - y) * (last_y != y));
  cairo_curve_to (cairo, x, y, x, y, x + copysign (after, next_x - x) * (next_x != x),
                  y + copysign (after, next_y - y) * (next_y != y));
}

static void
draw_way (cairo_t *cairo, const ModscopeGraphLine *line)
{
  const ModscopeGraphPoint *points = (const ModscopeGraphPoint *) (void *) line->points->data;
  guint n = line->points->len;

  cairo_move_to (cairo, points[0].x, points[0].y);
  for (guint i = 1; i < n; i++)
    {
      /* Up to where the arrow begins. */
      double x = i + 1 < n ? points[i].x : points[i].x - ARROW;
      double middle = (points[i - 1].x + points[i].x) / 2;

      if (points[i].y == points[i - 1].y)
        cairo_line_to (cairo, x, points[i].y);
      else if (line->is_square && i + 1 < n)
        draw_corner (cairo, x, points[i].y, points[i + 1].x, points[i + 1].y);
      else if (line->is_square)
        cairo_line_to (cairo, x, points[i].y);
      else
        cairo_curve_to (cairo, middle, points[i - 1].y, middle, points[i].y, points[i].x,
                        points[i].y);
    }
  cairo_stroke (cairo);
}

static void
draw_arrow (cairo_t *cairo, const ModscopeGraphLine *line)
{
  const ModscopeGraphPoint *end =
    &g_array_index (line->points, ModscopeGraphPoint, line->points->len - 1);

  cairo_move_to (cairo, end->x, end->y);
  cairo_line_to (cairo, end->x - ARROW - 1, end->y - ARROW / 2. - .5);
  cairo_line_to (cairo, end->x - ARROW - 1, end->y + ARROW / 2. + .5);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

static void
draw_lines (ModscopeGraphView *self, cairo_t *cairo, gboolean looked_at)
{
  for (guint i = 0; i < self->layout->lines->len; i++)
    {
      const ModscopeGraphLine *line = &g_array_index (self->layout->lines, ModscopeGraphLine, i);

      if ((is_looked_at (self, line->from) || is_looked_at (self, line->to)) != looked_at)
        continue;
      draw_way (cairo, line);
      draw_arrow (cairo, line);
    }
}

static void
modscope_graph_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ModscopeGraphView *self = MODSCOPE_GRAPH_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  graphene_rect_t bounds =
    GRAPHENE_RECT_INIT (0, 0, (float) width, (float) gtk_widget_get_height (widget));
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA colour;
  GdkRGBA accent;

  if (self->layout != NULL)
    {
      cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);

      gtk_style_context_get_color (style, &colour);
      if (!gtk_style_context_lookup_color (style, "accent_color", &accent))
        accent = colour;
      if (is_mirrored (self))
        {
          cairo_translate (cairo, width, 0);
          cairo_scale (cairo, -1, 1);
        }
      cairo_translate (cairo, self->x_offset, self->y_offset);
      /* All at once, so that lines upon each other are no darker than one. */
      cairo_push_group (cairo);
      gdk_cairo_set_source_rgba (cairo, &colour);
      cairo_set_line_width (cairo, 1.5);
      draw_lines (self, cairo, FALSE);
      cairo_pop_group_to_source (cairo);
      cairo_paint_with_alpha (cairo, .3);
      gdk_cairo_set_source_rgba (cairo, &accent);
      cairo_set_line_width (cairo, 2.5);
      draw_lines (self, cairo, TRUE);
      cairo_destroy (cairo);
    }
  GTK_WIDGET_CLASS (modscope_graph_view_parent_class)->snapshot (widget, snapshot);
}

/* The class */

static void
modscope_graph_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (modscope_graph_view_parent_class)->css_changed (widget, change);
  /* Another font, for one. */
  forget_layout (MODSCOPE_GRAPH_VIEW (widget));
}

static void
modscope_graph_view_dispose (GObject *object)
{
  ModscopeGraphView *self = MODSCOPE_GRAPH_VIEW (object);

  if (self->buttons != NULL)
    clear_buttons (self);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  g_clear_pointer (&self->layout, modscope_graph_layout_free);
  g_clear_pointer (&self->graph, modscope_graph_free);
  G_OBJECT_CLASS (modscope_graph_view_parent_class)->dispose (object);
}

static void
modscope_graph_view_class_init (ModscopeGraphViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_graph_view_dispose;
  widget_class->measure = modscope_graph_view_measure;
  widget_class->size_allocate = modscope_graph_view_size_allocate;
  widget_class->snapshot = modscope_graph_view_snapshot;
  widget_class->css_changed = modscope_graph_view_css_changed;
  signals[OPENED] = g_signal_new ("opened", MODSCOPE_TYPE_GRAPH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "graphview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
modscope_graph_view_init (ModscopeGraphView *self)
{
  self->buttons = g_ptr_array_new ();
}

void
modscope_graph_view_set_graph (ModscopeGraphView *self,
                               ModscopeMachine *machine,
                               ModscopeGraph *graph)
{
  g_return_if_fail (MODSCOPE_IS_GRAPH_VIEW (self));

  clear_buttons (self);
  g_clear_pointer (&self->graph, modscope_graph_free);
  self->graph = graph;
  add_buttons (self, machine);
  forget_layout (self);
}

void
modscope_graph_view_focus_middle (ModscopeGraphView *self)
{
  g_return_if_fail (MODSCOPE_IS_GRAPH_VIEW (self));
  if (self->buttons->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (self->buttons, 0));
}

gboolean
modscope_graph_view_get_middle (ModscopeGraphView *self, double *x, double *y)
{
  const ModscopeGraphPlace *place;

  g_return_val_if_fail (MODSCOPE_IS_GRAPH_VIEW (self), FALSE);

  make_layout (self);
  if (self->layout == NULL)
    return FALSE;
  place = &g_array_index (self->layout->places, ModscopeGraphPlace, 0);
  *x = place->x + place->width / 2;
  *y = place->y + self->node_height / 2.;
  if (is_mirrored (self))
    *x = self->layout->width - *x;
  return TRUE;
}
