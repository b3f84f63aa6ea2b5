/* The Modules page: the list, its search and filters, and the details of one module.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-modules-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "diagnosis/modscope-module-firmware.h"
#include "modscope-banner.h"
#include "modscope-filter-popover.h"
#include "modscope-graph-window.h"
#include "modscope-kernel-page.h"
#include "modscope-module-changes.h"
#include "modscope-module-copy.h"
#include "modscope-module-pane.h"
#include "modscope-module-search.h"
#include "modscope-module-words.h"
#include "modscope-width-bin.h"

#define RESOURCES "/io/github/modscope/Modscope/"

/* The width in pixels that the list and the details need beside each other. */
#define WIDTH_OF_BOTH 1001

struct _ModscopeModulesPage
{
  GtkWidget parent_instance;

  GtkWidget *bin;
  AdwLeaflet *leaflet;
  GtkWidget *list_box;
  GtkWidget *header;
  AdwWindowTitle *title;
  GtkWidget *sidebar_button;
  GtkWidget *search_button;
  GtkWidget *menu_button;
  GtkWidget *pane_button;
  GtkWidget *filter_button;
  ModscopeModuleSearch *search;
  GtkWidget *overlay;
  GtkStack *stack;
  ModscopeModuleList *list;

  /* Made when they are needed first. */
  GtkWidget *banner;
  GtkWidget *separator;
  GtkWidget *pane;
  GtkWidget *no_match;
  GtkWidget *kernel_page;
  GtkWidget *progress_bar;

  ModscopeMachine *machine;
  ModscopeActionRunner *runner;
  GPtrArray *history; /* (element-type ModscopeModule): where Back goes, the last one first */
  char *origin;       /* id of the device from which it was come here, where Back goes at last */
  gboolean loaded_alone;
  gboolean is_complete;
};

enum
{
  PROP_0,
  PROP_SIDEBAR_SHOWN,
  PROP_SIDEBAR_FOLDED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeModulesPage, modscope_modules_page, GTK_TYPE_WIDGET)

/* Layout */

static gboolean
is_pane_shown (ModscopeModulesPage *self)
{
  return self->pane != NULL && gtk_widget_get_visible (self->pane);
}

/* Whether the details have a screen of their own; also before there are any. */
static gboolean
is_narrow (ModscopeModulesPage *self)
{
  int width = modscope_width_bin_get_width (MODSCOPE_WIDTH_BIN (self->bin));

  return width > 0 && width < WIDTH_OF_BOTH;
}

/* Whether they are on the screen in place of the list. */
static gboolean
is_pane_alone (ModscopeModulesPage *self)
{
  return is_narrow (self) && is_pane_shown (self) &&
         adw_leaflet_get_visible_child (self->leaflet) == self->pane;
}

static void
update_layout (ModscopeModulesPage *self)
{
  gboolean folded = is_narrow (self);
  gboolean beside = is_pane_shown (self) && !folded;

  /* The first of these come while the template is being built. */
  if (self->list == NULL)
    return;
  g_object_set (self->list, "browsing", folded, NULL);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->header), !beside);
  gtk_widget_set_visible (self->pane_button, self->pane != NULL && !folded);
  if (self->pane != NULL)
    g_object_set (self->pane, "alone", folded, "can-go-back",
                  folded || self->history->len > 0 || self->origin != NULL, NULL);
}

static void
make_pane (ModscopeModulesPage *self)
{
  AdwLeafletPage *page;

  if (self->pane != NULL)
    return;
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  page = adw_leaflet_append (self->leaflet, self->separator);
  adw_leaflet_page_set_navigatable (page, FALSE);
  self->pane = modscope_module_pane_new ();
  adw_leaflet_append (self->leaflet, self->pane);
}

static void
show_pane (ModscopeModulesPage *self, gboolean shown)
{
  gtk_widget_set_visible (self->pane, shown);
  gtk_widget_set_visible (self->separator, shown);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->pane_button), shown);
  update_layout (self);
}

