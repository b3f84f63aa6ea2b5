/* The Hardware page: every device with its verdict, and beside it one device with its check chain.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-hardware-page.h"

#include <glib/gi18n.h>

#include "modscope-banner.h"
#include "modscope-device-pane.h"
#include "modscope-device-words.h"
#include "modscope-driver-choice.h"
#include "modscope-hardware-list.h"
#include "modscope-module-changes.h"

#define RESOURCES "/io/github/modscope/Modscope/"

struct _ModscopeHardwarePage
{
  ModscopePage parent_instance;

  GtkWidget *problems_box;
  GtkWidget *problems_icon;
  GtkLabel *problems_label;
  GtkWidget *next_button;
  GtkStack *stack;
  ModscopeHardwareList *list;
  ModscopeDevicePane *pane;
  GtkWidget *no_match;
  GtkWidget *no_devices;

  ModscopeHardwareModel *model;
  ModscopeMachine *machine;
  ModscopeActionRunner *runner;
  GPtrArray *history; /* (element-type ModscopeHardwareRow): where Back goes, the last one first */
  gboolean is_searching;
  gboolean show_all;
  gboolean by_connection;
};

enum
{
  PROP_0,
  PROP_SHOW_ALL,
  PROP_BY_CONNECTION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeHardwarePage, modscope_hardware_page, MODSCOPE_TYPE_PAGE)

/* What the page is about now */

static ModscopeHardwareRow *
get_shown (ModscopeHardwarePage *self)
{
  return self->pane != NULL ? modscope_device_pane_get_row (self->pane) : NULL;
}

/* The device that a menu or a key means: the one on show, else the selected one. */
static ModscopeHardwareRow *
get_meant (ModscopeHardwarePage *self)
{
  return modscope_page_shows_details (MODSCOPE_PAGE (self)) && get_shown (self) != NULL
           ? get_shown (self)
           : modscope_hardware_list_get_selected (self->list);
}

/* The module that drives the meant device. */
static const char *
get_module (ModscopeHardwarePage *self)
{
  ModscopeHardwareRow *row = get_meant (self);
  const char *name =
    row != NULL ? modscope_device_get_module (modscope_hardware_row_get_device (row)) : NULL;

  return name != NULL && modscope_machine_lookup (self->machine, name) != NULL ? name : NULL;
}

static gboolean
can_change (ModscopeHardwarePage *self)
{
  return self->runner != NULL && modscope_action_runner_can_change (self->runner);
}

/* What of the meant device can have another driver, if any of it. */
static ModscopeDevice *
get_driver_target (ModscopeHardwarePage *self)
{
  ModscopeHardwareRow *row = get_meant (self);

  return row != NULL && can_change (self)
           ? modscope_driver_find_target (self->machine, modscope_hardware_row_get_device (row))
           : NULL;
}

static void
update_actions (ModscopeHardwarePage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  ModscopeHardwareRow *row = get_meant (self);
  const char *name = get_module (self);
  ModscopeModule *module = name != NULL ? modscope_machine_lookup (self->machine, name) : NULL;
  gboolean can_block =
    can_change (self) && module != NULL && modscope_module_change_fits ("block", module);
  gboolean can_restart =
    can_change (self) && module != NULL && modscope_module_change_fits ("restart", module);
  gboolean can_turn_off =
    can_change (self) && row != NULL &&
    modscope_device_get_driver (modscope_hardware_row_get_device (row)) != NULL;
  gboolean can_use_driver = get_driver_target (self) != NULL;

  gtk_widget_action_set_enabled (widget, "hardware.show-details", row != NULL);
  gtk_widget_action_set_enabled (widget, "hardware.show-module", name != NULL);
  gtk_widget_action_set_enabled (widget, "hardware.copy-name", row != NULL);
  gtk_widget_action_set_enabled (widget, "hardware.copy-details", row != NULL);
  gtk_widget_action_set_enabled (widget, "hardware.block", can_block);
  gtk_widget_action_set_enabled (widget, "hardware.restart", can_restart);
  gtk_widget_action_set_enabled (widget, "hardware.turn-off", can_turn_off);
  gtk_widget_action_set_enabled (widget, "hardware.use-driver", can_use_driver);
  if (self->pane != NULL)
    modscope_device_pane_set_can (self->pane,
                                  (can_block ? MODSCOPE_DEVICE_CAN_BLOCK : 0) |
                                    (can_restart ? MODSCOPE_DEVICE_CAN_RESTART : 0) |
                                    (can_turn_off ? MODSCOPE_DEVICE_CAN_TURN_OFF : 0) |
                                    (can_use_driver ? MODSCOPE_DEVICE_CAN_USE_DRIVER : 0));
}

