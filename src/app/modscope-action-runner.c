/* An action from the wish to its result, the same for every page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-action-runner.h"

#include <glib/gi18n.h>
#include <string.h>

#include "diagnosis/modscope-setback.h"
#include "modscope-action-call.h"
#include "modscope-action-preview.h"
#include "modscope-action-words.h"
#include "modscope-setback-dialog.h"
#include "modscope-trial-dialog.h"

/* Seconds in which a change can be taken back by its toast; by the keyboard it can be later, too.
 */
#define TOAST_SECONDS 10

struct _ModscopeActionRunner
{
  GObject parent_instance;

  GtkWindow *window;
  AdwToastOverlay *overlay;
  ModscopeActionBar *bar;
  GSimpleActionGroup *actions;
  ModscopeMachine *machine;
  ModscopeClient *client;

  ModscopeActionPreview *preview; /* while it is looked at or agreed to */
  ModscopeActionRequest *running; /* while it is done */
  GCancellable *cancellable;
  ModscopeActionRequest *undo; /* of what runs or was done last */
  GtkWidget *trial;            /* while it is asked whether a change stays */
  char *trial_text;            /* what was done */
  gboolean was_put_back;       /* before that could be asked */
  AdwToast *toast;
};

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeActionRunner, modscope_action_runner, G_TYPE_OBJECT)

static gboolean
is_busy (ModscopeActionRunner *self)
{
  return self->preview != NULL || self->running != NULL || self->trial != NULL;
}

static void
set_enabled (ModscopeActionRunner *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update (ModscopeActionRunner *self)
{
  set_enabled (self, "cancel", self->running != NULL);
  set_enabled (self, "undo", self->undo != NULL && !is_busy (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* --- What it came to --- */

static void
show_toast (ModscopeActionRunner *self, const char *text, gboolean can_undo)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_set_object (&self->toast, adw_toast_new (escaped));
  adw_toast_set_timeout (self->toast, can_undo ? TOAST_SECONDS : 0);
  if (can_undo)
    {
      adw_toast_set_button_label (self->toast, _ ("_Undo"));
      adw_toast_set_action_name (self->toast, "actions.undo");
    }
  else
    adw_toast_set_timeout (self->toast, TOAST_SECONDS / 2);
  adw_toast_overlay_add_toast (self->overlay, g_object_ref (self->toast));
}

/* What was asked for and has no effect is no success, and stays until it is read. */
static void
show_shortfall (ModscopeActionRunner *self, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (self->window, _ ("It Has No Effect"), text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void show_setback (ModscopeActionRunner *self,
                          const char *verb,
                          const char *module,
                          const GError *error,
                          GPtrArray *done);

/* --- Whether it stays --- */

static void
forget_trial (ModscopeActionRunner *self)
{
  if (self->trial != NULL)
    g_signal_handlers_disconnect_by_data (self->trial, self);
  g_clear_object (&self->trial);
}

static void
show_put_back (ModscopeActionRunner *self)
{
  g_clear_pointer (&self->undo, modscope_action_request_free);
  update (self);
  modscope_machine_refresh_async (self->machine, NULL, NULL, NULL);
  show_toast (self, _ ("The change was put back"), FALSE);
}

/* The time is over, or there is no helper any more that would keep it. */
static void
reverted_cb (ModscopeActionRunner *self)
{
  GtkWidget *dialog = self->trial != NULL ? g_object_ref (self->trial) : NULL;

  self->was_put_back = self->running != NULL;
  if (dialog == NULL || self->window == NULL)
    return;
  forget_trial (self);
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_object_unref (dialog);
  show_put_back (self);
}

static void
kept_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeActionRunner) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_kept = modscope_client_change_finish (MODSCOPE_CLIENT (client), result, &error);

  if (self->window == NULL)
    return;
  update (self);
  if (is_kept)
    show_toast (self, self->trial_text, self->undo != NULL);
  else
    show_put_back (self);
}

static void
put_back_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeActionRunner) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->window == NULL)
    return;
  if (modscope_client_change_finish (MODSCOPE_CLIENT (client), result, &error))
    show_put_back (self);
  else
    show_setback (self, "undo", self->undo != NULL ? self->undo->modules[0] : "", error, NULL);
}

