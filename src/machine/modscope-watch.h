/* Tells when something of the system should be read again: a module came or went, a file of the
 * configuration or the tables changed. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-reading.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_WATCH (modscope_watch_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeWatch, modscope_watch, MODSCOPE, WATCH, GObject)

/**
 * ModscopeWatch::changed:
 * @self: the watch
 * @parts: set of #ModscopeReadingParts that should be read again
 * @removing: (nullable): name of the module that the kernel is about to remove: it may still be
 *   there for a moment
 */

/** Returns: (transfer full): a watch, in the thread's default main context. */
ModscopeWatch *modscope_watch_new (ModscopeKernel *kernel);

G_END_DECLS
