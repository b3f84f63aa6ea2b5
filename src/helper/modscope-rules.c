/* ApplyRules: blocks and unblocks in Modscope's own file, all or none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-text.h"
#include "config/modscope-block-edit.h"
#include "config/modscope-block-effect.h"
#include "config/modscope-blockers.h"
#include "helper/modscope-act.h"
#include "base/modscope-refuse.h"
#include "helper/modscope-running.h"
#include "helper/modscope-verbs.h"
#include "system/modscope-block-proof.h"
#include "system/modscope-config-writer.h"

#define CHANGES_MAX 100

/* The plan is our file's text (nothing if there is no file), its new text, and the changes: a
 * module, how it is to be blocked (ModscopeBlocked), and the reason. The texts are bytes: somebody
 * else's comment in the file may be in another encoding. */

/* --- Arguments --- */

static gboolean
read_detail (
  const char *key, GVariant *value, guint32 *strength, const char **reason, GError **error)
{
  const char *text;

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    {
      g_set_error_literal (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                           "A detail of a change is not a string");
      return FALSE;
    }
  text = g_variant_get_string (value, NULL); /* of the arguments, which outlive this */
  if (strcmp (key, "strength") == 0 && strcmp (text, "autoload") == 0)
    *strength = MODSCOPE_BLOCKED_AUTOLOAD;
  else if (strcmp (key, "strength") == 0 && strcmp (text, "always") == 0)
    *strength = MODSCOPE_BLOCKED_ALWAYS;
  else if (strcmp (key, "reason") == 0 && modscope_block_reason_is_valid (text))
    *reason = text;
  else
    return modscope_refuse (error, INVALID_PARAMETER, "A detail of a change cannot be used");
  return TRUE;
}

/* Adds a change to @steps, and in words to @shown. */
static gboolean
read_change (
  GVariant *change, GVariantBuilder *steps, GString *shown, GHashTable *seen, GError **error)
{
  g_autoptr (GVariantIter) details = NULL;
  guint32 strength = MODSCOPE_BLOCKED_NO;
  const char *reason = "";
  const char *verb;
  const char *name;
  const char *key;
  GVariant *value;
  char *module;
  gboolean valid = TRUE;

  g_variant_get (change, "(&s&sa{sv})", &verb, &name, &details);
  module = modscope_running_fold (name, error);
  if (module == NULL)
    return FALSE;
  if (!g_hash_table_add (seen, module))
    return modscope_refuse (error, INVALID_PARAMETER, "A module is named twice");
  while (valid && g_variant_iter_next (details, "{&sv}", &key, &value))
    {
      valid = read_detail (key, value, &strength, &reason, error);
      g_variant_unref (value);
    }
  if (!valid)
    return FALSE;
  if (strcmp (verb, "unblock") == 0 ? g_variant_iter_n_children (details) > 0
                                    : strcmp (verb, "block") != 0 || strength == 0)
    return modscope_refuse (error, INVALID_PARAMETER,
                            "A change is to block, with a strength, or to unblock, with nothing");
  g_variant_builder_add (steps, "(sus)", module, strength, reason);
  g_string_append_printf (shown, "%s%s %s%s", shown->len > 0 ? ", " : "", verb, module,
                          strength == MODSCOPE_BLOCKED_ALWAYS ? " (always)" : "");
  return TRUE;
}

static GVariant *
read_changes (GVariant *changes, GString *shown, GError **error)
{
  g_auto (GVariantBuilder) steps = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sus)"));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize count = g_variant_n_children (changes);

  if (count < 1 || count > CHANGES_MAX)
    {
      modscope_refuse (error, INVALID_PARAMETER, "Too few or too many changes at once");
      return NULL;
    }
  for (gsize i = 0; i < count; i++)
    {
      g_autoptr (GVariant) change = g_variant_get_child_value (changes, i);

      if (!read_change (change, &steps, shown, seen, error))
        return NULL;
    }
  return g_variant_ref_sink (g_variant_builder_end (&steps));
}

/* --- The text --- */

/* What cannot be read keeps a rule from being proven, and a FIFO would hang whoever tries. */
static GPtrArray *
read_config (ModscopePaths *paths, GError **error)
{
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = modscope_config_read (paths, TRUE, &problems);

  if (problems == NULL || problems[0] == NULL)
    return g_steal_pointer (&lines);
  modscope_refuse (error, CONFIG_UNSAFE, problems[0]);
  return NULL;
}

/* Why there is nothing to remove: somebody else blocks the module, or nobody. */
static void
refuse_unblock (GPtrArray *lines, const char *module, GError **error)
{
  g_auto (GStrv) places = modscope_blockers_list (lines, module);

  if (places[0] == NULL)
    modscope_refuse_module (error, NOT_FOUND, "No rule blocks it", module);
  else
    modscope_refuse_about (error, MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT,
                           "A rule that Modscope did not write blocks it", module, places);
}

/* One change of our file's text. @lines are what a refusal is explained with. */
static char *
edit (const char *text,
      GPtrArray *lines,
      const char *module,
      guint32 strength,
      const char *reason,
      GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d");
  g_autoptr (GError) local_error = NULL;
  g_autofree char *next = NULL;
  gboolean removed = FALSE;

  if (strength == MODSCOPE_BLOCKED_NO)
    {
      next = modscope_block_edit_remove (text != NULL ? text : "", module, &removed);
      if (removed)
        return g_steal_pointer (&next);
      refuse_unblock (lines, module, error);
      return NULL;
    }
  next = modscope_block_edit_add (text, module, (ModscopeBlocked) strength,
                                  reason[0] != '\0' ? reason : NULL, when, &local_error);
  if (next == NULL)
    modscope_refuse (error, LIMIT_EXCEEDED, local_error->message);
  return g_steal_pointer (&next);
}

