/* A cell of the list of modules that has icons. There are hundreds of them, made while a person
 * looks: as few widgets as can be, in C rather than from a template.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-cell.h"

#include "modscope-icon.h"
#include "modscope-inscription.h"
#include "modscope-module-words.h"

struct _ModscopeModuleCell
{
  GtkWidget parent_instance;

  ModscopeModulePart part;
  ModscopeModule *module;
  gulong notify_id;

  GtkWidget *icon;
  GtkWidget *text;
  GtkWidget *second_text;
  GtkWidget *status_icon;
  const char *status_style;
};

G_DEFINE_FINAL_TYPE (ModscopeModuleCell, modscope_module_cell, GTK_TYPE_WIDGET)

static void
set_status_icon (ModscopeModuleCell *self, GtkWidget *icon)
{
  ModscopeStatus status = modscope_status_of (self->module);
  const char *style = modscope_status_get_style (status);

  modscope_icon_set_name (MODSCOPE_ICON (icon), modscope_status_get_icon_name (status));
  if (style == self->status_style)
    return;
  if (self->status_style != NULL && *self->status_style != '\0')
    gtk_widget_remove_css_class (icon, self->status_style);
  if (*style != '\0')
    gtk_widget_add_css_class (icon, style);
  self->status_style = style;
}

static void
set_text (ModscopeModuleCell *self, const char *text)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (self->text), text);
}

static void
set_kind_icon (ModscopeModuleCell *self)
{
  ModscopeKind kind = modscope_module_get_kind (self->module);

  modscope_icon_set_name (MODSCOPE_ICON (self->icon), modscope_kind_get_icon_name (kind));
}

static void
update (ModscopeModuleCell *self)
{
  switch (self->part)
    {
    case MODSCOPE_MODULE_PART_NAME:
      set_kind_icon (self);
      set_text (self, modscope_module_get_name (self->module));
      break;
    case MODSCOPE_MODULE_PART_STATUS:
      set_status_icon (self, self->icon);
      set_text (self, modscope_status_get_label (modscope_status_of (self->module)));
      break;
    case MODSCOPE_MODULE_PART_SUMMARY:
    default:
      set_kind_icon (self);
      set_text (self, modscope_module_get_name (self->module));
      gtk_inscription_set_text (GTK_INSCRIPTION (self->second_text),
                                modscope_module_get_purpose (self->module));
      set_status_icon (self, self->status_icon);
      break;
    }
}

/* Rows have no accessible name of their own: the first cell names its row. */
static void
name_row (ModscopeModuleCell *self)
{
  GtkWidget *column_cell = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *row = column_cell != NULL ? gtk_widget_get_parent (column_cell) : NULL;
  g_autofree char *spoken = NULL;

  if (row == NULL ||
      (self->part != MODSCOPE_MODULE_PART_NAME && self->part != MODSCOPE_MODULE_PART_SUMMARY))
    return;
  spoken = modscope_module_dup_spoken (self->module);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
notify_cb (ModscopeModuleCell *self)
{
  update (self);
  name_row (self);
}

static void
clear_module (ModscopeModuleCell *self)
{
  if (self->module != NULL)
    g_clear_signal_handler (&self->notify_id, self->module);
  g_clear_object (&self->module);
}

static void
modscope_module_cell_dispose (GObject *object)
{
  ModscopeModuleCell *self = MODSCOPE_MODULE_CELL (object);
  GtkWidget *child;

  clear_module (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_module_cell_parent_class)->dispose (object);
}

static void
modscope_module_cell_class_init (ModscopeModuleCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = modscope_module_cell_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "modulecell");
}

static void
modscope_module_cell_init (ModscopeModuleCell *self)
{
}

static GtkWidget *
make_text (guint characters)
{
  GtkWidget *text = modscope_inscription_new (MIN (characters, 13), characters, 0);

  gtk_widget_set_hexpand (text, TRUE);
  return text;
}

static GtkWidget *
append_icon (ModscopeModuleCell *self)
{
  GtkWidget *icon = modscope_icon_new ();

  gtk_widget_set_parent (icon, GTK_WIDGET (self));
  return icon;
}

static void
append_text (ModscopeModuleCell *self, guint characters)
{
  self->text = make_text (characters);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}

static void
append_two_texts (ModscopeModuleCell *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->text = make_text (20);
  self->second_text = make_text (20);
  gtk_widget_add_css_class (self->second_text, "dim-label");
  gtk_widget_add_css_class (self->second_text, "caption");
  gtk_box_append (GTK_BOX (box), self->text);
  gtk_box_append (GTK_BOX (box), self->second_text);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

GtkWidget *
modscope_module_cell_new (ModscopeModulePart part)
{
  ModscopeModuleCell *self = g_object_new (MODSCOPE_TYPE_MODULE_CELL, NULL);

  self->part = part;
  switch (part)
    {
    case MODSCOPE_MODULE_PART_NAME:
      self->icon = append_icon (self);
      append_text (self, 15);
      break;
    case MODSCOPE_MODULE_PART_STATUS:
      self->icon = append_icon (self);
      append_text (self, 7);
      break;
    case MODSCOPE_MODULE_PART_SUMMARY:
    default:
      self->icon = append_icon (self);
      append_two_texts (self);
      self->status_icon = append_icon (self);
      break;
    }
  return GTK_WIDGET (self);
}

void
modscope_module_cell_set_module (ModscopeModuleCell *self, ModscopeModule *module)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_CELL (self));

  if (self->module == module)
    return;
  clear_module (self);
  if (module == NULL)
    return;
  self->module = g_object_ref (module);
  self->notify_id = g_signal_connect_swapped (module, "notify", G_CALLBACK (notify_cb), self);
  update (self);
  name_row (self);
}

ModscopeModule *
modscope_module_cell_get_module (ModscopeModuleCell *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_CELL (self), NULL);
  return self->module;
}
