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
read_change (const char *verb, GVariant *details, Change *change, GError **error)
{
  gsize count = g_variant_n_children (details);

  for (gsize i = 0; i < count; i++)
    {
      g_autoptr (GVariant) value = NULL;
      const char *key;

      g_variant_get_child (details, i, "{&sv}", &key, &value);
      if (!read_detail (key, value, change, error))
        return FALSE;
    }
  return (strcmp (verb, "unblock") == 0 && count == 0) ||
         (strcmp (verb, "block") == 0 && change->strength != MODSCOPE_BLOCKED_NO) ||
         modscope_refuse (error, INVALID_PARAMETER,
                          "A change is to block, with a strength, or to unblock, with nothing");
}

/* @changes: (element-type Change): where the batch is added */
static gboolean
read_changes (GVariant *arguments, GArray *changes, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GVariant) batch = g_variant_get_child_value (arguments, 0);
  gsize count = g_variant_n_children (batch);

  if (count < 1 || count > CHANGES_MAX)
    return modscope_refuse (error, INVALID_PARAMETER, "Too few or too many changes at once");
  g_array_set_size (changes, (guint) count);
  for (guint i = 0; i < changes->len; i++)
    {
      Change *change = &g_array_index (changes, Change, i);
      g_autoptr (GVariant) details = NULL;
      const char *verb;
      const char *name;

      g_variant_get_child (batch, i, "(&s&s@a{sv})", &verb, &name, &details);
      change->reason = "";
      change->module = modscope_check_name (name, error);
      if (change->module == NULL || !read_change (verb, details, change, error))
        return FALSE;
      if (!g_hash_table_add (seen, change->module))
        return modscope_refuse (error, INVALID_PARAMETER, "A module is named twice");
    }
  return TRUE;
}

/* --- The text --- */

/* Why there is nothing to remove: somebody else blocks the module, or nobody. */
static gboolean
refuse_unblock (GPtrArray *lines, const char *module, GError **error)
{
  g_auto (GStrv) places = modscope_blockers_list (lines, module);

  if (places[0] == NULL)
    return modscope_refuse_module (error, NOT_FOUND, "No rule blocks it", module);
  return modscope_refuse_about (error, MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT,
                                "A rule that Modscope did not write blocks it", module, places);
}

/* One change of our file's text. @lines are what a refusal is explained with. */
static gboolean
edit (
  char **text, const Change *change, GPtrArray *lines, ModscopeBlockProof *kernels, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *before = g_steal_pointer (text);
  g_autoptr (GError) local_error = NULL;
  gboolean removed;

  if (change->strength == MODSCOPE_BLOCKED_NO)
    {
      *text = modscope_block_edit_remove (before, change->module, &removed);
      return removed || refuse_unblock (lines, change->module, error);
    }
  if (!modscope_block_proof_has_module (kernels, change->module))
    return modscope_refuse_module (error, NOT_FOUND, "No kernel has such a module", change->module);
  *text = modscope_block_edit_add (before, change->module, change->strength, change->reason, when,
                                   &local_error);
  return *text != NULL || modscope_refuse (error, LIMIT_EXCEEDED, local_error->message);
}

static gboolean
edit_all (ModscopePaths *paths, GArray *changes, ModscopeCallPlan *plan, GError **error)
{
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = modscope_config_read (paths, TRUE, &problems);
  g_autoptr (ModscopeBlockProof) kernels = NULL;

  /* What cannot be read keeps a rule from being proven, and a FIFO would hang whoever tries. */
  if (problems[0] != NULL)
    return modscope_refuse (error, CONFIG_UNSAFE, problems[0]);
  kernels = modscope_block_proof_new (paths);
  plan->new_text = g_strdup (plan->old_text != NULL ? plan->old_text : "");
  for (guint i = 0; i < changes->len; i++)
    if (!edit (&plan->new_text, &g_array_index (changes, Change, i), lines, kernels, error))
      return FALSE;
  return TRUE;
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
  g_autoptr (GArray) changes = g_array_new (FALSE, TRUE, sizeof (Change));
  g_autoptr (GError) local_error = NULL;

  g_array_set_clear_func (changes, change_clear);
  if (!read_changes (arguments, changes, error))
    return FALSE;
  plan->old_text = modscope_config_writer_read (folder, MODSCOPE_BLOCK_FILE, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!edit_all (setup->paths, changes, plan, error))
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
