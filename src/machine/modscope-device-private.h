/* How the machine makes a device and keeps it true. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-device.h"

G_BEGIN_DECLS

/**
 * ModscopeDeviceReading: what one reading says of a device; the fields are those of the getters in
 * modscope-device.h. Immutable once made, with references counted.
 * @children: (element-type ModscopeDeviceChild), closed by zeros
 * @switches: (element-type ModscopeSwitch), closed by zeros
 * @firmware: (nullable) (element-type ModscopeDeviceFirmware), closed by zeros
 */
typedef struct
{
  char *id;
  char *syspath;
  char *subsystem;
  char *parent;
  char *modalias;
  ModscopeDeviceKind kind;
  char *name;
  char *vendor;
  GArray *children;
  gboolean shown;
  char *folded_into;
  GStrv parts;
  char *driver;
  char *module;
  GStrv candidates;
  ModscopeMissingDriver *missing;
  gboolean needs_driver;
  ModscopeTri authorized;
  char *driver_override;
  ModscopeTri override_exists;
  gboolean deferred;
  char *supplier;
  GArray *switches;
  GArray *firmware;
  gboolean has_function;
} ModscopeDeviceReading;

/** Returns: (transfer full): a reading with nothing in it, for whoever fills it */
ModscopeDeviceReading *modscope_device_reading_new (void);
ModscopeDeviceReading *modscope_device_reading_ref (ModscopeDeviceReading *self);
void modscope_device_reading_unref (ModscopeDeviceReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeDeviceReading, modscope_device_reading_unref)

/** For whoever fills it: adds to one of its lists; the strings are copied. */
void
modscope_device_reading_add_child (ModscopeDeviceReading *self, const char *id, const char *name);
void modscope_device_reading_add_switch (
  ModscopeDeviceReading *self, const char *name, const char *type, gboolean soft, gboolean hard);

/** Returns: whether both say the same */
gboolean modscope_device_reading_equal (const ModscopeDeviceReading *a,
                                        const ModscopeDeviceReading *b);

/** Returns: whether two lists are the same, %NULL being another one than an empty list */
gboolean modscope_device_same_strings (GStrv a, GStrv b);

/** For arrays of #ModscopeDeviceFirmware: frees what one holds. */
void modscope_device_firmware_clear (gpointer data);

/** Returns: (transfer full): a device as @reading says. Any thread, as long as one alone has it */
ModscopeDevice *modscope_device_new (ModscopeDeviceReading *reading);

/**
 * modscope_device_update:
 * @self: the device
 * @reading: a later reading of the same id and path
 *
 * Notifies of what changed.
 */
void modscope_device_update (ModscopeDevice *self, ModscopeDeviceReading *reading);

/** Returns: (transfer none) (nullable): folded name of the module whose driver was taken from the
 *  device while it was looked at, if no driver was bound to it since */
const char *modscope_device_get_lost_module (ModscopeDevice *self);

/** Tells the device that its driver went with its module: nobody took it away. */
void modscope_device_forget_lost_module (ModscopeDevice *self);

G_END_DECLS
