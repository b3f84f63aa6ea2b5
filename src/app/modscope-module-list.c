/* The list of modules: its columns, their order, how it folds, and how it grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-list.h"

#include "modscope-column-titles.h"
#include "modscope-context-menu.h"
#include "modscope-module-cell.h"
#include "modscope-module-cells.h"
#include "modscope-module-sort.h"
#include "modscope-width-bin.h"

#define MENU "modscope-module-menu.ui"

/* GTK 4.8 builds about 200 row widgets whatever is visible. The first frame gets as many as it
 * shows, later frames a few each, until the list has all that GTK would ever build. */
#define FIRST_ROWS 30
#define ROW_PADDING 14 /* of the style sheet, above and below together */
#define ICON_HEIGHT 16
#define HEIGHT_ABOVE_ROWS 76 /* of a header bar and the columns' titles */
#define ROWS_A_FRAME 20
#define ROWS_LESS_A_FRAME 50
#define ROWS_BUILT 220

/* Below this width the table becomes one column of two lines. In pixels, with text of usual size.
 */
#define WIDTH_OF_TABLE 600

/* Below this one it has not the columns of numbers that matter least. */
#define WIDTH_OF_ALL_COLUMNS 800

struct _ModscopeModuleList
{
  GtkWidget parent_instance;

  GtkWidget *bin;
  GtkWidget *scroller;
  GtkWidget *view;
  GtkColumnViewColumn *summary_column;
  GtkColumnViewColumn *name_column;
  GtkColumnViewColumn *purpose_column;
  GtkColumnViewColumn *status_column;
  GtkColumnViewColumn *used_by_column;
  GtkColumnViewColumn *memory_column;
  GtkColumnViewColumn *devices_column;
  GtkMultiSelection *selection;
  GtkSliceListModel *slice;
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  ModscopeModuleFilter *filter;

  guint first_rows;
  guint grow_id;
  gboolean live;
  gboolean one_column;
  gboolean all_columns;
  gboolean is_to_change;  /* rows must go before the columns can be what they should */
  ModscopeModule *wanted; /* to be selected when its row is there */
};

enum
{
  PROP_0,
  PROP_N_SHOWN,
  PROP_SELECTED,
  PROP_BROWSING,
  N_PROPS,
};

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ModscopeModuleList, modscope_module_list, GTK_TYPE_WIDGET)

/* Columns */

/* Whether a column had to be shown or hidden, which it then was. */
static gboolean
show_column (GtkColumnViewColumn *column, gboolean shown)
{
  if (gtk_column_view_column_get_visible (column) == shown)
    return FALSE;
  gtk_column_view_column_set_visible (column, shown);
  return TRUE;
}

/* The same for one of the columns of numbers. */
static gboolean
show_a_number (ModscopeModuleList *self)
{
  gboolean some = self->live && !self->one_column;

  return show_column (self->memory_column, some) ||
         show_column (self->used_by_column, some && self->all_columns) ||
         show_column (self->devices_column, some && self->all_columns);
}

static void
show_columns (ModscopeModuleList *self)
{
  show_column (self->summary_column, self->one_column);
  show_column (self->name_column, !self->one_column);
  show_column (self->purpose_column, !self->one_column);
  show_column (self->status_column, !self->one_column);
  while (show_a_number (self))
    ;
  /* One column of two lines needs no title. */
  gtk_widget_set_visible (modscope_column_titles_get_header (GTK_COLUMN_VIEW (self->view)),
                          !self->one_column);
}

/* Growing, and changing the columns */

static void
stop_growing (ModscopeModuleList *self)
{
  if (self->grow_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->grow_id);
  self->grow_id = 0;
}

static void
shrink (ModscopeModuleList *self)
{
  guint size = MIN (gtk_slice_list_model_get_size (self->slice), ROWS_BUILT);

  if (size > self->first_rows + ROWS_LESS_A_FRAME)
    {
      gtk_slice_list_model_set_size (self->slice, size - ROWS_LESS_A_FRAME);
      return;
    }
  gtk_slice_list_model_set_size (self->slice, self->first_rows);
  self->is_to_change = FALSE;
  show_columns (self);
}

