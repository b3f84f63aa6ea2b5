/* The devices of the computer, read from the kernel's tree under /sys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-devices.h"

#include <stdlib.h>
#include <string.h>

#include "base/modscope-name.h"
#include "base/modscope-text.h"

/* An attribute is at most a page (Documentation/filesystems/sysfs.rst). */
#define ATTRIBUTE_MAX 4096

typedef struct
{
  ModscopeDevices *result;
  char *sys;           /* the folder that stands for /sys */
  GHashTable *by_path; /* syspath to index + 1 */
  GHashTable *drivers; /* "BUS/DRIVER" to module, "" if the kernel links none */
} Reader;

static void
function_free (gpointer data)
{
  ModscopeFunctionFacts *function = data;

  g_free (function->subsystem);
  g_free (function->name);
  g_free (function->label);
  g_free (function);
}

static void
switch_free (gpointer data)
{
  ModscopeSwitchFacts *facts = data;

  g_free (facts->name);
  g_free (facts->type);
  g_free (facts);
}

static void
device_free (gpointer data)
{
  ModscopeDeviceFacts *device = data;

  g_free (device->subsystem);
  g_free (device->name);
  g_free (device->syspath);
  g_free (device->type);
  g_free (device->modalias);
  g_free (device->driver);
  g_free (device->module);
  g_free (device->label);
  g_free (device->maker);
  g_free (device->product);
  g_free (device->driver_override);
  g_free (device->supplier);
  g_free (device);
}

void
modscope_devices_free (ModscopeDevices *self)
{
  g_ptr_array_unref (self->devices);
  g_ptr_array_unref (self->functions);
  g_ptr_array_unref (self->switches);
  g_free (self);
}

/* --- Attributes --- */

/* The text of a file in a folder of the tree, without blanks around it; NULL if it is not there,
 * cannot be read or is empty. */
static char *
dup_attribute (Reader *reader, const char *syspath, const char *name)
{
  g_autofree char *file = g_build_filename (reader->sys, syspath + strlen ("/sys"), name, NULL);
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (file, &text, &length, NULL) || length > ATTRIBUTE_MAX)
    return NULL;
  g_strstrip (text);
  if (text[0] == '\0')
    return NULL;
  return modscope_text_to_utf8 (text, -1);
}

static gboolean
is_set (Reader *reader, const char *syspath, const char *name)
{
  g_autofree char *text = dup_attribute (reader, syspath, name);

  return g_strcmp0 (text, "1") == 0;
}

static char *
dup_link_name (Reader *reader, const char *syspath, const char *name)
{
  g_autofree char *file = g_build_filename (reader->sys, syspath + strlen ("/sys"), name, NULL);
  g_autofree char *target = g_file_read_link (file, NULL);

  return target != NULL ? g_path_get_basename (target) : NULL;
}

/* Where a link of /sys/bus or /sys/class leads: "../../../devices/…", from however deep. */
static char *
dup_syspath (const char *link)
{
  g_autofree char *target = g_file_read_link (link, NULL);
  const char *tail = target;

  while (tail != NULL && g_str_has_prefix (tail, "../"))
    tail += strlen ("../");
  if (tail == NULL || !g_str_has_prefix (tail, "devices/"))
    return NULL;
  return g_strconcat ("/sys/", tail, NULL);
}

/* --- One device --- */

static void
take_field (ModscopeDeviceFacts *device, const char *key, const char *value)
{
  const struct
  {
    const char *key;
    char **place;
  } fields[] = {
    { "DEVTYPE", &device->type },   { "MODALIAS", &device->modalias },
    { "DRIVER", &device->driver },  { "PRODUCT", &device->product },
    { "HID_NAME", &device->label },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (key, fields[i].key) == 0 && *fields[i].place == NULL && value[0] != '\0')
      *fields[i].place = modscope_text_to_utf8 (value, -1);
}