static void
pane_toggled_cb (ModscopeModulesPage *self)
{
  if (self->pane != NULL)
    show_pane (self, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->pane_button)));
}

static void
show_list (ModscopeModulesPage *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  modscope_module_list_focus_rows (self->list);
}

static ModscopeModule *
get_module (ModscopeModulesPage *self)
{
  return self->pane != NULL ? modscope_module_pane_get_module (MODSCOPE_MODULE_PANE (self->pane))
                            : NULL;
}

/* The modules that a menu or a key means: several selected ones, else the one on show, else the
 * selected one. */
static GPtrArray *
dup_meant (ModscopeModulesPage *self)
{
  gboolean is_shown = is_narrow (self) ? is_pane_alone (self) : is_pane_shown (self);
  GPtrArray *modules = modscope_module_list_dup_selected (self->list);

  if (modules->len > 1 || !is_shown || get_module (self) == NULL)
    return modules;
  g_ptr_array_set_size (modules, 0);
  g_ptr_array_add (modules, g_object_ref (get_module (self)));
  return modules;
}

static ModscopeModule *
dup_meant_one (ModscopeModulesPage *self)
{
  g_autoptr (GPtrArray) modules = dup_meant (self);

  return modules->len == 1 ? g_object_ref (g_ptr_array_index (modules, 0)) : NULL;
}

/* Actions that are about one module. */
static const char *const actions_for_one[] = {
  "modules.show-details",
  "modules.copy-details",
  "modules.show-file",
  "modules.show-graph",
};

/* Changing modules */

static void
update_changes (ModscopeModulesPage *self)
{
  g_autoptr (GPtrArray) modules = dup_meant (self);
  gboolean can_change = self->runner != NULL && modscope_action_runner_can_change (self->runner);

  for (guint i = 0; i < MODSCOPE_MODULE_CHANGES; i++)
    {
      const ModscopeModuleChange *change = &modscope_module_changes[i];
      g_auto (GStrv) names = modscope_module_change_dup_names (change->verb, modules);

      gtk_widget_action_set_enabled (
        GTK_WIDGET (self), change->action,
        can_change && names[0] != NULL &&
          (names[1] == NULL || modscope_module_change_takes_several (change->verb)));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (actions_for_one); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions_for_one[i], modules->len == 1);
}

static void
change_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (widget);
  g_autoptr (GPtrArray) modules = dup_meant (self);

  for (guint i = 0; i < MODSCOPE_MODULE_CHANGES; i++)
    if (g_str_equal (modscope_module_changes[i].action, action))
      {
        const char *verb = modscope_module_changes[i].verb;
        g_auto (GStrv) names = modscope_module_change_dup_names (verb, modules);

        if (names[0] != NULL)
          modscope_action_runner_start (self->runner, verb, (const char *const *) names);
      }
}

/* Going from module to module */

static void
forget_way (ModscopeModulesPage *self)
{
  g_ptr_array_set_size (self->history, 0);
  g_clear_pointer (&self->origin, g_free);
}

static void
show_module (ModscopeModulesPage *self, ModscopeModule *module)
{
  make_pane (self);
  modscope_module_pane_show (MODSCOPE_MODULE_PANE (self->pane), self->machine, module);
  show_pane (self, TRUE);
  update_changes (self);
  /* Beside the list it must not take the keyboard focus from the rows. */
  if (is_narrow (self))
    adw_leaflet_set_visible_child (self->leaflet, self->pane);
}

/* Several are shown together, also on the screen of the one that was on show. */
static void
show_several (ModscopeModulesPage *self)
{
  g_autoptr (GPtrArray) modules = modscope_module_list_dup_selected (self->list);

  make_pane (self);
  modscope_module_pane_show_several (MODSCOPE_MODULE_PANE (self->pane), self->machine, modules);
  forget_way (self);
  show_pane (self, TRUE);
}

