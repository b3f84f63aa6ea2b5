/* The dependencies of a module as a drawing, in a window of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-graph-window.h"

#include <glib/gi18n.h>

#include "modscope-graph-view.h"

/* More modules that need one cannot be looked over: the others are shown when they are asked for.
 */
#define LIMIT 60

struct _ModscopeGraphWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title_widget;
  GtkWidget *back_button;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  ModscopeGraphView *view;
  AdwStatusPage *alone_page;
  GtkWidget *hidden_box;
  GtkLabel *hidden_label;

  GtkWidget *page;
  ModscopeMachine *machine;
  GPtrArray *history; /* (element-type utf8): the one on show last */
  guint centring_id;  /* while the module in the middle is brought to the middle of the window */
  guint frames_to_centre;
};

G_DEFINE_FINAL_TYPE (ModscopeGraphWindow, modscope_graph_window, ADW_TYPE_WINDOW)

/* Where the dependencies come from */

static GStrv
dup_needs (const char *name, gpointer machine)
{
  return modscope_machine_dup_needs (machine, name);
}

static gboolean
is_in_kernel (ModscopeMachine *machine, const char *name)
{
  ModscopeModule *module = modscope_machine_lookup (machine, name);

  return module != NULL && modscope_module_is_in_kernel (module);
}

/* Those in the kernel first: they matter now. */
static GStrv
dup_needed_by (const char *name, gpointer machine)
{
  const char *const *names = modscope_machine_get_needed_by (machine, name);
  g_autoptr (GStrvBuilder) sorted = g_strv_builder_new ();

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (is_in_kernel (machine, names[i]))
      g_strv_builder_add (sorted, names[i]);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (!is_in_kernel (machine, names[i]))
      g_strv_builder_add (sorted, names[i]);
  return g_strv_builder_end (sorted);
}

/* The module in the middle begins in the middle of the window. The window must have its size for
 * that, and scrolling from within an allocation has no effect in GTK 4.8: the graph is shown one
 * frame later. */

static void
centre (GtkAdjustment *adjustment, double middle)
{
  gtk_adjustment_set_value (adjustment, middle - gtk_adjustment_get_page_size (adjustment) / 2);
}

static gboolean
centre_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  ModscopeGraphWindow *self = MODSCOPE_GRAPH_WINDOW (widget);
  double x;
  double y;

  if (--self->frames_to_centre > 0)
    return G_SOURCE_CONTINUE;
  if (modscope_graph_view_get_middle (self->view, &x, &y))
    {
      centre (gtk_scrolled_window_get_hadjustment (self->scroller), x);
      centre (gtk_scrolled_window_get_vadjustment (self->scroller), y);
    }
  gtk_widget_set_opacity (GTK_WIDGET (self->view), 1);
  self->centring_id = 0;
  return G_SOURCE_REMOVE;
}

static void
start_centring (ModscopeGraphWindow *self)
{
  self->frames_to_centre = 2;
  gtk_widget_set_opacity (GTK_WIDGET (self->view), 0);
  if (self->centring_id == 0)
    self->centring_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), centre_cb, NULL, NULL);
}

/* The graph */

static const char *
get_name (ModscopeGraphWindow *self)
{
  return g_ptr_array_index (self->history, self->history->len - 1);
}

