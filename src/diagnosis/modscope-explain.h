/* Why an operation failed, in words: a pure function of what was asked, what the kernel answered
 * and the facts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-helper-error.h"
#include "diagnosis/modscope-finding.h"
#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/**
 * modscope_explain:
 * @verb: "load", "unload", "restart", "block" or "unblock"
 * @module: folded name of the module that was asked for
 * @error_code: the helper's answer
 * @failure: what it carries
 * @machine: (nullable): the facts; %NULL where there are none (a pasted log). With its index there,
 *   types and nearest names of parameters are told, too
 *
 * The lines decide, then the facts, then the errno's plain meaning, since the errno alone is
 * ambiguous. No I/O.
 *
 * Returns: (transfer full) (nullable): the cause; %NULL for what needs no cause (dismissed, not
 *   authorized, an invalid name)
 */
ModscopeFinding *modscope_explain (const char *verb,
                                   const char *module,
                                   ModscopeHelperError error_code,
                                   const ModscopeFailure *failure,
                                   ModscopeMachine *machine);

G_END_DECLS
