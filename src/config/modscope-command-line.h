/* Words of the kernel command line that concern modules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/modscope-config-line.h"

G_BEGIN_DECLS

/**
 * modscope_config_parse_command_line:
 * @text: the kernel command line, any bytes
 * @length: its length in bytes
 *
 * A pure function: each word as the program reads it that it is for, the kernel (module_blacklist=,
 * nomodule; kernel/module/main.c, lib/cmdline.c), libkmod 30 (modprobe.blacklist=,
 * MODULE.OPTION=VALUE) or systemd-modules-load (modules_load=), quotes included. What these would
 * read and never match (names with "-" in a list of blocked ones, a list that a later one replaces)
 * comes as an ignored line. Any thread.
 *
 * Returns: (transfer full) (element-type ModscopeConfigLine): the lines
 */
GPtrArray *modscope_config_parse_command_line (const char *text, gsize length);

G_END_DECLS
