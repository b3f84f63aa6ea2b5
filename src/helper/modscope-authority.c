/* Whether a caller may: the only user of polkit, asked over the bus (its interface is described in
 * org.freedesktop.PolicyKit1.Authority.xml).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-authority.h"

#include "base/modscope-helper-error.h"

#define POLKIT_NAME "org.freedesktop.PolicyKit1"
#define POLKIT_PATH "/org/freedesktop/PolicyKit1/Authority"
#define POLKIT_INTERFACE "org.freedesktop.PolicyKit1.Authority"

/* How long a person may think about a password. */
#define PERSON_SECONDS (10 * 60)

/* A flag of CheckAuthorization's. */
#define ALLOW_USER_INTERACTION 1

static void
fail (GTask *task, ModscopeHelperError code, const char *sentence)
{
  g_task_return_new_error (task, MODSCOPE_HELPER_ERROR, (int) code, "%s", sentence);
}

/* Neither the time that ran out nor what polkit said is the caller's business. An open question is
 * taken back: nobody may be asked any more. */
static void
fail_without_answer (GTask *task, const GError *error)
{
  const ModscopeQuestion *question = g_task_get_task_data (task);

  g_dbus_connection_call (question->connection, POLKIT_NAME, POLKIT_PATH, POLKIT_INTERFACE,
                          "CancelCheckAuthorization", g_variant_new ("(s)", question->sender), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_error_copy (error));
      return;
    }
  g_warning ("polkit did not answer: %s", error->message);
  fail (task, MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE,
        "The service that grants permissions did not answer");
}

static void ask (GTask *task, guint32 flags, guint seconds);

static void
answer_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ModscopeQuestion *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  g_autoptr (GVariant) details = NULL;
  gboolean is_authorized;
  gboolean is_challenge;

  if (answer == NULL)
    {
      fail_without_answer (task, error);
      return;
    }
  g_variant_get (answer, "((bb@a{ss}))", &is_authorized, &is_challenge, &details);
  if (is_authorized)
    g_task_return_boolean (task, TRUE);
  else if (g_variant_lookup (details, "polkit.dismissed", "s", NULL))
    fail (task, MODSCOPE_HELPER_ERROR_DISMISSED, "The question for permission was dismissed");
  else if (is_challenge && question->interactive)
    {
      question->interactive = FALSE; /* a person is asked once */
      ask (task, ALLOW_USER_INTERACTION, PERSON_SECONDS);
    }
  else
    fail (task, MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED, "Permission was not given");
}

/* A caller has one question open at a time: its name is the one to take it back by. */
static void
ask (GTask *task, guint32 flags, guint seconds)
{
  const ModscopeQuestion *question = g_task_get_task_data (task);
  GVariant *arguments = g_variant_new_parsed (
    "(('system-bus-name', {'name': <%s>}), %s, {%s: %s}, %u, %s)", question->sender,
    question->action, question->detail, question->value, flags, question->sender);

  g_dbus_connection_call (question->connection, POLKIT_NAME, POLKIT_PATH, POLKIT_INTERFACE,
                          "CheckAuthorization", arguments, G_VARIANT_TYPE ("((bba{ss}))"),
                          G_DBUS_CALL_FLAGS_NONE, (int) seconds * 1000,
                          g_task_get_cancellable (task), answer_cb, g_object_ref (task));
}

void
modscope_authority_check_async (ModscopeQuestion *question,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, modscope_authority_check_async);
  g_task_set_task_data (task, question, NULL);
  ask (task, 0, question->answer_seconds);
}

gboolean
modscope_authority_check_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
