/* A change on trial.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-trial.h"

#include <string.h>

#include "base/modscope-refuse.h"
#include "helper/modscope-act.h"
#include "helper/modscope-put-back.h"
#include "helper/modscope-verbs.h"

struct _ModscopeTrial
{
  const ModscopeCallSetup *setup;
  ModscopeDBusHelper1 *skeleton;
  ModscopeCall *reserved; /* compared only */
  guint seconds;

  guint last;   /* number of the last change */
  guint change; /* the one on trial, or 0 */
  char *sender;
  uid_t user;
  GVariant *back;
  guint saved;       /* the same, should the helper not live to do it */
  GVariant *history; /* nullable */
  char *device;      /* nullable: id of the device that it is about */
  guint timeout_id;
  guint watch_id;
  gboolean reverting;
  gboolean in_part;               /* a worker was killed in reverting */
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
  return self->change == 0 && self->reserved == NULL;
}

gboolean
modscope_trial_check_free (ModscopeTrial *self, GError **error)
{
  if (modscope_trial_is_free (self))
    return TRUE;
  if (self->reserved == NULL && !self->reverting)
    return modscope_refuse (error, BUSY, "Another change is on trial");
  return modscope_refuse (
    error, BUSY,
    "Another change is being made or put back, and nothing can be tried until "
    "that has come to an end. If it does not, a driver hangs, and only a "
    "restart of the computer ends it");
}

void
modscope_trial_reserve (ModscopeTrial *self, ModscopeCall *call, guint seconds)
{
  self->reserved = call;
  self->seconds = seconds;
}

gboolean
modscope_trial_is_reserved (ModscopeTrial *self, ModscopeCall *call)
{
  return self->reserved == call;
}

void
modscope_trial_release (ModscopeTrial *self, ModscopeCall *call)
{
  if (self->reserved == call)
    self->reserved = NULL;
}

/* --- The end --- */

/* Before anybody is told that it is over: nothing is put back then, whatever becomes of us. */
static void
forget_saved (ModscopeTrial *self)
{
  modscope_put_back_forget (self->setup->paths, self->saved);
  self->saved = 0;
}

static void
forget (ModscopeTrial *self)
{
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->back, g_variant_unref);
  g_clear_pointer (&self->history, g_variant_unref);
  self->change = 0;
  self->reverting = FALSE;
  self->in_part = FALSE;
  modscope_dbus_helper1_set_pending_change (self->skeleton, 0);
  self->setup->ended (self->setup->ended_data);
}

static void
stop_waiting (ModscopeTrial *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
}

static void reverted_cb (const ModscopeWork *work, gpointer user_data);

/* Returns: whether what is behind a step in which the worker was killed is being done */
static gboolean
revert_rest (ModscopeTrial *self, const ModscopeWork *work)
{
  GVariantBuilder rest = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  gsize count = g_variant_n_children (self->back);

  if (!work->crashed || work->n_begun == 0 || work->n_begun >= count)
    {
      g_variant_builder_clear (&rest);
      return FALSE;
    }
  for (gsize i = work->n_begun; i < count; i++)
    {
      g_autoptr (GVariant) step = g_variant_get_child_value (self->back, i);

      g_variant_builder_add_value (&rest, step);
    }
  g_variant_unref (self->back);
  self->back = g_variant_ref_sink (g_variant_builder_end (&rest));
  self->in_part = TRUE;
  modscope_worker_run (self->setup->worker, self->setup->paths,
                       modscope_worker_make_soft (self->back), reverted_cb, self);
  return TRUE;
}

static void
reverted_cb (const ModscopeWork *work, gpointer user_data)
{
  ModscopeTrial *self = user_data;
  GDBusMethodInvocation *waiting;
  gboolean is_whole = work->is_whole && !self->in_part;

  if (revert_rest (self, work))
    return;
  waiting = g_steal_pointer (&self->waiting);
  if (!is_whole)
    g_warning ("Change %u was not put back as a whole", self->change);
  forget_saved (self);
  modscope_dbus_helper1_emit_change_reverted (self->skeleton, self->change);
  if (waiting != NULL && is_whole)
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
  g_autoptr (GError) error = NULL;

  stop_waiting (self);
  if (self->change == 0 || self->reverting)
    return;
  self->reverting = TRUE;
  /* A disk behind it may have been mounted since. */
  if (self->device != NULL &&
      !modscope_device_check_critical (self->setup->paths, self->device, &error))
    {
      const ModscopeWork nothing = { .is_whole = FALSE };

      g_warning ("%s stays as it is: %s", self->device, error->message);
      reverted_cb (&nothing, self);
      return;
    }
  modscope_worker_run (self->setup->worker, self->setup->paths,
                       modscope_worker_make_soft (self->back), reverted_cb, self);
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
modscope_trial_begin (
  ModscopeTrial *self, ModscopeCall *call, GVariant *back, guint saved, GVariant *history)
{
  const char *identity;
  GDBusConnection *connection =
    g_dbus_interface_skeleton_get_connection (G_DBUS_INTERFACE_SKELETON (self->skeleton));

  self->reserved = NULL;
  self->last = self->last < G_MAXUINT32 ? self->last + 1 : 1;
  self->change = self->last;
  self->sender = g_strdup (modscope_call_get_sender (call));
  self->user = modscope_call_get_user (call);
  self->back = g_variant_ref (back);
  self->saved = saved;
  g_variant_get_child (modscope_call_get_steps (call), 4, "&s", &identity);
  if (identity[0] != '\0')
    self->device = g_strndup (identity, strcspn (identity, "\n"));
  self->history = history;
  self->timeout_id = g_timeout_add_seconds (self->seconds, time_is_over_cb, self);
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

  if (change == 0 || change != self->change || self->reverting ||
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
  forget_saved (self);
  if (self->history != NULL)
    modscope_act_keep_history (self->setup->paths, self->user, self->history);
  modscope_dbus_helper1_complete_keep_change (self->skeleton, invocation);
  forget (self);
}
