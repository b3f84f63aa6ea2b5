/* What the kernel's answer to loading or unloading is called: a pure function.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-helper-error.h"

G_BEGIN_DECLS

/**
 * modscope_kernel_answer_to_code:
 * @load: whether it was loading
 * @errsv: the kernel's errno, positive; %EALREADY if somebody else was at it
 * @kernel_lines: what it logged
 *
 * The lines decide where an errno means several things (kernel/module/main.c,
 * security/lockdown/lockdown.c).
 *
 * Returns: what it is called on the bus
 */
ModscopeHelperError
modscope_kernel_answer_to_code (gboolean load, int errsv, const char *const *kernel_lines);

G_END_DECLS
