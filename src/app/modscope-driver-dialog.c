/* The question which driver a device is to have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-driver-dialog.h"

#include <glib/gi18n.h>

#include "modscope-action-dialog.h"
#include "modscope-device-dialog.h"
#include "modscope-driver-choice.h"
#include "modscope-plan-view.h"

/* Rows beyond which they scroll, and the pixels they have then. */
#define ROWS_MAX 4
#define LIST_HEIGHT 320

struct _ModscopeDriverDialog
{
  AdwMessageDialog parent_instance;

  GtkWidget *group; /* the first of the check buttons */
  char *module;
};

G_DEFINE_FINAL_TYPE (ModscopeDriverDialog, modscope_driver_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
toggled_cb (GtkCheckButton *check, ModscopeDriverDialog *self)
{
  if (!gtk_check_button_get_active (check))
    return;
  g_free (self->module);
  self->module = g_strdup (g_object_get_data (G_OBJECT (check), "module"));
}

static GtkWidget *
choice_row_new (ModscopeDriverDialog *self,
                const ModscopeDriverChoice *choice,
                ModscopeMachine *machine)
{
  ModscopeModule *module = modscope_machine_lookup (machine, choice->module);
  const char *purpose = module != NULL ? modscope_module_get_purpose (module) : NULL;
  const char *state = modscope_driver_state_get_label (choice->state);
  g_autofree char *subtitle = purpose != NULL && *purpose != '\0'
                                ? g_strdup_printf ("%s\n%s", state, purpose)
                                : g_strdup (state);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", choice->module,
                                 "subtitle", subtitle, NULL);
  GtkWidget *check = g_object_new (GTK_TYPE_CHECK_BUTTON, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  choice->module, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle,
                                  -1);
  g_object_set_data_full (G_OBJECT (check), "module", g_strdup (choice->module), g_free);
  if (self->group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), GTK_CHECK_BUTTON (self->group));
  else
    self->group = check;
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_widget_set_sensitive (row, modscope_driver_choice_is_possible (choice));
  if (self->module == NULL && modscope_driver_choice_is_possible (choice))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  return row;
}

static GtkWidget *
make_list (ModscopeDriverDialog *self, ModscopeMachine *machine, ModscopeDevice *device)
{
  g_autoptr (GPtrArray) choices = modscope_driver_choices_new (machine, device);
  GtkWidget *list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_NONE, NULL);

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Drivers"), -1);
  for (guint i = 0; i < choices->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list),
                         choice_row_new (self, g_ptr_array_index (choices, i), machine));
  if (choices->len <= ROWS_MAX)
    return list;
  return g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", list, "hscrollbar-policy",
                       GTK_POLICY_NEVER, "min-content-height", LIST_HEIGHT, NULL);
}

static char *
dup_body (ModscopeDevice *device, guint trial_seconds)
{
  GString *text =
    g_string_new (modscope_device_get_driver (device) != NULL
                    ? _ ("The driver in use lets go of the device, and the other one takes it. It "
                         "lasts until the computer restarts.")
                    : _ ("The driver takes the device, until the computer restarts."));
  g_autofree char *children = modscope_device_dialog_dup_children (device);

  if (*children != '\0')
    /* Translators: %s is what a device gives: "wlp2s0". */
    g_string_append_printf (text, _ (" Meanwhile there is no %s."), children);
  if (trial_seconds > 0)
    g_string_append_printf (
      text,
      ngettext ("\n\nAfterwards you are asked whether it stays so. Without an answer the present "
                "driver comes back after %u second.",
                "\n\nAfterwards you are asked whether it stays so. Without an answer the present "
                "driver comes back after %u seconds.",
                trial_seconds),
      trial_seconds);
  return g_string_free (text, FALSE);
}

static void
modscope_driver_dialog_finalize (GObject *object)
{
  g_free (MODSCOPE_DRIVER_DIALOG (object)->module);
  G_OBJECT_CLASS (modscope_driver_dialog_parent_class)->finalize (object);
}

static void
modscope_driver_dialog_class_init (ModscopeDriverDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = modscope_driver_dialog_finalize;
}

static void
modscope_driver_dialog_init (ModscopeDriverDialog *self)
{
}

GtkWidget *
modscope_driver_dialog_new (GtkWindow *parent,
                            ModscopeDevice *device,
                            const ModscopePlan *plan,
                            ModscopeMachine *machine,
                            guint trial_seconds)
{
  /* Translators: %s is a device. */
  g_autofree char *heading =
    g_strdup_printf (_ ("Use Another Driver for %s?"), modscope_device_get_name (device));
  g_autofree char *body = dup_body (device, trial_seconds);
  ModscopeDriverDialog *self = g_object_new (MODSCOPE_TYPE_DRIVER_DIALOG, "transient-for", parent,
                                             "heading", heading, "body", body, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *view = modscope_plan_view_new ();

  gtk_box_append (GTK_BOX (box), make_list (self, machine, device));
  modscope_plan_view_set_plan (MODSCOPE_PLAN_VIEW (view), "use-driver", plan, machine);
  gtk_box_append (GTK_BOX (box), view);
  adw_message_dialog_set_extra_child (dialog, box);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), MODSCOPE_ACTION_ACCEPT,
                                    _ ("_Use This Driver"), NULL);
  adw_message_dialog_set_response_enabled (dialog, MODSCOPE_ACTION_ACCEPT, self->module != NULL);
  adw_message_dialog_set_response_appearance (dialog, MODSCOPE_ACTION_ACCEPT,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  return GTK_WIDGET (self);
}

const char *
modscope_driver_dialog_get_module (ModscopeDriverDialog *self)
{
  g_return_val_if_fail (MODSCOPE_IS_DRIVER_DIALOG (self), NULL);
  return self->module;
}
