/* How loading and unloading ended, as the answer to a call.
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
 * modscope_outcome_check:
 * @paths: where files are
 * @load: whether it was loading
 * @target: (nullable): folded name of what must be loaded now, if it was loading
 * @work: how it went
 * @error: why it failed, with all that a #ModscopeFailure carries
 *
 * Reads back what is loaded now.
 *
 * Returns: whether all was done
 */
gboolean modscope_outcome_check (ModscopePaths *paths,
                                 gboolean load,
                                 const char *target,
                                 const ModscopeWork *work,
                                 GError **error);

G_END_DECLS
