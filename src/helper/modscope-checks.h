/* The checks that several methods share: names, the running kernel's modules as one moment shows
 * them, and what is critical.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "system/modscope-critical.h"
#include "system/modscope-kmod.h"
#include "system/modscope-live.h"
#include "system/modscope-tables.h"

G_BEGIN_DECLS

/** ModscopeRunning: @kernel; @tables, %NULL if its module folder is gone; @live (element-type
 *  ModscopeLiveModule), what is loaded; @kmod of modscope_running_get_kmod(). */
typedef struct
{
  ModscopeKernel *kernel;
  ModscopeTables *tables;
  GPtrArray *live;
  ModscopeKmod *kmod;
} ModscopeRunning;

/** @self: (out caller-allocates): empty; to be cleared, also after an error. Error:
 * MODULES_DISABLED if nothing can be loaded or unloaded any more, NOT_FOUND without support for
 * modules. */
gboolean modscope_running_read (ModscopeRunning *self, ModscopePaths *paths, GError **error);
void modscope_running_clear (ModscopeRunning *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ModscopeRunning, modscope_running_clear)

/** Returns: (transfer none) (nullable): the same each time; error CONFIG_UNSAFE for a FIFO or a
 * file without end among the settings, which libkmod must not be given */
ModscopeKmod *modscope_running_get_kmod (ModscopeRunning *self, GError **error);

/** @module: (out) (transfer none) (nullable): the loaded module of a folded name, %NULL if it is
 *  not. Error: BUSY if it is coming or going */
gboolean modscope_running_find (ModscopeRunning *self,
                                const char *name,
                                const ModscopeLiveModule **module,
                                GError **error);

/** Returns: (transfer full) (nullable): a caller's name folded; error INVALID_NAME */
char *modscope_check_name (const char *name, GError **error);

/** Error: BUILT_IN or NOT_FOUND, if a folded name is not that of a module with a file */
gboolean modscope_check_has_file (ModscopeRunning *self, const char *name, GError **error);

/** Error: CRITICAL if @disks, of modscope_critical_read_disks(), need the module (a folded name)
 *  or the device (an id), or cannot be told. Either is nullable. */
gboolean modscope_check_critical (ModscopeCritical *disks,
                                  const char *module,
                                  const char *device,
                                  GError **error);

G_END_DECLS
