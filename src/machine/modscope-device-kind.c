/* Kinds of devices: their words, and what the class in a modalias says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-device-kind.h"

#include <string.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  const char *word;
  const char *label;
  const char *icon_name; /* NULL: that of the modules' kind */
  ModscopeKind module_kind;
} KindNames;

/* Translators: groups of devices, as headings of a list. */
static const KindNames kinds[MODSCOPE_N_DEVICE_KINDS] = {
  [MODSCOPE_DEVICE_KIND_GRAPHICS] = { "graphics", N_ ("Graphics"), NULL, MODSCOPE_KIND_GRAPHICS },
  [MODSCOPE_DEVICE_KIND_NETWORK] = { "network", N_ ("Network"), NULL, MODSCOPE_KIND_NETWORK },
  [MODSCOPE_DEVICE_KIND_BLUETOOTH] = { "bluetooth", N_ ("Bluetooth"), NULL,
                                       MODSCOPE_KIND_BLUETOOTH },
  [MODSCOPE_DEVICE_KIND_SOUND] = { "sound", N_ ("Sound"), NULL, MODSCOPE_KIND_SOUND },
  [MODSCOPE_DEVICE_KIND_CAMERA] = { "camera", N_ ("Cameras"), NULL, MODSCOPE_KIND_CAMERA },
  [MODSCOPE_DEVICE_KIND_STORAGE] = { "storage", N_ ("Storage"), NULL, MODSCOPE_KIND_STORAGE },
  [MODSCOPE_DEVICE_KIND_INPUT] = { "input", N_ ("Input"), NULL, MODSCOPE_KIND_INPUT },
  [MODSCOPE_DEVICE_KIND_PRINTER] = { "printer", N_ ("Printers"), "printer-symbolic",
                                     MODSCOPE_KIND_USB },
  [MODSCOPE_DEVICE_KIND_SENSOR] = { "sensor", N_ ("Sensors"), NULL, MODSCOPE_KIND_SENSOR },
  [MODSCOPE_DEVICE_KIND_USB] = { "usb", N_ ("USB devices"), NULL, MODSCOPE_KIND_USB },
  [MODSCOPE_DEVICE_KIND_SYSTEM] = { "system", N_ ("System"), "computer-symbolic",
                                    MODSCOPE_KIND_PLATFORM },
  [MODSCOPE_DEVICE_KIND_OTHER] = { "other", N_ ("Other"), NULL, MODSCOPE_KIND_OTHER },
};

/**
 * ClassEntry: what a class of hardware is.
 * @value: the fields of the modalias that are compared, as one hexadecimal number
 * @mask: which of its digits count
 */
typedef struct
{
  guint value;
  guint mask;
  ModscopeDeviceRole role;
} ClassEntry;

#define ROLE(kind, plumbing, needs)                                                                \
  {                                                                                                \
    MODSCOPE_DEVICE_KIND_##kind, plumbing, needs                                                   \
  }

/* Class and subclass of PCI (include/linux/pci_ids.h); the first that matches. */
static const ClassEntry pci_classes[] = {
  { 0x0001, 0xffff, ROLE (GRAPHICS, FALSE, TRUE) },
  { 0x0100, 0xff00, ROLE (STORAGE, FALSE, TRUE) },
  { 0x0200, 0xff00, ROLE (NETWORK, FALSE, TRUE) },
  { 0x0380, 0xffff, ROLE (GRAPHICS, FALSE, FALSE) }, /* the second head of a card has no driver */
  { 0x0300, 0xff00, ROLE (GRAPHICS, FALSE, TRUE) },
  { 0x0400, 0xffff, ROLE (CAMERA, FALSE, TRUE) },
  { 0x0401, 0xffff, ROLE (SOUND, FALSE, TRUE) },
  { 0x0403, 0xffff, ROLE (SOUND, FALSE, TRUE) },
  { 0x0480, 0xffff, ROLE (OTHER, FALSE, FALSE) }, /* cameras, and sound processors beside a card */
  { 0x0500, 0xff00, ROLE (SYSTEM, TRUE, FALSE) },
  { 0x0600, 0xff00, ROLE (SYSTEM, TRUE, FALSE) },
  { 0x0700, 0xffff, ROLE (SYSTEM, FALSE, FALSE) },
  { 0x0703, 0xffff, ROLE (NETWORK, FALSE, FALSE) },
  { 0x0700, 0xff00, ROLE (SYSTEM, TRUE, FALSE) },
  { 0x0805, 0xffff, ROLE (STORAGE, FALSE, TRUE) },
  { 0x0800, 0xff00, ROLE (SYSTEM, TRUE, FALSE) },
  { 0x0900, 0xff00, ROLE (INPUT, FALSE, FALSE) },
  { 0x0b00, 0xff00, ROLE (SYSTEM, TRUE, FALSE) },
  { 0x0c03, 0xffff, ROLE (USB, TRUE, TRUE) },
  { 0x0c00, 0xff00, ROLE (SYSTEM, TRUE, FALSE) },
  { 0x0d11, 0xffff, ROLE (BLUETOOTH, FALSE, TRUE) },
  { 0x0d00, 0xff00, ROLE (NETWORK, FALSE, TRUE) },
  { 0x1000, 0xff00, ROLE (SYSTEM, TRUE, FALSE) },
  { 0x1100, 0xff00, ROLE (SYSTEM, TRUE, FALSE) },
  { 0x1300, 0xff00, ROLE (SYSTEM, TRUE, FALSE) },
};

