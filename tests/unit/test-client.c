/* The client against a service that stands in for the helper, on a bus of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/modscope-client.h"

#define NAME "io.github.modscope.Helper1"
#define PATH "/io/github/modscope/Helper1"

typedef struct _Service Service;

typedef void (*Answer) (Service *service, GDBusMethodInvocation *invocation);

struct _Service
{
  GDBusConnection *connection;
  GDBusNodeInfo *info;
  Answer answer;
  guint n_calls;
  char *arguments;
  gboolean interactive;
  gboolean caller_left;
};

typedef struct
{
  GTestDBus *bus;
  Service helper;
  Service next; /* waits for the name of the first */
  ModscopeClient *client;
  GCancellable *cancellable;
} Fixture;

static const char xml[] =
  "<node><interface name='" NAME "'>"
  "<method name='LoadModule'><arg type='s' direction='in'/><arg type='a{ss}' direction='in'/>"
  "<arg type='as' direction='in'/><arg type='as' direction='out'/></method>"
  "<method name='UnloadModules'><arg type='as' direction='in'/><arg type='u' direction='in'/>"
  "<arg type='as' direction='out'/><arg type='u' direction='out'/></method>"
  "<method name='RestartModule'><arg type='s' direction='in'/><arg type='as' direction='in'/>"
  "<arg type='u' direction='in'/><arg type='u' direction='out'/></method>"
  "<method name='ControlDevice'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='u' direction='in'/>"
  "<arg type='u' direction='out'/></method>"
  "<method name='KeepChange'><arg type='u' direction='in'/></method>"
  "<method name='RevertChange'><arg type='u' direction='in'/></method>"
  "<signal name='ChangeReverted'><arg type='u'/></signal>"
  "<method name='ApplyRules'><arg type='a(ssa{sv})' direction='in'/>"
  "<arg type='a(sbs)' direction='out'/></method>"
  "</interface></node>";

static void
method_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *arguments,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  Service *service = user_data;
  GDBusMessage *message = g_dbus_method_invocation_get_message (invocation);
  g_autofree char *text = g_variant_print (arguments, FALSE);

  service->n_calls++;
  g_free (service->arguments);
  service->arguments = g_strconcat (method, " ", text, NULL);
  service->interactive = (g_dbus_message_get_flags (message) &
                          G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION) != 0;
  service->answer (service, invocation);
}

