/* What a module is for, in plain words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-kind.h"

G_BEGIN_DECLS

/**
 * modscope_purpose_dup:
 * @name: folded name
 * @kind: its kind
 * @path: (nullable): its file below the module folder
 * @description: (nullable): its own description
 *
 * One sentence for someone who has never heard of modules: from a curated table of the names that
 * people meet, else from the kind, the place in the kernel tree and the description. Nothing is
 * invented: where only the kind is known, only the kind is said. Any thread.
 *
 * Returns: (transfer full): the sentence, translated, with its full stop
 */
char *modscope_purpose_dup (const char *name,
                            ModscopeKind kind,
                            const char *path,
                            const char *description);

G_END_DECLS
