/* The Modules page: the list, its search and filters, and the details of one module.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-modules-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "diagnosis/modscope-module-firmware.h"
#include "modscope-banner.h"
#include "modscope-filter-bar.h"
#include "modscope-filter-popover.h"
#include "modscope-graph-window.h"
#include "modscope-kernel-page.h"
#include "modscope-module-changes.h"
#include "modscope-module-copy.h"
#include "modscope-module-pane.h"
#include "modscope-module-words.h"

#define RESOURCES "/io/github/modscope/Modscope/"

struct _ModscopeModulesPage
{
  ModscopePage parent_instance;

  GtkWidget *filter_button;
  GtkWidget *box;
  GtkWidget *overlay;
  GtkStack *stack;
  ModscopeModuleList *list;
  ModscopeModuleFilter *filter; /* the list's */

  /* Made when they are needed first. */
  ModscopeModulePane *pane;
  GtkWidget *filter_bar;
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

G_DEFINE_FINAL_TYPE (ModscopeModulesPage, modscope_modules_page, MODSCOPE_TYPE_PAGE)

/* What the page is about now */

static ModscopeModule *
get_module (ModscopeModulesPage *self)
{
  return self->pane != NULL ? modscope_module_pane_get_module (self->pane) : NULL;
}

/* The modules that a menu or a key means: several selected ones, else the one on show, else the
 * selected one. */
static GPtrArray *
dup_meant (ModscopeModulesPage *self)
{
  gboolean is_shown = modscope_page_shows_details (MODSCOPE_PAGE (self));
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
  ModscopePage *page = MODSCOPE_PAGE (self);

  modscope_page_ensure_details (page);
  modscope_module_pane_show (self->pane, self->machine, module);
  modscope_page_set_can_go_back (page, self->history->len > 0 || self->origin != NULL);
  modscope_page_show_details (page, TRUE);
  update_changes (self);
}

/* Several are shown together, also on the screen of the one that was on show. */
static void
show_several (ModscopeModulesPage *self)
{
  ModscopePage *page = MODSCOPE_PAGE (self);
  g_autoptr (GPtrArray) modules = modscope_module_list_dup_selected (self->list);

  modscope_page_ensure_details (page);
  modscope_module_pane_show_several (self->pane, self->machine, modules);
  forget_way (self);
  modscope_page_set_can_go_back (page, FALSE);
  modscope_page_show_details (page, TRUE);
}

static void
selected_changed_cb (ModscopeModulesPage *self)
{
  ModscopeModule *module = modscope_module_list_get_selected (self->list);
  gboolean is_narrow = modscope_page_is_narrow (MODSCOPE_PAGE (self));

  if (!is_narrow && modscope_module_list_get_n_selected (self->list) > 1)
    show_several (self);
  update_changes (self);
  /* A row that a filter hides takes its selection with it: the details stay. On a narrow window a
   * row must be opened. */
  if (module == NULL || is_narrow ||
      (module == get_module (self) && modscope_page_shows_details (MODSCOPE_PAGE (self))))
    return;
  forget_way (self);
  show_module (self, module);
}

static void
activated_cb (ModscopeModulesPage *self, ModscopeModule *module)
{
  forget_way (self);
  show_module (self, module);
  if (modscope_page_is_narrow (MODSCOPE_PAGE (self)))
    modscope_page_focus_details (MODSCOPE_PAGE (self));
}

static gboolean
modscope_modules_page_go_back (ModscopePage *page)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (page);

  if (self->history->len > 0)
    {
      g_autoptr (ModscopeModule) module =
        g_ptr_array_steal_index (self->history, self->history->len - 1);

      show_module (self, module);
      modscope_module_list_select (self->list, module);
      modscope_page_focus_details (MODSCOPE_PAGE (self));
      return TRUE;
    }
  if (self->origin != NULL)
    {
      g_autofree char *origin = g_steal_pointer (&self->origin);

      modscope_page_set_can_go_back (page, FALSE);
      gtk_widget_activate_action (GTK_WIDGET (page), "win.show-device", "s", origin);
      return TRUE;
    }
  return FALSE;
}

static void
modscope_modules_page_details_closed (ModscopePage *page)
{
  modscope_module_list_select (MODSCOPE_MODULES_PAGE (page)->list, NULL);
}

