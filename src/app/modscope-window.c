/* The window: its sidebar of pages and the page on show.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-window.h"

#include <glib/gi18n.h>

#include "modscope-action-runner.h"
#include "modscope-build.h"
#include "modscope-hardware-page.h"
#include "modscope-introduction.h"
#include "modscope-modules-page.h"
#include "modscope-sidebar.h"

/* The width of the sidebar and of a page beside it, in pixels. */
#define WIDTH_WITH_SIDEBAR 980

/* The least height of the line that says whose modules these are. */
#define HEIGHT_OF_BANNER 28

struct _ModscopeWindow
{
  AdwApplicationWindow parent_instance;

  GtkWidget *content_box;
  GtkWidget *toasts;
  GtkWidget *flap;
  ModscopeSidebar *sidebar;
  GtkWidget *kernel_label;
  GtkStack *pages;

  /* Made when they are shown first. */
  ModscopeHardwarePage *hardware_page;
  ModscopeModulesPage *modules_page;

  GSettings *settings; /* NULL where its schema is not installed */
  ModscopeMachine *machine;
  ModscopeActionRunner *runner; /* from the first frame on */
  gulong after_paint_id;
  gboolean has_devices; /* whether the machine's were waited for */
  gboolean is_complete;
};

G_DEFINE_FINAL_TYPE (ModscopeWindow, modscope_window, ADW_TYPE_APPLICATION_WINDOW)

/* Whose modules these are */

static void
update_count (ModscopeWindow *self)
{
  modscope_sidebar_set_modules (
    self->sidebar, g_list_model_get_n_items (modscope_machine_get_modules (self->machine)));
}

static void
update_devices (ModscopeWindow *self)
{
  ModscopeHardwareModel *model = modscope_hardware_page_get_model (self->hardware_page);

  modscope_sidebar_set_devices (self->sidebar, modscope_hardware_model_get_n_devices (model),
                                modscope_hardware_model_get_n_problems (model));
}

/* Pages */

static void
add_page (ModscopeWindow *self, GtkWidget *page, const char *name)
{
  gtk_stack_add_named (self->pages, page, name);
  g_object_bind_property (self->flap, "reveal-flap", page, "sidebar-shown",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (self->flap, "folded", page, "sidebar-folded", G_BINDING_SYNC_CREATE);
}

static void
wait_for_devices (ModscopeWindow *self)
{
  if (!self->has_devices)
    modscope_machine_wait_devices (self->machine);
  self->has_devices = TRUE;
}

static void
make_hardware_page (ModscopeWindow *self)
{
  if (self->hardware_page != NULL)
    return;
  self->hardware_page = g_object_new (MODSCOPE_TYPE_HARDWARE_PAGE, NULL);
  add_page (self, GTK_WIDGET (self->hardware_page), "hardware");
  g_signal_connect_swapped (modscope_hardware_page_get_model (self->hardware_page), "notify",
                            G_CALLBACK (update_devices), self);
  wait_for_devices (self);
  modscope_hardware_page_set_machine (self->hardware_page, self->machine);
  if (!self->is_complete)
    return;
  modscope_hardware_page_complete (self->hardware_page, GTK_WIDGET (self));
  modscope_hardware_page_set_runner (self->hardware_page, self->runner);
}

static void
restore_sort (ModscopeWindow *self)
{
  ModscopeModuleList *list = modscope_modules_page_get_list (self->modules_page);
  g_autofree char *column = NULL;
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (!modscope_kernel_is_running (modscope_machine_get_kernel (self->machine)))
    height -= HEIGHT_OF_BANNER;
  if (!gtk_window_is_maximized (GTK_WINDOW (self)))
    modscope_module_list_set_size (list, width, height);
  if (self->settings != NULL)
    column = g_settings_get_string (self->settings, "sort-column");
  modscope_module_list_set_sort (list, column,
                                 self->settings != NULL &&
                                   g_settings_get_boolean (self->settings, "sort-descending"));
}

static void
make_modules_page (ModscopeWindow *self)
{
  if (self->modules_page != NULL)
    return;
  self->modules_page = g_object_new (MODSCOPE_TYPE_MODULES_PAGE, NULL);
  add_page (self, GTK_WIDGET (self->modules_page), "modules");
  restore_sort (self);
  modscope_modules_page_set_machine (self->modules_page, self->machine);
  if (!self->is_complete)
    return;
  modscope_modules_page_complete (self->modules_page, GTK_WIDGET (self));
  modscope_modules_page_set_runner (self->modules_page, self->runner);
}

static gboolean
is_on_hardware (ModscopeWindow *self)
{
  return self->hardware_page != NULL &&
         gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->hardware_page);
}

