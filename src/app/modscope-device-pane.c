/* Everything about one device, beside the list or on a screen of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-device-pane.h"

#include <glib/gi18n.h>

#include "modscope-detail-rows.h"
#include "modscope-device-rows.h"
#include "modscope-device-words.h"
#include "modscope-named-rows.h"
#include "modscope-row-group.h"
#include "modscope-width-bin.h"

struct _ModscopeDevicePane
{
  GtkWidget parent_instance;

  GtkWidget *header;
  GtkWidget *back_button;
  GtkWidget *menu_button;
  GtkWidget *scroller;
  GtkWidget *kind_icon;
  GtkWidget *name_label;
  GtkWidget *vendor_label;
  GtkWidget *verdict_box;
  GtkWidget *verdict_icon;
  GtkWidget *verdict_label;
  GtkWidget *changes_box;
  GtkWidget *off_button;
  GtkWidget *block_button;
  GtkWidget *restart_button;
  GtkWidget *driver_button;
  ModscopeRowGroup *chain_group;
  ModscopeRowGroup *driver_group;
  ModscopeRowGroup *candidates_group;
  ModscopeRowGroup *gives_group;
  ModscopeRowGroup *connection_group;
  ModscopeRowGroup *identifiers_group;

  gboolean (*can_do) (const ModscopeFix *fix, gpointer user_data);
  gpointer can_do_data;
  ModscopeMachine *machine;
  ModscopeHardwareRow *row;
  gulong notify_id;
};

enum
{
  PROP_0,
  PROP_CAN_GO_BACK,
  PROP_ALONE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeDevicePane, modscope_device_pane, GTK_TYPE_WIDGET)

static ModscopeDevice *
get_device (ModscopeDevicePane *self)
{
  return modscope_hardware_row_get_device (self->row);
}

static const ModscopeChain *
get_chain (ModscopeDevicePane *self)
{
  return modscope_hardware_row_get_chain (self->row);
}

/* Heading */

static void
show_heading (ModscopeDevicePane *self)
{
  ModscopeDevice *device = get_device (self);
  ModscopeDeviceKind kind = modscope_device_get_kind (device);
  const char *vendor = modscope_device_get_vendor (device);
  const ModscopeChain *chain = get_chain (self);
  const char *const classes[] = { modscope_chain_get_style (chain), NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->kind_icon),
                                modscope_device_kind_get_icon_name (kind));
  gtk_label_set_text (GTK_LABEL (self->name_label), modscope_device_get_name (device));
  gtk_label_set_text (GTK_LABEL (self->vendor_label), vendor != NULL ? vendor : "");
  gtk_widget_set_visible (self->vendor_label, vendor != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->verdict_icon),
                                modscope_chain_get_icon_name (chain));
  gtk_label_set_text (GTK_LABEL (self->verdict_label), modscope_verdict_get_label (chain->verdict));
  gtk_widget_set_css_classes (self->verdict_box, (const char **) classes);
}

/* The check chain */

/* Behind the step that failed comes what is wrong with it. */
static GtkWidget *
make_chain_row (guint index, gpointer data)
{
  ModscopeDevicePane *self = data;
  const ModscopeChain *chain = get_chain (self);
  gboolean has_finding = chain->finding != NULL && chain->failed >= 0;

  if (!has_finding || (int) index <= chain->failed)
    return modscope_step_row_new (chain, (ModscopeStep) index);
  if ((int) index == chain->failed + 1)
    return modscope_finding_row_new (chain->finding, self->can_do, self->can_do_data);
  return modscope_step_row_new (chain, (ModscopeStep) (index - 1));
}

static void
fill_chain (ModscopeDevicePane *self)
{
  const ModscopeChain *chain = get_chain (self);
  gboolean has_finding = chain->finding != NULL && chain->failed >= 0;

  modscope_row_group_fill (self->chain_group, MODSCOPE_N_STEPS + (has_finding ? 1 : 0),
                           make_chain_row, self, NULL);
}

/* Drivers */

/* What rows are made of: what they are called, and what they say. */
static void
add_pair (GPtrArray *pairs, const char *title, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_ptr_array_add (pairs, g_strdup (title));
  g_ptr_array_add (pairs, g_strdup (value));
}