static void
selected_changed_cb (ModscopeModulesPage *self)
{
  ModscopeModule *module = modscope_module_list_get_selected (self->list);

  if (!is_narrow (self) && modscope_module_list_get_n_selected (self->list) > 1)
    show_several (self);
  update_changes (self);
  /* A row that a filter hides takes its selection with it: the details stay. On a narrow window a
   * row must be opened. */
  if (module == NULL || module == get_module (self) || is_narrow (self))
    return;
  forget_way (self);
  show_module (self, module);
}

static void
activated_cb (ModscopeModulesPage *self, ModscopeModule *module)
{
  forget_way (self);
  show_module (self, module);
  if (is_narrow (self))
    gtk_widget_child_focus (self->pane, GTK_DIR_TAB_FORWARD);
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (widget);
  ModscopeModule *module =
    modscope_machine_lookup (self->machine, g_variant_get_string (parameter, NULL));
  ModscopeModule *current = get_module (self);

  if (module == NULL || module == current)
    return;
  if (current != NULL)
    g_ptr_array_add (self->history, g_object_ref (current));
  show_module (self, module);
  modscope_module_list_select (self->list, module);
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (widget);

  if (self->history->len > 0)
    {
      g_autoptr (ModscopeModule) module =
        g_ptr_array_steal_index (self->history, self->history->len - 1);

      show_module (self, module);
      modscope_module_list_select (self->list, module);
    }
  else if (self->origin != NULL)
    {
      g_autofree char *origin = g_steal_pointer (&self->origin);

      update_layout (self);
      gtk_widget_activate_action (widget, "win.show-device", "s", origin);
    }
  else if (is_narrow (self))
    show_list (self);
}

static void
show_details_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (widget);
  ModscopeModule *module = modscope_module_list_get_selected (self->list);

  if (module != NULL)
    activated_cb (self, module);
}

/* Copying */

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          g_variant_get_string (parameter, NULL));
}

static void
copy_name_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GPtrArray) modules = dup_meant (MODSCOPE_MODULES_PAGE (widget));

  modscope_module_copy_names (widget, modules);
}

static void
copy_details_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (widget);
  g_autoptr (ModscopeModule) module = dup_meant_one (self);

  if (module != NULL)
    modscope_module_copy_details (widget, self->machine, module);
}

static void
show_file_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (widget);
  g_autoptr (ModscopeModule) module = dup_meant_one (self);

  if (module != NULL)
    modscope_module_copy_show_file (widget, self->machine, module);
}

static void
show_graph_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (widget);
  g_autoptr (ModscopeModule) module = dup_meant_one (self);

  if (module != NULL)
    gtk_window_present (GTK_WINDOW (
      modscope_graph_window_new (widget, self->machine, modscope_module_get_name (module))));
}

/* Search and filters */

static void
search_left_cb (ModscopeModulesPage *self)
{
  modscope_module_list_focus_rows (self->list);
}

static void
clear_filters_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  modscope_module_search_clear (MODSCOPE_MODULES_PAGE (widget)->search);
}

static void
make_filter_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  ModscopeModulesPage *self = user_data;

  if (gtk_menu_button_get_popover (button) == NULL)
    gtk_menu_button_set_popover (
      button, modscope_filter_popover_new (modscope_module_list_get_filter (self->list),
                                           modscope_machine_get_modules (self->machine)));
}

static void
make_primary_menu_cb (GtkMenuButton *button, gpointer unused)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  builder = gtk_builder_new_from_resource (RESOURCES "modscope-primary-menu.ui");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
}

/* What is on the screen in place of the list */

static GtkWidget *
make_no_match (ModscopeModulesPage *self)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (self->no_match == NULL)
    {
      builder = gtk_builder_new_from_resource (RESOURCES "modscope-no-match.ui");
      self->no_match = GTK_WIDGET (gtk_builder_get_object (builder, "no_match"));
      gtk_stack_add_child (self->stack, self->no_match);
    }
  return self->no_match;
}

static gboolean
has_modules (ModscopeModulesPage *self)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (self->machine);

  return self->loaded_alone || (modscope_kernel_get_condition (kernel) == MODSCOPE_KERNEL_READY &&
                                modscope_machine_get_error (self->machine) == NULL);
}

