/* What a row of the Hardware page looks like: a device's icon, name and verdict, or a heading.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-hardware-cell.h"

#include "modscope-device-words.h"
#include "modscope-icon.h"
#include "modscope-inscription.h"

#define INDENTATION 20 /* pixels for each thing that a device hangs at */

struct _ModscopeHardwareCell
{
  GtkWidget parent_instance;

  ModscopeHardwareRow *row;
  gulong notify_id;

  GtkWidget *icon;
  GtkWidget *box;
  GtkWidget *name;
  GtkWidget *verdict;
  GtkWidget *verdict_icon;
  const char *style; /* of the verdict */
};

G_DEFINE_FINAL_TYPE (ModscopeHardwareCell, modscope_hardware_cell, GTK_TYPE_WIDGET)

static void
set_style (ModscopeHardwareCell *self, const char *style, gboolean is_problem)
{
  /* What works needs no colour beyond its icon. */
  const char *text_style = is_problem ? style : "dim-label";
  const char *const icon_classes[] = { style, NULL };
  const char *const text_classes[] = { "caption", text_style, NULL };

  if (style == self->style)
    return;
  self->style = style;
  gtk_widget_set_css_classes (self->verdict_icon, (const char **) icon_classes);
  gtk_widget_set_css_classes (self->verdict, (const char **) text_classes);
}

static void
show_device (ModscopeHardwareCell *self, ModscopeDevice *device)
{
  const ModscopeChain *chain = modscope_hardware_row_get_chain (self->row);
  g_autofree char *text = modscope_device_dup_row_text (device, chain);

  modscope_icon_set_name (MODSCOPE_ICON (self->icon),
                          modscope_device_kind_get_icon_name (modscope_device_get_kind (device)));
  gtk_inscription_set_text (GTK_INSCRIPTION (self->name), modscope_device_get_name (device));
  gtk_inscription_set_text (GTK_INSCRIPTION (self->verdict), text);
  modscope_icon_set_name (MODSCOPE_ICON (self->verdict_icon), modscope_chain_get_icon_name (chain));
  set_style (self, modscope_chain_get_style (chain), modscope_chain_is_problem (chain));
}

/* Rows have no accessible name of their own in GTK 4.8. */
static void
name_row (ModscopeHardwareCell *self, ModscopeDevice *device)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *spoken = NULL;

  if (row == NULL)
    return;
  spoken =
    device != NULL
      ? modscope_device_dup_spoken (device, modscope_hardware_row_get_chain (self->row))
      : g_strdup (modscope_device_kind_get_label (modscope_hardware_row_get_kind (self->row)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  GTK_ACCESSIBLE_PROPERTY_LEVEL,
                                  (int) modscope_hardware_row_get_depth (self->row) + 1, -1);
}

static void
update (ModscopeHardwareCell *self)
{
  ModscopeDevice *device = modscope_hardware_row_get_device (self->row);

  gtk_widget_set_visible (self->icon, device != NULL);
  gtk_widget_set_visible (self->verdict, device != NULL);
  gtk_widget_set_visible (self->verdict_icon, device != NULL);
  gtk_widget_set_margin_start (self->icon,
                               (int) (INDENTATION * modscope_hardware_row_get_depth (self->row)));
  if (device != NULL)
    {
      gtk_widget_remove_css_class (self->name, "heading");
      show_device (self, device);
    }
  else
    {
      gtk_widget_add_css_class (self->name, "heading");
      gtk_inscription_set_text (
        GTK_INSCRIPTION (self->name),
        modscope_device_kind_get_label (modscope_hardware_row_get_kind (self->row)));
    }
  name_row (self, device);
}

/* The class */

static void
modscope_hardware_cell_dispose (GObject *object)
{
  ModscopeHardwareCell *self = MODSCOPE_HARDWARE_CELL (object);
  GtkWidget *child;

  modscope_hardware_cell_set_row (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_hardware_cell_parent_class)->dispose (object);
}

static void
modscope_hardware_cell_class_init (ModscopeHardwareCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = modscope_hardware_cell_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "hardwarecell");
}

static GtkWidget *
make_text (void)
{
  GtkWidget *text = modscope_inscription_new (13, 30, 0);

  gtk_widget_set_hexpand (text, TRUE);
  return text;
}

/* In C rather than from a template, as it is made many times before the first frame. */
static void
modscope_hardware_cell_init (ModscopeHardwareCell *self)
{
  self->icon = modscope_icon_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->name = make_text ();
  self->verdict = make_text ();
  self->verdict_icon = modscope_icon_new ();
  gtk_box_append (GTK_BOX (self->box), self->name);
  gtk_box_append (GTK_BOX (self->box), self->verdict);
  gtk_widget_set_valign (self->box, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_parent (self->verdict_icon, GTK_WIDGET (self));
}

GtkWidget *
modscope_hardware_cell_new (void)
{
  return g_object_new (MODSCOPE_TYPE_HARDWARE_CELL, NULL);
}

void
modscope_hardware_cell_set_row (ModscopeHardwareCell *self, ModscopeHardwareRow *row)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_CELL (self));

  if (self->row != NULL)
    g_clear_signal_handler (&self->notify_id, self->row);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  self->notify_id = g_signal_connect_swapped (row, "notify::revision", G_CALLBACK (update), self);
  update (self);
}

ModscopeHardwareRow *
modscope_hardware_cell_get_row (ModscopeHardwareCell *self)
{
  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_CELL (self), NULL);
  return self->row;
}
