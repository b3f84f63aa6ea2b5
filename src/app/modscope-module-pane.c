/* Everything about one module, beside the list or on a screen of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-pane.h"

#include <glib/gi18n.h>
#include <string.h>

#include "modscope-detail-rows.h"
#include "modscope-module-words.h"
#include "modscope-row-group.h"
#include "modscope-width-bin.h"

struct _ModscopeModulePane
{
  GtkWidget parent_instance;

  GtkWidget *header;
  GtkWidget *back_button;
  GtkWidget *scroller;
  GtkWidget *kind_icon;
  GtkWidget *name_label;
  GtkWidget *purpose_label;
  GtkWidget *description_label;
  GtkWidget *changes_box;
  GtkWidget *load_button;
  GtkWidget *unload_button;
  GtkWidget *block_button;
  GtkWidget *unblock_button;
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
  GtkWidget *aliases_group;
  GtkWidget *aliases_row;
  GtkWidget *aliases_label;
  GtkWidget *aliases_list;

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
  g_autofree char *text = modscope_module_dup_problem_text (self->module);

  gtk_widget_set_visible (self->problem_row, text != NULL);
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
  gboolean is_builtin = modscope_module_get_state (self->module) == MODSCOPE_MODULE_BUILTIN;

  gtk_widget_set_visible (self->load_button, modscope_module_can_load (self->module));
  gtk_widget_set_visible (self->unload_button, modscope_module_is_in_kernel (self->module));
  gtk_widget_set_visible (self->block_button, modscope_module_can_block (self->module));
  gtk_widget_set_visible (self->unblock_button, modscope_module_can_unblock (self->module));
  gtk_widget_set_visible (self->changes_box, modscope_kernel_is_running (kernel) && !is_builtin);
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

static GtkWidget *
make_device_row (guint index, gpointer ids)
{
  return modscope_device_row_new (((char **) ids)[index], TRUE);
}

static void
show_devices (ModscopeModulePane *self)
{
  GStrv ids = g_strdupv ((GStrv) modscope_module_get_devices (self->module));

  modscope_row_group_fill (self->devices_group, g_strv_length (ids), make_device_row, ids,
                           (GDestroyNotify) g_strfreev);
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

typedef struct
{
  ModscopeMachine *machine;
  GStrv names;
} ModuleNames;

static void
module_names_free (gpointer data)
{
  ModuleNames *self = data;

  g_object_unref (self->machine);
  g_strfreev (self->names);
  g_free (self);
}

static GtkWidget *
make_module_row (guint index, gpointer data)
{
  ModuleNames *self = data;
  const char *name = self->names[index];

  return modscope_module_row_new (name, modscope_machine_lookup (self->machine, name));
}

static void
fill_modules (ModscopeModulePane *self, ModscopeRowGroup *group, GStrv names)
{
  ModuleNames *data = g_new (ModuleNames, 1);

  data->machine = g_object_ref (self->machine);
  data->names = names != NULL ? g_strdupv (names) : g_new0 (char *, 1);
  modscope_row_group_fill (group, g_strv_length (data->names), make_module_row, data,
                           module_names_free);
}

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
  fill_modules (self, self->soft_group, all);
}

static void
add_fact (GPtrArray *facts, const char *title, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_ptr_array_add (facts, g_strdup (title));
  g_ptr_array_add (facts, g_strdup (value));
}

static GtkWidget *
make_fact_row (guint index, gpointer facts)
{
  return modscope_fact_row_new (g_ptr_array_index ((GPtrArray *) facts, 2 * index),
                                g_ptr_array_index ((GPtrArray *) facts, 2 * index + 1));
}

static char *
dup_signature_text (ModscopeModulePane *self)
{
  const ModscopeModuleDetails *details = self->details;

  if (details->signer != NULL && details->signature_hash != NULL)
    /* Translators: who signed a module, and by which method ("sha256") */
    return g_strdup_printf (C_ ("signature", "Signed by %s (%s)"), details->signer,
                            details->signature_hash);
  if (details->signer != NULL)
    return g_strdup_printf (C_ ("signature", "Signed by %s"), details->signer);
  if (modscope_module_get_signed (self->module) == 1)
    return g_strdup (C_ ("signature", "Signed"));
  if (modscope_module_get_signed (self->module) == 0)
    return g_strdup (C_ ("signature", "Not signed"));
  return NULL;
}

static void
fill_file (ModscopeModulePane *self)
{
  const ModscopeModuleDetails *details = self->details;
  GPtrArray *facts = g_ptr_array_new_with_free_func (g_free);
  gint64 size = modscope_module_get_file_size (self->module);
  g_autofree char *size_text = size >= 0 ? g_format_size ((guint64) size) : NULL;
  g_autofree char *authors = details->authors != NULL ? g_strjoinv ("\n", details->authors) : NULL;
  g_autofree char *signature = dup_signature_text (self);
  g_auto (GStrv) taints = modscope_module_dup_taint_words (self->module);
  g_autofree char *marks = modscope_taint_words_dup_text ((const char *const *) taints);

  add_fact (facts, _ ("Path"), details->file);
  add_fact (facts, C_ ("file", "Size"), size_text);
  add_fact (facts, C_ ("module", "Version"), details->version);
  add_fact (facts, _ ("Licence"), details->license);
  add_fact (facts,
            ngettext ("Author", "Authors", authors != NULL ? g_strv_length (details->authors) : 1),
            authors);
  add_fact (facts, _ ("Signature"), signature);
  /* Translators: the kernel that a module was built for (vermagic) */
  add_fact (facts, _ ("Made for Kernel"), details->vermagic);
  /* Translators: the taint flags of a module */
  add_fact (facts, _ ("Marks It Leaves on the Kernel (Taints)"), marks);
  modscope_row_group_fill (self->file_group, facts->len / 2, make_fact_row, facts,
                           (GDestroyNotify) g_ptr_array_unref);
}

