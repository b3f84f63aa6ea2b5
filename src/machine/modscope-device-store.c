/* The list of all devices, kept up to date in place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-device-store.h"

#include <string.h>

#include "machine/modscope-device-private.h"

struct _ModscopeDeviceStore
{
  GListStore *store; /* of ModscopeDevice, sorted by path */
  GHashTable *by_id; /* id to device */
  ModscopeDeviceReader *reader;
  GThread *first; /* until modscope_device_store_finish() */

  GMutex lock; /* for what is below */
  GCond provided_cond;
  gboolean is_provided;
  ModscopeTables *tables;
  ModscopeIndex *index;
};

ModscopeDeviceStore *
modscope_device_store_new (void)
{
  ModscopeDeviceStore *self = g_new0 (ModscopeDeviceStore, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->provided_cond);
  self->store = g_list_store_new (MODSCOPE_TYPE_DEVICE);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return self;
}

void
modscope_device_store_free (ModscopeDeviceStore *self)
{
  if (self->first != NULL)
    g_ptr_array_unref (g_thread_join (self->first));
  g_object_unref (self->store);
  g_hash_table_unref (self->by_id);
  g_clear_pointer (&self->reader, modscope_device_reader_unref);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_clear_pointer (&self->index, modscope_index_unref);
  g_cond_clear (&self->provided_cond);
  g_mutex_clear (&self->lock);
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

void
modscope_device_store_check_lost (ModscopeDeviceStore *self, ModscopeModuleStore *modules)
{
  GHashTableIter iter;
  gpointer device;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &device))
    {
      const char *name = modscope_device_get_lost_module (device);
      ModscopeModule *module = name != NULL ? modscope_module_store_lookup (modules, name) : NULL;

      if (name != NULL && name[0] != '\0' &&
          (module == NULL || modscope_module_get_state (module) == MODSCOPE_MODULE_AVAILABLE))
        modscope_device_forget_lost_module (device);
    }
}

/* --- The first reading --- */

/* Only returns what it read: the main thread may be at work on the list by now. */
static gpointer
first_thread (gpointer data)
{
  ModscopeDeviceStore *self = data;
  g_autoptr (ModscopeTables) tables = NULL;
  g_autoptr (ModscopeIndex) index = NULL;

  g_mutex_lock (&self->lock);
  while (!self->is_provided)
    g_cond_wait (&self->provided_cond, &self->lock);
  tables = self->tables != NULL ? modscope_tables_ref (self->tables) : NULL;
  index = self->index != NULL ? modscope_index_ref (self->index) : NULL;
  g_mutex_unlock (&self->lock);
  return modscope_device_reader_read (self->reader, tables, index, TRUE);
}

void
modscope_device_store_begin (ModscopeDeviceStore *self, ModscopeKernel *kernel)
{
  g_return_if_fail (self->reader == NULL);
  self->reader = modscope_device_reader_new (kernel);
  self->first = g_thread_new ("first-devices", first_thread, self);
}

void
modscope_device_store_provide (ModscopeDeviceStore *self,
                               ModscopeTables *tables,
                               ModscopeIndex *index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_clear_pointer (&self->index, modscope_index_unref);
  self->tables = tables != NULL ? modscope_tables_ref (tables) : NULL;
  self->index = index != NULL ? modscope_index_ref (index) : NULL;
  self->is_provided = TRUE;
  g_cond_signal (&self->provided_cond);
}

void
modscope_device_store_finish (ModscopeDeviceStore *self)
{
  g_autoptr (GPtrArray) readings = NULL;

  g_return_if_fail (self->first != NULL);
  readings = g_thread_join (g_steal_pointer (&self->first));
  modscope_device_store_update (self, readings);
}

ModscopeDeviceReader *
modscope_device_store_get_reader (ModscopeDeviceStore *self)
{
  return self->reader;
}
