/* Events of udev and of file monitors, as parts of the system to read again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-watch.h"

#include "system/modscope-udev.h"

struct _ModscopeWatch
{
  GObject parent_instance;
  ModscopeUdev *udev;
  GPtrArray *monitors; /* of GFileMonitor */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ModscopeWatch, modscope_watch, G_TYPE_OBJECT)

static void
modscope_watch_dispose (GObject *object)
{
  ModscopeWatch *self = MODSCOPE_WATCH (object);

  if (self->udev != NULL)
    g_signal_handlers_disconnect_by_data (self->udev, self);
  g_clear_object (&self->udev);
  for (guint i = 0; self->monitors != NULL && i < self->monitors->len; i++)
    g_signal_handlers_disconnect_by_data (self->monitors->pdata[i], self);
  g_clear_pointer (&self->monitors, g_ptr_array_unref);
  G_OBJECT_CLASS (modscope_watch_parent_class)->dispose (object);
}

static void
modscope_watch_class_init (ModscopeWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = modscope_watch_dispose;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
}

static void
modscope_watch_init (ModscopeWatch *self)
{
  self->monitors = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
module_event_cb (ModscopeUdev *udev, const char *action, const char *name, ModscopeWatch *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0,
                 (guint) (MODSCOPE_READ_LIVE | MODSCOPE_READ_BOUND),
                 g_str_equal (action, "remove") ? name : NULL);
}

static void
device_event_cb (ModscopeUdev *udev, const char *action, const char *syspath, ModscopeWatch *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0,
                 (guint) (MODSCOPE_READ_DEVICES | MODSCOPE_READ_BOUND), NULL);
}

static void
config_changed_cb (
  GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, ModscopeWatch *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, (guint) MODSCOPE_READ_CONFIG, NULL);
}

static void
tables_changed_cb (
  GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, ModscopeWatch *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, (guint) MODSCOPE_READ_ALL, NULL);
}

/* A monitor that cannot be had (no inotify watches left) costs freshness until the next focus or
 * F5, no more. */
static void
monitor (ModscopeWatch *self, const char *path, gboolean is_folder, GCallback callback)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GFileMonitor *watch = is_folder ? g_file_monitor_directory (file, 0, NULL, &error)
                                  : g_file_monitor_file (file, 0, NULL, &error);

  if (watch == NULL)
    {
      g_info ("Cannot watch %s: %s", path, error->message);
      return;
    }
  g_signal_connect (watch, "changed", callback, self);
  g_ptr_array_add (self->monitors, watch);
}

static void
monitor_config (ModscopeWatch *self, ModscopePaths *paths, const char *name)
{
  g_auto (GStrv) folders = modscope_paths_dup_config_folders (paths, name);

  for (guint i = 0; folders[i] != NULL; i++)
    monitor (self, folders[i], TRUE, G_CALLBACK (config_changed_cb));
}

ModscopeWatch *
modscope_watch_new (ModscopeKernel *kernel)
{
  ModscopeWatch *self = g_object_new (MODSCOPE_TYPE_WATCH, NULL);
  ModscopePaths *paths = modscope_kernel_get_paths (kernel);
  const char *folder = modscope_kernel_get_folder (kernel);
  g_autoptr (GError) error = NULL;

  if (modscope_kernel_is_running (kernel))
    {
      self->udev = modscope_udev_new (&error);
      if (self->udev != NULL)
        {
          g_signal_connect (self->udev, "module-event", G_CALLBACK (module_event_cb), self);
          g_signal_connect (self->udev, "device-event", G_CALLBACK (device_event_cb), self);
        }
      else
        g_info ("No events of modules: %s", error->message);
    }
  monitor_config (self, paths, "modprobe.d");
  monitor_config (self, paths, "modules-load.d");
  if (folder != NULL)
    {
      g_autofree char *table = g_build_filename (folder, "modules.dep.bin", NULL);

      if (g_file_test (table, G_FILE_TEST_EXISTS))
        monitor (self, table, FALSE, G_CALLBACK (tables_changed_cb));
    }
  return self;
}