static void
show_counts (ModscopeGraphWindow *self, const ModscopeGraph *graph)
{
  g_autofree char *needed_by =
    /* Translators: how many modules need the one that is spoken of */
    g_strdup_printf (ngettext ("%u module needs it", "%u modules need it", graph->n_needed_by),
                     graph->n_needed_by);
  g_autofree char *needs =
    /* Translators: how many modules are needed by the one that is spoken of */
    g_strdup_printf (ngettext ("it needs %u", "it needs %u", graph->n_needs), graph->n_needs);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", needed_by, needs);
  g_autofree char *hidden = g_strdup_printf (
    ngettext ("%u more module needs it.", "%u more modules need it.", graph->n_hidden),
    graph->n_hidden);
  /* Translators: the first %s is a module, the second "3 modules need it · it needs 2" */
  g_autofree char *spoken =
    g_strdup_printf (_ ("Dependencies of %s: %s"), get_name (self), subtitle);

  adw_window_title_set_title (self->title_widget, get_name (self));
  adw_window_title_set_subtitle (self->title_widget, subtitle);
  gtk_label_set_text (self->hidden_label, hidden);
  gtk_widget_set_visible (self->hidden_box, graph->n_hidden > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
show_graph (ModscopeGraphWindow *self, guint limit)
{
  const ModscopeGraphSource source = { dup_needs, dup_needed_by, self->machine };
  g_autofree char *alone = NULL;
  ModscopeGraph *graph;
  gboolean is_alone;

  gtk_widget_set_visible (self->back_button, self->history->len > 1);
  if (modscope_machine_get_index (self->machine) == NULL)
    {
      adw_window_title_set_title (self->title_widget, get_name (self));
      gtk_stack_set_visible_child_name (self->stack, "reading");
      return;
    }
  graph = modscope_graph_new (get_name (self), &source, limit);
  show_counts (self, graph);
  /* Translators: %s is the name of a module */
  alone = g_strdup_printf (_ ("%s needs no other module, and none needs it."), get_name (self));
  adw_status_page_set_description (self->alone_page, alone);
  is_alone = graph->nodes->len < 2;
  gtk_stack_set_visible_child_name (self->stack, is_alone ? "alone" : "graph");
  modscope_graph_view_set_graph (self->view, self->machine, graph);
  /* With the focus on what is not on the screen, keys would go nowhere. */
  if (!is_alone)
    modscope_graph_view_focus_middle (self->view);
  start_centring (self);
}

static void
go_to (ModscopeGraphWindow *self)
{
  show_graph (self, LIMIT);
  if (self->page != NULL)
    gtk_widget_activate_action (self->page, "modules.open", "s", get_name (self));
}

static void
opened_cb (ModscopeGraphWindow *self, const char *name)
{
  if (g_str_equal (name, get_name (self)))
    {
      /* There is its row, and all that is known of it. */
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (modscope_machine_lookup (self->machine, name) == NULL)
    return;
  g_ptr_array_add (self->history, g_strdup (name));
  go_to (self);
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeGraphWindow *self = MODSCOPE_GRAPH_WINDOW (widget);

  if (self->history->len < 2)
    return;
  g_ptr_array_remove_index (self->history, self->history->len - 1);
  go_to (self);
}

static void
show_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_graph (MODSCOPE_GRAPH_WINDOW (widget), G_MAXUINT);
}

static void
index_progress_cb (ModscopeGraphWindow *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "reading") == 0)
    show_graph (self, LIMIT);
}

/* The class */

static void
modscope_graph_window_dispose (GObject *object)
{
  ModscopeGraphWindow *self = MODSCOPE_GRAPH_WINDOW (object);

  if (self->machine != NULL)
    g_signal_handlers_disconnect_by_data (self->machine, self);
  g_clear_object (&self->machine);
  g_clear_object (&self->page);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  G_OBJECT_CLASS (modscope_graph_window_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, ModscopeGraphWindow, name)

static void
modscope_graph_window_class_init (ModscopeGraphWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MODSCOPE_TYPE_GRAPH_VIEW);
  G_OBJECT_CLASS (klass)->dispose = modscope_graph_window_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-graph-window.ui");
  BIND (title_widget);
  BIND (back_button);
  BIND (stack);
  BIND (scroller);
  BIND (view);
  BIND (alone_page);
  BIND (hidden_box);
  BIND (hidden_label);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_install_action (widget_class, "graph.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "graph.show-all", NULL, show_all_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "graph.back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

#undef BIND

static void
modscope_graph_window_init (ModscopeGraphWindow *self)
{
  self->history = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
modscope_graph_window_new (GtkWidget *page, ModscopeMachine *machine, const char *name)
{
  GtkRoot *root = gtk_widget_get_root (page);
  ModscopeGraphWindow *self =
    g_object_new (MODSCOPE_TYPE_GRAPH_WINDOW, "transient-for", root, NULL);
  int width = gtk_widget_get_width (GTK_WIDGET (root));
  int height = gtk_widget_get_height (GTK_WIDGET (root));

  self->page = g_object_ref (page);
  self->machine = g_object_ref (machine);
  g_signal_connect_swapped (machine, "notify::index-progress", G_CALLBACK (index_progress_cb),
                            self);
  gtk_window_set_default_size (GTK_WINDOW (self), MAX (340, MIN (960, width - 40)),
                               MAX (294, MIN (680, height - 40)));
  g_ptr_array_add (self->history, g_strdup (name));
  show_graph (self, LIMIT);
  return GTK_WIDGET (self);
}
