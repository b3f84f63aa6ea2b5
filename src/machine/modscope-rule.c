/* One rule of the configuration, as a row of a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/modscope-name.h"
#include "base/modscope-text.h"
#include "config/modscope-block-effect.h"
#include "config/modscope-pattern.h"
#include "system/modscope-block-proof.h"

struct _ModscopeRule
{
  GObject parent_instance;

  ModscopeVerb verb;
  char *module;
  char *value;
  char *file;
  guint line;
  char *reason;
  ModscopeTri effective;
  gboolean is_own;
};

G_DEFINE_FINAL_TYPE (ModscopeRule, modscope_rule, G_TYPE_OBJECT)

static void
modscope_rule_finalize (GObject *object)
{
  ModscopeRule *self = MODSCOPE_RULE (object);

  g_free (self->module);
  g_free (self->value);
  g_free (self->file);
  g_free (self->reason);
  G_OBJECT_CLASS (modscope_rule_parent_class)->finalize (object);
}

static void
modscope_rule_class_init (ModscopeRuleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = modscope_rule_finalize;
}

static void
modscope_rule_init (ModscopeRule *self)
{
}

static char *
dup_utf8 (const char *bytes)
{
  return bytes != NULL ? modscope_text_to_utf8 (bytes, -1) : NULL;
}

ModscopeRule *
modscope_rule_new (const ModscopeConfigLine *line)
{
  ModscopeRule *self = g_object_new (MODSCOPE_TYPE_RULE, NULL);

  self->verb = line->verb;
  self->module = dup_utf8 (line->module);
  self->value = dup_utf8 (line->value);
  self->file = dup_utf8 (line->file);
  self->line = line->line;
  self->reason = g_strdup (line->ignored);
  self->is_own = line->is_own;
  self->effective = line->ignored != NULL ? MODSCOPE_TRI_NO : MODSCOPE_TRI_UNKNOWN;
  return self;
}

ModscopeVerb
modscope_rule_get_verb (ModscopeRule *self)
{
  return self->verb;
}

const char *
modscope_rule_get_module (ModscopeRule *self)
{
  return self->module;
}

const char *
modscope_rule_get_value (ModscopeRule *self)
{
  return self->value;
}

const char *
modscope_rule_get_file (ModscopeRule *self)
{
  return self->file;
}

guint
modscope_rule_get_line (ModscopeRule *self)
{
  return self->line;
}

ModscopeTri
modscope_rule_get_effective (ModscopeRule *self)
{
  return self->effective;
}

const char *
modscope_rule_get_reason (ModscopeRule *self)
{
  return self->reason;
}

gboolean
modscope_rule_names_module (ModscopeRule *self, const char *name)
{
  if (self->module == NULL)
    return FALSE;
  /* libkmod takes the name as a pattern in these lines only. */
  if (self->verb == MODSCOPE_VERB_INSTALL || self->verb == MODSCOPE_VERB_REMOVE ||
      self->verb == MODSCOPE_VERB_SOFTDEP)
    return modscope_pattern_matches (self->module, name);
  return strcmp (self->module, name) == 0;
}

static char *
dup_install_text (const char *command)
{
  if (modscope_blocked_is_nothing (command))
    return g_strdup (_ ("Never load"));
  if (command == NULL)
    return g_strdup (_ ("Run a command instead of loading"));
  return g_strdup_printf (_ ("Run a command instead of loading: %s"), command);
}

static char *
dup_options_text (const char *options)
{
  if (options == NULL)
    return g_strdup (_ ("Load with options"));
  /* Translators: %s is like "index=0 model=auto". */
  return g_strdup_printf (_ ("Load with options: %s"), options);
}

/* Value is "pre: a b post: c", either part missing where it is empty. */
static char *
dup_softdep_text (const char *value)
{
  g_autofree char *padded = g_strconcat (" ", value, NULL);
  char *pre = g_str_has_prefix (padded, " pre: ") ? padded + strlen (" pre: ") : NULL;
  char *post = strstr (padded, " post: ");

  if (post != NULL)
    {
      *post = '\0';
      post += strlen (" post: ");
    }
  if (pre != NULL && post != NULL)
    /* Translators: each %s is one or several names of modules. */
    return g_strdup_printf (_ ("First load: %s; afterwards load: %s"), pre, post);
  if (pre != NULL)
    /* Translators: %s is one or several names of modules. */
    return g_strdup_printf (_ ("First load: %s"), pre);
  if (post != NULL)
    /* Translators: %s is one or several names of modules. */
    return g_strdup_printf (_ ("Afterwards load: %s"), post);
  return g_strdup (_ ("Load nothing else before or after it"));
}

