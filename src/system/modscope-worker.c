/* What is done to the kernel, in a process of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-worker.h"

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
  const ModscopeLiveModule *module = live != NULL ? modscope_live_find (live, name) : NULL;

  if (module == NULL)
    return 0;
  if (module->state != MODSCOPE_LIVE_LIVE)
    return -EALREADY;
  return load ? -EEXIST : 0;
}

static int
carry_out (ModscopePaths *paths,
           ModscopeKmod *kmod,
           const ModscopeKernelVerbs *verbs,
           const char *verb,
           const char *object,
           const char *value)
{
  gboolean load = strcmp (verb, MODSCOPE_WORKER_LOAD) == 0;
  int answer;

  if (strcmp (verb, MODSCOPE_WORKER_WRITE) == 0)
    return verbs->write (object, value);
  if (!load && strcmp (verb, MODSCOPE_WORKER_UNLOAD) != 0)
    return -EINVAL;
  answer = check_state (paths, object, load);
  if (answer != 0)
    return answer;
  if (!load)
    return verbs->remove (object);
  return kmod != NULL ? verbs->insert (kmod, object, value) : -ENOENT;
}

int
modscope_worker_main (ModscopePaths *paths, const ModscopeKernelVerbs *verbs)
{
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, NULL, NULL);
  g_autoptr (ModscopeKmod) kmod = NULL;
  g_autoptr (GVariant) orders = NULL;
  GVariantIter steps;
  const char *verb;
  const char *object;
  const char *value;
  gboolean required;

  /* The name under which the kernel logs what this process did. */
  prctl (PR_SET_NAME, "modscope-worker");
  orders = read_orders ();
  if (orders == NULL || kernel == NULL)
    return 1;
  kmod = modscope_kmod_new (kernel, NULL); /* without a module folder there is nothing to load */
  g_variant_iter_init (&steps, orders);
  while (g_variant_iter_next (&steps, "(&s&s^&ayb)", &verb, &object, &value, &required))
    {
      int answer;

      /* A mark before a step and the answer behind it: a crash in between shows where it was. */
      putchar ('>');
      fflush (stdout);
      answer = carry_out (paths, kmod, verbs, verb, object, value);
      printf ("%d\n", answer);
      fflush (stdout);
      if (answer != 0 && required && answer != -EEXIST)
        break;
    }
  return 0;
}

/* --- In the service --- */

typedef struct
{
  const char *const *argv;
  ModscopePaths *paths;
  ModscopeKernelLines *lines;
  GVariant *orders;
  gboolean puts_back; /* goes on behind a step in which the worker was killed */
  gboolean in_part;   /* it has gone on */
  ModscopeWorkDone done;
  gpointer user_data;
} Run;

static void start (Run *run);

static void
finish (Run *run, ModscopeWork *work)
{
  if (work->done == NULL)
    work->done = g_new0 (char *, 1);
  work->is_whole = work->is_whole && !run->in_part;
  run->done (work, run->user_data);
  g_variant_unref (run->orders);
  modscope_paths_unref (run->paths);
  g_free (run);
}

static void
work_clear (ModscopeWork *work)
{
  g_strfreev (work->done);
  g_free (work->verb);
  g_free (work->object);
  g_strfreev (work->kernel_lines);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ModscopeWork, work_clear)

/* ">ANSWER" for each step; of a step that never ended ">". */
static void
read_report (ModscopeWork *work, GVariant *orders, const char *report)
{
  g_autoptr (GStrvBuilder) done = g_strv_builder_new ();
  g_auto (GStrv) lines = g_strsplit (report, "\n", -1);
  gsize n_good = 0;

  for (guint i = 0; lines[i] != NULL && lines[i][0] == '>'; i++)
    {
      g_autofree char *verb = NULL;
      g_autofree char *object = NULL;
      gboolean required = TRUE;
      gboolean ended;
      gint64 answer = 0;

      if (i >= g_variant_n_children (orders))
        break;
      g_variant_get_child (orders, i, "(ssayb)", &verb, &object, NULL, &required);
      ended = g_ascii_string_to_signed (lines[i] + 1, 10, -4095, 4095, &answer, NULL);
      work->n_begun = i + 1;
      n_good += ended && (answer == 0 || answer == -EEXIST);
      if (ended && answer == 0)
        g_strv_builder_add (done, object);
      else if (!ended || (required && answer != -EEXIST))
        {
          work->verb = g_steal_pointer (&verb);
          work->object = g_steal_pointer (&object);
          work->errsv = (int) ABS (answer);
          break;
        }
    }
  work->is_whole = n_good == g_variant_n_children (orders);
  work->done = g_strv_builder_end (done);
}

