/* Text of unknown origin made safe to show and to write as JSON, and read as a number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * modscope_text_to_utf8:
 * @bytes: text in an unknown encoding
 * @length: its length in bytes, or -1 if it ends with a zero byte
 *
 * Valid UTF-8 is kept as it is. Anything else is read as ISO 8859-1, in which the older authors'
 * names in module files were written. Any thread.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *modscope_text_to_utf8 (const char *bytes, gssize length);

/**
 * modscope_text_to_unsigned:
 * @text: digits
 * @number: (out): the number; left alone if there is none
 *
 * Reads a decimal number as the kernel writes it, with nothing before or after it. To be used where
 * several threads start: GLib 2.74's g_ascii_string_to_unsigned() says that a number is none when
 * another thread reads the process's first number at the same time. Any thread.
 *
 * Returns: whether @text is a number of at most 64 bits
 */
gboolean modscope_text_to_unsigned (const char *text, guint64 *number);

G_END_DECLS