static void
trial_response_cb (ModscopeActionRunner *self, const char *response)
{
  forget_trial (self);
  if (strcmp (response, MODSCOPE_TRIAL_KEEP) == 0)
    modscope_client_keep_async (self->client, NULL, kept_cb, g_object_ref (self));
  else
    modscope_client_revert_async (self->client, NULL, put_back_cb, g_object_ref (self));
}

static void
ask_whether_it_stays (ModscopeActionRunner *self, const ModscopeActionRequest *request)
{
  gint64 end = modscope_client_get_trial_began (self->client) +
               (gint64) request->trial_seconds * G_USEC_PER_SEC;

  g_set_object (&self->trial, modscope_trial_dialog_new (self->window, self->trial_text, end));
  g_signal_connect_object (self->trial, "response", G_CALLBACK (trial_response_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
  gtk_window_present (GTK_WINDOW (self->trial));
}

static void
show_result (ModscopeActionRunner *self, const ModscopeActionRequest *request, GPtrArray *done)
{
  g_autofree char *text = modscope_action_dup_result (request, done, self->machine);
  g_autofree char *shortfall = modscope_action_dup_shortfall (done, self->machine);

  g_free (self->trial_text);
  self->trial_text = g_steal_pointer (&text);
  if (modscope_client_get_trial (self->client) != 0)
    {
      ask_whether_it_stays (self, request);
      return;
    }
  /* A computer that needs so long for a look at what was done has not asked anybody. */
  if (self->was_put_back)
    {
      show_put_back (self);
      return;
    }
  show_toast (self, self->trial_text, self->undo != NULL);
  if (shortfall != NULL)
    show_shortfall (self, shortfall);
}

/* --- What it failed on --- */

static const ModscopeFix *
find_offer (const ModscopeSetback *setback)
{
  static const char *const verbs[] = { "load", "unload", "block", "unblock", NULL };

  for (guint i = 0; i < setback->fixes->len; i++)
    {
      const ModscopeFix *fix = g_ptr_array_index (setback->fixes, i);

      if (fix->verb != NULL && fix->arguments != NULL && g_strv_contains (verbs, fix->verb))
        return fix;
    }
  return NULL;
}

typedef struct
{
  ModscopeActionRunner *runner;
  char *verb;
  GStrv names;
} Offer;

static void
offer_free (gpointer data, GClosure *closure)
{
  Offer *offer = data;

  g_object_unref (offer->runner);
  g_free (offer->verb);
  g_strfreev (offer->names);
  g_free (offer);
}

static void
offer_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Offer *offer = user_data;

  if (strcmp (response, "fix") == 0)
    modscope_action_runner_start (offer->runner, offer->verb, (const char *const *) offer->names);
}

static void
show_setback (ModscopeActionRunner *self,
              const char *verb,
              const char *module,
              const GError *error,
              GPtrArray *done)
{
  g_autoptr (ModscopeSetback) setback =
    modscope_setback_new (verb, module, error, done, self->machine);
  const ModscopeFix *fix = find_offer (setback);
  GtkWidget *dialog = modscope_setback_dialog_new (self->window, setback, fix);

  if (fix != NULL)
    {
      Offer *offer = g_new (Offer, 1);

      offer->runner = g_object_ref (self);
      offer->verb = g_strdup (fix->verb);
      offer->names = g_strdupv (fix->arguments);
      g_signal_connect_data (dialog, "response", G_CALLBACK (offer_response_cb), offer, offer_free,
                             0);
    }
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Doing it --- */

static void
called_cb (GObject *machine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeActionRunner) self = user_data;
  g_autoptr (ModscopeActionRequest) request = g_steal_pointer (&self->running);
  g_autoptr (GPtrArray) done = NULL;
  g_autoptr (GError) error = NULL;
  const char *failed;

  modscope_action_call_finish (result, &done, &error);
  g_clear_object (&self->cancellable);
  if (self->window == NULL)
    return;
  modscope_action_bar_set_text (self->bar, NULL);
  failed = modscope_action_call_get_failed_module (result);
  /* Of a device nothing is half done. */
  if (done->len == 0 || (error != NULL && modscope_action_request_is_of_device (request)))
    g_clear_pointer (&self->undo, modscope_action_request_free);
  else if (self->undo != NULL)
    modscope_action_request_set_done (self->undo, done);
  update (self);
  if (error == NULL)
    show_result (self, request, done);
  else if (modscope_action_call_is_cancelled (error))
    {
      /* Who says no at the question for a password says it before anything has begun. */
      gboolean has_begun = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_autofree char *text =
        modscope_action_dup_cancelled (request, has_begun, done, self->machine);

      show_toast (self, text, self->undo != NULL);
    }
  else if (failed != NULL)
    show_setback (self, "load", failed, error, done);
  else
    show_setback (self, request->verb, request->modules[0], error, done);
}

void
modscope_action_runner_run (ModscopeActionRunner *self, ModscopeActionRequest *request)
{
  g_autofree char *text = modscope_action_dup_progress (request);

  g_return_if_fail (MODSCOPE_IS_ACTION_RUNNER (self));
  g_return_if_fail (self->running == NULL);

  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
  g_clear_pointer (&self->undo, modscope_action_request_free);
  self->undo = modscope_action_request_new_undo (request, self->machine);
  self->running = request;
  self->was_put_back = FALSE;
  self->cancellable = g_cancellable_new ();
  modscope_action_bar_set_text (self->bar, text);
  update (self);
  modscope_action_call_async (self->client, self->machine, request, self->cancellable, called_cb,
                              g_object_ref (self));
}

/* --- Asking first --- */

static void
previewed_cb (GObject *preview, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeActionRunner) self = user_data;
  g_autoptr (GError) error = NULL;
  ModscopeActionRequest *request =
    modscope_action_preview_ask_finish (MODSCOPE_ACTION_PREVIEW (preview), result, &error);

  g_clear_object (&self->preview);
  if (self->window == NULL)
    g_clear_pointer (&request, modscope_action_request_free);
  else if (request != NULL)
    modscope_action_runner_run (self, request);
  else
    {
      update (self);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
        show_toast (self, error->message, FALSE);
      else if (!modscope_action_call_is_cancelled (error))
        show_setback (self, modscope_action_preview_get_verb (MODSCOPE_ACTION_PREVIEW (preview)),
                      modscope_action_preview_get_names (MODSCOPE_ACTION_PREVIEW (preview))[0],
                      error, NULL);
    }
}

