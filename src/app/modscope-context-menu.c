/* The menu of a row, built when it is opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-context-menu.h"

static void
menu_closed_cb (GtkWidget *menu)
{
  /* The chosen action runs after the menu is closed, and needs it for that. */
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, menu);
}

void
modscope_context_menu_popup (GtkWidget *widget, const char *file, const GdkRectangle *at)
{
  g_autofree char *path = g_strconcat ("/io/github/modscope/Modscope/", file, NULL);
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (path);
  GtkWidget *menu =
    gtk_popover_menu_new_from_model (G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));

  gtk_widget_set_parent (menu, widget);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (menu), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), at);
  g_signal_connect (menu, "closed", G_CALLBACK (menu_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (menu));
}
