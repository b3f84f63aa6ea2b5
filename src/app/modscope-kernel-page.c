/* What is shown in place of the modules where there are none to show, and why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-kernel-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ModscopeKernelPage
{
  GtkWidget parent_instance;

  GtkWidget *status_page;
  GtkWidget *loaded_button;
  GtkWidget *kernels_group;
};

G_DEFINE_FINAL_TYPE (ModscopeKernelPage, modscope_kernel_page, GTK_TYPE_WIDGET)

static void
add_kernels (ModscopeKernelPage *self, const char *const *releases)
{
  for (gsize i = 0; releases != NULL && releases[i] != NULL; i++)
    {
      GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", releases[i],
                                     "activatable", TRUE, "action-name", "win.show-kernel", NULL);

      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", releases[i]);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                               "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                               NULL));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->kernels_group), row);
    }
  gtk_widget_set_visible (self->kernels_group, releases != NULL && releases[0] != NULL);
}

static void
set_words (ModscopeKernelPage *self, ModscopeMachine *machine)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (machine);
  const char *release = modscope_kernel_get_release (kernel);
  const GError *error = modscope_machine_get_error (machine);
  const char *title = _ ("The Modules Cannot Be Listed");
  g_autofree char *text = NULL;

  switch (modscope_kernel_get_condition (kernel))
    {
    case MODSCOPE_KERNEL_NO_MODULE_SUPPORT:
      title = _ ("This Kernel Has No Modules");
      text = g_strdup_printf (_ ("The running kernel, %s, was built without support for modules. "
                                 "All its drivers are part of it, and none can be added."),
                              release);
      break;
    case MODSCOPE_KERNEL_MODULES_GONE:
      title = _ ("Restart to Finish an Update");
      text = g_strdup_printf (_ ("The modules of the running kernel, %s, are not on this computer "
                                 "any more. Most likely it was updated since it was started. What "
                                 "is loaded goes on working, and new devices may not work until "
                                 "you restart."),
                              release);
      break;
    case MODSCOPE_KERNEL_READY:
    default:
      text = g_markup_escape_text (error != NULL ? error->message : "", -1);
      break;
    }
  adw_status_page_set_title (ADW_STATUS_PAGE (self->status_page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->status_page), text);
}

static void
modscope_kernel_page_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_kernel_page_parent_class)->dispose (object);
}

static void
modscope_kernel_page_class_init (ModscopeKernelPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_kernel_page_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-kernel-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeKernelPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, ModscopeKernelPage, loaded_button);
  gtk_widget_class_bind_template_child (widget_class, ModscopeKernelPage, kernels_group);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
modscope_kernel_page_init (ModscopeKernelPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
modscope_kernel_page_new (ModscopeMachine *machine)
{
  ModscopeKernelPage *self = g_object_new (MODSCOPE_TYPE_KERNEL_PAGE, NULL);
  const ModscopeKernelFacts *facts = modscope_machine_get_facts (machine);

  set_words (self, machine);
  add_kernels (self, (const char *const *) facts->installed_kernels);
  gtk_widget_set_visible (self->loaded_button,
                          g_list_model_get_n_items (modscope_machine_get_modules (machine)) > 0);
  return GTK_WIDGET (self);
}
