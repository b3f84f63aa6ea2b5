/* The privileged helper on the bus: its name, its methods, its coming and going.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-helper.h"

#include <glib-unix.h>

#include "helper/modscope-verbs.h"
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
  gboolean has_name;
  gboolean leaving; /* the name is being given back, or is gone */
  gboolean gone;    /* no call arrives any more */
  int status;
} Helper;

/* --- Methods --- */

static gboolean
begin (Helper *helper, const ModscopeCallVerb *verb, GDBusMethodInvocation *invocation)
{
  g_clear_handle_id (&helper->idle_id, g_source_remove);
  modscope_call_begin (&helper->calls, verb, invocation);
  /* A call that was refused at once has not begun. */
  helper->calls.ended (helper);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
handle_load_module_cb (ModscopeDBusHelper1 *skeleton,
                       GDBusMethodInvocation *invocation,
                       const char *name,
                       GVariant *parameters,
                       const char *const *expected,
                       Helper *helper)
{
  return begin (helper, &modscope_load_verb, invocation);
}

static gboolean
handle_unload_modules_cb (ModscopeDBusHelper1 *skeleton,
                          GDBusMethodInvocation *invocation,
                          const char *const *names,
                          guint trial_seconds,
                          Helper *helper)
{
  return begin (helper, &modscope_unload_verb, invocation);
}

static gboolean
handle_apply_rules_cb (ModscopeDBusHelper1 *skeleton,
                       GDBusMethodInvocation *invocation,
                       GVariant *changes,
                       Helper *helper)
{
  return begin (helper, &modscope_rules_verb, invocation);
}

/* --- Coming and going --- */

static void
quit_if_done (Helper *helper)
{
  if (helper->gone && modscope_limits_get_pending (helper->calls.limits) == 0)
    g_main_loop_quit (helper->loop);
}

/* The bus answers in order: every call that it sent to our name is here by now and was begun. */
static void
released_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Helper *helper = user_data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (helper->connection, result, NULL);

  helper->gone = TRUE;
  quit_if_done (helper);
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

static gboolean
terminate_cb (gpointer user_data)
{
  leave (user_data);
  return G_SOURCE_CONTINUE;
}

static void
call_ended_cb (gpointer user_data)
{
  Helper *helper = user_data;

  quit_if_done (helper);
  if (modscope_limits_get_pending (helper->calls.limits) > 0 || helper->leaving)
    return;
  g_clear_handle_id (&helper->idle_id, g_source_remove);
  helper->idle_id = g_timeout_add_seconds (helper->idle_seconds, idle_cb, helper);
}

static void
name_acquired_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  Helper *helper = user_data;

  helper->has_name = TRUE;
}

/* Another instance has it, or the bus is gone. What has begun is finished all the same. */
static void
name_lost_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  Helper *helper = user_data;

  if (!helper->has_name)
    {
      g_warning ("The name %s cannot be had on the bus", name);
      helper->status = 1;
    }
  if (helper->leaving)
    return;
  helper->leaving = TRUE;
  helper->gone = TRUE;
  quit_if_done (helper);
}

static gboolean export(Helper *helper, GError **error)
{
  helper->skeleton = modscope_dbus_helper1_skeleton_new ();
  modscope_dbus_helper1_set_version (helper->skeleton, MODSCOPE_VERSION);
  g_signal_connect (helper->skeleton, "handle-load-module", G_CALLBACK (handle_load_module_cb),
                    helper);
  g_signal_connect (helper->skeleton, "handle-unload-modules",
                    G_CALLBACK (handle_unload_modules_cb), helper);
  g_signal_connect (helper->skeleton, "handle-apply-rules", G_CALLBACK (handle_apply_rules_cb),
                    helper);
  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (helper->skeleton),
                                           helper->connection, PATH, error);
}

int
modscope_helper_run (const ModscopeHelperSetup *setup)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (ModscopeLimits) limits = modscope_limits_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, &error);
  Helper helper = {
    .loop = loop,
    .connection = connection,
    .calls = { setup->paths, setup->worker, limits, setup->authority_seconds, call_ended_cb,
               &helper },
    .idle_seconds = setup->idle_seconds,
  };
  guint terminate_id;
  guint name_id;

  if (connection == NULL || !export(&helper, &error))
    {
      g_warning ("Cannot serve on the system bus: %s", error->message);
      g_clear_object (&helper.skeleton);
      return 1;
    }
  /* The bus may go while something is being done; name_lost_cb () sees to it. */
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  terminate_id = g_unix_signal_add (SIGTERM, terminate_cb, &helper);
  name_id = g_bus_own_name_on_connection (connection, NAME, G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE,
                                          name_acquired_cb, name_lost_cb, &helper, NULL);
  call_ended_cb (&helper);
  g_main_loop_run (loop);

  g_dbus_connection_flush_sync (connection, NULL, NULL);
  g_clear_handle_id (&helper.idle_id, g_source_remove);
  g_source_remove (terminate_id);
  g_bus_unown_name (name_id);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (helper.skeleton));
  g_object_unref (helper.skeleton);
  return helper.status;
}