static void
update_stack (ModscopeModulesPage *self)
{
  guint shown = modscope_module_list_get_n_shown (self->list);
  guint all = g_list_model_get_n_items (modscope_machine_get_modules (self->machine));
  gboolean listed = has_modules (self);
  g_autofree char *count = listed ? modscope_count_dup_text (shown, all) : NULL;

  adw_window_title_set_subtitle (self->title, count != NULL ? count : "");
  gtk_widget_set_visible (self->search_button, listed);
  gtk_widget_set_visible (self->filter_button, listed);
  if (!listed)
    {
      if (self->kernel_page == NULL)
        {
          self->kernel_page = modscope_kernel_page_new (self->machine);
          gtk_stack_add_child (self->stack, self->kernel_page);
        }
      gtk_stack_set_visible_child (self->stack, self->kernel_page);
    }
  else if (shown == 0 && all > 0)
    gtk_stack_set_visible_child (self->stack, make_no_match (self));
  else
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->list));
}

static void
n_shown_changed_cb (ModscopeModulesPage *self)
{
  if (self->machine != NULL)
    update_stack (self);
}

static void
show_loaded_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (widget);

  self->loaded_alone = TRUE;
  update_stack (self);
}

/* Whose modules these are, where that is not to be expected. */
static void
update_banner (ModscopeModulesPage *self)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (self->machine);
  g_autoptr (ModscopeKernel) running = NULL;
  gboolean can_return;
  g_autofree char *text = NULL;

  if (self->banner != NULL)
    gtk_box_remove (GTK_BOX (self->list_box), self->banner);
  self->banner = NULL;
  if (modscope_kernel_is_running (kernel))
    return;
  running = modscope_kernel_open (modscope_kernel_get_paths (kernel), NULL, NULL);
  can_return = running != NULL && modscope_kernel_get_condition (running) == MODSCOPE_KERNEL_READY;
  /* Translators: %s is the release of a kernel, like 6.1.0-18-amd64 */
  text = g_strdup_printf (
    _ (
      "These are the modules of %s, which is not the running kernel. They cannot be changed here."),
    modscope_kernel_get_release (kernel));
  self->banner = modscope_banner_new (text, can_return ? _ ("Show Running Kernel") : NULL,
                                      "win.show-running-kernel");
  gtk_box_insert_child_after (GTK_BOX (self->list_box), self->banner, self->header);
}

/* Escape leaves the innermost of search and details. */
static void
escape_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (widget);

  if (is_pane_alone (self))
    show_list (self);
  else if (modscope_module_search_get_active (self->search))
    {
      modscope_module_search_set_active (self->search, FALSE);
      modscope_module_list_focus_rows (self->list);
    }
  else if (is_pane_shown (self) && !is_narrow (self))
    {
      show_pane (self, FALSE);
      modscope_module_list_select (self->list, NULL);
    }
}

/* The machine */

static void
progress_cb (ModscopeModulesPage *self)
{
  double progress = modscope_machine_get_index_progress (self->machine);

  if (progress < 1 && self->progress_bar == NULL)
    {
      self->progress_bar = gtk_progress_bar_new ();
      gtk_widget_set_valign (self->progress_bar, GTK_ALIGN_START);
      gtk_widget_add_css_class (self->progress_bar, "osd");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress_bar),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reading descriptions"),
                                      -1);
      gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->progress_bar);
    }
  if (self->progress_bar == NULL)
    return;
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar), progress);
  gtk_widget_set_visible (self->progress_bar, progress < 1);
}

static void
update_without_firmware (ModscopeModulesPage *self)
{
  g_autoptr (GHashTable) names = modscope_find_modules_without_firmware (self->machine);

  modscope_module_filter_set_without_firmware (modscope_module_list_get_filter (self->list), names);
}