static char *
edit_all (ModscopePaths *paths, const char *old, GVariant *changes, GError **error)
{
  g_autoptr (GPtrArray) lines = read_config (paths, error);
  g_autoptr (ModscopeBlockProof) kernels = NULL;
  g_autofree char *text = g_strdup (old);
  GVariantIter iter;
  const char *module;
  const char *reason;
  guint32 strength;

  if (lines == NULL)
    return NULL;
  kernels = modscope_block_proof_new (paths);
  g_variant_iter_init (&iter, changes);
  while (g_variant_iter_next (&iter, "(&su&s)", &module, &strength, &reason))
    {
      char *next = NULL;

      if (strength != MODSCOPE_BLOCKED_NO && !modscope_block_proof_has_module (kernels, module))
        modscope_refuse_module (error, NOT_FOUND, "No kernel has such a module", module);
      else
        next = edit (text, lines, module, strength, reason, error);
      if (next == NULL)
        return NULL;
      g_free (text);
      text = next;
    }
  return g_steal_pointer (&text);
}

/* --- Planning and acting --- */

static gboolean
plan_rules (const ModscopeCallSetup *setup,
            GVariant *arguments,
            ModscopeCallPlan *plan,
            GError **error)
{
  g_autoptr (GVariant) asked = g_variant_get_child_value (arguments, 0);
  g_autoptr (GString) shown = g_string_new (NULL);
  g_autoptr (GVariant) changes = read_changes (asked, shown, error);
  g_autofree char *folder = modscope_paths_build (setup->paths, MODSCOPE_BLOCK_FOLDER);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;

  if (changes == NULL)
    return FALSE;
  old = modscope_config_writer_read (folder, MODSCOPE_BLOCK_FILE, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  new = edit_all (setup->paths, old, changes, error);
  if (new == NULL)
    return FALSE;
  plan->action = "io.github.modscope.configure";
  plan->detail = "change";
  plan->value = g_strdup (shown->str);
  plan->steps = g_variant_ref_sink (g_variant_new ("(m^ay^ay@a(sus))", old, new, changes));
  return TRUE;
}

/* With what an undo needs: how a module is blocked now, or was before. */
static void
keep_history (ModscopeCall *call, const char *old, GVariant *changes)
{
  g_auto (GVariantBuilder) kept = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_ACT_HISTORY));
  g_autoptr (GVariant) history = NULL;
  GVariantIter iter;
  const char *module;
  const char *reason;
  guint32 strength;

  g_variant_iter_init (&iter, changes);
  while (g_variant_iter_next (&iter, "(&su&s)", &module, &strength, &reason))
    {
      gboolean blocks = strength != MODSCOPE_BLOCKED_NO;
      g_autofree char *value = blocks
                                 ? modscope_block_value_new ((ModscopeBlocked) strength, reason)
                                 : modscope_block_edit_dup_value (old, module);

      g_variant_builder_add (&kept, "(sss)", blocks ? "block" : "unblock", module,
                             value != NULL ? value : "");
    }
  history = g_variant_ref_sink (g_variant_builder_end (&kept));
  modscope_act_keep_history (modscope_call_get_setup (call)->paths, modscope_call_get_user (call),
                             history);
}

/* What came of the changes, proven with libkmod. */
static GVariant *
list_effects (ModscopePaths *paths, GVariant *changes)
{
  GVariantBuilder effects = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sbs)"));
  g_autoptr (ModscopeBlockProof) proof = modscope_block_proof_new (paths);
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = modscope_config_read (paths, TRUE, &problems);
  GVariantIter iter;
  const char *module;
  guint32 strength;

  g_variant_iter_init (&iter, changes);
  while (g_variant_iter_next (&iter, "(&su&s)", &module, &strength, NULL))
    {
      g_auto (ModscopeBlockFacts) facts = { FALSE };
      g_autofree char *raw = NULL;
      g_autofree char *reason = NULL;

      modscope_block_proof_read (proof, module, &facts);
      raw = modscope_block_effect_judge (&facts, lines, module, strength);
      /* It can name a file, and a file's name can be any bytes. */
      reason = modscope_text_to_utf8 (raw, -1);
      g_variant_builder_add (&effects, "(sbs)", module, reason[0] == '\0', reason);
    }
  return g_variant_new ("(a(sbs))", &effects);
}

static void
act_rules (ModscopeCall *call)
{
  ModscopePaths *paths = modscope_call_get_setup (call)->paths;
  g_autofree char *folder = modscope_paths_build (paths, MODSCOPE_BLOCK_FOLDER);
  g_autoptr (GVariant) changes = NULL;
  GError *error = NULL;
  const char *old;
  const char *new;

  g_variant_get (modscope_call_get_steps (call), "(m^&ay^&ay@a(sus))", &old, &new, &changes);
  if (!modscope_config_writer_replace (folder, MODSCOPE_BLOCK_FILE, old, new, &error))
    {
      modscope_call_fail (call, error);
      return;
    }
  keep_history (call, old, changes);
  modscope_call_return (call, list_effects (paths, changes));
}

const ModscopeCallVerb modscope_rules_verb = { plan_rules, act_rules };
