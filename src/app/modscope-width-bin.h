/* A container that asks for a width of its own choice and tells how wide it became, so that a page
 * can fold (GTK 4.8 and libadwaita 1.2 have no breakpoints).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ModscopeWidthBin: properties child (object), natural-width (int, pixels: what it asks for, unless
 * its child needs more) and width (int, readable; notifies while the width is handed out, before
 * the child gets its share).
 */
#define MODSCOPE_TYPE_WIDTH_BIN (modscope_width_bin_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeWidthBin, modscope_width_bin, MODSCOPE, WIDTH_BIN, GtkWidget)

/** Returns: its width in pixels; 0 before the first one */
int modscope_width_bin_get_width (ModscopeWidthBin *self);

/** @child: (nullable): the new child */
void modscope_width_bin_set_child (ModscopeWidthBin *self, GtkWidget *child);

/** Returns: (transfer none) (nullable): the child */
GtkWidget *modscope_width_bin_get_child (ModscopeWidthBin *self);

G_END_DECLS
