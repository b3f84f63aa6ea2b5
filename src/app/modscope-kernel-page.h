/* What is shown in place of the modules where there are none to show, and why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_KERNEL_PAGE (modscope_kernel_page_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeKernelPage, modscope_kernel_page, MODSCOPE, KERNEL_PAGE, GtkWidget)

/**
 * modscope_kernel_page_new:
 * @machine: the machine, waited for
 *
 * Its buttons show another kernel by the action win.show-kernel(RELEASE), and what is loaded by
 * modules.show-loaded.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *modscope_kernel_page_new (ModscopeMachine *machine);

G_END_DECLS
