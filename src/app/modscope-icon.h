/* An icon in a row of a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MODSCOPE_TYPE_ICON (modscope_icon_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeIcon, modscope_icon, MODSCOPE, ICON, GtkWidget)

/**
 * modscope_icon_new:
 *
 * Like a GtkImage of 16 pixels, each of which in GTK 4.8 has a Pango context of its own and
 * measures its font: a millisecond for the rows of a first frame.
 *
 * Returns: (transfer floating): an icon in the colour of its style, nothing to a screen reader
 */
GtkWidget *modscope_icon_new (void);

/**
 * modscope_icon_set_name:
 * @self: the icon
 * @name: (transfer none): name of a symbolic icon, a string that stays
 */
void modscope_icon_set_name (ModscopeIcon *self, const char *name);

G_END_DECLS
