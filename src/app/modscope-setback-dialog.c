/* What was not done, and why: cause, what to do, and the evidence one click away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-setback-dialog.h"

#include <glib/gi18n.h>

#include "modscope-action-words.h"

/* Pieces of evidence beyond which they scroll, and the pixels that they have then at most. */
#define LINES_MAX 6
#define EVIDENCE_HEIGHT 320

static GtkWidget *
label_new (const char *text)
{
  return g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode",
                       PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "hexpand", TRUE, NULL);
}

static GtkWidget *
make_fixes (const ModscopeSetback *setback)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = label_new (_ ("What You Can Do"));

  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (box), heading);
  for (guint i = 0; i < setback->fixes->len; i++)
    {
      const ModscopeFix *fix = g_ptr_array_index (setback->fixes, i);
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
      GtkWidget *label = label_new (fix->text);

      if (setback->fixes->len > 1)
        gtk_box_append (GTK_BOX (line),
                        g_object_new (GTK_TYPE_LABEL, "label", "•", "valign", GTK_ALIGN_START,
                                      "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_box_append (GTK_BOX (line), label);
      gtk_box_append (GTK_BOX (box), line);
    }
  return box;
}

static char *
dup_source (const ModscopeEvidence *evidence)
{
  if (evidence->source == NULL)
    return g_strdup (_ ("Kernel log"));
  if (evidence->line > 0)
    return g_strdup_printf ("%s:%u", evidence->source, evidence->line);
  return g_strdup (evidence->source);
}

static char *
dup_evidence_text (const ModscopeSetback *setback)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < setback->evidence->len; i++)
    {
      const ModscopeEvidence *evidence = g_ptr_array_index (setback->evidence, i);
      g_autofree char *source = dup_source (evidence);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", source, evidence->text);
    }
  return g_strdup (text->str);
}

static GtkWidget *
evidence_row_new (const ModscopeEvidence *evidence)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 0, NULL);
  g_autofree char *source = dup_source (evidence);
  gboolean has_text = *evidence->text != '\0';

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), has_text ? evidence->text : source);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), has_text ? source : "");
  gtk_widget_add_css_class (row, "kernel-line");
  return row;
}

static void
copy_cb (GtkWidget *button, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

static void
free_text (gpointer text, GClosure *closure)
{
  g_free (text);
}

static GtkWidget *
make_evidence (const ModscopeSetback *setback)
{
  GtkWidget *list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_NONE, NULL);
  GtkWidget *row = g_object_new (ADW_TYPE_EXPANDER_ROW, "title", _ ("How Modscope Knows"), NULL);
  GtkWidget *copy = g_object_new (GTK_TYPE_BUTTON, "icon-name", "edit-copy-symbolic", "valign",
                                  GTK_ALIGN_CENTER, "tooltip-text", _ ("Copy"), NULL);

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (copy, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Copy the evidence"), -1);
  g_signal_connect_data (copy, "clicked", G_CALLBACK (copy_cb), dup_evidence_text (setback),
                         free_text, 0);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), copy);
  for (guint i = 0; i < setback->evidence->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                              evidence_row_new (g_ptr_array_index (setback->evidence, i)));
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  if (setback->evidence->len <= LINES_MAX)
    return list;
  return g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", list, "hscrollbar-policy",
                       GTK_POLICY_NEVER, "propagate-natural-height", TRUE, "max-content-height",
                       EVIDENCE_HEIGHT, NULL);
}

static GtkWidget *
make_content (const ModscopeSetback *setback)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  if (setback->done[0] != NULL)
    {
      g_autofree char *names = g_strjoinv (", ", setback->done);
      /* Translators: a list of modules */
      g_autofree char *text = g_strdup_printf (_ ("Before that it was done for: %s"), names);

      gtk_box_append (GTK_BOX (box), label_new (text));
    }
  if (setback->fixes->len > 0)
    gtk_box_append (GTK_BOX (box), make_fixes (setback));
  if (setback->evidence->len > 0)
    gtk_box_append (GTK_BOX (box), make_evidence (setback));
  return box;
}

GtkWidget *
modscope_setback_dialog_new (GtkWindow *parent,
                             const ModscopeSetback *setback,
                             const ModscopeFix *offer)
{
  gboolean has_heading = setback->heading != NULL;
  /* Translators: makes a sentence of what stands as a title elsewhere. */
  g_autofree char *sentence = g_str_has_suffix (setback->title, ".")
                                ? g_strdup (setback->title)
                                : g_strdup_printf (_ ("%s."), setback->title);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (parent, has_heading ? setback->heading : setback->title,
                            has_heading ? sentence : setback->explanation));
  GtkWidget *content = make_content (setback);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  if (offer != NULL)
    {
      g_autofree char *label = g_strconcat (modscope_action_get_label (offer->verb), "…", NULL);

      adw_message_dialog_add_response (dialog, "fix", label);
    }
  adw_message_dialog_set_close_response (dialog, "close");
  adw_message_dialog_set_default_response (dialog, "close");
  gtk_widget_set_visible (content, gtk_widget_get_first_child (content) != NULL);
  adw_message_dialog_set_extra_child (dialog, content);
  return GTK_WIDGET (dialog);
}
