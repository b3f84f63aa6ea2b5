/* The rows of a device's details, and the row that leads to a device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-device-rows.h"

#include <glib/gi18n.h>

#include "modscope-device-words.h"

GtkWidget *
modscope_step_row_new (const ModscopeChain *chain, ModscopeStep step)
{
  const ModscopeChainStep *result = &chain->steps[step];
  const char *state = modscope_step_state_get_label (result->state);
  const char *style = modscope_step_state_get_style (result->state);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  GtkWidget *icon =
    gtk_image_new_from_icon_name (modscope_step_state_get_icon_name (result->state));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 modscope_step_get_label (step, result->state));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), result->detail != NULL ? result->detail : "");
  gtk_widget_set_tooltip_text (icon, state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, state, -1);
  gtk_widget_add_css_class (icon, style);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_add_css_class (row, "step");
  if (result->state == MODSCOPE_STEP_NOT_APPLICABLE)
    gtk_widget_add_css_class (row, "not-applicable");
  return row;
}

static void
append_label (GtkWidget *box, const char *text, const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, "selectable", TRUE, NULL);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
}

static void
append_evidence (GtkWidget *box, const ModscopeEvidence *evidence)
{
  g_autofree char *text =
    evidence->line > 0
      ? g_strdup_printf ("%s:%u\n%s", evidence->source, evidence->line, evidence->text)
      : g_strdup_printf ("%s\n%s", evidence->source, evidence->text);

  append_label (box, text, "evidence");
}

static void
append_fix (GtkWidget *box, const ModscopeFix *fix, guint index, gboolean can_do, gboolean is_first)
{
  g_autofree char *label = can_do ? modscope_fix_dup_label (fix) : NULL;
  GtkWidget *button;

  if (label == NULL)
    {
      append_label (box, fix->text, NULL);
      return;
    }
  button = gtk_button_new_with_mnemonic (label);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, fix->text);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "hardware.fix");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", index);
  if (is_first)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_box_append (GTK_BOX (box), button);
}

GtkWidget *
modscope_finding_row_new (const ModscopeFinding *finding,
                          gboolean (*can_do) (const ModscopeFix *fix, gpointer user_data),
                          gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "use-markup", FALSE, "activatable",
                                 FALSE, "focusable", FALSE, "child", box, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), finding->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  finding->title, -1);
  gtk_widget_add_css_class (row, "finding");
  append_label (box, finding->title, "heading");
  if (finding->explanation != NULL)
    append_label (box, finding->explanation, NULL);
  for (guint i = 0; i < finding->evidence->len; i++)
    append_evidence (box, g_ptr_array_index (finding->evidence, i));
  if (finding->fixes->len > 0)
    append_label (box, _ ("What helps"), "heading");
  for (guint i = 0; i < finding->fixes->len; i++)
    {
      const ModscopeFix *fix = g_ptr_array_index (finding->fixes, i);

      append_fix (box, fix, i, can_do (fix, user_data), i == 0);
    }
  return row;
}

static void
show_verdict (ModscopeDevice *device, GParamSpec *pspec, GtkWidget *icon)
{
  g_autoptr (ModscopeChain) chain =
    modscope_chain_judge (g_object_get_data (G_OBJECT (icon), "machine"), device);
  const char *const styles[] = { modscope_chain_get_style (chain), NULL };
  const char *verdict = modscope_verdict_get_label (chain->verdict);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), modscope_chain_get_icon_name (chain));
  gtk_widget_set_tooltip_text (icon, verdict);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, verdict,
                                  -1);
  gtk_widget_set_css_classes (icon, (const char **) styles);
}

GtkWidget *
modscope_device_link_row_new (ModscopeMachine *machine, ModscopeDevice *device)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *kind_icon = gtk_image_new_from_icon_name (
    modscope_device_kind_get_icon_name (modscope_device_get_kind (device)));

  g_object_set_data_full (G_OBJECT (icon), "machine", g_object_ref (machine), g_object_unref);
  show_verdict (device, NULL, icon);
  g_signal_connect_object (device, "notify", G_CALLBACK (show_verdict), icon, (GConnectFlags) 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), modscope_device_get_name (device));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), modscope_device_get_id (device));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), kind_icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (
    ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                        "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-device");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", modscope_device_get_id (device));
  return row;
}
