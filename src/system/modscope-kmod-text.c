/* Aliases and the steps of loading a module, where a folder of modules has only the text tables:
 * what libkmod does with the indexes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <fnmatch.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "system/modscope-kmod-private.h"

/* First entry of the configuration whose key, a pattern unless @exact, matches. */
static char *
dup_config_value (KmodConfigIter *iter_to_take, const char *name, gboolean exact)
{
  g_autoptr (KmodConfigIter) iter = iter_to_take;

  while (iter != NULL && libkmod.kmod_config_iter_next (iter))
    {
      const char *key = libkmod.kmod_config_iter_get_key (iter);

      if (exact ? strcmp (key, name) == 0 : fnmatch (key, name, 0) == 0)
        return g_strdup (libkmod.kmod_config_iter_get_value (iter));
    }
  return NULL;
}

/* The order of kmod_module_new_from_lookup(): the first source that knows the alias answers. */
void
modscope_kmod_resolve_in_text (ModscopeKmod *self, const char *alias, GPtrArray *names)
{
  const ModscopeTableEntry *entry = modscope_tables_lookup (self->tables, alias);
  g_autoptr (KmodConfigIter) iter = libkmod.kmod_config_get_aliases (self->ctx);
  g_autofree char *install = NULL;
  g_autofree char *remove = NULL;

  while (iter != NULL && libkmod.kmod_config_iter_next (iter))
    if (fnmatch (libkmod.kmod_config_iter_get_key (iter), alias, 0) == 0)
      g_ptr_array_add (names, modscope_name_fold (libkmod.kmod_config_iter_get_value (iter)));
  if (names->len == 0 && entry != NULL && !entry->builtin)
    g_ptr_array_add (names, g_strdup (alias));
  if (names->len == 0 && g_str_has_prefix (alias, "symbol:"))
    modscope_alias_text_match (self->aliases, MODSCOPE_ALIAS_TABLE_SYMBOLS, alias, names);
  install = dup_config_value (libkmod.kmod_config_get_install_commands (self->ctx), alias, TRUE);
  remove = dup_config_value (libkmod.kmod_config_get_remove_commands (self->ctx), alias, TRUE);
  if (names->len == 0 && (install != NULL || remove != NULL))
    g_ptr_array_add (names, g_strdup (alias));
  if (names->len == 0)
    modscope_alias_text_match (self->aliases, MODSCOPE_ALIAS_TABLE_ALIAS, alias, names);
  if (names->len == 0 && entry != NULL)
    g_ptr_array_add (names, g_strdup (alias));
  if (names->len == 0)
    modscope_alias_text_match (self->aliases, MODSCOPE_ALIAS_TABLE_BUILTIN, alias, names);
}

typedef struct
{
  ModscopeKmod *self;
  GPtrArray *steps;
  GHashTable *visited;
} TextPlan;

static void visit_in_text (TextPlan *plan, const char *name);

/* The modules of one half of "pre: a b post: c", as libkmod gives it back; libkmod 30 forgets the
 * blank before "post:". */
static GPtrArray *
lookup_softdeps (ModscopeKmod *self, const char *softdeps, const char *half)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *start = softdeps != NULL ? strstr (softdeps, half) : NULL;
  const char *end = start != NULL ? strstr (start, "post: ") : NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (start == NULL)
    return g_steal_pointer (&names);
  start += strlen (half);
  text = end != NULL && end > start ? g_strndup (start, end - start) : g_strdup (start);
  words = g_strsplit_set (text, " \t", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) found = g_ptr_array_new ();
      g_autofree char *alias = modscope_name_fold (words[i]);

      if (alias[0] != '\0')
        modscope_kmod_resolve_in_text (self, alias, found);
      g_ptr_array_extend_and_steal (names, g_steal_pointer (&found));
    }
  return g_steal_pointer (&names);
}

static void
add_text_step (TextPlan *plan, const char *name)
{
  ModscopeKmod *self = plan->self;
  const ModscopeTableEntry *entry = modscope_tables_lookup (self->tables, name);
  g_autofree char *softdeps =
    dup_config_value (libkmod.kmod_config_get_softdeps (self->ctx), name, FALSE);
  g_autoptr (GPtrArray) pre = lookup_softdeps (self, softdeps, "pre: ");
  g_autoptr (GPtrArray) post = lookup_softdeps (self, softdeps, "post: ");
  ModscopeKmodStep *step = g_new0 (ModscopeKmodStep, 1);
  g_autoptr (KmodModule) module = NULL;

  for (guint i = 0; i < pre->len; i++)
    visit_in_text (plan, g_ptr_array_index (pre, i));
  step->name = g_strdup (name);
  step->builtin = entry != NULL && entry->builtin;
  step->blacklisted = modscope_kmod_is_blacklisted (self, name);
  if (libkmod.kmod_module_new_from_name (self->ctx, name, &module) >= 0)
    step->options = g_strdup (libkmod.kmod_module_get_options (module));
  if (step->options == NULL)
    step->options = g_strdup ("");
  /* A soft dependency cancels the install line. */
  if (pre->len == 0 && post->len == 0)
    step->install_command =
      dup_config_value (libkmod.kmod_config_get_install_commands (self->ctx), name, FALSE);
  g_ptr_array_add (plan->steps, step);
  for (guint i = 0; i < post->len; i++)
    visit_in_text (plan, g_ptr_array_index (post, i));
}

/* What kmod_module_probe_insert_module() does: each module that is needed with its own soft
 * dependencies, then the module with its own. */
static void
visit_in_text (TextPlan *plan, const char *name)
{
  g_auto (GStrv) needs = NULL;

  if (!g_hash_table_add (plan->visited, g_strdup (name)))
    return;
  needs = modscope_tables_dup_all_needs (plan->self->tables, name);
  for (guint i = 0; needs[i] != NULL; i++)
    add_text_step (plan, needs[i]);
  add_text_step (plan, name);
}

GPtrArray *
modscope_kmod_plan_in_text (ModscopeKmod *self, const char *name, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (modscope_kmod_step_free);
  g_autoptr (GHashTable) visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  TextPlan plan = { self, steps, visited };

  if (modscope_tables_lookup (self->tables, name) == NULL)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND,
                   _ ("There is no module %s in kernel %s"), name,
                   modscope_kernel_get_release (self->kernel));
      return NULL;
    }
  visit_in_text (&plan, name);
  return g_steal_pointer (&steps);
}