static void
focus_page (ModscopeWindow *self)
{
  modscope_page_focus_list (MODSCOPE_PAGE (gtk_stack_get_visible_child (self->pages)));
}

/* Keys begin a search on the page that is on the screen. */
static void
update_key_capture (ModscopeWindow *self)
{
  gboolean on_hardware = is_on_hardware (self);

  if (self->hardware_page != NULL)
    modscope_page_set_captures_keys (MODSCOPE_PAGE (self->hardware_page), on_hardware);
  if (self->modules_page != NULL)
    modscope_page_set_captures_keys (MODSCOPE_PAGE (self->modules_page), !on_hardware);
}

static void
page_selected_cb (ModscopeWindow *self, int page)
{
  if (page == MODSCOPE_SIDEBAR_HARDWARE)
    {
      make_hardware_page (self);
      gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->hardware_page));
    }
  else
    {
      make_modules_page (self);
      gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->modules_page));
    }
  update_key_capture (self);
}

/* The machine */

static void
set_machine (ModscopeWindow *self, ModscopeMachine *machine)
{
  g_autofree char *release = NULL;

  if (self->machine != NULL)
    g_signal_handlers_disconnect_by_data (self->machine, self);
  g_set_object (&self->machine, machine);
  self->has_devices = FALSE;
  g_signal_connect_swapped (machine, "refreshed", G_CALLBACK (update_count), self);
  if (self->runner != NULL)
    modscope_action_runner_set_machine (self->runner, machine);
  if (self->modules_page != NULL)
    modscope_modules_page_set_machine (self->modules_page, machine);
  if (self->hardware_page != NULL)
    {
      wait_for_devices (self);
      modscope_hardware_page_set_machine (self->hardware_page, machine);
    }
  update_count (self);
  release = g_strdup_printf ("Linux %s",
                             modscope_kernel_get_release (modscope_machine_get_kernel (machine)));
  gtk_label_set_text (GTK_LABEL (self->kernel_label), release);
}

static void
start_machine (ModscopeWindow *self)
{
  modscope_machine_start_index (self->machine);
  modscope_machine_watch (self->machine);
}

static void
show_kernel (ModscopeWindow *self, const char *release)
{
  ModscopeKernel *shown = modscope_machine_get_kernel (self->machine);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeKernel) kernel =
    modscope_kernel_open (modscope_kernel_get_paths (shown), release, &error);
  g_autoptr (ModscopeMachine) machine = NULL;

  if (kernel == NULL)
    {
      GtkWidget *dialog = adw_message_dialog_new (
        GTK_WINDOW (self), _ ("This Kernel Cannot Be Shown"), error->message);

      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
      gtk_window_present (GTK_WINDOW (dialog));
      return;
    }
  machine = modscope_machine_new (kernel);
  modscope_machine_start_devices (machine);
  modscope_machine_wait (machine);
  set_machine (self, machine);
  start_machine (self);
}

/* Actions */

static void
show_kernel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_kernel (MODSCOPE_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
show_running_kernel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_kernel (MODSCOPE_WINDOW (widget), NULL);
}

static void
refresh_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  modscope_machine_refresh_async (MODSCOPE_WINDOW (widget)->machine, NULL, NULL, NULL);
}

static void
search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeWindow *self = MODSCOPE_WINDOW (widget);

  modscope_page_start_search (MODSCOPE_PAGE (gtk_stack_get_visible_child (self->pages)));
}

static void
show_hardware_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeWindow *self = MODSCOPE_WINDOW (widget);

  modscope_sidebar_select (self->sidebar, MODSCOPE_SIDEBAR_HARDWARE);
  focus_page (self);
}

static void
show_modules_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeWindow *self = MODSCOPE_WINDOW (widget);

  modscope_sidebar_select (self->sidebar, MODSCOPE_SIDEBAR_MODULES);
  focus_page (self);
}

static void
show_device_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeWindow *self = MODSCOPE_WINDOW (widget);

  make_hardware_page (self);
  if (modscope_hardware_page_open (self->hardware_page, g_variant_get_string (parameter, NULL)))
    modscope_sidebar_select (self->sidebar, MODSCOPE_SIDEBAR_HARDWARE);
}

static void
show_module_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeWindow *self = MODSCOPE_WINDOW (widget);
  const char *name = g_variant_get_string (parameter, NULL);
  g_autofree char *origin = NULL;

  if (modscope_machine_lookup (self->machine, name) == NULL)
    return;
  if (self->hardware_page != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->hardware_page)))
    origin = g_strdup (modscope_hardware_page_get_device (self->hardware_page));
  modscope_sidebar_select (self->sidebar, MODSCOPE_SIDEBAR_MODULES);
  if (origin != NULL)
    modscope_modules_page_open_from (self->modules_page, name, origin);
  else
    gtk_widget_activate_action_variant (GTK_WIDGET (self->modules_page), "modules.open", parameter);
}

