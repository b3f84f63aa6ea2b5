/* Which devices of the kernel's tree are one device to a person. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-device-kind.h"
#include "system/modscope-devices.h"

G_BEGIN_DECLS

/**
 * modscope_device_fold:
 * @devices: one reading
 *
 * A USB interface is a part of its USB device; a virtio, HID, SCSI or sound codec device is a part
 * of what carries it; what the kernel makes itself below a PCI function (a platform or auxiliary
 * device) is a part of that. What is plugged in or sits on a board of its own (PCI, USB, I²C, a
 * Bluetooth keyboard) stands for itself. A pure function.
 *
 * Returns: (transfer full) (array): for each device the index of what it is folded into, never of
 *   one that is folded itself; -1 for what stands for itself
 */
int *modscope_device_fold (const ModscopeDevices *devices);

/**
 * modscope_function_get_kind:
 * @function: what a device gives
 *
 * Returns: the kind of a device that gives that; other if it tells nothing
 */
ModscopeDeviceKind modscope_function_get_kind (const ModscopeFunctionFacts *function);

/** Returns: how telling a kind is of a device that is several things at once: a camera with a
 *  microphone is a camera; less is more telling */
int modscope_device_kind_get_rank (ModscopeDeviceKind kind);

G_END_DECLS
