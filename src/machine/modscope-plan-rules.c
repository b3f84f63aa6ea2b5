/* What blocking or unblocking a module would do, from the configuration and the live state.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "config/modscope-block-edit.h"
#include "config/modscope-blockers.h"
#include "machine/modscope-boot-effect.h"
#include "machine/modscope-plan-private.h"

#define OWN_PATH MODSCOPE_BLOCK_FOLDER "/" MODSCOPE_BLOCK_FILE

static char *
fold_name (const char *name, GError **error)
{
  if (modscope_name_is_valid (name))
    return modscope_name_fold (name);
  g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_NAME,
               _ ("“%s” is not the name of a module"), name);
  return NULL;
}

static gboolean
has_own_block (const ModscopePlanReading *reading, const char *name)
{
  for (guint i = 0; i < reading->lines->len; i++)
    {
      const ModscopeConfigLine *line = reading->lines->pdata[i];

      if (line->is_own && strcmp (line->module, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The places of all rules that block @name, but for the block that Modscope wrote. What somebody
 * wrote into Modscope's file by hand is theirs. */
static char *
dup_other_places (GPtrArray *lines, const char *name, gboolean has_own)
{
  g_auto (GStrv) places = modscope_blockers_list (lines, name);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; places[i] != NULL; i++)
    if (!has_own || !g_str_has_prefix (places[i], OWN_PATH ":"))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", places[i]);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* --- Blocking --- */

/* A blacklist is about aliases: what is loaded by name, or with another module, still is. */
static void
warn_of_companions (ModscopePlan *self, ModscopeModule *module, const char *name, GPtrArray *lines)
{
  const ModscopeConfigLine *line = modscope_blockers_find_companion (lines, name);
  const char *const *holders = module != NULL ? modscope_module_get_used_by (module) : NULL;

  if (holders != NULL && holders[0] != NULL)
    {
      g_autofree char *list = g_strjoinv (", ", (GStrv) holders);

      /* Translators: the second is a list of modules. */
      modscope_plan_add_warning (self, name, "block-not-effective",
                                 _ ("%s is loaded all the same by what needs it: %s"), name, list);
    }
  if (line != NULL)
    modscope_plan_add_warning (self, name, "block-not-effective",
                               _ ("%s is loaded all the same with %s, by %s:%u"), name,
                               line->module, line->file, line->line);
}

/* The first line wins, and Modscope's file is not always the first. */
static void
warn_of_earlier (ModscopePlan *self, ModscopeVerb verb, const char *name, GPtrArray *lines)
{
  const ModscopeConfigLine *line = modscope_blockers_find (lines, verb, name);
  g_autofree char *file = line != NULL ? g_path_get_basename (line->file) : NULL;

  if (line == NULL || strcmp (file, MODSCOPE_BLOCK_FILE) >= 0 ||
      (verb == MODSCOPE_VERB_INSTALL && modscope_blocked_is_nothing (line->value)))
    return;
  modscope_plan_add_warning (self, name, "block-not-effective",
                             /* Translators: file and line of a rule. */
                             _ ("The rule in %s:%u comes first and decides about %s."), line->file,
                             line->line, name);
}

static void
warn_of_state (ModscopePlan *self, ModscopeModule *module, const char *name, GPtrArray *lines)
{
  g_auto (GStrv) places = modscope_blockers_list (lines, name);
  g_autofree char *list = g_strjoinv (", ", places);

  if (places[0] != NULL)
    modscope_plan_add_warning (self, name, "blocked-by-rule",
                               /* Translators: the second is a list of files and lines. */
                               _ ("%s is blocked already: %s"), name, list);
  if (module != NULL && modscope_module_is_in_kernel (module))
    modscope_plan_add_warning (self, name, "already-loaded",
                               _ ("%s is loaded now, and stays until it is unloaded or the "
                                  "computer restarts."),
                               name);
}

/* The image was made before the rule; what is not loaded here is not loaded from it either. */
static void
warn_of_boot_image (ModscopePlan *self,
                    ModscopeModule *module,
                    const char *name,
                    const ModscopeBootImage *image)
{
  g_autofree char *reason = NULL;

  if (image == NULL || module == NULL || !modscope_module_is_in_kernel (module))
    return;
  reason = modscope_boot_effect_judge (image, name);
  if (reason[0] != '\0')
    modscope_plan_add_warning (
      self, name, "block-not-effective",
      /* Translators: a module, and the file of the boot image. */
      _ ("%s is loaded from the boot image %s at every start, until that is "
         "rebuilt."),
      name, image->path);
}

gboolean
modscope_plan_add_block (ModscopePlan *self,
                         ModscopeMachine *machine,
                         const ModscopePlanReading *reading,
                         const char *name,
                         gboolean always,
                         GError **error)
{
  g_autofree char *folded = fold_name (name, error);
  ModscopeModule *module;

  if (folded == NULL)
    return FALSE;
  module = modscope_machine_lookup (machine, folded);
  modscope_plan_add_step (self, "write-rule", folded);
  warn_of_state (self, module, folded, reading->lines);
  warn_of_boot_image (self, module, folded, reading->boot_image);
  if (module != NULL && modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN)
    modscope_plan_add_warning (self, folded, "block-not-effective",
                               _ ("%s is part of the kernel itself, and no rule keeps it away."),
                               folded);
  else if (!always)
    warn_of_companions (self, module, folded, reading->lines);
  else
    {
      warn_of_earlier (self, MODSCOPE_VERB_INSTALL, folded, reading->lines);
      warn_of_earlier (self, MODSCOPE_VERB_SOFTDEP, folded, reading->lines);
    }
  return TRUE;
}

/* --- Unblocking --- */

gboolean
modscope_plan_add_unblock (ModscopePlan *self,
                           ModscopeMachine *machine,
                           const ModscopePlanReading *reading,
                           const char *name,
                           GError **error)
{
  g_autofree char *folded = fold_name (name, error);
  g_autofree char *others = NULL;
  gboolean has_own;

  if (folded == NULL)
    return FALSE;
  has_own = has_own_block (reading, folded);
  others = dup_other_places (reading->lines, folded, has_own);
  if (has_own)
    modscope_plan_add_step (self, "remove-rule", folded);
  else if (others == NULL)
    modscope_plan_add_warning (self, folded, "not-blocked", _ ("No rule blocks %s."), folded);
  if (others != NULL)
    modscope_plan_add_warning (self, folded, "blocked-by-rule",
                               /* Translators: the second is a list of files and lines. */
                               _ ("Rules that Modscope did not write block %s: %s"), folded,
                               others);
  return TRUE;
}