static void
page_activated_cb (ModscopeWindow *self)
{
  if (adw_flap_get_folded (ADW_FLAP (self->flap)))
    adw_flap_set_reveal_flap (ADW_FLAP (self->flap), FALSE);
}

static void
folded_cb (ModscopeWindow *self)
{
  AdwFlap *flap = ADW_FLAP (self->flap);

  adw_flap_set_reveal_flap (flap, !adw_flap_get_folded (flap));
}

static void
shortcuts_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/modscope/Modscope/modscope-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, GTK_WINDOW (widget));
  gtk_window_present (window);
}

static void
introduction_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (modscope_introduction_new (GTK_WINDOW (widget))));
}

static void
about_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_show_about_window (
    GTK_WINDOW (widget), "application-name", "Modscope", "application-icon",
    MODSCOPE_APPLICATION_ID, "version", MODSCOPE_VERSION, "developer-name",
    /* Translators: the people who make the program */
    _ ("The Modscope developers"), "comments",
    _ ("Shows which kernel modules this computer has, what each one is for, and which hardware it "
       "drives."),
    "license-type", GTK_LICENSE_GPL_3_0, "translator-credits",
    /* Translators: your names, one a line */
    _ ("translator-credits"), NULL);
}

/* After the first frame */

static void
make_runner (ModscopeWindow *self)
{
  GtkWidget *bar = g_object_new (MODSCOPE_TYPE_ACTION_BAR, NULL);

  gtk_box_append (GTK_BOX (self->content_box), bar);
  self->runner = modscope_action_runner_new (GTK_WINDOW (self), ADW_TOAST_OVERLAY (self->toasts),
                                             MODSCOPE_ACTION_BAR (bar));
  modscope_action_runner_set_machine (self->runner, self->machine);
}

/* To who starts the program for the first time. */
static void
introduce (ModscopeWindow *self)
{
  if (self->settings == NULL || g_settings_get_boolean (self->settings, "introduction-shown"))
    return;
  g_settings_set_boolean (self->settings, "introduction-shown", TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.introduction", NULL);
}

static gboolean
complete_cb (gpointer user_data)
{
  ModscopeWindow *self = user_data;

  make_runner (self);
  self->is_complete = TRUE;
  if (self->modules_page != NULL)
    {
      modscope_modules_page_complete (self->modules_page, GTK_WIDGET (self));
      modscope_modules_page_set_runner (self->modules_page, self->runner);
    }
  if (self->hardware_page != NULL)
    {
      modscope_hardware_page_complete (self->hardware_page, GTK_WIDGET (self));
      modscope_hardware_page_set_runner (self->hardware_page, self->runner);
    }
  focus_page (self);
  start_machine (self);
  /* Whatever page is on the screen, the sidebar tells of problems. */
  make_hardware_page (self);
  introduce (self);
  return G_SOURCE_REMOVE;
}

static void
after_paint_cb (ModscopeWindow *self, GdkFrameClock *clock)
{
  g_clear_signal_handler (&self->after_paint_id, clock);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, complete_cb, g_object_ref (self), g_object_unref);
}

static void
modscope_window_map (GtkWidget *widget)
{
  ModscopeWindow *self = MODSCOPE_WINDOW (widget);

  GTK_WIDGET_CLASS (modscope_window_parent_class)->map (widget);
  if (!self->is_complete && self->after_paint_id == 0)
    self->after_paint_id = g_signal_connect_swapped (
      gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (after_paint_cb), self);
}

/* No event tells use counts, holders and parameters: they are read when a person looks. */
static void
is_active_cb (ModscopeWindow *self)
{
  if (self->is_complete && gtk_window_is_active (GTK_WINDOW (self)))
    modscope_machine_refresh_async (self->machine, NULL, NULL, NULL);
}

/* Style sheets do not know high contrast by themselves. */
static void
high_contrast_cb (ModscopeWindow *self, GParamSpec *pspec, AdwStyleManager *style)
{
  if (adw_style_manager_get_high_contrast (style))
    gtk_widget_add_css_class (GTK_WIDGET (self), "high-contrast");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "high-contrast");
}

/* Settings */

