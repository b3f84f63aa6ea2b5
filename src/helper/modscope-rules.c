/* ApplyRules: blocks and unblocks in Modscope's own file, all or none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-verbs.h"

#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-helper-error.h"
#include "config/modscope-block-edit.h"
#include "helper/modscope-effect.h"
#include "helper/modscope-running.h"
#include "system/modscope-config-writer.h"
#include "system/modscope-history.h"

#define CHANGES_MAX 100
#define SHOWN_LENGTH_MAX 200

/* The plan: our file's text (nothing if there is no file), and the changes: module, how it is to be
 * blocked (ModscopeBlocked), reason. */
#define STEPS "(msa(sus))"

static gboolean
refuse (GError **error, int code, const char *sentence)
{
  g_set_error_literal (error, MODSCOPE_HELPER_ERROR, code, sentence);
  return FALSE;
}

/* --- Arguments --- */

static gboolean
read_details (GVariant *details, ModscopeBlocked *strength, const char **reason, GError **error)
{
  GVariantIter iter;
  const char *key;
  GVariant *boxed;

  g_variant_iter_init (&iter, details);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &boxed))
    {
      g_autoptr (GVariant) value = boxed;
      const char *text = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
                           ? g_variant_get_string (value, NULL)
                           : "";

      /* The strings belong to the arguments, which outlive this. */
      if (strcmp (key, "strength") == 0 && strcmp (text, "autoload") == 0)
        *strength = MODSCOPE_BLOCKED_AUTOLOAD;
      else if (strcmp (key, "strength") == 0 && strcmp (text, "always") == 0)
        *strength = MODSCOPE_BLOCKED_ALWAYS;
      else if (strcmp (key, "reason") == 0 && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) &&
               modscope_block_reason_is_valid (text))
        *reason = text;
      else
        return refuse (error, MODSCOPE_HELPER_ERROR_INVALID_PARAMETER,
                       "A detail of a change is unknown, or its value cannot be used");
    }
  return TRUE;
}

/* Adds a change to the steps, and in words to @shown. */
static gboolean
read_change (
  GVariant *change, GVariantBuilder *steps, GString *shown, char **module, GError **error)
{
  g_autoptr (GVariant) details = NULL;
  ModscopeBlocked strength = MODSCOPE_BLOCKED_NO;
  const char *reason = "";
  const char *verb;
  const char *name;
  gboolean block;

  g_variant_get (change, "(&s&s@a{sv})", &verb, &name, &details);
  block = strcmp (verb, "block") == 0;
  if (!block && strcmp (verb, "unblock") != 0)
    return refuse (error, MODSCOPE_HELPER_ERROR_INVALID_PARAMETER, "There is no such change");
  *module = modscope_running_fold (name, error);
  if (*module == NULL || !read_details (details, &strength, &reason, error))
    return FALSE;
  if (block != (strength != MODSCOPE_BLOCKED_NO) || (!block && reason[0] != '\0'))
    return refuse (error, MODSCOPE_HELPER_ERROR_INVALID_PARAMETER,
                   "Blocking needs a strength, and only blocking has details");
  g_variant_builder_add (steps, "(sus)", *module, (guint32) strength, reason);
  g_string_append_printf (shown, "%s%s %s", shown->len > 0 ? ", " : "", verb, *module);
  if (strength == MODSCOPE_BLOCKED_ALWAYS)
    g_string_append (shown, " (always)");
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
      refuse (error, MODSCOPE_HELPER_ERROR_INVALID_PARAMETER,
              "Too few or too many changes at once");
      return NULL;
    }
  for (gsize i = 0; i < count; i++)
    {
      g_autoptr (GVariant) change = g_variant_get_child_value (changes, i);
      g_autofree char *module = NULL;

      if (!read_change (change, &steps, shown, &module, error))
        return NULL;
      if (!g_hash_table_add (seen, g_steal_pointer (&module)))
        {
          refuse (error, MODSCOPE_HELPER_ERROR_INVALID_PARAMETER, "A module is named twice");
          return NULL;
        }
    }
  return g_variant_ref_sink (g_variant_builder_end (&steps));
}

/* --- The text --- */

/* Why an unblock has nothing to remove: somebody else blocks the module, or nobody. */
static void
refuse_unblock (ModscopeEffectReader *reader, const char *module, GError **error)
{
  g_auto (GStrv) places = modscope_effect_dup_blockers (reader, module);
  const ModscopeFailure failure = {
    .sentence = (char *) (places[0] != NULL ? "A rule that Modscope did not write blocks the module"
                                            : "No rule blocks the module"),
    .module = (char *) module,
    .files = places,
  };
  g_autofree char *message = modscope_failure_to_message (&failure);

  refuse (error,
          places[0] != NULL ? MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT
                            : MODSCOPE_HELPER_ERROR_NOT_FOUND,
          message);
}