static void
refreshed_cb (ModscopeModulesPage *self)
{
  update_without_firmware (self);
  modscope_module_list_refresh (self->list);
  update_stack (self);
  update_changes (self);
  if (is_pane_shown (self) && get_module (self) != NULL)
    modscope_module_pane_reload (MODSCOPE_MODULE_PANE (self->pane));
  else if (is_pane_shown (self) && modscope_module_list_get_n_selected (self->list) > 1)
    show_several (self);
}

static void
forget_machine (ModscopeModulesPage *self)
{
  if (self->machine == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->machine, self);
  forget_way (self);
  if (self->pane != NULL)
    {
      adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
      modscope_module_pane_show (MODSCOPE_MODULE_PANE (self->pane), NULL, NULL);
      show_pane (self, FALSE);
    }
  if (self->kernel_page != NULL)
    gtk_stack_remove (self->stack, self->kernel_page);
  self->kernel_page = NULL;
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->filter_button), NULL);
  g_clear_object (&self->machine);
}

/* The class */

static void
modscope_modules_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (object);

  switch (id)
    {
    case PROP_SIDEBAR_SHOWN:
      g_value_set_boolean (value,
                           gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->sidebar_button)));
      break;
    case PROP_SIDEBAR_FOLDED:
      g_value_set_boolean (value, gtk_widget_get_visible (self->sidebar_button));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_modules_page_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (object);
  gboolean set = g_value_get_boolean (value);

  switch (id)
    {
    case PROP_SIDEBAR_SHOWN:
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->sidebar_button), set);
      break;
    case PROP_SIDEBAR_FOLDED:
      gtk_widget_set_visible (self->sidebar_button, set);
      adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (self->header), set);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sidebar_button_toggled_cb (ModscopeModulesPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_SHOWN]);
}

static void
modscope_modules_page_dispose (GObject *object)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (object);
  GtkWidget *child;

  if (self->machine != NULL)
    g_signal_handlers_disconnect_by_data (self->machine, self);
  g_clear_object (&self->machine);
  g_clear_object (&self->runner);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->origin, g_free);
  G_OBJECT_CLASS (modscope_modules_page_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, ModscopeModulesPage, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCES "modscope-modules-page.ui");
  BIND (bin);
  BIND (leaflet);
  BIND (list_box);
  BIND (header);
  BIND (title);
  BIND (sidebar_button);
  BIND (search_button);
  BIND (menu_button);
  BIND (pane_button);
  BIND (filter_button);
  BIND (search);
  BIND (overlay);
  BIND (stack);
  BIND (list);
  gtk_widget_class_bind_template_callback (widget_class, update_layout);
  gtk_widget_class_bind_template_callback (widget_class, search_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, pane_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, n_shown_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

#undef BIND

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "modules.open", "s", open_cb);
  gtk_widget_class_install_action (widget_class, "modules.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "modules.show-details", NULL, show_details_cb);
  gtk_widget_class_install_action (widget_class, "modules.copy-text", "s", copy_cb);
  gtk_widget_class_install_action (widget_class, "modules.copy-name", NULL, copy_name_cb);
  gtk_widget_class_install_action (widget_class, "modules.copy-details", NULL, copy_details_cb);
  gtk_widget_class_install_action (widget_class, "modules.show-file", NULL, show_file_cb);
  gtk_widget_class_install_action (widget_class, "modules.show-graph", NULL, show_graph_cb);
  for (guint i = 0; i < MODSCOPE_MODULE_CHANGES; i++)
    gtk_widget_class_install_action (widget_class, modscope_module_changes[i].action, NULL,
                                     change_cb);
  gtk_widget_class_install_action (widget_class, "modules.clear-filters", NULL, clear_filters_cb);
  gtk_widget_class_install_action (widget_class, "modules.show-loaded", NULL, show_loaded_cb);
  gtk_widget_class_install_action (widget_class, "modules.escape", NULL, escape_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "modules.load",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_u, GDK_CONTROL_MASK, "modules.unload",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_b, GDK_CONTROL_MASK, "modules.block",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_b, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "modules.unblock", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "modules.back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "modules.escape", NULL);
}

static void
modscope_modules_page_class_init (ModscopeModulesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  g_type_ensure (MODSCOPE_TYPE_MODULE_LIST);
  g_type_ensure (MODSCOPE_TYPE_MODULE_SEARCH);
  g_type_ensure (MODSCOPE_TYPE_WIDTH_BIN);

  object_class->get_property = modscope_modules_page_get_property;
  object_class->set_property = modscope_modules_page_set_property;
  object_class->dispose = modscope_modules_page_dispose;
  properties[PROP_SIDEBAR_SHOWN] = g_param_spec_boolean ("sidebar-shown", NULL, NULL, FALSE, flags);
  properties[PROP_SIDEBAR_FOLDED] =
    g_param_spec_boolean ("sidebar-folded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (widget_class);
  install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
modscope_modules_page_init (ModscopeModulesPage *self)
{
  self->history = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->sidebar_button, "toggled", G_CALLBACK (sidebar_button_toggled_cb),
                            self);
  modscope_module_search_set_filter (self->search, modscope_module_list_get_filter (self->list));
  /* Menus are built when they are opened. */
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->menu_button), make_primary_menu_cb,
                                         NULL, NULL);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->filter_button),
                                         make_filter_popover_cb, self, NULL);
}

