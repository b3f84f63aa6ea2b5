/* What comes before an action: the models are read again, the plan is made, and a person is asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-action-preview.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/modscope-helper-error.h"
#include "modscope-action-dialog.h"
#include "modscope-block-dialog.h"
#include "modscope-device-dialog.h"
#include "modscope-driver-dialog.h"
#include "modscope-load-dialog.h"

struct _ModscopeActionPreview
{
  GObject parent_instance;

  GtkWindow *window;
  ModscopeClient *client;
  ModscopeMachine *machine;
  const char *verb;
  GStrv names;

  GTask *task;
  ModscopeActionRequest *agreed; /* while the second confirmation is waited for */
  ModscopePlan *plan;
  ModscopePlan *strong_plan;      /* to block */
  ModscopeModuleDetails *details; /* to load one module */
  int n_dialogs;                  /* that are open */
};

G_DEFINE_FINAL_TYPE (ModscopeActionPreview, modscope_action_preview, G_TYPE_OBJECT)

static void
end (ModscopeActionPreview *self, ModscopeActionRequest *request)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (request != NULL)
    g_task_return_pointer (task, request, (GDestroyNotify) modscope_action_request_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Not agreed to");
}

static void
fail (ModscopeActionPreview *self, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_task_return_error (task, error);
}

/* --- Asking --- */

static gboolean
is_load (ModscopeActionPreview *self)
{
  return strcmp (self->verb, "load") == 0;
}

/* The device that it is about; %NULL if it is about modules. */
static ModscopeDevice *
get_device (ModscopeActionPreview *self)
{
  return modscope_machine_lookup_device (self->machine, self->names[0]);
}

static guint
get_device_trial_seconds (ModscopeActionPreview *self)
{
  return self->plan->critical_reason != MODSCOPE_CRITICAL_NONE
           ? MODSCOPE_DEVICE_TRIAL_SECONDS
           : modscope_device_dialog_get_trial_seconds (get_device (self));
}

/* Whoever does not see a screen that stays dark after a restart is asked, too. */
static guint
get_restart_trial_seconds (ModscopeActionPreview *self)
{
  guint seconds = 0;

  for (char **id = self->plan->devices; *id != NULL; id++)
    {
      ModscopeDevice *device = modscope_machine_lookup_device (self->machine, *id);

      if (device != NULL)
        seconds = MAX (seconds, modscope_device_dialog_get_trial_seconds (device));
    }
  return seconds;
}

static ModscopeActionRequest *
make_restart (ModscopeActionPreview *self)
{
  ModscopeActionRequest *request =
    modscope_action_request_new (self->verb, (const char *const *) self->names);
  guint n_with;

  request->with = modscope_plan_dup_names (self->plan, "unload");
  /* It is the last of them. */
  n_with = g_strv_length (request->with);
  if (n_with > 0)
    g_clear_pointer (&request->with[n_with - 1], g_free);
  request->trial_seconds = self->plan->critical_reason != MODSCOPE_CRITICAL_NONE
                             ? MODSCOPE_DEVICE_TRIAL_SECONDS
                             : get_restart_trial_seconds (self);
  return request;
}

static ModscopeActionRequest *
make_request (ModscopeActionPreview *self)
{
  g_auto (GStrv) steps = modscope_plan_dup_names (self->plan, self->verb);
  ModscopeActionRequest *request;

  if (strcmp (self->verb, "unblock") == 0)
    {
      g_auto (GStrv) blocked = modscope_plan_dup_names (self->plan, "remove-rule");

      return modscope_action_request_new_rules ((const char *const *) blocked, "");
    }
  if (strcmp (self->verb, "restart") == 0)
    return make_restart (self);
  request = modscope_action_request_new (
    self->verb, (const char *const *) (is_load (self) ? self->names : steps));
  if (self->names[1] == NULL)
    request->target = g_strdup (self->names[0]);
  if (self->plan->critical_reason != MODSCOPE_CRITICAL_NONE)
    request->trial_seconds = MODSCOPE_DEVICE_TRIAL_SECONDS;
  if (self->names[1] == NULL && is_load (self))
    request->expected = g_steal_pointer (&steps);
  return request;
}

static gboolean
gone_cb (gpointer user_data)
{
  ModscopeActionPreview *self = user_data;

  self->n_dialogs--;
  if (self->task != NULL && self->n_dialogs == 0)
    end (self, NULL);
  return G_SOURCE_REMOVE;
}

/* A response comes only after the dialog is gone, and none if its window is closed. */
static void
destroyed_cb (ModscopeActionPreview *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, gone_cb, g_object_ref (self), g_object_unref);
}

