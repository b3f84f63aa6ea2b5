/* What a module is for, in plain words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-kind.h"

G_BEGIN_DECLS

/**
 * modscope_purpose_summarize:
 * @name: folded name
 * @description: its own description; any bytes
 *
 * Takes away what says nothing to a person (name, version, copyright) and what follows the first
 * sentence. A pure function, whose answers are kept in the index; any thread.
 *
 * Returns: (transfer full) (nullable): UTF-8 that can follow a colon and be followed by a full
 *   stop; %NULL if nothing is left, or only the name
 */
char *modscope_purpose_summarize (const char *name, const char *description);

/**
 * modscope_purpose_dup:
 * @name: folded name
 * @kind: its kind
 * @path: (nullable): its file below the module folder
 * @summary: (nullable): modscope_purpose_summarize() of its own description
 *
 * One sentence for someone who has never heard of modules: from a curated table of the names that
 * people meet, else from the kind, the place in the kernel tree and the description. Nothing is
 * invented: where only the kind is known, only the kind is said. Any thread.
 *
 * Returns: (transfer full): the sentence, translated, with its full stop
 */
char *
modscope_purpose_dup (const char *name, ModscopeKind kind, const char *path, const char *summary);

G_END_DECLS
