/* The text of a kernel log, as somebody saved or pasted it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * modscope_kernel_log_split:
 * @text: a log, any bytes
 * @length: its length in bytes, or -1 if it ends with a zero byte
 *
 * Splits a log into its messages. Lines that a mail program or a terminal has broken are joined
 * again: among lines that begin with a time, one that begins neither with that nor with the name of
 * a program ("modprobe: ") belongs to the one before it. In linear time; any thread.
 *
 * Returns: (transfer full): the messages, each on one line, without empty ones; bytes as they were,
 *   but for zero bytes, which end a message
 */
GStrv modscope_kernel_log_split (const char *text, gssize length);

G_END_DECLS
