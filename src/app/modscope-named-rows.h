/* Groups of rows that lead to modules and devices, of their names alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"
#include "modscope-row-group.h"

G_BEGIN_DECLS

/** @names: (nullable): folded names of modules, also of such as this kernel does not have; copied.
 *  Replaces all rows of @group. */
void modscope_row_group_fill_with_modules (ModscopeRowGroup *group,
                                           ModscopeMachine *machine,
                                           const char *const *names);

/** @ids: (nullable): ids of devices, also of such as are gone. */
void modscope_row_group_fill_with_devices (ModscopeRowGroup *group,
                                           ModscopeMachine *machine,
                                           const char *const *ids);

G_END_DECLS
