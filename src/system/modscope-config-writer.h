/* Writing of configuration files: all or nothing. The helper is the only caller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-helper-error.h"

G_BEGIN_DECLS

/** Largest file that is read or written, in bytes. */
#define MODSCOPE_CONFIG_FILE_MAX (1024 * 1024)

/**
 * modscope_config_writer_read:
 * @folder: the folder, "/etc/modprobe.d"
 * @name: the file in it
 * @error: (nullable): %MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE if the folder is a link, not root's or
 *   writable by others; if the file is not a plain one of root's with one name, larger than
 *   %MODSCOPE_CONFIG_FILE_MAX, or has a zero byte. As root's counts also what is the effective
 * user's
 *
 * Blocks on the disk; any thread.
 *
 * Returns: (transfer full) (nullable): the contents; %NULL without @error if there is no such file
 */
char *modscope_config_writer_read (const char *folder, const char *name, GError **error);

/**
 * modscope_config_writer_replace:
 * @folder: the folder
 * @name: the file in it
 * @expected_old: (nullable): what the file must still contain, %NULL if there must be none
 * @new_text: what it is to contain; an empty text removes it
 * @error: (nullable): as modscope_config_writer_read(), and %MODSCOPE_HELPER_ERROR_STALE if the
 *   file is not as expected, %MODSCOPE_HELPER_ERROR_NO_SPACE, %MODSCOPE_HELPER_ERROR_READ_ONLY,
 *   %MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED if @new_text is larger than %MODSCOPE_CONFIG_FILE_MAX,
 *   %MODSCOPE_HELPER_ERROR_NOT_FOUND if there is no such folder,
 *   %MODSCOPE_HELPER_ERROR_KERNEL_REFUSED for any other errno
 *
 * Writes a temporary file, whose name libkmod and systemd-modules-load ignore, and renames it.
 * Whoever looks, also after the process was killed or the power was cut, sees the old contents or
 * the new ones; on success the new ones are on the disk. On failure the old ones are there and the
 * temporary file is not. Only where the disk fails in the very last step, the syncing of the
 * folder, and again when the old contents are put back, may the new ones stay; that is logged. A
 * temporary file that was left by a killed process is removed by the next call.
 *
 * Under a limit on the size of files the kernel ends a process that does not ignore SIGXFSZ.
 * Blocks on the disk; one thread at a time.
 *
 * Returns: whether it was done
 */
gboolean modscope_config_writer_replace (const char *folder,
                                         const char *name,
                                         const char *expected_old,
                                         const char *new_text,
                                         GError **error);

G_END_DECLS
