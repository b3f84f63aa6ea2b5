/* The list of devices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-hardware-list.h"

#include <glib/gi18n.h>

#include "modscope-context-menu.h"
#include "modscope-hardware-cell.h"

/* What the first frame shows. GTK 4.8 builds some 200 rows whatever is visible. */
#define FIRST_ROWS 18
#define ROWS_A_FRAME 20
#define ROWS_BUILT 220

#define MENU "modscope-device-menu.ui"

struct _ModscopeHardwareList
{
  GtkWidget parent_instance;

  GtkWidget *view;
  GtkSliceListModel *slice;
  GtkSingleSelection *selection;
  ModscopeHardwareModel *model;
  guint grow_id;
};

enum
{
  PROP_0,
  PROP_SELECTED,
  N_PROPS,
};

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ModscopeHardwareList, modscope_hardware_list, GTK_TYPE_WIDGET)

/* Rows */

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, modscope_hardware_cell_new ());
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  ModscopeHardwareRow *row = gtk_list_item_get_item (item);
  gboolean is_device = modscope_hardware_row_get_device (row) != NULL;

  gtk_list_item_set_selectable (item, is_device);
  gtk_list_item_set_activatable (item, is_device);
  modscope_hardware_cell_set_row (MODSCOPE_HARDWARE_CELL (cell), row);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_hardware_cell_set_row (MODSCOPE_HARDWARE_CELL (gtk_list_item_get_child (item)), NULL);
}

static void
activate_cb (ModscopeHardwareList *self, guint position)
{
  g_autoptr (ModscopeHardwareRow) row =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row != NULL && modscope_hardware_row_get_device (row) != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, row);
}

