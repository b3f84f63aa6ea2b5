/* Loading and unloading in a process of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-worker.h"

#include <errno.h>
#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "system/modscope-kernel-lines.h"
#include "system/modscope-live.h"

/* --- In the worker --- */

static GVariant *
read_orders (void)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) orders = NULL;

  if (g_output_stream_splice (memory, input, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL) < 0)
    return NULL;
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  orders = g_variant_ref_sink (
    g_variant_new_from_bytes (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS), bytes, FALSE));
  return g_variant_is_normal_form (orders) ? g_steal_pointer (&orders) : NULL;
}

/* A second load of a module that is being loaded would wait as long as the first one does. */
static int
check_state (ModscopePaths *paths, const char *name, gboolean load)
{
  g_autoptr (GPtrArray) live = modscope_live_read (paths, NULL);

  for (guint i = 0; live != NULL && i < live->len; i++)
    {
      const ModscopeLiveModule *module = g_ptr_array_index (live, i);

      if (strcmp (module->name, name) != 0)
        continue;
      if (module->state != MODSCOPE_LIVE_LIVE)
        return -EALREADY;
      return load ? -EEXIST : 0;
    }
  return 0;
}

int
modscope_worker_main (ModscopePaths *paths, const ModscopeKernelVerbs *verbs)
{
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, NULL, NULL);
  g_autoptr (ModscopeKmod) kmod = NULL;
  g_autoptr (GVariant) orders = NULL;
  g_autoptr (GVariantIter) steps = NULL;
  const char *name;
  const char *options;
  gboolean load;
  gboolean required;

  /* The name under which the kernel logs what this process did. */
  prctl (PR_SET_NAME, "modscope-worker");
  orders = read_orders ();
  if (orders == NULL || kernel == NULL)
    return 1;
  g_variant_get (orders, MODSCOPE_WORKER_ORDERS, &load, &steps);
  kmod = load ? modscope_kmod_new (kernel, NULL) : NULL;
  if (load && kmod == NULL)
    return 1;

  /* "NAME " before a step and "ANSWER\n" behind it: a crash in between shows where it was. */
  while (g_variant_iter_next (steps, "(&s^&ayb)", &name, &options, &required))
    {
      int answer;

      printf ("%s ", name);
      fflush (stdout);
      answer = check_state (paths, name, load);
      if (answer == 0)
        answer = load ? verbs->insert (kmod, name, options) : verbs->remove (name);
      printf ("%d%s\n", answer, required ? "" : " soft");
      fflush (stdout);
      if (answer != 0 && required && !(load && answer == -EEXIST))
        break;
    }
  return 0;
}

/* --- In the service --- */

typedef struct
{
  ModscopeKernelLines *lines;
  ModscopeWorkDone done;
  gpointer user_data;
} Run;

static void
work_clear (ModscopeWork *work)
{
  g_strfreev (work->done);
  g_free (work->module);
  g_strfreev (work->kernel_lines);
}

static void
finish (Run *run, ModscopeWork *work)
{
  work->kernel_lines = modscope_kernel_lines_end (run->lines);
  if (work->done == NULL)
    work->done = g_new0 (char *, 1);
  run->done (work, run->user_data);
  work_clear (work);
  g_free (run);
}

static void
read_report (ModscopeWork *work, const char *report)
{
  g_autoptr (GStrvBuilder) done = g_strv_builder_new ();
  g_auto (GStrv) lines = g_strsplit (report, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);
      gint64 answer = 0;

      if (words[0] == NULL || words[1] == NULL)
        continue;
      if (words[1][0] != '\0' &&
          !g_ascii_string_to_signed (words[1], 10, -4095, 4095, &answer, NULL))
        continue;
      if (words[1][0] == '\0')
        work->module = g_strdup (words[0]); /* it was begun and never ended */
      else if (answer == 0)
        g_strv_builder_add (done, words[0]);
      else if (words[2] == NULL && answer != -EEXIST)
        {
          work->module = g_strdup (words[0]);
          work->errsv = (int) ABS (answer);
        }
    }
  work->done = g_strv_builder_end (done);
}

static void
worker_gone_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GSubprocess *process = G_SUBPROCESS (object);
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *report = NULL;
  ModscopeWork work = { NULL };

  if (!g_subprocess_communicate_finish (process, result, &output, NULL, &error))
    g_warning ("The worker cannot be heard: %s", error->message);
  if (output != NULL)
    report = g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
  read_report (&work, report != NULL ? report : "");
  work.crashed = g_subprocess_get_if_signaled (process);
  if (work.errsv == 0 && !work.crashed &&
      (work.module != NULL || !g_subprocess_get_successful (process)))
    work.errsv = EIO;
  finish (user_data, &work);
}

void
modscope_worker_run (const char *const *argv,
                     ModscopePaths *paths,
                     GVariant *orders,
                     ModscopeWorkDone done,
                     gpointer user_data)
{
  Run *run = g_new0 (Run, 1);
  g_autoptr (GVariant) sunk = g_variant_ref_sink (orders);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (sunk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  run->lines = modscope_kernel_lines_begin (paths);
  run->done = done;
  run->user_data = user_data;
  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                               &error);
  if (process == NULL)
    {
      ModscopeWork work = { .errsv = EIO };

      g_warning ("The worker cannot be started: %s", error->message);
      finish (run, &work);
      return;
    }
  g_subprocess_communicate_async (process, bytes, NULL, worker_gone_cb, run);
}