/* The list and its line */

static void
make_no_match (ModscopeHardwarePage *self)
{
  if (self->no_match != NULL)
    return;
  self->no_match =
    g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "system-search-symbolic", "title",
                  _ ("No Devices Found"), "description", _ ("Try a different search."), NULL);
  gtk_stack_add_child (self->stack, self->no_match);
}

static void
make_no_devices (ModscopeHardwarePage *self)
{
  if (self->no_devices != NULL)
    return;
  self->no_devices = g_object_new (
    ADW_TYPE_STATUS_PAGE, "icon-name", "computer-symbolic", "title", _ ("No Hardware to See"),
    "description",
    _ ("The kernel shows no devices here. That is usual in a container or a sandbox: start "
       "Modscope on the computer itself."),
    NULL);
  gtk_stack_add_child (self->stack, self->no_devices);
}

static void
update_problems (ModscopeHardwarePage *self)
{
  guint n_problems = modscope_hardware_model_get_n_problems (self->model);
  g_autofree char *text = modscope_problems_dup_text (n_problems);

  gtk_label_set_text (self->problems_label, text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->problems_icon), n_problems > 0
                                                                   ? "dialog-warning-symbolic"
                                                                   : "object-select-symbolic");
  gtk_widget_set_css_classes (self->problems_icon,
                              (const char *[]){ n_problems > 0 ? "warning" : "success", NULL });
  gtk_widget_set_visible (self->next_button, n_problems > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "hardware.next-problem", n_problems > 0);
  gtk_button_set_label (GTK_BUTTON (self->next_button),
                        n_problems > 1 ? _ ("Show _Next") : _ ("_Show"));
}

static void
update_stack (ModscopeHardwarePage *self)
{
  guint n_devices = modscope_hardware_model_get_n_devices (self->model);
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;
  gboolean has_devices =
    self->machine != NULL &&
    g_list_model_get_n_items (modscope_machine_get_devices (self->machine)) > 0;
  gboolean is_running = self->machine == NULL ||
                        modscope_kernel_is_running (modscope_machine_get_kernel (self->machine));
  g_autofree char *count = has_devices ? modscope_devices_dup_text (n_devices) : NULL;

  modscope_page_set_subtitle (MODSCOPE_PAGE (self), count);
  modscope_page_allow_search (MODSCOPE_PAGE (self), has_devices);
  /* Of a kernel that does not run there is nothing to work. */
  gtk_widget_set_visible (self->problems_box, has_devices && is_running);
  if (is_empty && (self->is_searching || has_devices))
    {
      make_no_match (self);
      gtk_stack_set_visible_child (self->stack, self->no_match);
    }
  else if (is_empty)
    {
      make_no_devices (self);
      gtk_stack_set_visible_child (self->stack, self->no_devices);
    }
  else
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->list));
  update_problems (self);
}

/* Whose devices these are, where that is not to be expected. */
static void
update_banner (ModscopeHardwarePage *self)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (self->machine);
  g_autofree char *text = NULL;

  if (modscope_kernel_is_running (kernel))
    {
      modscope_page_set_banner (MODSCOPE_PAGE (self), NULL);
      return;
    }
  /* Translators: %s is the release of a kernel, like 6.1.0-18-amd64 */
  text = g_strdup_printf (_ ("These are the devices of this computer, and what %s would have for "
                             "them. It is not the running kernel."),
                          modscope_kernel_get_release (kernel));
  modscope_page_set_banner (
    MODSCOPE_PAGE (self),
    modscope_banner_new (text, _ ("Show Running Kernel"), "win.show-running-kernel"));
}

