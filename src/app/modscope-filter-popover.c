/* What the list of modules can be filtered by.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-filter-popover.h"

#include <glib/gi18n.h>

struct _ModscopeFilterPopover
{
  GtkPopover parent_instance;

  GtkWidget *status_box;
  GtkWidget *status_buttons[MODSCOPE_N_STATUS_FILTERS];
  GtkWidget *kind_drop_down;
  GtkWidget *problems_button;
  GtkWidget *unsigned_button;
  GtkWidget *foreign_button;

  ModscopeModuleFilter *filter;
  GArray *kinds; /* of the drop-down's positions, -1 for all */
};

G_DEFINE_FINAL_TYPE (ModscopeFilterPopover, modscope_filter_popover, GTK_TYPE_POPOVER)

/* Kinds */

static void
setup_kind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                                               GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL));
  gtk_list_item_set_child (item, box);
}

static void
bind_kind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *image = gtk_widget_get_first_child (box);
  GtkWidget *label = gtk_widget_get_last_child (box);
  gpointer string = gtk_list_item_get_item (item);
  int kind = GPOINTER_TO_INT (g_object_get_data (string, "kind"));

  gtk_label_set_text (GTK_LABEL (label), gtk_string_object_get_string (string));
  gtk_image_set_from_icon_name (GTK_IMAGE (image),
                                kind >= 0 ? modscope_kind_get_icon_name ((ModscopeKind) kind)
                                          : "view-list-symbolic");
}

static void
add_kind (ModscopeFilterPopover *self, GtkStringList *names, int kind, const char *name)
{
  g_autoptr (GObject) string = NULL;

  gtk_string_list_append (names, name);
  string = g_list_model_get_item (G_LIST_MODEL (names), self->kinds->len);
  g_object_set_data (string, "kind", GINT_TO_POINTER (kind));
  g_array_append_val (self->kinds, kind);
}

static void
fill_kinds (ModscopeFilterPopover *self, GListModel *modules)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint counts[MODSCOPE_N_KINDS] = { 0 };
  guint n = g_list_model_get_n_items (modules);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ModscopeModule) module = g_list_model_get_item (modules, i);

      counts[modscope_module_get_kind (module)]++;
    }
  /* Translators: modules of any kind */
  add_kind (self, names, -1, C_ ("kind filter", "All"));
  for (int kind = 0; kind < MODSCOPE_N_KINDS; kind++)
    if (counts[kind] > 0)
      add_kind (self, names, kind, modscope_kind_get_label ((ModscopeKind) kind));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->kind_drop_down), G_LIST_MODEL (names));
}

/* What has the focus is the button inside, of which GTK 4.8 says nothing but its class. */
static void
say_kind (ModscopeFilterPopover *self)
{
  GtkDropDown *drop_down = GTK_DROP_DOWN (self->kind_drop_down);
  GtkWidget *button = gtk_widget_get_first_child (self->kind_drop_down);
  gpointer string = gtk_drop_down_get_selected_item (drop_down);
  g_autofree char *name = NULL;

  if (string == NULL)
    return;
  /* Translators: the filter for kinds of modules, and the kind that is chosen in it */
  name = g_strdup_printf (_ ("Kind: %s"), gtk_string_object_get_string (string));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
kind_selected_cb (ModscopeFilterPopover *self)
{
  guint position = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind_drop_down));

  say_kind (self);
  if (self->filter != NULL && position < self->kinds->len)
    g_object_set (self->filter, "kind", g_array_index (self->kinds, int, position), NULL);
}

static void
kind_changed_cb (ModscopeFilterPopover *self)
{
  for (guint i = 0; i < self->kinds->len; i++)
    if (g_array_index (self->kinds, int, i) == modscope_module_filter_get_kind (self->filter))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kind_drop_down), i);
}

/* Statuses */

static void
status_toggled_cb (GtkCheckButton *button, ModscopeFilterPopover *self)
{
  if (!gtk_check_button_get_active (button))
    return;
  for (int i = 0; i < MODSCOPE_N_STATUS_FILTERS; i++)
    if (self->status_buttons[i] == GTK_WIDGET (button))
      g_object_set (self->filter, "status", i, NULL);
}

static void
status_changed_cb (ModscopeFilterPopover *self)
{
  ModscopeStatusFilter status = modscope_module_filter_get_status (self->filter);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->status_buttons[status]), TRUE);
}

static void
add_status_buttons (ModscopeFilterPopover *self)
{
  for (int i = 0; i < MODSCOPE_N_STATUS_FILTERS; i++)
    {
      GtkWidget *button = gtk_check_button_new_with_label (modscope_status_filter_get_label (i));

      self->status_buttons[i] = button;
      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (button),
                                    GTK_CHECK_BUTTON (self->status_buttons[0]));
      gtk_box_append (GTK_BOX (self->status_box), button);
    }
}

/* The class */

static void
modscope_filter_popover_dispose (GObject *object)
{
  ModscopeFilterPopover *self = MODSCOPE_FILTER_POPOVER (object);

  g_clear_object (&self->filter);
  g_clear_pointer (&self->kinds, g_array_unref);
  G_OBJECT_CLASS (modscope_filter_popover_parent_class)->dispose (object);
}

static void
modscope_filter_popover_class_init (ModscopeFilterPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_filter_popover_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-filter-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeFilterPopover, status_box);
  gtk_widget_class_bind_template_child (widget_class, ModscopeFilterPopover, kind_drop_down);
  gtk_widget_class_bind_template_child (widget_class, ModscopeFilterPopover, problems_button);
  gtk_widget_class_bind_template_child (widget_class, ModscopeFilterPopover, unsigned_button);
  gtk_widget_class_bind_template_child (widget_class, ModscopeFilterPopover, foreign_button);
  gtk_widget_class_bind_template_callback (widget_class, setup_kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_selected_cb);
}

static void
modscope_filter_popover_init (ModscopeFilterPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->kinds = g_array_new (FALSE, FALSE, sizeof (int));
  add_status_buttons (self);
}

GtkWidget *
modscope_filter_popover_new (ModscopeModuleFilter *filter, GListModel *modules)
{
  const GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;
  ModscopeFilterPopover *self = g_object_new (MODSCOPE_TYPE_FILTER_POPOVER, NULL);

  fill_kinds (self, modules);
  self->filter = g_object_ref (filter);
  kind_changed_cb (self);
  status_changed_cb (self);
  for (int i = 0; i < MODSCOPE_N_STATUS_FILTERS; i++)
    g_signal_connect (self->status_buttons[i], "toggled", G_CALLBACK (status_toggled_cb), self);
  g_object_bind_property (filter, "problems", self->problems_button, "active", both);
  g_object_bind_property (filter, "unsigned", self->unsigned_button, "active", both);
  g_object_bind_property (filter, "foreign", self->foreign_button, "active", both);
  g_signal_connect_object (filter, "notify::kind", G_CALLBACK (kind_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (filter, "notify::status", G_CALLBACK (status_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
