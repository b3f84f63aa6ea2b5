/* One reading of the system, in a thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-reading.h"

#include "config/modscope-config.h"
#include "system/modscope-live.h"

void
modscope_reading_free (ModscopeReading *self)
{
  g_free (self->stamp);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_clear_pointer (&self->index, modscope_index_unref);
  g_clear_pointer (&self->live, g_ptr_array_unref);
  g_clear_pointer (&self->devices, g_hash_table_unref);
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
add_devices (ModscopeReading *self, ModscopePaths *paths, const char *name)
{
  g_auto (GStrv) devices = modscope_live_dup_devices (paths, name);

  if (devices[0] != NULL)
    g_hash_table_insert (self->devices, g_strdup (name), g_steal_pointer (&devices));
}

/* Only modules in the kernel and built-ins can have drivers bound to devices. */
static void
read_live (ModscopeReading *self, ModscopePaths *paths, ModscopeTables *tables)
{
  guint n_entries = 0;
  const ModscopeTableEntry *entries =
    tables != NULL ? modscope_tables_get_entries (tables, &n_entries) : NULL;

  self->live = modscope_live_read (paths, NULL);
  if (self->live == NULL)
    self->live = g_ptr_array_new ();
  self->devices =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  for (guint i = 0; i < self->live->len; i++)
    add_devices (self, paths, ((ModscopeLiveModule *) self->live->pdata[i])->name);
  for (guint i = 0; i < n_entries; i++)
    if (entries[i].builtin)
      add_devices (self, paths, entries[i].name);
}

ModscopeReading *
modscope_reading_take (ModscopeKernel *kernel,
                       ModscopeReadingParts parts,
                       const char *known_stamp,
                       ModscopeTables *known_tables)
{
  ModscopeReading *self = g_new0 (ModscopeReading, 1);
  ModscopePaths *paths = modscope_kernel_get_paths (kernel);
  gboolean running = modscope_kernel_is_running (kernel);

  self->parts = parts;
  self->stamp = modscope_kernel_dup_stamp (kernel);
  if ((parts & MODSCOPE_READ_TABLES) != 0 && g_strcmp0 (self->stamp, known_stamp) != 0)
    read_tables (self, kernel);
  if ((parts & MODSCOPE_READ_LIVE) != 0 && running)
    read_live (self, paths, self->tables != NULL ? self->tables : known_tables);
  if ((parts & MODSCOPE_READ_CONFIG) != 0)
    self->lines = modscope_config_read (paths, running, &self->config_problems);
  if ((parts & MODSCOPE_READ_FACTS) != 0)
    self->facts = modscope_kernel_facts_read (kernel);
  return self;
}