/* Going from device to device */

static void
show_row (ModscopeHardwarePage *self, ModscopeHardwareRow *row)
{
  modscope_page_ensure_details (MODSCOPE_PAGE (self));
  modscope_device_pane_show (self->pane, self->machine, row);
  modscope_page_set_can_go_back (MODSCOPE_PAGE (self), self->history->len > 0);
  modscope_page_show_details (MODSCOPE_PAGE (self), TRUE);
  update_actions (self);
}

static void
selected_changed_cb (ModscopeHardwarePage *self)
{
  ModscopeHardwareRow *row = modscope_hardware_list_get_selected (self->list);

  update_actions (self);
  /* A row that a search hides takes its selection with it: the details stay. On a narrow window a
   * row must be opened. */
  if (row == NULL || modscope_page_is_narrow (MODSCOPE_PAGE (self)) ||
      (row == get_shown (self) && modscope_page_shows_details (MODSCOPE_PAGE (self))))
    return;
  g_ptr_array_set_size (self->history, 0);
  show_row (self, row);
}

static void
activated_cb (ModscopeHardwarePage *self, ModscopeHardwareRow *row)
{
  g_ptr_array_set_size (self->history, 0);
  show_row (self, row);
  if (modscope_page_is_narrow (MODSCOPE_PAGE (self)))
    modscope_page_focus_details (MODSCOPE_PAGE (self));
}

static gboolean
modscope_hardware_page_go_back (ModscopePage *page)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (page);
  g_autoptr (ModscopeHardwareRow) row = NULL;

  if (self->history->len == 0)
    return FALSE;
  row = g_ptr_array_steal_index (self->history, self->history->len - 1);
  show_row (self, row);
  modscope_hardware_list_select (self->list, row);
  modscope_page_focus_details (MODSCOPE_PAGE (self));
  return TRUE;
}

static void
modscope_hardware_page_details_closed (ModscopePage *page)
{
  modscope_hardware_list_select (MODSCOPE_HARDWARE_PAGE (page)->list, NULL);
}

static void
modscope_hardware_page_layout_changed (ModscopePage *page)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (page);

  if (self->list == NULL)
    return;
  modscope_hardware_list_set_browsing (self->list, modscope_page_is_narrow (page));
  update_actions (self);
}

static void
modscope_hardware_page_focus_details (ModscopePage *page)
{
  modscope_device_pane_focus (MODSCOPE_HARDWARE_PAGE (page)->pane);
}

static void
modscope_hardware_page_focus_list (ModscopePage *page)
{
  modscope_hardware_list_focus_rows (MODSCOPE_HARDWARE_PAGE (page)->list);
}

static void
modscope_hardware_page_search_changed (ModscopePage *page, const char *text)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (page);

  self->is_searching = *text != '\0';
  modscope_hardware_model_set_search (self->model, text);
  update_stack (self);
}

/* What a fix would do to a device, if that is what it is: "device", "on", ID. */
static const char *
get_device_verb (const ModscopeFix *fix)
{
  static const char *const verbs[] = { "on", "switch-on", NULL };

  return g_strcmp0 (fix->verb, "device") == 0 && fix->arguments != NULL &&
             fix->arguments[0] != NULL && fix->arguments[1] != NULL &&
             g_strv_contains (verbs, fix->arguments[0])
           ? fix->arguments[0]
           : NULL;
}

/* Whether what a device needs can be done from here. */
static gboolean
can_do (const ModscopeFix *fix, gpointer page)
{
  if (can_change (page) && get_device_verb (fix) != NULL)
    return TRUE;
  if (!can_change (page) || fix->arguments == NULL || fix->arguments[0] == NULL)
    return FALSE;
  for (guint i = 0; i < MODSCOPE_MODULE_CHANGES; i++)
    if (g_strcmp0 (modscope_module_changes[i].verb, fix->verb) == 0)
      return TRUE;
  return FALSE;
}

