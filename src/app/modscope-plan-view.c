/* A plan before the eyes: the modules in their order, the devices that stop, and what else a person
 * should know before agreeing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-plan-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "modscope-action-words.h"
#include "modscope-detail-rows.h"

/* Rows of a list beyond which it scrolls, and the pixels it has then. */
#define ROWS_MAX 6
#define LIST_HEIGHT 320

struct _ModscopePlanView
{
  GtkWidget parent_instance;

  GtkWidget *steps_holder;
  GtkWidget *steps;
  GtkWidget *devices_box;
  GtkWidget *devices_label;
  GtkWidget *devices_holder;
  GtkWidget *devices;
  GtkWidget *notes;
};

G_DEFINE_FINAL_TYPE (ModscopePlanView, modscope_plan_view, GTK_TYPE_WIDGET)

static void
clear (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    if (GTK_IS_LIST_BOX (widget))
      gtk_list_box_remove (GTK_LIST_BOX (widget), child);
    else
      gtk_box_remove (GTK_BOX (widget), child);
}

static void
modscope_plan_view_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_plan_view_parent_class)->dispose (object);
}

static void
modscope_plan_view_class_init (ModscopePlanViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_plan_view_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-plan-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopePlanView, steps_holder);
  gtk_widget_class_bind_template_child (widget_class, ModscopePlanView, steps);
  gtk_widget_class_bind_template_child (widget_class, ModscopePlanView, devices_box);
  gtk_widget_class_bind_template_child (widget_class, ModscopePlanView, devices_label);
  gtk_widget_class_bind_template_child (widget_class, ModscopePlanView, devices_holder);
  gtk_widget_class_bind_template_child (widget_class, ModscopePlanView, devices);
  gtk_widget_class_bind_template_child (widget_class, ModscopePlanView, notes);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planview");
}

static void
modscope_plan_view_init (ModscopePlanView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
modscope_plan_view_new (void)
{
  return g_object_new (MODSCOPE_TYPE_PLAN_VIEW, NULL);
}

/* A short list has all the room that it needs, which a scrolled window would not ask it for: it
 * depends on how its lines are broken. */
static void
limit_height (GtkWidget *holder, GtkWidget *list, guint n_rows)
{
  GtkWidget *scroller;

  if (n_rows <= ROWS_MAX || gtk_widget_get_parent (list) != holder)
    return;
  scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER,
                           "min-content-height", LIST_HEIGHT, NULL);
  g_object_ref (list);
  gtk_box_remove (GTK_BOX (holder), list);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_box_append (GTK_BOX (holder), scroller);
  g_object_unref (list);
}

static GtkWidget *
step_row_new (guint number, const char *name, ModscopeMachine *machine)
{
  ModscopeModule *module = modscope_machine_lookup (machine, name);
  g_autofree char *text = g_strdup_printf ("%u", number);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), label);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  if (module != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), modscope_module_get_purpose (module));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  return row;
}

/* Of a restart the way there: the way back is the same. */
static void
show_steps (ModscopePlanView *self,
            const char *verb,
            const ModscopePlan *plan,
            ModscopeMachine *machine)
{
  gboolean is_restart = strcmp (verb, "restart") == 0;
  guint n = 0;

  clear (self->steps);
  for (guint i = 0; i < plan->steps->len; i++)
    {
      const ModscopePlanStep *step = g_ptr_array_index (plan->steps, i);

      if (!is_restart || strcmp (step->verb, "unload") == 0)
        gtk_list_box_append (GTK_LIST_BOX (self->steps), step_row_new (++n, step->module, machine));
    }
  limit_height (self->steps_holder, self->steps, n);
  gtk_widget_set_visible (self->steps_holder, n > 1);
}

static const char *
get_devices_title (const char *verb, guint n)
{
  if (strcmp (verb, "load") == 0)
    return ngettext ("This Device Can Start Working", "These Devices Can Start Working", n);
  if (strcmp (verb, "restart") == 0)
    return ngettext ("This Device Stops for a Moment", "These Devices Stop for a Moment", n);
  /* Translators: what is behind a device that stops. */
  if (strcmp (verb, "off") == 0 || strcmp (verb, "use-driver") == 0)
    return ngettext ("This Device Stops With It", "These Devices Stop With It", n);
  return ngettext ("This Device Stops Working", "These Devices Stop Working", n);
}

static void
show_devices (ModscopePlanView *self,
              const char *verb,
              const ModscopePlan *plan,
              ModscopeMachine *machine)
{
  guint n = g_strv_length (plan->devices);

  clear (self->devices);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->devices),
                         modscope_device_row_new (machine, plan->devices[i], FALSE));
  gtk_label_set_text (GTK_LABEL (self->devices_label), get_devices_title (verb, n));
  limit_height (self->devices_holder, self->devices, n);
  gtk_widget_set_visible (self->devices_box, n > 0);
}

static GtkWidget *
note_new (const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon =
    g_object_new (GTK_TYPE_IMAGE, "icon-name", "dialog-information-symbolic", "valign",
                  GTK_ALIGN_START, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "hexpand", TRUE, NULL);

  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
show_notes (ModscopePlanView *self, const char *verb, const ModscopePlan *plan)
{
  g_auto (GStrv) notes = modscope_action_dup_notes (verb, plan);

  clear (self->notes);
  for (char **note = notes; *note != NULL; note++)
    gtk_box_append (GTK_BOX (self->notes), note_new (*note));
  gtk_widget_set_visible (self->notes, notes[0] != NULL);
}

void
modscope_plan_view_set_plan (ModscopePlanView *self,
                             const char *verb,
                             const ModscopePlan *plan,
                             ModscopeMachine *machine)
{
  g_return_if_fail (MODSCOPE_IS_PLAN_VIEW (self));

  show_steps (self, verb, plan, machine);
  show_devices (self, verb, plan, machine);
  show_notes (self, verb, plan);
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_visible (self->steps_holder) ||
                                               gtk_widget_get_visible (self->devices_box) ||
                                               gtk_widget_get_visible (self->notes));
}
