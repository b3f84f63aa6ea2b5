/* Several selected modules: which they are, and what can be changed about which of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-selection-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "modscope-detail-rows.h"
#include "modscope-module-changes.h"
#include "modscope-row-group.h"

struct _ModscopeSelectionView
{
  GtkWidget parent_instance;

  GtkWidget *title_label;
  GtkWidget *changes_group;
  GtkWidget *load_row;
  GtkWidget *unload_row;
  GtkWidget *block_row;
  GtkWidget *unblock_row;
  ModscopeRowGroup *modules_group;
};

G_DEFINE_FINAL_TYPE (ModscopeSelectionView, modscope_selection_view, GTK_TYPE_WIDGET)

static void
modscope_selection_view_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_selection_view_parent_class)->dispose (object);
}

static void
modscope_selection_view_class_init (ModscopeSelectionViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MODSCOPE_TYPE_ROW_GROUP);

  G_OBJECT_CLASS (klass)->dispose = modscope_selection_view_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-selection-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeSelectionView, title_label);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSelectionView, changes_group);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSelectionView, load_row);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSelectionView, unload_row);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSelectionView, block_row);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSelectionView, unblock_row);
  gtk_widget_class_bind_template_child (widget_class, ModscopeSelectionView, modules_group);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
modscope_selection_view_init (ModscopeSelectionView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
make_module_row (guint index, gpointer user_data)
{
  ModscopeModule *module = g_ptr_array_index ((GPtrArray *) user_data, index);

  return modscope_module_row_new (modscope_module_get_name (module), module);
}

static gboolean
show_change (GtkWidget *row, const char *verb, GPtrArray *modules)
{
  g_auto (GStrv) names = modscope_module_change_dup_names (verb, modules);
  g_autofree char *text = g_strjoinv (", ", names);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_widget_set_visible (row, names[0] != NULL);
  return names[0] != NULL;
}

void
modscope_selection_view_set_modules (ModscopeSelectionView *self,
                                     ModscopeMachine *machine,
                                     GPtrArray *modules)
{
  gboolean can_change = modscope_kernel_is_running (modscope_machine_get_kernel (machine));
  g_autofree char *title = NULL;
  gboolean any;

  g_return_if_fail (MODSCOPE_IS_SELECTION_VIEW (self));

  title = g_strdup_printf (ngettext ("%u Module Selected", "%u Modules Selected", modules->len),
                           modules->len);
  gtk_label_set_text (GTK_LABEL (self->title_label), title);
  any = show_change (self->load_row, "load", modules);
  any = show_change (self->unload_row, "unload", modules) || any;
  any = show_change (self->block_row, "block", modules) || any;
  any = show_change (self->unblock_row, "unblock", modules) || any;
  gtk_widget_set_visible (self->changes_group, any && can_change);
  modscope_row_group_fill (self->modules_group, modules->len, make_module_row,
                           g_ptr_array_ref (modules), (GDestroyNotify) g_ptr_array_unref);
}
