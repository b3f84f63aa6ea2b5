/* Names of devices: the subsystem and the name on its bus, "pci:0000:00:14.3".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Most bytes of a subsystem's name, and of a device's name on it. */
#define MODSCOPE_SUBSYSTEM_MAX 32
#define MODSCOPE_BUS_NAME_MAX 128

/** The driver_override of a device that was turned off: no driver has this name. */
#define MODSCOPE_DEVICE_OFF "modscope-off"

/**
 * modscope_bus_name_is_valid:
 * @name: (nullable): a name of a device or a driver, not trusted
 *
 * Returns: whether it can be one file's name in a folder of /sys: printable ASCII, no "/", neither
 *   "." nor "..", 1 to %MODSCOPE_BUS_NAME_MAX bytes
 */
gboolean modscope_bus_name_is_valid (const char *name);

/**
 * modscope_device_id_split:
 * @id: (nullable): not trusted
 * @subsystem: (out) (optional): what is before the first ":", of ASCII letters, digits, "-" and "_"
 * @name: (out) (optional): what is behind it, a valid bus name
 *
 * A pure function; no look at what is there.
 *
 * Returns: whether @id is one; else nothing is set
 */
gboolean modscope_device_id_split (const char *id, char **subsystem, char **name);

G_END_DECLS
