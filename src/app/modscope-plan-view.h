/* A plan before the eyes: the modules in their order, the devices that stop, and what else a person
 * should know before agreeing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "machine/modscope-plan.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_PLAN_VIEW (modscope_plan_view_get_type ())
G_DECLARE_FINAL_TYPE (ModscopePlanView, modscope_plan_view, MODSCOPE, PLAN_VIEW, GtkWidget)

/** Returns: (transfer floating): a view of nothing, for a template too */
GtkWidget *modscope_plan_view_new (void);

/**
 * modscope_plan_view_set_plan:
 * @self: the view
 * @verb: what the plan is for
 * @plan: the plan
 * @machine: of which it is
 *
 * Shows it; other plans after it have as many steps. Of a plan of one step only what is not in a
 * dialog's title anyway. Hidden if that is nothing.
 */
void modscope_plan_view_set_plan (ModscopePlanView *self,
                                  const char *verb,
                                  const ModscopePlan *plan,
                                  ModscopeMachine *machine);

G_END_DECLS
