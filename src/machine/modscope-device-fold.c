/* Which devices of the kernel's tree are one device to a person.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-device-fold.h"

#include <string.h>

static gboolean
is_on (const ModscopeDeviceFacts *device, const char *subsystem)
{
  return strcmp (device->subsystem, subsystem) == 0;
}

static gboolean
is_bridge (const ModscopeDeviceFacts *device)
{
  return is_on (device, "pci") && device->modalias != NULL &&
         strstr (device->modalias, "bc06") != NULL;
}

/* A Bluetooth keyboard hangs on the adapter, and is a device of its own: its bus number is 5
 * (BUS_BLUETOOTH in include/uapi/linux/input.h). */
static gboolean
is_wireless (const ModscopeDeviceFacts *device)
{
  return is_on (device, "hid") && g_str_has_prefix (device->name, "0005:");
}

static gboolean
stands_for_itself (const ModscopeDeviceFacts *device, const ModscopeDeviceFacts *above)
{
  static const char *const own[] = { "pci",  "pnp",         "acpi",     "i2c",  "spi",   "serio",
                                     "mmc",  "pcmcia",      "ieee1394", "wmi",  "vmbus", "xen",
                                     "amba", "thunderbolt", "isa",      "eisa", "ccw",   NULL };

  if (g_strv_contains (own, device->subsystem) || is_wireless (device))
    return TRUE;
  if (is_on (device, "usb"))
    return g_strcmp0 (device->type, "usb_interface") != 0;
  if (is_on (device, "platform"))
    return !is_on (above, "pci") && !is_on (above, "auxiliary");
  return FALSE;
}

int *
modscope_device_fold (const ModscopeDevices *devices)
{
  int *folded = g_new (int, devices->devices->len + 1);

  /* Parents come first. */
  for (guint i = 0; i < devices->devices->len; i++)
    {
      const ModscopeDeviceFacts *device = devices->devices->pdata[i];
      int parent = device->parent;
      const ModscopeDeviceFacts *above;

      folded[i] = -1;
      if (parent < 0)
        continue;
      above = devices->devices->pdata[parent];
      if (stands_for_itself (device, above) ||
          (is_bridge (above) && !is_on (device, "pci_express")))
        continue;
      folded[i] = folded[parent] >= 0 ? folded[parent] : parent;
    }
  return folded;
}

ModscopeDeviceKind
modscope_function_get_kind (const ModscopeFunctionFacts *function)
{
  static const struct
  {
    const char *subsystem;
    ModscopeDeviceKind kind;
  } table[] = {
    { "bluetooth", MODSCOPE_DEVICE_KIND_BLUETOOTH }, { "net", MODSCOPE_DEVICE_KIND_NETWORK },
    { "wwan", MODSCOPE_DEVICE_KIND_NETWORK },        { "infiniband", MODSCOPE_DEVICE_KIND_NETWORK },
    { "drm", MODSCOPE_DEVICE_KIND_GRAPHICS },        { "video4linux", MODSCOPE_DEVICE_KIND_CAMERA },
    { "dvb", MODSCOPE_DEVICE_KIND_CAMERA },          { "sound", MODSCOPE_DEVICE_KIND_SOUND },
    { "block", MODSCOPE_DEVICE_KIND_STORAGE },       { "nvme", MODSCOPE_DEVICE_KIND_STORAGE },
    { "input", MODSCOPE_DEVICE_KIND_INPUT },         { "iio", MODSCOPE_DEVICE_KIND_SENSOR },
    { "power_supply", MODSCOPE_DEVICE_KIND_SYSTEM }, { "tpm", MODSCOPE_DEVICE_KIND_SYSTEM },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (function->subsystem, table[i].subsystem) == 0)
      return table[i].kind;
  if (strcmp (function->subsystem, "usbmisc") == 0 && g_str_has_prefix (function->name, "lp"))
    return MODSCOPE_DEVICE_KIND_PRINTER;
  return MODSCOPE_DEVICE_KIND_OTHER;
}

int
modscope_device_kind_get_rank (ModscopeDeviceKind kind)
{
  static const int ranks[MODSCOPE_N_DEVICE_KINDS] = {
    [MODSCOPE_DEVICE_KIND_CAMERA] = 0,  [MODSCOPE_DEVICE_KIND_BLUETOOTH] = 1,
    [MODSCOPE_DEVICE_KIND_NETWORK] = 2, [MODSCOPE_DEVICE_KIND_GRAPHICS] = 3,
    [MODSCOPE_DEVICE_KIND_PRINTER] = 4, [MODSCOPE_DEVICE_KIND_STORAGE] = 5,
    [MODSCOPE_DEVICE_KIND_SOUND] = 6,   [MODSCOPE_DEVICE_KIND_INPUT] = 7,
    [MODSCOPE_DEVICE_KIND_SENSOR] = 8,  [MODSCOPE_DEVICE_KIND_USB] = 9,
    [MODSCOPE_DEVICE_KIND_SYSTEM] = 10, [MODSCOPE_DEVICE_KIND_OTHER] = 11,
  };

  g_return_val_if_fail ((guint) kind < MODSCOPE_N_DEVICE_KINDS, 11);
  return ranks[kind];
}
