/* The privileged helper on the bus: its name, its methods, its coming and going.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-helper.h"

#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <signal.h>

#include "helper/modscope-methods.h"
#include "helper/modscope-trial.h"
#include "system/modscope-worker.h"
#include "modscope-build.h"
#include "modscope-helper1.h"

#define NAME "io.github.modscope.Helper1"
#define PATH "/io/github/modscope/Helper1"

typedef struct
{
  GMainLoop *loop;
  GDBusConnection *connection;
  ModscopeDBusHelper1 *skeleton;
  ModscopeCallSetup calls;
  guint idle_seconds;
  guint idle_id;
  gboolean leaving; /* the name is being given back, or the bus is gone */
  gboolean gone;    /* no call arrives any more */
} Helper;

/* --- Methods --- */

/* What has a plan takes the whole way of a ModscopeCall, permission included. The other two need no
 * permission: they are about what their caller began. */
static const ModscopeMethod methods[] = {
  { "handle-load-module", modscope_plan_load, modscope_act_on_kernel, .reply = "(as)",
    .history = MODSCOPE_WORKER_LOAD },
  { "handle-unload-modules", modscope_plan_unload, modscope_act_on_kernel, .reply = "(asu)",
    .history = MODSCOPE_WORKER_UNLOAD },
  { "handle-restart-module", modscope_plan_restart, modscope_act_on_kernel, .reply = "(u)",
    .puts_back = TRUE },
  { "handle-control-device", modscope_plan_device, modscope_act_on_kernel, .reply = "(u)",
    .puts_back = TRUE },
  { "handle-apply-rules", modscope_plan_rules, modscope_act_on_rules },
  { "handle-keep-change", .keeps = TRUE },
  { "handle-revert-change", .keeps = FALSE },
};

static gboolean
has_descriptors (GDBusMethodInvocation *invocation)
{
  GUnixFDList *list =
    g_dbus_message_get_unix_fd_list (g_dbus_method_invocation_get_message (invocation));

  return list != NULL && g_unix_fd_list_get_length (list) > 0;
}

/* The door of all methods, behind the skeleton's check of types. Handlers of its signals have the
 * invocation as their second parameter, and then the arguments. */
static void
called_cb (GClosure *closure,
           GValue *handled,
           guint n_parameters,
           const GValue *parameters,
           gpointer hint,
           gpointer data)
{
  Helper *helper = closure->data;
  const ModscopeMethod *method = data;
  GDBusMethodInvocation *invocation = g_value_get_object (&parameters[1]);

  if (has_descriptors (invocation))
    g_dbus_method_invocation_return_error_literal (
      invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "No method takes file descriptors");
  else if (method->plan != NULL)
    modscope_call_begin (&helper->calls, method, invocation);
  else
    modscope_trial_answer (helper->calls.trial, invocation, g_value_get_uint (&parameters[2]),
                           method->keeps);
  g_value_set_boolean (handled, TRUE);
  /* A call that was refused at once has not begun. */
  helper->calls.ended (helper);
}

/* --- Coming and going --- */

static gboolean
has_work (Helper *helper)
{
  return modscope_limits_get_pending (helper->calls.limits) > 0 ||
         !modscope_trial_is_free (helper->calls.trial);
}

static void go_on (gpointer user_data);

/* The bus answers in order: every call that it sent to our name is here by now and was begun. */
static void
released_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Helper *helper = user_data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (helper->connection, result, NULL);

  helper->gone = TRUE;
  go_on (helper);
}

static void
leave (Helper *helper)
{
  if (helper->leaving)
    return;
  helper->leaving = TRUE;
  g_dbus_connection_call (helper->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "ReleaseName", g_variant_new ("(s)", NAME),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, released_cb,
                          helper);
}

static gboolean
idle_cb (gpointer user_data)
{
  Helper *helper = user_data;

  helper->idle_id = 0;
  leave (helper);
  return G_SOURCE_REMOVE;
}

