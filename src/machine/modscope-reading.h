/* One reading of the system: tables, live states, configuration and facts, taken in a thread and
 * handed to the machine. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-device-reader.h"
#include "machine/modscope-index.h"
#include "system/modscope-kernel-facts.h"

G_BEGIN_DECLS

/** ModscopeReadingParts: what to read. Tables are read only if their stamp is another one. Live
 * states are there at once; devices, and what is bound to drivers, take many times as long. */
typedef enum
{
  MODSCOPE_READ_LIVE = 1 << 0,
  MODSCOPE_READ_CONFIG = 1 << 1,
  MODSCOPE_READ_FACTS = 1 << 2,
  MODSCOPE_READ_TABLES = 1 << 3,
  MODSCOPE_READ_DEVICES = 1 << 4,
  MODSCOPE_READ_BOUND = 1 << 5,
  MODSCOPE_READ_ALL = 0x3f,
} ModscopeReadingParts;

/**
 * ModscopeReadingRequest: what a thread needs for a reading, with references of its own.
 * @parts: what to read
 * @known_stamp: (nullable): stamp of the tables that are known
 * @known_tables: (nullable), @known_index: (nullable): those that are known
 * @device_reader: (nullable): who reads the devices; %NULL if nobody wants them
 */
typedef struct
{
  ModscopeKernel *kernel;
  ModscopeReadingParts parts;
  char *known_stamp;
  ModscopeTables *known_tables;
  ModscopeIndex *known_index;
  ModscopeDeviceReader *device_reader;
} ModscopeReadingRequest;

void modscope_reading_request_free (ModscopeReadingRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeReadingRequest, modscope_reading_request_free)

/**
 * ModscopeReading: what was read; a part that was not asked for is %NULL.
 * @stamp: stamp of the tables, always
 * @tables: %NULL also if the stamp is the known one
 * @index: the index in the cache, if it is good; comes with @tables
 * @live: (element-type ModscopeLiveModule)
 * @bound: (element-type utf8 GStrv): module name to ids of bound devices, those that have any;
 * comes with @live
 * @devices: (element-type ModscopeDeviceReading)
 * @lines: (element-type ModscopeConfigLine)
 * @config_problems: goes with @lines
 * @error: why the tables could not be read
 */
typedef struct
{
  ModscopeReadingParts parts;
  char *stamp;
  ModscopeTables *tables;
  ModscopeIndex *index;
  GPtrArray *live;
  GHashTable *bound;
  GPtrArray *devices;
  GPtrArray *lines;
  GStrv config_problems;
  ModscopeKernelFacts *facts;
  GError *error;
} ModscopeReading;

void modscope_reading_free (ModscopeReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeReading, modscope_reading_free)

/** Returns: (transfer full): the reading that was asked for. Blocks on the disk; any thread. */
ModscopeReading *modscope_reading_take (const ModscopeReadingRequest *request);

G_END_DECLS
