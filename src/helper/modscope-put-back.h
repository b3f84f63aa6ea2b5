/* What puts a change back. It is kept in a file, too, should the helper not live to do it itself:
 * killed, or out of memory, while a change is on trial or half done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "system/modscope-device-change.h"

G_BEGIN_DECLS

/** The service's own folder, gone with it. */
#define MODSCOPE_PUT_BACK_FOLDER "/run/modscope"

typedef struct _ModscopePutBack ModscopePutBack;

/** @whole: whether all of it is as it was */
typedef void (*ModscopePutBackDone) (gboolean whole, gpointer user_data);

/**
 * modscope_put_back_new:
 * @paths: where files are
 * @orders: of type %MODSCOPE_WORKER_ORDERS
 * @device: (nullable): the device that they are about, and no other in its place
 *
 * Before what they put back is begun. That the file cannot be written is logged.
 *
 * Returns: (transfer full): to be put back
 */
ModscopePutBack *
modscope_put_back_new (ModscopePaths *paths, GVariant *orders, const ModscopeDeviceChange *device);

/** @self: (nullable): is not to be put back any more: also not when the helper is killed. */
void modscope_put_back_free (ModscopePutBack *self);

/**
 * modscope_put_back_run:
 * @self: (transfer full): what to put back; forgotten before @done is called
 * @worker: the command that runs modscope_worker_main()
 * @done: called once; never, if a driver hangs
 *
 * A device that the disks under / and /home are behind by now, or that is another one, stays as it
 * is, which is not whole.
 */
void modscope_put_back_run (ModscopePutBack *self,
                            const char *const *worker,
                            ModscopePutBackDone done,
                            gpointer user_data);

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
