/* What is being done now, with the way out while there is one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-action-bar.h"

/* Milliseconds: what is done sooner is told by its result alone. */
#define SHOWN_AFTER 300

struct _ModscopeActionBar
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkWidget *spinner;
  GtkWidget *label;
  guint show_id;
};

G_DEFINE_FINAL_TYPE (ModscopeActionBar, modscope_action_bar, GTK_TYPE_WIDGET)

static gboolean
show_cb (gpointer user_data)
{
  ModscopeActionBar *self = user_data;

  self->show_id = 0;
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  return G_SOURCE_REMOVE;
}

static void
modscope_action_bar_dispose (GObject *object)
{
  ModscopeActionBar *self = MODSCOPE_ACTION_BAR (object);
  GtkWidget *child;

  g_clear_handle_id (&self->show_id, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_action_bar_parent_class)->dispose (object);
}

static void
modscope_action_bar_class_init (ModscopeActionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_action_bar_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-action-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeActionBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, ModscopeActionBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, ModscopeActionBar, label);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
modscope_action_bar_init (ModscopeActionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
modscope_action_bar_set_text (ModscopeActionBar *self, const char *text)
{
  g_return_if_fail (MODSCOPE_IS_ACTION_BAR (self));

  g_clear_handle_id (&self->show_id, g_source_remove);
  if (text == NULL)
    {
      gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
      gtk_spinner_stop (GTK_SPINNER (self->spinner));
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->label), text);
  self->show_id = g_timeout_add (SHOWN_AFTER, show_cb, self);
}
