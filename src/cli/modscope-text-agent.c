/* Starts polkit's text agent as long as it may be needed, as systemctl(1) does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/modscope-text-agent.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#define PROGRAM "pkttyagent"
#define NOTIFY_FD "3"

struct _ModscopeTextAgent
{
  GSubprocess *process;
};

static gboolean
is_needed (void)
{
  return geteuid () != 0 && isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

static gboolean
closed_cb (int fd, GIOCondition condition, gpointer user_data)
{
  gboolean *closed = user_data;

  *closed = TRUE;
  return G_SOURCE_REMOVE;
}

/* The agent closes its end once polkit knows it; so does its end, if it fails. */
static void
wait_until_closed (int fd, GCancellable *cancellable)
{
  gboolean closed = FALSE;
  guint id = g_unix_fd_add (fd, G_IO_IN | G_IO_HUP | G_IO_ERR, closed_cb, &closed);

  while (!closed && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (!closed)
    g_source_remove (id);
}

ModscopeTextAgent *
modscope_text_agent_start (GCancellable *cancellable)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  ModscopeTextAgent *self;
  int fds[2];

  if (!is_needed () || !g_unix_open_pipe (fds, FD_CLOEXEC, NULL))
    return NULL;
  /* It speaks on the terminal itself; standard output is the command's. */
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_INHERIT |
                                        G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_subprocess_launcher_take_fd (launcher, fds[1], 3);
  process = g_subprocess_launcher_spawn (launcher, NULL, PROGRAM, "--notify-fd", NOTIFY_FD,
                                         "--fallback", NULL);
  g_subprocess_launcher_close (launcher);
  if (process != NULL)
    wait_until_closed (fds[0], cancellable);
  close (fds[0]);
  if (process == NULL)
    return NULL;
  self = g_new (ModscopeTextAgent, 1);
  self->process = g_steal_pointer (&process);
  return self;
}

void
modscope_text_agent_stop (ModscopeTextAgent *self)
{
  /* One that was stopped, for writing in the background, does not hear of its end before it goes
   * on. */
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_send_signal (self->process, SIGCONT);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_free (self);
}
