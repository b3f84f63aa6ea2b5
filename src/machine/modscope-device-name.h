/* What people call a device: of the hardware database, of its own words, or of its class. For
 * src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "system/modscope-devices.h"
#include "system/modscope-hwdb.h"

G_BEGIN_DECLS

/**
 * modscope_vendor_dup_short:
 * @vendor: a maker's name: "Advanced Micro Devices, Inc. [AMD/ATI]", "Intel Corporation"
 *
 * Returns: (transfer full): as people say it: "AMD", "Intel"
 */
char *modscope_vendor_dup_short (const char *vendor);

/**
 * modscope_device_name_dup:
 * @device: the device
 * @modalias: (nullable): what to look it up by
 * @functions: (element-type ModscopeFunctionFacts): what it gives, the most telling first
 * @hwdb: the database
 * @vendor: (out) (nullable) (transfer full): its maker, as people say it
 *
 * Returns: (transfer full): a name, never empty; numbers only where nobody knows more
 */
char *modscope_device_name_dup (const ModscopeDeviceFacts *device,
                                const char *modalias,
                                GPtrArray *functions,
                                ModscopeHwdb *hwdb,
                                char **vendor);

G_END_DECLS