static gboolean
grow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  ModscopeModuleList *self = MODSCOPE_MODULE_LIST (widget);
  guint size = gtk_slice_list_model_get_size (self->slice);
  gboolean done = size >= ROWS_BUILT - ROWS_A_FRAME;

  if (self->is_to_change)
    {
      shrink (self);
      return G_SOURCE_CONTINUE;
    }
  if (show_a_number (self))
    return G_SOURCE_CONTINUE;
  gtk_slice_list_model_set_size (self->slice, done ? G_MAXUINT : size + ROWS_A_FRAME);
  if (!done)
    return G_SOURCE_CONTINUE;
  self->grow_id = 0;
  /* Unless a person has selected another row meanwhile. */
  if (self->wanted != NULL && modscope_module_list_get_selected (self) == NULL)
    modscope_module_list_select (self, self->wanted);
  g_clear_object (&self->wanted);
  return G_SOURCE_REMOVE;
}

static void
start_growing (ModscopeModuleList *self)
{
  if (self->grow_id == 0)
    self->grow_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow_cb, NULL, NULL);
}

static gboolean
has_few_rows (ModscopeModuleList *self)
{
  return gtk_slice_list_model_get_size (self->slice) <= self->first_rows;
}

/* Columns change while there are few rows, and rows go a few a frame, as they came: all that at
 * once is a stall that is felt. */
static void
change_columns (ModscopeModuleList *self, gboolean one_column, gboolean live)
{
  ModscopeModule *selected = modscope_module_list_get_selected (self);

  self->one_column = one_column;
  self->live = live;
  if (has_few_rows (self))
    {
      show_columns (self);
      return;
    }
  if (self->wanted == NULL && selected != NULL)
    self->wanted = g_object_ref (selected);
  /* A width may be that of a moment, on the way to another. */
  self->is_to_change = gtk_column_view_column_get_visible (self->summary_column) != one_column;
  start_growing (self);
}

static void
fit_columns (ModscopeModuleList *self, int width)
{
  const int usual_dpi = 96 * PANGO_SCALE;
  gboolean one_column;
  gboolean all_columns;
  int dpi;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  if (dpi > usual_dpi)
    width = (int) ((gint64) width * usual_dpi / dpi);
  one_column = width < WIDTH_OF_TABLE;
  all_columns = width >= WIDTH_OF_ALL_COLUMNS;
  if (one_column == self->one_column && all_columns == self->all_columns)
    return;
  self->all_columns = all_columns;
  change_columns (self, one_column, self->live);
}

static void
width_changed_cb (ModscopeModuleList *self)
{
  fit_columns (self, modscope_width_bin_get_width (MODSCOPE_WIDTH_BIN (self->bin)));
}

static void
set_sorter (GtkColumnViewColumn *column, GCompareDataFunc compare)
{
  g_autoptr (GtkSorter) sorter =
    GTK_SORTER (gtk_custom_sorter_new ((GCompareDataFunc) compare, NULL, NULL));

  gtk_column_view_column_set_sorter (column, sorter);
}

/* Selection */

static void
row_activated_cb (ModscopeModuleList *self, guint position)
{
  g_autoptr (ModscopeModule) module =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (module != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, module);
}

static void
selected_changed_cb (ModscopeModuleList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
n_shown_changed_cb (ModscopeModuleList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SHOWN]);
}

static guint
find_position (ModscopeModuleList *self, ModscopeModule *module)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ModscopeModule) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (item == module)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* The column view's inner list alone knows how to bring a row into view. */
static GtkWidget *
get_inner_list (ModscopeModuleList *self)
{
  return gtk_widget_get_last_child (self->view);
}

/* Context menu */

static ModscopeModule *
find_module_at (ModscopeModuleList *self, double x, double y)
{
  GtkWidget *row = modscope_context_menu_find_row (GTK_WIDGET (self), self->view, x, y);
  GtkWidget *cell =
    row != NULL ? gtk_widget_get_first_child (gtk_widget_get_first_child (row)) : NULL;

  return MODSCOPE_IS_MODULE_CELL (cell)
           ? modscope_module_cell_get_module (MODSCOPE_MODULE_CELL (cell))
           : NULL;
}

