/* What stands before the kernel's own words in a line of a log. For src/diagnosis alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * modscope_kernel_prefix_skip:
 * @line: a line of a kernel log, any bytes
 * @length: (inout): its length in bytes; of what is left afterwards
 *
 * Skips level, facility, time, caller, host and program, as dmesg(1) with its options, the journal,
 * syslog and the records of /dev/kmsg (Documentation/ABI/testing/dev-kmsg) write them, and blanks
 * at both ends. A line without any of these is left as it is. Takes linear time; any thread.
 *
 * Returns: (transfer none): where the message begins, within @line
 */
const char *modscope_kernel_prefix_skip (const char *line, gsize *length);

G_END_DECLS
