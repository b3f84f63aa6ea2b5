/* What people call a device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-device-name.h"

#include <stdio.h>
#include <string.h>
#include <glib/gi18n-lib.h>

/* Words at the end of a company's name that nobody says. */
static const char *const legal_words[] = {
  "Corporation", "Corp.",         "Corp",         "Incorporated", "Inc.",
  "Inc",         "Ltd.",          "Ltd",          "Limited",      "Co.",
  "Co",          "Company",       "GmbH",         "AG",           "KG",
  "S.A.",        "LLC",           "L.L.C.",       "B.V.",         "AB",
  "Oy",          "International", "Technologies", "Technology",   "Electronics",
  "Electronic",  "Semiconductor",
};

/* Devices that the hardware database has no name for, by their identifiers: of the PNP and ACPI
 * registries, and of the kernel's own platform devices. */
static const struct
{
  const char *id;
  const char *name;
} known_names[] = {
  { "LNXPWRBN", N_ ("Power button") },
  { "PNP0C0C", N_ ("Power button") },
  { "PNP0C0E", N_ ("Sleep button") },
  { "PNP0C0D", N_ ("Lid switch") },
  { "PNP0C0A", N_ ("Battery") },
  { "ACPI0003", N_ ("Power supply") },
  { "ACPI0008", N_ ("Ambient light sensor") },
  { "PNP0B00", N_ ("Real-time clock") },
  { "PNP0103", N_ ("High-precision timer") },
  { "PNP0303", N_ ("Keyboard port") },
  { "PNP0F13", N_ ("Mouse port") },
  { "PNP0501", N_ ("Serial port") },
  { "PNP0C09", N_ ("Embedded controller") },
  { "MSFT0101", N_ ("Security chip (TPM)") },
  { "PNP0C14", N_ ("Firmware interface (WMI)") },
  { "PNP0C50", N_ ("Touchpad or touchscreen") },
  { "LNXTHERM", N_ ("Thermal zone") },
  { "LNXVIDEO", N_ ("Display brightness and hot keys") },
  { "platform:pcspkr", N_ ("PC speaker") },
  { "platform:i8042", N_ ("Keyboard and mouse controller") },
  { "platform:rtc_cmos", N_ ("Real-time clock") },
  { "platform:coretemp", N_ ("Processor temperature") },
  { "serio:ty06", N_ ("Keyboard port") },
  { "serio:ty01", N_ ("Mouse port") },
  /* virtio, by number (include/uapi/linux/virtio_ids.h) */
  { "virtio:d00000001", N_ ("Virtual network adapter") },
  { "virtio:d00000002", N_ ("Virtual disk") },
  { "virtio:d00000003", N_ ("Virtual console") },
  { "virtio:d00000004", N_ ("Virtual random number generator") },
  { "virtio:d00000005", N_ ("Virtual memory balloon") },
  { "virtio:d00000008", N_ ("Virtual disk controller") },
  { "virtio:d00000009", N_ ("Virtual shared folder (9p)") },
  { "virtio:d00000010", N_ ("Virtual graphics adapter") },
  { "virtio:d00000012", N_ ("Virtual input device") },
  { "virtio:d00000013", N_ ("Virtual socket") },
  { "virtio:d00000019", N_ ("Virtual sound card") },
  { "virtio:d0000001A", N_ ("Virtual shared folder") },
  { "scsi:t-0x00", N_ ("Disk") },
  { "scsi:t-0x05", N_ ("Optical drive") },
  { "mmc:block", N_ ("Memory card") },
};

static gboolean
drop_last_word (char *name)
{
  char *blank;

  g_strchomp (name);
  blank = strrchr (name, ' ');
  if (blank == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (legal_words); i++)
    if (g_ascii_strcasecmp (blank + 1, legal_words[i]) == 0)
      {
        *blank = '\0';
        return TRUE;
      }
  return FALSE;
}

char *
modscope_vendor_dup_short (const char *vendor)
{
  const char *bracket = strchr (vendor, '[');
  g_autofree char *name = NULL;

  if (bracket != NULL && bracket[1] != '\0' && bracket[1] != ']')
    {
      gsize length = strcspn (bracket + 1, "]/");

      return g_strndup (bracket + 1, length);
    }
  name = g_strdup (vendor);
  name[strcspn (name, ",(")] = '\0';
  while (drop_last_word (name))
    ;
  g_strstrip (name);
  return name[0] != '\0' ? g_steal_pointer (&name) : g_strdup (vendor);
}

/* "GK107M [GeForce GT 650M]" of graphics cards: the chip's name, and the one on the box. */
static char *
dup_model (const char *modalias, const char *model)
{
  const char *bracket = strrchr (model, '[');
  const char *end = bracket != NULL ? strchr (bracket, ']') : NULL;

  if (modalias != NULL && strstr (modalias, "bc03sc") != NULL && end != NULL && end > bracket + 4)
    return g_strndup (bracket + 1, (gsize) (end - bracket - 1));
  return g_strdup (model);
}

static gboolean
begins_with_word (const char *text, const char *word)
{
  gsize length = strlen (word);

  return g_ascii_strncasecmp (text, word, length) == 0 && !g_ascii_isalnum (text[length]);
}

/* The maker and the model, the maker once. */
static char *
join (const char *vendor, const char *model)
{
  if (vendor == NULL || vendor[0] == '\0' || begins_with_word (model, vendor))
    return g_strdup (model);
  return g_strconcat (vendor, " ", model, NULL);
}

/* Words such as "USB Device" or "0x1234" say nothing. */
static gboolean
says_something (const char *label)
{
  static const char *const empty[] = { "USB Device", "USB device", "Generic",
                                       "Unknown",    "None",       "To Be Filled By O.E.M.",
                                       NULL };

  return label != NULL && !g_strv_contains (empty, label) && strlen (label) > 1;
}

