/* The question before modules are blocked: how strongly, what stops working, and why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-block-dialog.h"

#include <glib/gi18n.h>

#include "config/modscope-block-edit.h"
#include "modscope-action-dialog.h"
#include "modscope-detail-rows.h"
#include "modscope-plan-view.h"
#include "modscope-row-group.h"

struct _ModscopeBlockDialog
{
  AdwWindow parent_instance;

  GtkWidget *block_button;
  GtkWidget *strong_check;
  ModscopeRowGroup *devices_group;
  ModscopeRowGroup *holders_group;
  ModscopePlanView *plan_view;
  GtkWidget *reason_row;
  GtkWidget *file_row;

  /* Lent by whoever waits for the answer. */
  const ModscopePlan *weak;
  const ModscopePlan *strong;
  ModscopeMachine *machine;
  GStrv names;
  GStrv devices; /* that they drive */
};

enum
{
  ACCEPTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ModscopeBlockDialog, modscope_block_dialog, ADW_TYPE_WINDOW)

static GtkWidget *
make_device_row (guint index, gpointer user_data)
{
  ModscopeBlockDialog *self = user_data;

  return modscope_device_row_new (self->machine, self->devices[index], FALSE);
}

/* What the modules drive now. */
static void
show_devices (ModscopeBlockDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **name = self->names; *name != NULL; name++)
    {
      ModscopeModule *module = modscope_machine_lookup (self->machine, *name);

      if (module != NULL)
        g_strv_builder_addv (builder, (const char **) modscope_module_get_devices (module));
    }
  self->devices = g_strv_builder_end (builder);
  modscope_row_group_fill (self->devices_group, g_strv_length (self->devices), make_device_row,
                           self, NULL);
}

static GtkWidget *
make_holder_row (guint index, gpointer user_data)
{
  ModscopeBlockDialog *self = user_data;
  const char *const *names = modscope_machine_get_needed_by (self->machine, self->names[0]);
  ModscopeModule *module = modscope_machine_lookup (self->machine, names[index]);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), names[index]);
  if (module != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), modscope_module_get_purpose (module));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  return row;
}

/* They load it all the same, or do not load any more. */
static void
show_holders (ModscopeBlockDialog *self)
{
  gboolean always = modscope_block_dialog_get_always (self);
  const char *const *names = modscope_machine_get_needed_by (self->machine, self->names[0]);
  guint n = names != NULL && self->names[1] == NULL ? g_strv_length ((GStrv) names) : 0;

  modscope_row_group_fill (self->holders_group, n, make_holder_row, self, NULL);
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self->holders_group),
    always ? ngettext ("It cannot be loaded any more either.",
                       "They cannot be loaded any more either.", n)
           : ngettext ("It goes on loading it.", "They go on loading it.", n));
}

static void
strength_changed_cb (ModscopeBlockDialog *self)
{
  if (self->weak == NULL)
    return;
  modscope_plan_view_set_plan (self->plan_view, "block",
                               modscope_block_dialog_get_always (self) ? self->strong : self->weak,
                               self->machine);
  show_holders (self);
}

/* What the helper would not write is not sent. */
static void
reason_changed_cb (ModscopeBlockDialog *self)
{
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (self->reason_row));
  gboolean valid = *reason == '\0' || modscope_block_reason_is_valid (reason);

  if (valid)
    gtk_widget_remove_css_class (self->reason_row, "error");
  else
    gtk_widget_add_css_class (self->reason_row, "error");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason_row),
                                 valid ? _ ("Reason (Optional)") : _ ("This Reason Is Too Long"));
  gtk_widget_set_sensitive (self->block_button, valid);
}

static void
block_clicked_cb (ModscopeBlockDialog *self)
{
  g_signal_emit (self, signals[ACCEPTED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
modscope_block_dialog_finalize (GObject *object)
{
  ModscopeBlockDialog *self = MODSCOPE_BLOCK_DIALOG (object);

  g_clear_object (&self->machine);
  g_strfreev (self->names);
  g_strfreev (self->devices);
  G_OBJECT_CLASS (modscope_block_dialog_parent_class)->finalize (object);
}

static void
modscope_block_dialog_class_init (ModscopeBlockDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MODSCOPE_TYPE_PLAN_VIEW);
  g_type_ensure (MODSCOPE_TYPE_ROW_GROUP);

  G_OBJECT_CLASS (klass)->finalize = modscope_block_dialog_finalize;
  signals[ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-block-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeBlockDialog, block_button);
  gtk_widget_class_bind_template_child (widget_class, ModscopeBlockDialog, strong_check);
  gtk_widget_class_bind_template_child (widget_class, ModscopeBlockDialog, devices_group);
  gtk_widget_class_bind_template_child (widget_class, ModscopeBlockDialog, holders_group);
  gtk_widget_class_bind_template_child (widget_class, ModscopeBlockDialog, plan_view);
  gtk_widget_class_bind_template_child (widget_class, ModscopeBlockDialog, reason_row);
  gtk_widget_class_bind_template_child (widget_class, ModscopeBlockDialog, file_row);
  gtk_widget_class_bind_template_callback (widget_class, strength_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, block_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
modscope_block_dialog_init (ModscopeBlockDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->file_row),
                               MODSCOPE_BLOCK_FOLDER "/" MODSCOPE_BLOCK_FILE);
}

GtkWidget *
modscope_block_dialog_new (GtkWindow *parent,
                           const char *const *names,
                           const ModscopePlan *weak,
                           const ModscopePlan *strong,
                           ModscopeMachine *machine)
{
  ModscopeBlockDialog *self =
    g_object_new (MODSCOPE_TYPE_BLOCK_DIALOG, "transient-for", parent, NULL);
  guint n = g_strv_length ((GStrv) names);
  /* Translators: the title of a dialog; %s is the name of a module */
  g_autofree char *title =
    n == 1 ? g_strdup_printf (_ ("Block %s"), names[0])
           : g_strdup_printf (ngettext ("Block %u Module", "Block %u Modules", n), n);

  self->names = g_strdupv ((GStrv) names);
  self->weak = weak;
  self->strong = strong;
  self->machine = g_object_ref (machine);
  modscope_action_dialog_fit (GTK_WINDOW (self), parent, 640);
  gtk_window_set_title (GTK_WINDOW (self), title);
  show_devices (self);
  strength_changed_cb (self);
  return GTK_WIDGET (self);
}

gboolean
modscope_block_dialog_get_always (ModscopeBlockDialog *self)
{
  g_return_val_if_fail (MODSCOPE_IS_BLOCK_DIALOG (self), FALSE);
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->strong_check));
}

char *
modscope_block_dialog_dup_reason (ModscopeBlockDialog *self)
{
  g_autofree char *reason = NULL;

  g_return_val_if_fail (MODSCOPE_IS_BLOCK_DIALOG (self), NULL);

  reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason_row))));
  return *reason != '\0' ? g_steal_pointer (&reason) : NULL;
}
