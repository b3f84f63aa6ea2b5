/* What loading modules takes, for the verbs that do it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/modscope-act.h"
#include "helper/modscope-running.h"

G_BEGIN_DECLS

/** Error: CONFIG_UNSAFE for a FIFO or a file without end among the settings, which libkmod must not
 *  be given. */
ModscopeKmod *modscope_load_open_kmod (ModscopeRunning *running, GError **error);

/**
 * modscope_load_add_orders:
 * @name: folded name of a module that modscope_running_check() has passed
 * @parameters: those of a caller, checked; "" for none
 * @gone: names of modules that will have been unloaded by then; if there are any, soft dependencies
 *   that are not among them are left out
 * @orders: where steps are added: what modprobe would do, but for what is loaded
 *
 * Error: BUSY, INSTALL_COMMAND, or CONFIG_CONFLICT where a rule says never to load a step of it.
 */
gboolean modscope_load_add_orders (ModscopeRunning *running,
                                   ModscopeKmod *kmod,
                                   const char *name,
                                   const char *parameters,
                                   const char *const *gone,
                                   GVariantBuilder *orders,
                                   GError **error);

/** Adds what loads all of @gone again, the last first. Errors as above, and NOT_FOUND without a
 *  file. */
gboolean modscope_load_add_return (ModscopeRunning *running,
                                   const char *const *gone,
                                   GVariantBuilder *orders,
                                   GError **error);

G_END_DECLS
