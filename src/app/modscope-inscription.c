/* A text in a row of a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-inscription.h"

GtkWidget *
modscope_inscription_new (guint least, guint natural, float from_start)
{
  gboolean is_turned = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;

  return g_object_new (GTK_TYPE_INSCRIPTION, "min-chars", least, "nat-chars", natural,
                       "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, "xalign",
                       is_turned ? 1 - from_start : from_start, NULL);
}
