/* What is done to the kernel, in a process of its own: a module whose init, or a driver whose
 * probe, hangs or crashes takes only that process with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "system/modscope-kmod.h"

G_BEGIN_DECLS

/** ModscopeKernelVerbs: what is done to the kernel, as modscope_kmod_insert(),
 *  modscope_kmod_remove() and modscope_sysfs_write(), which the service uses; a test has its own.
 */
typedef struct
{
  int (*insert) (ModscopeKmod *kmod, const char *name, const char *options);
  int (*remove) (const char *name);
  int (*write) (const char *file, const char *value);
} ModscopeKernelVerbs;

/**
 * MODSCOPE_WORKER_ORDERS: steps, each of
 * - a verb: %MODSCOPE_WORKER_LOAD, %MODSCOPE_WORKER_UNLOAD or %MODSCOPE_WORKER_WRITE
 * - its object: a module's folded name, or a file of /sys
 * - its value: a module's options (bytes: a configuration file may be in any encoding), or what to
 *   write
 * - whether all ends if this step fails (a soft dependency may fail)
 */
#define MODSCOPE_WORKER_ORDERS "a(ssayb)"
#define MODSCOPE_WORKER_LOAD "load"
#define MODSCOPE_WORKER_UNLOAD "unload"
#define MODSCOPE_WORKER_WRITE "write"

/**
 * modscope_worker_main:
 * @paths: where files are
 * @verbs: what is done to the kernel
 *
 * The worker: reads its orders from standard input until its end, carries them out, and writes to
 * standard output how each step went. Nothing else decides what it does.
 *
 * Returns: the process's status
 */
int modscope_worker_main (ModscopePaths *paths, const ModscopeKernelVerbs *verbs);

/**
 * ModscopeWork: how it went.
 * @done: the objects of the steps that were done, in order
 * @verb: (nullable): the verb of the step that failed, %NULL if none did
 * @object: (nullable): its object
 * @errsv: the kernel's answer to that, positive; %EALREADY if the module was being loaded or
 *   unloaded by somebody else
 * @crashed: whether the kernel killed the worker in that step
 * @n_begun: how many steps were begun
 * @is_whole: whether every step was done, or was so before
 * @kernel_lines: what the kernel logged from beginning to end
 */
typedef struct
{
  GStrv done;
  char *verb;
  char *object;
  int errsv;
  gboolean crashed;
  guint n_begun;
  gboolean is_whole;
  GStrv kernel_lines;
} ModscopeWork;

typedef void (*ModscopeWorkDone) (const ModscopeWork *work, gpointer user_data);

/**
 * modscope_worker_run:
 * @argv: the command that runs modscope_worker_main(); lives longer
 * @paths: where files are
 * @orders: of type %MODSCOPE_WORKER_ORDERS
 * @done: called once, from the main loop, when the worker is gone; never, if it hangs for ever
 * @user_data: for @done
 */
void modscope_worker_run (const char *const *argv,
                          ModscopePaths *paths,
                          GVariant *orders,
                          ModscopeWorkDone done,
                          gpointer user_data);

/** The same to put things back: no step that fails keeps the others from being done, not even one
 *  in which the kernel kills the worker. @done is told of the last worker; only @is_whole is of
 * all.
 */
void modscope_worker_put_back (const char *const *argv,
                               ModscopePaths *paths,
                               GVariant *orders,
                               ModscopeWorkDone done,
                               gpointer user_data);

G_END_DECLS
