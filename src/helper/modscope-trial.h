/* A change on trial: put back when the time is over, when the caller leaves the bus, or when the
 * helper is told to end, if it is not kept before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/modscope-call.h"
#include "helper/modscope-put-back.h"
#include "modscope-helper1.h"

G_BEGIN_DECLS

/** Longest trial. */
#define MODSCOPE_TRIAL_SECONDS_MAX 300

/** ModscopeTrial: at most one change is on trial at a time. */

/**
 * modscope_trial_new:
 * @setup: what calls share; lives longer
 * @skeleton: where PendingChange and ChangeReverted are
 */
ModscopeTrial *modscope_trial_new (const ModscopeCallSetup *setup, ModscopeDBusHelper1 *skeleton);
void modscope_trial_free (ModscopeTrial *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeTrial, modscope_trial_free)

/** Returns: whether no change is on trial, or about to be */
gboolean modscope_trial_is_free (ModscopeTrial *self);

/** Error: INVALID_ARGS if @seconds are too many; BUSY, with why, if they are not 0 and the trial is
 *  not free. A driver that hangs while it is changed or put back keeps the trial: what would be put
 *  back, and when, is not known before it comes to an end. */
gboolean modscope_trial_check (ModscopeTrial *self, guint32 seconds, GError **error);

/** What is about to be done will be on trial: it must be free. */
void modscope_trial_reserve (ModscopeTrial *self);

/** It will not, after all. */
void modscope_trial_release (ModscopeTrial *self);

/** The change of @call, which has reserved, is done: the time begins. @back: (transfer full): how
 *  to put it back; @history: (transfer full): what to keep if it stays. Returns: its number, never
 * 0
 */
guint modscope_trial_begin (ModscopeTrial *self,
                            ModscopeCall *call,
                            ModscopePutBack *back,
                            GPtrArray *history);

/** KeepChange and RevertChange: @invocation (transfer full) is answered at once or when the change
 *  is put back. Only for who began it; NOT_FOUND for everybody else, and when it is over. */
void modscope_trial_answer (ModscopeTrial *self,
                            GDBusMethodInvocation *invocation,
                            guint32 change,
                            gboolean keep);

/** Puts back what is on trial, if anything is: the helper's @ended is called when that is done. */
void modscope_trial_revert (ModscopeTrial *self);

G_END_DECLS
