/* Reads all devices and puts together what is known of each, off the main thread. For src/machine
 * alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-index.h"
#include "system/modscope-tables.h"

G_BEGIN_DECLS

/** ModscopeDeviceReader: keeps what is costly to look up from one reading to the next; reference
 * counted, any thread, one at a time by a lock of its own. */
typedef struct _ModscopeDeviceReader ModscopeDeviceReader;

/** Returns: (transfer full): a reader of this computer's devices, with @kernel's candidates */
ModscopeDeviceReader *modscope_device_reader_new (ModscopeKernel *kernel);
ModscopeDeviceReader *modscope_device_reader_ref (ModscopeDeviceReader *self);
void modscope_device_reader_unref (ModscopeDeviceReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeDeviceReader, modscope_device_reader_unref)

/**
 * modscope_device_reader_read:
 * @self: the reader
 * @tables: (nullable): the kernel's tables
 * @index: (nullable): the index of those tables, if there is one: it names the firmware
 * @again: whether aliases, rules and firmware may have changed since the last reading
 *
 * Blocks on the disk.
 *
 * Returns: (transfer full) (element-type ModscopeDeviceReading): all devices, sorted by path
 */
GPtrArray *modscope_device_reader_read (ModscopeDeviceReader *self,
                                        ModscopeTables *tables,
                                        ModscopeIndex *index,
                                        gboolean again);

G_END_DECLS
