/* What the running system stands on: the disks under / and /home, the only network with a default
 * route, the display in use, the only keyboard and the only pointer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/** ModscopeCriticalReason: what stops, worst first. The helper refuses the first; the others are
 *  reasons for a second confirmation and a trial. */
typedef enum
{
  MODSCOPE_CRITICAL_NONE,
  MODSCOPE_CRITICAL_DISK,    /* a disk or file system that / or /home is on */
  MODSCOPE_CRITICAL_DISPLAY, /* a display that shows something */
  MODSCOPE_CRITICAL_INPUT,   /* the only keyboard, or the only pointer */
  MODSCOPE_CRITICAL_NETWORK, /* the only network with a default route */
} ModscopeCriticalReason;

/** ModscopeCritical: one look at it. Immutable and reference counted, for any thread. */
typedef struct _ModscopeCritical ModscopeCritical;

/**
 * modscope_critical_read:
 * @paths: where files are
 *
 * Looks at mounts, block devices (partitions, device mapper, RAID, NVMe's own multipath, USB),
 * routes, interfaces (also below a bridge, a bond or a VPN), displays and input devices, and at the
 * drivers of each device from there up to the root of the device tree. Reads a few hundred small
 * files of /proc and /sys; any thread.
 *
 * Returns: (transfer full): what is critical now
 */
ModscopeCritical *modscope_critical_read (ModscopePaths *paths);

/** The same for the disks alone: what the helper refuses. */
ModscopeCritical *modscope_critical_read_disks (ModscopePaths *paths);

ModscopeCritical *modscope_critical_ref (ModscopeCritical *self);
void modscope_critical_unref (ModscopeCritical *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeCritical, modscope_critical_unref)

/** Returns: whether mounts and devices can be read at all; if not, nothing is known to be critical,
 * and who must be sure takes all for it */
gboolean modscope_critical_is_known (ModscopeCritical *self);

/**
 * modscope_critical_find:
 * @self: the look
 * @modules: (nullable): folded names of modules that go
 * @devices: (nullable): ids of devices that go, "pci:0000:00:14.3"
 *
 * All of them together: of two network cards each can go, but not both. An id that is unknown is
 * not critical. Looks ids up in /sys.
 *
 * Returns: the worst that stops then
 */
ModscopeCriticalReason modscope_critical_find (ModscopeCritical *self,
                                               const char *const *modules,
                                               const char *const *devices);

/** Returns: (transfer none) (nullable): "disk", "display", "input", "network"; %NULL for none */
const char *modscope_critical_reason_to_string (ModscopeCriticalReason reason);

G_END_DECLS
