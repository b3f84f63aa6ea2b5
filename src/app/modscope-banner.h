/* A line across the window that says something which stays true, with one button.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ModscopeBanner: what AdwBanner is from libadwaita 1.3 on. */
#define MODSCOPE_TYPE_BANNER (modscope_banner_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeBanner, modscope_banner, MODSCOPE, BANNER, GtkWidget)

/**
 * modscope_banner_new:
 * @text: what it says
 * @button_label: (nullable): what its button says, with mnemonic; %NULL for no button
 * @action: (nullable): the action of the button
 *
 * Returns: (transfer floating): the banner
 */
GtkWidget *modscope_banner_new (const char *text, const char *button_label, const char *action);

G_END_DECLS
