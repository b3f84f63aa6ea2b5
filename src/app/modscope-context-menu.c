/* The menu of a row, by the secondary button and by the keyboard, built when it is opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-context-menu.h"

/* Pixels from the row's start to where a menu that was not pointed for begins. */
#define INDENT 24

GtkWidget *
modscope_context_menu_find_row (GtkWidget *widget, GtkWidget *view, double x, double y)
{
  GtkWidget *row;

  gtk_widget_translate_coordinates (widget, view, x, y, &x, &y);
  row = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);
  while (row != NULL && row != view && !g_str_equal (gtk_widget_get_css_name (row), "row"))
    row = gtk_widget_get_parent (row);
  return row != view ? row : NULL;
}

gboolean
modscope_context_menu_find_focus (GtkWidget *widget, GtkWidget *view, GdkRectangle *at)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, view) ||
      !gtk_widget_compute_bounds (focus, widget, &bounds))
    return FALSE;
  *at = (GdkRectangle){ (int) bounds.origin.x + INDENT, (int) bounds.origin.y, 1,
                        (int) bounds.size.height };
  return TRUE;
}

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
