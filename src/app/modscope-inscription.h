/* A text in a row of a list: it takes no room of its own, of which there would be hundreds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * modscope_inscription_new:
 * @least: how many characters must be seen
 * @natural: how many usually are
 * @from_start: where the text lies: 0 where reading begins, 1 where it ends
 *
 * GtkInscription does not turn its text to the other side where people read from right to left.
 *
 * Returns: (transfer floating): a text that ends with an ellipsis where there is no room for it
 */
GtkWidget *modscope_inscription_new (guint least, guint natural, float from_start);

G_END_DECLS
