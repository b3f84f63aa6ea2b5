/* Patterns of module names, as install, remove, softdep and alias lines have them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * modscope_pattern_is_plain:
 * @pattern: a folded name or pattern
 *
 * Returns: whether @pattern can match only itself. Any thread.
 */
gboolean modscope_pattern_is_plain (const char *pattern);

/**
 * modscope_pattern_is_balanced:
 * @pattern: a name or pattern
 *
 * Returns: whether its brackets pair up; libkmod does not read a line that has others. Any thread.
 */
gboolean modscope_pattern_is_balanced (const char *pattern);

/**
 * modscope_pattern_matches:
 * @pattern: a folded name or pattern
 * @name: a folded name
 *
 * Returns: whether modprobe takes @pattern to mean @name: fnmatch(3) without flags, byte for byte,
 *   whatever this program's language. Any thread.
 */
gboolean modscope_pattern_matches (const char *pattern, const char *name);

G_END_DECLS
