/* The computer that is looked at: it owns the models of modules, devices and rules, the kernel's
 * facts and the index, keeps them true, and tells who listens. It never polls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-device.h"
#include "machine/modscope-index.h"
#include "machine/modscope-module-details.h"
#include "machine/modscope-module.h"
#include "machine/modscope-rule.h"
#include "system/modscope-kernel-facts.h"
#include "system/modscope-kernel.h"

G_BEGIN_DECLS

/**
 * ModscopeMachine: for the main thread. Properties that notify: index-progress (double, 0 to 1; 1
 * when the index is there or building it failed), facts (pointer).
 */
#define MODSCOPE_TYPE_MACHINE (modscope_machine_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeMachine, modscope_machine, MODSCOPE, MACHINE, GObject)

/**
 * ModscopeMachine::refreshed:
 *
 * After live states, rules or the index were read again and the models changed, if anything did.
 */

/**
 * modscope_machine_new:
 * @kernel: the kernel to look at
 *
 * Starts reading in a thread at once and returns at once. The thread fills the models: until
 * modscope_machine_wait() nothing but that function may be called.
 *
 * Returns: (transfer full): the machine
 */
ModscopeMachine *modscope_machine_new (ModscopeKernel *kernel);

/**
 * modscope_machine_wait:
 * @self: the machine
 *
 * Waits for the thread (under 20 ms after it was started). Call it once, before anything else
 * below. The descriptions are there too if the index was in the cache.
 */
void modscope_machine_wait (ModscopeMachine *self);

/** Returns: (transfer none): the kernel that is looked at */
ModscopeKernel *modscope_machine_get_kernel (ModscopeMachine *self);

/** Returns: (transfer none): all modules sorted by name, a GListModel of #ModscopeModule */
GListModel *modscope_machine_get_modules (ModscopeMachine *self);

/** Returns: (transfer none): all rules in their order, a GListModel of #ModscopeRule */
GListModel *modscope_machine_get_rules (ModscopeMachine *self);

/**
 * modscope_machine_start_devices:
 * @self: the machine
 *
 * Begins reading the devices in a thread of their own, if that has not begun yet. A program that
 * shows them first calls it right after modscope_machine_new(). From then on they are kept true
 * with the rest.
 */
void modscope_machine_start_devices (ModscopeMachine *self);

/**
 * modscope_machine_wait_devices:
 * @self: the machine
 *
 * Waits for that thread and fills the model. Call it once, after modscope_machine_wait().
 */
void modscope_machine_wait_devices (ModscopeMachine *self);

/**
 * modscope_machine_get_devices:
 * @self: the machine
 *
 * All devices on buses that carry drivers, in the order of their paths, also those that are folded
 * into others: filter with modscope_device_is_shown(). A device keeps its object as long as it is
 * plugged in. Of a kernel that is not running they are this computer's devices with that kernel's
 * candidates, and without drivers.
 *
 * Returns: (transfer none): a GListModel of #ModscopeDevice; empty until they were waited for
 */
GListModel *modscope_machine_get_devices (ModscopeMachine *self);

/** Returns: (transfer none) (nullable): the device of an id, "pci:0000:00:14.3" */
ModscopeDevice *modscope_machine_lookup_device (ModscopeMachine *self, const char *id);

/** Returns: (transfer none): what could not be read of the configuration, a sentence each */
const char *const *modscope_machine_get_config_problems (ModscopeMachine *self);

/** Returns: (transfer none) (nullable): the module of a folded name */
ModscopeModule *modscope_machine_lookup (ModscopeMachine *self, const char *name);

/** Returns: (transfer none): facts of the kernel; valid until they notify */
const ModscopeKernelFacts *modscope_machine_get_facts (ModscopeMachine *self);

/** Returns: (transfer none) (nullable): why the tables could not be read */
const GError *modscope_machine_get_error (ModscopeMachine *self);

/**
 * modscope_machine_start_index:
 * @self: the machine
 *
 * Builds and saves the index in the background if it was not in the cache; index-progress tells how
 * far it is. The modules' descriptions appear when it is done.
 */
void modscope_machine_start_index (ModscopeMachine *self);

/**
 * modscope_machine_ensure_index:
 * @self: the machine
 * @error: (nullable): why there is none
 *
 * The same, but waits for it: for the command line. An index that cannot be saved is no error.
 */
gboolean modscope_machine_ensure_index (ModscopeMachine *self, GError **error);

/** Returns: (transfer none) (nullable): the index, once it is there */
ModscopeIndex *modscope_machine_get_index (ModscopeMachine *self);

/** Returns: 0 to 1 */
double modscope_machine_get_index_progress (ModscopeMachine *self);

/**
 * modscope_machine_watch:
 * @self: the machine
 *
 * Listens to udev for modules and to the folders of the configuration, and refreshes by itself. For
 * a program that stays; harmless for a kernel that is not running.
 */
void modscope_machine_watch (ModscopeMachine *self);

/**
 * modscope_machine_refresh_async:
 * @self: the machine
 *
 * Reads live states, rules and, if their stamp changed, the tables again, in a thread: on window
 * focus, on F5 and before a preview, since nothing tells use counts, holders and parameter values.
 * Calls that come while one is under way are answered together by one more.
 */
void modscope_machine_refresh_async (ModscopeMachine *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
modscope_machine_refresh_finish (ModscopeMachine *self, GAsyncResult *result, GError **error);

/**
 * modscope_machine_load_details_async:
 * @self: the machine
 * @module: one of its modules
 *
 * Reads everything about one module, in a thread.
 */
void modscope_machine_load_details_async (ModscopeMachine *self,
                                          ModscopeModule *module,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/** Returns: (transfer full) (nullable): the details */
ModscopeModuleDetails *
modscope_machine_load_details_finish (ModscopeMachine *self, GAsyncResult *result, GError **error);

/** As modscope_machine_load_details_async(), but waits: for the command line. */
ModscopeModuleDetails *modscope_machine_load_details (ModscopeMachine *self,
                                                      ModscopeModule *module);

/**
 * modscope_machine_dup_needs:
 * @self: the machine
 * @name: a folded name
 *
 * Returns: (transfer full) (nullable): names in the module's "depends"; without the file (a folder
 *   of tables only) those of modules.dep less what they need themselves; %NULL while there is no
 *   index
 */
GStrv modscope_machine_dup_needs (ModscopeMachine *self, const char *name);

/** Returns: (transfer none) (nullable): names of the modules that need @name, sorted; empty if
 * none; %NULL while there is no index */
const char *const *modscope_machine_get_needed_by (ModscopeMachine *self, const char *name);

G_END_DECLS
