/* Everything about one module, beside the list or on a screen of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-pane.h"

#include <glib/gi18n.h>
#include <string.h>

#include "diagnosis/modscope-module-firmware.h"
#include "modscope-alias-group.h"
#include "modscope-change-buttons.h"
#include "modscope-detail-rows.h"
#include "modscope-file-facts.h"
#include "modscope-module-words.h"
#include "modscope-named-rows.h"
#include "modscope-row-group.h"
#include "modscope-selection-view.h"
#include "modscope-width-bin.h"

struct _ModscopeModulePane
{
  GtkWidget parent_instance;

  GtkWidget *header;
  GtkWidget *back_button;
  GtkWidget *menu_button;
  GtkStack *stack;
  GtkWidget *scroller;
  GtkWidget *selection_view; /* once several were shown */
  GtkWidget *kind_icon;
  GtkWidget *name_label;
  GtkWidget *purpose_label;
  GtkWidget *description_label;
  ModscopeChangeButtons *change_buttons;
  GtkWidget *problem_row;
  GtkWidget *status_row;
  GtkWidget *status_icon;
  GtkWidget *kind_label;
  GtkWidget *memory_row;
  GtkWidget *memory_label;
  GtkWidget *security_row;
  ModscopeRowGroup *devices_group;
  ModscopeRowGroup *needs_group;
  ModscopeRowGroup *needed_by_group;
  ModscopeRowGroup *soft_group;
  ModscopeRowGroup *rules_group;
  ModscopeRowGroup *parameters_group;
  ModscopeRowGroup *firmware_group;
  ModscopeRowGroup *file_group;
  ModscopeAliasGroup *alias_group;

  ModscopeMachine *machine;
  ModscopeModule *module;
  gulong notify_id;
  ModscopeModuleDetails *details;
  GCancellable *cancellable;
};

enum
{
  PROP_0,
  PROP_CAN_GO_BACK,
  PROP_ALONE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeModulePane, modscope_module_pane, GTK_TYPE_WIDGET)

/* What is known at once */

static void
show_status (ModscopeModulePane *self)
{
  ModscopeStatus status = modscope_status_of (self->module);
  const char *style = modscope_status_get_style (status);
  g_autofree char *text = modscope_module_dup_status_text (self->module);
  const char *const *users = modscope_module_get_used_by (self->module);
  g_autofree char *names = g_strjoinv (", ", (GStrv) users);
  /* Translators: %s is a list of names of kernel modules */
  g_autofree char *used_by = g_strdup_printf (_ ("Used by %s"), names);
  const char *const classes[] = { style, NULL };

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->status_row), text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->status_row), *names != '\0' ? used_by : "");
  gtk_image_set_from_icon_name (GTK_IMAGE (self->status_icon),
                                modscope_status_get_icon_name (status));
  gtk_widget_set_css_classes (self->status_icon,
                              *style != '\0' ? (const char **) classes : (const char *[]){ NULL });
}

static void
show_problem (ModscopeModulePane *self)
{
  g_autoptr (GHashTable) lacking = modscope_find_modules_without_firmware (self->machine);
  const char *device = g_hash_table_lookup (lacking, modscope_module_get_name (self->module));
  g_autofree char *text = modscope_module_dup_problem_text (self->module);

  if (text == NULL && device != NULL)
    /* Translators: %s is the name of a device */
    text = g_strdup_printf (_ ("%s does not work: none of the firmware files that this driver "
                               "names is there."),
                            device);
  gtk_widget_set_visible (self->problem_row, text != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->problem_row),
                                 modscope_module_get_problem_title (self->module));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->problem_row), text != NULL ? text : "");
}

static char *
dup_bare (const char *text)
{
  g_auto (GStrv) words = modscope_words_from_search (text);

  return g_strjoinv (" ", words);
}

/* The purpose often holds the description: no need to say it twice. */
static gboolean
adds_something (const char *description, const char *purpose)
{
  g_autofree char *bare = dup_bare (description);
  g_autofree char *bare_purpose = dup_bare (purpose);

  return *bare != '\0' && strstr (bare_purpose, bare) == NULL;
}

static void
show_heading (ModscopeModulePane *self)
{
  ModscopeKind kind = modscope_module_get_kind (self->module);
  const char *purpose = modscope_module_get_purpose (self->module);
  const char *description = modscope_module_get_description (self->module);

  gtk_label_set_text (GTK_LABEL (self->name_label), modscope_module_get_name (self->module));
  gtk_label_set_text (GTK_LABEL (self->purpose_label), purpose);
  gtk_label_set_text (GTK_LABEL (self->description_label), description != NULL ? description : "");
  gtk_widget_set_visible (self->description_label, adds_something (description, purpose));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->kind_icon), modscope_kind_get_icon_name (kind));
  gtk_label_set_text (GTK_LABEL (self->kind_label), modscope_kind_get_label (kind));
}

