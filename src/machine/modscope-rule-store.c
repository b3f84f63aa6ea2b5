/* The list of all rules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-rule-store.h"

struct _ModscopeRuleStore
{
  GListStore *store;
  GPtrArray *array; /* the same, to hand to threads */
  ModscopeBlockedTable *blocked;
  GStrv problems;
};

ModscopeRuleStore *
modscope_rule_store_new (void)
{
  ModscopeRuleStore *self = g_new0 (ModscopeRuleStore, 1);

  self->store = g_list_store_new (MODSCOPE_TYPE_RULE);
  self->array = g_ptr_array_new_with_free_func (g_object_unref);
  self->problems = g_new0 (char *, 1);
  return self;
}

void
modscope_rule_store_free (ModscopeRuleStore *self)
{
  g_object_unref (self->store);
  g_ptr_array_unref (self->array);
  g_clear_pointer (&self->blocked, modscope_blocked_table_free);
  g_strfreev (self->problems);
  g_free (self);
}

GListModel *
modscope_rule_store_get_model (ModscopeRuleStore *self)
{
  return G_LIST_MODEL (self->store);
}

GPtrArray *
modscope_rule_store_get_array (ModscopeRuleStore *self)
{
  return self->array;
}

ModscopeBlockedTable *
modscope_rule_store_get_blocked (ModscopeRuleStore *self)
{
  return self->blocked;
}

const char *const *
modscope_rule_store_get_problems (ModscopeRuleStore *self)
{
  return (const char *const *) self->problems;
}

void
modscope_rule_store_update (ModscopeRuleStore *self, GPtrArray *lines, GStrv problems)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_full (lines->len, g_object_unref);
  gboolean same = lines->len == self->array->len;

  for (guint i = 0; i < lines->len; i++)
    {
      ModscopeRule *rule = modscope_rule_new (lines->pdata[i]);

      g_ptr_array_add (rules, rule);
      same = same && modscope_rule_equal (rule, self->array->pdata[i]);
    }
  g_strfreev (self->problems);
  self->problems = problems;
  if (same && self->blocked != NULL)
    return;
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)),
                       rules->pdata, rules->len);
  g_ptr_array_unref (self->array);
  self->array = g_steal_pointer (&rules);
  g_clear_pointer (&self->blocked, modscope_blocked_table_free);
  self->blocked = modscope_blocked_table_new (lines);
}