static void
read_uevent (Reader *reader, ModscopeDeviceFacts *device)
{
  g_autofree char *text = dup_attribute (reader, device->syspath, "uevent");
  char *next = text;

  while (next != NULL)
    {
      char *line = strsep (&next, "\n");
      char *equals = strchr (line, '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      take_field (device, line, equals + 1);
    }
}

/* The module of a driver; the kernel makes the link for built-in drivers too, if their module has
 * anything to show (module_add_driver in drivers/base/module.c). */
static char *
dup_driver_module (Reader *reader, const char *bus, const char *driver)
{
  g_autofree char *key = g_strconcat (bus, "/", driver, NULL);
  const char *known = g_hash_table_lookup (reader->drivers, key);

  if (known == NULL)
    {
      g_autofree char *folder = g_strdup_printf ("/sys/bus/%s/drivers/%s", bus, driver);
      g_autofree char *name = dup_link_name (reader, folder, "module");
      char *folded = name != NULL ? modscope_name_fold (name) : g_strdup ("");

      g_hash_table_insert (reader->drivers, g_steal_pointer (&key), folded);
      known = folded;
    }
  return known[0] != '\0' ? g_strdup (known) : NULL;
}

static gboolean
has_driver (Reader *reader, const char *bus, const char *driver)
{
  g_autofree char *folder = g_build_filename (reader->sys, "bus", bus, "drivers", driver, NULL);

  return strchr (driver, '/') == NULL && g_file_test (folder, G_FILE_TEST_IS_DIR);
}

/* The first supplier that is not there yet: "supplier:BUS:NAME" leads to the link's own folder,
 * whose status is then "dormant" (Documentation/ABI/testing/sysfs-class-devlink). */
static void
read_suppliers (Reader *reader, ModscopeDeviceFacts *device)
{
  g_autofree char *folder = g_build_filename (reader->sys, device->syspath + strlen ("/sys"), NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  device->deferred = is_set (reader, device->syspath, "waiting_for_supplier");
  while (dir != NULL && device->supplier == NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = NULL;
      g_autofree char *status = NULL;

      if (!g_str_has_prefix (name, "supplier:"))
        continue;
      link = g_build_filename (device->syspath, name, NULL);
      status = dup_attribute (reader, link, "status");
      if (g_strcmp0 (status, "dormant") == 0)
        {
          device->deferred = TRUE;
          device->supplier = modscope_text_to_utf8 (name + strlen ("supplier:"), -1);
        }
    }
}

/* What a device says about itself, on the buses where it says anything; its first line. */
static void
read_words (Reader *reader, ModscopeDeviceFacts *device)
{
  static const struct
  {
    const char *subsystem;
    const char *label;
    const char *maker;
  } words[] = {
    { "usb", "product", "manufacturer" },
    { "scsi", "model", "vendor" },
    { "i2c", "name", NULL },
    { "serio", "description", NULL },
    { "mmc", "name", NULL },
    { "pnp", "id", NULL },
    { "thunderbolt", "device_name", "vendor_name" },
    { "ieee1394", "model_name", "vendor_name" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (device->subsystem, words[i].subsystem) != 0)
        continue;
      if (device->label == NULL)
        device->label = dup_attribute (reader, device->syspath, words[i].label);
      if (device->label != NULL)
        device->label[strcspn (device->label, "\n")] = '\0';
      if (words[i].maker != NULL)
        device->maker = dup_attribute (reader, device->syspath, words[i].maker);
    }
}

static void
read_state (Reader *reader, ModscopeDeviceFacts *device)
{
  g_autofree char *link = dup_link_name (reader, device->syspath, "driver");

  if (link != NULL)
    {
      g_free (device->driver);
      device->driver = g_steal_pointer (&link);
    }
  if (device->driver != NULL)
    device->module = dup_driver_module (reader, device->subsystem, device->driver);
  else if (device->modalias != NULL)
    read_suppliers (reader, device);

  device->driver_override = dup_attribute (reader, device->syspath, "driver_override");
  if (g_strcmp0 (device->driver_override, "(null)") == 0)
    g_clear_pointer (&device->driver_override, g_free);
  if (device->driver_override != NULL)
    device->override_exists = has_driver (reader, device->subsystem, device->driver_override);
}

static void
add_device (Reader *reader, const char *bus, const char *link, const char *name)
{
  g_autofree char *syspath = dup_syspath (link);
  ModscopeDeviceFacts *device;

  if (syspath == NULL || g_str_has_prefix (syspath, "/sys/devices/system/") ||
      g_hash_table_contains (reader->by_path, syspath))
    return;
  device = g_new0 (ModscopeDeviceFacts, 1);
  device->subsystem = g_strdup (bus);
  device->name = modscope_text_to_utf8 (name, -1);
  device->syspath = g_steal_pointer (&syspath);
  device->authorized = -1;
  device->parent = -1;
  read_uevent (reader, device);
  read_state (reader, device);
  read_words (reader, device);
  if (g_strcmp0 (device->type, "usb_device") == 0)
    {
      g_autofree char *authorized = dup_attribute (reader, device->syspath, "authorized");

      device->authorized = authorized != NULL ? strcmp (authorized, "0") != 0 : -1;
    }
  g_hash_table_insert (reader->by_path, device->syspath, NULL);
  g_ptr_array_add (reader->result->devices, device);
}

/* --- All of them --- */

typedef void (*LinkFunction) (Reader *reader,
                              const char *folder,
                              const char *link,
                              const char *name);

static void
for_each_entry (Reader *reader, const char *parent, const char *tail, LinkFunction function)
{
  g_autofree char *folder = g_build_filename (reader->sys, parent, tail, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename (folder, name, NULL);

      function (reader, tail, link, name);
    }
}

/* A bus without a driver carries none: its devices are functions of others (iio, media), or wait
 * for the first one on a bus that is known to have some. */
static gboolean
carries_drivers (const char *folder, const char *bus)
{
  static const char *const known[] = { "pci",    "usb",         "i2c", "spi",  "hid",
                                       "serio",  "sdio",        "mmc", "scsi", "virtio",
                                       "pcmcia", "thunderbolt", NULL };
  g_autofree char *drivers = g_build_filename (folder, "drivers", NULL);
  g_autoptr (GDir) dir = NULL;

  if (g_strv_contains (known, bus))
    return TRUE;
  dir = g_dir_open (drivers, 0, NULL);
  return dir != NULL && g_dir_read_name (dir) != NULL;
}

static void
read_bus (Reader *reader, const char *tail, const char *folder, const char *bus)
{
  g_autofree char *devices = g_build_filename (folder, "devices", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!carries_drivers (folder, bus))
    return;
  dir = g_dir_open (devices, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename (devices, name, NULL);

      add_device (reader, bus, link, name);
    }
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(ModscopeDeviceFacts *const *) a)->syspath,
                 (*(ModscopeDeviceFacts *const *) b)->syspath);
}