static void
selected_changed_cb (ModscopeHardwareList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/* Context menu */

static void
secondary_pressed_cb (ModscopeHardwareList *self, int n_press, double x, double y)
{
  GtkWidget *widget = modscope_context_menu_find_row (GTK_WIDGET (self), self->view, x, y);
  GtkWidget *cell = widget != NULL ? gtk_widget_get_first_child (widget) : NULL;
  ModscopeHardwareRow *row =
    cell != NULL ? modscope_hardware_cell_get_row (MODSCOPE_HARDWARE_CELL (cell)) : NULL;

  if (row == NULL || modscope_hardware_row_get_device (row) == NULL)
    return;
  modscope_hardware_list_select (self, row);
  modscope_context_menu_popup (GTK_WIDGET (self), MENU, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer unused)
{
  ModscopeHardwareList *self = MODSCOPE_HARDWARE_LIST (widget);
  GdkRectangle at;

  if (modscope_hardware_list_get_selected (self) == NULL ||
      !modscope_context_menu_find_focus (widget, self->view, &at))
    return GDK_EVENT_PROPAGATE;
  modscope_context_menu_popup (widget, MENU, &at);
  return GDK_EVENT_STOP;
}

/* The class */

/* A heading cannot have the focus, and the first row is one: the view takes it for itself then, or
 * gives up, and the keys would go to what shows nothing of it. */
static gboolean
focus_row (ModscopeHardwareList *self)
{
  if (gtk_widget_grab_focus (self->view) && gtk_widget_get_focus_child (self->view) != NULL)
    return TRUE;
  for (GtkWidget *row = gtk_widget_get_first_child (self->view); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_grab_focus (row))
      return TRUE;
  return FALSE;
}

/* In GTK 4.8 the Tab key would go through all rows: it leaves them. */
static gboolean
modscope_hardware_list_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (is_tab && gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  if (is_tab && focus_row (MODSCOPE_HARDWARE_LIST (widget)))
    return TRUE;
  return GTK_WIDGET_CLASS (modscope_hardware_list_parent_class)->focus (widget, direction);
}

static void
modscope_hardware_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SELECTED:
      g_value_set_object (value,
                          modscope_hardware_list_get_selected (MODSCOPE_HARDWARE_LIST (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_hardware_list_dispose (GObject *object)
{
  ModscopeHardwareList *self = MODSCOPE_HARDWARE_LIST (object);
  GtkWidget *child;

  if (self->grow_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->grow_id);
  self->grow_id = 0;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->slice);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (modscope_hardware_list_parent_class)->dispose (object);
}

static void
modscope_hardware_list_class_init (ModscopeHardwareListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = modscope_hardware_list_get_property;
  object_class->dispose = modscope_hardware_list_dispose;
  widget_class->focus = modscope_hardware_list_focus;
  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, MODSCOPE_TYPE_HARDWARE_ROW,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  g_cclosure_marshal_VOID__OBJECT, G_TYPE_NONE, 1, MODSCOPE_TYPE_HARDWARE_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
}

static void
modscope_hardware_list_init (ModscopeHardwareList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkGesture *gesture = gtk_gesture_click_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  self->slice = gtk_slice_list_model_new (NULL, 0, FIRST_ROWS);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->slice)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_widget_set_name (self->view, "devices");
  gtk_widget_add_css_class (self->view, "devices");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Devices"), -1);
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect_swapped (self->selection, "notify::selected-item",
                            G_CALLBACK (selected_changed_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  gtk_widget_set_parent (scroller, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (gesture, "pressed", G_CALLBACK (secondary_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}

GtkWidget *
modscope_hardware_list_new (ModscopeHardwareModel *model)
{
  ModscopeHardwareList *self = g_object_new (MODSCOPE_TYPE_HARDWARE_LIST, NULL);

  self->model = g_object_ref (model);
  gtk_slice_list_model_set_model (self->slice, G_LIST_MODEL (model));
  return GTK_WIDGET (self);
}

void
modscope_hardware_list_set_browsing (ModscopeHardwareList *self, gboolean browsing)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_LIST (self));
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), browsing);
}

ModscopeHardwareRow *
modscope_hardware_list_get_selected (ModscopeHardwareList *self)
{
  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_LIST (self), NULL);
  return gtk_single_selection_get_selected_item (self->selection);
}

void
modscope_hardware_list_select (ModscopeHardwareList *self, ModscopeHardwareRow *row)
{
  guint position;

  g_return_if_fail (MODSCOPE_IS_HARDWARE_LIST (self));

  position = row != NULL ? modscope_hardware_model_find (self->model, row) : G_MAXUINT;
  if (position == G_MAXUINT)
    {
      if (row == NULL)
        gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
      return;
    }
  if (position >= gtk_slice_list_model_get_size (self->slice))
    gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", position);
}

void
modscope_hardware_list_select_next_problem (ModscopeHardwareList *self)
{
  guint n;
  guint start;
  ModscopeHardwareRow *selected;

  g_return_if_fail (MODSCOPE_IS_HARDWARE_LIST (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  start = gtk_single_selection_get_selected (self->selection);
  selected = gtk_single_selection_get_selected_item (self->selection);
  /* What was mended has gone down to what works: the others are looked at from the top. */
  if (selected != NULL && !modscope_hardware_row_is_problem (selected))
    start = GTK_INVALID_LIST_POSITION;
  for (guint i = 1; i <= n; i++)
    {
      guint position = start == GTK_INVALID_LIST_POSITION ? i - 1 : (start + i) % n;
      g_autoptr (ModscopeHardwareRow) row =
        g_list_model_get_item (G_LIST_MODEL (self->model), position);

      if (modscope_hardware_row_is_problem (row))
        {
          modscope_hardware_list_select (self, row);
          return;
        }
    }
}

void
modscope_hardware_list_focus_rows (ModscopeHardwareList *self)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_LIST (self));
  focus_row (self);
}

static gboolean
grow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  ModscopeHardwareList *self = MODSCOPE_HARDWARE_LIST (widget);
  guint size = gtk_slice_list_model_get_size (self->slice);
  gboolean done = size >= ROWS_BUILT;

  gtk_slice_list_model_set_size (self->slice, done ? G_MAXUINT : size + ROWS_A_FRAME);
  if (!done)
    return G_SOURCE_CONTINUE;
  self->grow_id = 0;
  return G_SOURCE_REMOVE;
}

void
modscope_hardware_list_grow (ModscopeHardwareList *self)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_LIST (self));

  if (self->grow_id == 0 && gtk_slice_list_model_get_size (self->slice) != G_MAXUINT)
    self->grow_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow_cb, NULL, NULL);
}
