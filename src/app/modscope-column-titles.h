/* What GTK 4.8 has no properties for in the titles of a column view.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** The title of a column of numbers stands above their ends. */
void modscope_column_titles_align_end (GtkColumnView *view, GtkColumnViewColumn *column);

/** Returns: (transfer none) (nullable): the column by which a person sorted; @descending: (out) */
GtkColumnViewColumn *modscope_column_titles_find_sorted (GtkColumnView *view, gboolean *descending);

/** Returns: (transfer none): what holds all titles */
GtkWidget *modscope_column_titles_get_header (GtkColumnView *view);

G_END_DECLS
