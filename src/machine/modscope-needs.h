/* Who is needed by whom, by what the module files themselves name. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-index.h"

G_BEGIN_DECLS

/** ModscopeNeeds: the reverse of the needs of an index's modules; for one thread. */
typedef struct _ModscopeNeeds ModscopeNeeds;

/** Returns: (transfer full): of the modules of @index, which it keeps a reference to. */
ModscopeNeeds *modscope_needs_new (ModscopeIndex *index);
void modscope_needs_free (ModscopeNeeds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeNeeds, modscope_needs_free)

/** Returns: (transfer none): as modscope_machine_get_needed_by() */
const char *const *modscope_needs_get_needed_by (ModscopeNeeds *self, const char *name);

G_END_DECLS
