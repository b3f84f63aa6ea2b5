/* The nearest word to a mistyped one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ModscopeNear: a search for the nearest word; on the stack, begin with modscope_near_init(). */
typedef struct
{
  const char *word;
  const char *best;
  guint best_distance;
} ModscopeNear;

/** Starts a search for the word nearest to @word, which must live as long as the search. */
void modscope_near_init (ModscopeNear *self, const char *word);

/** Looks at one candidate, which must live as long as the search. Of equals the first wins. */
void modscope_near_offer (ModscopeNear *self, const char *candidate);

/** Returns: (transfer none) (nullable): the nearest candidate, if it is near enough to be meant: at
 *  most a third of the word's letters differ, or it goes on where the word ends */
const char *modscope_near_get (ModscopeNear *self);

G_END_DECLS