/* Of another kernel's modules none can be changed: a line above the list says so. */
static void
show_changes (ModscopeModulePane *self)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (self->machine);

  modscope_change_buttons_set_module (self->change_buttons, self->module,
                                      modscope_kernel_is_running (kernel));
}

static void
show_security (ModscopeModulePane *self)
{
  const ModscopeKernelFacts *facts = modscope_machine_get_facts (self->machine);
  gboolean shown = modscope_module_get_kind (self->module) == MODSCOPE_KIND_SECURITY &&
                   facts->security_modules != NULL && facts->security_modules[0] != NULL;
  g_autofree char *names = shown ? g_strjoinv (", ", facts->security_modules) : g_strdup ("");

  gtk_widget_set_visible (self->security_row, shown);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->security_row), names);
}

static void
show_devices (ModscopeModulePane *self)
{
  modscope_row_group_fill_with_devices (self->devices_group, self->machine,
                                        modscope_module_get_devices (self->module));
}

static void
show_state (ModscopeModulePane *self)
{
  g_autofree char *memory = modscope_module_dup_memory_text (self->module);

  show_heading (self);
  show_status (self);
  show_changes (self);
  show_problem (self);
  show_security (self);
  gtk_label_set_text (GTK_LABEL (self->memory_label), memory);
  gtk_widget_set_visible (self->memory_row, *memory != '\0');
}

static void
module_notify_cb (ModscopeModulePane *self, GParamSpec *pspec)
{
  show_state (self);
  if (g_str_equal (pspec->name, "devices"))
    show_devices (self);
}

/* What is read from the module's file */

static GtkWidget *
make_parameter_row (guint index, gpointer details)
{
  return modscope_parameter_row_new (
    g_ptr_array_index (((ModscopeModuleDetails *) details)->parameters, index));
}

static GtkWidget *
make_firmware_row (guint index, gpointer details)
{
  return modscope_firmware_row_new (
    g_ptr_array_index (((ModscopeModuleDetails *) details)->firmware, index));
}

static GtkWidget *
make_rule_row (guint index, gpointer details)
{
  return modscope_rule_row_new (
    g_ptr_array_index (((ModscopeModuleDetails *) details)->rules, index));
}

static void
fill_from_details (ModscopeModulePane *self,
                   ModscopeRowGroup *group,
                   GPtrArray *things,
                   ModscopeRowMaker maker)
{
  modscope_row_group_fill (group, things != NULL ? things->len : 0, maker,
                           modscope_module_details_ref (self->details),
                           (GDestroyNotify) modscope_module_details_unref);
}

static void
fill_soft_needs (ModscopeModulePane *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  if (self->details->soft_pre != NULL)
    g_strv_builder_addv (names, (const char **) self->details->soft_pre);
  if (self->details->soft_post != NULL)
    g_strv_builder_addv (names, (const char **) self->details->soft_post);
  all = g_strv_builder_end (names);
  modscope_row_group_fill_with_modules (self->soft_group, self->machine, (const char *const *) all);
}

static void
show_details (ModscopeModulePane *self)
{
  modscope_row_group_fill_with_modules (self->needs_group, self->machine,
                                        (const char *const *) self->details->needs);
  modscope_row_group_fill_with_modules (self->needed_by_group, self->machine,
                                        (const char *const *) self->details->needed_by);
  fill_soft_needs (self);
  fill_from_details (self, self->rules_group, self->details->rules, make_rule_row);
  fill_from_details (self, self->parameters_group, self->details->parameters, make_parameter_row);
  fill_from_details (self, self->firmware_group, self->details->firmware, make_firmware_row);
  modscope_file_facts_fill (self->file_group, self->module, self->details);
  modscope_alias_group_set_aliases (self->alias_group,
                                    (const char *const *) self->details->aliases);
}

static void
clear_details (ModscopeModulePane *self)
{
  g_clear_pointer (&self->details, modscope_module_details_unref);
  modscope_row_group_clear (self->needs_group);
  modscope_row_group_clear (self->needed_by_group);
  modscope_row_group_clear (self->soft_group);
  modscope_row_group_clear (self->rules_group);
  modscope_row_group_clear (self->parameters_group);
  modscope_row_group_clear (self->firmware_group);
  modscope_row_group_clear (self->file_group);
  modscope_alias_group_set_aliases (self->alias_group, NULL);
}

static void
details_loaded_cb (GObject *machine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeModulePane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeModuleDetails) details =
    modscope_machine_load_details_finish (MODSCOPE_MACHINE (machine), result, &error);

  /* Another module is on show by now, or the pane is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->module == NULL)
    return;
  if (details == NULL)
    {
      g_warning ("Cannot read the details of %s: %s", modscope_module_get_name (self->module),
                 error != NULL ? error->message : "no reason given");
      return;
    }
  /* What a person opened stays open. */
  if (self->details != NULL && modscope_module_details_say_the_same (self->details, details))
    return;
  clear_details (self);
  self->details = g_steal_pointer (&details);
  show_details (self);
}

