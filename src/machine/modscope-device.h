/* One device of the computer, as a person thinks of it: what it is, what drives it, and what is
 * folded into it. Its identity is immutable; its state is refreshed in place with notification, so
 * that a row on screen changes without being rebuilt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "machine/modscope-device-kind.h"
#include "system/modscope-kernel-facts.h"

G_BEGIN_DECLS

/**
 * ModscopeDeviceChild:
 * @id: SUBSYSTEM:NAME: "net:wlp2s0", "block:sda", "sound:card0", "video4linux:video0",
 *   "bluetooth:hci0", "input:input5"; of a device on a bus, its own id ("usb:1-5:1.0")
 * @name: what a person calls it: the interface's name, the disk's model, the camera's name
 *
 * Something that a device gives to a person, or a part of it that has a driver of its own.
 */
typedef struct
{
  char *id;
  char *name;
} ModscopeDeviceChild;

/**
 * ModscopeSwitch:
 * @name: name of the switch, "phy0", "hci0", "dell-wifi"
 * @type: what it switches, "wlan", "bluetooth", "wwan"
 * (Documentation/ABI/stable/sysfs-class-rfkill)
 * @soft: whether it is off by software: Modscope can turn it on
 * @hard: whether it is off by a key, a slider or the firmware
 *
 * A radio switch (rfkill) of a device.
 */
typedef struct
{
  char *name;
  char *type;
  gboolean soft;
  gboolean hard;
} ModscopeSwitch;

/**
 * ModscopeDeviceFirmware:
 * @name: as the driver names it; may be a pattern
 * @present: whether such a file is in the firmware folders, also with .xz or .zst
 */
typedef struct
{
  char *name;
  gboolean present;
} ModscopeDeviceFirmware;

/**
 * ModscopeMissingReason:
 * @MODSCOPE_MISSING_UNLISTED: its file is there, and the kernel's list of drivers does not have it,
 *   or has an older one
 * @MODSCOPE_MISSING_GONE: the list has it, and its file is not there
 * @MODSCOPE_MISSING_NOT_SHIPPED: this kernel does not have it
 */
typedef enum
{
  MODSCOPE_MISSING_UNLISTED,
  MODSCOPE_MISSING_GONE,
  MODSCOPE_MISSING_NOT_SHIPPED,
} ModscopeMissingReason;

/**
 * ModscopeMissingDriver:
 * @module: its folded name
 * @path: (nullable): its file below the module folder of the kernel that has it
 * @release: (nullable): another kernel on this computer that has it
 * @kind: what kind of module it is
 *
 * The driver of a device that the kernel's drivers do not claim.
 */
typedef struct
{
  ModscopeMissingReason reason;
  char *module;
  char *path;
  char *release;
  ModscopeKind kind;
} ModscopeMissingDriver;

/**
 * ModscopeDevice: for the main thread once it is in a model. Properties, all readable, those with *
 * notify: id (s), kind* (int), name* (s), driver* (s), module* (s), candidates* (strv), shown* (b),
 * revision* (uint): changes with anything of it, also with what has no property of its own. Judge
 * its check chain again on notify::revision and on #ModscopeMachine::refreshed.
 */
#define MODSCOPE_TYPE_DEVICE (modscope_device_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeDevice, modscope_device, MODSCOPE, DEVICE, GObject)

/* --- Identity --- */

/** Returns: (transfer none): subsystem and bus name, "pci:0000:00:14.3"; what the helper's
 *  ControlDevice and modscopectl take, and what modscope_module_get_devices() lists */
const char *modscope_device_get_id (ModscopeDevice *self);

/** Returns: (transfer none): "/sys/devices/pci0000:00/0000:00:14.3" */
const char *modscope_device_get_syspath (ModscopeDevice *self);

/** Returns: (transfer none): the bus: "pci", "usb", "platform", "hid" */
const char *modscope_device_get_subsystem (ModscopeDevice *self);

/** Returns: (transfer none) (nullable): id of the next device on a bus above it: for a view by
 *  connection */
const char *modscope_device_get_parent (ModscopeDevice *self);

/** Returns: (transfer none) (nullable): the modalias of the device itself; of a USB device that of
 *  its main interface, since a USB device has none */
const char *modscope_device_get_modalias (ModscopeDevice *self);

/* --- What a person sees --- */

ModscopeDeviceKind modscope_device_get_kind (ModscopeDevice *self);

/** Returns: (transfer none): a name that a person recognises, of the udev hardware database or the
 *  device's own words; numbers only where neither knows it. Never empty, UTF-8 */