static void
service_start (Service *service)
{
  static const GDBusInterfaceVTable table = { method_cb, NULL, NULL, { NULL } };
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  service->info = g_dbus_node_info_new_for_xml (xml, NULL);
  service->connection = g_dbus_connection_new_for_address_sync (
    address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_dbus_connection_register_object (service->connection, PATH,
                                                       service->info->interfaces[0], &table,
                                                       service, NULL, &error),
                    !=, 0);
  reply = g_dbus_connection_call_sync (
    service->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "RequestName", g_variant_new ("(su)", NAME, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
service_stop (Service *service)
{
  if (service->connection != NULL && !g_dbus_connection_is_closed (service->connection))
    g_dbus_connection_close_sync (service->connection, NULL, NULL);
  g_clear_object (&service->connection);
  g_clear_pointer (&service->info, g_dbus_node_info_unref);
  g_clear_pointer (&service->arguments, g_free);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (fixture->bus), TRUE);
  fixture->client = modscope_client_new ();
  fixture->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  service_stop (&fixture->helper);
  service_stop (&fixture->next);
  g_object_unref (fixture->cancellable);
  g_assert_finalize_object (fixture->client);
  g_test_dbus_stop (fixture->bus);
  g_object_unref (fixture->bus);
}

static void
keep_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **kept)
{
  while (*kept == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *kept;
}

/* Asks the first service, or whoever has its name, to load a module. */
static GStrv
load (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  modscope_client_load_async (fixture->client, "snd", NULL, NULL, fixture->cancellable, keep_cb,
                              &result);
  return modscope_client_load_finish (fixture->client, wait_for (&result), error);
}

static void
answer_loaded (Service *service, GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new_parsed ("(['soundcore', 'snd'],)"));
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  static const char *const parameters[] = { "index=1", "id=a=b", NULL };
  static const char *const expected[] = { "soundcore", "snd", NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  fixture->helper.answer = answer_loaded;
  service_start (&fixture->helper);
  modscope_client_load_async (fixture->client, "snd", parameters, expected, NULL, keep_cb, &result);
  names = modscope_client_load_finish (fixture->client, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (names, expected);
  g_assert_cmpstr (fixture->helper.arguments, ==,
                   "LoadModule ('snd', {'index': '1', 'id': 'a=b'}, ['soundcore', 'snd'])");
  g_assert_true (fixture->helper.interactive);
}

static void
answer_unloaded (Service *service, GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new_parsed ("(['a', 'b'], uint32 0)"));
}

static void
test_unload (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "a", "b", NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) unloaded = NULL;

  fixture->helper.answer = answer_unloaded;
  service_start (&fixture->helper);
  modscope_client_unload_async (fixture->client, names, 0, NULL, keep_cb, &result);
  unloaded = modscope_client_unload_finish (fixture->client, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (unloaded, names);
  g_assert_cmpstr (fixture->helper.arguments, ==, "UnloadModules (['a', 'b'], 0)");
}

/* --- Changes on trial --- */

static void
answer_on_trial (Service *service, GDBusMethodInvocation *invocation)
{
  const char *method = g_dbus_method_invocation_get_method_name (invocation);

  g_dbus_method_invocation_return_value (
    invocation, g_str_has_suffix (method, "Change") ? NULL : g_variant_new ("(u)", 7));
}

static void
tell_of_return (Service *service, guint change)
{
  g_dbus_connection_emit_signal (service->connection, NULL, PATH, NAME, "ChangeReverted",
                                 g_variant_new ("(u)", change), NULL);
}

static void
count_cb (ModscopeClient *client, gpointer user_data)
{
  guint *count = user_data;

  (*count)++;
}

static void
answer_too_late (Service *service, GDBusMethodInvocation *invocation)
{
  tell_of_return (service, 7);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", 7));
}

static void
turn_off (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  modscope_client_control_device_async (fixture->client, "pci:0000:00:14.3", "off", NULL, 20, NULL,
                                        keep_cb, &result);
  modscope_client_change_finish (fixture->client, wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  static const char *const with[] = { "a", "b", NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) alone = NULL;
  g_autoptr (GError) error = NULL;

  fixture->helper.answer = answer_on_trial;
  service_start (&fixture->helper);
  modscope_client_restart_async (fixture->client, "c", with, 20, NULL, keep_cb, &result);
  g_assert_true (modscope_client_change_finish (fixture->client, wait_for (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->helper.arguments, ==, "RestartModule ('c', ['a', 'b'], 20)");
  modscope_client_restart_async (fixture->client, "c", NULL, 0, NULL, keep_cb, &alone);
  g_assert_true (modscope_client_change_finish (fixture->client, wait_for (&alone), &error));
  g_assert_cmpstr (fixture->helper.arguments, ==, "RestartModule ('c', [], 0)");
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_reverted = 0;

  fixture->helper.answer = answer_on_trial;
  service_start (&fixture->helper);
  g_signal_connect (fixture->client, "trial-reverted", G_CALLBACK (count_cb), &n_reverted);
  turn_off (fixture);
  g_assert_cmpstr (fixture->helper.arguments, ==,
                   "ControlDevice ('pci:0000:00:14.3', 'off', '', 20)");
  g_assert_cmpuint (modscope_client_get_trial (fixture->client), ==, 7);
  /* Another's, which is not ours. */
  tell_of_return (&fixture->helper, 6);
  modscope_client_keep_async (fixture->client, NULL, keep_cb, &result);
  g_assert_true (modscope_client_change_finish (fixture->client, wait_for (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->helper.arguments, ==, "KeepChange (7,)");
  g_assert_cmpuint (modscope_client_get_trial (fixture->client), ==, 0);
  g_assert_cmpuint (n_reverted, ==, 0);
}

static void
test_reverted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_reverted = 0;

  fixture->helper.answer = answer_on_trial;
  service_start (&fixture->helper);
  g_signal_connect (fixture->client, "trial-reverted", G_CALLBACK (count_cb), &n_reverted);
  turn_off (fixture);
  modscope_client_revert_async (fixture->client, NULL, keep_cb, &result);
  g_assert_true (modscope_client_change_finish (fixture->client, wait_for (&result), &error));
  g_assert_cmpstr (fixture->helper.arguments, ==, "RevertChange (7,)");
  tell_of_return (&fixture->helper, 7);
  while (n_reverted == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (modscope_client_get_trial (fixture->client), ==, 0);

  /* It is told of the end before it is told of the beginning. */
  fixture->helper.answer = answer_too_late;
  turn_off (fixture);
  while (n_reverted == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (modscope_client_get_trial (fixture->client), ==, 0);

  /* The helper is gone, and nobody would put it back. */
  fixture->helper.answer = answer_on_trial;
  turn_off (fixture);
  service_stop (&fixture->helper);
  while (n_reverted == 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (modscope_client_get_trial (fixture->client), ==, 0);
  g_assert_cmpuint (n_reverted, ==, 3);
}

static void
answer_effects (Service *service, GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (
    invocation, g_variant_new_parsed ("([('a', true, ''), ('b', false, 'code: why')],)"));
}

static void
test_rules (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "a", "b", NULL };
  g_autoptr (GAsyncResult) blocked = NULL;
  g_autoptr (GAsyncResult) unblocked = NULL;
  g_autoptr (GPtrArray) effects = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GError) error = NULL;
  const ModscopeEffect *effect;

  fixture->helper.answer = answer_effects;
  service_start (&fixture->helper);
  modscope_client_block_async (fixture->client, names, TRUE, "noisy", NULL, keep_cb, &blocked);
  effects = modscope_client_rules_finish (fixture->client, wait_for (&blocked), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->helper.arguments, ==,
                   "ApplyRules ([('block', 'a', {'strength': <'always'>, 'reason': <'noisy'>}), "
                   "('block', 'b', {'strength': <'always'>, 'reason': <'noisy'>})],)");
  g_assert_cmpuint (effects->len, ==, 2);
  effect = g_ptr_array_index (effects, 0);
  g_assert_cmpstr (effect->module, ==, "a");
  g_assert_true (effect->effective);
  g_assert_cmpstr (effect->reason, ==, "");
  effect = g_ptr_array_index (effects, 1);
  g_assert_false (effect->effective);
  g_assert_cmpstr (effect->reason, ==, "code: why");

  modscope_client_unblock_async (fixture->client, names, NULL, keep_cb, &unblocked);
  others = modscope_client_rules_finish (fixture->client, wait_for (&unblocked), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->helper.arguments, ==,
                   "ApplyRules ([('unblock', 'a', {}), ('unblock', 'b', {})],)");
}

static void
answer_refused (Service *service, GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_dbus_error (invocation, "io.github.modscope.Error.InUse",
                                              "It is in use\nerrno: 11\nmodule: snd");
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopeFailure) failure = NULL;
  g_autoptr (GError) error = NULL;

  fixture->helper.answer = answer_refused;
  service_start (&fixture->helper);
  g_assert_null (load (fixture, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_IN_USE);
  failure = modscope_failure_from_message (error->message);
  g_assert_cmpstr (failure->sentence, ==, "It is in use");
  g_assert_cmpint (failure->errsv, ==, 11);
  g_assert_cmpstr (failure->module, ==, "snd");
  g_assert_cmpuint (fixture->helper.n_calls, ==, 1);
}

static void
leave_without_answer (Service *service, GDBusMethodInvocation *invocation)
{
  g_dbus_connection_close_sync (service->connection, NULL, NULL);
  g_object_unref (invocation);
}

/* The helper leaves in the moment of the call: the next one is asked. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  fixture->helper.answer = leave_without_answer;
  fixture->next.answer = answer_loaded;
  service_start (&fixture->helper);
  service_start (&fixture->next);
  names = load (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (names), ==, 2);
  g_assert_cmpuint (fixture->helper.n_calls, ==, 1);
  g_assert_cmpuint (fixture->next.n_calls, ==, 1);
}

/* One that leaves each time is not asked for ever. */
static void
test_again_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->helper.answer = leave_without_answer;
  fixture->next.answer = leave_without_answer;
  service_start (&fixture->helper);
  service_start (&fixture->next);
  g_assert_null (load (fixture, &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY);
  g_assert_cmpuint (fixture->next.n_calls, ==, 1);
}

static void
caller_left_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  Service *service = user_data;

  service->caller_left = TRUE;
}

static GCancellable *to_cancel;

/* Never answers; the person changes their mind once the helper has the call. */
static void
answer_never (Service *service, GDBusMethodInvocation *invocation)
{
  g_bus_watch_name_on_connection (
    service->connection, g_dbus_method_invocation_get_sender (invocation),
    G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, caller_left_cb, service, NULL);
  g_cancellable_cancel (to_cancel);
  g_object_unref (invocation);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  to_cancel = fixture->cancellable;
  fixture->helper.answer = answer_never;
  service_start (&fixture->helper);
  g_assert_null (load (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  while (!fixture->helper.caller_left)
    g_main_context_iteration (NULL, TRUE);

  /* The client is as good as new. */
  g_clear_error (&error);
  g_cancellable_reset (fixture->cancellable);
  fixture->helper.answer = answer_loaded;
  names = load (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (names), ==, 2);
}

static void
test_cancelled_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->helper.answer = answer_loaded;
  service_start (&fixture->helper);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_null (load (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->helper.n_calls, ==, 0);
}

static ModscopeClientState
query (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ModscopeClientState state;

  modscope_client_query_async (fixture->client, NULL, keep_cb, &result);
  state = modscope_client_query_finish (fixture->client, wait_for (&result), &error);
  g_assert_no_error (error);
  return state;
}

static void
test_not_installed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (query (fixture), ==, MODSCOPE_CLIENT_NOT_INSTALLED);
  g_assert_null (load (fixture, &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
  service_start (&fixture->helper);
  g_assert_cmpint (query (fixture), ==, MODSCOPE_CLIENT_READY);
  g_assert_cmpuint (fixture->helper.n_calls, ==, 0);
}

static void
test_no_bus (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus", TRUE);
  g_assert_cmpint (query (fixture), ==, MODSCOPE_CLIENT_NO_BUS);
  g_assert_null (load (fixture, &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER);
}

int
main (int argc, char **argv)
{
  const struct
  {
    const char *path;
    void (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/client/load", test_load },
    { "/client/unload", test_unload },
    { "/client/restart", test_restart },
    { "/client/kept", test_kept },
    { "/client/reverted", test_reverted },
    { "/client/rules", test_rules },
    { "/client/error", test_error },
    { "/client/again", test_again },
    { "/client/again-once", test_again_once },
    { "/client/cancel", test_cancel },
    { "/client/cancelled-before", test_cancelled_before },
    { "/client/not-installed", test_not_installed },
    { "/client/no-bus", test_no_bus },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