static GtkWidget *
modscope_hardware_page_make_details (ModscopePage *page)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (page);

  self->pane = MODSCOPE_DEVICE_PANE (modscope_device_pane_new ());
  modscope_device_pane_set_can_do (self->pane, can_do, self);
  return GTK_WIDGET (self->pane);
}

/* A device that was unplugged leaves the details. */
static void
items_changed_cb (ModscopeHardwarePage *self)
{
  ModscopeHardwareRow *shown = get_shown (self);

  update_stack (self);
  if (shown != NULL && modscope_hardware_model_lookup (
                         self->model, modscope_hardware_row_get_device (shown)) != shown)
    {
      g_ptr_array_set_size (self->history, 0);
      modscope_device_pane_show (self->pane, NULL, NULL);
      modscope_page_show_details (MODSCOPE_PAGE (self), FALSE);
    }
  update_actions (self);
}

static void
refreshed_cb (ModscopeHardwarePage *self)
{
  update_actions (self);
}

/* Actions */

static void
show_details_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (widget);
  ModscopeHardwareRow *row = modscope_hardware_list_get_selected (self->list);

  if (row != NULL)
    activated_cb (self, row);
}

static void
show_module_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *name = parameter != NULL ? g_variant_get_string (parameter, NULL)
                                       : get_module (MODSCOPE_HARDWARE_PAGE (widget));

  if (name != NULL)
    gtk_widget_activate_action (widget, "win.show-module", "s", name);
}

static void
next_problem_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (widget);

  modscope_page_clear_search (MODSCOPE_PAGE (self));
  modscope_hardware_model_set_search (self->model, "");
  modscope_hardware_list_select_next_problem (self->list);
  if (modscope_page_is_narrow (MODSCOPE_PAGE (self)))
    show_details_cb (widget, NULL, NULL);
}

static void
copy (ModscopeHardwarePage *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_text_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  copy (MODSCOPE_HARDWARE_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
copy_name_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (widget);
  ModscopeHardwareRow *row = get_meant (self);

  if (row != NULL)
    copy (self, modscope_device_get_name (modscope_hardware_row_get_device (row)));
}

static void
copy_details_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (widget);
  ModscopeHardwareRow *row = get_meant (self);
  g_autofree char *report = NULL;

  if (row == NULL)
    return;
  report = modscope_device_dup_report (modscope_hardware_row_get_device (row),
                                       modscope_hardware_row_get_chain (row));
  copy (self, report);
}

static void
fix_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (widget);
  ModscopeHardwareRow *row = get_shown (self);
  const ModscopeFinding *finding =
    row != NULL ? modscope_hardware_row_get_chain (row)->finding : NULL;
  guint index = g_variant_get_uint32 (parameter);
  const ModscopeFix *fix =
    finding != NULL && index < finding->fixes->len ? finding->fixes->pdata[index] : NULL;

  if (fix == NULL || !can_do (fix, self))
    return;
  if (get_device_verb (fix) != NULL)
    {
      ModscopeDevice *device = modscope_machine_lookup_device (self->machine, fix->arguments[1]);

      if (device != NULL)
        modscope_action_runner_start_device (self->runner, get_device_verb (fix), device);
    }
  else
    modscope_action_runner_start (self->runner, fix->verb, (const char *const *) fix->arguments);
}

static void
turn_off_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (widget);
  ModscopeHardwareRow *row = get_meant (self);

  if (row != NULL)
    modscope_action_runner_start_device (self->runner, "off",
                                         modscope_hardware_row_get_device (row));
}

static void
use_driver_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (widget);
  ModscopeDevice *target = get_driver_target (self);

  if (target != NULL)
    modscope_action_runner_start_device (self->runner, "use-driver", target);
}

static void
start (ModscopeHardwarePage *self, const char *verb)
{
  const char *const names[] = { get_module (self), NULL };

  if (names[0] != NULL)
    modscope_action_runner_start (self->runner, verb, names);
}

static void
restart_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  start (MODSCOPE_HARDWARE_PAGE (widget), "restart");
}

static void
block_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  start (MODSCOPE_HARDWARE_PAGE (widget), "block");
}

