/* The life of one call: plan, authorize, plan again and compare, act.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-call.h"

#include <gio/gunixfdlist.h>
#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-refuse.h"
#include "helper/modscope-authority.h"

struct _ModscopeCall
{
  const ModscopeCallSetup *setup;
  const ModscopeCallVerb *verb;
  GDBusMethodInvocation *invocation;
  GCancellable *cancellable; /* cancelled when the caller leaves the bus */
  guint watch_id;
  gulong ending_id;
  uid_t user;
  ModscopeCallPlan plan;
};

static void
plan_clear (ModscopeCallPlan *plan)
{
  g_clear_pointer (&plan->value, g_free);
  g_clear_pointer (&plan->steps, g_variant_unref);
}

const char *
modscope_call_get_sender (ModscopeCall *self)
{
  return g_dbus_method_invocation_get_sender (self->invocation);
}

static void
call_end (ModscopeCall *self)
{
  const ModscopeCallSetup *setup = self->setup;

  g_bus_unwatch_name (self->watch_id);
  g_cancellable_disconnect (setup->ending, self->ending_id);
  modscope_limits_leave (setup->limits, modscope_call_get_sender (self));
  plan_clear (&self->plan);
  g_object_unref (self->cancellable);
  g_object_unref (self->invocation);
  g_free (self);
  setup->ended (setup->ended_data);
}

void
modscope_call_return (ModscopeCall *self, GVariant *reply)
{
  g_dbus_method_invocation_return_value (g_object_ref (self->invocation), reply);
  call_end (self);
}

/* The bus knows the names of the helper's own errors only. */
static GError *
to_helper_error (GError *error)
{
  ModscopeHelperError code = MODSCOPE_HELPER_ERROR_KERNEL_REFUSED;
  GError *own = NULL;

  if (error->domain == MODSCOPE_HELPER_ERROR || error->domain == G_DBUS_ERROR)
    return error;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = MODSCOPE_HELPER_ERROR_DISMISSED;
  else if (g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND) ||
           g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_MODULES_GONE))
    code = MODSCOPE_HELPER_ERROR_NOT_FOUND;
  modscope_refuse_about (&own, (int) code, error->message, NULL, NULL);
  g_error_free (error);
  return own;
}

void
modscope_call_fail (ModscopeCall *self, GError *error)
{
  g_dbus_method_invocation_take_error (g_object_ref (self->invocation), to_helper_error (error));
  call_end (self);
}

const ModscopeCallSetup *
modscope_call_get_setup (ModscopeCall *self)
{
  return self->setup;
}

GVariant *
modscope_call_get_arguments (ModscopeCall *self)
{
  return g_dbus_method_invocation_get_parameters (self->invocation);
}

GVariant *
modscope_call_get_steps (ModscopeCall *self)
{
  return self->plan.steps;
}

uid_t
modscope_call_get_user (ModscopeCall *self)
{
  return self->user;
}

/* An agent may render what it shows as markup, and "<!--" would hide the rest: what markup is made
 * of is shown as characters that look alike. Values are ASCII, so that no two of them look the
 * same. */
static char *
dup_shown (const char *text)
{
  g_autoptr (GString) shown = g_string_new (text);

  g_string_replace (shown, "<", "‹", 0);
  g_string_replace (shown, ">", "›", 0);
  g_string_replace (shown, "&", "＆", 0);
  return g_string_free (g_steal_pointer (&shown), FALSE);
}

static gboolean
make_plan (ModscopeCall *self, ModscopeCallPlan *plan, GError **error)
{
  g_autofree char *text = NULL;

  if (!self->verb->plan (self->setup, modscope_call_get_arguments (self), plan, error))
    return FALSE;
  text = g_steal_pointer (&plan->value);
  plan->value = dup_shown (text);
  return strlen (plan->value) <= MODSCOPE_CALL_SHOWN_MAX ||
         modscope_refuse (error, LIMIT_EXCEEDED, "More at once than a dialog can show");
}

