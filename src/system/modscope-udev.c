/* A monitor of udev's events for modules and devices, attached to the main context of its maker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-udev.h"

#include <errno.h>
#include <libudev.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"

/* Room for the burst at which a desktop loads its drivers: some thousand events of a few hundred
 * bytes. */
#define RECEIVE_BUFFER_BYTES (2 * 1024 * 1024)

struct _ModscopeUdev
{
  GObject parent_instance;

  struct udev *udev;
  struct udev_monitor *monitor;
  GSource *source;
};

enum
{
  MODULE_EVENT,
  DEVICE_EVENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ModscopeUdev, modscope_udev, G_TYPE_OBJECT)

static void
emit_module (ModscopeUdev *self, const char *action, const char *sysname)
{
  g_autofree char *name = NULL;

  if (!modscope_name_is_valid (sysname) ||
      (g_strcmp0 (action, "add") != 0 && g_strcmp0 (action, "remove") != 0))
    return;
  name = modscope_name_fold (sysname);
  g_signal_emit (self, signals[MODULE_EVENT], 0, action, name);
}

static void
emit_device (ModscopeUdev *self, struct udev_device *device)
{
  static const char *const telling[] = { "add", "remove", "bind", "unbind", "move", NULL };
  const char *action = udev_device_get_action (device);
  const char *subsystem = udev_device_get_subsystem (device);
  const char *syspath = udev_device_get_syspath (device);

  if (action == NULL || subsystem == NULL || syspath == NULL)
    return;
  if (g_str_equal (subsystem, "module"))
    emit_module (self, action, udev_device_get_sysname (device));
  else if (g_strv_contains (telling, action) ||
           (g_str_equal (subsystem, "rfkill") && g_str_equal (action, "change")))
    g_signal_emit (self, signals[DEVICE_EVENT], 0, action, syspath);
}

/* Takes one event; the source calls again while there are more. */
static gboolean
receive_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (ModscopeUdev) self = g_object_ref (data);
  struct udev_device *device;

  if (condition & (G_IO_HUP | G_IO_NVAL))
    return G_SOURCE_REMOVE;

  errno = 0;
  device = udev_monitor_receive_device (self->monitor);
  if (device != NULL)
    {
      emit_device (self, device);
      udev_device_unref (device);
    }
  else if (errno == ENOBUFS)
    {
      g_signal_emit (self, signals[MODULE_EVENT], 0, "overflow", "");
      g_signal_emit (self, signals[DEVICE_EVENT], 0, "overflow", "");
    }
  return G_SOURCE_CONTINUE;
}

static void
modscope_udev_finalize (GObject *object)
{
  ModscopeUdev *self = MODSCOPE_UDEV (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->monitor, udev_monitor_unref);
  g_clear_pointer (&self->udev, udev_unref);
  G_OBJECT_CLASS (modscope_udev_parent_class)->finalize (object);
}

static void
modscope_udev_class_init (ModscopeUdevClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = modscope_udev_finalize;

  signals[MODULE_EVENT] =
    g_signal_new ("module-event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[DEVICE_EVENT] =
    g_signal_new ("device-event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
modscope_udev_init (ModscopeUdev *self)
{
}

/* The kernel filters, so that what changes all the time (batteries, temperatures) wakes nobody. A
 * bus that comes later is in the list, or nobody knows it. Returns 0, or a negative errno. */
static int
add_subsystems (ModscopeUdev *self)
{
  static const char *const known[] = {
    "module",  "pci",      "usb",         "platform",  "acpi",       "hid",    "i2c",
    "spi",     "sdio",     "mmc",         "virtio",    "serio",      "scsi",   "hdaudio",
    "pcmcia",  "ieee1394", "thunderbolt", "auxiliary", "usb-serial", "net",    "block",
    "sound",   "drm",      "video4linux", "input",     "bluetooth",  "rfkill", "nvme",
    "usbmisc", "wwan",     "iio",         "tpm",       "infiniband", "dvb",    NULL,
  };
  static const char *const noisy[] = { "cpu", "memory", "event_source", "workqueue", NULL };
  g_autoptr (GDir) buses = g_dir_open ("/sys/bus", 0, NULL);
  const char *name;
  int result = 0;

  for (gsize i = 0; known[i] != NULL && result >= 0; i++)
    result = udev_monitor_filter_add_match_subsystem_devtype (self->monitor, known[i], NULL);
  while (buses != NULL && result >= 0 && (name = g_dir_read_name (buses)) != NULL)
    if (!g_strv_contains (known, name) && !g_strv_contains (noisy, name))
      result = udev_monitor_filter_add_match_subsystem_devtype (self->monitor, name, NULL);
  return result;
}

/* Returns 0, or a positive errno. */
static int
open_monitor (ModscopeUdev *self)
{
  int result;

  errno = ENOMEM;
  self->udev = udev_new ();
  if (self->udev == NULL)
    return errno;
  self->monitor = udev_monitor_new_from_netlink (self->udev, "udev");
  if (self->monitor == NULL)
    return errno;

  /* More than the system's limit needs a privilege; without it the limit has to do, and an overflow
   * is told. */
  udev_monitor_set_receive_buffer_size (self->monitor, RECEIVE_BUFFER_BYTES);
  result = add_subsystems (self);
  if (result >= 0)
    result = udev_monitor_enable_receiving (self->monitor);
  return result < 0 ? -result : 0;
}

ModscopeUdev *
modscope_udev_new (GError **error)
{
  g_autoptr (ModscopeUdev) self = g_object_new (MODSCOPE_TYPE_UDEV, NULL);
  int errsv = open_monitor (self);

  if (errsv != 0)
    {
      modscope_error_set_errno (error, errsv, _ ("Cannot listen to udev"));
      return NULL;
    }
  self->source = g_unix_fd_source_new (udev_monitor_get_fd (self->monitor), G_IO_IN);
  g_source_set_static_name (self->source, "modscope-udev");
  g_source_set_callback (self->source, G_SOURCE_FUNC (receive_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return g_steal_pointer (&self);
}
