/* Text of unknown origin made safe to show and to write as JSON.
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

G_END_DECLS
