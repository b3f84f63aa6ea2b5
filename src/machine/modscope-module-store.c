/* The list of all modules, kept up to date in place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-module-store.h"

#include <string.h>

#include "machine/modscope-module-private.h"

struct _ModscopeModuleStore
{
  GListStore *store;     /* of ModscopeModule, sorted by name */
  GHashTable *by_name;   /* name to module; the name is the module's */
  GHashTable *in_kernel; /* set of the names that were in /proc/modules last */
  ModscopeTables *tables;
  ModscopeIndex *index;
};

ModscopeModuleStore *
modscope_module_store_new (void)
{
  ModscopeModuleStore *self = g_new0 (ModscopeModuleStore, 1);

  self->store = g_list_store_new (MODSCOPE_TYPE_MODULE);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->in_kernel = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
modscope_module_store_free (ModscopeModuleStore *self)
{
  g_object_unref (self->store);
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->in_kernel);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_clear_pointer (&self->index, modscope_index_unref);
  g_free (self);
}

GListModel *
modscope_module_store_get_model (ModscopeModuleStore *self)
{
  return G_LIST_MODEL (self->store);
}

ModscopeModule *
modscope_module_store_lookup (ModscopeModuleStore *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

gboolean
modscope_module_store_is_in_kernel (ModscopeModuleStore *self, const char *name)
{
  return g_hash_table_contains (self->in_kernel, name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (modscope_module_get_name (*(ModscopeModule *const *) a),
                 modscope_module_get_name (*(ModscopeModule *const *) b));
}

static void
add_wanted (ModscopeModuleStore *self,
            GPtrArray *wanted,
            const char *name,
            const char *path,
            gboolean builtin)
{
  ModscopeModule *module = g_hash_table_lookup (self->by_name, name);

  if (module != NULL && modscope_module_is_builtin (module) == builtin &&
      g_strcmp0 (modscope_module_get_path (module), path) == 0)
    {
      g_ptr_array_add (wanted, g_object_ref (module));
      return;
    }
  g_ptr_array_add (wanted, modscope_module_new (name, path, builtin, self->index));
}

static GPtrArray *
collect_wanted (ModscopeModuleStore *self)
{
  GPtrArray *wanted = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean sorted = TRUE;
  GHashTableIter iter;
  gpointer name;
  guint n_entries = 0;
  const ModscopeTableEntry *entries =
    self->tables != NULL ? modscope_tables_get_entries (self->tables, &n_entries) : NULL;

  for (guint i = 0; i < n_entries; i++)
    add_wanted (self, wanted, entries[i].name, entries[i].path, entries[i].builtin);
  g_hash_table_iter_init (&iter, self->in_kernel);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (self->tables == NULL || modscope_tables_lookup (self->tables, name) == NULL)
      {
        add_wanted (self, wanted, name, NULL, FALSE);
        sorted = FALSE;
      }
  if (!sorted)
    g_ptr_array_sort (wanted, compare_names);
  return wanted;
}

/* Both the store and @wanted are sorted: walks them side by side. */
static void
merge_into_store (ModscopeModuleStore *self, GPtrArray *wanted)
{
  GListModel *model = G_LIST_MODEL (self->store);
  guint i = 0;

  if (g_list_model_get_n_items (model) == 0)
    {
      g_list_store_splice (self->store, 0, 0, wanted->pdata, wanted->len);
      return;
    }
  while (i < wanted->len)
    {
      g_autoptr (ModscopeModule) there = g_list_model_get_item (model, i);

      if (there == wanted->pdata[i])
        i++;
      /* One that sorts before is gone; the same name again is another module now. */
      else if (there != NULL && compare_names (&there, &wanted->pdata[i]) <= 0)
        g_list_store_remove (self->store, i);
      else
        {
          g_list_store_insert (self->store, i, wanted->pdata[i]);
          i++;
        }
    }
  g_list_store_splice (self->store, i, g_list_model_get_n_items (model) - i, NULL, 0);
}

static void
sync_names (ModscopeModuleStore *self)
{
  g_autoptr (GPtrArray) wanted = collect_wanted (self);

  /* First, so that whoever listens to the store finds what is new. What is gone lives on in
   * the store until then. */
  g_hash_table_remove_all (self->by_name);
  for (guint i = 0; i < wanted->len; i++)
    g_hash_table_insert (self->by_name, (gpointer) modscope_module_get_name (wanted->pdata[i]),
                         g_object_ref (wanted->pdata[i]));
  merge_into_store (self, wanted);
}

/* Whether one of @names is not among @others, and is listed only because the kernel has it. */
static gboolean
has_unlisted (ModscopeModuleStore *self, GHashTable *names, GHashTable *others)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (others, name) &&
        (self->tables == NULL || modscope_tables_lookup (self->tables, name) == NULL))
      return TRUE;
  return FALSE;
}

/* Whether the list of all names became another one: what is in the tables is in it anyway. */
static gboolean
update_in_kernel (ModscopeModuleStore *self, GPtrArray *live)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->in_kernel);

  self->in_kernel = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < live->len; i++)
    g_hash_table_add (self->in_kernel, g_strdup (((ModscopeLiveModule *) live->pdata[i])->name));
  return has_unlisted (self, before, self->in_kernel) ||
         has_unlisted (self, self->in_kernel, before);
}

static void
apply_live (ModscopeModuleStore *self, GPtrArray *live, GHashTable *devices)
{
  g_autoptr (GHashTable) lines = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name, module;

  for (guint i = 0; i < live->len; i++)
    {
      ModscopeLiveModule *line = live->pdata[i];

      g_hash_table_insert (lines, line->name, line);
    }
  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, &name, &module))
    {
      modscope_module_set_live (module, g_hash_table_lookup (lines, name));
      if (devices != NULL)
        modscope_module_set_devices (module, g_hash_table_lookup (devices, name));
    }
}

static void
update_index (ModscopeModuleStore *self, ModscopeIndex *index)
{
  GHashTableIter iter;
  gpointer module;

  if (self->index == index)
    return;
  g_clear_pointer (&self->index, modscope_index_unref);
  self->index = index != NULL ? modscope_index_ref (index) : NULL;
  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, &module))
    modscope_module_set_index (module, index);
}

void
modscope_module_store_update (ModscopeModuleStore *self,
                              ModscopeTables *tables,
                              ModscopeIndex *index,
                              GPtrArray *live,
                              GHashTable *devices)
{
  gboolean names_changed = live != NULL && update_in_kernel (self, live);

  update_index (self, index);
  if (self->tables != tables)
    {
      g_clear_pointer (&self->tables, modscope_tables_unref);
      self->tables = tables != NULL ? modscope_tables_ref (tables) : NULL;
      names_changed = TRUE;
    }
  if (names_changed)
    sync_names (self);
  if (live != NULL)
    apply_live (self, live, devices);
}

void
modscope_module_store_set_blocked (ModscopeModuleStore *self, ModscopeBlockedTable *blocked)
{
  GHashTableIter iter;
  gpointer name, module;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, &name, &module))
    modscope_module_set_blocked (
      module,
      modscope_blocked_table_get (blocked, name, modscope_module_has_soft_dependencies (module)));
}
