/* An icon in a row of a list. There are hundreds of them, made while a person looks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-icon.h"

#define SIZE 16 /* pixels */

struct _ModscopeIcon
{
  GtkWidget parent_instance;

  const char *name;
};

G_DEFINE_FINAL_TYPE (ModscopeIcon, modscope_icon, GTK_TYPE_WIDGET)

static void
modscope_icon_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
modscope_icon_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ModscopeIcon *self = MODSCOPE_ICON (widget);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon = NULL;
  GdkRGBA colors[4]; /* of the icon, and of signs of error, warning and success in it */

  if (self->name == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colors[0]);
  for (gsize i = 1; i < G_N_ELEMENTS (colors); i++)
    colors[i] = colors[0];
  /* The theme keeps those that it was asked for. */
  icon =
    gtk_icon_theme_lookup_icon (theme, self->name, NULL, SIZE, gtk_widget_get_scale_factor (widget),
                                gtk_widget_get_direction (widget), 0);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT ((float) ((gtk_widget_get_width (widget) - SIZE) / 2),
                                    (float) ((gtk_widget_get_height (widget) - SIZE) / 2)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, SIZE, SIZE,
                                            colors, G_N_ELEMENTS (colors));
  gtk_snapshot_restore (snapshot);
}

static void
modscope_icon_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (modscope_icon_parent_class)->system_setting_changed (widget, setting);
  if (setting == GTK_SYSTEM_SETTING_ICON_THEME)
    gtk_widget_queue_draw (widget);
}

static void
modscope_icon_class_init (ModscopeIconClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = modscope_icon_measure;
  widget_class->snapshot = modscope_icon_snapshot;
  widget_class->system_setting_changed = modscope_icon_system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "image");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
modscope_icon_init (ModscopeIcon *self)
{
}

GtkWidget *
modscope_icon_new (void)
{
  return g_object_new (MODSCOPE_TYPE_ICON, NULL);
}

void
modscope_icon_set_name (ModscopeIcon *self, const char *name)
{
  g_return_if_fail (MODSCOPE_IS_ICON (self));

  if (self->name == name)
    return;
  self->name = name;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
