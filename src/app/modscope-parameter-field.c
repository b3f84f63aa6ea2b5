/* A module's parameter to be filled in: left to the module, or set to a value of its type.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-parameter-field.h"

#include <glib/gi18n.h>

#include "machine/modscope-parameter-type.h"

struct _ModscopeParameterField
{
  AdwPreferencesRow parent_instance;

  GtkWidget *check;
  GtkWidget *default_label;
  GtkWidget *description_label;
  GtkWidget *rule_label;
  GtkWidget *value_switch;
  GtkWidget *value_number;
  GtkWidget *value_text;
  GtkWidget *hint_label;

  char *name;
  ModscopeParameterType type;
  GtkWidget *editor; /* one of the three */
  gboolean valid;
};

enum
{
  PROP_0,
  PROP_VALID,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeParameterField, modscope_parameter_field, ADW_TYPE_PREFERENCES_ROW)

static gboolean
is_set (ModscopeParameterField *self)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check));
}

static char *
dup_value (ModscopeParameterField *self)
{
  if (self->editor == self->value_switch)
    return g_strdup (gtk_switch_get_active (GTK_SWITCH (self->value_switch)) ? "Y" : "N");
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->editor)));
}

static void
show_hint (ModscopeParameterField *self, const char *wrong)
{
  g_autofree char *takes = modscope_parameter_type_dup_text (&self->type);
  const char *text = wrong != NULL ? wrong : takes;

  gtk_label_set_text (GTK_LABEL (self->hint_label), text);
  gtk_widget_set_visible (self->hint_label, is_set (self) && self->editor != self->value_switch);
  gtk_widget_set_css_classes (
    self->hint_label, (const char *[]){ "caption", wrong != NULL ? "error" : "dim-label", NULL });
  if (wrong != NULL)
    gtk_widget_add_css_class (self->editor, "error");
  else
    gtk_widget_remove_css_class (self->editor, "error");
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_STATE_INVALID,
    wrong != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
changed_cb (ModscopeParameterField *self)
{
  g_autofree char *value = NULL;
  g_autofree char *wrong = NULL;

  if (self->editor == NULL)
    return;
  value = dup_value (self);
  if (is_set (self))
    wrong = modscope_parameter_type_check (&self->type, value);
  gtk_widget_set_visible (self->editor, is_set (self));
  gtk_widget_set_visible (self->default_label, !is_set (self));
  show_hint (self, wrong);
  if (self->valid == (wrong == NULL))
    return;
  self->valid = wrong == NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

static void
modscope_parameter_field_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_VALID:
      g_value_set_boolean (value, MODSCOPE_PARAMETER_FIELD (object)->valid);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_parameter_field_finalize (GObject *object)
{
  g_free (MODSCOPE_PARAMETER_FIELD (object)->name);
  G_OBJECT_CLASS (modscope_parameter_field_parent_class)->finalize (object);
}

static void
modscope_parameter_field_class_init (ModscopeParameterFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = modscope_parameter_field_get_property;
  object_class->finalize = modscope_parameter_field_finalize;
  properties[PROP_VALID] = g_param_spec_boolean (
    "valid", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-parameter-field.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeParameterField, check);
  gtk_widget_class_bind_template_child (widget_class, ModscopeParameterField, default_label);
  gtk_widget_class_bind_template_child (widget_class, ModscopeParameterField, description_label);
  gtk_widget_class_bind_template_child (widget_class, ModscopeParameterField, rule_label);
  gtk_widget_class_bind_template_child (widget_class, ModscopeParameterField, value_switch);
  gtk_widget_class_bind_template_child (widget_class, ModscopeParameterField, value_number);
  gtk_widget_class_bind_template_child (widget_class, ModscopeParameterField, value_text);
  gtk_widget_class_bind_template_child (widget_class, ModscopeParameterField, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
modscope_parameter_field_init (ModscopeParameterField *self)
{
  self->valid = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A number that is usually written in base 16, or has more digits than a double can count, is
 * typed. */
static gboolean
is_counted (const ModscopeParameterType *type, const char *word)
{
  return type->kind == MODSCOPE_PARAMETER_NUMBER && !type->is_list && type->max <= G_MAXUINT32 &&
         g_strcmp0 (word, "hexint") != 0;
}

static void
choose_editor (ModscopeParameterField *self, const ModscopeParameter *parameter)
{
  const char *value = parameter->rule_value != NULL ? parameter->rule_value : "";
  gboolean is_on = g_strcmp0 (value, "Y") == 0 || g_strcmp0 (value, "y") == 0 ||
                   g_strcmp0 (value, "1") == 0 || g_strcmp0 (value, "on") == 0;

  if (self->type.kind == MODSCOPE_PARAMETER_SWITCH && !self->type.is_list)
    {
      gtk_switch_set_active (GTK_SWITCH (self->value_switch), is_on);
      self->editor = self->value_switch;
    }
  else if (is_counted (&self->type, parameter->type))
    {
      gtk_spin_button_set_adjustment (GTK_SPIN_BUTTON (self->value_number),
                                      gtk_adjustment_new (g_ascii_strtod (value, NULL),
                                                          (double) self->type.min,
                                                          (double) self->type.max, 1, 10, 0));
      gtk_editable_set_width_chars (GTK_EDITABLE (self->value_number), 12);
      self->editor = self->value_number;
    }
  else
    {
      gtk_editable_set_text (GTK_EDITABLE (self->value_text), value);
      self->editor = self->value_text;
    }
}

GtkWidget *
modscope_parameter_field_new (const ModscopeParameter *parameter)
{
  ModscopeParameterField *self =
    g_object_new (MODSCOPE_TYPE_PARAMETER_FIELD, "title", parameter->name, NULL);
  g_autofree char *label = NULL;
  g_autofree char *rule = NULL;

  self->name = g_strdup (parameter->name);
  modscope_parameter_type_parse (&self->type, parameter->type);
  choose_editor (self, parameter);
  gtk_check_button_set_label (GTK_CHECK_BUTTON (self->check), parameter->name);
  gtk_label_set_text (GTK_LABEL (self->description_label),
                      parameter->description != NULL ? parameter->description : "");
  gtk_widget_set_visible (self->description_label, parameter->description != NULL);
  if (parameter->rule_value != NULL)
    /* Translators: %s is the value of a module's parameter that a configuration file sets */
    rule =
      g_strdup_printf (_ ("A rule sets it to “%s” when the module loads"), parameter->rule_value);
  gtk_label_set_text (GTK_LABEL (self->rule_label), rule != NULL ? rule : "");
  gtk_widget_set_visible (self->rule_label, rule != NULL);
  /* Translators: %s is the name of a parameter: what a screen reader says of where it is typed */
  label = g_strdup_printf (_ ("Value of %s"), parameter->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  changed_cb (self);
  return GTK_WIDGET (self);
}

gboolean
modscope_parameter_field_get_valid (ModscopeParameterField *self)
{
  g_return_val_if_fail (MODSCOPE_IS_PARAMETER_FIELD (self), FALSE);
  return self->valid;
}

char *
modscope_parameter_field_dup_setting (ModscopeParameterField *self)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (MODSCOPE_IS_PARAMETER_FIELD (self), NULL);

  if (!is_set (self))
    return NULL;
  value = dup_value (self);
  return g_strdup_printf ("%s=%s", self->name, value);
}
