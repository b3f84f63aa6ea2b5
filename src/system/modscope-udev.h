/* Events of udev, for whoever wants to know that a module or a device came or went.
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
 * ModscopeUdev::device-event:
 * @self: the source
 * @action: "add", "remove", "bind", "unbind" or "move"; "change" of a radio switch alone, since
 *   others mean nothing for what drives a device; "overflow": some events were lost
 * @syspath: the device's path, "/sys/devices/…"; "" with "overflow"
 *
 * A device on a bus, or of a class that people see (a network interface, a disk), came, went, was
 * bound or renamed. Emitted as the other one.
 */

/**
 * modscope_udev_new:
 * @error: where libudev's answer goes
 *
 * Listens to udev's own source, which wakes for modules, the buses that there are now or are well
 * known, and some classes. Where no udevd runs there are no events, and no error.
 *
 * Returns: (transfer full) (nullable): the source
 */
ModscopeUdev *modscope_udev_new (GError **error);

G_END_DECLS
