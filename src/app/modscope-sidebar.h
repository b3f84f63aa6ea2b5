/* The window's sidebar: its pages with their counts, and whose modules these are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ModscopeSidebarPage: the pages, in their order. */
typedef enum
{
  MODSCOPE_SIDEBAR_HARDWARE,
  MODSCOPE_SIDEBAR_MODULES,
} ModscopeSidebarPage;

/** ModscopeSidebar: the list of pages. The Tab key stops there once, at the page on the screen. */
#define MODSCOPE_TYPE_SIDEBAR (modscope_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeSidebar, modscope_sidebar, MODSCOPE, SIDEBAR, GtkWidget)

/**
 * ModscopeSidebar::selected:
 * @self: the sidebar
 * @page: the #ModscopeSidebarPage that is to be shown, as an int
 */

/**
 * ModscopeSidebar::activated:
 * @self: the sidebar
 *
 * A person chose a page, the one on the screen or another one.
 */

/** Selects a page. */
void modscope_sidebar_select (ModscopeSidebar *self, ModscopeSidebarPage page);

/** @n_devices: 0 for none to tell of; @n_problems: how many of them have a problem */
void modscope_sidebar_set_devices (ModscopeSidebar *self, guint n_devices, guint n_problems);

/** @n_modules: 0 for none to tell of */
void modscope_sidebar_set_modules (ModscopeSidebar *self, guint n_modules);

G_END_DECLS
