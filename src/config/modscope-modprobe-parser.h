/* Text of modprobe.d(5), read as libkmod reads it, with line numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/modscope-config-line.h"

G_BEGIN_DECLS

/**
 * modscope_config_parse_modprobe:
 * @text: contents of a modprobe.d file, any bytes
 * @length: its length in bytes
 * @file: the path to put into the lines
 *
 * A pure function: the lines that libkmod (30) would understand, with its rules for comments,
 * continuation and blanks, and as ignored lines those that it would not (an unknown or misspelled
 * command, a missing word, CRLF ends, a byte order mark, a lone backslash at the end of the file).
 * Of lines that do not begin with a command, only the first hundred. Any thread.
 *
 * Returns: (transfer full) (element-type ModscopeConfigLine): the lines
 */
GPtrArray *modscope_config_parse_modprobe (const char *text, gsize length, const char *file);

G_END_DECLS
