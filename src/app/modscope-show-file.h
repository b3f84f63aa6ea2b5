/* Shows a file in the person's file manager.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * modscope_show_file:
 * @widget: who asks
 * @path: the file
 *
 * Opens the folder of @path with the file selected, by the interface org.freedesktop.FileManager1;
 * where no program offers that, opens the folder.
 */
void modscope_show_file (GtkWidget *widget, const char *path);

G_END_DECLS