static void
setup_alias_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize",
                                   PANGO_ELLIPSIZE_MIDDLE, "selectable", FALSE, NULL);

  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  gtk_list_item_set_child (item, label);
}

static void
bind_alias_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  const char *alias = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), alias);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), alias);
}

/* A list view, since some drivers claim thousands of devices; made when it is looked at. */
static GtkWidget *
make_aliases_list (ModscopeModulePane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GListModel *aliases =
    G_LIST_MODEL (gtk_string_list_new ((const char *const *) self->details->aliases));
  GtkWidget *view;
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_alias_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_alias_cb), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (aliases)), factory);
  gtk_widget_add_css_class (view, "aliases");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Aliases"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 280);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  return g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE, "focusable", FALSE, "child",
                       scroller, NULL);
}

static void
aliases_expanded_cb (ModscopeModulePane *self)
{
  if (!adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self->aliases_row)) ||
      self->aliases_list != NULL || self->details == NULL || self->details->aliases == NULL)
    return;
  self->aliases_list = make_aliases_list (self);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->aliases_row), self->aliases_list);
}

static void
clear_aliases (ModscopeModulePane *self)
{
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->aliases_row), FALSE);
  if (self->aliases_list != NULL)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self->aliases_row), self->aliases_list);
  self->aliases_list = NULL;
}

static void
fill_aliases (ModscopeModulePane *self)
{
  guint n = self->details->aliases != NULL ? g_strv_length (self->details->aliases) : 0;
  g_autofree char *count = g_strdup_printf ("%u", n);

  clear_aliases (self);
  gtk_label_set_text (GTK_LABEL (self->aliases_label), count);
  gtk_widget_set_visible (self->aliases_group, n > 0);
}

static void
show_details (ModscopeModulePane *self)
{
  fill_modules (self, self->needs_group, self->details->needs);
  fill_modules (self, self->needed_by_group, self->details->needed_by);
  fill_soft_needs (self);
  fill_from_details (self, self->rules_group, self->details->rules, make_rule_row);
  fill_from_details (self, self->parameters_group, self->details->parameters, make_parameter_row);
  fill_from_details (self, self->firmware_group, self->details->firmware, make_firmware_row);
  fill_file (self);
  fill_aliases (self);
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
  clear_aliases (self);
  gtk_widget_set_visible (self->aliases_group, FALSE);
}

/* Whether what can change while a module is on show did not: what a person opened stays open. */
static gboolean
is_told_the_same (ModscopeModuleDetails *old, ModscopeModuleDetails *new)
{
  if (g_strcmp0 (old->file, new->file) != 0 || g_strcmp0 (old->srcversion, new->srcversion) != 0 ||
      old->parameters->len != new->parameters->len || old->firmware->len != new->firmware->len ||
      old->rules->len != new->rules->len)
    return FALSE;
  for (guint i = 0; i < new->parameters->len; i++)
    {
      const ModscopeParameter *a = g_ptr_array_index (old->parameters, i);
      const ModscopeParameter *b = g_ptr_array_index (new->parameters, i);

      if (g_strcmp0 (a->name, b->name) != 0 || g_strcmp0 (a->value, b->value) != 0 ||
          g_strcmp0 (a->rule_value, b->rule_value) != 0)
        return FALSE;
    }
  for (guint i = 0; i < new->firmware->len; i++)
    {
      const ModscopeFirmware *a = g_ptr_array_index (old->firmware, i);
      const ModscopeFirmware *b = g_ptr_array_index (new->firmware, i);

      if (g_strcmp0 (a->name, b->name) != 0 || a->present != b->present)
        return FALSE;
    }
  for (guint i = 0; i < new->rules->len; i++)
    {
      g_autofree char *a = modscope_rule_dup_place (g_ptr_array_index (old->rules, i));
      g_autofree char *b = modscope_rule_dup_place (g_ptr_array_index (new->rules, i));

      if (!g_str_equal (a, b))
        return FALSE;
    }
  return TRUE;
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
  if (self->details != NULL && is_told_the_same (self->details, details))
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
  BIND (scroller);
  BIND (kind_icon);
  BIND (name_label);
  BIND (purpose_label);
  BIND (description_label);
  BIND (changes_box);
  BIND (load_button);
  BIND (unload_button);
  BIND (block_button);
  BIND (unblock_button);
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
  BIND (aliases_group);
  BIND (aliases_row);
  BIND (aliases_label);
  gtk_widget_class_bind_template_callback (widget_class, aliases_expanded_cb);
}

#undef BIND

static void
modscope_module_pane_class_init (ModscopeModulePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

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