const char *modscope_device_get_name (ModscopeDevice *self);

/** Returns: (transfer none) (nullable): the maker's name */
const char *modscope_device_get_vendor (ModscopeDevice *self);

/** Returns: (transfer none) (array): what it gives a person and the parts folded into it, ends with
 *  an @id of %NULL; possibly empty */
const ModscopeDeviceChild *modscope_device_get_children (ModscopeDevice *self);

/**
 * modscope_device_is_shown:
 *
 * Returns: whether it is a row of its own on the Hardware page without “Show all”: neither plumbing
 *   (a bridge, a hub, a node of the firmware) nor a part of another device. A device whose verdict
 *   is a problem is to be shown all the same, if it is not folded
 */
gboolean modscope_device_is_shown (ModscopeDevice *self);

/** Returns: (transfer none) (nullable): id of the device that it is a part of: a USB interface of
 *  its USB device, a virtio or HID device of what carries it; %NULL if it stands for itself */
const char *modscope_device_get_folded_into (ModscopeDevice *self);

/** Returns: (transfer none): ids of the devices folded into it (each is in the model too), possibly
 *  empty */
const char *const *modscope_device_get_parts (ModscopeDevice *self);

/* --- What drives it --- */

/** Returns: (transfer none) (nullable): name of the driver that is bound, "xhci_hcd"; of a USB
 *  device that of its main interface; %NULL if none, or for a kernel that is not running */
const char *modscope_device_get_driver (ModscopeDevice *self);

/** Returns: (transfer none) (nullable): folded name of the module behind the driver, "xhci_pci", of
 *  a built-in one too; %NULL if none is bound or it is not known */
const char *modscope_device_get_module (ModscopeDevice *self);

/** Returns: (transfer none) (nullable): folded names of the modules that claim its modalias, in the
 *  order of the alias index, built-ins included, each once, possibly empty; of a USB device those
 *  of all its interfaces; %NULL if the kernel's modules are not on this computer */
const char *const *modscope_device_get_candidates (ModscopeDevice *self);

/** Returns: (transfer none) (nullable): the driver that it would have if the kernel's list of
 *  drivers and its packages were complete; %NULL if none is known, or if none is missing */
const ModscopeMissingDriver *modscope_device_get_missing_driver (ModscopeDevice *self);

/** Returns: whether a person misses something when no driver is bound to it */
gboolean modscope_device_needs_driver (ModscopeDevice *self);

/* --- Facts for the check chain --- */

/** Returns: whether a USB device may be used (its "authorized"); unknown where there is none */
ModscopeTri modscope_device_get_authorized (ModscopeDevice *self);

/** Returns: (transfer none) (nullable): the only driver that may be bound, if someone set one
 *  (driver_override) */
const char *modscope_device_get_driver_override (ModscopeDevice *self);

/** Returns: whether a driver of the name in driver_override is registered; unknown without one */
ModscopeTri modscope_device_get_override_exists (ModscopeDevice *self);

/** Returns: whether its driver waits for another device to be ready (deferred probe) */
gboolean modscope_device_is_deferred (ModscopeDevice *self);

/** Returns: (transfer none) (nullable): the device that it waits for, if the kernel names it */
const char *modscope_device_get_supplier (ModscopeDevice *self);

/** Returns: whether a person took its driver away while the program ran: the kernel told of an
 *  unbind, the module stayed loaded and the device stayed there */
gboolean modscope_device_was_unbound (ModscopeDevice *self);

/** Returns: (transfer none) (array): its radio switches, ends with a @name of %NULL; possibly empty
 */
const ModscopeSwitch *modscope_device_get_switches (ModscopeDevice *self);

/** Returns: (transfer none) (array) (nullable): the firmware files that its driver names (without
 *  one, its first candidate), ends with a @name of %NULL; %NULL while there is no index */
const ModscopeDeviceFirmware *modscope_device_get_firmware (ModscopeDevice *self);

/** Returns: whether it gives a person anything of its kind (a network interface, a sound card, a
 *  disk …): a driver without its firmware gives nothing */
gboolean modscope_device_has_function (ModscopeDevice *self);

/**
 * modscope_device_matches:
 * @self: the device
 * @words: folded to lower case with g_utf8_casefold(), %NULL-terminated
 *
 * Whether every word is found in its name, vendor, id, driver, module, candidates or children.
 */
gboolean modscope_device_matches (ModscopeDevice *self, const char *const *words);

/** Order of a list: kind, then name without regard to case, then id. */
int modscope_device_compare (ModscopeDevice *a, ModscopeDevice *b);

G_END_DECLS