/* Class, subclass and protocol of a USB interface (usb.org, "Defined Class Codes"). Interfaces that
 * carry the data of another one, and those that programs use without a driver of the kernel, need
 * none. */
static const ClassEntry usb_classes[] = {
  { 0x010100, 0xffff00, ROLE (SOUND, FALSE, TRUE) },
  { 0x010000, 0xff0000, ROLE (SOUND, FALSE, FALSE) },
  { 0x020600, 0xffff00, ROLE (NETWORK, FALSE, TRUE) }, /* Ethernet */
  { 0x020d00, 0xffff00, ROLE (NETWORK, FALSE, TRUE) }, /* NCM */
  { 0x020e00, 0xffff00, ROLE (NETWORK, FALSE, TRUE) }, /* MBIM */
  { 0x030000, 0xff0000, ROLE (INPUT, FALSE, TRUE) },
  { 0x060000, 0xff0000, ROLE (CAMERA, FALSE, FALSE) },
  { 0x070000, 0xff0000, ROLE (PRINTER, FALSE, FALSE) },
  { 0x080000, 0xff0000, ROLE (STORAGE, FALSE, TRUE) },
  { 0x090000, 0xff0000, ROLE (USB, TRUE, FALSE) },
  { 0x0e0100, 0xffff00, ROLE (CAMERA, FALSE, TRUE) },
  { 0x0e0000, 0xff0000, ROLE (CAMERA, FALSE, FALSE) },
  { 0xe00101, 0xffffff, ROLE (BLUETOOTH, FALSE, TRUE) },
  { 0xe00103, 0xffffff, ROLE (NETWORK, FALSE, TRUE) }, /* RNDIS */
  { 0xef0401, 0xffffff, ROLE (NETWORK, FALSE, TRUE) }, /* RNDIS */
};

/* Kinds of virtio (include/uapi/linux/virtio_ids.h). */
static const ClassEntry virtio_classes[] = {
  { 1, 0xff, ROLE (NETWORK, FALSE, TRUE) },    { 2, 0xff, ROLE (STORAGE, FALSE, TRUE) },
  { 8, 0xff, ROLE (STORAGE, FALSE, TRUE) },    { 16, 0xff, ROLE (GRAPHICS, FALSE, TRUE) },
  { 18, 0xff, ROLE (INPUT, FALSE, TRUE) },     { 25, 0xff, ROLE (SOUND, FALSE, TRUE) },
  { 40, 0xff, ROLE (BLUETOOTH, FALSE, TRUE) }, { 0, 0, ROLE (SYSTEM, FALSE, FALSE) },
};

/* Types of SCSI (include/scsi/scsi_proto.h). */
static const ClassEntry scsi_classes[] = {
  { 0x00, 0xff, ROLE (STORAGE, FALSE, TRUE) },
  { 0x05, 0xff, ROLE (STORAGE, FALSE, TRUE) },
  { 0x00, 0x00, ROLE (STORAGE, TRUE, FALSE) },
};

/* Classes of SDIO (include/linux/mmc/sdio_ids.h). */
static const ClassEntry sdio_classes[] = {
  { 0x02, 0xff, ROLE (BLUETOOTH, FALSE, FALSE) },
  { 0x07, 0xff, ROLE (NETWORK, FALSE, TRUE) },
  { 0x09, 0xff, ROLE (BLUETOOTH, FALSE, TRUE) },
};

