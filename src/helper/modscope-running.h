/* The running kernel's modules, as one moment shows them: what a call is checked against.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "system/modscope-live.h"
#include "system/modscope-tables.h"

G_BEGIN_DECLS

/** ModscopeRunning: @kernel; @tables, %NULL if its module folder is gone; @live (element-type
 *  ModscopeLiveModule), what is loaded. */
typedef struct
{
  ModscopeKernel *kernel;
  ModscopeTables *tables;
  GPtrArray *live;
} ModscopeRunning;

/** Error: MODULES_DISABLED if nothing can be loaded or unloaded any more, NOT_FOUND without
 *  support for modules. */
ModscopeRunning *modscope_running_read (ModscopePaths *paths, GError **error);
void modscope_running_free (ModscopeRunning *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeRunning, modscope_running_free)

/** Returns: (transfer full) (nullable): a caller's name folded; error INVALID_NAME */
char *modscope_running_fold (const char *name, GError **error);

/** Returns: (transfer none) (nullable): the loaded module of a folded name; error BUSY, and %NULL
 *  too, if it is coming or going */
const ModscopeLiveModule *
modscope_running_find (ModscopeRunning *self, const char *name, GError **error);

/** Error: BUILT_IN or NOT_FOUND, if a folded name is not that of a module with a file */
gboolean modscope_running_check (ModscopeRunning *self, const char *name, GError **error);

G_END_DECLS
