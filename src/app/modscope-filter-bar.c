/* The filters in force, each with a button that takes it away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-filter-bar.h"

#include <glib/gi18n.h>

struct _ModscopeFilterBar
{
  GtkWidget parent_instance;

  GtkWidget *chips;
  GtkWidget *security_label;

  ModscopeModuleFilter *filter;
  char *security_modules;
};

G_DEFINE_FINAL_TYPE (ModscopeFilterBar, modscope_filter_bar, GTK_TYPE_WIDGET)

static void
chip_clicked_cb (GtkWidget *chip, ModscopeFilterBar *self)
{
  const char *property = g_object_get_data (G_OBJECT (chip), "property");
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (self->filter), property);

  g_object_set_property (G_OBJECT (self->filter), property, g_param_spec_get_default_value (pspec));
}

static void
add_chip (ModscopeFilterBar *self, const char *property, const char *icon_name, const char *text)
{
  GtkWidget *chip = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* Translators: %s is the name of a filter, like "Blocked" */
  g_autofree char *label = g_strdup_printf (_ ("Remove the Filter “%s”"), text);

  if (icon_name != NULL)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon_name));
  gtk_box_append (GTK_BOX (box), gtk_label_new (text));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_tooltip_text (chip, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (chip), "property", (gpointer) property);
  g_signal_connect (chip, "clicked", G_CALLBACK (chip_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->chips), chip);
}

static void
add_flag_chip (ModscopeFilterBar *self, const char *property, const char *text)
{
  gboolean set;

  g_object_get (self->filter, property, &set, NULL);
  if (set)
    add_chip (self, property, NULL, text);
}

static void
filter_changed_cb (ModscopeFilterBar *self)
{
  ModscopeStatusFilter status = modscope_module_filter_get_status (self->filter);
  int kind = modscope_module_filter_get_kind (self->filter);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);
  if (status != MODSCOPE_STATUS_FILTER_ALL)
    add_chip (self, "status", NULL, modscope_status_filter_get_label (status));
  if (kind >= 0)
    add_chip (self, "kind", modscope_kind_get_icon_name ((ModscopeKind) kind),
              modscope_kind_get_label ((ModscopeKind) kind));
  add_flag_chip (self, "problems", _ ("With Problems"));
  add_flag_chip (self, "unsigned", _ ("Unsigned"));
  add_flag_chip (self, "foreign", _ ("Not From This Kernel"));
  gtk_widget_set_visible (self->security_label,
                          kind == MODSCOPE_KIND_SECURITY && self->security_modules != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), modscope_module_filter_is_active (self->filter));
}

static void
modscope_filter_bar_dispose (GObject *object)
{
  ModscopeFilterBar *self = MODSCOPE_FILTER_BAR (object);
  GtkWidget *child;

  g_clear_object (&self->filter);
  g_clear_pointer (&self->security_modules, g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_filter_bar_parent_class)->dispose (object);
}

static void
modscope_filter_bar_class_init (ModscopeFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_filter_bar_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeFilterBar, chips);
  gtk_widget_class_bind_template_child (widget_class, ModscopeFilterBar, security_label);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
modscope_filter_bar_init (ModscopeFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
modscope_filter_bar_new (ModscopeModuleFilter *filter)
{
  ModscopeFilterBar *self = g_object_new (MODSCOPE_TYPE_FILTER_BAR, NULL);

  self->filter = g_object_ref (filter);
  g_signal_connect_object (filter, "notify", G_CALLBACK (filter_changed_cb), self,
                           G_CONNECT_SWAPPED);
  filter_changed_cb (self);
  return GTK_WIDGET (self);
}

void
modscope_filter_bar_set_security_modules (ModscopeFilterBar *self, const char *const *names)
{
  g_return_if_fail (MODSCOPE_IS_FILTER_BAR (self));

  g_clear_pointer (&self->security_modules, g_free);
  if (names != NULL && names[0] != NULL)
    {
      g_autofree char *joined = g_strjoinv (", ", (GStrv) names);

      /* Translators: %s is a list of security modules, like "lockdown, capability, apparmor" */
      self->security_modules = g_strdup_printf (_ ("Active in the running kernel: %s"), joined);
      gtk_label_set_text (GTK_LABEL (self->security_label), self->security_modules);
    }
  filter_changed_cb (self);
}
