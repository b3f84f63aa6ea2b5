/* Whether a rule that was written is in effect, proven with libkmod.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-effect.h"

#include <string.h>

#include "config/modscope-pattern.h"
#include "system/modscope-kmod.h"
#include "system/modscope-live.h"
#include "system/modscope-tables.h"

#define NOT_EFFECTIVE "block-not-effective: "
#define STILL_BLOCKED "blocked-by-rule: "

struct _ModscopeEffectReader
{
  ModscopePaths *paths;
  GPtrArray *lines;
  GPtrArray *live; /* nullable */
};

ModscopeEffectReader *
modscope_effect_reader_new (ModscopePaths *paths)
{
  ModscopeEffectReader *self = g_new0 (ModscopeEffectReader, 1);
  g_auto (GStrv) problems = NULL;

  self->paths = modscope_paths_ref (paths);
  self->lines = modscope_config_read (paths, TRUE, &problems);
  self->live = modscope_live_read (paths, NULL);
  return self;
}

void
modscope_effect_reader_free (ModscopeEffectReader *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->live, g_ptr_array_unref);
  modscope_paths_unref (self->paths);
  g_free (self);
}

/* The running kernel if it has the module, else the newest that has. */
static ModscopeKernel *
find_kernel (ModscopeEffectReader *self, const char *name, gboolean *builtin)
{
  g_auto (GStrv) releases = modscope_paths_list_kernels (self->paths);
  const char *wanted = NULL;

  for (guint i = 0;; wanted = releases[i++])
    {
      g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (self->paths, wanted, NULL);
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
modscope_effect_has_module (ModscopeEffectReader *self, const char *name)
{
  gboolean builtin;
  g_autoptr (ModscopeKernel) kernel = find_kernel (self, name, &builtin);

  return kernel != NULL;
}

/* --- What defeats a rule --- */

static const ModscopeConfigLine *
find_line (ModscopeEffectReader *self, ModscopeVerb verb, const char *name)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const ModscopeConfigLine *line = g_ptr_array_index (self->lines, i);

      if (line->verb == verb && line->ignored == NULL && line->module != NULL &&
          modscope_pattern_matches (line->module, name))
        return line;
    }
  return NULL;
}

/* Another module that is loaded and takes this one with it: by need, or by a softdep line. */
static char *
dup_companion (ModscopeEffectReader *self, const char *name)
{
  for (guint i = 0; self->live != NULL && i < self->live->len; i++)
    {
      const ModscopeLiveModule *module = g_ptr_array_index (self->live, i);

      if (strcmp (module->name, name) == 0 && module->holders[0] != NULL)
        return g_strdup_printf (NOT_EFFECTIVE "%s needs it, and loads it again",
                                module->holders[0]);
    }
  for (guint i = 0; i < self->lines->len; i++)
    {
      const ModscopeConfigLine *line = g_ptr_array_index (self->lines, i);
      g_auto (GStrv) words = line->value != NULL ? g_strsplit_set (line->value, " \t", -1) : NULL;

      if (line->verb != MODSCOPE_VERB_SOFTDEP || line->ignored != NULL || words == NULL)
        continue;
      for (guint j = 0; words[j] != NULL; j++)
        if (strcmp (g_strdelimit (words[j], "-", '_'), name) == 0)
          return g_strdup_printf (NOT_EFFECTIVE "%s:%u loads it along with %s", line->file,
                                  line->line, line->module);
    }
  return NULL;
}

static char *
dup_why_loads_by_name (ModscopeEffectReader *self, const char *name, const char *command)
{
  const ModscopeConfigLine *line =
    find_line (self, command != NULL ? MODSCOPE_VERB_INSTALL : MODSCOPE_VERB_SOFTDEP, name);

  if (line == NULL)
    return g_strdup (NOT_EFFECTIVE "its module file names modules to load with it");
  return g_strdup_printf (NOT_EFFECTIVE "%s:%u comes first", line->file, line->line);
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

static char *
prove_autoload (ModscopeEffectReader *self, ModscopeKmod *kmod, const char *name)
{
  g_autofree char *alias = dup_known_alias (kmod, name);
  g_auto (GStrv) left = modscope_kmod_resolve_automatic (kmod, alias, NULL);
  char *companion;

  if (left == NULL || g_strv_contains ((const char *const *) left, name))
    return g_strdup (NOT_EFFECTIVE "modprobe does not know of the rule");
  companion = dup_companion (self, name);
  return companion != NULL ? companion : g_strdup ("");
}

/* The dry run shows what a plain modprobe does: run a command that does nothing, or load. */
static char *
prove_always (ModscopeEffectReader *self, ModscopeKmod *kmod, const char *name)
{
  g_autoptr (GPtrArray) plan = modscope_kmod_plan_load (kmod, name, NULL);

  for (guint i = 0; plan != NULL && i < plan->len; i++)
    {
      const ModscopeKmodStep *step = g_ptr_array_index (plan, i);

      if (strcmp (step->name, name) == 0)
        return modscope_blocked_is_nothing (step->install_command)
                 ? g_strdup ("")
                 : dup_why_loads_by_name (self, name, step->install_command);
    }
  return g_strdup (NOT_EFFECTIVE "modprobe cannot say what it would do");
}

GStrv
modscope_effect_dup_blockers (ModscopeEffectReader *self, const char *name)
{
  g_autoptr (GStrvBuilder) places = g_strv_builder_new ();

  for (guint i = 0; i < self->lines->len; i++)
    {
      const ModscopeConfigLine *line = g_ptr_array_index (self->lines, i);
      const char *value = line->value != NULL ? line->value : "";
      gboolean blocks = line->ignored == NULL && line->module != NULL;

      if (line->verb == MODSCOPE_VERB_BLACKLIST)
        blocks = blocks && strcmp (line->module, name) == 0;
      else if (line->verb == MODSCOPE_VERB_INSTALL)
        blocks = blocks && modscope_blocked_is_nothing (value) &&
                 modscope_pattern_matches (line->module, name);
      else if (line->verb == MODSCOPE_VERB_COMMAND_LINE)
        blocks = blocks && strcmp (line->module, name) == 0 && strstr (value, "blacklist=") != NULL;
      else
        blocks = FALSE;
      if (blocks)
        {
          g_autofree char *place = g_strdup_printf ("%s:%u", line->file, line->line);

          g_strv_builder_add (places, place);
        }
    }
  return g_strv_builder_end (places);
}

char *
modscope_effect_dup_reason (ModscopeEffectReader *self, const char *name, ModscopeBlocked wanted)
{
  gboolean builtin = FALSE;
  g_autoptr (ModscopeKernel) kernel = NULL;
  g_autoptr (ModscopeKmod) kmod = NULL;

  if (wanted == MODSCOPE_BLOCKED_NO)
    {
      g_auto (GStrv) blockers = modscope_effect_dup_blockers (self, name);
      g_autofree char *places = g_strjoinv (", ", blockers);

      return blockers[0] != NULL
               ? g_strdup_printf (STILL_BLOCKED "it is still blocked by %s", places)
               : g_strdup ("");
    }
  kernel = find_kernel (self, name, &builtin);
  if (builtin)
    return g_strdup (NOT_EFFECTIVE "it is part of the kernel itself");
  kmod = kernel != NULL ? modscope_kmod_new (kernel, NULL) : NULL;
  if (kmod == NULL)
    return g_strdup (NOT_EFFECTIVE "modprobe cannot read its settings");
  return wanted == MODSCOPE_BLOCKED_ALWAYS ? prove_always (self, kmod, name)
                                           : prove_autoload (self, kmod, name);
}
