/* The menu of a row, by the secondary button and by the keyboard.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** @x, @y: in @widget, which holds @view. Returns: (transfer none) (nullable): the row of a column
 *  view or list view that is there */
GtkWidget *modscope_row_menu_find_row (GtkWidget *widget, GtkWidget *view, double x, double y);

/** @at: (out): where the row with the keyboard focus is in @widget. Returns: whether a row of @view
 *  has the focus */
gboolean modscope_row_menu_find_focus (GtkWidget *widget, GtkWidget *view, GdkRectangle *at);

/**
 * modscope_row_menu_popup:
 * @widget: above which the menu is, and whose actions it has
 * @resource: a builder file whose "menu" is the menu
 * @at: where it points to
 */
void modscope_row_menu_popup (GtkWidget *widget, const char *resource, const GdkRectangle *at);

G_END_DECLS
