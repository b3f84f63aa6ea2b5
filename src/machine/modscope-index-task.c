/* Building the index in the background, with progress told to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-index-task.h"

#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

/* The rows that a person looks at go first: its threads take both processors for a while. */
#define NICENESS 10

typedef struct
{
  ModscopeKernel *kernel;
  ModscopeTables *tables;
  ModscopeIndexTaskProgress progress;
  gpointer user_data;
  int per_mille; /* how far it is; atomic */
  int reporting; /* whether the main thread is about to look at it; atomic */
} Job;

static void
job_free (Job *job)
{
  modscope_kernel_unref (job->kernel);
  modscope_tables_unref (job->tables);
  g_free (job);
}

ModscopeIndex *
modscope_index_build_and_save (ModscopeKernel *kernel,
                               ModscopeTables *tables,
                               ModscopeIndexProgress progress,
                               gpointer user_data,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autofree char *file = modscope_index_dup_cache_file (kernel);
  g_autoptr (GError) reason = NULL;
  ModscopeIndex *index =
    modscope_index_build (kernel, tables, progress, user_data, cancellable, error);

  if (index != NULL && !modscope_index_save (index, file, &reason))
    g_info ("The index is not kept: %s", reason->message);
  return index;
}

static gboolean
report_cb (gpointer data)
{
  GTask *task = data;
  Job *job = g_task_get_task_data (task);

  g_atomic_int_set (&job->reporting, FALSE);
  /* 1 says that the descriptions are there, which is for the end of the task to say. */
  if (!g_task_get_completed (task))
    job->progress (MIN (g_atomic_int_get (&job->per_mille), 999) / 1000.0, job->user_data);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (guint done, guint total, gpointer data)
{
  GTask *task = data;
  Job *job = g_task_get_task_data (task);

  g_atomic_int_set (&job->per_mille, (int) (done * G_GUINT64_CONSTANT (1000) / MAX (total, 1)));
  if (g_atomic_int_compare_and_exchange (&job->reporting, FALSE, TRUE))
    g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT_IDLE, report_cb,
                                g_object_ref (task), g_object_unref);
}

static gpointer
thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  ModscopeIndex *index;

  /* Of this thread alone, and of those that it starts (setpriority(2), "C library/kernel
   * differences"). Without it the index only comes sooner. */
  if (setpriority (PRIO_PROCESS, (id_t) gettid (), NICENESS) != 0)
    g_debug ("The index is built with the priority of the window: %s", g_strerror (errno));
  index = modscope_index_build_and_save (job->kernel, job->tables, progress_cb, task,
                                         g_task_get_cancellable (task), &error);
  if (index != NULL)
    g_task_return_pointer (task, index, (GDestroyNotify) modscope_index_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  return NULL;
}

void
modscope_index_task_start (ModscopeKernel *kernel,
                           ModscopeTables *tables,
                           ModscopeIndexTaskProgress progress,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->kernel = modscope_kernel_ref (kernel);
  job->tables = modscope_tables_ref (tables);
  job->progress = progress;
  job->user_data = user_data;
  g_task_set_source_tag (task, modscope_index_task_start);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  /* No thread of the pool, since one without privileges can never have its priority back. */
  g_thread_unref (g_thread_new ("index", thread, g_steal_pointer (&task)));
}

ModscopeIndex *
modscope_index_task_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

ModscopeTables *
modscope_index_task_get_tables (GAsyncResult *result)
{
  return ((Job *) g_task_get_task_data (G_TASK (result)))->tables;
}