static void
cancel (ModscopeModulePane *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
clear_module (ModscopeModulePane *self)
{
  cancel (self);
  if (self->module != NULL)
    g_clear_signal_handler (&self->notify_id, self->module);
  g_clear_object (&self->module);
  g_clear_object (&self->machine);
}

/* The class */

static void
modscope_module_pane_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  ModscopeModulePane *self = MODSCOPE_MODULE_PANE (object);

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
modscope_module_pane_dispose (GObject *object)
{
  ModscopeModulePane *self = MODSCOPE_MODULE_PANE (object);
  GtkWidget *child;

  clear_module (self);
  g_clear_pointer (&self->details, modscope_module_details_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_module_pane_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, ModscopeModulePane, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-module-pane.ui");
  BIND (header);
  BIND (back_button);
  BIND (menu_button);
  BIND (stack);
  BIND (scroller);
  BIND (kind_icon);
  BIND (name_label);
  BIND (purpose_label);
  BIND (description_label);
  BIND (change_buttons);
  BIND (problem_row);
  BIND (status_row);
  BIND (status_icon);
  BIND (kind_label);
  BIND (memory_row);
  BIND (memory_label);
  BIND (security_row);
  BIND (devices_group);
  BIND (needs_group);
  BIND (needed_by_group);
  BIND (soft_group);
  BIND (rules_group);
  BIND (parameters_group);
  BIND (firmware_group);
  BIND (file_group);
  BIND (alias_group);
}

#undef BIND

static void
modscope_module_pane_class_init (ModscopeModulePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  g_type_ensure (MODSCOPE_TYPE_ALIAS_GROUP);
  g_type_ensure (MODSCOPE_TYPE_CHANGE_BUTTONS);
  g_type_ensure (MODSCOPE_TYPE_ROW_GROUP);
  g_type_ensure (MODSCOPE_TYPE_WIDTH_BIN);

  object_class->set_property = modscope_module_pane_set_property;
  object_class->dispose = modscope_module_pane_dispose;
  properties[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, flags);
  properties[PROP_ALONE] = g_param_spec_boolean ("alone", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
modscope_module_pane_init (ModscopeModulePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
modscope_module_pane_new (void)
{
  return g_object_new (MODSCOPE_TYPE_MODULE_PANE, NULL);
}

void
modscope_module_pane_show (ModscopeModulePane *self,
                           ModscopeMachine *machine,
                           ModscopeModule *module)
{
  GtkAdjustment *adjustment;

  g_return_if_fail (MODSCOPE_IS_MODULE_PANE (self));

  if (self->module == module)
    return;
  clear_module (self);
  if (module == NULL)
    return;
  gtk_widget_set_visible (self->menu_button, TRUE);
  gtk_stack_set_visible_child (self->stack, self->scroller);
  self->machine = g_object_ref (machine);
  self->module = g_object_ref (module);
  self->notify_id =
    g_signal_connect_swapped (module, "notify", G_CALLBACK (module_notify_cb), self);
  show_state (self);
  show_devices (self);
  clear_details (self);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  gtk_adjustment_set_value (adjustment, 0);
  modscope_module_pane_reload (self);
}

void
modscope_module_pane_show_several (ModscopeModulePane *self,
                                   ModscopeMachine *machine,
                                   GPtrArray *modules)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_PANE (self));

  clear_module (self);
  if (self->selection_view == NULL)
    {
      self->selection_view = g_object_new (MODSCOPE_TYPE_SELECTION_VIEW, NULL);
      gtk_stack_add_child (self->stack, self->selection_view);
    }
  modscope_selection_view_set_modules (MODSCOPE_SELECTION_VIEW (self->selection_view), machine,
                                       modules);
  gtk_widget_set_visible (self->menu_button, FALSE);
  gtk_stack_set_visible_child (self->stack, self->selection_view);
}

void
modscope_module_pane_focus (ModscopeModulePane *self)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_PANE (self));
  gtk_widget_grab_focus (gtk_widget_get_visible (self->back_button) ? self->back_button
                                                                    : self->menu_button);
}

void
modscope_module_pane_reload (ModscopeModulePane *self)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_PANE (self));

  if (self->module == NULL)
    return;
  cancel (self);
  self->cancellable = g_cancellable_new ();
  modscope_machine_load_details_async (self->machine, self->module, self->cancellable,
                                       details_loaded_cb, g_object_ref (self));
}

ModscopeModule *
modscope_module_pane_get_module (ModscopeModulePane *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_PANE (self), NULL);
  return self->module;
}

ModscopeModuleDetails *
modscope_module_pane_get_details (ModscopeModulePane *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_PANE (self), NULL);
  return self->details;
}
