/* The curated table of purposes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ModscopePurpose:
 * @name: folded name of a module, or the start of several modules' names and "*"
 * @sentence: what it does, not translated yet, with its full stop
 */
typedef struct
{
  const char *name;
  const char *sentence;
} ModscopePurpose;

/** At most 200 entries, sorted by name (strcmp). */
extern const ModscopePurpose modscope_purposes[];
extern const gsize modscope_n_purposes;

G_END_DECLS