/* What comes next, whatever came to an end. Told to leave, it puts back what is on trial while
 * there is still somebody who can be told. */
static void
go_on (gpointer user_data)
{
  Helper *helper = user_data;
  gboolean is_ending = g_cancellable_is_cancelled (helper->calls.ending);

  g_clear_handle_id (&helper->idle_id, g_source_remove);
  if (is_ending)
    modscope_trial_revert (helper->calls.trial);
  if (is_ending && modscope_trial_is_free (helper->calls.trial))
    leave (helper);
  if (has_work (helper))
    return;
  if (helper->gone)
    g_main_loop_quit (helper->loop);
  else if (!helper->leaving)
    helper->idle_id = g_timeout_add_seconds (helper->idle_seconds, idle_cb, helper);
}

static gboolean
terminate_cb (gpointer user_data)
{
  Helper *helper = user_data;

  g_cancellable_cancel (helper->calls.ending);
  go_on (helper);
  return G_SOURCE_CONTINUE;
}

/* What is being done is finished all the same. */
static void
bus_gone_cb (GDBusConnection *connection,
             gboolean remote_peer_vanished,
             GError *error,
             gpointer user_data)
{
  Helper *helper = user_data;

  helper->leaving = TRUE;
  helper->gone = TRUE;
  terminate_cb (helper);
}

/* The answer 1 is DBUS_REQUEST_NAME_REPLY_PRIMARY_OWNER. */
static gboolean
request_name (Helper *helper, GError **error)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
    helper->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "RequestName", g_variant_new ("(su)", NAME, G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE),
    G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, error);
  guint32 answer = 0;

  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(u)", &answer);
  if (answer != 1)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s is running already", NAME);
  return answer == 1;
}

static gboolean
export_object (Helper *helper, GError **error)
{
  modscope_dbus_helper1_set_version (helper->skeleton, MODSCOPE_VERSION);
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      GClosure *closure = g_closure_new_simple (sizeof *closure, helper);

      g_closure_set_meta_marshal (closure, (gpointer) &methods[i], called_cb);
      g_signal_connect_closure (helper->skeleton, methods[i].signal, closure, FALSE);
    }
  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (helper->skeleton),
                                           helper->connection, PATH, error);
}

int
modscope_helper_run (const ModscopeHelperSetup *setup)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (ModscopeLimits) limits = modscope_limits_new (setup->plans_max);
  g_autoptr (GCancellable) ending = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, &error);
  g_autoptr (ModscopeDBusHelper1) skeleton = modscope_dbus_helper1_skeleton_new ();
  Helper helper = {
    .loop = loop,
    .connection = connection,
    .skeleton = skeleton,
    .calls = { setup->paths, setup->worker, limits, NULL, ending, setup->authority_seconds, go_on,
               &helper },
    .idle_seconds = setup->idle_seconds,
  };
  g_autoptr (ModscopeTrial) trial = modscope_trial_new (&helper.calls, skeleton);
  guint terminate_id = g_unix_signal_add (SIGTERM, terminate_cb, &helper);

  helper.calls.trial = trial;

  /* A full disk or a limit is an error to report, not the end of the process. */
  signal (SIGXFSZ, SIG_IGN);
  /* Calls come as soon as the name is had: what answers them is there before. */
  if (connection == NULL || !export_object (&helper, &error) || !request_name (&helper, &error))
    {
      g_warning ("Cannot serve on the system bus: %s", error->message);
      g_source_remove (terminate_id);
      return 1;
    }
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  g_signal_connect (connection, "closed", G_CALLBACK (bus_gone_cb), &helper);
  go_on (&helper);
  g_main_loop_run (loop);

  g_dbus_connection_flush_sync (connection, NULL, NULL);
  g_signal_handlers_disconnect_by_data (connection, &helper);
  g_clear_handle_id (&helper.idle_id, g_source_remove);
  g_source_remove (terminate_id);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (helper.skeleton));
  return 0;
}