/* The class */

static void
forget_machine (ModscopeHardwarePage *self)
{
  if (self->machine == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->machine, self);
  g_ptr_array_set_size (self->history, 0);
  if (self->pane != NULL)
    {
      modscope_device_pane_show (self->pane, NULL, NULL);
      modscope_page_show_details (MODSCOPE_PAGE (self), FALSE);
    }
  g_clear_object (&self->machine);
}

static void
modscope_hardware_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (object);

  switch (id)
    {
    case PROP_SHOW_ALL:
      g_value_set_boolean (value, self->show_all);
      break;
    case PROP_BY_CONNECTION:
      g_value_set_boolean (value, self->by_connection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_hardware_page_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (object);
  gboolean set = g_value_get_boolean (value);

  switch (id)
    {
    case PROP_SHOW_ALL:
      if (self->show_all == set)
        return;
      self->show_all = set;
      modscope_hardware_model_set_show_all (self->model, set);
      break;
    case PROP_BY_CONNECTION:
      if (self->by_connection == set)
        return;
      self->by_connection = set;
      modscope_hardware_model_set_by_connection (self->model, set);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
modscope_hardware_page_dispose (GObject *object)
{
  ModscopeHardwarePage *self = MODSCOPE_HARDWARE_PAGE (object);

  if (self->machine != NULL)
    g_signal_handlers_disconnect_by_data (self->machine, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->machine);
  g_clear_object (&self->runner);
  g_clear_object (&self->model);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  self->list = NULL;
  G_OBJECT_CLASS (modscope_hardware_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_property_action (widget_class, "hardware.show-all", "show-all");
  gtk_widget_class_install_property_action (widget_class, "hardware.by-connection",
                                            "by-connection");
  gtk_widget_class_install_action (widget_class, "hardware.next-problem", NULL, next_problem_cb);
  gtk_widget_class_install_action (widget_class, "hardware.show-details", NULL, show_details_cb);
  gtk_widget_class_install_action (widget_class, "hardware.show-module", NULL, show_module_cb);
  gtk_widget_class_install_action (widget_class, "hardware.copy-name", NULL, copy_name_cb);
  gtk_widget_class_install_action (widget_class, "hardware.copy-details", NULL, copy_details_cb);
  gtk_widget_class_install_action (widget_class, "hardware.fix", "u", fix_cb);
  gtk_widget_class_install_action (widget_class, "hardware.block", NULL, block_cb);
  gtk_widget_class_install_action (widget_class, "hardware.restart", NULL, restart_cb);
  gtk_widget_class_install_action (widget_class, "hardware.turn-off", NULL, turn_off_cb);
  gtk_widget_class_install_action (widget_class, "hardware.use-driver", NULL, use_driver_cb);
  gtk_widget_class_install_action (widget_class, "modules.open", "s", show_module_cb);
  gtk_widget_class_install_action (widget_class, "modules.copy-text", "s", copy_text_cb);
}

static void
modscope_hardware_page_class_init (ModscopeHardwarePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ModscopePageClass *page_class = MODSCOPE_PAGE_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = modscope_hardware_page_get_property;
  object_class->set_property = modscope_hardware_page_set_property;
  object_class->dispose = modscope_hardware_page_dispose;
  page_class->layout_changed = modscope_hardware_page_layout_changed;
  page_class->focus_list = modscope_hardware_page_focus_list;
  page_class->focus_details = modscope_hardware_page_focus_details;
  page_class->search_changed = modscope_hardware_page_search_changed;
  page_class->make_details = modscope_hardware_page_make_details;
  page_class->go_back = modscope_hardware_page_go_back;
  page_class->details_closed = modscope_hardware_page_details_closed;
  properties[PROP_SHOW_ALL] = g_param_spec_boolean ("show-all", NULL, NULL, FALSE, flags);
  properties[PROP_BY_CONNECTION] = g_param_spec_boolean ("by-connection", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_actions (GTK_WIDGET_CLASS (klass));
}

/* Menus are built when they are opened. */
static void
make_view_menu_cb (GtkMenuButton *button, gpointer unused)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  builder = gtk_builder_new_from_resource (RESOURCES "modscope-hardware-view-menu.ui");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
}

/* Above the list, so that it is seen without looking for it. */
static GtkWidget *
make_problems_box (ModscopeHardwarePage *self)
{
  self->problems_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  self->problems_icon =
    g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->problems_label =
    g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END,
                  "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  self->next_button = g_object_new (GTK_TYPE_BUTTON, "use-underline", TRUE, "action-name",
                                    "hardware.next-problem", NULL);
  gtk_box_append (GTK_BOX (self->problems_box), self->problems_icon);
  gtk_box_append (GTK_BOX (self->problems_box), GTK_WIDGET (self->problems_label));
  gtk_box_append (GTK_BOX (self->problems_box), self->next_button);
  gtk_widget_add_css_class (self->problems_box, "problems");
  return self->problems_box;
}

static void
modscope_hardware_page_init (ModscopeHardwarePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->history = g_ptr_array_new_with_free_func (g_object_unref);
  self->model = modscope_hardware_model_new ();
  self->list = MODSCOPE_HARDWARE_LIST (modscope_hardware_list_new (self->model));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), make_problems_box (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  modscope_page_set_content (MODSCOPE_PAGE (self), box);
  modscope_page_add_menu (MODSCOPE_PAGE (self), "view-list-symbolic", _ ("View"), make_view_menu_cb,
                          NULL);
  g_object_set (self, "title", _ ("Hardware"), NULL);
  g_signal_connect_swapped (self->list, "notify::selected", G_CALLBACK (selected_changed_cb), self);
  g_signal_connect_swapped (self->list, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->model, "notify", G_CALLBACK (update_stack), self);
}

void
modscope_hardware_page_set_machine (ModscopeHardwarePage *self, ModscopeMachine *machine)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_PAGE (self));

  forget_machine (self);
  self->machine = g_object_ref (machine);
  g_signal_connect_swapped (machine, "refreshed", G_CALLBACK (refreshed_cb), self);
  modscope_hardware_model_set_machine (self->model, machine);
  update_banner (self);
  update_stack (self);
  update_actions (self);
}

void
modscope_hardware_page_set_runner (ModscopeHardwarePage *self, ModscopeActionRunner *runner)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_PAGE (self));

  g_set_object (&self->runner, runner);
  update_actions (self);
  if (self->pane != NULL)
    modscope_device_pane_update (self->pane);
}