static GtkWidget *
modscope_modules_page_make_details (ModscopePage *page)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (page);

  self->pane = MODSCOPE_MODULE_PANE (modscope_module_pane_new ());
  return GTK_WIDGET (self->pane);
}

static void
modscope_modules_page_layout_changed (ModscopePage *page)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (page);

  /* The first of these come while the page is being built. */
  if (self->list == NULL)
    return;
  g_object_set (self->list, "browsing", modscope_page_is_narrow (page), NULL);
  update_changes (self);
}

static void
modscope_modules_page_focus_details (ModscopePage *page)
{
  modscope_module_pane_focus (MODSCOPE_MODULES_PAGE (page)->pane);
}

static void
modscope_modules_page_focus_list (ModscopePage *page)
{
  modscope_module_list_focus_rows (MODSCOPE_MODULES_PAGE (page)->list);
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
  modscope_page_focus_details (MODSCOPE_PAGE (self));
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
modscope_modules_page_search_changed (ModscopePage *page, const char *text)
{
  modscope_module_filter_set_search (MODSCOPE_MODULES_PAGE (page)->filter, text);
}

static void
clear_filters_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  modscope_page_clear_search (MODSCOPE_PAGE (widget));
  modscope_module_filter_clear (MODSCOPE_MODULES_PAGE (widget)->filter);
}

static void
make_filter_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  ModscopeModulesPage *self = user_data;

  if (gtk_menu_button_get_popover (button) == NULL)
    gtk_menu_button_set_popover (
      button,
      modscope_filter_popover_new (self->filter, modscope_machine_get_modules (self->machine)));
}

static void
name_security_modules (ModscopeModulesPage *self)
{
  const ModscopeKernelFacts *facts = modscope_machine_get_facts (self->machine);

  if (self->filter_bar != NULL)
    modscope_filter_bar_set_security_modules (MODSCOPE_FILTER_BAR (self->filter_bar),
                                              (const char *const *) facts->security_modules);
}

static void
filter_changed_cb (ModscopeModulesPage *self)
{
  if (self->filter_bar != NULL || !modscope_module_filter_is_active (self->filter))
    return;
  self->filter_bar = modscope_filter_bar_new (self->filter);
  gtk_box_prepend (GTK_BOX (self->box), self->filter_bar);
  name_security_modules (self);
}

/* What is on the screen in place of the list */

static void
show_no_match (ModscopeModulesPage *self)
{
  gboolean is_reading = modscope_machine_get_index_progress (self->machine) < 1;

  if (self->no_match == NULL)
    {
      g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource (RESOURCES "modscope-no-match.ui");

      self->no_match = GTK_WIDGET (gtk_builder_get_object (builder, "no_match"));
      gtk_stack_add_child (self->stack, self->no_match);
    }
  adw_status_page_set_description (
    ADW_STATUS_PAGE (self->no_match),
    is_reading ? _ ("What modules do is still being read. More may be found in a moment.")
               : _ ("Try a different search or other filters."));
  gtk_stack_set_visible_child (self->stack, self->no_match);
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

  modscope_page_set_subtitle (MODSCOPE_PAGE (self), count);
  modscope_page_allow_search (MODSCOPE_PAGE (self), listed);
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
    show_no_match (self);
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

  if (modscope_kernel_is_running (kernel))
    {
      modscope_page_set_banner (MODSCOPE_PAGE (self), NULL);
      return;
    }
  running = modscope_kernel_open (modscope_kernel_get_paths (kernel), NULL, NULL);
  can_return = running != NULL && modscope_kernel_get_condition (running) == MODSCOPE_KERNEL_READY;
  /* Translators: %s is the release of a kernel, like 6.1.0-18-amd64 */
  text = g_strdup_printf (
    _ (
      "These are the modules of %s, which is not the running kernel. They cannot be changed here."),
    modscope_kernel_get_release (kernel));
  modscope_page_set_banner (
    MODSCOPE_PAGE (self), modscope_banner_new (text, can_return ? _ ("Show Running Kernel") : NULL,
                                               "win.show-running-kernel"));
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
  /* A bar of no length would not be seen. */
  if (progress > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar), progress);
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress_bar));
  gtk_widget_set_visible (self->progress_bar, progress < 1);
}

