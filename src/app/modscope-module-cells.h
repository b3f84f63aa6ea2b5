/* Makes and fills the cells of the list of modules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Lets a template name the handlers of its columns' factories: setup_PART_cb, bind_PART_cb,
 *  unbind_PART_cb. */
void modscope_module_cells_bind_callbacks (GtkWidgetClass *widget_class);

G_END_DECLS
