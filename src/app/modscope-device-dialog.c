/* The question before a device is turned off.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-device-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "modscope-action-dialog.h"
#include "modscope-plan-view.h"

guint
modscope_device_dialog_get_trial_seconds (ModscopeDevice *device)
{
  switch (modscope_device_get_kind (device))
    {
    case MODSCOPE_DEVICE_KIND_GRAPHICS:
    case MODSCOPE_DEVICE_KIND_NETWORK:
    case MODSCOPE_DEVICE_KIND_BLUETOOTH:
    case MODSCOPE_DEVICE_KIND_INPUT:
    case MODSCOPE_DEVICE_KIND_USB:
    case MODSCOPE_DEVICE_KIND_SYSTEM:
    case MODSCOPE_DEVICE_KIND_OTHER:
      return MODSCOPE_DEVICE_TRIAL_SECONDS;
    default:
      return 0;
    }
}

char *
modscope_device_dialog_dup_children (ModscopeDevice *device)
{
  const ModscopeDeviceChild *child = modscope_device_get_children (device);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (; child->id != NULL; child++)
    g_strv_builder_add (names, child->name);
  all = g_strv_builder_end (names);
  return g_strjoinv (", ", all);
}

static char *
dup_body (const char *verb, ModscopeDevice *device, guint trial_seconds)
{
  GString *text = g_string_new (strcmp (verb, "off") == 0
                                  ? _ ("It stops working until you turn it on again or the "
                                       "computer restarts.")
                                  : _ ("Its radio is switched off."));
  g_autofree char *children = modscope_device_dialog_dup_children (device);

  if (*children != '\0')
    /* Translators: %s is what a device gives: "wlp2s0". */
    g_string_append_printf (text, _ (" With it goes %s."), children);
  if (trial_seconds > 0)
    g_string_append_printf (
      text,
      ngettext ("\n\nAfterwards you are asked whether it stays off. Without an answer it comes "
                "back after %u second.",
                "\n\nAfterwards you are asked whether it stays off. Without an answer it comes "
                "back after %u seconds.",
                trial_seconds),
      trial_seconds);
  return g_string_free (text, FALSE);
}

GtkWidget *
modscope_device_dialog_new (GtkWindow *parent,
                            const char *verb,
                            ModscopeDevice *device,
                            const ModscopePlan *plan,
                            ModscopeMachine *machine,
                            guint trial_seconds)
{
  /* Translators: %s is a device. */
  g_autofree char *heading =
    g_strdup_printf (_ ("Turn Off %s?"), modscope_device_get_name (device));
  g_autofree char *body = dup_body (verb, device, trial_seconds);
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  GtkWidget *view = modscope_plan_view_new ();

  modscope_plan_view_set_plan (MODSCOPE_PLAN_VIEW (view), verb, plan, machine);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), view);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    MODSCOPE_ACTION_ACCEPT, _ ("_Turn Off"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), MODSCOPE_ACTION_ACCEPT,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  return dialog;
}
