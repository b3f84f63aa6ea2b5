/* The devices of the computer, read from the kernel's tree under /sys: what is on each bus, what
 * drives it, and what it gives to a person. Plain files, so that another root can stand in and no
 * udev is needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/**
 * ModscopeFunctionFacts:
 * @subsystem: its class, "net", "block", "sound"
 * @name: "wlp2s0", "sda", "card0"
 * @label: (nullable): its own words: the disk's model, the camera's name; UTF-8
 * @device: index of the device that it hangs on
 *
 * What a device gives to the rest of the system: a device of a class.
 */
typedef struct
{
  char *subsystem;
  char *name;
  char *label;
  guint device;
} ModscopeFunctionFacts;

/**
 * ModscopeSwitchFacts: a radio switch (Documentation/ABI/stable/sysfs-class-rfkill); @device: index
 * of the device that it hangs on, or -1.
 */
typedef struct
{
  char *name;
  char *type;
  gboolean soft;
  gboolean hard;
  int device;
} ModscopeSwitchFacts;

/**
 * ModscopeDeviceFacts:
 * @subsystem: its bus
 * @name: its name on the bus, "0000:00:14.3"
 * @syspath: "/sys/devices/pci0000:00/0000:00:14.3", on the system that it is of
 * @type: (nullable): DEVTYPE, "usb_device" or "usb_interface"
 * @modalias: (nullable)
 * @driver: (nullable): name of the bound driver
 * @module: (nullable): folded name of the module behind the driver, as the kernel links it; a
 *   built-in's too. Some built-in drivers have no link
 * @label: (nullable): its own words: a product's name; UTF-8
 * @maker: (nullable): its maker's own words; UTF-8
 * @product: (nullable): PRODUCT of a USB device, "46d/c31c/6400"
 * @driver_override: (nullable): the only driver that may be bound
 * @override_exists: whether a driver of that name is registered
 * @authorized: 1 or 0; -1 where there is no such file
 * @deferred: whether it waits for a supplier
 * @supplier: (nullable): id of that, "platform:foo"
 * @parent: index of the next device above it in the tree, or -1
 */
typedef struct
{
  char *subsystem;
  char *name;
  char *syspath;
  char *type;
  char *modalias;
  char *driver;
  char *module;
  char *label;
  char *maker;
  char *product;
  char *driver_override;
  gboolean override_exists;
  int authorized;
  gboolean deferred;
  char *supplier;
  int parent;
} ModscopeDeviceFacts;

/**
 * ModscopeDevices: one reading; immutable.
 * @devices: (element-type ModscopeDeviceFacts): sorted by path, parents first
 * @functions: (element-type ModscopeFunctionFacts): sorted by class and name
 * @switches: (element-type ModscopeSwitchFacts)
 */
typedef struct
{
  GPtrArray *devices;
  GPtrArray *functions;
  GPtrArray *switches;
} ModscopeDevices;

/**
 * modscope_devices_read:
 * @paths: where files are
 *
 * Reads the devices of every bus that carries drivers (Documentation/driver-api/driver-model/), but
 * for the processor, memory and clocks under /sys/devices/system. What vanishes meanwhile is left
 * out. About 10 µs a device; any thread.
 *
 * Returns: (transfer full): the devices, possibly none
 */
ModscopeDevices *modscope_devices_read (ModscopePaths *paths);
void modscope_devices_free (ModscopeDevices *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeDevices, modscope_devices_free)

G_END_DECLS
