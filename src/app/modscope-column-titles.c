/* What GTK 4.8 has no properties for in the titles of a column view.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-column-titles.h"

GtkWidget *
modscope_column_titles_get_header (GtkColumnView *view)
{
  return gtk_widget_get_first_child (GTK_WIDGET (view));
}

static GtkWidget *
find_title (GtkColumnView *view, GtkColumnViewColumn *column)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  GtkWidget *title = gtk_widget_get_first_child (modscope_column_titles_get_header (view));

  for (guint i = 0; title != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) other = g_list_model_get_item (columns, i);

      if (other == column)
        return title;
      title = gtk_widget_get_next_sibling (title);
    }
  return NULL;
}

void
modscope_column_titles_align_end (GtkColumnView *view, GtkColumnViewColumn *column)
{
  GtkWidget *title = find_title (view, column);
  GtkWidget *box = title != NULL ? gtk_widget_get_first_child (title) : NULL;

  if (!GTK_IS_BOX (box))
    return;
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_box_reorder_child_after (GTK_BOX (box), gtk_widget_get_last_child (box), NULL);
}

/* GTK 4.8 tells which column sorts by the style of the arrow in its title alone. */
static gboolean
is_sorted_by (GtkWidget *title, gboolean *descending)
{
  GtkWidget *box = gtk_widget_get_first_child (title);
  GtkWidget *child = box != NULL ? gtk_widget_get_first_child (box) : NULL;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      *descending = gtk_widget_has_css_class (child, "descending");
      if (*descending || gtk_widget_has_css_class (child, "ascending"))
        return TRUE;
    }
  return FALSE;
}

GtkColumnViewColumn *
modscope_column_titles_find_sorted (GtkColumnView *view, gboolean *descending)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  GtkWidget *title = gtk_widget_get_first_child (modscope_column_titles_get_header (view));

  for (guint i = 0; title != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      /* The view holds it, too. */
      if (is_sorted_by (title, descending))
        return column;
      title = gtk_widget_get_next_sibling (title);
    }
  return NULL;
}
