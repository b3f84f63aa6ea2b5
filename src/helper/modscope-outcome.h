/* Loading and unloading, and how it ended as the answer to a call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/modscope-call.h"
#include "helper/modscope-worker.h"

G_BEGIN_DECLS

/**
 * modscope_outcome_get_code:
 * @load: whether it was loading
 * @errsv: the kernel's answer, positive
 * @kernel_lines: what it logged
 *
 * A pure function. The lines decide where an errno means several things
 * (kernel/module/main.c, security/lockdown/lockdown.c).
 *
 * Returns: the code of #ModscopeHelperError
 */
int modscope_outcome_get_code (gboolean load, int errsv, const char *const *kernel_lines);

/**
 * modscope_outcome_act:
 * @call: a call whose steps are of type %MODSCOPE_WORKER_ORDERS
 *
 * Has the worker carry them out, reads back what is loaded now, and answers the call: the names of
 * what was done, or why it failed with all that a #ModscopeFailure carries.
 */
void modscope_outcome_act (ModscopeCall *call);

G_END_DECLS
