/* The list of all devices, and how readings get into it. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-device-reader.h"
#include "machine/modscope-device.h"
#include "machine/modscope-module-store.h"

G_BEGIN_DECLS

/** ModscopeDeviceStore: for one thread, but for modscope_device_store_provide(). */
typedef struct _ModscopeDeviceStore ModscopeDeviceStore;

ModscopeDeviceStore *modscope_device_store_new (void);
void modscope_device_store_free (ModscopeDeviceStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeDeviceStore, modscope_device_store_free)

/** Returns: (transfer none): the devices sorted by path, a GListModel of #ModscopeDevice */
GListModel *modscope_device_store_get_model (ModscopeDeviceStore *self);

/** Returns: (transfer none) (nullable): the device of an id */
ModscopeDevice *modscope_device_store_lookup (ModscopeDeviceStore *self, const char *id);

/**
 * modscope_device_store_update:
 * @self: the list
 * @readings: (element-type ModscopeDeviceReading): all devices, sorted by path
 *
 * Brings the list up to date with as few changes as possible: a device that stays at its path keeps
 * its object, so that rows, selection and scroll position are left alone.
 */
void modscope_device_store_update (ModscopeDeviceStore *self, GPtrArray *readings);

/**
 * modscope_device_store_check_lost:
 * @self: the list
 * @modules: the list of modules, which is up to date
 *
 * A device whose driver went because its module did was not turned off.
 */
void modscope_device_store_check_lost (ModscopeDeviceStore *self, ModscopeModuleStore *modules);

/**
 * modscope_device_store_begin:
 * @self: the list
 * @kernel: whose candidates are wanted
 *
 * Starts the first reading in a thread, which waits for modscope_device_store_provide() if that was
 * not called before. Once.
 */
void modscope_device_store_begin (ModscopeDeviceStore *self, ModscopeKernel *kernel);

/**
 * modscope_device_store_provide:
 * @self: the list
 * @tables: (nullable), @index: (nullable): what the first reading needs, if they are there
 *
 * Any thread.
 */
void modscope_device_store_provide (ModscopeDeviceStore *self,
                                    ModscopeTables *tables,
                                    ModscopeIndex *index);

/** Waits for the first reading, and fills the list. Once, after modscope_device_store_begin(). */
void modscope_device_store_finish (ModscopeDeviceStore *self);

/** Returns: (transfer none) (nullable): who reads the devices; %NULL before
 *  modscope_device_store_begin() */
ModscopeDeviceReader *modscope_device_store_get_reader (ModscopeDeviceStore *self);

G_END_DECLS
