/* A change on trial: asks whether to keep it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/modscope-action.h"

typedef struct
{
  GString *line;
  gboolean has_answer; /* a line, or the end of the input */
  gboolean is_over;    /* it was put back */
  gboolean is_cancelled;
} Waiting;

static gboolean
input_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Waiting *self = user_data;
  char letter;

  if (read (fd, &letter, 1) == 1 && letter != '\n')
    {
      g_string_append_c (self->line, letter);
      return G_SOURCE_CONTINUE;
    }
  self->has_answer = TRUE;
  return G_SOURCE_REMOVE;
}

static void
reverted_cb (ModscopeClient *client, gpointer user_data)
{
  Waiting *self = user_data;

  self->is_over = TRUE;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Waiting *self = user_data;

  self->is_cancelled = TRUE;
}

static void
keep_answer_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **answer = user_data;

  *answer = g_object_ref (result);
}

static gboolean
end_trial (ModscopeClient *client, gboolean keep, GError **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  if (keep)
    modscope_client_keep_async (client, NULL, keep_answer_cb, &answer);
  else
    modscope_client_revert_async (client, NULL, keep_answer_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  return modscope_client_change_finish (client, answer, error);
}

static gboolean
is_yes (const char *line)
{
  g_autofree char *word = g_utf8_strdown (line, -1);

  g_strstrip (word);
  /* Translators: the first letter of "yes", which keeps a change when it is typed. */
  return strcmp (word, C_ ("answer", "y")) == 0 || strcmp (word, "y") == 0 ||
         /* Translators: keeps a change when it is typed. */
         strcmp (word, C_ ("answer", "yes")) == 0 || strcmp (word, "yes") == 0;
}

gboolean
modscope_action_wait_for_keep (ModscopeCli *cli,
                               ModscopeClient *client,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  Waiting self = { .line = line };
  gulong reverted_id = g_signal_connect (client, "trial-reverted", G_CALLBACK (reverted_cb), &self);
  gulong cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), &self, NULL);
  guint input_id = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, input_cb, &self);
  gboolean kept = FALSE;

  /* Translators: %s is a number of seconds. */
  fprintf (stderr, _ ("It is done, and put back in %s s. Keep it? [y/N]"),
           modscope_cli_get_option (cli, "trial"));
  fputc (' ', stderr);
  fflush (stderr);
  while (!self.has_answer && !self.is_over && !self.is_cancelled)
    g_main_context_iteration (NULL, TRUE);
  if (!self.has_answer)
    {
      fputs ("\n", stderr);
      g_source_remove (input_id);
    }
  if (self.has_answer && !self.is_over && is_yes (line->str))
    kept = end_trial (client, TRUE, error);
  else if (!self.is_over && !end_trial (client, FALSE, error))
    kept = FALSE;
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _ ("It was put back"));
  g_cancellable_disconnect (cancellable, cancelled_id);
  g_signal_handler_disconnect (client, reverted_id);
  return kept;
}
