/* The list of modules: its columns, their order, how it folds, and how it grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-list.h"

#include "modscope-module-cell.h"
#include "modscope-module-sort.h"
#include "modscope-module-text.h"
#include "modscope-width-bin.h"

/* GTK 4.8 builds about 200 row widgets whatever is visible. The first frame gets as many as it
 * shows, later frames a few each, until the list has all that GTK would ever build. */
#define FIRST_ROWS 30
#define ROW_HEIGHT 30 /* the least that one has */
#define ROWS_A_FRAME 20
#define ROWS_LESS_A_FRAME 50
#define ROWS_BUILT 220

/* Below this width in pixels the table becomes one column of two lines. */
#define WIDTH_OF_TABLE 600

/* Below this one it has no columns of numbers that matter least. */
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
  GtkSingleSelection *selection;
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

/* Columns and cells */

static void
setup (GtkListItem *item, ModscopeModulePart part)
{
  gtk_list_item_set_child (item, modscope_module_cell_new (part));
}

static void
setup_summary_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  setup (item, MODSCOPE_MODULE_PART_SUMMARY);
}

static void
setup_name_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  setup (item, MODSCOPE_MODULE_PART_NAME);
}

static void
setup_status_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  setup (item, MODSCOPE_MODULE_PART_STATUS);
}

static void
setup_text_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, modscope_module_text_new ());
}

static void
setup_count_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, modscope_module_number_new (4));
}

static void
setup_memory_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, modscope_module_number_new (8));
}

static void
bind_purpose_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_text_bind_purpose (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
bind_use_count_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_text_bind_use_count (gtk_list_item_get_child (item),
                                       gtk_list_item_get_item (item));
}

static void
bind_memory_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_text_bind_memory (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
bind_devices_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_text_bind_devices (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
unbind_text_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_text_unbind (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_cell_set_module (MODSCOPE_MODULE_CELL (gtk_list_item_get_child (item)),
                                   gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_cell_set_module (MODSCOPE_MODULE_CELL (gtk_list_item_get_child (item)), NULL);
}

static GtkWidget *
get_header (ModscopeModuleList *self)
{
  return gtk_widget_get_first_child (self->view);
}

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
  gtk_widget_set_visible (get_header (self), !self->one_column);
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
width_changed_cb (ModscopeModuleList *self)
{
  int width = modscope_width_bin_get_width (MODSCOPE_WIDTH_BIN (self->bin));
  gboolean one_column = width < WIDTH_OF_TABLE;
  gboolean all_columns = width >= WIDTH_OF_ALL_COLUMNS;

  if (one_column == self->one_column && all_columns == self->all_columns)
    return;
  self->all_columns = all_columns;
  change_columns (self, one_column, self->live);
}

static void
set_sorter (GtkColumnViewColumn *column, GCompareDataFunc compare)
{
  g_autoptr (GtkSorter) sorter =
    GTK_SORTER (gtk_custom_sorter_new ((GCompareDataFunc) compare, NULL, NULL));

  gtk_column_view_column_set_sorter (column, sorter);
}

/* Titles of columns of numbers stand above their numbers. GTK 4.8 has no property for it. */
static void
align_titles (ModscopeModuleList *self)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->view));
  GtkWidget *title = gtk_widget_get_first_child (get_header (self));

  for (guint i = 0; title != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      GtkWidget *box = gtk_widget_get_first_child (title);

      if (GTK_IS_BOX (box) && (column == self->used_by_column || column == self->memory_column ||
                               column == self->devices_column))
        {
          gtk_widget_set_halign (box, GTK_ALIGN_END);
          gtk_box_reorder_child_after (GTK_BOX (box), gtk_widget_get_last_child (box), NULL);
        }
      title = gtk_widget_get_next_sibling (title);
    }
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
  GtkWidget *widget = gtk_widget_pick (self->view, x, y, GTK_PICK_DEFAULT);
  GtkWidget *cell;

  while (widget != NULL && widget != self->view &&
         !g_str_equal (gtk_widget_get_css_name (widget), "row"))
    widget = gtk_widget_get_parent (widget);
  if (widget == NULL || widget == self->view)
    return NULL;
  cell = gtk_widget_get_first_child (gtk_widget_get_first_child (widget));
  return MODSCOPE_IS_MODULE_CELL (cell)
           ? modscope_module_cell_get_module (MODSCOPE_MODULE_CELL (cell))
           : NULL;
}

static void
menu_closed_cb (GtkWidget *menu)
{
  /* The chosen action runs after the menu is closed, and needs it for that. */
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, menu);
}

