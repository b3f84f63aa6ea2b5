/* Places in the kernel tree, and what the modules there are for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-kind.h"

G_BEGIN_DECLS

/**
 * ModscopePlaceScope:
 * @MODSCOPE_PLACE_NONE: there is no clause
 * @MODSCOPE_PLACE_DRIVERS: it is true of the drivers there, but not of code that they share
 * @MODSCOPE_PLACE_ALL: it is true of everything there
 *
 * For which modules of a place its clause is true.
 */
typedef enum
{
  MODSCOPE_PLACE_NONE,
  MODSCOPE_PLACE_DRIVERS,
  MODSCOPE_PLACE_ALL,
} ModscopePlaceScope;

/**
 * ModscopePlace:
 * @folder: below the module folder's "kernel" ("drivers/net/wireless"), or a module there without
 *   its ".ko"; those of all processors are in one "arch"
 * @kind: what the modules there belong to
 * @scope: for which of them @clause is true
 * @clause: (nullable): what they do in plain words, not translated yet, without a full stop
 */
typedef struct
{
  const char *folder;
  ModscopeKind kind;
  ModscopePlaceScope scope;
  const char *clause;
} ModscopePlace;

/**
 * modscope_place_find:
 * @path: (nullable): a module's file below the module folder, "kernel/drivers/net/tun.ko"
 *
 * Any thread; a pure function of the path.
 *
 * Returns: (transfer none) (nullable): the innermost place that holds it
 */
const ModscopePlace *modscope_place_find (const char *path);

/** The table of modscope-place-table.c: all places, sorted by folder (strcmp). */
extern const ModscopePlace modscope_places[];
extern const gsize modscope_n_places;

G_END_DECLS
