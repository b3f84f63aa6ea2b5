/* The questions before an action.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-action-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "modscope-action-words.h"
#include "modscope-plan-view.h"

#define WIDTH 480 /* pixels */

void
modscope_action_dialog_fit (GtkWindow *dialog, GtkWindow *parent, int height)
{
  gtk_window_set_default_size (dialog, MIN (WIDTH, gtk_widget_get_width (GTK_WIDGET (parent))),
                               MIN (height, gtk_widget_get_height (GTK_WIDGET (parent))));
}

GtkWidget *
modscope_action_dialog_new (GtkWindow *parent,
                            const char *verb,
                            const char *const *names,
                            const ModscopePlan *plan,
                            ModscopeMachine *machine)
{
  g_autofree char *heading = modscope_action_dup_heading (verb, names);
  g_autofree char *body = modscope_action_dup_body (verb, names, plan, machine);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  GtkWidget *view = modscope_plan_view_new ();
  gboolean takes_away =
    strcmp (verb, "unload") == 0 || strcmp (verb, "restart") == 0 || strcmp (verb, "block") == 0;

  modscope_plan_view_set_plan (MODSCOPE_PLAN_VIEW (view), verb, plan, machine);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), MODSCOPE_ACTION_ACCEPT,
                                    modscope_action_get_label (verb), NULL);
  adw_message_dialog_set_response_appearance (
    dialog, MODSCOPE_ACTION_ACCEPT, takes_away ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, takes_away ? "cancel" : MODSCOPE_ACTION_ACCEPT);
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_extra_child (dialog, view);
  return GTK_WIDGET (dialog);
}

GtkWidget *
modscope_action_dialog_new_critical (GtkWindow *parent, const char *verb, const ModscopePlan *plan)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (parent, _ ("This Computer Needs It"), plan->critical));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), MODSCOPE_ACTION_ACCEPT,
                                    modscope_action_get_anyway_label (verb), NULL);
  adw_message_dialog_set_response_appearance (dialog, MODSCOPE_ACTION_ACCEPT,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  return GTK_WIDGET (dialog);
}