/* Vendor and device in the modalias: "8086:51f0". */
static char *
dup_numbers (const ModscopeDeviceFacts *device, const char *modalias)
{
  guint vendor, model;

  if (device->product != NULL && sscanf (device->product, "%x/%x", &vendor, &model) == 2)
    return g_strdup_printf ("%04x:%04x", vendor, model);
  if (modalias != NULL && (sscanf (modalias, "pci:v%8xd%8x", &vendor, &model) == 2 ||
                           sscanf (modalias, "usb:v%4xp%4x", &vendor, &model) == 2))
    return g_strdup_printf ("%04x:%04x", vendor & 0xffff, model & 0xffff);
  return NULL;
}

static const char *
find_known_name (const ModscopeDeviceFacts *device, const char *modalias)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_names); i++)
    {
      const char *id = known_names[i].id;

      if (modalias != NULL && (strchr (id, ':') != NULL ? g_str_has_prefix (modalias, id)
                                                        : strstr (modalias, id) != NULL))
        return _ (known_names[i].name);
      if (g_str_has_prefix (device->name, id) || g_strcmp0 (device->label, id) == 0)
        return _ (known_names[i].name);
    }
  return NULL;
}

static const char *
find_function_label (GPtrArray *functions)
{
  for (guint i = 0; i < functions->len; i++)
    {
      const ModscopeFunctionFacts *function = functions->pdata[i];

      if (says_something (function->label) && strcmp (function->subsystem, "hwmon") != 0)
        return function->label;
    }
  return NULL;
}

/* USB devices, disks and the like name themselves better than a database does. */
static char *
dup_own_name (const ModscopeDeviceFacts *device, GPtrArray *functions, const char *vendor)
{
  static const char *const by_function[] = { "serio", "i2c", "hid", "mmc", "hdaudio", NULL };
  const char *label = find_function_label (functions);

  if (g_strv_contains (by_function, device->subsystem) && label != NULL)
    return g_strdup (label);
  if (strcmp (device->subsystem, "i2c") == 0 || strcmp (device->subsystem, "pnp") == 0 ||
      !says_something (device->label))
    return NULL;
  return join (vendor, device->label);
}

static char *
dup_fallback (const ModscopeDeviceFacts *device,
              const char *modalias,
              GPtrArray *functions,
              const char *vendor,
              const char *class)
{
  g_autofree char *numbers = dup_numbers (device, modalias);
  const char *known = find_known_name (device, modalias);
  const char *label = find_function_label (functions);

  if (known != NULL)
    return g_strdup (known);
  if (class != NULL && numbers != NULL)
    {
      g_autofree char *name = join (vendor, class);

      return g_strdup_printf ("%s (%s)", name, numbers);
    }
  if (label != NULL)
    return g_strdup (label);
  if (vendor != NULL && numbers != NULL)
    /* Translators: a device without a name: maker, and numbers of vendor and device. */
    return g_strdup_printf (_ ("%s device (%s)"), vendor, numbers);
  if (numbers != NULL)
    /* Translators: numbers of vendor and device. */
    return g_strdup_printf (_ ("Unknown device (%s)"), numbers);
  return g_strdup (device->label != NULL ? device->label : device->name);
}

/* By what udev looks a USB device up, which has no modalias of its own; and a PCI device without
 * the maker of its card, whose name for the same chip says more than is true of most. */
static char *
dup_key (const ModscopeDeviceFacts *device, const char *modalias)
{
  const char *card =
    modalias != NULL && g_str_has_prefix (modalias, "pci:") ? strstr (modalias, "sv") : NULL;
  guint vendor, model;

  if (device->product != NULL && strcmp (device->subsystem, "usb") == 0 &&
      sscanf (device->product, "%x/%x", &vendor, &model) == 2)
    return g_strdup_printf ("usb:v%04Xp%04X", vendor, model);
  return card != NULL ? g_strndup (modalias, (gsize) (card - modalias)) : g_strdup (modalias);
}

/* The class is in the whole modalias; what the database calls USB interfaces helps nobody. */
static char *
dup_class (const char *modalias, ModscopeHwdb *hwdb)
{
  g_autofree char *maker = NULL;
  g_autofree char *model = NULL;
  char *class = NULL;

  if (modalias != NULL && g_str_has_prefix (modalias, "pci:"))
    modscope_hwdb_lookup (hwdb, modalias, &maker, &model, &class);
  return class;
}

char *
modscope_device_name_dup (const ModscopeDeviceFacts *device,
                          const char *modalias,
                          GPtrArray *functions,
                          ModscopeHwdb *hwdb,
                          char **vendor)
{
  g_autofree char *key = dup_key (device, modalias);
  g_autofree char *maker = NULL;
  g_autofree char *model = NULL;
  g_autofree char *key_class = NULL;
  g_autofree char *class = NULL;
  char *name;

  if (key != NULL)
    modscope_hwdb_lookup (hwdb, key, &maker, &model, &key_class);
  if (says_something (device->maker))
    {
      g_free (maker);
      maker = g_strdup (device->maker);
    }
  *vendor = maker != NULL ? modscope_vendor_dup_short (maker) : NULL;
  name = dup_own_name (device, functions, *vendor);
  if (name == NULL && model != NULL)
    {
      g_autofree char *short_model = dup_model (modalias, model);

      name = join (*vendor, short_model);
    }
  if (name == NULL)
    class = dup_class (modalias, hwdb);
  if (name == NULL)
    name = dup_fallback (device, modalias, functions, *vendor, class);
  return name;
}
