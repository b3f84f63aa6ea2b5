/* One reading of the system, in a thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-reading.h"

#include "config/modscope-config.h"
#include "system/modscope-live.h"

void
modscope_reading_request_free (ModscopeReadingRequest *self)
{
  modscope_kernel_unref (self->kernel);
  g_free (self->known_stamp);
  g_clear_pointer (&self->known_tables, modscope_tables_unref);
  g_clear_pointer (&self->known_index, modscope_index_unref);
  g_clear_pointer (&self->device_reader, modscope_device_reader_unref);
  g_free (self);
}

void
modscope_reading_free (ModscopeReading *self)
{
  g_free (self->stamp);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_clear_pointer (&self->index, modscope_index_unref);
  g_clear_pointer (&self->live, g_ptr_array_unref);
  g_clear_pointer (&self->bound, g_hash_table_unref);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->config_problems, g_strfreev);
  g_clear_pointer (&self->facts, modscope_kernel_facts_free);
  g_clear_error (&self->error);
  g_free (self);
}

static void
read_tables (ModscopeReading *self, ModscopeKernel *kernel)
{
  const char *folder = modscope_kernel_get_folder (kernel);
  g_autofree char *cache = NULL;

  if (folder == NULL)
    return;
  self->tables = modscope_tables_load (folder, &self->error);
  if (self->tables == NULL)
    return;
  /* A cache that is missing or damaged is no error: the index is built again. */
  cache = modscope_index_dup_cache_file (kernel);
  self->index = modscope_index_open (kernel, cache, NULL);
}

static void
add_bound (ModscopeReading *self, ModscopePaths *paths, const char *name)
{
  g_auto (GStrv) devices = modscope_live_dup_devices (paths, name);

  if (devices[0] != NULL)
    g_hash_table_insert (self->bound, g_strdup (name), g_steal_pointer (&devices));
}

static void
read_live (ModscopeReading *self, ModscopePaths *paths)
{
  self->live = modscope_live_read (paths, NULL);
  if (self->live == NULL)
    self->live = g_ptr_array_new ();
}

/* Only modules in the kernel and built-ins can have drivers bound to devices. */
static void
read_bound (ModscopeReading *self, ModscopePaths *paths, ModscopeTables *tables)
{
  guint n_entries = 0;
  const ModscopeTableEntry *entries =
    tables != NULL ? modscope_tables_get_entries (tables, &n_entries) : NULL;

  self->bound =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  for (guint i = 0; i < self->live->len; i++)
    add_bound (self, paths, ((ModscopeLiveModule *) self->live->pdata[i])->name);
  for (guint i = 0; i < n_entries; i++)
    if (entries[i].builtin)
      add_bound (self, paths, entries[i].name);
}

/* Aliases, rules and firmware change with packages, which change the tables or the configuration
 * too, or when a person says that something did. */
static void
read_devices (ModscopeReading *self, const ModscopeReadingRequest *request)
{
  const guint lasting = MODSCOPE_READ_CONFIG | MODSCOPE_READ_TABLES;
  ModscopeTables *tables = self->tables != NULL ? self->tables : request->known_tables;
  ModscopeIndex *index = self->tables != NULL ? self->index : request->known_index;

  self->devices = modscope_device_reader_read (request->device_reader, tables, index,
                                               (request->parts & lasting) != 0);
}

ModscopeReading *
modscope_reading_take (const ModscopeReadingRequest *request)
{
  ModscopeReading *self = g_new0 (ModscopeReading, 1);
  ModscopeKernel *kernel = request->kernel;
  ModscopePaths *paths = modscope_kernel_get_paths (kernel);
  gboolean running = modscope_kernel_is_running (kernel);
  ModscopeReadingParts parts = request->parts;

  self->parts = parts;
  self->stamp = modscope_kernel_dup_stamp (kernel);
  if ((parts & MODSCOPE_READ_TABLES) != 0 && g_strcmp0 (self->stamp, request->known_stamp) != 0)
    read_tables (self, kernel);
  if ((parts & (MODSCOPE_READ_LIVE | MODSCOPE_READ_BOUND)) != 0 && running)
    read_live (self, paths);
  if ((parts & MODSCOPE_READ_BOUND) != 0 && running)
    read_bound (self, paths, self->tables != NULL ? self->tables : request->known_tables);
  if ((parts & MODSCOPE_READ_CONFIG) != 0)
    self->lines = modscope_config_read (paths, running, &self->config_problems);
  if ((parts & MODSCOPE_READ_FACTS) != 0)
    self->facts = modscope_kernel_facts_read (kernel);
  if ((parts & MODSCOPE_READ_DEVICES) != 0 && request->device_reader != NULL)
    read_devices (self, request);
  return self;
}
