/* A change on trial: kept if its caller says so in time, else put back: when the time is over, when
 * the caller leaves the bus, or when the helper is told to end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/modscope-call.h"
#include "modscope-helper1.h"

G_BEGIN_DECLS

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

/** The same; error BUSY, with why. A driver that hangs while it is changed or put back keeps the
 *  trial: what would be put back, and when, is not known before it comes to an end. */
gboolean modscope_trial_check_free (ModscopeTrial *self, GError **error);

/** @call is being carried out, and will be on trial for @seconds: the trial must be free. */
void modscope_trial_reserve (ModscopeTrial *self, ModscopeCall *call, guint seconds);
gboolean modscope_trial_is_reserved (ModscopeTrial *self, ModscopeCall *call);

/** It will not, after all; nothing if @call has not reserved. */
void modscope_trial_release (ModscopeTrial *self, ModscopeCall *call);

/** The call's change is done: the time begins. @back: how to put it back; @saved: its number
 *  of modscope_put_back_save(); @history: (nullable)
 *  (transfer full): what to keep if it stays. Returns: its number, never 0 */
guint modscope_trial_begin (
  ModscopeTrial *self, ModscopeCall *call, GVariant *back, guint saved, GVariant *history);

/** KeepChange and RevertChange: @invocation (transfer full) is answered at once or when the change
 *  is put back. Only for who began it; NOT_FOUND for everybody else, and when it is over. */
void modscope_trial_answer (ModscopeTrial *self,
                            GDBusMethodInvocation *invocation,
                            guint32 change,
                            gboolean keep);

/** Puts back what is on trial, if anything is: the helper's @ended is called when that is done. */
void modscope_trial_revert (ModscopeTrial *self);

G_END_DECLS
