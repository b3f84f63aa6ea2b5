/* Who needs whom, by what the module files themselves name. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-index.h"

G_BEGIN_DECLS

/** ModscopeNeeds: needs and their reverse; for one thread. */
typedef struct _ModscopeNeeds ModscopeNeeds;

/** Returns: (transfer full): the needs of the modules of @index; it keeps references to both. */
ModscopeNeeds *modscope_needs_new (ModscopeIndex *index, ModscopeTables *tables);
void modscope_needs_free (ModscopeNeeds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeNeeds, modscope_needs_free)

/** Returns: (transfer full) (nullable): as modscope_machine_dup_needs() */
GStrv modscope_needs_dup (ModscopeNeeds *self, const char *name);

/** Returns: (transfer none): as modscope_machine_get_needed_by() */
const char *const *modscope_needs_get_needed_by (ModscopeNeeds *self, const char *name);

G_END_DECLS
