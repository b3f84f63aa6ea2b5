/* Whether a rule is in effect, proven with libkmod.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-effect.h"

#include <string.h>

#include "config/modscope-blockers.h"
#include "system/modscope-kmod.h"
#include "system/modscope-live.h"
#include "system/modscope-tables.h"

#define NOT_EFFECTIVE "block-not-effective: "
#define STILL_BLOCKED "blocked-by-rule: "

/* The running kernel if it has the module, else the newest that has. */
static ModscopeKernel *
find_kernel (ModscopePaths *paths, const char *name, gboolean *builtin)
{
  g_auto (GStrv) releases = modscope_paths_list_kernels (paths);
  const char *wanted = NULL;

  for (guint i = 0;; wanted = releases[i++])
    {
      g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, wanted, NULL);
      const char *folder = kernel != NULL ? modscope_kernel_get_folder (kernel) : NULL;
      g_autoptr (ModscopeTables) tables =
        folder != NULL ? modscope_tables_load (folder, NULL) : NULL;
      const ModscopeTableEntry *entry =
        tables != NULL ? modscope_tables_lookup (tables, name) : NULL;

      if (entry != NULL)
        {
          *builtin = entry->builtin;
          return g_steal_pointer (&kernel);
        }
      if (releases[i] == NULL)
        return NULL;
    }
}

gboolean
modscope_effect_has_module (ModscopePaths *paths, const char *name)
{
  gboolean builtin;
  g_autoptr (ModscopeKernel) kernel = find_kernel (paths, name, &builtin);

  return kernel != NULL;
}

/* A blacklist does not keep away what is loaded by name: by a module that needs it, or with one. */
static char *
dup_companion (ModscopePaths *paths, GPtrArray *lines, const char *name)
{
  g_autoptr (GPtrArray) live = modscope_live_read (paths, NULL);
  const ModscopeConfigLine *line = modscope_blockers_find_companion (lines, name);

  for (guint i = 0; live != NULL && i < live->len; i++)
    {
      const ModscopeLiveModule *module = g_ptr_array_index (live, i);

      if (strcmp (module->name, name) == 0 && module->holders[0] != NULL)
        return g_strdup_printf (NOT_EFFECTIVE "%s needs it, and loads it", module->holders[0]);
    }
  if (line != NULL)
    return g_strdup_printf (NOT_EFFECTIVE "%s:%u loads it with %s", line->file, line->line,
                            line->module);
  return g_strdup ("");
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

static char *
prove_autoload (ModscopeKernel *kernel, ModscopeKmod *kmod, GPtrArray *lines, const char *name)
{
  g_autofree char *alias = dup_known_alias (kmod, name);
  g_auto (GStrv) left = modscope_kmod_resolve_automatic (kmod, alias, NULL);
  g_autoptr (ModscopeTables) tables =
    modscope_tables_load (modscope_kernel_get_folder (kernel), NULL);
  const char *user;

  if (left == NULL || g_strv_contains ((const char *const *) left, name))
    return g_strdup (NOT_EFFECTIVE "modprobe does not know of the rule");
  /* What has no alias is loaded by its name, for which the rule does not count. */
  user = strcmp (alias, name) == 0 && tables != NULL ? find_user (tables, name) : NULL;
  if (user != NULL)
    return g_strdup_printf (NOT_EFFECTIVE "only other modules load it, as does %s", user);
  return dup_companion (modscope_kernel_get_paths (kernel), lines, name);
}

/* The dry run shows what a plain modprobe does: run a command that does nothing, or load. */
static char *
prove_always (ModscopeKmod *kmod, GPtrArray *lines, const char *name)
{
  g_autoptr (GPtrArray) plan = modscope_kmod_plan_load (kmod, name, NULL);
  const ModscopeKmodStep *step = NULL;
  const ModscopeConfigLine *line;

  for (guint i = 0; plan != NULL && i < plan->len; i++)
    if (strcmp (((ModscopeKmodStep *) plan->pdata[i])->name, name) == 0)
      step = plan->pdata[i];
  if (step == NULL)
    return g_strdup (NOT_EFFECTIVE "modprobe cannot say what it would do");
  if (modscope_blocked_is_nothing (step->install_command))
    return g_strdup ("");
  /* Another command, or a softdep that cancels ours. */
  line = modscope_blockers_find (
    lines, step->install_command != NULL ? MODSCOPE_VERB_INSTALL : MODSCOPE_VERB_SOFTDEP, name);
  if (line == NULL)
    return g_strdup (NOT_EFFECTIVE "its module file names modules to load with it");
  return g_strdup_printf (NOT_EFFECTIVE "%s:%u comes first", line->file, line->line);
}

char *
modscope_effect_dup_reason (ModscopePaths *paths,
                            GPtrArray *lines,
                            const char *name,
                            ModscopeBlocked wanted)
{
  gboolean builtin = FALSE;
  g_autoptr (ModscopeKernel) kernel = find_kernel (paths, name, &builtin);
  g_autoptr (ModscopeKmod) kmod = NULL;

  if (wanted == MODSCOPE_BLOCKED_NO)
    {
      g_auto (GStrv) blockers = modscope_blockers_list (lines, name);
      g_autofree char *places = g_strjoinv (", ", blockers);

      return blockers[0] != NULL ? g_strconcat (STILL_BLOCKED "still, by ", places, NULL)
                                 : g_strdup ("");
    }
  if (builtin)
    return g_strdup (NOT_EFFECTIVE "it is part of the kernel itself");
  kmod = kernel != NULL ? modscope_kmod_new (kernel, NULL) : NULL;
  if (kmod == NULL)
    return g_strdup (NOT_EFFECTIVE "modprobe cannot read its settings");
  return wanted == MODSCOPE_BLOCKED_ALWAYS ? prove_always (kmod, lines, name)
                                           : prove_autoload (kernel, kmod, lines, name);
}