static gboolean
is_same_plan (const ModscopeCallPlan *a, const ModscopeCallPlan *b)
{
  return strcmp (a->action, b->action) == 0 && strcmp (a->value, b->value) == 0 &&
         g_variant_equal (a->steps, b->steps);
}

static void
authorized_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  ModscopeCall *self = user_data;
  ModscopeCallPlan again = { NULL };
  GError *error = NULL;

  if (modscope_authority_check_finish (result, &error) &&
      !g_cancellable_set_error_if_cancelled (self->cancellable, &error) &&
      make_plan (self, &again, &error))
    {
      if (!is_same_plan (&self->plan, &again))
        g_set_error_literal (&error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_STALE,
                             "What would be done has changed since it was asked for");
      else
        modscope_limits_count_act (self->setup->limits, g_get_monotonic_time (), &error);
    }
  plan_clear (&again);
  if (error != NULL)
    {
      modscope_call_fail (self, error);
      return;
    }
  /* The journal has who did what, however it ends. */
  g_message ("User %u (%s): %s, %s", self->user, modscope_call_get_sender (self), self->plan.action,
             self->plan.value);
  self->verb->act (self);
}

static void
ending_cb (GCancellable *ending, gpointer user_data)
{
  ModscopeCall *self = user_data;

  g_cancellable_cancel (self->cancellable);
}

static void
authorize (ModscopeCall *self)
{
  GDBusMessage *message = g_dbus_method_invocation_get_message (self->invocation);
  const ModscopeQuestion question = {
    .sender = modscope_call_get_sender (self),
    .action = self->plan.action,
    .detail = self->plan.detail,
    .value = self->plan.value,
    .interactive = (g_dbus_message_get_flags (message) &
                    G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION) != 0,
    .answer_seconds = self->setup->authority_seconds,
  };

  /* No dialog keeps the service from ending. */
  self->ending_id = g_cancellable_connect (self->setup->ending, G_CALLBACK (ending_cb), self, NULL);
  modscope_authority_check_async (&question, self->cancellable, authorized_cb, self);
}

/* The bus, and nobody else, says whose the call is. */
static void
got_user_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  ModscopeCall *self = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  guint32 user;

  if (reply != NULL)
    {
      g_variant_get (reply, "(u)", &user);
      self->user = user;
      if (modscope_limits_set_user (self->setup->limits, modscope_call_get_sender (self), user,
                                    &error) &&
          modscope_limits_count_plan (self->setup->limits, user, g_get_monotonic_time (), &error) &&
          make_plan (self, &self->plan, &error))
        {
          authorize (self);
          return;
        }
    }
  modscope_call_fail (self, error);
}

static void
caller_gone_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ModscopeCall *self = user_data;

  g_cancellable_cancel (self->cancellable);
}

void
modscope_call_begin (const ModscopeCallSetup *setup,
                     const ModscopeCallVerb *verb,
                     GDBusMethodInvocation *invocation)
{
  GDBusConnection *connection = g_dbus_method_invocation_get_connection (invocation);
  GDBusMessage *message = g_dbus_method_invocation_get_message (invocation);
  const char *sender = g_dbus_method_invocation_get_sender (invocation);
  GUnixFDList *descriptors = g_dbus_message_get_unix_fd_list (message);
  GError *error = NULL;
  ModscopeCall *self;

  if (descriptors != NULL && g_unix_fd_list_get_length (descriptors) > 0)
    error = g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                 "No method takes file descriptors");
  else if (g_dbus_connection_is_closed (connection))
    error = g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED, "The bus is gone");
  else
    modscope_limits_enter (setup->limits, sender, &error);
  if (error != NULL)
    {
      g_dbus_method_invocation_take_error (invocation, error);
      return;
    }

  self = g_new0 (ModscopeCall, 1);
  self->setup = setup;
  self->verb = verb;
  self->invocation = invocation;
  self->cancellable = g_cancellable_new ();
  self->watch_id = g_bus_watch_name_on_connection (
    connection, sender, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, caller_gone_cb, self, NULL);
  g_dbus_connection_call (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "GetConnectionUnixUser",
                          g_variant_new ("(s)", sender), G_VARIANT_TYPE ("(u)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, got_user_cb, self);
}