void
modscope_action_runner_start (ModscopeActionRunner *self,
                              const char *verb,
                              const char *const *names)
{
  g_return_if_fail (MODSCOPE_IS_ACTION_RUNNER (self));
  g_return_if_fail (names[0] != NULL);

  if (is_busy (self) || !modscope_action_runner_can_change (self))
    return;
  self->preview =
    modscope_action_preview_new (self->window, self->client, self->machine, verb, names);
  update (self);
  modscope_action_preview_ask_async (self->preview, previewed_cb, g_object_ref (self));
}

/* What helps a device is done at once. */
static void
help_device (ModscopeActionRunner *self, const char *verb, ModscopeDevice *device)
{
  g_autoptr (GError) error = NULL;

  if (modscope_client_has_bus (
        modscope_kernel_get_paths (modscope_machine_get_kernel (self->machine))))
    {
      modscope_action_runner_run (self, modscope_action_request_new_device (verb, device));
      return;
    }
  modscope_client_state_check (MODSCOPE_CLIENT_NO_BUS, &error);
  show_setback (self, verb, modscope_device_get_id (device), error, NULL);
}

void
modscope_action_runner_start_device (ModscopeActionRunner *self,
                                     const char *verb,
                                     ModscopeDevice *device)
{
  const char *const ids[] = { modscope_device_get_id (device), NULL };

  g_return_if_fail (MODSCOPE_IS_ACTION_RUNNER (self));

  if (is_busy (self) || !modscope_action_runner_can_change (self))
    return;
  if (strcmp (verb, "on") == 0 || strcmp (verb, "switch-on") == 0)
    help_device (self, verb, device);
  else
    modscope_action_runner_start (self, verb, ids);
}

