/* Whether the boot image, which is made once and used at every start, defeats a rule.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "system/modscope-boot-image.h"
#include "system/modscope-kernel.h"

G_BEGIN_DECLS

/**
 * modscope_boot_effect_dup_reason:
 * @kernel: the running kernel
 * @name: folded name of a module that is blocked, and loaded: what is not needed here is not loaded
 * from the image either
 *
 * Reads the image, which takes up to a second; any thread.
 *
 * Returns: (transfer full): "CODE: sentence" as of modscope_block_effect_judge() if the image holds
 * the module and does not know that it is blocked; "" if it does, or where no image can be read
 */
char *modscope_boot_effect_dup_reason (ModscopeKernel *kernel, const char *name);

/** The same of an image that was read. */
char *modscope_boot_effect_judge (const ModscopeBootImage *image, const char *name);

G_END_DECLS
