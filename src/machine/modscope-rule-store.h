/* The list of all rules, and how readings of the configuration get into it. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-rule.h"

G_BEGIN_DECLS

/** ModscopeRuleStore: for one thread. */
typedef struct _ModscopeRuleStore ModscopeRuleStore;

ModscopeRuleStore *modscope_rule_store_new (void);
void modscope_rule_store_free (ModscopeRuleStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeRuleStore, modscope_rule_store_free)

/** Returns: (transfer none): the rules in their order, a GListModel of #ModscopeRule */
GListModel *modscope_rule_store_get_model (ModscopeRuleStore *self);

/** Returns: (transfer none) (element-type ModscopeRule): the same, to hand to threads: it is never
 *  changed, only replaced */
GPtrArray *modscope_rule_store_get_array (ModscopeRuleStore *self);

/** Returns: (transfer none) (nullable): which modules they block; %NULL before the first reading */
ModscopeBlockedTable *modscope_rule_store_get_blocked (ModscopeRuleStore *self);

/** Returns: (transfer none): what could not be read, a sentence each */
const char *const *modscope_rule_store_get_problems (ModscopeRuleStore *self);

/**
 * modscope_rule_store_update:
 * @self: the list
 * @lines: (element-type ModscopeConfigLine): all lines of the configuration
 * @problems: (transfer full): what could not be read
 *
 * Rules that are the same as before leave the list alone.
 */
void modscope_rule_store_update (ModscopeRuleStore *self, GPtrArray *lines, GStrv problems);

G_END_DECLS
