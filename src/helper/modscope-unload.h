/* What unloading modules takes, for the verbs that do it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/modscope-running.h"

G_BEGIN_DECLS

/**
 * modscope_unload_check:
 * @asked: a caller's names, in the order in which they are to go
 * @running: (out) (transfer full): the moment at which they were looked at
 *
 * Whether each can be unloaded when those before it are gone. Error: INVALID_NAME, NOT_FOUND,
 * BUILT_IN, BUSY, IN_USE, CRITICAL, KERNEL_REFUSED for a permanent one.
 *
 * Returns: (transfer full) (nullable): the names folded
 */
GStrv modscope_unload_check (ModscopePaths *paths,
                             const char *const *asked,
                             ModscopeRunning **running,
                             GError **error);

/** Adds the steps of a worker, of type %MODSCOPE_WORKER_ORDERS. */
void modscope_unload_add_orders (const char *const *names, GVariantBuilder *orders);

G_END_DECLS