void
modscope_modules_page_set_machine (ModscopeModulesPage *self, ModscopeMachine *machine)
{
  g_return_if_fail (MODSCOPE_IS_MODULES_PAGE (self));

  forget_machine (self);
  self->machine = g_object_ref (machine);
  self->loaded_alone = FALSE;
  g_signal_connect_swapped (machine, "notify::index-progress", G_CALLBACK (progress_cb), self);
  g_signal_connect_swapped (machine, "refreshed", G_CALLBACK (refreshed_cb), self);
  update_banner (self);
  modscope_module_list_set_live (
    self->list, modscope_kernel_is_running (modscope_machine_get_kernel (machine)));
  modscope_module_list_set_modules (self->list, modscope_machine_get_modules (machine));
  update_changes (self);
  if (self->is_complete)
    modscope_module_list_grow (self->list);
  modscope_module_search_set_security_modules (
    self->search, (const char *const *) modscope_machine_get_facts (machine)->security_modules);
  update_stack (self);
}

void
modscope_modules_page_set_runner (ModscopeModulesPage *self, ModscopeActionRunner *runner)
{
  g_return_if_fail (MODSCOPE_IS_MODULES_PAGE (self));

  g_set_object (&self->runner, runner);
  update_changes (self);
}

void
modscope_modules_page_complete (ModscopeModulesPage *self)
{
  g_return_if_fail (MODSCOPE_IS_MODULES_PAGE (self));

  self->is_complete = TRUE;
  modscope_module_list_grow (self->list);
  modscope_module_search_prepare (self->search);
}

void
modscope_modules_page_search (ModscopeModulesPage *self)
{
  g_return_if_fail (MODSCOPE_IS_MODULES_PAGE (self));

  if (!has_modules (self))
    return;
  if (is_pane_alone (self))
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  modscope_module_search_set_active (self->search, TRUE);
}

void
modscope_modules_page_set_key_capture (ModscopeModulesPage *self, GtkWidget *widget)
{
  g_return_if_fail (MODSCOPE_IS_MODULES_PAGE (self));
  modscope_module_search_set_key_capture (self->search, widget);
}

ModscopeModuleList *
modscope_modules_page_get_list (ModscopeModulesPage *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULES_PAGE (self), NULL);
  return self->list;
}

void
modscope_modules_page_open_from (ModscopeModulesPage *self, const char *name, const char *origin)
{
  ModscopeModule *module;

  g_return_if_fail (MODSCOPE_IS_MODULES_PAGE (self));

  module = modscope_machine_lookup (self->machine, name);
  if (module == NULL)
    return;
  forget_way (self);
  self->origin = g_strdup (origin);
  show_module (self, module);
  update_layout (self);
  modscope_module_list_select (self->list, module);
}
