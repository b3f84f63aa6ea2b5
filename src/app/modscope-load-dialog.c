/* The question before a module with parameters is loaded: what happens, and a form for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-load-dialog.h"

#include <glib/gi18n.h>

#include "modscope-action-dialog.h"
#include "modscope-action-words.h"
#include "modscope-parameter-field.h"
#include "modscope-plan-view.h"
#include "modscope-row-group.h"

struct _ModscopeLoadDialog
{
  AdwWindow parent_instance;

  GtkWidget *load_button;
  GtkWidget *body_label;
  ModscopePlanView *plan_view;
  ModscopeRowGroup *parameters_group;

  ModscopeModuleDetails *details;
  GPtrArray *fields; /* (element-type ModscopeParameterField): those that were made */
};

enum
{
  ACCEPTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ModscopeLoadDialog, modscope_load_dialog, ADW_TYPE_WINDOW)

static void
update_button (ModscopeLoadDialog *self)
{
  gboolean valid = TRUE;

  for (guint i = 0; i < self->fields->len; i++)
    valid = valid && modscope_parameter_field_get_valid (g_ptr_array_index (self->fields, i));
  gtk_widget_set_sensitive (self->load_button, valid);
}

static GtkWidget *
make_field (guint index, gpointer user_data)
{
  ModscopeLoadDialog *self = user_data;
  GtkWidget *field =
    modscope_parameter_field_new (g_ptr_array_index (self->details->parameters, index));

  g_ptr_array_add (self->fields, field);
  g_signal_connect_object (field, "notify::valid", G_CALLBACK (update_button), self,
                           G_CONNECT_SWAPPED);
  return field;
}

static void
load_clicked_cb (ModscopeLoadDialog *self)
{
  g_signal_emit (self, signals[ACCEPTED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
modscope_load_dialog_finalize (GObject *object)
{
  ModscopeLoadDialog *self = MODSCOPE_LOAD_DIALOG (object);

  g_clear_pointer (&self->details, modscope_module_details_unref);
  g_ptr_array_unref (self->fields);
  G_OBJECT_CLASS (modscope_load_dialog_parent_class)->finalize (object);
}

static void
modscope_load_dialog_class_init (ModscopeLoadDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MODSCOPE_TYPE_PLAN_VIEW);
  g_type_ensure (MODSCOPE_TYPE_ROW_GROUP);

  G_OBJECT_CLASS (klass)->finalize = modscope_load_dialog_finalize;
  signals[ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-load-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeLoadDialog, load_button);
  gtk_widget_class_bind_template_child (widget_class, ModscopeLoadDialog, body_label);
  gtk_widget_class_bind_template_child (widget_class, ModscopeLoadDialog, plan_view);
  gtk_widget_class_bind_template_child (widget_class, ModscopeLoadDialog, parameters_group);
  gtk_widget_class_bind_template_callback (widget_class, load_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
modscope_load_dialog_init (ModscopeLoadDialog *self)
{
  self->fields = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
modscope_load_dialog_new (GtkWindow *parent,
                          const ModscopePlan *plan,
                          ModscopeModuleDetails *details,
                          ModscopeMachine *machine)
{
  ModscopeLoadDialog *self =
    g_object_new (MODSCOPE_TYPE_LOAD_DIALOG, "transient-for", parent, NULL);
  const char *const names[] = { details->name, NULL };
  /* Translators: the title of a dialog; %s is the name of a module */
  g_autofree char *title = g_strdup_printf (_ ("Load %s"), details->name);
  g_autofree char *body = modscope_action_dup_body ("load", names, plan, machine);

  self->details = modscope_module_details_ref (details);
  modscope_action_dialog_fit (GTK_WINDOW (self), parent, 600);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_text (GTK_LABEL (self->body_label), body);
  modscope_plan_view_set_plan (self->plan_view, "load", plan, machine);
  modscope_row_group_fill (self->parameters_group, details->parameters->len, make_field, self,
                           NULL);
  return GTK_WIDGET (self);
}

GStrv
modscope_load_dialog_dup_parameters (ModscopeLoadDialog *self)
{
  g_autoptr (GStrvBuilder) parameters = g_strv_builder_new ();

  g_return_val_if_fail (MODSCOPE_IS_LOAD_DIALOG (self), NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      g_autofree char *setting =
        modscope_parameter_field_dup_setting (g_ptr_array_index (self->fields, i));

      if (setting != NULL)
        g_strv_builder_add (parameters, setting);
    }
  return g_strv_builder_end (parameters);
}