/* The device that a path is of or below; -1 if none. */
static int
find_above (Reader *reader, const char *syspath, gboolean itself)
{
  g_autofree char *path = g_strdup (syspath);

  while (strlen (path) > strlen ("/sys/devices"))
    {
      int index = GPOINTER_TO_INT (g_hash_table_lookup (reader->by_path, path)) - 1;

      if (itself && index >= 0)
        return index;
      itself = TRUE;
      *strrchr (path, '/') = '\0';
    }
  return -1;
}

static void
link_parents (Reader *reader)
{
  GPtrArray *devices = reader->result->devices;

  g_ptr_array_sort (devices, compare_devices);
  for (guint i = 0; i < devices->len; i++)
    {
      ModscopeDeviceFacts *device = devices->pdata[i];

      g_hash_table_insert (reader->by_path, device->syspath, GINT_TO_POINTER (i + 1));
      device->parent = find_above (reader, device->syspath, FALSE);
    }
}

/* --- What they give --- */

/**
 * FunctionClass:
 * @folder: below /sys
 * @subsystem: its name in an id
 * @prefix: (nullable): what the names of those begin with that are meant; the others are parts
 * @label: (nullable): the attribute with its own words
 */
typedef struct
{
  const char *folder;
  const char *subsystem;
  const char *prefix;
  const char *label;
} FunctionClass;

static const FunctionClass classes[] = {
  { "class/accel", "accel", NULL, NULL },
  { "class/backlight", "backlight", NULL, NULL },
  { "class/bluetooth", "bluetooth", "hci", NULL },
  { "block", "block", NULL, "device/model" },
  { "class/drm", "drm", "card", NULL },
  { "class/dvb", "dvb", NULL, NULL },
  { "class/hwmon", "hwmon", NULL, "name" },
  { "bus/iio/devices", "iio", "iio:device", "name" },
  { "class/infiniband", "infiniband", NULL, NULL },
  { "class/input", "input", "input", "name" },
  { "class/net", "net", NULL, NULL },
  { "class/nvme", "nvme", NULL, "model" },
  { "class/power_supply", "power_supply", NULL, "model_name" },
  { "class/sound", "sound", "card", NULL },
  { "class/tpm", "tpm", NULL, NULL },
  { "class/tty", "tty", NULL, NULL },
  { "class/usbmisc", "usbmisc", NULL, NULL },
  { "class/video4linux", "video4linux", NULL, "name" },
  { "class/watchdog", "watchdog", NULL, "identity" },
  { "class/wwan", "wwan", "wwan", NULL },
};

