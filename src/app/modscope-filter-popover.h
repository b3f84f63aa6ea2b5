/* What the list of modules can be filtered by.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "modscope-module-filter.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_FILTER_POPOVER (modscope_filter_popover_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeFilterPopover, modscope_filter_popover, MODSCOPE, FILTER_POPOVER, GtkPopover)

/**
 * modscope_filter_popover_new:
 * @filter: what it changes, and follows
 * @modules: a GListModel of #ModscopeModule: the kinds that occur in it are offered
 *
 * Returns: (transfer floating): the popover
 */
GtkWidget *modscope_filter_popover_new (ModscopeModuleFilter *filter, GListModel *modules);

G_END_DECLS
