/* The drivers that a device could have, and what keeps it from each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

typedef enum
{
  MODSCOPE_DRIVER_IN_USE,
  MODSCOPE_DRIVER_READY,     /* in the kernel, and has a driver for the device's bus */
  MODSCOPE_DRIVER_TO_LOAD,   /* not loaded yet */
  MODSCOPE_DRIVER_UNFIT,     /* in the kernel, and has no driver for the device's bus */
  MODSCOPE_DRIVER_FORBIDDEN, /* a rule or a start-up option keeps it from ever loading */
} ModscopeDriverState;

/** ModscopeDriverChoice: @module a folded name; @driver (nullable) the driver that it brings, while
 *  it is in the kernel. */
typedef struct
{
  char *module;
  char *driver;
  ModscopeDriverState state;
} ModscopeDriverChoice;

/** Returns: (transfer full) (element-type ModscopeDriverChoice): the device's candidates in the
 *  order of the alias index. Looks into /sys. */
GPtrArray *modscope_driver_choices_new (ModscopeMachine *machine, ModscopeDevice *device);

/** Returns: whether the device can have it, and has another one or none */
gboolean modscope_driver_choice_is_possible (const ModscopeDriverChoice *self);

/** Returns: (transfer none): what keeps the device from it, or whether it has it; translated */
const char *modscope_driver_state_get_label (ModscopeDriverState state);

/** Returns: (transfer none) (nullable): what would get another driver: the device itself, or of a
 *  USB device the first of its parts for which there is a choice; %NULL if there is none */
ModscopeDevice *modscope_driver_find_target (ModscopeMachine *machine, ModscopeDevice *device);

G_END_DECLS