static void
present (ModscopeActionPreview *self, GtkWidget *dialog)
{
  self->n_dialogs++;
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (destroyed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
confirmed_cb (ModscopeActionPreview *self, const char *response)
{
  gboolean is_confirmed = strcmp (response, MODSCOPE_ACTION_ACCEPT) == 0;

  end (self, is_confirmed ? g_steal_pointer (&self->agreed) : NULL);
}

/* What the running system stands on is asked for twice, the second time with what comes of it. */
static void
agree (ModscopeActionPreview *self, ModscopeActionRequest *request)
{
  GtkWidget *dialog;

  if (self->plan->critical_reason == MODSCOPE_CRITICAL_NONE)
    {
      end (self, request);
      return;
    }
  self->agreed = request;
  dialog = modscope_action_dialog_new_critical (self->window, self->verb, self->plan);
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirmed_cb), self, G_CONNECT_SWAPPED);
  present (self, dialog);
}

static void
response_cb (ModscopeActionPreview *self, const char *response)
{
  if (strcmp (response, MODSCOPE_ACTION_ACCEPT) == 0)
    agree (self, make_request (self));
  else
    end (self, NULL);
}

static void
device_response_cb (ModscopeActionPreview *self, const char *response, GtkWidget *dialog)
{
  ModscopeDevice *device = get_device (self);
  ModscopeActionRequest *request;

  /* It may have been unplugged meanwhile. */
  if (strcmp (response, MODSCOPE_ACTION_ACCEPT) != 0 || device == NULL)
    {
      end (self, NULL);
      return;
    }
  request = modscope_action_request_new_device (self->verb, device);
  request->trial_seconds = get_device_trial_seconds (self);
  if (MODSCOPE_IS_DRIVER_DIALOG (dialog))
    request->driver_module =
      g_strdup (modscope_driver_dialog_get_module (MODSCOPE_DRIVER_DIALOG (dialog)));
  agree (self, request);
}

static void
load_accepted_cb (ModscopeActionPreview *self, ModscopeLoadDialog *dialog)
{
  ModscopeActionRequest *request = make_request (self);

  request->parameters = modscope_load_dialog_dup_parameters (dialog);
  agree (self, request);
}

static void
block_accepted_cb (ModscopeActionPreview *self, ModscopeBlockDialog *dialog)
{
  ModscopeActionRequest *request = modscope_action_request_new_rules (
    (const char *const *) self->names,
    modscope_block_dialog_get_always (dialog) ? "always" : "autoload");

  request->reason = modscope_block_dialog_dup_reason (dialog);
  agree (self, request);
}

static void
show_dialog (ModscopeActionPreview *self)
{
  GtkWidget *dialog;

  if (self->window == NULL)
    {
      end (self, NULL);
      return;
    }
  if (self->details != NULL && self->details->parameters->len > 0)
    {
      dialog = modscope_load_dialog_new (self->window, self->plan, self->details, self->machine);
      g_signal_connect_object (dialog, "accepted", G_CALLBACK (load_accepted_cb), self,
                               G_CONNECT_SWAPPED);
    }
  else if (self->strong_plan != NULL)
    {
      dialog = modscope_block_dialog_new (self->window, (const char *const *) self->names,
                                          self->plan, self->strong_plan, self->machine);
      g_signal_connect_object (dialog, "accepted", G_CALLBACK (block_accepted_cb), self,
                               G_CONNECT_SWAPPED);
    }
  else if (strcmp (self->verb, "use-driver") == 0)
    {
      dialog = modscope_driver_dialog_new (self->window, get_device (self), self->plan,
                                           self->machine, get_device_trial_seconds (self));
      g_signal_connect_object (dialog, "response", G_CALLBACK (device_response_cb), self,
                               G_CONNECT_SWAPPED);
    }
  else if (get_device (self) != NULL)
    {
      dialog = modscope_device_dialog_new (self->window, self->verb, get_device (self), self->plan,
                                           self->machine, get_device_trial_seconds (self));
      g_signal_connect_object (dialog, "response", G_CALLBACK (device_response_cb), self,
                               G_CONNECT_SWAPPED);
    }
  else
    {
      dialog = modscope_action_dialog_new (
        self->window, self->verb, (const char *const *) self->names, self->plan, self->machine);
      g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self,
                               G_CONNECT_SWAPPED);
    }
  present (self, dialog);
}

/* --- Before that --- */

static void
details_cb (GObject *machine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeActionPreview) self = user_data;
  GError *error = NULL;

  self->details = modscope_machine_load_details_finish (MODSCOPE_MACHINE (machine), result, &error);
  if (self->details != NULL)
    show_dialog (self);
  else
    fail (self, error);
}

/* Since the row was drawn, somebody else may have done it. */
static gboolean
check_steps (ModscopeActionPreview *self, GError **error)
{
  const ModscopePlanWarning *warning;

  if (self->plan->steps->len > 0 || self->plan->warnings->len == 0)
    return TRUE;
  warning = g_ptr_array_index (self->plan->warnings, 0);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS, warning->text);
  return FALSE;
}

