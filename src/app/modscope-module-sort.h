/* The orders of the list of modules. Pure functions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GCompareDataFuncs of two #ModscopeModule; equals are in the order of their names.  Numbers are
 * ordered with the largest first, since that is what a person who presses their title wants. */
int modscope_module_sort_by_name (gconstpointer a, gconstpointer b, gpointer unused);
int modscope_module_sort_by_purpose (gconstpointer a, gconstpointer b, gpointer unused);
int modscope_module_sort_by_status (gconstpointer a, gconstpointer b, gpointer unused);
int modscope_module_sort_by_use_count (gconstpointer a, gconstpointer b, gpointer unused);
int modscope_module_sort_by_memory (gconstpointer a, gconstpointer b, gpointer unused);
int modscope_module_sort_by_devices (gconstpointer a, gconstpointer b, gpointer unused);

G_END_DECLS
