/* The list of all modules, and how tables, live states, the index and the configuration get into
 * it. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-index.h"
#include "machine/modscope-module.h"

G_BEGIN_DECLS

/** ModscopeModuleStore: for one thread. */
typedef struct _ModscopeModuleStore ModscopeModuleStore;

ModscopeModuleStore *modscope_module_store_new (void);
void modscope_module_store_free (ModscopeModuleStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeModuleStore, modscope_module_store_free)

/** Returns: (transfer none): the modules sorted by name, a GListModel of #ModscopeModule */
GListModel *modscope_module_store_get_model (ModscopeModuleStore *self);

/** Returns: (transfer none) (nullable): the module of a folded name */
ModscopeModule *modscope_module_store_lookup (ModscopeModuleStore *self, const char *name);

/** Returns: whether the module was in /proc/modules when that was last read */
gboolean modscope_module_store_is_in_kernel (ModscopeModuleStore *self, const char *name);

/**
 * modscope_module_store_update:
 * @self: the list
 * @tables: (nullable): the tables in force
 * @index: (nullable): the index of those tables, if there is one
 * @live: (nullable) (element-type ModscopeLiveModule): what is in the kernel; %NULL leaves the live
 *   states as they are
 * @devices: (nullable) (element-type utf8 GStrv): comes with @live; %NULL leaves them as they are
 *
 * Brings the list up to date with as few changes as possible: a module that stays the same module
 * keeps its object, so that rows, selection and scroll position are left alone. What is in the
 * kernel and in no table came from a file elsewhere, and is listed too.
 */
void modscope_module_store_update (ModscopeModuleStore *self,
                                   ModscopeTables *tables,
                                   ModscopeIndex *index,
                                   GPtrArray *live,
                                   GHashTable *devices);

/** Tells each module how the configuration blocks it. */
void modscope_module_store_set_blocked (ModscopeModuleStore *self, ModscopeBlockedTable *blocked);

G_END_DECLS
