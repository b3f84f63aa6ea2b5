/* The buttons of what can be changed about one module.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-change-buttons.h"

#include "modscope-module-changes.h"

struct _ModscopeChangeButtons
{
  GtkWidget parent_instance;

  GtkWidget *load_button;
  GtkWidget *unload_button;
  GtkWidget *block_button;
  GtkWidget *unblock_button;
};

G_DEFINE_FINAL_TYPE (ModscopeChangeButtons, modscope_change_buttons, GTK_TYPE_WIDGET)

static void
modscope_change_buttons_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_change_buttons_parent_class)->dispose (object);
}

static void
modscope_change_buttons_class_init (ModscopeChangeButtonsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_change_buttons_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-change-buttons.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeChangeButtons, load_button);
  gtk_widget_class_bind_template_child (widget_class, ModscopeChangeButtons, unload_button);
  gtk_widget_class_bind_template_child (widget_class, ModscopeChangeButtons, block_button);
  gtk_widget_class_bind_template_child (widget_class, ModscopeChangeButtons, unblock_button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
modscope_change_buttons_init (ModscopeChangeButtons *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
modscope_change_buttons_set_module (ModscopeChangeButtons *self,
                                    ModscopeModule *module,
                                    gboolean can_change)
{
  const struct
  {
    const char *verb;
    GtkWidget *button;
  } buttons[] = {
    { "load", self->load_button },
    { "unload", self->unload_button },
    { "block", self->block_button },
    { "unblock", self->unblock_button },
  };
  gboolean any = FALSE;

  g_return_if_fail (MODSCOPE_IS_CHANGE_BUTTONS (self));

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      gboolean fits = modscope_module_change_fits (buttons[i].verb, module);

      gtk_widget_set_visible (buttons[i].button, fits);
      any = any || fits;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), any && can_change);
}
