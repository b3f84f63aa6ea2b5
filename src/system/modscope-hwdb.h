/* The udev hardware database: what people call the hardware of a modalias.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** ModscopeHwdb: for one thread at a time. */
typedef struct _ModscopeHwdb ModscopeHwdb;

/**
 * modscope_hwdb_new:
 *
 * Maps this system's database (hwdb(7)); also where another root is looked at, since names are the
 * same everywhere. Where it is missing, nothing is known.
 *
 * Returns: (transfer full): the database
 */
ModscopeHwdb *modscope_hwdb_new (void);
void modscope_hwdb_free (ModscopeHwdb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeHwdb, modscope_hwdb_free)

/**
 * modscope_hwdb_lookup:
 * @self: the database
 * @modalias: what to look for: "pci:v00008086d…", "usb:v046DpC31C"
 * @vendor: (out) (nullable) (transfer full): the maker's name
 * @model: (out) (nullable) (transfer full): the model's name
 * @class: (out) (nullable) (transfer full): the name of its class, "Network controller"
 */
void modscope_hwdb_lookup (
  ModscopeHwdb *self, const char *modalias, char **vendor, char **model, char **class);

G_END_DECLS