/* What would be refused anyway is not asked for. */
static gboolean
check_plan (ModscopeActionPreview *self, GError **error)
{
  if (!modscope_plan_check (self->plan, self->verb, error))
    return FALSE;
  if (self->plan->critical_reason != MODSCOPE_CRITICAL_DISK || strcmp (self->verb, "block") == 0)
    return check_steps (self, error);
  g_set_error_literal (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_CRITICAL,
                       self->plan->critical);
  return FALSE;
}

static void
strong_planned_cb (GObject *machine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeActionPreview) self = user_data;
  GError *error = NULL;

  self->strong_plan = modscope_plan_make_finish (MODSCOPE_MACHINE (machine), result, &error);
  if (self->strong_plan != NULL)
    show_dialog (self);
  else
    fail (self, error);
}

static void
planned_cb (GObject *machine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeActionPreview) self = user_data;
  GError *error = NULL;

  self->plan = modscope_plan_make_finish (MODSCOPE_MACHINE (machine), result, &error);
  if (self->plan == NULL || !check_plan (self, &error))
    fail (self, error);
  else if (is_load (self) && self->names[1] == NULL && self->plan->steps->len > 0)
    modscope_machine_load_details_async (self->machine,
                                         modscope_machine_lookup (self->machine, self->names[0]),
                                         NULL, details_cb, g_object_ref (self));
  else if (strcmp (self->verb, "block") == 0)
    modscope_plan_make_async (self->machine, self->verb, (const char *const *) self->names, TRUE,
                              NULL, strong_planned_cb, g_object_ref (self));
  else
    show_dialog (self);
}

static void
refreshed_cb (GObject *machine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeActionPreview) self = user_data;
  GError *error = NULL;

  if (!modscope_machine_refresh_finish (MODSCOPE_MACHINE (machine), result, &error))
    fail (self, error);
  else
    modscope_plan_make_async (self->machine, self->verb, (const char *const *) self->names, FALSE,
                              NULL, planned_cb, g_object_ref (self));
}

static void
queried_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeActionPreview) self = user_data;
  GError *error = NULL;
  ModscopeClientState state =
    modscope_client_query_finish (MODSCOPE_CLIENT (client), result, &error);

  if (error != NULL || !modscope_client_state_check (state, &error))
    fail (self, error);
  else
    modscope_machine_refresh_async (self->machine, NULL, refreshed_cb, g_object_ref (self));
}

/* --- The class --- */

static void
modscope_action_preview_finalize (GObject *object)
{
  ModscopeActionPreview *self = MODSCOPE_ACTION_PREVIEW (object);

  g_clear_weak_pointer (&self->window);
  g_object_unref (self->client);
  g_object_unref (self->machine);
  g_strfreev (self->names);
  g_clear_pointer (&self->agreed, modscope_action_request_free);
  g_clear_pointer (&self->plan, modscope_plan_free);
  g_clear_pointer (&self->strong_plan, modscope_plan_free);
  g_clear_pointer (&self->details, modscope_module_details_unref);
  G_OBJECT_CLASS (modscope_action_preview_parent_class)->finalize (object);
}

static void
modscope_action_preview_class_init (ModscopeActionPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = modscope_action_preview_finalize;
}

static void
modscope_action_preview_init (ModscopeActionPreview *self)
{
}

ModscopeActionPreview *
modscope_action_preview_new (GtkWindow *window,
                             ModscopeClient *client,
                             ModscopeMachine *machine,
                             const char *verb,
                             const char *const *names)
{
  ModscopeActionPreview *self = g_object_new (MODSCOPE_TYPE_ACTION_PREVIEW, NULL);

  g_set_weak_pointer (&self->window, window);
  self->client = g_object_ref (client);
  self->machine = g_object_ref (machine);
  self->verb = g_intern_string (verb);
  self->names = g_strdupv ((GStrv) names);
  return self;
}

const char *
modscope_action_preview_get_verb (ModscopeActionPreview *self)
{
  return self->verb;
}

const char *const *
modscope_action_preview_get_names (ModscopeActionPreview *self)
{
  return (const char *const *) self->names;
}

void
modscope_action_preview_ask_async (ModscopeActionPreview *self,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (self->machine);
  GError *error = NULL;

  self->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->task, modscope_action_preview_ask_async);
  if (modscope_client_has_bus (modscope_kernel_get_paths (kernel)))
    modscope_client_query_async (self->client, NULL, queried_cb, g_object_ref (self));
  else
    {
      modscope_client_state_check (MODSCOPE_CLIENT_NO_BUS, &error);
      fail (self, error);
    }
}

ModscopeActionRequest *
modscope_action_preview_ask_finish (ModscopeActionPreview *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