static char *
dup_command_line_text (const char *word)
{
  const char *option;

  if (word == NULL)
    return g_strdup ("");
  if (strcmp (word, "nomodule") == 0)
    return g_strdup (_ ("Load no modules at all"));
  if (g_str_has_prefix (word, "module_blacklist="))
    return g_strdup (_ ("Never load, refused by the kernel itself"));
  if (g_str_has_prefix (word, "modprobe.blacklist="))
    return g_strdup (_ ("Do not load automatically"));
  if (g_str_has_prefix (word, "modules_load="))
    return g_strdup (_ ("Load when the computer starts"));
  if (g_str_has_prefix (word, "rd.modules_load="))
    return g_strdup (_ ("Load early when the computer starts"));
  option = strchr (word, '.');
  return dup_options_text (option != NULL ? option + 1 : word);
}

char *
modscope_rule_dup_text (ModscopeRule *self)
{
  const char *value = self->value;

  switch (self->verb)
    {
    case MODSCOPE_VERB_BLACKLIST:
      return g_strdup (_ ("Do not load automatically"));
    case MODSCOPE_VERB_INSTALL:
      return dup_install_text (value);
    case MODSCOPE_VERB_REMOVE:
      if (value == NULL)
        return g_strdup (_ ("Run a command instead of unloading"));
      return g_strdup_printf (_ ("Run a command instead of unloading: %s"), value);
    case MODSCOPE_VERB_OPTIONS:
      return dup_options_text (value);
    case MODSCOPE_VERB_SOFTDEP:
      return dup_softdep_text (value);
    case MODSCOPE_VERB_ALIAS:
      if (value == NULL)
        return g_strdup (_ ("Load by another name"));
      /* Translators: %s is another name of a module, or a pattern of hardware identifiers. */
      return g_strdup_printf (_ ("Load when this is asked for: %s"), value);
    case MODSCOPE_VERB_LOAD_AT_STARTUP:
      return g_strdup (_ ("Load when the computer starts"));
    case MODSCOPE_VERB_COMMAND_LINE:
      return dup_command_line_text (value);
    case MODSCOPE_VERB_UNKNOWN:
      break;
    }
  /* Translators: %s is a line of a configuration file. */
  return g_strdup_printf (_ ("Not understood: %s"), value != NULL ? value : "");
}

gboolean
modscope_rule_is_own (ModscopeRule *self)
{
  return self->is_own;
}

gboolean
modscope_rule_equal (ModscopeRule *a, ModscopeRule *b)
{
  return a->verb == b->verb && a->line == b->line && g_strcmp0 (a->file, b->file) == 0 &&
         g_strcmp0 (a->module, b->module) == 0 && g_strcmp0 (a->value, b->value) == 0 &&
         g_strcmp0 (a->reason, b->reason) == 0 && a->is_own == b->is_own;
}

/* --- Its effect --- */

/* How a rule wants its module blocked; not at all, if it is about something else. */
static ModscopeBlocked
get_wanted (ModscopeRule *self)
{
  if (self->effective != MODSCOPE_TRI_UNKNOWN || self->module == NULL ||
      !modscope_name_is_valid (self->module))
    return MODSCOPE_BLOCKED_NO;
  if (self->verb == MODSCOPE_VERB_BLACKLIST)
    return MODSCOPE_BLOCKED_AUTOLOAD;
  return self->verb == MODSCOPE_VERB_INSTALL && modscope_blocked_is_nothing (self->value)
           ? MODSCOPE_BLOCKED_ALWAYS
           : MODSCOPE_BLOCKED_NO;
}

static void
judge (ModscopeRule *self, ModscopeBlockProof *proof, GPtrArray *lines)
{
  ModscopeBlocked wanted = get_wanted (self);
  g_auto (ModscopeBlockFacts) facts = { FALSE };
  g_autofree char *name = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *text = NULL;

  if (wanted == MODSCOPE_BLOCKED_NO)
    return;
  name = modscope_name_fold (self->module);
  modscope_block_proof_read (proof, name, &facts);
  if (!facts.exists)
    return;
  reason = modscope_block_effect_judge (&facts, lines, name, wanted);
  self->effective = reason[0] == '\0' ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO;
  if (reason[0] == '\0')
    return;
  text = modscope_block_effect_translate (reason);
  self->reason = dup_utf8 (text);
}

void
modscope_rule_judge_all (GListModel *rules, ModscopePaths *paths)
{
  g_autoptr (ModscopeBlockProof) proof = modscope_block_proof_new (paths);
  g_auto (GStrv) problems = NULL;
  g_autoptr (GPtrArray) lines = modscope_config_read (paths, TRUE, &problems);

  for (guint i = 0; i < g_list_model_get_n_items (rules); i++)
    {
      g_autoptr (ModscopeRule) rule = g_list_model_get_item (rules, i);

      judge (rule, proof, lines);
    }
}