/* --- Its own actions --- */

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ModscopeActionRunner *self = user_data;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ModscopeActionRunner *self = user_data;

  if (self->undo != NULL && !is_busy (self))
    modscope_action_runner_run (self, g_steal_pointer (&self->undo));
}

/* --- The class --- */

static void
modscope_action_runner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, is_busy (MODSCOPE_ACTION_RUNNER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_action_runner_finalize (GObject *object)
{
  ModscopeActionRunner *self = MODSCOPE_ACTION_RUNNER (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->machine);
  g_clear_object (&self->client);
  g_clear_object (&self->preview);
  g_clear_pointer (&self->running, modscope_action_request_free);
  g_clear_pointer (&self->undo, modscope_action_request_free);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->toast);
  g_clear_object (&self->trial);
  g_free (self->trial_text);
  G_OBJECT_CLASS (modscope_action_runner_parent_class)->finalize (object);
}

static void
modscope_action_runner_class_init (ModscopeActionRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = modscope_action_runner_get_property;
  object_class->finalize = modscope_action_runner_finalize;
  properties[PROP_BUSY] = g_param_spec_boolean (
    "busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
modscope_action_runner_init (ModscopeActionRunner *self)
{
  static const GActionEntry entries[] = {
    { .name = "cancel", .activate = cancel_cb },
    { .name = "undo", .activate = undo_cb },
  };

  self->client = modscope_client_new ();
  g_signal_connect_object (self->client, "trial-reverted", G_CALLBACK (reverted_cb), self,
                           G_CONNECT_SWAPPED);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  update (self);
}

ModscopeActionRunner *
modscope_action_runner_new (GtkWindow *window, AdwToastOverlay *overlay, ModscopeActionBar *bar)
{
  ModscopeActionRunner *self = g_object_new (MODSCOPE_TYPE_ACTION_RUNNER, NULL);

  self->window = window;
  self->overlay = overlay;
  self->bar = bar;
  gtk_widget_insert_action_group (GTK_WIDGET (window), "actions", G_ACTION_GROUP (self->actions));
  return self;
}

void
modscope_action_runner_close (ModscopeActionRunner *self)
{
  g_return_if_fail (MODSCOPE_IS_ACTION_RUNNER (self));

  self->window = NULL;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  /* The helper puts back what is on trial when the client leaves the bus. */
  forget_trial (self);
}

void
modscope_action_runner_set_machine (ModscopeActionRunner *self, ModscopeMachine *machine)
{
  g_return_if_fail (MODSCOPE_IS_ACTION_RUNNER (self));

  g_set_object (&self->machine, machine);
  /* What was done to one kernel is not undone to another. */
  if (self->running == NULL)
    g_clear_pointer (&self->undo, modscope_action_request_free);
  update (self);
}

gboolean
modscope_action_runner_can_change (ModscopeActionRunner *self)
{
  g_return_val_if_fail (MODSCOPE_IS_ACTION_RUNNER (self), FALSE);
  return self->machine != NULL &&
         modscope_kernel_is_running (modscope_machine_get_kernel (self->machine));
}
