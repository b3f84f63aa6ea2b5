/* What modprobe makes of the rules about a module.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-block-proof.h"

#include <string.h>

#include "system/modscope-kmod.h"
#include "system/modscope-live.h"
#include "system/modscope-tables.h"

typedef struct
{
  ModscopeKernel *kernel;
  ModscopeTables *tables;
  ModscopeKmod *kmod; /* nullable: not asked yet, or it cannot read */
  gboolean was_asked;
} Installed;

struct _ModscopeBlockProof
{
  GPtrArray *kernels; /* (element-type Installed): the running one first, then the newest */
  GPtrArray *live;    /* nullable */
};

static void
installed_free (gpointer data)
{
  Installed *installed = data;

  modscope_kernel_unref (installed->kernel);
  modscope_tables_unref (installed->tables);
  g_clear_object (&installed->kmod);
  g_free (installed);
}

static void
add_kernel (ModscopeBlockProof *self, ModscopePaths *paths, const char *release)
{
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, release, NULL);
  const char *folder = kernel != NULL ? modscope_kernel_get_folder (kernel) : NULL;
  g_autoptr (ModscopeTables) tables = folder != NULL ? modscope_tables_load (folder, NULL) : NULL;
  Installed *installed;

  if (tables == NULL)
    return;
  installed = g_new0 (Installed, 1);
  installed->kernel = g_steal_pointer (&kernel);
  installed->tables = g_steal_pointer (&tables);
  g_ptr_array_add (self->kernels, installed);
}

ModscopeBlockProof *
modscope_block_proof_new (ModscopePaths *paths)
{
  ModscopeBlockProof *self = g_new0 (ModscopeBlockProof, 1);
  g_auto (GStrv) releases = modscope_paths_list_kernels (paths);

  self->kernels = g_ptr_array_new_with_free_func (installed_free);
  self->live = modscope_live_read (paths, NULL);
  add_kernel (self, paths, NULL);
  for (guint i = 0; releases[i] != NULL; i++)
    add_kernel (self, paths, releases[i]);
  return self;
}

void
modscope_block_proof_free (ModscopeBlockProof *self)
{
  g_ptr_array_unref (self->kernels);
  g_clear_pointer (&self->live, g_ptr_array_unref);
  g_free (self);
}

static Installed *
find_kernel (ModscopeBlockProof *self, const char *name, gboolean *builtin)
{
  for (guint i = 0; i < self->kernels->len; i++)
    {
      Installed *installed = g_ptr_array_index (self->kernels, i);
      const ModscopeTableEntry *entry = modscope_tables_lookup (installed->tables, name);

      if (entry == NULL)
        continue;
      *builtin = entry->builtin;
      return installed;
    }
  return NULL;
}

gboolean
modscope_block_proof_has_module (ModscopeBlockProof *self, const char *name)
{
  gboolean builtin;

  return find_kernel (self, name, &builtin) != NULL;
}

/* The first of its aliases that libkmod finds it by; its name, if it has none. */
static char *
dup_known_alias (ModscopeKmod *kmod, const char *name)
{
  g_auto (GStrv) info = modscope_kmod_dup_info (kmod, name, NULL);

  for (guint i = 0; info != NULL && info[i] != NULL; i++)
    if (g_str_has_prefix (info[i], "alias="))
      {
        const char *alias = info[i] + strlen ("alias=");
        g_auto (GStrv) found = modscope_kmod_resolve (kmod, alias, NULL);

        if (found != NULL && g_strv_contains ((const char *const *) found, name))
          return g_strdup (alias);
      }
  return g_strdup (name);
}

/* The first module that needs another one. */
static const char *
find_user (ModscopeTables *tables, const char *name)
{
  guint n_entries;
  const ModscopeTableEntry *entries = modscope_tables_get_entries (tables, &n_entries);

  for (guint i = 0; i < n_entries; i++)
    {
      g_auto (GStrv) needs = modscope_tables_dup_all_needs (tables, entries[i].name);

      if (g_strv_contains ((const char *const *) needs, name))
        return entries[i].name;
    }
  return NULL;
}

static void
ask_aliases (Installed *installed, const char *name, ModscopeBlockFacts *facts)
{
  g_autofree char *alias = dup_known_alias (installed->kmod, name);
  g_auto (GStrv) left = modscope_kmod_resolve_automatic (installed->kmod, alias, NULL);

  facts->loads_by_itself = left == NULL || g_strv_contains ((const char *const *) left, name);
  /* What has no alias is loaded by its name, for which a blacklist does not count. */
  if (strcmp (alias, name) == 0)
    facts->user = g_strdup (find_user (installed->tables, name));
}

/* The dry run shows what a plain modprobe does: run a command, or load. */
static void
ask_plan (ModscopeKmod *kmod, const char *name, ModscopeBlockFacts *facts)
{
  g_autoptr (GPtrArray) plan = modscope_kmod_plan_load (kmod, name, NULL);

  for (guint i = 0; plan != NULL && i < plan->len; i++)
    {
      const ModscopeKmodStep *step = g_ptr_array_index (plan, i);

      if (strcmp (step->name, name) != 0)
        continue;
      facts->planned = TRUE;
      g_free (facts->install_command);
      facts->install_command = g_strdup (step->install_command);
    }
}

void
modscope_block_proof_read (ModscopeBlockProof *self, const char *name, ModscopeBlockFacts *facts)
{
  ModscopeBlockFacts found = { FALSE };
  Installed *installed = find_kernel (self, name, &found.builtin);
  const ModscopeLiveModule *module =
    self->live != NULL ? modscope_live_find (self->live, name) : NULL;

  *facts = found;
  facts->exists = installed != NULL;
  facts->holder = module != NULL ? g_strdup (module->holders[0]) : NULL;
  if (installed == NULL || facts->builtin)
    return;
  if (!installed->was_asked)
    installed->kmod = modscope_kmod_new (installed->kernel, NULL);
  installed->was_asked = TRUE;
  facts->readable = installed->kmod != NULL;
  if (!facts->readable)
    return;
  ask_aliases (installed, name, facts);
  ask_plan (installed->kmod, name, facts);
}
