/* The Modules page: the list, its search and filters, and the details of one module.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"
#include "modscope-action-runner.h"
#include "modscope-module-list.h"
#include "modscope-page.h"

G_BEGIN_DECLS

/**
 * Actions: modules.open(NAME), modules.show-details, modules.copy-name, modules.copy-details,
 * modules.copy-text(TEXT), modules.show-file, modules.show-graph, modules.clear-filters,
 * modules.show-loaded; and modules.load, modules.unload, modules.block, modules.unblock, each
 * enabled where it can be done to a module that is meant.
 */
#define MODSCOPE_TYPE_MODULES_PAGE (modscope_modules_page_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeModulesPage, modscope_modules_page, MODSCOPE, MODULES_PAGE, ModscopePage)

/** @machine: what it shows from now on; it was waited for. */
void modscope_modules_page_set_machine (ModscopeModulesPage *self, ModscopeMachine *machine);

/** @runner: what changes modules. Until it is there, nothing can be changed. */
void modscope_modules_page_set_runner (ModscopeModulesPage *self, ModscopeActionRunner *runner);

/** Does what the first frame could do without. @key_capture: where keys begin a search */
void modscope_modules_page_complete (ModscopeModulesPage *self, GtkWidget *key_capture);

/** Shows the module @name; Back leads to the device with the id @origin, from which it was come. */
void
modscope_modules_page_open_from (ModscopeModulesPage *self, const char *name, const char *origin);

/** Returns: (transfer none): its list */
ModscopeModuleList *modscope_modules_page_get_list (ModscopeModulesPage *self);

G_END_DECLS
