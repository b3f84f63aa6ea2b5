/* The life of one call: plan, authorize, plan again and compare, act.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-call.h"

#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-refuse.h"

void
modscope_call_plan_clear (ModscopeCallPlan *plan)
{
  g_clear_pointer (&plan->shown, g_free);
  g_clear_pointer (&plan->orders, g_variant_unref);
  g_clear_pointer (&plan->back, g_variant_unref);
  g_clear_pointer (&plan->module, g_free);
  g_clear_pointer (&plan->device, modscope_device_change_free);
  g_clear_pointer (&plan->rules, g_ptr_array_unref);
  g_clear_pointer (&plan->old_text, g_free);
  g_clear_pointer (&plan->new_text, g_free);
}

static void
call_end (ModscopeCall *self)
{
  const ModscopeCallSetup *setup = self->setup;

  g_bus_unwatch_name (self->watch_id);
  modscope_limits_leave (setup->limits, self->sender);
  modscope_call_plan_clear (&self->plan);
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

gboolean
modscope_call_plan_make (ModscopeCallPlan *plan,
                         const ModscopeMethod *method,
                         const ModscopeCallSetup *setup,
                         GVariant *arguments,
                         GError **error)
{
  g_autofree char *text = NULL;

  if (!method->plan (setup, arguments, plan, error))
    return FALSE;
  text = g_steal_pointer (&plan->shown);
  plan->shown = dup_shown (text);
  return strlen (plan->shown) <= MODSCOPE_CALL_SHOWN_MAX ||
         modscope_refuse (error, LIMIT_EXCEEDED, "More at once than a dialog can show");
}

static gboolean
make_plan (ModscopeCall *self, ModscopeCallPlan *plan, GError **error)
{
  return modscope_call_plan_make (plan, self->method, self->setup,
                                  g_dbus_method_invocation_get_parameters (self->invocation),
                                  error);
}

static gboolean
is_same_variant (GVariant *a, GVariant *b)
{
  return (a == NULL && b == NULL) || (a != NULL && b != NULL && g_variant_equal (a, b));
}

/* Whether the same would be done, to the same. What else is in a plan comes of the arguments
 * alone. */
static gboolean
is_same_plan (const ModscopeCallPlan *a, const ModscopeCallPlan *b)
{
  return strcmp (a->action, b->action) == 0 && strcmp (a->shown, b->shown) == 0 &&
         is_same_variant (a->orders, b->orders) && is_same_variant (a->back, b->back) &&
         g_strcmp0 (a->old_text, b->old_text) == 0 && g_strcmp0 (a->new_text, b->new_text) == 0 &&
         (a->device == NULL || (strcmp (a->device->identity, b->device->identity) == 0 &&
                                g_strcmp0 (a->device->driver, b->device->driver) == 0));
}

static void
authorized_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  ModscopeCall *self = user_data;
  g_auto (ModscopeCallPlan) again = { NULL };
  GError *error = NULL;

  if (modscope_authority_check_finish (result, &error) &&
      !g_cancellable_set_error_if_cancelled (self->cancellable, &error) &&
      make_plan (self, &again, &error))
    {
      if (!is_same_plan (&self->plan, &again))
        modscope_refuse (&error, STALE, "What would be done has changed since it was asked for");
      else
        modscope_limits_count_act (self->setup->limits, g_get_monotonic_time (), &error);
    }
  if (error != NULL)
    {
      modscope_call_fail (self, error);
      return;
    }
  /* The journal has who did what, however it ends. */
  g_message ("User %u (%s): %s, %s", self->user, self->sender, self->plan.action, self->plan.shown);
  self->method->act (self);
}

static void
authorize (ModscopeCall *self)
{
  GDBusMessage *message = g_dbus_method_invocation_get_message (self->invocation);

  self->question = (ModscopeQuestion){
    .connection = g_dbus_method_invocation_get_connection (self->invocation),
    .sender = self->sender,
    .action = self->plan.action,
    .detail = self->plan.detail,
    .value = self->plan.shown,
    .interactive = (g_dbus_message_get_flags (message) &
                    G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION) != 0,
    .answer_seconds = self->setup->authority_seconds,
  };
  /* No dialog keeps the service from ending. */
  if (g_cancellable_is_cancelled (self->setup->ending))
    g_cancellable_cancel (self->cancellable);
  g_signal_connect_object (self->setup->ending, "cancelled", G_CALLBACK (g_cancellable_cancel),
                           self->cancellable, G_CONNECT_SWAPPED);
  modscope_authority_check_async (&self->question, self->cancellable, authorized_cb, self);
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
      if (modscope_limits_set_user (self->setup->limits, self->sender, user, &error) &&
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
                     const ModscopeMethod *method,
                     GDBusMethodInvocation *invocation)
{
  GDBusConnection *connection = g_dbus_method_invocation_get_connection (invocation);
  const char *sender = g_dbus_method_invocation_get_sender (invocation);
  GError *error = NULL;
  ModscopeCall *self;

  if (g_dbus_connection_is_closed (connection))
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
  self->method = method;
  self->sender = sender;
  self->invocation = invocation;
  self->cancellable = g_cancellable_new ();
  self->watch_id = g_bus_watch_name_on_connection (
    connection, sender, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, caller_gone_cb, self, NULL);
  g_dbus_connection_call (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "GetConnectionUnixUser",
                          g_variant_new ("(s)", sender), G_VARIANT_TYPE ("(u)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, got_user_cb, self);
}
