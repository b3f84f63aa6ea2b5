/* A line across the window that says something which stays true, with one button.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-banner.h"

struct _ModscopeBanner
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (ModscopeBanner, modscope_banner, GTK_TYPE_WIDGET)

static void
modscope_banner_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_banner_parent_class)->dispose (object);
}

static void
modscope_banner_class_init (ModscopeBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_banner_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/modscope/Modscope/modscope-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeBanner, label);
  gtk_widget_class_bind_template_child (widget_class, ModscopeBanner, button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "modscopebanner");
}

static void
modscope_banner_init (ModscopeBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
modscope_banner_new (const char *text, const char *button_label, const char *action)
{
  ModscopeBanner *self = g_object_new (MODSCOPE_TYPE_BANNER, NULL);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (self->button, button_label != NULL);
  if (button_label != NULL)
    gtk_button_set_label (GTK_BUTTON (self->button), button_label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
  return GTK_WIDGET (self);
}
