/* What the running system stands on: the drivers of the disks under / and /home.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/**
 * modscope_critical_list_modules:
 * @paths: where files are
 *
 * The modules of the drivers of all devices from the disks that / and /home are on up to the root
 * of the device tree (controller, hub, bus), also through device mapper, RAID and NVMe's own
 * multipath: of /proc/self/mountinfo and /sys. Reads small files; any thread.
 *
 * Returns: (transfer full): folded names, each once, possibly empty
 */
GStrv modscope_critical_list_modules (ModscopePaths *paths);

G_END_DECLS
