/* How the machine makes a module and keeps it true. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-index.h"
#include "machine/modscope-module.h"

G_BEGIN_DECLS

/**
 * modscope_module_new:
 * @name: folded name
 * @path: (nullable): as modscope_module_get_path()
 * @builtin: whether it is part of the kernel image
 * @index: (nullable): where its own words are
 *
 * Returns: (transfer full): a module that is available or built in, until it is told more. Any
 *   thread, as long as one alone has it
 */
ModscopeModule *
modscope_module_new (const char *name, const char *path, gboolean builtin, ModscopeIndex *index);

gboolean modscope_module_is_builtin (ModscopeModule *self);

/** @live: (nullable): its line of /proc/modules, %NULL if it has none. */
void modscope_module_set_live (ModscopeModule *self, const ModscopeLiveModule *live);

/** @devices: (transfer none): ids of the devices bound to it. */
void modscope_module_set_devices (ModscopeModule *self, const char *const *devices);

void modscope_module_set_blocked (ModscopeModule *self, ModscopeBlocked blocked);

/** @index: (nullable): where its own words are now. */
void modscope_module_set_index (ModscopeModule *self, ModscopeIndex *index);

/** Returns: whether its own file names soft dependencies, as far as the index knows. */
gboolean modscope_module_has_soft_dependencies (ModscopeModule *self);

G_END_DECLS
