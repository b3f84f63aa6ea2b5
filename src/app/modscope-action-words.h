/* What the window says about an action before, while and after it: pure functions, so that they can
 * be tested alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-done.h"
#include "machine/modscope-plan.h"
#include "modscope-action-request.h"

G_BEGIN_DECLS

/* Each is (transfer full) and translated unless it says otherwise. @verb is "load", "unload",
 * "restart", "block" or "unblock"; @names are those of the modules that were asked for. */

/** "Unload snd?" */
char *modscope_action_dup_heading (const char *verb, const char *const *names);

/** What happens, in one or two sentences. */
char *modscope_action_dup_body (const char *verb,
                                const char *const *names,
                                const ModscopePlan *plan,
                                ModscopeMachine *machine);

/** Returns: (transfer none): what the button that agrees says, with a mnemonic: "_Unload" */
const char *modscope_action_get_label (const char *verb);

/** Returns: (transfer none): the same where the running system stands on what goes: "_Unload
 *  Anyway"; @verb also of a device */
const char *modscope_action_get_anyway_label (const char *verb);

/** What is said while it is being done: "Loading snd…" */
char *modscope_action_dup_progress (const ModscopeActionRequest *request);

/** What is said when it is done, in one line: "Loaded snd" */
char *modscope_action_dup_result (const ModscopeActionRequest *request,
                                  GPtrArray *done,
                                  ModscopeMachine *machine);

/** What is said when it was cancelled, which can be too late; @has_begun: whether the helper may
 * have begun; @done: what had been done by then, as read back. */
char *modscope_action_dup_cancelled (const ModscopeActionRequest *request,
                                     gboolean has_begun,
                                     GPtrArray *done,
                                     ModscopeMachine *machine);

/** Returns: (nullable): why what was done has no effect, a line for each module; %NULL if it has */
char *modscope_action_dup_shortfall (GPtrArray *done, ModscopeMachine *machine);

/** Those warnings of a plan that a person needs before agreeing. Returns: (element-type utf8) */
GStrv modscope_action_dup_notes (const char *verb, const ModscopePlan *plan);

G_END_DECLS
