/* Calls to the privileged helper over a connection of its own: closing it tells the helper that its
 * caller does not want the answer any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/modscope-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NAME MODSCOPE_CLIENT_NAME
#define PATH MODSCOPE_CLIENT_PATH
#define BUS "org.freedesktop.DBus"

G_DEFINE_FINAL_TYPE (ModscopeClient, modscope_client, G_TYPE_OBJECT)

static void
drop_connection (ModscopeClient *self)
{
  modscope_client_trial_forget (self);
  if (self->connection != NULL)
    g_dbus_connection_close (self->connection, NULL, NULL, NULL);
  g_clear_object (&self->connection);
}

static void
modscope_client_dispose (GObject *object)
{
  drop_connection (MODSCOPE_CLIENT (object));
  G_OBJECT_CLASS (modscope_client_parent_class)->dispose (object);
}

static void
modscope_client_class_init (ModscopeClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = modscope_client_dispose;
  g_signal_new ("trial-reverted", MODSCOPE_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
modscope_client_init (ModscopeClient *self)
{
  /* From now on answers of the helper arrive as errors of its domain. */
  modscope_helper_error_quark ();
}

ModscopeClient *
modscope_client_new (void)
{
  return g_object_new (MODSCOPE_TYPE_CLIENT, NULL);
}

void
modscope_effect_free (ModscopeEffect *self)
{
  g_free (self->module);
  g_free (self->reason);
  g_free (self);
}

/* --- Connecting --- */

static gboolean
is_connected (ModscopeClient *self)
{
  return self->connection != NULL && !g_dbus_connection_is_closed (self->connection);
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ModscopeClient *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection =
    g_dbus_connection_new_for_address_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (connection == NULL)
    g_task_return_new_error (task, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER, "%s", error->message);
  else
    {
      g_dbus_connection_set_exit_on_close (connection, FALSE);
      /* Of two that were made at one time the first is kept. */
      if (is_connected (self))
        g_dbus_connection_close (connection, NULL, NULL, NULL);
      else
        {
          modscope_client_trial_forget (self);
          g_set_object (&self->connection, connection);
          modscope_client_trial_listen (self);
        }
      g_task_return_pointer (task, g_object_ref (self->connection), g_object_unref);
    }
}

/* The connection is no one else's: what others in this process ask the system bus does not end with
 * a call that is cancelled. */
static void
connect_async (ModscopeClient *self,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;

  g_task_set_source_tag (task, connect_async);
  if (is_connected (self))
    {
      g_task_return_pointer (task, g_object_ref (self->connection), g_object_unref);
      return;
    }
  /* For the system bus this is a look at the environment. */
  address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, &error);
  if (address == NULL)
    g_task_return_new_error (task, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER, "%s", error->message);
  else
    g_dbus_connection_new_for_address (address,
                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                         G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                       NULL, cancellable, connected_cb, g_steal_pointer (&task));
}

static GDBusConnection *
connect_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Calling --- */

typedef struct
{
  const char *method;
  GVariant *arguments;
  const GVariantType *answer_type;
  gboolean is_second;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_variant_unref (call->arguments);
  g_free (call);
}

/* The helper leaves when it is idle, and a call can meet it in the door. Asking again asks for
 * permission again, and no verb does twice what is done. */
static gboolean
helper_left (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT);
}

static void
cancelled_closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_dbus_connection_close_finish (G_DBUS_CONNECTION (object), result, NULL);
  g_task_return_error_if_cancelled (task);
}

/* The bus tells the helper of the closed connection before it answers anybody who asks later. */
static void
leave_bus (GTask *task, GDBusConnection *connection)
{
  ModscopeClient *self = g_task_get_source_object (task);

  if (self->connection == connection)
    {
      modscope_client_trial_forget (self);
      g_clear_object (&self->connection);
    }
  g_dbus_connection_close (connection, NULL, cancelled_closed_cb, g_object_ref (task));
}

static void call_begin (GTask *task);

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GDBusConnection *connection = G_DBUS_CONNECTION (object);
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  GVariant *answer = g_dbus_connection_call_finish (connection, result, &error);

  if (answer != NULL)
    {
      modscope_client_trial_take (g_task_get_source_object (task), call->method, answer);
      g_task_return_pointer (task, answer, (GDestroyNotify) g_variant_unref);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      leave_bus (task, connection);
    }
  else if (!call->is_second && helper_left (error))
    {
      g_error_free (error);
      call->is_second = TRUE;
      call_begin (task);
    }
  else
    {
      g_dbus_error_strip_remote_error (error);
      g_task_return_error (task, error);
    }
}

