/* The search above the list of modules, and the filters in force below it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "modscope-module-filter.h"

G_BEGIN_DECLS

/**
 * ModscopeModuleSearch: property active (boolean, notifies: whether the search is shown); signal
 * left: the keyboard focus should go on to what was found. What it holds is made when it is needed
 * first.
 */
#define MODSCOPE_TYPE_MODULE_SEARCH (modscope_module_search_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeModuleSearch, modscope_module_search, MODSCOPE, MODULE_SEARCH, GtkWidget)

/** @filter: what it sets; once */
void modscope_module_search_set_filter (ModscopeModuleSearch *self, ModscopeModuleFilter *filter);

/** @widget: (nullable): where keys that nothing else takes are pressed: they begin a search */
void modscope_module_search_set_key_capture (ModscopeModuleSearch *self, GtkWidget *widget);

/** @names: (nullable): the kernel's active security modules, to be named with their filter */
void modscope_module_search_set_security_modules (ModscopeModuleSearch *self,
                                                  const char *const *names);

/** Makes it before it is needed. For after the first frame. */
void modscope_module_search_prepare (ModscopeModuleSearch *self);

gboolean modscope_module_search_get_active (ModscopeModuleSearch *self);

/** Shows it or hides it; shown, it takes the keyboard focus. */
void modscope_module_search_set_active (ModscopeModuleSearch *self, gboolean active);

/** Empties the search and takes all filters away. */
void modscope_module_search_clear (ModscopeModuleSearch *self);

G_END_DECLS
