/* ApplyRules: blocks and unblocks in Modscope's own file, all or none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-refuse.h"
#include "base/modscope-text.h"
#include "config/modscope-block-edit.h"
#include "config/modscope-block-effect.h"
#include "config/modscope-blockers.h"
#include "helper/modscope-methods.h"
#include "system/modscope-block-proof.h"
#include "system/modscope-config-writer.h"
#include "system/modscope-history.h"

#define CHANGES_MAX 100

/** Change: one of a batch; its strings are the arguments', but for the module.
 *  @strength: no, to unblock */
typedef struct
{
  char *module;
  ModscopeBlocked strength;
  const char *reason;
} Change;

static void
change_clear (gpointer data)
{
  g_free (((Change *) data)->module);
}

/* --- Arguments --- */

static gboolean
read_detail (const char *key, GVariant *value, Change *change, GError **error)
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
    change->strength = MODSCOPE_BLOCKED_AUTOLOAD;
  else if (strcmp (key, "strength") == 0 && strcmp (text, "always") == 0)
    change->strength = MODSCOPE_BLOCKED_ALWAYS;
  else if (strcmp (key, "reason") == 0 && modscope_block_reason_is_valid (text))
    change->reason = text;
  else
    return modscope_refuse (error, INVALID_PARAMETER, "A detail of a change cannot be used");
  return TRUE;
}

static gboolean
read_change (
  const char *verb, const char *name, GVariantIter *details, Change *change, GError **error)
{
  gboolean blocks = strcmp (verb, "block") == 0;
  gboolean unblocks = strcmp (verb, "unblock") == 0 && g_variant_iter_n_children (details) == 0;
  gboolean valid = TRUE;
  const char *key;
  GVariant *value;

  change->module = modscope_check_name (name, error);
  if (change->module == NULL)
    return FALSE;
  while (valid && g_variant_iter_next (details, "{&sv}", &key, &value))
    {
      valid = read_detail (key, value, change, error);
      g_variant_unref (value);
    }
  if (!valid)
    return FALSE;
  return unblocks || (blocks && change->strength != MODSCOPE_BLOCKED_NO) ||
         modscope_refuse (error, INVALID_PARAMETER,
                          "A change is to block, with a strength, or to unblock, with nothing");
}

/* Returns: (element-type Change) (nullable): the batch */
static GArray *
read_changes (GVariant *arguments, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, TRUE, sizeof (Change));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GVariantIter) iter = NULL;
  GVariantIter *details;
  const char *verb;
  const char *name;
  gsize count;

  g_array_set_clear_func (changes, change_clear);
  g_variant_get (arguments, "(a(ssa{sv}))", &iter);
  count = g_variant_iter_n_children (iter);
  if (count < 1 || count > CHANGES_MAX)
    {
      modscope_refuse (error, INVALID_PARAMETER, "Too few or too many changes at once");
      return NULL;
    }
  while (g_variant_iter_next (iter, "(&s&sa{sv})", &verb, &name, &details))
    {
      Change change = { .strength = MODSCOPE_BLOCKED_NO, .reason = "" };
      gboolean valid = read_change (verb, name, details, &change, error);

      g_variant_iter_free (details);
      g_array_append_val (changes, change);
      if (valid && !g_hash_table_add (seen, change.module))
        valid = modscope_refuse (error, INVALID_PARAMETER, "A module is named twice");
      if (!valid)
        return NULL;
    }
  return g_steal_pointer (&changes);
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
static char *
refuse_unblock (GPtrArray *lines, const char *module, GError **error)
{
  g_auto (GStrv) places = modscope_blockers_list (lines, module);

  if (places[0] == NULL)
    modscope_refuse_module (error, NOT_FOUND, "No rule blocks it", module);
  else
    modscope_refuse_about (error, MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT,
                           "A rule that Modscope did not write blocks it", module, places);
  return NULL;
}

/* One change of our file's text. @lines are what a refusal is explained with. */
static char *
edit (const char *text,
      const Change *change,
      GPtrArray *lines,
      ModscopeBlockProof *kernels,
      GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d");
  g_autoptr (GError) local_error = NULL;
  g_autofree char *next = NULL;
  gboolean removed;

  if (change->strength == MODSCOPE_BLOCKED_NO)
    {
      next = modscope_block_edit_remove (text, change->module, &removed);
      return removed ? g_steal_pointer (&next) : refuse_unblock (lines, change->module, error);
    }
  if (!modscope_block_proof_has_module (kernels, change->module))
    {
      modscope_refuse_module (error, NOT_FOUND, "No kernel has such a module", change->module);
      return NULL;
    }
  next = modscope_block_edit_add (text, change->module, change->strength, change->reason, when,
                                  &local_error);
  if (next == NULL)
    modscope_refuse (error, LIMIT_EXCEEDED, local_error->message);
  return g_steal_pointer (&next);
}

