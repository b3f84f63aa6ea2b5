/* The way back from a change of a device: which calls of the helper take it back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/**
 * modscope_device_undo_dup_driver:
 * @paths: where files are
 * @device: a device's id, "pci:0000:00:14.3"
 *
 * To be asked before a change.
 *
 * Returns: (transfer full) (nullable): the driver that has the device now
 */
char *modscope_device_undo_dup_driver (ModscopePaths *paths, const char *device);

/**
 * modscope_device_undo_get_step:
 * @paths: where files are
 * @device: the device's id
 * @verb: what was done to it: "off", "on", "use-driver", "switch-off" or "switch-on"
 * @before: (nullable): the driver that had it before; "" for none, too
 * @step: how many steps of the way back are done
 * @driver: (out) (nullable): for "use-driver"
 *
 * Which step is next can depend on what the ones before it came to: a device that is turned on gets
 * the driver that is its own, which need not be the one that it had.
 *
 * Returns: (nullable): the verb of the next step; %NULL when all is as it was, or if @verb is none
 */
const char *modscope_device_undo_get_step (ModscopePaths *paths,
                                           const char *device,
                                           const char *verb,
                                           const char *before,
                                           guint step,
                                           const char **driver);

G_END_DECLS
