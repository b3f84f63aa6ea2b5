/* The rows of a module's details.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-detail-rows.h"

#include <string.h>

#include <glib/gi18n.h>

#include "modscope-module-words.h"

static GtkWidget *
action_row_new (const char *title, const char *subtitle)
{
  /* First of all: its labels learn of it by a notification, which waits for the end of
   * g_object_new(). */
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  return row;
}

static GtkWidget *
label_new (const char *text, const char *const *classes)
{
  return g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
                       PANGO_WRAP_WORD_CHAR, "css-classes", classes, NULL);
}

static GtkWidget *
copy_button_new (const char *title, const char *value)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: %s is what is copied, like "File" */
  g_autofree char *label = g_strdup_printf (_ ("Copy “%s”"), title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "modules.copy-text");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", value);
  return button;
}

GtkWidget *
modscope_fact_row_new (const char *title, const char *value)
{
  GtkWidget *row = action_row_new (title, value);

  gtk_widget_add_css_class (row, "fact");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy_button_new (title, value));
  return row;
}

/* Another action may change what this row is about. */
static void
show_status (ModscopeModule *module, GParamSpec *pspec, GtkWidget *icon)
{
  ModscopeStatus code = modscope_status_of (module);
  const char *const styles[] = { modscope_status_get_style (code), NULL };
  g_autofree char *status = modscope_module_dup_status_text (module);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), modscope_status_get_icon_name (code));
  gtk_widget_set_tooltip_text (icon, status);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, status, -1);
  gtk_widget_set_css_classes (icon, (const char **) (*styles[0] != '\0' ? styles : styles + 1));
}

GtkWidget *
modscope_module_row_new (const char *name, ModscopeModule *module)
{
  GtkWidget *row;
  GtkWidget *icon;

  if (module == NULL)
    return action_row_new (name, _ ("This kernel has no module of this name."));
  row = action_row_new (name, modscope_module_get_purpose (module));
  icon = gtk_image_new ();
  show_status (module, NULL, icon);
  g_signal_connect_object (module, "notify", G_CALLBACK (show_status), icon, (GConnectFlags) 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (
    ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                        "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "modules.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", name);
  return row;
}

GtkWidget *
modscope_device_row_new (ModscopeMachine *machine, const char *id, gboolean can_copy)
{
  ModscopeDevice *device = modscope_machine_lookup_device (machine, id);
  const char *colon = strchr (id, ':');
  g_autofree char *bus = colon != NULL ? g_strndup (id, (gsize) (colon - id)) : NULL;
  g_autofree char *bus_text = NULL;
  const char *address = colon != NULL ? colon + 1 : id;
  GtkWidget *row;

  if (bus != NULL)
    /* Translators: %s is the way in which a device is connected to the computer, like "pci" */
    bus_text = g_strdup_printf (_ ("On the %s bus"), bus);
  /* The name is one that a person recognises, where the devices are known by now. */
  row = device != NULL ? action_row_new (modscope_device_get_name (device), address)
                       : action_row_new (address, bus_text);
  if (can_copy)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy_button_new (address, address));
  return row;
}

static char *
dup_rule_value_text (const ModscopeParameter *parameter)
{
  if (parameter->rule_value == NULL)
    return NULL;
  if (g_strcmp0 (parameter->rule_value, parameter->value) == 0)
    return g_strdup (_ ("Set by a rule"));
  /* Translators: %s is the value of a module's parameter that a configuration file sets */
  return g_strdup_printf (_ ("A rule sets it to “%s” when the module loads"),
                          parameter->rule_value);
}

static GtkWidget *
parameter_title_new (const ModscopeParameter *parameter)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = label_new (parameter->name, (const char *[]){ "parameter", NULL });
  GtkWidget *type = label_new (parameter->type != NULL ? parameter->type : "",
                               (const char *[]){ "dim-label", "caption", NULL });

  gtk_widget_set_hexpand (type, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), type);
  if (parameter->value != NULL)
    {
      GtkWidget *value = label_new (*parameter->value != '\0' ? parameter->value : _ ("(empty)"),
                                    (const char *[]){ "value", NULL });

      gtk_label_set_selectable (GTK_LABEL (value), TRUE);
      gtk_label_set_xalign (GTK_LABEL (value), 1.0);
      gtk_box_append (GTK_BOX (box), value);
    }
  return box;
}

GtkWidget *
modscope_parameter_row_new (const ModscopeParameter *parameter)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "use-markup", FALSE, "title",
                                 parameter->name, "activatable", FALSE, "child", box, NULL);
  g_autofree char *rule_text = dup_rule_value_text (parameter);
  static const char *const small[] = { "dim-label", "caption", NULL };
  static const char *const accent[] = { "accent", "caption", NULL };

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  parameter->name, -1);
  gtk_widget_add_css_class (box, "parameter-box");
  gtk_box_append (GTK_BOX (box), parameter_title_new (parameter));
  if (parameter->description != NULL)
    gtk_box_append (GTK_BOX (box), label_new (parameter->description, small));
  if (rule_text != NULL)
    gtk_box_append (GTK_BOX (box), label_new (rule_text, accent));
  return row;
}

GtkWidget *
modscope_firmware_row_new (const ModscopeFirmware *firmware)
{
  GtkWidget *row =
    action_row_new (firmware->name, firmware->present ? _ ("Present") : _ ("Missing"));
  GtkWidget *icon = gtk_image_new_from_icon_name (
    firmware->present ? "object-select-symbolic" : "modscope-available-symbolic");

  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  firmware->present ? _ ("Present") : _ ("Missing"), -1);
  gtk_widget_add_css_class (icon, firmware->present ? "success" : "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  return row;
}

char *
modscope_rule_dup_place (ModscopeRule *rule)
{
  guint line = modscope_rule_get_line (rule);

  if (line == 0)
    return g_strdup (_ ("Kernel command line"));
  return g_strdup_printf ("%s:%u", modscope_rule_get_file (rule), line);
}

GtkWidget *
modscope_rule_row_new (ModscopeRule *rule)
{
  g_autofree char *text = modscope_rule_dup_text (rule);
  g_autofree char *place = modscope_rule_dup_place (rule);
  g_autofree char *subtitle = NULL;
  GtkWidget *row;

  if (modscope_rule_get_effective (rule) == MODSCOPE_TRI_NO &&
      modscope_rule_get_reason (rule) != NULL)
    /* Translators: where a rule is, and why it has no effect */
    subtitle =
      g_strdup_printf (_ ("%s\nNot in effect: %s"), place, modscope_rule_get_reason (rule));
  row = action_row_new (text, subtitle != NULL ? subtitle : place);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy_button_new (text, place));
  return row;
}
