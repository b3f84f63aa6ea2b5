/* Lines of patterns, of which the first that matches a name counts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ModscopeFirstMatch: patterns in an order, each with an answer. Not changed by looking up, which
 *  any thread may do once all are added. */
typedef struct _ModscopeFirstMatch ModscopeFirstMatch;

/** Returns: (transfer full): an empty one */
ModscopeFirstMatch *modscope_first_match_new (void);
void modscope_first_match_free (ModscopeFirstMatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeFirstMatch, modscope_first_match_free)

/**
 * modscope_first_match_add:
 * @self: the patterns
 * @pattern: a folded name or pattern, behind all that were added before
 * @answer: what to say of the names that it matches
 */
void modscope_first_match_add (ModscopeFirstMatch *self, const char *pattern, gboolean answer);

/**
 * modscope_first_match_look_up:
 * @self: the patterns
 * @name: a folded name
 * @answer: (out): the answer of the first that matches; left as it is if none does
 *
 * Returns: whether one matches
 */
gboolean
modscope_first_match_look_up (ModscopeFirstMatch *self, const char *name, gboolean *answer);

G_END_DECLS
