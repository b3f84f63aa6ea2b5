/* What has to be written to /sys to turn a device off and on, to give it another driver, or to
 * switch its radio, and what puts it back. Nothing is written here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-helper-error.h"
#include "base/modscope-paths.h"

G_BEGIN_DECLS

/** ModscopeDeviceWrite: an attribute and its value, to be written at once. */
typedef struct
{
  char *file;
  char *value;
} ModscopeDeviceWrite;

/**
 * ModscopeDeviceChange:
 * @id: the device
 * @verb: what is done to it
 * @wanted: the driver that it is to have, "" if none is named
 * @writes: (element-type ModscopeDeviceWrite): in order; empty if it is so already
 * @back: (element-type ModscopeDeviceWrite): in order; each may fail
 * @driver: (nullable): the driver that has it now
 * @identity: what tells it from another device that comes to its place
 */
typedef struct
{
  char *id;
  char *verb;
  char *wanted;
  GPtrArray *writes;
  GPtrArray *back;
  char *driver;
  char *identity;
} ModscopeDeviceChange;

/**
 * modscope_device_change_new:
 * @paths: where files are
 * @id: the device, not trusted
 * @verb: "off", "on", "use-driver", "switch-off" or "switch-on", not trusted
 * @driver: for "use-driver" its name, not trusted; else ""
 * @error: %MODSCOPE_HELPER_ERROR_INVALID_NAME for what can be no name of a device or a driver,
 *   INVALID_PARAMETER for another verb, or a driver where none belongs, NOT_FOUND without such a
 *   device, driver or switch, KERNEL_REFUSED where a driver does not let go or a key holds the
 * switch
 *
 * Reads /sys; any thread. Every file of the result is below /sys, and is one of "unbind", "bind",
 * "drivers_probe", "driver_override", "authorized" and "soft".
 *
 * Returns: (transfer full) (nullable): what to write
 */
ModscopeDeviceChange *modscope_device_change_new (
  ModscopePaths *paths, const char *id, const char *verb, const char *driver, GError **error);
void modscope_device_change_free (ModscopeDeviceChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeDeviceChange, modscope_device_change_free)

/** Returns: (transfer full): what tells the device @id from another one that comes to its place; ""
 *  if it is not there */
char *modscope_device_dup_identity (ModscopePaths *paths, const char *id);

/** Returns: whether it is so now: what was asked for */
gboolean modscope_device_change_is_so (ModscopePaths *paths, const ModscopeDeviceChange *change);

G_END_DECLS
