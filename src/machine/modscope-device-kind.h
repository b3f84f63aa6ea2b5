/* Kinds of devices: the groups in which a person looks for one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-kind.h"

G_BEGIN_DECLS

/** ModscopeDeviceKind: the kinds of cli.md's DEVICE, in the order in which a page shows them. */
typedef enum
{
  MODSCOPE_DEVICE_KIND_GRAPHICS,
  MODSCOPE_DEVICE_KIND_NETWORK,
  MODSCOPE_DEVICE_KIND_BLUETOOTH,
  MODSCOPE_DEVICE_KIND_SOUND,
  MODSCOPE_DEVICE_KIND_CAMERA,
  MODSCOPE_DEVICE_KIND_STORAGE,
  MODSCOPE_DEVICE_KIND_INPUT,
  MODSCOPE_DEVICE_KIND_PRINTER,
  MODSCOPE_DEVICE_KIND_SENSOR,
  MODSCOPE_DEVICE_KIND_USB,
  MODSCOPE_DEVICE_KIND_SYSTEM,
  MODSCOPE_DEVICE_KIND_OTHER,
  MODSCOPE_N_DEVICE_KINDS,
} ModscopeDeviceKind;

/** Returns: (transfer none): the kind's word of cli.md's contract, "graphics" */
const char *modscope_device_kind_to_string (ModscopeDeviceKind kind);

/** Returns: (transfer none): the heading of the kind's group, translated, "USB devices" */
const char *modscope_device_kind_get_label (ModscopeDeviceKind kind);

/** Returns: (transfer none): words by which a person looks for such devices (translated) */
const char *modscope_device_kind_get_search_words (ModscopeDeviceKind kind);

/** Returns: (transfer none): the name of the kind's symbolic icon, that of the modules' kind where
 *  there is one */
const char *modscope_device_kind_get_icon_name (ModscopeDeviceKind kind);

/** Returns: the kind of the modules that drive such devices */
ModscopeKind modscope_device_kind_to_module_kind (ModscopeDeviceKind kind);

/** Returns: the kind of the devices that modules of a kind drive; system for what drives none that
 *  a person would name */
ModscopeDeviceKind modscope_device_kind_from_module_kind (ModscopeKind kind);

/**
 * ModscopeDeviceRole:
 * @kind: what it is to a person
 * @is_plumbing: whether it is a bridge, a hub, a memory controller or other plumbing, which a page
 *   hides
 * @needs_driver: whether a person misses something when no driver of the kernel is bound to it
 *
 * What a device's class says, of the modalias alone.
 */
typedef struct
{
  ModscopeDeviceKind kind;
  gboolean is_plumbing;
  gboolean needs_driver;
} ModscopeDeviceRole;

/**
 * modscope_device_role_from_modalias:
 * @modalias: (nullable): a device's modalias, or the pattern of a module's alias
 *
 * The class in a PCI modalias (include/linux/pci_ids.h), the interface class in a USB modalias
 * (include/uapi/linux/usb/ch9.h), and what the other buses imply. A pure function; any thread.
 */
ModscopeDeviceRole modscope_device_role_from_modalias (const char *modalias);

G_END_DECLS
