/* The menu of a row, by the secondary button and by the keyboard, built when it is opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** @x, @y: in @widget, which holds @view. Returns: (transfer none) (nullable): the row of a column
 *  view or list view that is there */
GtkWidget *modscope_context_menu_find_row (GtkWidget *widget, GtkWidget *view, double x, double y);

/** @at: (out): where the row with the keyboard focus is in @widget. Returns: whether a row of @view
 *  has the focus */
gboolean modscope_context_menu_find_focus (GtkWidget *widget, GtkWidget *view, GdkRectangle *at);

/**
 * modscope_context_menu_popup:
 * @widget: the list; its actions and those of what it is in are the menu's
 * @file: name of the interface description with the object "menu"
 * @at: what it points to, in the widget's own place
 */
void modscope_context_menu_popup (GtkWidget *widget, const char *file, const GdkRectangle *at);

G_END_DECLS