static GtkWidget *
make_fact_row (guint index, gpointer pairs)
{
  return modscope_fact_row_new (g_ptr_array_index ((GPtrArray *) pairs, 2 * index),
                                g_ptr_array_index ((GPtrArray *) pairs, 2 * index + 1));
}

static void
fill_pairs (ModscopeRowGroup *group, GPtrArray *pairs)
{
  modscope_row_group_fill (group, pairs->len / 2, make_fact_row, pairs,
                           (GDestroyNotify) g_ptr_array_unref);
}

static void
fill_drivers (ModscopeDevicePane *self)
{
  ModscopeDevice *device = get_device (self);
  const char *module = modscope_device_get_module (device);
  const char *driver = modscope_device_get_driver (device);
  const char *const *candidates = modscope_device_get_candidates (device);
  g_autoptr (GStrvBuilder) others = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; candidates != NULL && candidates[i] != NULL; i++)
    if (g_strcmp0 (candidates[i], module) != 0)
      g_strv_builder_add (others, candidates[i]);
  if (module != NULL)
    {
      const char *const one[] = { module, NULL };

      modscope_row_group_fill_with_modules (self->driver_group, self->machine, one);
    }
  else
    {
      GPtrArray *pairs = g_ptr_array_new_with_free_func (g_free);

      /* Of a driver whose module is not known, at least its name. */
      add_pair (pairs, _ ("Driver"), driver);
      fill_pairs (self->driver_group, pairs);
    }
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->candidates_group),
                                   driver != NULL ? _ ("Other Drivers for It")
                                                  : _ ("Drivers for It"));
  names = g_strv_builder_end (others);
  modscope_row_group_fill_with_modules (self->candidates_group, self->machine,
                                        (const char *const *) names);
}

/* The rest */

static void
fill_gives (ModscopeDevicePane *self)
{
  const ModscopeDeviceChild *children = modscope_device_get_children (get_device (self));
  GPtrArray *pairs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; children[i].id != NULL; i++)
    add_pair (pairs, children[i].id, children[i].name);
  fill_pairs (self->gives_group, pairs);
}

static GtkWidget *
make_connection_row (guint index, gpointer data)
{
  ModscopeDevicePane *self = data;
  const char *parent = modscope_device_get_parent (get_device (self));

  return modscope_device_link_row_new (self->machine,
                                       modscope_machine_lookup_device (self->machine, parent));
}

static void
fill_connection (ModscopeDevicePane *self)
{
  const char *parent = modscope_device_get_parent (get_device (self));
  gboolean is_there =
    parent != NULL && modscope_machine_lookup_device (self->machine, parent) != NULL;

  modscope_row_group_fill (self->connection_group, is_there ? 1 : 0, make_connection_row, self,
                           NULL);
}

static void
fill_identifiers (ModscopeDevicePane *self)
{
  ModscopeDevice *device = get_device (self);
  const char *driver = modscope_device_get_driver (device);
  GPtrArray *pairs = g_ptr_array_new_with_free_func (g_free);

  add_pair (pairs, _ ("Identifier"), modscope_device_get_id (device));
  add_pair (pairs, _ ("Hardware Code (Modalias)"), modscope_device_get_modalias (device));
  add_pair (pairs, _ ("Path"), modscope_device_get_syspath (device));
  if (g_strcmp0 (driver, modscope_device_get_module (device)) != 0)
    add_pair (pairs, _ ("Name of the Driver"), driver);
  fill_pairs (self->identifiers_group, pairs);
}

static void
show (ModscopeDevicePane *self)
{
  show_heading (self);
  fill_chain (self);
  fill_drivers (self);
  fill_gives (self);
  fill_connection (self);
  fill_identifiers (self);
}

static void
clear (ModscopeDevicePane *self)
{
  if (self->row != NULL)
    g_clear_signal_handler (&self->notify_id, self->row);
  /* Their rows are made from these. */
  modscope_row_group_clear (self->chain_group);
  modscope_row_group_clear (self->connection_group);
  g_clear_object (&self->row);
  g_clear_object (&self->machine);
}

/* The class */

static gboolean
can_do_nothing (const ModscopeFix *fix, gpointer unused)
{
  return FALSE;
}

