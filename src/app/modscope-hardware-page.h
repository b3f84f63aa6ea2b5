/* The Hardware page: every device with its verdict, and beside it one device with its check chain.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"
#include "modscope-action-runner.h"
#include "modscope-hardware-model.h"
#include "modscope-page.h"

G_BEGIN_DECLS

/**
 * ModscopeHardwarePage: properties show-all and by-connection (boolean, notify).
 *
 * Actions: hardware.show-all, hardware.by-connection, hardware.next-problem, hardware.show-details,
 * hardware.show-module, hardware.copy-name, hardware.copy-details, hardware.fix(INDEX),
 * hardware.block, hardware.turn-off; and for the rows of modules, modules.open(NAME) and
 * modules.copy-text(TEXT).
 */
#define MODSCOPE_TYPE_HARDWARE_PAGE (modscope_hardware_page_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeHardwarePage, modscope_hardware_page, MODSCOPE, HARDWARE_PAGE, ModscopePage)

/** @machine: what it shows from now on; its devices were waited for */
void modscope_hardware_page_set_machine (ModscopeHardwarePage *self, ModscopeMachine *machine);

/** @runner: what changes things. Until it is there, nothing can be changed */
void modscope_hardware_page_set_runner (ModscopeHardwarePage *self, ModscopeActionRunner *runner);

/** Does what the first frame could do without. @key_capture: where keys begin a search */
void modscope_hardware_page_complete (ModscopeHardwarePage *self, GtkWidget *key_capture);

/** Shows a device, or what it is a part of. Returns: whether it is there */
gboolean modscope_hardware_page_open (ModscopeHardwarePage *self, const char *id);

/** Returns: (transfer none): its devices, with the numbers of them and of problems */
ModscopeHardwareModel *modscope_hardware_page_get_model (ModscopeHardwarePage *self);

/** Returns: (transfer none) (nullable): id of the device on show, else of the selected one */
const char *modscope_hardware_page_get_device (ModscopeHardwarePage *self);

G_END_DECLS