static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
    source != NULL ? g_settings_schema_source_lookup (source, MODSCOPE_APPLICATION_ID, TRUE) : NULL;

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
restore_state (ModscopeWindow *self)
{
  int width = 1240;
  int height = 720;

  if (self->settings != NULL)
    {
      width = g_settings_get_int (self->settings, "window-width");
      height = g_settings_get_int (self->settings, "window-height");
      if (g_settings_get_boolean (self->settings, "window-maximized"))
        gtk_window_maximize (GTK_WINDOW (self));
    }
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  /* Not folded away before the eyes. */
  if (width < WIDTH_WITH_SIDEBAR && !gtk_window_is_maximized (GTK_WINDOW (self)))
    adw_flap_set_reveal_flap (ADW_FLAP (self->flap), FALSE);
}

/* The page to begin with: the one that was left last. Of a kernel that does not run there are only
 * modules. */
static ModscopeSidebarPage
get_first_page (ModscopeWindow *self)
{
  g_autofree char *page =
    self->settings != NULL ? g_settings_get_string (self->settings, "page") : NULL;

  return g_strcmp0 (page, "modules") == 0 ||
             !modscope_kernel_is_running (modscope_machine_get_kernel (self->machine))
           ? MODSCOPE_SIDEBAR_MODULES
           : MODSCOPE_SIDEBAR_HARDWARE;
}

static void
save_sort (ModscopeWindow *self)
{
  ModscopeModuleList *list = modscope_modules_page_get_list (self->modules_page);
  gboolean descending;
  g_autofree char *column = modscope_module_list_dup_sort (list, &descending);

  g_settings_set_string (self->settings, "sort-column", column);
  g_settings_set_boolean (self->settings, "sort-descending", descending);
}

static void
save_state (ModscopeWindow *self)
{
  int width;
  int height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 294));
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (self->modules_page != NULL)
    save_sort (self);
  if (modscope_kernel_is_running (modscope_machine_get_kernel (self->machine)))
    g_settings_set_string (self->settings, "page", is_on_hardware (self) ? "hardware" : "modules");
}

static gboolean
modscope_window_close_request (GtkWindow *window)
{
  save_state (MODSCOPE_WINDOW (window));
  return GTK_WINDOW_CLASS (modscope_window_parent_class)->close_request (window);
}

/* The class */

static void
modscope_window_dispose (GObject *object)
{
  ModscopeWindow *self = MODSCOPE_WINDOW (object);

  if (self->hardware_page != NULL)
    g_signal_handlers_disconnect_by_data (modscope_hardware_page_get_model (self->hardware_page),
                                          self);
  self->hardware_page = NULL;
  if (self->machine != NULL)
    g_signal_handlers_disconnect_by_data (self->machine, self);
  if (self->runner != NULL)
    modscope_action_runner_close (self->runner);
  g_clear_object (&self->runner);
  g_clear_object (&self->machine);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (modscope_window_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, ModscopeWindow, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/modscope/Modscope/modscope-window.ui");
  BIND (content_box);
  BIND (toasts);
  BIND (flap);
  BIND (sidebar);
  BIND (kernel_label);
  BIND (pages);
  gtk_widget_class_bind_template_callback (widget_class, page_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
}

#undef BIND

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-kernel", "s", show_kernel_cb);
  gtk_widget_class_install_action (widget_class, "win.show-running-kernel", NULL,
                                   show_running_kernel_cb);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "win.show-hardware", NULL, show_hardware_cb);
  gtk_widget_class_install_action (widget_class, "win.show-modules", NULL, show_modules_cb);
  gtk_widget_class_install_action (widget_class, "win.show-device", "s", show_device_cb);
  gtk_widget_class_install_action (widget_class, "win.show-module", "s", show_module_cb);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_cb);
  gtk_widget_class_install_action (widget_class, "win.introduction", NULL, introduction_cb);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, about_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "win.refresh", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "win.refresh",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1, GDK_CONTROL_MASK,
                                       "win.show-hardware", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_2, GDK_CONTROL_MASK,
                                       "win.show-modules", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK,
                                       "win.shortcuts", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.shortcuts", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "actions.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

static void
modscope_window_class_init (ModscopeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MODSCOPE_TYPE_SIDEBAR);
  G_OBJECT_CLASS (klass)->dispose = modscope_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = modscope_window_close_request;
  widget_class->map = modscope_window_map;
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
modscope_window_init (ModscopeWindow *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = open_settings ();
  restore_state (self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (is_active_cb), NULL);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (high_contrast_cb), self,
                           G_CONNECT_SWAPPED);
  high_contrast_cb (self, NULL, style);
}

GtkWidget *
modscope_window_new (AdwApplication *application, ModscopeMachine *machine)
{
  ModscopeWindow *self = g_object_new (MODSCOPE_TYPE_WINDOW, "application", application, NULL);

  modscope_machine_wait (machine);
  set_machine (self, machine);
  modscope_sidebar_select (self->sidebar, get_first_page (self));
  modscope_machine_start_devices (machine);
  return GTK_WIDGET (self);
}
