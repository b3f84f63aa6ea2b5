/* What the methods do: a plan each, and the two ways to carry one out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/modscope-call.h"
#include "helper/modscope-checks.h"

G_BEGIN_DECLS

ModscopePlanFunc modscope_plan_load;
ModscopePlanFunc modscope_plan_unload;
ModscopePlanFunc modscope_plan_restart;
ModscopePlanFunc modscope_plan_device;
ModscopePlanFunc modscope_plan_rules;

/** Gives the plan's orders to the worker, reads back, puts back where that is due. */
void modscope_act_on_kernel (ModscopeCall *call);

/** Writes the plan's text. */
void modscope_act_on_rules (ModscopeCall *call);

/**
 * modscope_load_add_return:
 * @gone: folded names of modules that will have been unloaded by then
 * @orders: where what loads all of them again is added, the last first
 * @error: as for LoadModule
 *
 * Loads nothing that was not there: a soft dependency that is not among @gone is left out.
 */
gboolean modscope_load_add_return (ModscopeRunning *running,
                                   const char *const *gone,
                                   GVariantBuilder *orders,
                                   GError **error);

/** Appends to the history what was changed by @user; if that fails, it is changed all the same.
 *  @changes: (element-type ModscopeHistoryChange): possibly none */
void modscope_act_keep_history (ModscopePaths *paths, uid_t user, GPtrArray *changes);

G_END_DECLS
