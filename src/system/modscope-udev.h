/* Events of udev, for whoever wants to know that a module came or went. The only user of libudev.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MODSCOPE_TYPE_UDEV (modscope_udev_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeUdev, modscope_udev, MODSCOPE, UDEV, GObject)

/**
 * ModscopeUdev::module-event:
 * @self: the source
 * @action: "add" (after the module's init), "remove" (up to 40 ms before the module is gone), or
 *   "overflow": events came faster than they were read and some were lost, so that any module may
 *   have come or gone
 * @name: the module's folded name; "" with "overflow"
 *
 * Emitted in the main context that was the thread's default when the source was made.
 */

/**
 * modscope_udev_new:
 * @error: where libudev's answer goes
 *
 * Listens to udev's own source, which wakes for the subsystem "module" only. Where no udevd runs
 * there are no events, and no error.
 *
 * Returns: (transfer full) (nullable): the source
 */
ModscopeUdev *modscope_udev_new (GError **error);

G_END_DECLS
