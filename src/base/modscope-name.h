/* Names of kernel modules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MODSCOPE_NAME_MAX:
 *
 * Longest name of a module in bytes: MODULE_NAME_LEN (64 - sizeof (unsigned long), 56 on 64-bit
 * kernels; include/linux/moduleparam.h) less the closing zero byte.
 */
#define MODSCOPE_NAME_MAX 55

/**
 * modscope_name_is_valid:
 * @name: (nullable): any bytes
 *
 * Whether @name can be the name of a module: 1 to %MODSCOPE_NAME_MAX of A-Z a-z 0-9 _ and -.
 * Any thread.
 */
gboolean modscope_name_is_valid (const char *name);

/**
 * modscope_name_fold:
 * @name: a module's name or a pattern of names
 *
 * The form in which the kernel and all of Modscope write a name: "-" becomes "_", except inside
 * the brackets of a pattern, as libkmod does it (alias_normalize). Any thread.
 *
 * Returns: (transfer full): the folded name
 */
char *modscope_name_fold (const char *name);

/**
 * modscope_name_from_path:
 * @path: the path of a module file, "kernel/sound/core/snd-timer.ko.xz"
 * @length: length of @path in bytes, or -1 if it ends with a zero byte
 *
 * The name of the module in a file: its base name up to ".ko", folded. Any thread.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL if @path does not end with .ko, .ko.gz,
 *   .ko.xz or .ko.zst
 */
char *modscope_name_from_path (const char *path, gssize length);

G_END_DECLS