/* What the start of a modalias tells where there is no class. */
static const struct
{
  const char *start;
  ModscopeDeviceRole role;
} starts[] = {
  { "mmc:block", ROLE (STORAGE, FALSE, TRUE) }, { "mmc:", ROLE (STORAGE, FALSE, FALSE) },
  { "hdaudio:", ROLE (SOUND, FALSE, FALSE) },   { "hid:", ROLE (INPUT, FALSE, FALSE) },
  { "serio:", ROLE (INPUT, FALSE, FALSE) },     { "input:", ROLE (INPUT, FALSE, FALSE) },
  { "snd-", ROLE (SOUND, FALSE, FALSE) },       { "acpi:", ROLE (SYSTEM, TRUE, FALSE) },
  { "platform:", ROLE (SYSTEM, TRUE, FALSE) },  { "of:", ROLE (SYSTEM, TRUE, FALSE) },
  { "mei:", ROLE (SYSTEM, TRUE, FALSE) },       { "wmi:", ROLE (SYSTEM, TRUE, FALSE) },
  { "i2c:", ROLE (SYSTEM, TRUE, FALSE) },       { "spi:", ROLE (SYSTEM, TRUE, FALSE) },
};

/* What devices of the firmware are, by their identifiers (uefi.org's registry of PNP ids, and the
 * tables of drivers/acpi and drivers/input). */
static const struct
{
  const char *id;
  ModscopeDeviceRole role;
} firmware_ids[] = {
  { ":PNP0C50:", ROLE (INPUT, FALSE, TRUE) }, /* touchpads and touchscreens on I²C */
  { ":ACPI0C50:", ROLE (INPUT, FALSE, TRUE) },
  { ":PNP0C0A:", ROLE (SYSTEM, FALSE, FALSE) }, /* battery */
  { ":PNP0303:", ROLE (INPUT, TRUE, FALSE) },
  { ":PNP0F13:", ROLE (INPUT, TRUE, FALSE) },
  { ":ACPI0008:", ROLE (SENSOR, TRUE, FALSE) }, /* ambient light */
};

const char *
modscope_device_kind_to_string (ModscopeDeviceKind kind)
{
  g_return_val_if_fail ((guint) kind < MODSCOPE_N_DEVICE_KINDS, "other");
  return kinds[kind].word;
}

const char *
modscope_device_kind_get_search_words (ModscopeDeviceKind kind)
{
  switch (kind)
    {
    /* Translators: this and the next are words by which a person searches, in any order. */
    case MODSCOPE_DEVICE_KIND_GRAPHICS:
      return _ ("graphics card screen display monitor video");
    case MODSCOPE_DEVICE_KIND_NETWORK:
      return _ ("network card internet wireless wifi wi-fi wlan ethernet lan cable");
    case MODSCOPE_DEVICE_KIND_SOUND:
      return _ ("sound card audio speakers microphone headphones music");
    case MODSCOPE_DEVICE_KIND_CAMERA:
      return _ ("camera webcam");
    case MODSCOPE_DEVICE_KIND_STORAGE:
      return _ ("disk drive hard disk ssd memory card");
    case MODSCOPE_DEVICE_KIND_INPUT:
      return _ ("keyboard mouse touchpad joystick");
    case MODSCOPE_DEVICE_KIND_PRINTER:
      return _ ("printer scanner");
    case MODSCOPE_DEVICE_KIND_BLUETOOTH:
    case MODSCOPE_DEVICE_KIND_SENSOR:
    case MODSCOPE_DEVICE_KIND_USB:
    case MODSCOPE_DEVICE_KIND_SYSTEM:
    case MODSCOPE_DEVICE_KIND_OTHER:
    default:
      return "";
    }
}

const char *
modscope_device_kind_get_label (ModscopeDeviceKind kind)
{
  g_return_val_if_fail ((guint) kind < MODSCOPE_N_DEVICE_KINDS, "");
  return _ (kinds[kind].label);
}

const char *
modscope_device_kind_get_icon_name (ModscopeDeviceKind kind)
{
  g_return_val_if_fail ((guint) kind < MODSCOPE_N_DEVICE_KINDS, "");
  return kinds[kind].icon_name != NULL ? kinds[kind].icon_name
                                       : modscope_kind_get_icon_name (kinds[kind].module_kind);
}

