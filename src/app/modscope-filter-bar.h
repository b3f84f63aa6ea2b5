/* The filters in force, each with a button that takes it away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "modscope-module-filter.h"

G_BEGIN_DECLS

/** ModscopeFilterBar: hidden while nothing but a search filters. */
#define MODSCOPE_TYPE_FILTER_BAR (modscope_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeFilterBar, modscope_filter_bar, MODSCOPE, FILTER_BAR, GtkWidget)

/**
 * modscope_filter_bar_new:
 * @filter: what it shows
 *
 * Returns: (transfer floating): the bar
 */
GtkWidget *modscope_filter_bar_new (ModscopeModuleFilter *filter);

/**
 * modscope_filter_bar_set_security_modules:
 * @self: the bar
 * @names: (nullable): the security modules that are active in the kernel, named while that kind is
 *   shown: most are built in and have no row of their own
 */
void modscope_filter_bar_set_security_modules (ModscopeFilterBar *self, const char *const *names);

G_END_DECLS