/* " 0 [PCH            ]: HDA-Intel - HDA Intel PCH", /proc/asound/cards. */
static char *
dup_card_name (const char *cards, const char *number)
{
  g_auto (GStrv) lines = g_strsplit (cards != NULL ? cards : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strchug (lines[i]);
      const char *name = strstr (line, "]: ");
      gsize length = strlen (number);

      if (strncmp (line, number, length) != 0 || line[length] != ' ' || name == NULL)
        continue;
      name += strlen ("]: ");
      if (strstr (name, " - ") != NULL)
        name = strstr (name, " - ") + strlen (" - ");
      return modscope_text_to_utf8 (name, -1);
    }
  return NULL;
}

static char *
dup_label (Reader *reader, const FunctionClass *class, const char *syspath)
{
  char *label = class->label != NULL ? dup_attribute (reader, syspath, class->label) : NULL;

  /* A memory card calls its name so. */
  if (label == NULL && strcmp (class->subsystem, "block") == 0)
    label = dup_attribute (reader, syspath, "device/name");
  return label;
}

/* "card0-HDMI-A-1" is a part of "card0", and "hci0:256" of "hci0". */
static gboolean
is_meant (const FunctionClass *class, const char *name)
{
  gsize length;

  if (class->prefix == NULL)
    return TRUE;
  if (!g_str_has_prefix (name, class->prefix))
    return FALSE;
  length = strlen (class->prefix);
  return name[length] != '\0' && strspn (name + length, "0123456789") == strlen (name + length);
}

static void
add_function (
  Reader *reader, const FunctionClass *class, const char *link, const char *name, const char *cards)
{
  g_autofree char *syspath = NULL;
  ModscopeFunctionFacts *function;
  int device;

  if (!is_meant (class, name))
    return;
  syspath = dup_syspath (link);
  device = syspath != NULL ? find_above (reader, syspath, TRUE) : -1;
  if (device < 0)
    return;
  function = g_new0 (ModscopeFunctionFacts, 1);
  function->subsystem = g_strdup (class->subsystem);
  function->name = modscope_text_to_utf8 (name, -1);
  function->device = (guint) device;
  function->label = strcmp (class->subsystem, "sound") == 0
                      ? dup_card_name (cards, name + strlen ("card"))
                      : dup_label (reader, class, syspath);
  g_ptr_array_add (reader->result->functions, function);
}

static void
read_functions (Reader *reader, ModscopePaths *paths)
{
  g_autofree char *file = modscope_paths_build (paths, "/proc/asound/cards");
  g_autofree char *cards = NULL;

  g_file_get_contents (file, &cards, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autofree char *folder = g_build_filename (reader->sys, classes[i].folder, NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *link = g_build_filename (folder, name, NULL);

          add_function (reader, &classes[i], link, name, cards);
        }
    }
}

static void
add_switch (Reader *reader, const char *tail, const char *link, const char *entry)
{
  g_autofree char *syspath = dup_syspath (link);
  ModscopeSwitchFacts *facts;

  if (syspath == NULL)
    return;
  facts = g_new0 (ModscopeSwitchFacts, 1);
  facts->name = dup_attribute (reader, syspath, "name");
  if (facts->name == NULL)
    facts->name = modscope_text_to_utf8 (entry, -1);
  facts->type = dup_attribute (reader, syspath, "type");
  facts->soft = is_set (reader, syspath, "soft");
  facts->hard = is_set (reader, syspath, "hard");
  facts->device = find_above (reader, syspath, TRUE);
  g_ptr_array_add (reader->result->switches, facts);
}

static int
compare_functions (gconstpointer a, gconstpointer b)
{
  const ModscopeFunctionFacts *one = *(ModscopeFunctionFacts *const *) a;
  const ModscopeFunctionFacts *other = *(ModscopeFunctionFacts *const *) b;
  int order = strcmp (one->subsystem, other->subsystem);

  return order != 0 ? order : strcmp (one->name, other->name);
}

ModscopeDevices *
modscope_devices_read (ModscopePaths *paths)
{
  ModscopeDevices *self = g_new0 (ModscopeDevices, 1);
  g_autofree char *sys = modscope_paths_build (paths, "/sys");
  g_autoptr (GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) drivers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Reader reader = { self, sys, by_path, drivers };

  self->devices = g_ptr_array_new_with_free_func (device_free);
  self->functions = g_ptr_array_new_with_free_func (function_free);
  self->switches = g_ptr_array_new_with_free_func (switch_free);
  for_each_entry (&reader, "bus", "", read_bus);
  link_parents (&reader);
  read_functions (&reader, paths);
  g_ptr_array_sort (self->functions, compare_functions);
  for_each_entry (&reader, "class", "rfkill", add_switch);
  return self;
}
