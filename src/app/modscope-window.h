/* The window: its sidebar of pages and the page on show.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_WINDOW (modscope_window_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeWindow, modscope_window, MODSCOPE, WINDOW, AdwApplicationWindow)

/**
 * modscope_window_new:
 * @application: the application
 * @machine: what it shows; it is waited for here
 *
 * Returns: (transfer none): the window, not yet on the screen
 */
GtkWidget *modscope_window_new (AdwApplication *application, ModscopeMachine *machine);

G_END_DECLS