/* The menu is about the row under the pointer, and if that is one of several selected ones, about
 * them all. */
static void
secondary_pressed_cb (ModscopeModuleList *self, int n_press, double x, double y)
{
  ModscopeModule *module = find_module_at (self, x, y);

  if (module == NULL)
    return;
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection),
                                        find_position (self, module)))
    modscope_module_list_select (self, module);
  modscope_context_menu_popup (GTK_WIDGET (self), MENU, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}

/* GTK 4.8 takes a click with Ctrl once for the row and once for its cell, which together is none.
 */
static void
primary_pressed_cb (
  ModscopeModuleList *self, int n_press, double x, double y, GtkGestureClick *gesture)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);
  GtkWidget *row = modscope_context_menu_find_row (GTK_WIDGET (self), self->view, x, y);
  ModscopeModule *module = find_module_at (self, x, y);
  guint position;

  if (module == NULL || (state & GDK_CONTROL_MASK) == 0 || (state & GDK_SHIFT_MASK) != 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (row);
  position = find_position (self, module);
  if (gtk_selection_model_is_selected (model, position))
    gtk_selection_model_unselect_item (model, position);
  else
    gtk_selection_model_select_item (model, position, FALSE);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer unused)
{
  ModscopeModuleList *self = MODSCOPE_MODULE_LIST (widget);
  GdkRectangle at;

  if (modscope_module_list_get_n_selected (self) == 0 ||
      !modscope_context_menu_find_focus (widget, self->view, &at))
    return GDK_EVENT_PROPAGATE;
  modscope_context_menu_popup (widget, MENU, &at);
  return GDK_EVENT_STOP;
}

/* The class */

/* In GTK 4.8 the Tab key would go through all of thousands of rows: it leaves them. */
static gboolean
modscope_module_list_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (is_tab && gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  return GTK_WIDGET_CLASS (modscope_module_list_parent_class)->focus (widget, direction);
}

static void
modscope_module_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ModscopeModuleList *self = MODSCOPE_MODULE_LIST (object);

  switch (id)
    {
    case PROP_N_SHOWN:
      g_value_set_uint (value, modscope_module_list_get_n_shown (self));
      break;
    case PROP_SELECTED:
      g_value_set_object (value, modscope_module_list_get_selected (self));
      break;
    case PROP_BROWSING:
      g_value_set_boolean (
        value, gtk_column_view_get_single_click_activate (GTK_COLUMN_VIEW (self->view)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_module_list_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  ModscopeModuleList *self = MODSCOPE_MODULE_LIST (object);

  switch (id)
    {
    case PROP_BROWSING:
      gtk_column_view_set_single_click_activate (GTK_COLUMN_VIEW (self->view),
                                                 g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_module_list_dispose (GObject *object)
{
  ModscopeModuleList *self = MODSCOPE_MODULE_LIST (object);
  GtkWidget *child;

  stop_growing (self);
  g_clear_object (&self->wanted);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_module_list_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-module-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, bin);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, scroller);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, view);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, summary_column);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, name_column);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, purpose_column);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, status_column);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, used_by_column);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, memory_column);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, devices_column);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, selection);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, slice);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, filtered);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, sorted);
  gtk_widget_class_bind_template_child (widget_class, ModscopeModuleList, filter);
  modscope_module_cells_bind_callbacks (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, width_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
modscope_module_list_class_init (ModscopeModuleListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  g_type_ensure (MODSCOPE_TYPE_WIDTH_BIN);
  g_type_ensure (MODSCOPE_TYPE_MODULE_FILTER);

  object_class->get_property = modscope_module_list_get_property;
  object_class->set_property = modscope_module_list_set_property;
  object_class->dispose = modscope_module_list_dispose;
  widget_class->focus = modscope_module_list_focus;

  properties[PROP_N_SHOWN] =
    g_param_spec_uint ("n-shown", NULL, NULL, 0, G_MAXUINT, 0, flags | G_PARAM_READABLE);
  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, MODSCOPE_TYPE_MODULE, flags | G_PARAM_READABLE);
  properties[PROP_BROWSING] =
    g_param_spec_boolean ("browsing", NULL, NULL, FALSE, flags | G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  g_cclosure_marshal_VOID__OBJECT, G_TYPE_NONE, 1, MODSCOPE_TYPE_MODULE);

  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
}

