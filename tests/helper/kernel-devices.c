/* A stand-in for the kernel's driver core (drivers/base/bus.c, dd.c).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel-devices.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *
read_word (const char *folder, const char *name)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);
  char *text = NULL;

  return g_file_get_contents (file, &text, NULL, NULL) ? g_strstrip (text) : NULL;
}

static gboolean
takes (const char *driver, const char *device, const char *name)
{
  g_autofree char *override = read_word (device, "driver_override");
  g_autofree char *own = g_path_get_basename (driver);
  g_autofree char *text = read_word (driver, "takes");
  g_auto (GStrv) names = g_strsplit (text != NULL ? text : "", " ", -1);

  if (override != NULL && strcmp (override, "(null)") != 0)
    return strcmp (override, own) == 0;
  return g_strv_contains ((const char *const *) names, name);
}

static int
bind (const char *driver, const char *device, const char *name)
{
  g_autofree char *link = g_build_filename (device, "driver", NULL);

  if (g_file_test (link, G_FILE_TEST_EXISTS))
    return -EBUSY;
  if (!takes (driver, device, name))
    return -ENODEV;
  return symlink (driver, link) == 0 ? 0 : -errno;
}

static int
unbind (const char *driver, const char *device)
{
  g_autofree char *link = g_build_filename (device, "driver", NULL);
  g_autofree char *bound = realpath (link, NULL);

  if (g_strcmp0 (bound, driver) != 0)
    return -ENODEV;
  return unlink (link) == 0 ? 0 : -errno;
}

/* Whichever comes first takes it; if none does, that is no error. */
static int
probe (const char *bus, const char *device, const char *name)
{
  g_autofree char *drivers = g_build_filename (bus, "drivers", NULL);
  g_autoptr (GDir) dir = g_dir_open (drivers, 0, NULL);
  const char *driver;

  while (dir != NULL && (driver = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (drivers, driver, NULL);

      if (bind (folder, device, name) == 0)
        break;
    }
  return 0;
}

/* Of a file of a driver or a bus. */
static int
write_to_bus (const char *folder, const char *attribute, const char *value)
{
  gboolean of_bus = strcmp (attribute, "drivers_probe") == 0;
  g_autofree char *place = realpath (folder, NULL);
  g_autofree char *tail = g_build_filename (of_bus ? "devices" : "../../devices", value, NULL);
  g_autofree char *link = g_build_filename (place, tail, NULL);
  g_autofree char *device = realpath (link, NULL);

  if (device == NULL)
    return -ENODEV;
  if (of_bus)
    return probe (place, device, value);
  return strcmp (attribute, "bind") == 0 ? bind (place, device, value) : unbind (place, device);
}

int
kernel_devices_write (const char *file, const char *value)
{
  g_autofree char *attribute = g_path_get_basename (file);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *text = g_strchomp (g_strdup (value));

  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    return -ENOENT;
  if (strcmp (attribute, "bind") == 0 || strcmp (attribute, "unbind") == 0 ||
      strcmp (attribute, "drivers_probe") == 0)
    return write_to_bus (folder, attribute, text);
  if (strcmp (attribute, "driver_override") == 0 && text[0] == '\0')
    return g_file_set_contents (file, "(null)\n", -1, NULL) ? 0 : -EIO;
  return g_file_set_contents (file, text, -1, NULL) ? 0 : -EIO;
}
