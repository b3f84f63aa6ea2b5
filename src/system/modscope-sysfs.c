/* Devices and their drivers in /sys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/modscope-device-id.h"

char *
modscope_sysfs_dup_device (ModscopePaths *paths, const char *id)
{
  g_autofree char *subsystem = NULL;
  g_autofree char *name = NULL;
  g_autofree char *tail = NULL;
  g_autofree char *link = NULL;
  g_autofree char *devices = modscope_paths_build (paths, "/sys/devices");
  g_autofree char *root = realpath (devices, NULL);
  g_autofree char *folder = NULL;

  if (!modscope_device_id_split (id, &subsystem, &name))
    return NULL;
  tail = g_strdup_printf ("/sys/bus/%s/devices/%s", subsystem, name);
  link = modscope_paths_build (paths, tail);
  folder = realpath (link, NULL);
  if (folder == NULL || root == NULL || !g_str_has_prefix (folder, root) ||
      folder[strlen (root)] != '/')
    return NULL;
  return g_steal_pointer (&folder);
}

static char *
dup_link_name (const char *folder, const char *name)
{
  g_autofree char *link = g_build_filename (folder, name, NULL);
  g_autofree char *target = g_file_read_link (link, NULL);

  return target != NULL ? g_path_get_basename (target) : NULL;
}

char *
modscope_sysfs_dup_driver (const char *device)
{
  return dup_link_name (device, "driver");
}

char *
modscope_sysfs_read (const char *folder, const char *name)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);
  char *text = NULL;

  return g_file_get_contents (file, &text, NULL, NULL) ? g_strstrip (text) : NULL;
}

/* A link to the bus it is on, not to its class, makes a folder that of a device on a bus. */
static gboolean
is_on_bus (const char *folder)
{
  g_autofree char *link = g_build_filename (folder, "subsystem", NULL);
  g_autofree char *target = g_file_read_link (link, NULL);

  return target != NULL && strstr (target, "/bus/") != NULL;
}

/* Whether a switch is @device's: the first device on a bus above it, or the one that carries that:
 * of a USB interface its USB device, of a virtio device what it is on. */
static gboolean
is_switch_of (const char *rfkill, const char *device)
{
  g_autofree char *folder = realpath (rfkill, NULL);
  char *slash = NULL;

  while (folder != NULL && (slash = strrchr (folder, '/')) != NULL && slash != folder)
    {
      g_autofree char *below = NULL;
      g_autofree char *own = NULL;
      g_autofree char *carrier = NULL;

      *slash = '\0';
      if (!is_on_bus (folder))
        continue;
      if (strcmp (folder, device) == 0)
        return TRUE;
      below = dup_link_name (folder, "subsystem");
      own = g_path_get_basename (folder);
      *strrchr (folder, '/') = '\0';
      carrier = dup_link_name (folder, "subsystem");
      return strcmp (folder, device) == 0 &&
             (g_strcmp0 (below, carrier) != 0 ||
              (g_strcmp0 (below, "usb") == 0 && strchr (own, ':') != NULL));
    }
  return FALSE;
}

GStrv
modscope_sysfs_list_switches (ModscopePaths *paths, const char *device)
{
  g_autofree char *all = modscope_paths_build (paths, "/sys/class/rfkill");
  g_autoptr (GDir) dir = g_dir_open (all, 0, NULL);
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename (all, name, NULL);
      g_autofree char *folder = realpath (link, NULL);

      if (folder != NULL && is_switch_of (folder, device))
        g_strv_builder_add (folders, folder);
    }
  return g_strv_builder_end (folders);
}

int
modscope_sysfs_write (const char *file, const char *value)
{
  int fd = open (file, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
  gssize length = (gssize) strlen (value);
  gssize written;
  int errsv;

  if (fd < 0)
    return -errno;
  written = write (fd, value, (gsize) length);
  errsv = written < 0 ? errno : EIO;
  close (fd);
  return written == length ? 0 : -errsv;
}
