/* Text of modules-load.d(5): modules to load when the computer starts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/modscope-config-line.h"

G_BEGIN_DECLS

/**
 * modscope_config_parse_modules_load:
 * @text: contents of a modules-load.d file, any bytes
 * @length: its length in bytes
 * @file: the path to put into the lines
 *
 * A pure function: the names that systemd-modules-load (252) would load, and as ignored lines those
 * that it would look for in vain (options behind the name, a byte order mark). Any thread.
 *
 * Returns: (transfer full) (element-type ModscopeConfigLine): the lines
 */
GPtrArray *modscope_config_parse_modules_load (const char *text, gsize length, const char *file);

G_END_DECLS
