/* What the running system stands on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/modscope-device-id.h"
#include "base/modscope-name.h"
#include "system/modscope-critical-private.h"

static void
leg_free (gpointer data)
{
  ModscopeCriticalLeg *leg = data;

  g_hash_table_unref (leg->devices);
  g_hash_table_unref (leg->modules);
  g_free (leg);
}

/* --- Gathering --- */

ModscopeCriticalLeg *
modscope_critical_add_leg (ModscopeCritical *self, ModscopeCriticalReason reason)
{
  ModscopeCriticalLeg *leg = g_new0 (ModscopeCriticalLeg, 1);

  leg->reason = reason;
  leg->group = self->n_groups++;
  leg->devices = g_hash_table_new_full (g_str_hash, g_str_equal, free, NULL);
  leg->modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add (self->legs, leg);
  return leg;
}

void
modscope_critical_leg_add_module (ModscopeCriticalLeg *leg, const char *name)
{
  g_hash_table_add (leg->modules, modscope_name_fold (name));
}

/* A device goes when one that supplies it goes: a regulator, a clock, a power controller
 * (device_links_unbind_consumers() in drivers/base/core.c). The hub that a USB device is plugged
 * into has its driver on an interface beside the device, and disconnects it when the driver goes.
 */
static void
follow_suppliers (ModscopeCritical *self, ModscopeCriticalLeg *leg, const char *folder)
{
  g_autofree char *port = g_build_filename (folder, "port", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  modscope_critical_follow (self, leg, port);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *supplier = NULL;

      if (!g_str_has_prefix (name, "supplier:"))
        continue;
      supplier = g_build_filename (folder, name, "supplier", NULL);
      modscope_critical_follow (self, leg, supplier);
    }
}

gboolean
modscope_critical_follow (ModscopeCritical *self, ModscopeCriticalLeg *leg, const char *path)
{
  char *device = realpath (path, NULL);
  gsize root = self->devices != NULL ? strlen (self->devices) : 0;
  gboolean found = FALSE;

  while (device != NULL && root > 0 && strlen (device) > root &&
         g_str_has_prefix (device, self->devices))
    {
      char *above = strdup (device);
      g_autofree char *link = g_build_filename (device, "driver", "module", NULL);
      g_autofree char *module = realpath (link, NULL);

      if (g_hash_table_contains (leg->devices, device))
        {
          /* What is above it was followed with it; suppliers can supply each other. */
          free (above);
          free (device);
          return TRUE;
        }
      found = TRUE;
      if (module != NULL)
        modscope_critical_leg_add_module (leg, strrchr (module, '/') + 1);
      *strrchr (above, '/') = '\0';
      g_hash_table_add (leg->devices, device);
      follow_suppliers (self, leg, device);
      device = above;
    }
  free (device);
  return found;
}

char *
modscope_critical_read_line (const char *folder, const char *name)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);
  char *text = NULL;

  return g_file_get_contents (file, &text, NULL, NULL) ? g_strstrip (text) : g_strdup ("");
}

ModscopeCritical *
modscope_critical_read_disks (ModscopePaths *paths)
{
  ModscopeCritical *self = g_atomic_rc_box_new0 (ModscopeCritical);
  g_autofree char *devices = modscope_paths_build (paths, "/sys/devices");

  self->paths = modscope_paths_ref (paths);
  self->devices = realpath (devices, NULL);
  self->legs = g_ptr_array_new_with_free_func (leg_free);
  modscope_critical_read_mounts (self);
  return self;
}

ModscopeCritical *
modscope_critical_read (ModscopePaths *paths)
{
  ModscopeCritical *self = modscope_critical_read_disks (paths);

  modscope_critical_read_networks (self);
  modscope_critical_read_displays (self);
  modscope_critical_read_inputs (self);
  return self;
}

ModscopeCritical *
modscope_critical_ref (ModscopeCritical *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
critical_clear (gpointer data)
{
  ModscopeCritical *self = data;

  modscope_paths_unref (self->paths);
  free (self->devices);
  g_ptr_array_unref (self->legs);
}

void
modscope_critical_unref (ModscopeCritical *self)
{
  g_atomic_rc_box_release_full (self, critical_clear);
}

/* --- Asking --- */

gboolean
modscope_critical_is_known (ModscopeCritical *self)
{
  return self->is_known;
}

/* The folders of the devices; a device of a class has its name there. */
static GStrv
find_folders (ModscopeCritical *self, const char *const *devices)
{
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();

  for (; devices != NULL && *devices != NULL; devices++)
    {
      g_autofree char *subsystem = NULL;
      g_autofree char *name = NULL;
      g_autofree char *on_bus = NULL;
      g_autofree char *of_class = NULL;
      g_autofree char *bus = NULL;
      g_autofree char *class = NULL;
      g_autofree char *folder = NULL;

      if (!modscope_device_id_split (*devices, &subsystem, &name))
        continue;
      on_bus = g_strdup_printf ("/sys/bus/%s/devices/%s", subsystem, name);
      of_class = g_strdup_printf ("/sys/class/%s/%s", subsystem, name);
      bus = modscope_paths_build (self->paths, on_bus);
      class = modscope_paths_build (self->paths, of_class);
      folder = realpath (bus, NULL);
      if (folder == NULL)
        folder = realpath (class, NULL);
      if (folder != NULL)
        g_strv_builder_add (folders, folder);
    }
  return g_strv_builder_end (folders);
}

static gboolean
holds_one (GHashTable *table, const char *const *names)
{
  for (; names != NULL && *names != NULL; names++)
    if (g_hash_table_contains (table, *names))
      return TRUE;
  return FALSE;
}

ModscopeCriticalReason
modscope_critical_find (ModscopeCritical *self,
                        const char *const *modules,
                        const char *const *devices)
{
  g_auto (GStrv) folders = find_folders (self, devices);
  g_autofree ModscopeCriticalReason *stops = g_new0 (ModscopeCriticalReason, self->n_groups + 1);
  g_autofree gboolean *stands = g_new0 (gboolean, self->n_groups + 1);
  ModscopeCriticalReason worst = MODSCOPE_CRITICAL_NONE;

  for (guint i = 0; i < self->legs->len; i++)
    {
      const ModscopeCriticalLeg *leg = g_ptr_array_index (self->legs, i);

      if (holds_one (leg->modules, modules) ||
          holds_one (leg->devices, (const char *const *) folders))
        stops[leg->group] = leg->reason;
      else
        stands[leg->group] = TRUE;
    }
  for (guint i = 0; i < self->n_groups; i++)
    if (!stands[i] && stops[i] != MODSCOPE_CRITICAL_NONE &&
        (worst == MODSCOPE_CRITICAL_NONE || stops[i] < worst))
      worst = stops[i];
  return worst;
}

const char *
modscope_critical_reason_to_string (ModscopeCriticalReason reason)
{
  static const char *const words[] = { NULL, "disk", "display", "input", "network" };

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == MODSCOPE_CRITICAL_NETWORK + 1);
  return (gsize) reason < G_N_ELEMENTS (words) ? words[reason] : NULL;
}
