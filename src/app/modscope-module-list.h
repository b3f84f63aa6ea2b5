/* The list of modules: its columns, their order, how it folds, and how it grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "machine/modscope-machine.h"
#include "modscope-module-filter.h"

G_BEGIN_DECLS

/**
 * ModscopeModuleList: properties n-shown (uint, readable, notifies: how many the filter leaves),
 * selected (object, readable, notifies when the selection changes: the selected #ModscopeModule if
 * it is one), browsing (boolean: a press on a row opens it at once, as where the details have a
 * screen of their own).
 */
#define MODSCOPE_TYPE_MODULE_LIST (modscope_module_list_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeModuleList, modscope_module_list, MODSCOPE, MODULE_LIST, GtkWidget)

/**
 * ModscopeModuleList::activated:
 * @self: the list
 * @module: the module whose row was opened
 */

/**
 * modscope_module_list_set_modules:
 * @self: the list
 * @modules: (nullable): a GListModel of #ModscopeModule, sorted by name
 *
 * Shows the first rows only; modscope_module_list_grow() brings the others.
 */
void modscope_module_list_set_modules (ModscopeModuleList *self, GListModel *modules);

/** @width, @height: about the size in pixels that the list will have: what the first frame needs
 * rows and columns for */
void modscope_module_list_set_size (ModscopeModuleList *self, int width, int height);

/** @live: whether the modules' kernel runs; else the columns of what only a running one has are
 *  left out */
void modscope_module_list_set_live (ModscopeModuleList *self, gboolean live);

/** Brings the rows beyond the first screen, a few a frame. For after the first frame. */
void modscope_module_list_grow (ModscopeModuleList *self);

/** States or words of modules changed: filters and sorts again. */
void modscope_module_list_refresh (ModscopeModuleList *self);

/** Returns: (transfer none): the filter, to be set by its properties */
ModscopeModuleFilter *modscope_module_list_get_filter (ModscopeModuleList *self);

/** Returns: how many modules the filter leaves */
guint modscope_module_list_get_n_shown (ModscopeModuleList *self);

/** Returns: (transfer none) (nullable): the module of the selected row; %NULL if it is not one */
ModscopeModule *modscope_module_list_get_selected (ModscopeModuleList *self);

/** Returns: how many rows are selected */
guint modscope_module_list_get_n_selected (ModscopeModuleList *self);

/** Returns: (transfer full) (element-type ModscopeModule): the modules of all selected rows, in
 *  their order */
GPtrArray *modscope_module_list_dup_selected (ModscopeModuleList *self);

/**
 * modscope_module_list_select:
 * @self: the list
 * @module: (nullable): selects its row alone and brings it into view, if the filter leaves it;
 * %NULL selects none
 */
void modscope_module_list_select (ModscopeModuleList *self, ModscopeModule *module);

/**
 * modscope_module_list_dup_sort:
 * @self: the list
 * @descending: (out): whether the last comes first
 *
 * Returns: (transfer full): the word of the column that sorts it: "name", "purpose", "status",
 *   "used-by", "memory" or "devices"
 */
char *modscope_module_list_dup_sort (ModscopeModuleList *self, gboolean *descending);

/** @column: a word of modscope_module_list_dup_sort(); any other means "status". */
void
modscope_module_list_set_sort (ModscopeModuleList *self, const char *column, gboolean descending);

/** Moves the keyboard focus to the rows. */
void modscope_module_list_focus_rows (ModscopeModuleList *self);

G_END_DECLS
