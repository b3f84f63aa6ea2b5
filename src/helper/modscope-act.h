/* Acts on the kernel, by the worker, read back, and put back where that is due.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/modscope-call.h"
#include "system/modscope-worker.h"

G_BEGIN_DECLS

/** The steps of a plan for modscope_act_run(): the orders, how to put things back, the seconds of a
 * trial, 0 for none, what a device's driver was before, and which device that is: its id,
 *  and in another line what tells it from one that comes to its place. */
#define MODSCOPE_ACT_STEPS "(" MODSCOPE_WORKER_ORDERS MODSCOPE_WORKER_ORDERS "uss)"

/** Changes for the history: verb, module or device, value. */
#define MODSCOPE_ACT_HISTORY "a(sss)"

/** Longest trial. */
#define MODSCOPE_TRIAL_SECONDS_MAX 300

/**
 * ModscopeAct: what a verb adds.
 * @check: (nullable): whether what was asked for is so, read back; modules are looked at anyway.
 *   @touched are the objects of the steps that were done
 * @history: (nullable): what was changed, floating, of type %MODSCOPE_ACT_HISTORY; @changed are the
 * modules that are loaded, or unloaded, now and were not before
 * @reply: the out arguments, of "(as)", "(asu)" and "(u)": what was changed, the number on trial
 * @puts_back: whether a half is undone, and not left
 */
typedef struct
{
  gboolean (*check) (ModscopeCall *call, const char *const *touched, GError **error);
  GVariant *(*history) (ModscopeCall *call, const char *const *changed);
  const char *reply;
  gboolean puts_back;
} ModscopeAct;

/** Returns: (transfer floating): the steps of a plan. @orders, @back: (nullable) (transfer
 * floating);
 *  @before, @identity: (nullable) */
GVariant *modscope_act_make_steps (
  GVariant *orders, GVariant *back, guint32 seconds, const char *before, const char *identity);

/** Returns: (transfer floating): changes of modules for the history */
GVariant *modscope_act_list_modules (const char *verb, const char *const *names);

/** Carries out the steps of the call's plan, of type %MODSCOPE_ACT_STEPS, and ends the call. */
void modscope_act_run (ModscopeCall *call, const ModscopeAct *act);

/** Appends to the history what was changed by @user; if that fails, it is changed all the same.
 *  @changes: (transfer none): of type %MODSCOPE_ACT_HISTORY, possibly empty */
void modscope_act_keep_history (ModscopePaths *paths, uid_t user, GVariant *changes);

/** Error: INVALID_ARGS if @seconds are too many for a trial, BUSY if another one is on. */
gboolean modscope_act_check_trial (const ModscopeCallSetup *setup, guint32 seconds, GError **error);

G_END_DECLS