static void
update_without_firmware (ModscopeModulesPage *self)
{
  g_autoptr (GHashTable) names = modscope_find_modules_without_firmware (self->machine);

  modscope_module_filter_set_without_firmware (self->filter, names);
}

static void
refreshed_cb (ModscopeModulesPage *self)
{
  gboolean is_shown = modscope_page_shows_details (MODSCOPE_PAGE (self));

  update_without_firmware (self);
  modscope_module_list_refresh (self->list);
  update_stack (self);
  update_changes (self);
  if (is_shown && get_module (self) != NULL)
    modscope_module_pane_reload (self->pane);
  else if (is_shown && modscope_module_list_get_n_selected (self->list) > 1)
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
      modscope_module_pane_show (self->pane, NULL, NULL);
      modscope_page_show_details (MODSCOPE_PAGE (self), FALSE);
    }
  if (self->kernel_page != NULL)
    gtk_stack_remove (self->stack, self->kernel_page);
  self->kernel_page = NULL;
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->filter_button), NULL);
  g_clear_object (&self->machine);
}

/* The class */

static void
modscope_modules_page_dispose (GObject *object)
{
  ModscopeModulesPage *self = MODSCOPE_MODULES_PAGE (object);

  if (self->machine != NULL)
    g_signal_handlers_disconnect_by_data (self->machine, self);
  if (self->filter != NULL)
    g_signal_handlers_disconnect_by_data (self->filter, self);
  g_clear_object (&self->machine);
  g_clear_object (&self->runner);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->origin, g_free);
  self->list = NULL;
  G_OBJECT_CLASS (modscope_modules_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "modules.open", "s", open_cb);
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
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "modules.load",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_u, GDK_CONTROL_MASK, "modules.unload",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_b, GDK_CONTROL_MASK, "modules.block",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_b, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "modules.unblock", NULL);
}

static void
modscope_modules_page_class_init (ModscopeModulesPageClass *klass)
{
  ModscopePageClass *page_class = MODSCOPE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_modules_page_dispose;
  page_class->layout_changed = modscope_modules_page_layout_changed;
  page_class->focus_list = modscope_modules_page_focus_list;
  page_class->focus_details = modscope_modules_page_focus_details;
  page_class->search_changed = modscope_modules_page_search_changed;
  page_class->make_details = modscope_modules_page_make_details;
  page_class->go_back = modscope_modules_page_go_back;
  page_class->details_closed = modscope_modules_page_details_closed;
  install_actions (GTK_WIDGET_CLASS (klass));
}

static void
modscope_modules_page_init (ModscopeModulesPage *self)
{
  self->history = g_ptr_array_new_with_free_func (g_object_unref);
  self->list = g_object_new (MODSCOPE_TYPE_MODULE_LIST, NULL);
  self->filter = g_object_ref (modscope_module_list_get_filter (self->list));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->list));
  self->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->stack));
  gtk_widget_set_vexpand (self->overlay, TRUE);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), self->overlay);
  modscope_page_set_content (MODSCOPE_PAGE (self), self->box);
  self->filter_button = modscope_page_add_menu (MODSCOPE_PAGE (self), "modscope-filter-symbolic",
                                                _ ("Filter"), make_filter_popover_cb, self);
  g_object_set (self, "title", _ ("Modules"), NULL);
  g_signal_connect_swapped (self->list, "notify::n-shown", G_CALLBACK (n_shown_changed_cb), self);
  g_signal_connect_swapped (self->list, "notify::selected", G_CALLBACK (selected_changed_cb), self);
  g_signal_connect_swapped (self->list, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect_swapped (self->filter, "notify", G_CALLBACK (filter_changed_cb), self);
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
    {
      modscope_module_list_grow (self->list);
      progress_cb (self);
    }
  name_security_modules (self);
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
modscope_modules_page_complete (ModscopeModulesPage *self, GtkWidget *key_capture)
{
  g_return_if_fail (MODSCOPE_IS_MODULES_PAGE (self));

  self->is_complete = TRUE;
  modscope_module_list_grow (self->list);
  /* On a slow disk it is a while until the first of them are read. */
  progress_cb (self);
  modscope_page_add_search (MODSCOPE_PAGE (self), _ ("Search modules"),
                            _ ("Name, purpose, hardware, author, parameter"), key_capture);
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
  modscope_module_list_select (self->list, module);
  modscope_page_focus_details (MODSCOPE_PAGE (self));
}
