/* Loading and unloading in a process of its own, so that a module whose init hangs or crashes takes
 * only that process with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "system/modscope-kmod.h"

G_BEGIN_DECLS

/** ModscopeKernelVerbs: what is done to the kernel, as modscope_kmod_insert() and
 *  modscope_kmod_remove(), which the service uses; a test has its own. */
typedef struct
{
  int (*insert) (ModscopeKmod *kmod, const char *name, const char *options);
  int (*remove) (const char *name);
} ModscopeKernelVerbs;

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
 * MODSCOPE_WORKER_ORDERS: whether to load (or to unload), and the steps: a folded name, its
 * options (bytes: a configuration file may be in any encoding), and whether all ends if this step
 * fails (a soft dependency may fail).
 */
#define MODSCOPE_WORKER_ORDERS "(ba(sayb))"

/**
 * ModscopeWork: how it went.
 * @done: what was loaded or unloaded, in order
 * @module: (nullable): the module whose step failed, %NULL if none did
 * @errsv: the kernel's answer to that, positive; %EALREADY if the module was being loaded or
 *   unloaded by somebody else
 * @crashed: whether the kernel killed the worker in that step
 * @kernel_lines: what the kernel logged from beginning to end
 */
typedef struct
{
  GStrv done;
  char *module;
  int errsv;
  gboolean crashed;
  GStrv kernel_lines;
} ModscopeWork;

typedef void (*ModscopeWorkDone) (const ModscopeWork *work, gpointer user_data);

/**
 * modscope_worker_run:
 * @argv: the command that runs modscope_worker_main()
 * @paths: where files are
 * @orders: (transfer floating): of type %MODSCOPE_WORKER_ORDERS
 * @done: called once, from the main loop, when the worker is gone; never, if it hangs for ever
 * @user_data: for @done
 */
void modscope_worker_run (const char *const *argv,
                          ModscopePaths *paths,
                          GVariant *orders,
                          ModscopeWorkDone done,
                          gpointer user_data);

G_END_DECLS
