/* One rule of the configuration, as a row of a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "config/modscope-config.h"
#include "system/modscope-kernel-facts.h"

G_BEGIN_DECLS

/** ModscopeRule: immutable. */
#define MODSCOPE_TYPE_RULE (modscope_rule_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeRule, modscope_rule, MODSCOPE, RULE, GObject)

/** Returns: (transfer full): a rule; @line is not kept */
ModscopeRule *modscope_rule_new (const ModscopeConfigLine *line);

ModscopeVerb modscope_rule_get_verb (ModscopeRule *self);
/** Returns: (transfer none) (nullable) */
const char *modscope_rule_get_module (ModscopeRule *self);
/** Returns: (transfer none) (nullable) */
const char *modscope_rule_get_value (ModscopeRule *self);
/** Returns: (transfer none) */
const char *modscope_rule_get_file (ModscopeRule *self);
/** Returns: line number from 1; 0 for the kernel command line */
guint modscope_rule_get_line (ModscopeRule *self);
/** Returns: no if nothing reads the line; else unknown, unless modscope_rule_judge_all() has judged
 *  it */
ModscopeTri modscope_rule_get_effective (ModscopeRule *self);
/** Returns: (transfer none) (nullable): why it has no effect, translated */
const char *modscope_rule_get_reason (ModscopeRule *self);
/** Returns: whether it is part of a block that Modscope wrote, and can take back */
gboolean modscope_rule_is_own (ModscopeRule *self);
/** Returns: whether it names @name, as a plain name or a pattern */
gboolean modscope_rule_names_module (ModscopeRule *self, const char *name);
/** Returns: whether the two are the same line in the same place, with the same effect */
gboolean modscope_rule_equal (ModscopeRule *a, ModscopeRule *b);
/** Returns: (transfer full): what it does, in words for a person, translated: "Never load
 *  automatically" */
char *modscope_rule_dup_text (ModscopeRule *self);

/**
 * modscope_rule_judge_all:
 * @rules: (element-type ModscopeRule): all rules of a computer
 * @paths: where its files are
 *
 * Judges whether each that blocks a module is in effect, by what libkmod makes of it
 * (modscope_block_effect_judge()). What is about no installed module, or does something else than
 * to block, stays unknown. Blocks on the disk.
 */
void modscope_rule_judge_all (GListModel *rules, ModscopePaths *paths);

G_END_DECLS
