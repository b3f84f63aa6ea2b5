/* The list of all devices, kept up to date in place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-device-store.h"

#include <string.h>

#include "machine/modscope-device-private.h"

struct _ModscopeDeviceStore
{
  GListStore *store; /* of ModscopeDevice, sorted by path */
  GHashTable *by_id; /* id to device; the id is the device's */
};

ModscopeDeviceStore *
modscope_device_store_new (void)
{
  ModscopeDeviceStore *self = g_new0 (ModscopeDeviceStore, 1);

  self->store = g_list_store_new (MODSCOPE_TYPE_DEVICE);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return self;
}

void
modscope_device_store_free (ModscopeDeviceStore *self)
{
  g_object_unref (self->store);
  g_hash_table_unref (self->by_id);
  g_free (self);
}

GListModel *
modscope_device_store_get_model (ModscopeDeviceStore *self)
{
  return G_LIST_MODEL (self->store);
}

ModscopeDevice *
modscope_device_store_lookup (ModscopeDeviceStore *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

/* Order of the list; one id at another path is another device. */
static int
compare (ModscopeDevice *device, const ModscopeDeviceReading *reading)
{
  int order = strcmp (modscope_device_get_syspath (device), reading->syspath);

  return order != 0 ? order : strcmp (modscope_device_get_id (device), reading->id);
}

/* The devices of the readings: those that stay, and new ones. */
static GPtrArray *
find_devices (ModscopeDeviceStore *self, GPtrArray *readings)
{
  GPtrArray *devices = g_ptr_array_new_full (readings->len, g_object_unref);

  for (guint i = 0; i < readings->len; i++)
    {
      ModscopeDeviceReading *reading = readings->pdata[i];
      ModscopeDevice *known = g_hash_table_lookup (self->by_id, reading->id);

      g_ptr_array_add (devices, known != NULL && compare (known, reading) == 0
                                  ? g_object_ref (known)
                                  : modscope_device_new (reading));
    }
  return devices;
}

/* Both the store and @devices are sorted: walks them side by side. */
static void
merge_into_store (ModscopeDeviceStore *self, GPtrArray *devices, GPtrArray *readings)
{
  GListModel *model = G_LIST_MODEL (self->store);
  guint i = 0;

  while (i < devices->len)
    {
      g_autoptr (ModscopeDevice) there = g_list_model_get_item (model, i);

      if (there == devices->pdata[i])
        i++;
      else if (there != NULL && compare (there, readings->pdata[i]) <= 0)
        g_list_store_remove (self->store, i);
      else
        {
          g_list_store_insert (self->store, i, devices->pdata[i]);
          i++;
        }
    }
  g_list_store_splice (self->store, i, g_list_model_get_n_items (model) - i, NULL, 0);
}

void
modscope_device_store_update (ModscopeDeviceStore *self, GPtrArray *readings)
{
  g_autoptr (GPtrArray) devices = find_devices (self, readings);

  /* First, so that whoever listens to the store finds what is new. */
  g_hash_table_remove_all (self->by_id);
  for (guint i = 0; i < devices->len; i++)
    g_hash_table_insert (self->by_id, g_strdup (modscope_device_get_id (devices->pdata[i])),
                         g_object_ref (devices->pdata[i]));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0)
    g_list_store_splice (self->store, 0, 0, devices->pdata, devices->len);
  else
    merge_into_store (self, devices, readings);
  /* When all are there: a device that looks at its parts finds them. */
  for (guint i = 0; i < devices->len; i++)
    modscope_device_update (devices->pdata[i], readings->pdata[i]);
}
