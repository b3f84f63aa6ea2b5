/* What the kernel logs while something is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

#define MODSCOPE_KERNEL_LINES_MAX 100       /* the last ones are kept */
#define MODSCOPE_KERNEL_LINE_MAX_LENGTH 500 /* bytes */

/** ModscopeKernelLines: a place in the kernel's message buffer. */
typedef struct _ModscopeKernelLines ModscopeKernelLines;

/**
 * modscope_kernel_lines_begin:
 * @paths: where files are
 *
 * Returns: (transfer full): the end of /dev/kmsg at this moment; if it cannot be read there will be
 *   no lines
 */
ModscopeKernelLines *modscope_kernel_lines_begin (ModscopePaths *paths);

/**
 * modscope_kernel_lines_end:
 * @self: (transfer full): where it began
 *
 * All of them, whoever caused them: what explains a failure often names neither the module nor the
 * worker ("Loading of unsigned module is rejected", "PKCS#7 signature not signed with a trusted
 * key", a driver's lines under another name, as NVRM for nvidia or [drm], and most lines of an
 * oops), and the records say who wrote them only in kernels with CONFIG_PRINTK_CALLER.
 *
 * Returns: (transfer full): the kernel's own lines since then (not those that programs wrote into
 *   its buffer), as clean UTF-8, possibly empty
 */
GStrv modscope_kernel_lines_end (ModscopeKernelLines *self);

/**
 * modscope_kernel_lines_parse:
 * @records: text of the format of /dev/kmsg (Documentation/ABI/testing/dev-kmsg)
 * @lines: (element-type utf8): where the kernel's own lines are added; beyond
 *   %MODSCOPE_KERNEL_LINES_MAX the first ones are dropped
 *
 * A pure function.
 */
void modscope_kernel_lines_parse (const char *records, GPtrArray *lines);

G_END_DECLS
