/* Whether a caller may: the only user of polkit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-authority.h"

#include <polkit/polkit.h>

#include "base/modscope-helper-error.h"

/* How long a person may think about a password. */
#define PERSON_SECONDS (10 * 60)

typedef struct
{
  PolkitAuthority *authority;
  PolkitSubject *subject;
  PolkitDetails *details;
  char *action;
  gboolean interactive;
  guint answer_seconds;

  guint timeout_id;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_clear_object (&check->authority);
  g_clear_object (&check->subject);
  g_clear_object (&check->details);
  g_free (check->action);
  g_free (check);
}

/* Takes the open question back: polkit forgets it, and the answer is an error. */
static gboolean
time_is_up_cb (gpointer user_data)
{
  GTask *task = user_data;
  Check *check = g_task_get_task_data (task);

  check->timeout_id = 0;
  g_cancellable_cancel (g_task_get_cancellable (task));
  return G_SOURCE_REMOVE;
}

static void
begin_step (GTask *task, guint seconds)
{
  Check *check = g_task_get_task_data (task);

  check->timeout_id = g_timeout_add_seconds (seconds, time_is_up_cb, task);
}

/* Returns: whether the step is worth looking at: not if all was cancelled before its time was up.
 */
static gboolean
end_step (GTask *task)
{
  Check *check = g_task_get_task_data (task);
  gboolean had_time = check->timeout_id != 0;

  g_clear_handle_id (&check->timeout_id, g_source_remove);
  return !(had_time && g_task_return_error_if_cancelled (task));
}

static void
fail (GTask *task, ModscopeHelperError code, const char *sentence)
{
  g_task_return_new_error (task, MODSCOPE_HELPER_ERROR, (int) code, "%s", sentence);
}

/* Neither the time that ran out nor what polkit said is the caller's business. */
static void
fail_unavailable (GTask *task, const GError *error)
{
  g_warning ("polkit did not answer: %s", error->message);
  fail (task, MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE,
        "The service that grants permissions did not answer");
}

static void ask (GTask *task, PolkitCheckAuthorizationFlags flags, guint seconds);

static void
answer_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (PolkitAuthorizationResult) answer =
    polkit_authority_check_authorization_finish (check->authority, result, &error);

  if (!end_step (task))
    return;
  if (answer == NULL)
    fail_unavailable (task, error);
  else if (polkit_authorization_result_get_is_authorized (answer))
    g_task_return_boolean (task, TRUE);
  else if (polkit_authorization_result_get_dismissed (answer))
    fail (task, MODSCOPE_HELPER_ERROR_DISMISSED, "The question for permission was dismissed");
  else if (polkit_authorization_result_get_is_challenge (answer) && check->interactive)
    {
      check->interactive = FALSE; /* a person is asked once */
      ask (task, POLKIT_CHECK_AUTHORIZATION_FLAGS_ALLOW_USER_INTERACTION, PERSON_SECONDS);
    }
  else
    fail (task, MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED, "Permission was not given");
}

static void
ask (GTask *task, PolkitCheckAuthorizationFlags flags, guint seconds)
{
  Check *check = g_task_get_task_data (task);

  begin_step (task, seconds);
  polkit_authority_check_authorization (check->authority, check->subject, check->action,
                                        check->details, flags, g_task_get_cancellable (task),
                                        answer_cb, g_object_ref (task));
}

static void
authority_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  check->authority = polkit_authority_get_finish (result, &error);
  if (!end_step (task))
    return;
  if (check->authority == NULL)
    fail_unavailable (task, error);
  else
    ask (task, POLKIT_CHECK_AUTHORIZATION_FLAGS_NONE, check->answer_seconds);
}

void
modscope_authority_check_async (const ModscopeQuestion *question,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);

  g_task_set_source_tag (task, modscope_authority_check_async);
  g_task_set_check_cancellable (task, FALSE); /* time that is up is another error */
  g_task_set_task_data (task, check, check_free);
  check->subject = polkit_system_bus_name_new (question->sender);
  check->details = polkit_details_new ();
  polkit_details_insert (check->details, question->detail, question->value);
  check->action = g_strdup (question->action);
  check->interactive = question->interactive;
  check->answer_seconds = question->answer_seconds;
  begin_step (task, check->answer_seconds);
  polkit_authority_get_async (cancellable, authority_cb, task);
}

gboolean
modscope_authority_check_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