static void
call_connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GDBusConnection) connection = connect_finish (result, &error);

  if (connection == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_dbus_connection_call (connection, NAME, PATH, NAME, call->method, call->arguments,
                          call->answer_type, G_DBUS_CALL_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION,
                          G_MAXINT, g_task_get_cancellable (task), answered_cb,
                          g_object_ref (task));
}

static void
call_begin (GTask *task)
{
  connect_async (g_task_get_source_object (task), g_task_get_cancellable (task), call_connected_cb,
                 g_object_ref (task));
}

void
modscope_client_call_async (ModscopeClient *self,
                            const char *method,
                            GVariant *arguments,
                            const GVariantType *answer_type,
                            gpointer tag,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->method = method;
  call->arguments = g_variant_ref_sink (arguments);
  call->answer_type = answer_type;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, call, call_free);
  /* What was done is told, also to somebody who has changed their mind since. */
  g_task_set_check_cancellable (task, FALSE);
  call_begin (task);
}

/* --- Whether there is a helper --- */

static void
got_names_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  g_autofree const char **names = NULL;

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_variant_get (answer, "(^a&s)", &names);
  g_task_return_int (task, g_strv_contains (names, NAME) ? MODSCOPE_CLIENT_READY
                                                         : MODSCOPE_CLIENT_NOT_INSTALLED);
}

static void
got_owner_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GDBusConnection *connection = G_DBUS_CONNECTION (object);
  GError *error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (connection, result, &error);
  gboolean is_running = FALSE;

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_variant_get (answer, "(b)", &is_running);
  if (is_running)
    g_task_return_int (task, MODSCOPE_CLIENT_READY);
  else
    g_dbus_connection_call (connection, BUS, "/org/freedesktop/DBus", BUS, "ListActivatableNames",
                            NULL, G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, -1,
                            g_task_get_cancellable (task), got_names_cb, g_object_ref (task));
}

static void
query_connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GDBusConnection) connection = connect_finish (result, &error);

  if (connection != NULL)
    g_dbus_connection_call (connection, BUS, "/org/freedesktop/DBus", BUS, "NameHasOwner",
                            g_variant_new ("(s)", NAME), G_VARIANT_TYPE ("(b)"),
                            G_DBUS_CALL_FLAGS_NONE, -1, g_task_get_cancellable (task), got_owner_cb,
                            g_object_ref (task));
  else if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER))
    {
      g_error_free (error);
      g_task_return_int (task, MODSCOPE_CLIENT_NO_BUS);
    }
  else
    g_task_return_error (task, error);
}

void
modscope_client_query_async (ModscopeClient *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, modscope_client_query_async);
  connect_async (self, cancellable, query_connected_cb, task);
}

ModscopeClientState
modscope_client_query_finish (ModscopeClient *self, GAsyncResult *result, GError **error)
{
  gssize state = g_task_propagate_int (G_TASK (result), error);

  return state < 0 ? MODSCOPE_CLIENT_NO_BUS : (ModscopeClientState) state;
}

gboolean
modscope_client_has_bus (ModscopePaths *paths)
{
  return modscope_paths_is_own (paths) || g_getenv ("DBUS_SYSTEM_BUS_ADDRESS") != NULL;
}

gboolean
modscope_client_state_check (ModscopeClientState state, GError **error)
{
  if (state == MODSCOPE_CLIENT_NO_BUS)
    g_set_error (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER,
                 _ ("There is no system bus (D-Bus) here, over which the service that changes "
                    "modules is asked"));
  else if (state == MODSCOPE_CLIENT_NOT_INSTALLED)
    g_set_error (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN,
                 _ ("The service that changes modules, modscope-helper, is not installed: install "
                    "Modscope for the whole computer, by its package or with “./dev install”"));
  return state == MODSCOPE_CLIENT_READY;
}

/* --- The verbs --- */

