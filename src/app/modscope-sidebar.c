/* The window's sidebar: its pages with their counts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-sidebar.h"

#include "modscope-device-words.h"

struct _ModscopeSidebar
{
  GtkWidget parent_instance;

  GtkListBox *list;
  GtkWidget *hardware_row;
  GtkWidget *devices_label;
  GtkWidget *problem_icon;
  GtkWidget *modules_row;
  GtkWidget *modules_label;
};

enum
{
  SELECTED,
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ModscopeSidebar, modscope_sidebar, GTK_TYPE_WIDGET)

static void
selected_cb (ModscopeSidebar *self, GtkListBoxRow *row)
{
  if (row != NULL)
    g_signal_emit (self, signals[SELECTED], 0, gtk_list_box_row_get_index (row));
}

static void
activated_cb (ModscopeSidebar *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* In GTK 4.8 the Tab key goes through all rows, and selects each. */
static gboolean
modscope_sidebar_focus (GtkWidget *widget, GtkDirectionType direction)
{
  ModscopeSidebar *self = MODSCOPE_SIDEBAR (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (modscope_sidebar_parent_class)->focus (widget, direction);
  if (row == NULL || gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  return gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
modscope_sidebar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_sidebar_parent_class)->dispose (object);
}

static void
modscope_sidebar_class_init (ModscopeSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_sidebar_dispose;
  widget_class->focus = modscope_sidebar_focus;
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/modscope/Modscope/modscope-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSidebar, hardware_row);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSidebar, devices_label);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSidebar, problem_icon);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSidebar, modules_row);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSidebar, modules_label);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
modscope_sidebar_init (ModscopeSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
modscope_sidebar_select (ModscopeSidebar *self, ModscopeSidebarPage page)
{
  g_return_if_fail (MODSCOPE_IS_SIDEBAR (self));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) page));
}

static void
set_count (GtkWidget *label, guint count)
{
  g_autofree char *text = g_strdup_printf ("%'u", count);

  gtk_label_set_text (GTK_LABEL (label), count > 0 ? text : "");
}

void
modscope_sidebar_set_devices (ModscopeSidebar *self, guint n_devices, guint n_problems)
{
  g_autofree char *spoken = NULL;

  g_return_if_fail (MODSCOPE_IS_SIDEBAR (self));

  set_count (self->devices_label, n_devices);
  spoken = modscope_problems_dup_text (n_problems);
  gtk_widget_set_visible (self->problem_icon, n_problems > 0);
  gtk_widget_set_tooltip_text (self->problem_icon, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->hardware_row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken, -1);
}

void
modscope_sidebar_set_modules (ModscopeSidebar *self, guint n_modules)
{
  g_return_if_fail (MODSCOPE_IS_SIDEBAR (self));
  set_count (self->modules_label, n_modules);
}