/* The new text of our file. @reader is what a refusal is explained with. */
static char *
edit (const char *old, GVariant *changes, ModscopeEffectReader *reader, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *text = g_strdup (old);
  g_autoptr (GError) local_error = NULL;
  GVariantIter iter;
  const char *module;
  const char *reason;
  guint32 strength;

  g_variant_iter_init (&iter, changes);
  while (g_variant_iter_next (&iter, "(&su&s)", &module, &strength, &reason))
    {
      gboolean removed = FALSE;
      char *next;

      if (strength != MODSCOPE_BLOCKED_NO)
        next = modscope_block_edit_add (text, module, (ModscopeBlocked) strength,
                                        reason[0] != '\0' ? reason : NULL, when, &local_error);
      else
        {
          next = modscope_block_edit_remove (text != NULL ? text : "", module, &removed);
          if (!removed)
            {
              g_free (next);
              refuse_unblock (reader, module, error);
              return NULL;
            }
        }
      if (next == NULL)
        {
          refuse (error, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED, local_error->message);
          return NULL;
        }
      g_free (text);
      text = next;
    }
  return g_steal_pointer (&text);
}

/* --- Planning and acting --- */

static gboolean
check_modules (ModscopeEffectReader *reader, GVariant *changes, GError **error)
{
  GVariantIter iter;
  const char *module;
  guint32 strength;

  g_variant_iter_init (&iter, changes);
  while (g_variant_iter_next (&iter, "(&su&s)", &module, &strength, NULL))
    if (strength != MODSCOPE_BLOCKED_NO && !modscope_effect_has_module (reader, module))
      {
        modscope_running_refuse (error, MODSCOPE_HELPER_ERROR_NOT_FOUND,
                                 "No installed kernel has such a module", module, NULL);
        return FALSE;
      }
  return TRUE;
}

static gboolean
plan_rules (ModscopePaths *paths, GVariant *arguments, ModscopeCallPlan *plan, GError **error)
{
  g_autoptr (GVariant) asked = g_variant_get_child_value (arguments, 0);
  g_autoptr (GString) shown = g_string_new (NULL);
  g_autoptr (GVariant) changes = read_changes (asked, shown, error);
  g_autofree char *folder = modscope_paths_build (paths, MODSCOPE_BLOCK_FOLDER);
  g_autoptr (ModscopeEffectReader) reader = NULL;
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
  reader = modscope_effect_reader_new (paths);
  new = check_modules (reader, changes, error) ? edit (old, changes, reader, error) : NULL;
  if (new == NULL)
    return FALSE;
  plan->action = "io.github.modscope.configure";
  plan->detail = "change";
  plan->value = g_strdup_printf ("%.*s%s", SHOWN_LENGTH_MAX, shown->str,
                                 shown->len > SHOWN_LENGTH_MAX ? "…" : "");
  plan->steps = g_variant_ref_sink (g_variant_new ("(ms@a(sus))", old, changes));
  return TRUE;
}

/* Undoing goes by this: what a module's block was before, and what it is now. */
static void
keep_history (ModscopeCall *call,
              const char *module,
              ModscopeBlocked strength,
              ModscopeBlocked before)
{
  g_autofree char *folder =
    modscope_paths_build (modscope_call_get_setup (call)->paths, MODSCOPE_HISTORY_FOLDER);
  gboolean block = strength != MODSCOPE_BLOCKED_NO;
  g_autoptr (GError) error = NULL;

  if (!modscope_history_append (folder, modscope_call_get_user (call), block ? "block" : "unblock",
                                module, modscope_blocked_to_string (block ? strength : before),
                                &error))
    g_warning ("The history could not be written: %s", error->message);
}

static ModscopeBlocked
get_strength (const char *text, const char *module)
{
  g_autoptr (GPtrArray) lines =
    modscope_config_parse_modprobe (text, strlen (text), MODSCOPE_BLOCK_FILE);
  g_autoptr (ModscopeBlockedTable) table = modscope_blocked_table_new (lines);

  return modscope_blocked_table_get (table, module, FALSE);
}

static void
act_rules (ModscopeCall *call)
{
  ModscopePaths *paths = modscope_call_get_setup (call)->paths;
  g_autofree char *folder = modscope_paths_build (paths, MODSCOPE_BLOCK_FOLDER);
  g_auto (GVariantBuilder) effects = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sbs)"));
  g_autoptr (ModscopeEffectReader) before = modscope_effect_reader_new (paths);
  g_autoptr (ModscopeEffectReader) after = NULL;
  g_autoptr (GVariant) changes = NULL;
  g_autofree char *new = NULL;
  GError *error = NULL;
  const char *old;
  GVariantIter iter;
  const char *module;
  guint32 strength;

  g_variant_get (modscope_call_get_steps (call), "(m&s@a(sus))", &old, &changes);
  new = edit (old, changes, before, &error);
  if (new == NULL ||
      !modscope_config_writer_replace (folder, MODSCOPE_BLOCK_FILE, old, new, &error))
    {
      modscope_call_fail (call, error);
      return;
    }
  after = modscope_effect_reader_new (paths);
  g_variant_iter_init (&iter, changes);
  while (g_variant_iter_next (&iter, "(&su&s)", &module, &strength, NULL))
    {
      g_autofree char *reason = modscope_effect_dup_reason (after, module, strength);

      keep_history (call, module, strength, get_strength (old != NULL ? old : "", module));
      g_variant_builder_add (&effects, "(sbs)", module, reason[0] == '\0', reason);
    }
  modscope_call_return (call, g_variant_new ("(a(sbs))", &effects));
}

const ModscopeCallVerb modscope_rules_verb = { plan_rules, act_rules };
