/* Restarts, devices, and changes that are on trial.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/modscope-client-private.h"

#include <string.h>

#define BUS "org.freedesktop.DBus"

/* --- What becomes of them --- */

static void
end_trial (ModscopeClient *self)
{
  if (self->trial == 0)
    return;
  self->trial = 0;
  g_signal_emit_by_name (self, "trial-reverted");
}

static void
reverted_cb (GDBusConnection *connection,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *arguments,
             gpointer user_data)
{
  ModscopeClient *self = user_data;

  if (!g_variant_is_of_type (arguments, G_VARIANT_TYPE ("(u)")))
    return;
  g_variant_get (arguments, "(u)", &self->last_reverted);
  if (self->last_reverted == self->trial)
    end_trial (self);
}

static void
owner_changed_cb (GDBusConnection *connection,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *signal,
                  GVariant *arguments,
                  gpointer user_data)
{
  const char *owner = "";

  g_variant_get (arguments, "(&s&s&s)", NULL, NULL, &owner);
  if (owner[0] == '\0')
    end_trial (user_data);
}

static void
closed_cb (GDBusConnection *connection,
           gboolean remote_peer_vanished,
           GError *error,
           gpointer user_data)
{
  end_trial (user_data);
}

void
modscope_client_trial_listen (ModscopeClient *self)
{
  self->reverted_id = g_dbus_connection_signal_subscribe (
    self->connection, MODSCOPE_CLIENT_NAME, MODSCOPE_CLIENT_NAME, "ChangeReverted",
    MODSCOPE_CLIENT_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, reverted_cb, self, NULL);
  self->owner_id = g_dbus_connection_signal_subscribe (
    self->connection, BUS, BUS, "NameOwnerChanged", "/org/freedesktop/DBus", MODSCOPE_CLIENT_NAME,
    G_DBUS_SIGNAL_FLAGS_NONE, owner_changed_cb, self, NULL);
  g_signal_connect_object (self->connection, "closed", G_CALLBACK (closed_cb), self,
                           (GConnectFlags) 0);
}

void
modscope_client_trial_forget (ModscopeClient *self)
{
  if (self->connection == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->connection, self);
  g_dbus_connection_signal_unsubscribe (self->connection, self->reverted_id);
  g_dbus_connection_signal_unsubscribe (self->connection, self->owner_id);
  self->last_reverted = 0;
  end_trial (self);
}

/* The number of a change is the last that an answer of these methods tells. */
void
modscope_client_trial_take (ModscopeClient *self, const char *method, GVariant *answer)
{
  guint change = 0;

  if (strcmp (method, "KeepChange") == 0)
    self->trial = 0;
  else if (g_variant_is_of_type (answer, G_VARIANT_TYPE ("(asu)")))
    g_variant_get_child (answer, 1, "u", &change);
  else if (g_variant_is_of_type (answer, G_VARIANT_TYPE ("(u)")))
    g_variant_get_child (answer, 0, "u", &change);
  if (change == 0)
    return;
  self->trial = change;
  self->trial_began = g_get_monotonic_time ();
  /* The news of its end can be faster than that of its beginning. */
  if (change == self->last_reverted)
    end_trial (self);
}

guint
modscope_client_get_trial (ModscopeClient *self)
{
  g_return_val_if_fail (MODSCOPE_IS_CLIENT (self), 0);

  return self->trial;
}

gint64
modscope_client_get_trial_began (ModscopeClient *self)
{
  g_return_val_if_fail (MODSCOPE_IS_CLIENT (self), 0);

  return self->trial_began;
}

/* --- The verbs --- */

void
modscope_client_keep_async (ModscopeClient *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  modscope_client_call_async (self, "KeepChange", g_variant_new ("(u)", self->trial),
                              G_VARIANT_TYPE_UNIT, modscope_client_keep_async, cancellable,
                              callback, user_data);
}

void
modscope_client_revert_async (ModscopeClient *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  modscope_client_call_async (self, "RevertChange", g_variant_new ("(u)", self->trial),
                              G_VARIANT_TYPE_UNIT, modscope_client_revert_async, cancellable,
                              callback, user_data);
}

void
modscope_client_restart_async (ModscopeClient *self,
                               const char *name,
                               const char *const *with,
                               guint trial_seconds,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  static const char *const none[] = { NULL };

  modscope_client_call_async (
    self, "RestartModule",
    g_variant_new ("(s^asu)", name, with != NULL ? with : none, trial_seconds),
    G_VARIANT_TYPE ("(u)"), modscope_client_restart_async, cancellable, callback, user_data);
}

void
modscope_client_control_device_async (ModscopeClient *self,
                                      const char *device,
                                      const char *verb,
                                      const char *driver,
                                      guint trial_seconds,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  modscope_client_call_async (
    self, "ControlDevice",
    g_variant_new ("(sssu)", device, verb, driver != NULL ? driver : "", trial_seconds),
    G_VARIANT_TYPE ("(u)"), modscope_client_control_device_async, cancellable, callback, user_data);
}

gboolean
modscope_client_change_finish (ModscopeClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) answer = g_task_propagate_pointer (G_TASK (result), error);

  return answer != NULL;
}
