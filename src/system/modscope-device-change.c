/* What has to be written to /sys to change a device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-device-change.h"

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include "base/modscope-device-id.h"
#include "base/modscope-refuse.h"
#include "base/modscope-text.h"
#include "system/modscope-sysfs.h"

/** Device: what there is to know of one. */
typedef struct
{
  ModscopePaths *paths;
  char *folder; /* of the device */
  char *bus;    /* of its bus */
  char *name;   /* on its bus */
  char *
    override; /* nullable: the only driver that may; "" if any may, %NULL where that is no choice */
  gboolean is_usb_device;
  ModscopeDeviceChange *change;
} Device;

static void
device_clear (Device *self)
{
  g_free (self->folder);
  g_free (self->bus);
  g_free (self->name);
  g_free (self->override);
  g_clear_pointer (&self->change, modscope_device_change_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Device, device_clear)

static void
write_free (gpointer data)
{
  ModscopeDeviceWrite *self = data;

  g_free (self->file);
  g_free (self->value);
  g_free (self);
}

static ModscopeDeviceChange *
change_new (void)
{
  ModscopeDeviceChange *self = g_new0 (ModscopeDeviceChange, 1);

  self->writes = g_ptr_array_new_with_free_func (write_free);
  self->back = g_ptr_array_new_with_free_func (write_free);
  return self;
}

void
modscope_device_change_free (ModscopeDeviceChange *self)
{
  g_free (self->id);
  g_free (self->verb);
  g_free (self->wanted);
  g_ptr_array_unref (self->writes);
  g_ptr_array_unref (self->back);
  g_free (self->driver);
  g_free (self->identity);
  g_free (self);
}

static void
add (GPtrArray *writes, const char *folder, const char *file, const char *value)
{
  ModscopeDeviceWrite *self = g_new (ModscopeDeviceWrite, 1);

  self->file = g_build_filename (folder, file, NULL);
  self->value = g_strdup (value);
  g_ptr_array_add (writes, self);
}

static char *
dup_driver_folder (Device *self, const char *driver)
{
  return g_build_filename (self->bus, "drivers", driver, NULL);
}

static gboolean
has_driver (Device *self, const char *driver)
{
  g_autofree char *folder = dup_driver_folder (self, driver);

  return modscope_bus_name_is_valid (driver) && g_file_test (folder, G_FILE_TEST_IS_DIR);
}

/* --- The verbs --- */

/* An empty line takes the override away (driver_set_override() in drivers/base/driver.c). */
static void
set_override (Device *self, const char *driver)
{
  if (self->override == NULL || strcmp (self->override, driver) == 0)
    return;
  add (self->change->writes, self->folder, "driver_override", driver);
  add (self->change->back, self->folder, "driver_override",
       self->override[0] == '\0' ? "\n" : self->override);
}

static gboolean
unbind (Device *self, GError **error)
{
  g_autofree char *driver = dup_driver_folder (self, self->change->driver);
  g_autofree char *file = g_build_filename (driver, "unbind", NULL);

  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    return modscope_refuse (error, KERNEL_REFUSED, "This driver does not let go of a device");
  add (self->change->writes, driver, "unbind", self->name);
  add (self->change->back, driver, "bind", self->name);
  return TRUE;
}

static gboolean
plan_off (Device *self, GError **error)
{
  if (self->is_usb_device)
    {
      add (self->change->writes, self->folder, "authorized", "0");
      add (self->change->back, self->folder, "authorized", "1");
      return TRUE;
    }
  /* A driver that is loaded later does not take it either. */
  set_override (self, MODSCOPE_DEVICE_OFF);
  return self->change->driver == NULL || unbind (self, error);
}

static gboolean
plan_on (Device *self, GError **error)
{
  if (self->is_usb_device)
    {
      add (self->change->writes, self->folder, "authorized", "1");
      add (self->change->back, self->folder, "authorized", "0");
    }
  else if (self->change->driver == NULL)
    {
      add (self->change->back, self->folder, "driver/unbind", self->name);
      if (self->override != NULL && self->override[0] != '\0' && !has_driver (self, self->override))
        set_override (self, "\n");
      add (self->change->writes, self->bus, "drivers_probe", self->name);
    }
  return TRUE;
}

static gboolean
plan_use_driver (Device *self, const char *driver, GError **error)
{
  g_autofree char *folder = dup_driver_folder (self, driver);

  if (!modscope_bus_name_is_valid (driver))
    return modscope_refuse (error, INVALID_NAME, "This is not the name of a driver");
  if (self->is_usb_device || !has_driver (self, driver))
    return modscope_refuse (error, NOT_FOUND, "The bus of the device has no such driver");
  if (g_strcmp0 (self->change->driver, driver) == 0)
    return TRUE;
  add (self->change->back, folder, "unbind", self->name);
  set_override (self, driver);
  if (self->change->driver != NULL && !unbind (self, error))
    return FALSE;
  add (self->change->writes, folder, "bind", self->name);
  return TRUE;
}

static gboolean
plan_switch (Device *self, gboolean on, GError **error)
{
  g_auto (GStrv) switches = modscope_sysfs_list_switches (self->paths, self->folder);

  if (switches[0] == NULL)
    return modscope_refuse (error, NOT_FOUND, "This device has no switch");
  for (guint i = 0; switches[i] != NULL; i++)
    {
      g_autofree char *hard = modscope_sysfs_read (switches[i], "hard");
      g_autofree char *soft = modscope_sysfs_read (switches[i], "soft");

      if (on && g_strcmp0 (hard, "1") == 0)
        return modscope_refuse (error, KERNEL_REFUSED,
                                "A key, a switch or the firmware holds it off");
      add (self->change->writes, switches[i], "soft", on ? "0" : "1");
      add (self->change->back, switches[i], "soft", g_strcmp0 (soft, "1") == 0 ? "1" : "0");
    }
  return TRUE;
}

/* --- Which device, which verb --- */

/* The folder of a device that comes is a new one. */
static char *
read_identity (const char *folder)
{
  static const char *const names[] = { "modalias", "idVendor", "idProduct", "serial" };
  g_autoptr (GString) text = g_string_new (NULL);
  struct stat info;

  if (stat (folder, &info) == 0)
    g_string_append_printf (text, "%ju", (uintmax_t) info.st_ino);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = modscope_sysfs_read (folder, names[i]);
      g_autofree char *utf8 = value != NULL ? modscope_text_to_utf8 (value, -1) : g_strdup ("");

      g_string_append_printf (text, " %s", utf8);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
read_device (Device *self, const char *id, GError **error)
{
  g_autofree char *subsystem = NULL;
  g_autofree char *tail = NULL;
  g_autofree char *vendor = NULL;
  g_autofree char *authorized = NULL;

  if (!modscope_device_id_split (id, &subsystem, &self->name))
    return modscope_refuse (error, INVALID_NAME, "This is not the name of a device");
  self->folder = modscope_sysfs_dup_device (self->paths, id);
  if (self->folder == NULL)
    return modscope_refuse (error, NOT_FOUND, "There is no such device");
  tail = g_build_filename ("/sys/bus", subsystem, NULL);
  self->bus = modscope_paths_build (self->paths, tail);
  self->change->driver = modscope_sysfs_dup_driver (self->folder);
  self->change->identity = read_identity (self->folder);
  self->override = modscope_sysfs_read (self->folder, "driver_override");
  if (g_strcmp0 (self->override, "(null)") == 0)
    self->override[0] = '\0';
  vendor = modscope_sysfs_read (self->folder, "idVendor");
  authorized = modscope_sysfs_read (self->folder, "authorized");
  self->is_usb_device = vendor != NULL && authorized != NULL;
  return TRUE;
}

static gboolean
plan_verb (Device *self, const char *verb, const char *driver, GError **error)
{
  gboolean uses_driver = strcmp (verb, "use-driver") == 0;

  if (!uses_driver && driver[0] != '\0')
    return modscope_refuse (error, INVALID_PARAMETER, "Only use-driver takes a driver");
  if (uses_driver)
    return plan_use_driver (self, driver, error);
  if (strcmp (verb, "off") == 0)
    return plan_off (self, error);
  if (strcmp (verb, "on") == 0)
    return plan_on (self, error);
  if (strcmp (verb, "switch-on") == 0 || strcmp (verb, "switch-off") == 0)
    return plan_switch (self, strcmp (verb, "switch-on") == 0, error);
  return modscope_refuse (error, INVALID_PARAMETER, "There is no such verb");
}

ModscopeDeviceChange *
modscope_device_change_new (
  ModscopePaths *paths, const char *id, const char *verb, const char *driver, GError **error)
{
  g_auto (Device) self = { .paths = paths, .change = change_new () };

  if (!read_device (&self, id, error) || !plan_verb (&self, verb, driver, error))
    return NULL;
  self.change->id = g_strdup (id);
  self.change->verb = g_strdup (verb);
  self.change->wanted = g_strdup (driver);
  return g_steal_pointer (&self.change);
}

/* --- Reading back --- */

static gboolean
is_so (Device *self, const char *verb, const char *driver)
{
  gboolean on = g_str_has_suffix (verb, "on");
  const char *wanted = on ? "1" : "0";

  if (g_str_has_prefix (verb, "switch-"))
    {
      g_auto (GStrv) switches = modscope_sysfs_list_switches (self->paths, self->folder);

      for (guint i = 0; switches[i] != NULL; i++)
        {
          g_autofree char *soft = modscope_sysfs_read (switches[i], "soft");

          if (g_strcmp0 (soft, on ? "0" : "1") != 0)
            return FALSE;
        }
      return TRUE;
    }
  if (self->is_usb_device)
    {
      g_autofree char *authorized = modscope_sysfs_read (self->folder, "authorized");

      return g_strcmp0 (authorized, wanted) == 0;
    }
  return driver[0] != '\0' ? g_strcmp0 (self->change->driver, driver) == 0
                           : (self->change->driver != NULL) == on;
}

char *
modscope_device_dup_identity (ModscopePaths *paths, const char *id)
{
  g_autofree char *folder = modscope_sysfs_dup_device (paths, id);

  return folder != NULL ? read_identity (folder) : g_strdup ("");
}

gboolean
modscope_device_change_is_so (ModscopePaths *paths, const ModscopeDeviceChange *change)
{
  g_auto (Device) now = { .paths = paths, .change = change_new () };

  return read_device (&now, change->id, NULL) && is_so (&now, change->verb, change->wanted);
}