/* Returns: whether what is behind the step in which the worker was killed is being done */
static gboolean
go_on (Run *run, const ModscopeWork *work)
{
  g_autoptr (GVariant) all = NULL;
  GVariantBuilder rest;
  gsize count = g_variant_n_children (run->orders);

  if (!run->puts_back || !work->crashed || work->n_begun == 0 || work->n_begun >= count)
    return FALSE;
  all = run->orders;
  g_variant_builder_init (&rest, G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  for (gsize i = work->n_begun; i < count; i++)
    {
      g_autoptr (GVariant) step = g_variant_get_child_value (all, i);

      g_variant_builder_add_value (&rest, step);
    }
  run->orders = g_variant_ref_sink (g_variant_builder_end (&rest));
  run->in_part = TRUE;
  start (run);
  return TRUE;
}

static void
worker_gone_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GSubprocess *process = G_SUBPROCESS (object);
  Run *run = user_data;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *report = NULL;
  g_auto (ModscopeWork) work = { NULL };

  if (!g_subprocess_communicate_finish (process, result, &output, NULL, &error))
    g_warning ("The worker cannot be heard: %s", error->message);
  if (output != NULL)
    report = g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
  read_report (&work, run->orders, report != NULL ? report : "");
  work.crashed = g_subprocess_get_if_signaled (process);
  if (work.errsv == 0 && !work.crashed &&
      (work.object != NULL || !g_subprocess_get_successful (process)))
    work.errsv = EIO;
  work.kernel_lines = modscope_kernel_lines_end (run->lines);
  if (!go_on (run, &work))
    finish (run, &work);
}

static void
start (Run *run)
{
  g_autoptr (GBytes) orders = g_variant_get_data_as_bytes (run->orders);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  run->lines = modscope_kernel_lines_begin (run->paths);
  process = g_subprocess_newv (
    run->argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  if (process == NULL)
    {
      g_auto (ModscopeWork) work = { .errsv = EIO };

      g_warning ("The worker cannot be started: %s", error->message);
      work.kernel_lines = modscope_kernel_lines_end (run->lines);
      finish (run, &work);
      return;
    }
  g_subprocess_communicate_async (process, orders, NULL, worker_gone_cb, run);
}

static Run *
run_new (const char *const *argv, ModscopePaths *paths, ModscopeWorkDone done, gpointer user_data)
{
  Run *run = g_new0 (Run, 1);

  run->argv = argv;
  run->paths = modscope_paths_ref (paths);
  run->done = done;
  run->user_data = user_data;
  return run;
}

void
modscope_worker_run (const char *const *argv,
                     ModscopePaths *paths,
                     GVariant *orders,
                     ModscopeWorkDone done,
                     gpointer user_data)
{
  Run *run = run_new (argv, paths, done, user_data);

  run->orders = g_variant_ref (orders);
  start (run);
}

void
modscope_worker_put_back (const char *const *argv,
                          ModscopePaths *paths,
                          GVariant *orders,
                          ModscopeWorkDone done,
                          gpointer user_data)
{
  GVariantBuilder soft = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_WORKER_ORDERS));
  Run *run = run_new (argv, paths, done, user_data);
  GVariantIter steps;
  const char *verb;
  const char *object;
  const char *value;

  g_variant_iter_init (&steps, orders);
  while (g_variant_iter_next (&steps, "(&s&s^&ayb)", &verb, &object, &value, NULL))
    g_variant_builder_add (&soft, "(ss^ayb)", verb, object, value, FALSE);
  run->orders = g_variant_ref_sink (g_variant_builder_end (&soft));
  run->puts_back = TRUE;
  start (run);
}
