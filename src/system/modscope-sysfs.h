/* Devices and their drivers in /sys: where a device is, what drives it, and writing there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/**
 * modscope_sysfs_dup_device:
 * @paths: where files are
 * @id: a device, "pci:0000:00:14.3", not trusted
 *
 * Returns: (transfer full) (nullable): its folder below /sys/devices, without links in it; %NULL if
 *   @id is none, or no bus has such a device
 */
char *modscope_sysfs_dup_device (ModscopePaths *paths, const char *id);

/** Returns: (transfer full) (nullable): name of the driver that has a device's folder */
char *modscope_sysfs_dup_driver (const char *device);

/** Returns: (transfer full) (nullable): the only line of a file there, "" for an empty one */
char *modscope_sysfs_read (const char *folder, const char *name);

/**
 * modscope_sysfs_list_switches:
 * @paths: where files are
 * @device: a device's folder
 *
 * Returns: (transfer full): the folders of its radio switches (rfkill): of those that belong to it
 *   or to a part of it (a USB interface, a virtio device), and not to another device behind it
 */
GStrv modscope_sysfs_list_switches (ModscopePaths *paths, const char *device);

/**
 * modscope_sysfs_write:
 * @file: an attribute; a link as its last part is not followed
 * @value: what to write, at once
 *
 * Does not come back before the kernel is done (a driver's probe).
 *
 * Returns: 0, or a negative errno
 */
int modscope_sysfs_write (const char *file, const char *value);

G_END_DECLS