static void
modscope_device_pane_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  ModscopeDevicePane *self = MODSCOPE_DEVICE_PANE (object);

  switch (id)
    {
    case PROP_CAN_GO_BACK:
      gtk_widget_set_visible (self->back_button, g_value_get_boolean (value));
      break;
    case PROP_ALONE:
      adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (self->header),
                                                   g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_device_pane_dispose (GObject *object)
{
  ModscopeDevicePane *self = MODSCOPE_DEVICE_PANE (object);
  GtkWidget *child;

  if (self->row != NULL)
    g_clear_signal_handler (&self->notify_id, self->row);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->row);
  g_clear_object (&self->machine);
  G_OBJECT_CLASS (modscope_device_pane_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, ModscopeDevicePane, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-device-pane.ui");
  BIND (header);
  BIND (back_button);
  BIND (menu_button);
  BIND (scroller);
  BIND (kind_icon);
  BIND (name_label);
  BIND (vendor_label);
  BIND (verdict_box);
  BIND (verdict_icon);
  BIND (verdict_label);
  BIND (changes_box);
  BIND (off_button);
  BIND (block_button);
  BIND (restart_button);
  BIND (driver_button);
  BIND (chain_group);
  BIND (driver_group);
  BIND (candidates_group);
  BIND (gives_group);
  BIND (connection_group);
  BIND (identifiers_group);
}

#undef BIND

static void
modscope_device_pane_class_init (ModscopeDevicePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  g_type_ensure (MODSCOPE_TYPE_ROW_GROUP);
  g_type_ensure (MODSCOPE_TYPE_WIDTH_BIN);
  object_class->set_property = modscope_device_pane_set_property;
  object_class->dispose = modscope_device_pane_dispose;
  properties[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, flags);
  properties[PROP_ALONE] = g_param_spec_boolean ("alone", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
modscope_device_pane_init (ModscopeDevicePane *self)
{
  self->can_do = can_do_nothing;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
modscope_device_pane_new (void)
{
  return g_object_new (MODSCOPE_TYPE_DEVICE_PANE, NULL);
}

void
modscope_device_pane_set_can_do (ModscopeDevicePane *self,
                                 gboolean (*can_do) (const ModscopeFix *fix, gpointer user_data),
                                 gpointer user_data)
{
  g_return_if_fail (MODSCOPE_IS_DEVICE_PANE (self));
  self->can_do = can_do;
  self->can_do_data = user_data;
}

void
modscope_device_pane_show (ModscopeDevicePane *self,
                           ModscopeMachine *machine,
                           ModscopeHardwareRow *row)
{
  GtkAdjustment *adjustment;

  g_return_if_fail (MODSCOPE_IS_DEVICE_PANE (self));

  if (self->row == row)
    return;
  clear (self);
  if (row == NULL)
    return;
  self->machine = g_object_ref (machine);
  self->row = g_object_ref (row);
  self->notify_id = g_signal_connect_swapped (row, "notify::revision", G_CALLBACK (show), self);
  show (self);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  gtk_adjustment_set_value (adjustment, 0);
}

void
modscope_device_pane_set_can (ModscopeDevicePane *self, ModscopeDeviceCan can)
{
  g_return_if_fail (MODSCOPE_IS_DEVICE_PANE (self));
  gtk_widget_set_visible (self->block_button, can & MODSCOPE_DEVICE_CAN_BLOCK);
  gtk_widget_set_visible (self->restart_button, can & MODSCOPE_DEVICE_CAN_RESTART);
  gtk_widget_set_visible (self->off_button, can & MODSCOPE_DEVICE_CAN_TURN_OFF);
  gtk_widget_set_visible (self->driver_button, can & MODSCOPE_DEVICE_CAN_USE_DRIVER);
  gtk_widget_set_visible (self->changes_box, can != 0);
}

void
modscope_device_pane_update (ModscopeDevicePane *self)
{
  g_return_if_fail (MODSCOPE_IS_DEVICE_PANE (self));
  if (self->row != NULL)
    fill_chain (self);
}

void
modscope_device_pane_focus (ModscopeDevicePane *self)
{
  g_return_if_fail (MODSCOPE_IS_DEVICE_PANE (self));
  gtk_widget_grab_focus (gtk_widget_get_visible (self->back_button) ? self->back_button
                                                                    : self->menu_button);
}

ModscopeHardwareRow *
modscope_device_pane_get_row (ModscopeDevicePane *self)
{
  g_return_val_if_fail (MODSCOPE_IS_DEVICE_PANE (self), NULL);
  return self->row;
}
