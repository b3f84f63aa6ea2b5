/* The menu of a row, built when it is opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * modscope_context_menu_popup:
 * @widget: the list; its actions and those of what it is in are the menu's
 * @file: name of the interface description with the object "menu"
 * @at: what it points to, in the widget's own place
 */
void modscope_context_menu_popup (GtkWidget *widget, const char *file, const GdkRectangle *at);

G_END_DECLS
