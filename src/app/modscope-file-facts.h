/* What a module's file says about itself, as rows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-module-details.h"
#include "modscope-row-group.h"

G_BEGIN_DECLS

/** Fills @group with a row for each fact that is known. */
void modscope_file_facts_fill (ModscopeRowGroup *group,
                               ModscopeModule *module,
                               const ModscopeModuleDetails *details);

G_END_DECLS
