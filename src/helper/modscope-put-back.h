/* What has to be put back if the helper does not live to do it itself: killed, or out of memory,
 * while a change is on trial or half done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/** The service's own folder, gone with it. */
#define MODSCOPE_PUT_BACK_FOLDER "/run/modscope"

/** @orders: of type %MODSCOPE_WORKER_ORDERS. Returns: a number for modscope_put_back_forget(); 0 if
 * it cannot be kept, which is logged */
guint modscope_put_back_save (ModscopePaths *paths, GVariant *orders);

/** It is done, or is not to be done any more; nothing for 0. */
void modscope_put_back_forget (ModscopePaths *paths, guint number);

/**
 * modscope_put_back_main:
 * @paths: where files are
 * @worker: the command that runs modscope_worker_main()
 *
 * Behind the end of the service (ExecStopPost=): puts back what is left there.
 *
 * Returns: the process's status
 */
int modscope_put_back_main (ModscopePaths *paths, const char *const *worker);

G_END_DECLS
