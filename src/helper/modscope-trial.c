/* A change on trial.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-trial.h"

#include "base/modscope-refuse.h"
#include "helper/modscope-methods.h"

struct _ModscopeTrial
{
  const ModscopeCallSetup *setup;
  ModscopeDBusHelper1 *skeleton;
  gboolean reserved;

  guint last;   /* number of the last change */
  guint change; /* the one on trial, or 0 */
  char *sender;
  uid_t user;
  ModscopePutBack *back; /* NULL while it is being put back */
  GPtrArray *history;
  guint timeout_id;
  guint watch_id;
  GDBusMethodInvocation *waiting; /* nullable: RevertChange */
};

ModscopeTrial *
modscope_trial_new (const ModscopeCallSetup *setup, ModscopeDBusHelper1 *skeleton)
{
  ModscopeTrial *self = g_new0 (ModscopeTrial, 1);

  self->setup = setup;
  self->skeleton = g_object_ref (skeleton);
  return self;
}

void
modscope_trial_free (ModscopeTrial *self)
{
  g_object_unref (self->skeleton);
  g_free (self);
}

gboolean
modscope_trial_is_free (ModscopeTrial *self)
{
  return self->change == 0 && !self->reserved;
}

gboolean
modscope_trial_check (ModscopeTrial *self, guint32 seconds, GError **error)
{
  if (seconds > MODSCOPE_TRIAL_SECONDS_MAX)
    {
      g_set_error_literal (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                           "trial_seconds are too many");
      return FALSE;
    }
  if (seconds == 0 || modscope_trial_is_free (self))
    return TRUE;
  if (self->back != NULL)
    return modscope_refuse (error, BUSY, "Another change is on trial");
  return modscope_refuse (
    error, BUSY,
    "Another change is being made or put back, and nothing can be tried until "
    "that has come to an end. If it does not, a driver hangs, and only a "
    "restart of the computer ends it");
}

void
modscope_trial_reserve (ModscopeTrial *self)
{
  self->reserved = TRUE;
}

void
modscope_trial_release (ModscopeTrial *self)
{
  self->reserved = FALSE;
}

/* --- The end --- */

static void
forget (ModscopeTrial *self)
{
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  self->change = 0;
  modscope_dbus_helper1_set_pending_change (self->skeleton, 0);
  self->setup->ended (self->setup->ended_data);
}

static void
stop_waiting (ModscopeTrial *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
}

static void
reverted_cb (gboolean whole, gpointer user_data)
{
  ModscopeTrial *self = user_data;
  GDBusMethodInvocation *waiting = g_steal_pointer (&self->waiting);

  if (!whole)
    g_warning ("Change %u was not put back as a whole", self->change);
  modscope_dbus_helper1_emit_change_reverted (self->skeleton, self->change);
  if (waiting != NULL && whole)
    modscope_dbus_helper1_complete_revert_change (self->skeleton, waiting);
  else if (waiting != NULL)
    g_dbus_method_invocation_return_error_literal (waiting, MODSCOPE_HELPER_ERROR,
                                                   MODSCOPE_HELPER_ERROR_KERNEL_REFUSED,
                                                   "It was not put back as a whole");
  forget (self);
}

void
modscope_trial_revert (ModscopeTrial *self)
{
  stop_waiting (self);
  if (self->back != NULL)
    modscope_put_back_run (g_steal_pointer (&self->back), self->setup->worker, reverted_cb, self);
}

static gboolean
time_is_over_cb (gpointer user_data)
{
  ModscopeTrial *self = user_data;

  self->timeout_id = 0;
  modscope_trial_revert (self);
  return G_SOURCE_REMOVE;
}

static void
caller_gone_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  modscope_trial_revert (user_data);
}

/* --- Its life --- */

guint
modscope_trial_begin (ModscopeTrial *self,
                      ModscopeCall *call,
                      ModscopePutBack *back,
                      GPtrArray *history)
{
  GDBusConnection *connection =
    g_dbus_interface_skeleton_get_connection (G_DBUS_INTERFACE_SKELETON (self->skeleton));

  self->reserved = FALSE;
  self->last = self->last < G_MAXUINT32 ? self->last + 1 : 1;
  self->change = self->last;
  self->sender = g_strdup (call->sender);
  self->user = call->user;
  self->back = back;
  self->history = history;
  self->timeout_id = g_timeout_add_seconds (call->plan.trial_seconds, time_is_over_cb, self);
  modscope_dbus_helper1_set_pending_change (self->skeleton, self->change);
  /* If the caller has left already, this says so. */
  self->watch_id = g_bus_watch_name_on_connection (
    connection, self->sender, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, caller_gone_cb, self, NULL);
  return self->change;
}

void
modscope_trial_answer (ModscopeTrial *self,
                       GDBusMethodInvocation *invocation,
                       guint32 change,
                       gboolean keep)
{
  GError *error = NULL;

  if (self->back == NULL || change != self->change ||
      g_strcmp0 (self->sender, g_dbus_method_invocation_get_sender (invocation)) != 0)
    {
      modscope_refuse (&error, NOT_FOUND, "No such change of this program's is on trial");
      g_dbus_method_invocation_take_error (invocation, error);
      return;
    }
  if (!keep)
    {
      self->waiting = invocation;
      modscope_trial_revert (self);
      return;
    }
  stop_waiting (self);
  /* Before anybody is told that it is over. */
  g_clear_pointer (&self->back, modscope_put_back_free);
  modscope_act_keep_history (self->setup->paths, self->user, self->history);
  modscope_dbus_helper1_complete_keep_change (self->skeleton, invocation);
  forget (self);
}