void
modscope_client_load_async (ModscopeClient *self,
                            const char *name,
                            const char *const *parameters,
                            const char *const *expected,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  static const char *const none[] = { NULL };
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

  for (; parameters != NULL && *parameters != NULL; parameters++)
    {
      const char *equals = strchr (*parameters, '=');
      gsize length = equals != NULL ? (gsize) (equals - *parameters) : strlen (*parameters);
      g_autofree char *parameter = g_strndup (*parameters, length);

      g_variant_builder_add (&builder, "{ss}", parameter, equals != NULL ? equals + 1 : "");
    }
  modscope_client_call_async (
    self, "LoadModule",
    g_variant_new ("(sa{ss}^as)", name, &builder, expected != NULL ? expected : none),
    G_VARIANT_TYPE ("(as)"), modscope_client_load_async, cancellable, callback, user_data);
}

GStrv
modscope_client_load_finish (ModscopeClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) answer = g_task_propagate_pointer (G_TASK (result), error);
  GStrv names = NULL;

  if (answer != NULL)
    g_variant_get (answer, "(^as)", &names);
  return names;
}

void
modscope_client_unload_async (ModscopeClient *self,
                              const char *const *names,
                              guint trial_seconds,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  modscope_client_call_async (self, "UnloadModules", g_variant_new ("(^asu)", names, trial_seconds),
                              G_VARIANT_TYPE ("(asu)"), modscope_client_unload_async, cancellable,
                              callback, user_data);
}

GStrv
modscope_client_unload_finish (ModscopeClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) answer = g_task_propagate_pointer (G_TASK (result), error);
  GStrv names = NULL;

  if (answer != NULL)
    g_variant_get (answer, "(^asu)", &names, NULL);
  return names;
}

void
modscope_client_apply_rules_async (ModscopeClient *self,
                                   const ModscopeRuleChange *changes,
                                   gsize count,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ssa{sv})"));

  for (gsize i = 0; i < count; i++)
    {
      GVariantBuilder details = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

      if (changes[i].strength != NULL)
        g_variant_builder_add (&details, "{sv}", "strength",
                               g_variant_new_string (changes[i].strength));
      if (changes[i].reason != NULL)
        g_variant_builder_add (&details, "{sv}", "reason",
                               g_variant_new_string (changes[i].reason));
      g_variant_builder_add (&builder, "(ssa{sv})", changes[i].verb, changes[i].module, &details);
    }
  modscope_client_call_async (self, "ApplyRules", g_variant_new ("(a(ssa{sv}))", &builder),
                              G_VARIANT_TYPE ("(a(sbs))"), modscope_client_apply_rules_async,
                              cancellable, callback, user_data);
}

/* The same change for each of @modules. */
static void
apply_to_all (ModscopeClient *self,
              const char *const *modules,
              ModscopeRuleChange change,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  gsize count = g_strv_length ((GStrv) modules);
  g_autofree ModscopeRuleChange *changes = g_new (ModscopeRuleChange, count);

  for (gsize i = 0; i < count; i++)
    {
      change.module = modules[i];
      changes[i] = change;
    }
  modscope_client_apply_rules_async (self, changes, count, cancellable, callback, user_data);
}

void
modscope_client_block_async (ModscopeClient *self,
                             const char *const *modules,
                             gboolean always,
                             const char *reason,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const ModscopeRuleChange change = {
    .verb = "block",
    .strength = always ? "always" : "autoload",
    .reason = reason,
  };

  apply_to_all (self, modules, change, cancellable, callback, user_data);
}

void
modscope_client_unblock_async (ModscopeClient *self,
                               const char *const *modules,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  const ModscopeRuleChange change = { .verb = "unblock" };

  apply_to_all (self, modules, change, cancellable, callback, user_data);
}

GPtrArray *
modscope_client_rules_finish (ModscopeClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) answer = g_task_propagate_pointer (G_TASK (result), error);
  g_autoptr (GVariantIter) iter = NULL;
  GPtrArray *effects;
  ModscopeEffect effect;

  if (answer == NULL)
    return NULL;
  effects = g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_effect_free);
  g_variant_get (answer, "(a(sbs))", &iter);
  while (g_variant_iter_next (iter, "(sbs)", &effect.module, &effect.effective, &effect.reason))
    g_ptr_array_add (effects, g_memdup2 (&effect, sizeof effect));
  return effects;
}