static void
add_gestures (ModscopeModuleList *self)
{
  GtkGesture *primary = gtk_gesture_click_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (primary), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (primary, "pressed", G_CALLBACK (primary_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (primary));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
}

static void
modscope_module_list_init (ModscopeModuleList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->live = TRUE;
  self->all_columns = TRUE;
  set_sorter (self->name_column, modscope_module_sort_by_name);
  set_sorter (self->purpose_column, modscope_module_sort_by_purpose);
  set_sorter (self->status_column, modscope_module_sort_by_status);
  set_sorter (self->used_by_column, modscope_module_sort_by_use_count);
  set_sorter (self->memory_column, modscope_module_sort_by_memory);
  set_sorter (self->devices_column, modscope_module_sort_by_devices);
  modscope_column_titles_align_end (GTK_COLUMN_VIEW (self->view), self->used_by_column);
  modscope_column_titles_align_end (GTK_COLUMN_VIEW (self->view), self->memory_column);
  modscope_column_titles_align_end (GTK_COLUMN_VIEW (self->view), self->devices_column);
  self->first_rows = FIRST_ROWS;
  gtk_slice_list_model_set_size (self->slice, FIRST_ROWS);
  gtk_sort_list_model_set_sorter (self->sorted,
                                  gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view)));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selected_changed_cb),
                            self);
  /* A selected row may have gone. */
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (selected_changed_cb),
                            self);
  g_signal_connect_swapped (self->filtered, "items-changed", G_CALLBACK (n_shown_changed_cb), self);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (width_changed_cb), self, G_CONNECT_SWAPPED);
  add_gestures (self);
}

void
modscope_module_list_set_modules (ModscopeModuleList *self, GListModel *modules)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_LIST (self));

  if (self->grow_id == 0)
    gtk_slice_list_model_set_size (self->slice, self->first_rows);
  gtk_sort_list_model_set_model (self->sorted, modules);
}

static int
get_row_height (ModscopeModuleList *self)
{
  PangoContext *context = gtk_widget_get_pango_context (self->view);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int text = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);

  pango_font_metrics_unref (metrics);
  return ROW_PADDING + MAX (ICON_HEIGHT, PANGO_PIXELS_CEIL (text));
}

void
modscope_module_list_set_size (ModscopeModuleList *self, int width, int height)
{
  int n_rows;

  g_return_if_fail (MODSCOPE_IS_MODULE_LIST (self));

  /* With one that is on the screen in part. */
  n_rows = (height - HEIGHT_ABOVE_ROWS) / get_row_height (self) + 1;
  self->first_rows = (guint) CLAMP (n_rows, 1, FIRST_ROWS);
  /* Else there would be too many rows for columns to change at once. */
  if (self->grow_id == 0)
    gtk_slice_list_model_set_size (self->slice, self->first_rows);
  fit_columns (self, width);
}

void
modscope_module_list_set_live (ModscopeModuleList *self, gboolean live)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_LIST (self));

  if (self->live != live)
    change_columns (self, self->one_column, live);
}

void
modscope_module_list_grow (ModscopeModuleList *self)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_LIST (self));

  if (gtk_slice_list_model_get_size (self->slice) != G_MAXUINT)
    start_growing (self);
}

void
modscope_module_list_refresh (ModscopeModuleList *self)
{
  GtkSorter *sorter = gtk_sort_list_model_get_sorter (self->sorted);

  g_return_if_fail (MODSCOPE_IS_MODULE_LIST (self));

  gtk_sorter_changed (sorter, GTK_SORTER_CHANGE_DIFFERENT);
  if (gtk_filter_get_strictness (GTK_FILTER (self->filter)) != GTK_FILTER_MATCH_ALL)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

ModscopeModuleFilter *
modscope_module_list_get_filter (ModscopeModuleList *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_LIST (self), NULL);
  return self->filter;
}

