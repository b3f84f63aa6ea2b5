/* Building the index in the background. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-index.h"

G_BEGIN_DECLS

/** ModscopeIndexTaskProgress: @fraction from 0 to under 1; called in the caller's main context. */
typedef void (*ModscopeIndexTaskProgress) (double fraction, gpointer user_data);

/**
 * modscope_index_build_and_save:
 *
 * As modscope_index_build(), and keeps the result in the cache. One that cannot be kept is built
 * again next time, which is no error. Blocks; any thread.
 */
ModscopeIndex *modscope_index_build_and_save (ModscopeKernel *kernel,
                                              ModscopeTables *tables,
                                              ModscopeIndexProgress progress,
                                              gpointer user_data,
                                              GCancellable *cancellable,
                                              GError **error);

/** The same in a thread. Both callbacks get @user_data, the second one always and last. */
void modscope_index_task_start (ModscopeKernel *kernel,
                                ModscopeTables *tables,
                                ModscopeIndexTaskProgress progress,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** Returns: (transfer full) (nullable): the index */
ModscopeIndex *modscope_index_task_finish (GAsyncResult *result, GError **error);

/** Returns: (transfer none): the tables for which it was built */
ModscopeTables *modscope_index_task_get_tables (GAsyncResult *result);

G_END_DECLS
