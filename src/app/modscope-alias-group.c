/* The hardware that a module claims, in a list that is made when it is looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-alias-group.h"

#include <glib/gi18n.h>

#define HEIGHT_MAX 280 /* pixels */

struct _ModscopeAliasGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *row;
  GtkWidget *count_label;
  GtkWidget *list_row; /* once it was made */
  GStrv aliases;
};

G_DEFINE_FINAL_TYPE (ModscopeAliasGroup, modscope_alias_group, ADW_TYPE_PREFERENCES_GROUP)

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize",
                                   PANGO_ELLIPSIZE_MIDDLE, "selectable", FALSE, NULL);

  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  const char *alias = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), alias);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), alias);
}

static GtkWidget *
make_list_row (ModscopeAliasGroup *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GListModel *aliases = G_LIST_MODEL (gtk_string_list_new ((const char *const *) self->aliases));
  GtkWidget *view;
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (aliases)), factory);
  gtk_widget_add_css_class (view, "aliases");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Aliases"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), HEIGHT_MAX);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  return g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE, "focusable", FALSE, "child",
                       scroller, NULL);
}

static void
expanded_cb (ModscopeAliasGroup *self)
{
  if (!adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self->row)) || self->list_row != NULL ||
      self->aliases == NULL)
    return;
  self->list_row = make_list_row (self);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->row), self->list_row);
}

static void
modscope_alias_group_finalize (GObject *object)
{
  g_strfreev (MODSCOPE_ALIAS_GROUP (object)->aliases);
  G_OBJECT_CLASS (modscope_alias_group_parent_class)->finalize (object);
}

static void
modscope_alias_group_class_init (ModscopeAliasGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = modscope_alias_group_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-alias-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeAliasGroup, row);
  gtk_widget_class_bind_template_child (widget_class, ModscopeAliasGroup, count_label);
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
}

static void
modscope_alias_group_init (ModscopeAliasGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
modscope_alias_group_set_aliases (ModscopeAliasGroup *self, const char *const *aliases)
{
  guint n = aliases != NULL ? g_strv_length ((GStrv) aliases) : 0;
  g_autofree char *count = g_strdup_printf ("%u", n);

  g_return_if_fail (MODSCOPE_IS_ALIAS_GROUP (self));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->row), FALSE);
  if (self->list_row != NULL)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self->row), self->list_row);
  self->list_row = NULL;
  g_strfreev (self->aliases);
  self->aliases = g_strdupv ((GStrv) aliases);
  gtk_label_set_text (GTK_LABEL (self->count_label), count);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}