static void
popup_menu (ModscopeModuleList *self, const GdkRectangle *at)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/modscope/Modscope/modscope-module-menu.ui");
  GtkWidget *menu =
    gtk_popover_menu_new_from_model (G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));

  gtk_widget_set_parent (menu, GTK_WIDGET (self));
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (menu), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), at);
  g_signal_connect (menu, "closed", G_CALLBACK (menu_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (menu));
}

static void
secondary_pressed_cb (ModscopeModuleList *self, int n_press, double x, double y)
{
  ModscopeModule *module;
  double in_view_x;
  double in_view_y;

  gtk_widget_translate_coordinates (GTK_WIDGET (self), self->view, x, y, &in_view_x, &in_view_y);
  module = find_module_at (self, in_view_x, in_view_y);
  if (module == NULL)
    return;
  modscope_module_list_select (self, module);
  popup_menu (self, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer unused)
{
  ModscopeModuleList *self = MODSCOPE_MODULE_LIST (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  if (modscope_module_list_get_selected (self) == NULL || focus == NULL ||
      !gtk_widget_is_ancestor (focus, self->view) ||
      !gtk_widget_compute_bounds (focus, widget, &bounds))
    return GDK_EVENT_PROPAGATE;
  popup_menu (self, &(GdkRectangle){ (int) bounds.origin.x + 24, (int) bounds.origin.y, 1,
                                     (int) bounds.size.height });
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
  gtk_widget_class_bind_template_callback (widget_class, setup_summary_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_name_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_status_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_count_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_memory_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_purpose_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_use_count_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_memory_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_devices_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
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
add_context_menu (ModscopeModuleList *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (gesture, "pressed", G_CALLBACK (secondary_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
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
  align_titles (self);
  self->first_rows = FIRST_ROWS;
  gtk_slice_list_model_set_size (self->slice, FIRST_ROWS);
  gtk_sort_list_model_set_sorter (self->sorted,
                                  gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view)));
  g_signal_connect_swapped (self->selection, "notify::selected-item",
                            G_CALLBACK (selected_changed_cb), self);
  g_signal_connect_swapped (self->filtered, "items-changed", G_CALLBACK (n_shown_changed_cb), self);
  add_context_menu (self);
}

void
modscope_module_list_set_modules (ModscopeModuleList *self, GListModel *modules)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_LIST (self));

  if (self->grow_id == 0)
    gtk_slice_list_model_set_size (self->slice, self->first_rows);
  gtk_sort_list_model_set_model (self->sorted, modules);
}

void
modscope_module_list_set_size (ModscopeModuleList *self, int width, int height)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_LIST (self));

  self->all_columns = width >= WIDTH_OF_ALL_COLUMNS;
  change_columns (self, width < WIDTH_OF_TABLE, self->live);
  self->first_rows = (guint) CLAMP (height / ROW_HEIGHT, 1, FIRST_ROWS);
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

ModscopeModule *
modscope_module_list_get_selected (ModscopeModuleList *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_LIST (self), NULL);
  return gtk_single_selection_get_selected_item (self->selection);
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
  gtk_single_selection_set_selected (self->selection, position);
  if (position != GTK_INVALID_LIST_POSITION)
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

/* GTK 4.8 tells which column sorts by the style of the arrow in its title alone. */
static gboolean
is_sorted_by (GtkWidget *title, gboolean *descending)
{
  GtkWidget *box = gtk_widget_get_first_child (title);
  GtkWidget *child = box != NULL ? gtk_widget_get_first_child (box) : NULL;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      *descending = gtk_widget_has_css_class (child, "descending");
      if (*descending || gtk_widget_has_css_class (child, "ascending"))
        return TRUE;
    }
  return FALSE;
}

char *
modscope_module_list_dup_sort (ModscopeModuleList *self, gboolean *descending)
{
  GtkWidget *title;
  GListModel *columns;

  g_return_val_if_fail (MODSCOPE_IS_MODULE_LIST (self), NULL);

  columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->view));
  title = gtk_widget_get_first_child (get_header (self));
  for (guint i = 0; title != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (is_sorted_by (title, descending))
        for (gsize k = 0; k < G_N_ELEMENTS (sort_words); k++)
          if (G_STRUCT_MEMBER (GtkColumnViewColumn *, self, sort_words[k].offset) == column)
            return g_strdup (sort_words[k].word);
      title = gtk_widget_get_next_sibling (title);
    }
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
