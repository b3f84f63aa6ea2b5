/* What can be changed about modules: which of the actions fit which of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/**
 * ModscopeModuleChange: an action that changes modules.
 * @action: its name, "modules.load"
 * @verb: of #ModscopeActionRequest
 */
typedef struct
{
  const char *action;
  const char *verb;
} ModscopeModuleChange;

#define MODSCOPE_MODULE_CHANGES 5

/** All of them. */
extern const ModscopeModuleChange modscope_module_changes[MODSCOPE_MODULE_CHANGES];

/** Returns: whether it can be asked for; it may fail all the same */
gboolean modscope_module_change_fits (const char *verb, ModscopeModule *module);

/** Returns: whether it can be done to several modules at once */
gboolean modscope_module_change_takes_several (const char *verb);

/** @modules: (element-type ModscopeModule). Returns: (transfer full): the names of those that it
 *  fits */
GStrv modscope_module_change_dup_names (const char *verb, GPtrArray *modules);

G_END_DECLS
