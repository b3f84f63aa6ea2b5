/* The filter of the list of modules: status, kind, what is unusual, and the words of a search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "machine/modscope-module.h"

G_BEGIN_DECLS

/** ModscopeStatusFilter: which statuses are shown. */
typedef enum
{
  MODSCOPE_STATUS_FILTER_ALL,
  MODSCOPE_STATUS_FILTER_LOADED,
  MODSCOPE_STATUS_FILTER_IN_USE,
  MODSCOPE_STATUS_FILTER_AVAILABLE,
  MODSCOPE_STATUS_FILTER_BUILTIN,
  MODSCOPE_STATUS_FILTER_BLOCKED,
  MODSCOPE_N_STATUS_FILTERS,
} ModscopeStatusFilter;

/** Returns: (transfer none): its name for a person, translated */
const char *modscope_status_filter_get_label (ModscopeStatusFilter status);

/**
 * ModscopeModuleFilter: properties, all with notification: search (s), status (int, a
 * #ModscopeStatusFilter), kind (int, a #ModscopeKind, -1 for all), problems, unsigned and foreign
 * (b).
 */
#define MODSCOPE_TYPE_MODULE_FILTER (modscope_module_filter_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeModuleFilter, modscope_module_filter, MODSCOPE, MODULE_FILTER, GtkFilter)

ModscopeModuleFilter *modscope_module_filter_new (void);

/** @names: (transfer none) (element-type utf8 utf8): the modules that are a problem for want of
 *  firmware, of modscope_find_modules_without_firmware(). Filters again only if they are others */
void modscope_module_filter_set_without_firmware (ModscopeModuleFilter *self, GHashTable *names);

/** @text: (nullable): what a person typed; every word of it must be found */
void modscope_module_filter_set_search (ModscopeModuleFilter *self, const char *text);
const char *modscope_module_filter_get_search (ModscopeModuleFilter *self);

ModscopeStatusFilter modscope_module_filter_get_status (ModscopeModuleFilter *self);

/** Returns: a #ModscopeKind, or -1 for all */
int modscope_module_filter_get_kind (ModscopeModuleFilter *self);

/** Returns: whether anything but the search hides modules */
gboolean modscope_module_filter_is_active (ModscopeModuleFilter *self);

/** Shows everything again; the search too. */
void modscope_module_filter_clear (ModscopeModuleFilter *self);

G_END_DECLS
