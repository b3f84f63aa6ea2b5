/* Edits of Modscope's own file of blocks, /etc/modprobe.d/00-modscope-block.conf: pure functions
 * from old text to new text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/modscope-config.h"

G_BEGIN_DECLS

/** Where it is. */
#define MODSCOPE_BLOCK_FOLDER "/etc/modprobe.d"
#define MODSCOPE_BLOCK_FILE "00-modscope-block.conf"

/** Longest reason in bytes. */
#define MODSCOPE_REASON_MAX 200

/** Most modules that the file may block. */
#define MODSCOPE_BLOCKS_MAX 1000

/** Returns: whether @reason may stand in the comment: UTF-8, printable, one line, no backslash
 * (which would join the next line to it), not too long */
gboolean modscope_block_reason_is_valid (const char *reason);

/**
 * modscope_block_edit_add:
 * @text: (nullable): the file's contents, %NULL if there is no file
 * @module: name
 * @strength: autoload ("blacklist N") or always ("blacklist N", "softdep N pre:",
 *   "install N /bin/false")
 * @reason: (nullable): why, for the comment above it
 * @when: the date for the comment, "2026-11-23"
 * @error: %MODSCOPE_ERROR_FAILED if the file has reached %MODSCOPE_BLOCKS_MAX,
 *   %MODSCOPE_ERROR_INVALID_NAME or %MODSCOPE_ERROR_INVALID_ARGUMENT for what must not be written
 *
 * Replaces a block of the same module that Modscope wrote. The block comes first in the file; lines
 * that Modscope did not write stay byte for byte, in their order. Any thread.
 *
 * Returns: (transfer full) (nullable): the new contents; %NULL with @error
 */
char *modscope_block_edit_add (const char *text,
                               const char *module,
                               ModscopeBlocked strength,
                               const char *reason,
                               const char *when,
                               GError **error);

/**
 * modscope_block_edit_remove:
 * @text: the file's contents
 * @module: name
 * @removed: (out): whether there was a block
 *
 * Removes the blocks of @module that Modscope wrote: a comment and the rules below it exactly as it
 * writes them. A block that was changed by hand is not its own any more. Any thread.
 *
 * Returns: (transfer full): the new contents
 */
char *modscope_block_edit_remove (const char *text, const char *module, gboolean *removed);

/**
 * modscope_block_edit_dup_value:
 * @text: (nullable): the file's contents
 * @module: name
 *
 * How Modscope blocks @module there, as the history keeps it: "autoload" or "always", with a reason
 * "always: it is loud". Any thread.
 *
 * Returns: (transfer full) (nullable): %NULL if it has no block
 */
char *modscope_block_edit_dup_value (const char *text, const char *module);

/**
 * modscope_block_edit_mark:
 * @text: the file's contents
 * @lines: (element-type ModscopeConfigLine): its lines as they were read, in their order
 *
 * Says of each line whether it is part of a block as Modscope writes them: what is not can only be
 * changed by who wrote it. Any thread.
 */
void modscope_block_edit_mark (const char *text, GPtrArray *lines);

/** Returns: (transfer full): such a value; @reason: (nullable), "" is none */
char *modscope_block_value_new (ModscopeBlocked strength, const char *reason);

/**
 * modscope_block_value_split:
 * @value: such a value, not trusted
 * @strength: (out) (transfer full): "autoload" or "always"
 * @reason: (out) (transfer full) (nullable): %NULL if there is none
 *
 * Returns: whether it is one; else nothing is set
 */
gboolean modscope_block_value_split (const char *value, char **strength, char **reason);

G_END_DECLS
