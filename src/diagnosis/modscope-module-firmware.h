/* The modules that cannot do their work for want of firmware.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/**
 * modscope_find_modules_without_firmware:
 * @machine: the facts, its devices among them
 *
 * A module names the firmware of all devices that it can drive, often dozens of files, and of these
 * a computer needs one or none. So only what the check chain of a device says counts: the device
 * does not work, and none of the files that its driver names is there. No I/O.
 *
 * Returns: (transfer full) (element-type utf8 utf8): folded name of each such module, to the name
 * of a device of its that does not work
 */
GHashTable *modscope_find_modules_without_firmware (ModscopeMachine *machine);

G_END_DECLS
