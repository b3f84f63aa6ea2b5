/* What the makers of plans share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-plan.h"

G_BEGIN_DECLS

/** Returns: (transfer full): a plan with nothing in it */
ModscopePlan *modscope_plan_new (void);

/** Adds what is done next. */
void modscope_plan_add_step (ModscopePlan *self, const char *verb, const char *module);

/** Adds what a person should know; @format is translated. */
void modscope_plan_add_warning (ModscopePlan *self, const char *code, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

/** Returns: whether the running system stands on the module @name. Reads the disk */
gboolean modscope_plan_is_critical (ModscopeMachine *machine, const char *name);

G_END_DECLS