ModscopeKind
modscope_device_kind_to_module_kind (ModscopeDeviceKind kind)
{
  g_return_val_if_fail ((guint) kind < MODSCOPE_N_DEVICE_KINDS, MODSCOPE_KIND_OTHER);
  return kinds[kind].module_kind;
}

ModscopeDeviceKind
modscope_device_kind_from_module_kind (ModscopeKind module_kind)
{
  if (module_kind == MODSCOPE_KIND_OTHER)
    return MODSCOPE_DEVICE_KIND_OTHER;
  for (int kind = 0; kind < MODSCOPE_N_DEVICE_KINDS; kind++)
    if (kinds[kind].module_kind == module_kind && kind != MODSCOPE_DEVICE_KIND_PRINTER)
      return (ModscopeDeviceKind) kind;
  return MODSCOPE_DEVICE_KIND_SYSTEM;
}

static const ModscopeDeviceRole no_role = ROLE (OTHER, FALSE, FALSE);

static ModscopeDeviceRole
find_class (const ClassEntry *entries, gsize n_entries, guint value)
{
  for (gsize i = 0; i < n_entries; i++)
    if ((value & entries[i].mask) == entries[i].value)
      return entries[i].role;
  return no_role;
}

/* The @n_digits hexadecimal digits after a field's letters; -1 for a wildcard, or without it. */
static int
get_field (const char *modalias, const char *letters, int n_digits)
{
  const char *field = strstr (modalias, letters);
  int value = 0;

  if (field == NULL)
    return -1;
  field += strlen (letters);
  for (int i = 0; i < n_digits; i++)
    {
      int digit = g_ascii_xdigit_value (field[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  return value;
}

/* "pci:v*d*sv*sd*bc03sc00i*"; a pattern may leave the subclass open. */
static ModscopeDeviceRole
find_pci (const char *modalias)
{
  int base = get_field (modalias, "bc", 2);
  const char *after = strstr (modalias, "bc");
  int subclass = after != NULL ? get_field (after, "sc", 2) : -1;

  if (base < 0)
    return no_role;
  return find_class (pci_classes, G_N_ELEMENTS (pci_classes),
                     (guint) base << 8 | (subclass < 0 ? 0xfe : (guint) subclass));
}

/* "usb:v*p*d*dc*dsc*dp*ic0Eisc01ip00in*". */
static ModscopeDeviceRole
find_usb (const char *modalias)
{
  int class = get_field (modalias, "ic", 2);
  int subclass = get_field (modalias, "isc", 2);
  int protocol = get_field (modalias, "ip", 2);

  if (class < 0)
    return no_role;
  return find_class (usb_classes, G_N_ELEMENTS (usb_classes),
                     (guint) class << 16 | (subclass < 0 ? 0xfe : (guint) subclass) << 8 |
                       (protocol < 0 ? 0xfe : (guint) protocol));
}

static ModscopeDeviceRole
find_other (const char *modalias)
{
  for (gsize i = 0; i < G_N_ELEMENTS (firmware_ids); i++)
    if (g_str_has_prefix (modalias, "acpi:") && strstr (modalias, firmware_ids[i].id) != NULL)
      return firmware_ids[i].role;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (modalias, starts[i].start))
      return starts[i].role;
  return no_role;
}

ModscopeDeviceRole
modscope_device_role_from_modalias (const char *modalias)
{
  int field;

  if (modalias == NULL)
    return no_role;
  if (g_str_has_prefix (modalias, "pci:"))
    return find_pci (modalias);
  if (g_str_has_prefix (modalias, "usb:"))
    return find_usb (modalias);
  if (g_str_has_prefix (modalias, "virtio:"))
    {
      field = get_field (modalias, ":d", 8);
      return find_class (virtio_classes, G_N_ELEMENTS (virtio_classes), (guint) MAX (field, 0));
    }
  if (g_str_has_prefix (modalias, "scsi:"))
    {
      field = get_field (modalias, "t-0x", 2);
      return find_class (scsi_classes, G_N_ELEMENTS (scsi_classes),
                         field < 0 ? 0xff : (guint) field);
    }
  if (g_str_has_prefix (modalias, "sdio:"))
    {
      field = get_field (modalias, ":c", 2);
      return find_class (sdio_classes, G_N_ELEMENTS (sdio_classes), field < 0 ? 0 : (guint) field);
    }
  return find_other (modalias);
}