static char *
edit_all (ModscopePaths *paths, const char *old, GArray *changes, GError **error)
{
  g_autoptr (GPtrArray) lines = read_config (paths, error);
  g_autoptr (ModscopeBlockProof) kernels = NULL;
  g_autofree char *text = g_strdup (old != NULL ? old : "");

  if (lines == NULL)
    return NULL;
  kernels = modscope_block_proof_new (paths);
  for (guint i = 0; text != NULL && i < changes->len; i++)
    {
      g_autofree char *before = g_steal_pointer (&text);

      text = edit (before, &g_array_index (changes, Change, i), lines, kernels, error);
    }
  return g_steal_pointer (&text);
}

/* --- Planning and acting --- */

/* In words for the dialog, and for the history with what an undo needs: how a module will be
 * blocked, or was before. */
static void
describe (ModscopeCallPlan *plan, GArray *changes)
{
  g_autoptr (GString) shown = g_string_new (NULL);

  plan->rules = modscope_history_changes_new ();
  for (guint i = 0; i < changes->len; i++)
    {
      const Change *change = &g_array_index (changes, Change, i);
      gboolean blocks = change->strength != MODSCOPE_BLOCKED_NO;
      const char *verb = blocks ? "block" : "unblock";
      g_autofree char *value =
        modscope_block_edit_dup_value (blocks ? plan->new_text : plan->old_text, change->module);

      modscope_history_changes_add (plan->rules, verb, change->module, value);
      g_string_append_printf (shown, "%s%s %s%s", i > 0 ? ", " : "", verb, change->module,
                              change->strength == MODSCOPE_BLOCKED_ALWAYS ? " (always)" : "");
    }
  plan->action = "io.github.modscope.configure";
  plan->detail = "change";
  plan->shown = g_strdup (shown->str);
}

gboolean
modscope_plan_rules (const ModscopeCallSetup *setup,
                     GVariant *arguments,
                     ModscopeCallPlan *plan,
                     GError **error)
{
  g_autofree char *folder = modscope_paths_build (setup->paths, MODSCOPE_BLOCK_FOLDER);
  g_autoptr (GArray) changes = read_changes (arguments, error);
  g_autoptr (GError) local_error = NULL;

  if (changes == NULL)
    return FALSE;
  plan->old_text = modscope_config_writer_read (folder, MODSCOPE_BLOCK_FILE, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  plan->new_text = edit_all (setup->paths, plan->old_text, changes, error);
  if (plan->new_text == NULL)
    return FALSE;
  describe (plan, changes);
  return TRUE;
}

/* What the new text says of a module. */
static ModscopeBlocked
read_strength (const char *text, const char *module)
{
  g_autofree char *value = modscope_block_edit_dup_value (text, module);

  if (value == NULL)
    return MODSCOPE_BLOCKED_NO;
  return g_str_has_prefix (value, modscope_blocked_to_string (MODSCOPE_BLOCKED_ALWAYS))
           ? MODSCOPE_BLOCKED_ALWAYS
           : MODSCOPE_BLOCKED_AUTOLOAD;
}

/* What came of the changes, proven with libkmod. */
static GVariant *
list_effects (ModscopePaths *paths, const ModscopeCallPlan *plan)
{
  GVariantBuilder effects = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sbs)"));
  g_autoptr (ModscopeBlockProof) proof = modscope_block_proof_new (paths);
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = modscope_config_read (paths, TRUE, &problems);

  for (guint i = 0; i < plan->rules->len; i++)
    {
      const char *module = ((ModscopeHistoryChange *) plan->rules->pdata[i])->module;
      g_auto (ModscopeBlockFacts) facts = { FALSE };
      g_autofree char *raw = NULL;
      g_autofree char *reason = NULL;

      modscope_block_proof_read (proof, module, &facts);
      raw =
        modscope_block_effect_judge (&facts, lines, module, read_strength (plan->new_text, module));
      /* It can name a file, and a file's name can be any bytes. */
      reason = modscope_text_to_utf8 (raw, -1);
      g_variant_builder_add (&effects, "(sbs)", module, reason[0] == '\0', reason);
    }
  return g_variant_new ("(a(sbs))", &effects);
}

void
modscope_act_on_rules (ModscopeCall *call)
{
  ModscopePaths *paths = call->setup->paths;
  g_autofree char *folder = modscope_paths_build (paths, MODSCOPE_BLOCK_FOLDER);
  GError *error = NULL;

  if (!modscope_config_writer_replace (folder, MODSCOPE_BLOCK_FILE, call->plan.old_text,
                                       call->plan.new_text, &error))
    {
      modscope_call_fail (call, error);
      return;
    }
  modscope_act_keep_history (paths, call->user, call->plan.rules);
  modscope_call_return (call, list_effects (paths, &call->plan));
}
