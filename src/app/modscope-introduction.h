/* "What is a kernel module?" in a few short pages, for whoever never heard of one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MODSCOPE_TYPE_INTRODUCTION (modscope_introduction_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeIntroduction, modscope_introduction, MODSCOPE, INTRODUCTION, AdwWindow)

/**
 * modscope_introduction_new:
 * @parent: the window that it belongs to
 *
 * Returns: (transfer none): the window, not yet on the screen
 */
GtkWidget *modscope_introduction_new (GtkWindow *parent);

G_END_DECLS