guint
modscope_module_list_get_n_shown (ModscopeModuleList *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_LIST (self), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}

guint
modscope_module_list_get_n_selected (ModscopeModuleList *self)
{
  g_autoptr (GtkBitset) selected = NULL;

  g_return_val_if_fail (MODSCOPE_IS_MODULE_LIST (self), 0);
  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  return (guint) gtk_bitset_get_size (selected);
}

GPtrArray *
modscope_module_list_dup_selected (ModscopeModuleList *self)
{
  GPtrArray *modules = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected = NULL;
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (MODSCOPE_IS_MODULE_LIST (self), modules);

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (gtk_bitset_iter_init_first (&iter, selected, &position))
    do
      g_ptr_array_add (modules, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
    while (gtk_bitset_iter_next (&iter, &position));
  return modules;
}

ModscopeModule *
modscope_module_list_get_selected (ModscopeModuleList *self)
{
  g_autoptr (GtkBitset) selected = NULL;
  g_autoptr (ModscopeModule) module = NULL;

  g_return_val_if_fail (MODSCOPE_IS_MODULE_LIST (self), NULL);

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (gtk_bitset_get_size (selected) == 1)
    module =
      g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_minimum (selected));
  /* The model holds it, too. */
  return module;
}

void
modscope_module_list_select (ModscopeModuleList *self, ModscopeModule *module)
{
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (MODSCOPE_IS_MODULE_LIST (self));

  if (module != NULL && module == modscope_module_list_get_selected (self))
    return;
  if (module != NULL)
    position = find_position (self, module);
  if (position == GTK_INVALID_LIST_POSITION)
    {
      gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
      return;
    }
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  gtk_widget_activate_action (get_inner_list (self), "list.scroll-to-item", "u", position);
}

static const struct
{
  const char *word;
  gsize offset;
} sort_words[] = {
  { "name", G_STRUCT_OFFSET (ModscopeModuleList, name_column) },
  { "purpose", G_STRUCT_OFFSET (ModscopeModuleList, purpose_column) },
  { "status", G_STRUCT_OFFSET (ModscopeModuleList, status_column) },
  { "used-by", G_STRUCT_OFFSET (ModscopeModuleList, used_by_column) },
  { "memory", G_STRUCT_OFFSET (ModscopeModuleList, memory_column) },
  { "devices", G_STRUCT_OFFSET (ModscopeModuleList, devices_column) },
};

char *
modscope_module_list_dup_sort (ModscopeModuleList *self, gboolean *descending)
{
  GtkColumnViewColumn *column;

  g_return_val_if_fail (MODSCOPE_IS_MODULE_LIST (self), NULL);

  column = modscope_column_titles_find_sorted (GTK_COLUMN_VIEW (self->view), descending);
  for (gsize i = 0; i < G_N_ELEMENTS (sort_words); i++)
    if (G_STRUCT_MEMBER (GtkColumnViewColumn *, self, sort_words[i].offset) == column)
      return g_strdup (sort_words[i].word);
  *descending = FALSE;
  return g_strdup ("status");
}

void
modscope_module_list_set_sort (ModscopeModuleList *self, const char *column, gboolean descending)
{
  GtkColumnViewColumn *sort_column;

  g_return_if_fail (MODSCOPE_IS_MODULE_LIST (self));

  sort_column = self->status_column;
  for (gsize i = 0; i < G_N_ELEMENTS (sort_words); i++)
    if (g_strcmp0 (column, sort_words[i].word) == 0)
      sort_column = G_STRUCT_MEMBER (GtkColumnViewColumn *, self, sort_words[i].offset);
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->view), sort_column,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

void
modscope_module_list_focus_rows (ModscopeModuleList *self)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_LIST (self));
  /* Behind another page it would take the keys and show nothing of it. */
  if (gtk_widget_get_mapped (self->view))
    gtk_widget_grab_focus (get_inner_list (self));
}
