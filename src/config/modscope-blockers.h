/* The lines that keep a module from loading, or load it in spite of one that should.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/modscope-config-line.h"

G_BEGIN_DECLS

/**
 * modscope_blockers_find:
 * @lines: (element-type ModscopeConfigLine): all lines, in their order
 * @verb: install or softdep, whose first word is a pattern
 * @name: a folded name
 *
 * Returns: (transfer none) (nullable): the first line that is about @name, the one that counts
 */
const ModscopeConfigLine *
modscope_blockers_find (GPtrArray *lines, ModscopeVerb verb, const char *name);

/**
 * modscope_blockers_find_companion:
 *
 * Returns: (transfer none) (nullable): a softdep line of another module that loads @name with it
 */
const ModscopeConfigLine *modscope_blockers_find_companion (GPtrArray *lines, const char *name);

/**
 * modscope_blockers_list:
 *
 * Returns: (transfer full): "PATH:LINE" of all lines that keep @name from loading: blacklist,
 *   install false or true, and words of the kernel command line; possibly empty
 */
GStrv modscope_blockers_list (GPtrArray *lines, const char *name);

G_END_DECLS
