/* The application: its options, its windows and what outlives them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_APPLICATION (modscope_application_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeApplication, modscope_application, MODSCOPE, APPLICATION, AdwApplication)

/**
 * modscope_application_find_kernel:
 * @argc: number of @argv
 * @argv: the program's arguments
 *
 * What --kernel says. For main(), which starts to read before GTK starts; whatever else is in the
 * arguments is left to g_application_run().
 *
 * Returns: (transfer full) (nullable): the release or folder; %NULL if there is none
 */
char *modscope_application_find_kernel (int argc, char *argv[]);

/**
 * modscope_application_new:
 * @machine: what the window shows
 * @unique: whether a second start shows the first one's window
 *
 * Returns: (transfer full): the application
 */
ModscopeApplication *modscope_application_new (ModscopeMachine *machine, gboolean unique);

G_END_DECLS
