/* The question whether a change stays, with the seconds that are left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-trial-dialog.h"

#include <glib/gi18n.h>

struct _ModscopeTrialDialog
{
  AdwMessageDialog parent_instance;

  char *text;
  gint64 end; /* of the monotonic clock */
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (ModscopeTrialDialog, modscope_trial_dialog, ADW_TYPE_MESSAGE_DIALOG)

static gboolean
tick_cb (gpointer user_data)
{
  ModscopeTrialDialog *self = user_data;
  gint64 left = MAX (self->end - g_get_monotonic_time (), 0);
  guint seconds = (guint) ((left + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC);
  g_autofree char *count = g_strdup_printf (
    ngettext ("It is put back in %u second.", "It is put back in %u seconds.", seconds), seconds);
  g_autofree char *body = g_strdup_printf ("%s. %s", self->text, count);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);
  return G_SOURCE_CONTINUE;
}

static void
modscope_trial_dialog_dispose (GObject *object)
{
  ModscopeTrialDialog *self = MODSCOPE_TRIAL_DIALOG (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (modscope_trial_dialog_parent_class)->dispose (object);
}

static void
modscope_trial_dialog_class_init (ModscopeTrialDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = modscope_trial_dialog_dispose;
}

static void
modscope_trial_dialog_init (ModscopeTrialDialog *self)
{
}

GtkWidget *
modscope_trial_dialog_new (GtkWindow *parent, const char *text, gint64 end)
{
  ModscopeTrialDialog *self = g_object_new (MODSCOPE_TYPE_TRIAL_DIALOG, "transient-for", parent,
                                            "heading", _ ("Keep This Change?"), NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);

  self->text = g_strdup (text);
  self->end = end;
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  tick_cb (self);
  adw_message_dialog_add_responses (dialog, "revert", _ ("_Put Back"), MODSCOPE_TRIAL_KEEP,
                                    _ ("_Keep"), NULL);
  adw_message_dialog_set_response_appearance (dialog, MODSCOPE_TRIAL_KEEP, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "revert");
  adw_message_dialog_set_close_response (dialog, "revert");
  return GTK_WIDGET (self);
}
