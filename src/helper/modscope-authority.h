/* Whether a caller may: the only user of polkit. Everything that is not a clear yes is a no.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ModscopeQuestion: what polkit is asked.
 * @connection: the system bus
 * @sender: the caller's unique name on the system bus, never its process id
 * @action: polkit's action
 * @detail: name of the one detail that the action's message has in it, "module"
 * @value: its value
 * @interactive: whether the caller allows that a person is asked, which is done once
 * @answer_seconds: how long polkit may take to answer where no person is asked
 */
typedef struct
{
  GDBusConnection *connection;
  const char *sender;
  const char *action;
  const char *detail;
  const char *value;
  gboolean interactive;
  guint answer_seconds;
} ModscopeQuestion;

/**
 * modscope_authority_check_async:
 * @question: what to ask; lives until @callback
 * @cancellable: takes polkit's dialog away too, which polkit does not do by itself when the caller
 *   is gone
 *
 * Asks without a person first, which polkit answers at once or it is not well; then, if it is a
 * person who must decide and @question allows it, with one.
 */
void modscope_authority_check_async (ModscopeQuestion *question,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * modscope_authority_check_finish:
 * @error: %MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED, %MODSCOPE_HELPER_ERROR_DISMISSED,
 *   %MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE (polkit is missing, hangs or fails, or does not
 *   know the action), %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the caller may
 */
gboolean modscope_authority_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
