/* Configuration of modules as text: modprobe.d(5), modules-load.d(5) and the kernel command line,
 * read into lines with file and line number (which libkmod does not give).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"
#include "config/modscope-blocked-table.h"
#include "config/modscope-command-line.h"
#include "config/modscope-config-line.h"
#include "config/modscope-modprobe-parser.h"
#include "config/modscope-modules-load.h"

G_BEGIN_DECLS

/**
 * modscope_config_read:
 * @paths: where files are
 * @with_command_line: whether to read the running kernel's command line too
 * @problems: (out) (transfer full) (element-type utf8): what could not be read, a sentence each
 *   (translated)
 *
 * All lines in force on a system, in the order in which they are read: modprobe.d, the command
 * line, modules-load.d. Files whose name does not end with .conf (or .alias, in modprobe.d), and
 * files that one of the same name in a folder of higher precedence stands in for, come as ignored
 * lines. What is not a plain file (a FIFO would hang the reader), or over 1 MiB, is not read and
 * named in @problems; a link to /dev/null, the way to empty a file of lower precedence, is no
 * problem. Blocks on the disk; any thread.
 *
 * Returns: (transfer full) (element-type ModscopeConfigLine): the lines
 */
GPtrArray *modscope_config_read (ModscopePaths *paths, gboolean with_command_line, GStrv *problems);

G_END_DECLS
