/* Makes and fills the cells of the list of modules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-cells.h"

#include "modscope-module-cell.h"
#include "modscope-module-text.h"

static void
setup (GtkListItem *item, ModscopeModulePart part)
{
  gtk_list_item_set_child (item, modscope_module_cell_new (part));
}

static void
setup_summary_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  setup (item, MODSCOPE_MODULE_PART_SUMMARY);
}

static void
setup_name_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  setup (item, MODSCOPE_MODULE_PART_NAME);
}

static void
setup_status_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  setup (item, MODSCOPE_MODULE_PART_STATUS);
}

static void
setup_text_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, modscope_module_text_new ());
}

static void
setup_count_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, modscope_module_number_new (4));
}

static void
setup_memory_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, modscope_module_number_new (8));
}

static void
bind_purpose_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_text_bind_purpose (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
bind_use_count_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_text_bind_use_count (gtk_list_item_get_child (item),
                                       gtk_list_item_get_item (item));
}

static void
bind_memory_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_text_bind_memory (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
bind_devices_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_text_bind_devices (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
unbind_text_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_text_unbind (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_cell_set_module (MODSCOPE_MODULE_CELL (gtk_list_item_get_child (item)),
                                   gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  modscope_module_cell_set_module (MODSCOPE_MODULE_CELL (gtk_list_item_get_child (item)), NULL);
}

void
modscope_module_cells_bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, setup_summary_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_name_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_status_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_count_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_memory_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_purpose_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_use_count_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_memory_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_devices_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}
