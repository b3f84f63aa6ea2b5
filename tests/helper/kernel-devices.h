/* A stand-in for the kernel's driver core: what writing to a file of /sys does to the others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kernel_devices_write:
 * @file: an attribute, in a folder that stands in for /sys
 * @value: what is written
 *
 * Drivers are folders with "bind" and "unbind"; one takes the devices that its file "takes" names,
 * or whose driver_override does.
 *
 * Returns: 0, or a negative errno
 */
int kernel_devices_write (const char *file, const char *value);

G_END_DECLS
