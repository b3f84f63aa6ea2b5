/* The drivers of devices that none of the kernel's drivers claims: those that are there and not in
 * the kernel's list, and those that another kernel on this computer has. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-device.h"
#include "system/modscope-tables.h"

G_BEGIN_DECLS

/** ModscopeMissingDrivers: keeps what it found out; one thread at a time. */
typedef struct _ModscopeMissingDrivers ModscopeMissingDrivers;

/** Returns: (transfer full): nothing is read until the first question */
ModscopeMissingDrivers *modscope_missing_drivers_new (ModscopeKernel *kernel);
void modscope_missing_drivers_free (ModscopeMissingDrivers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeMissingDrivers, modscope_missing_drivers_free)

/** Gives back memory that makes questions fast, until there is another one. */
void modscope_missing_drivers_rest (ModscopeMissingDrivers *self);

/**
 * modscope_missing_drivers_find:
 * @self: what is known so far
 * @tables: the kernel's tables
 * @modalias: the modalias of a device that has no driver
 * @candidates: the modules that claim it by the alias index
 *
 * The first question reads the kernel's folder (some 10 ms), the first that this does not answer
 * opens the other kernels' indexes. Blocks on the disk.
 *
 * Returns: (transfer full) (nullable): the driver; %NULL if a candidate can be loaded, or if no
 *   driver is known
 */
ModscopeMissingDriver *modscope_missing_drivers_find (ModscopeMissingDrivers *self,
                                                      ModscopeTables *tables,
                                                      const char *modalias,
                                                      const char *const *candidates);

/** Returns: (transfer full): the same driver */
ModscopeMissingDriver *modscope_missing_driver_copy (const ModscopeMissingDriver *driver);
void modscope_missing_driver_free (ModscopeMissingDriver *driver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeMissingDriver, modscope_missing_driver_free)

G_END_DECLS