void
modscope_hardware_page_complete (ModscopeHardwarePage *self, GtkWidget *key_capture)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_PAGE (self));

  modscope_hardware_list_grow (self->list);
  modscope_page_add_search (MODSCOPE_PAGE (self), _ ("Search devices"),
                            _ ("Name, maker, driver, identifier"), key_capture);
}

gboolean
modscope_hardware_page_open (ModscopeHardwarePage *self, const char *id)
{
  ModscopeDevice *device;
  ModscopeHardwareRow *row;
  ModscopeHardwareRow *current;

  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_PAGE (self), FALSE);

  device = modscope_machine_lookup_device (self->machine, id);
  row = device != NULL ? modscope_hardware_model_lookup (self->model, device) : NULL;
  if (row == NULL)
    return FALSE;
  current = get_shown (self);
  if (current != NULL && current != row && modscope_page_shows_details (MODSCOPE_PAGE (self)))
    g_ptr_array_add (self->history, g_object_ref (current));
  show_row (self, row);
  modscope_hardware_list_select (self->list, row);
  modscope_page_focus_details (MODSCOPE_PAGE (self));
  return TRUE;
}

ModscopeHardwareModel *
modscope_hardware_page_get_model (ModscopeHardwarePage *self)
{
  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_PAGE (self), NULL);
  return self->model;
}

const char *
modscope_hardware_page_get_device (ModscopeHardwarePage *self)
{
  ModscopeHardwareRow *row;

  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_PAGE (self), NULL);
  row = get_meant (self);
  return row != NULL ? modscope_device_get_id (modscope_hardware_row_get_device (row)) : NULL;
}
