/* What an action would do, in order, computed without privileges and without doing anything.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/** ModscopePlanStep: @verb "load", "unload", "write-rule" or "remove-rule" (cli.md), @module a
 * folded name. */
typedef struct
{
  char *verb;
  char *module;
} ModscopePlanStep;

/**
 * ModscopePlanWarning:
 * @code: a stable word: a code of diagnosis.md where one fits ("already-loaded", "builtin",
 *   "in-use", "cannot-unload", "blocked-by-rule", "blocked-at-boot", "block-not-effective"), else
 *   "install-command", "not-loaded", "not-blocked"
 * @text: a sentence for a person, translated
 */
typedef struct
{
  char *code;
  char *text;
} ModscopePlanWarning;

/**
 * ModscopePlan:
 * @steps: (element-type ModscopePlanStep): in order; empty if there is nothing to do
 * @devices: ids of the devices that stop working (unload)
 * @critical: (nullable): why the running system stands on a module of it, translated
 * @warnings: (element-type ModscopePlanWarning)
 */
typedef struct
{
  GPtrArray *steps;
  GStrv devices;
  char *critical;
  GPtrArray *warnings;
} ModscopePlan;

void modscope_plan_free (ModscopePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopePlan, modscope_plan_free)

/**
 * modscope_plan_load:
 * @machine: the machine
 * @name: a module's name
 * @error: %MODSCOPE_ERROR_INVALID_NAME, %MODSCOPE_ERROR_NOT_FOUND
 *
 * The modules that would be loaded, in order, @name last; those that are in the running kernel
 * already or built in are left out. Blocks on the disk.
 */
ModscopePlan *modscope_plan_load (ModscopeMachine *machine, const char *name, GError **error);

/**
 * modscope_plan_unload:
 * @machine: the machine
 * @name: a module's name
 * @error: %MODSCOPE_ERROR_INVALID_NAME, %MODSCOPE_ERROR_NOT_FOUND
 *
 * The modules that would be unloaded, in order: what uses it (live holders, theirs first), @name
 * last. What it needs stays loaded.
 */
ModscopePlan *modscope_plan_unload (ModscopeMachine *machine, const char *name, GError **error);

/**
 * modscope_plan_block:
 * @machine: the machine
 * @name: a module's name; it need not be one of this kernel
 * @always: "Never load" in place of "Do not load automatically"
 * @error: %MODSCOPE_ERROR_INVALID_NAME
 *
 * The rule that would be written, with what defeats it and what stays as it is. Blocks on the disk.
 */
ModscopePlan *
modscope_plan_block (ModscopeMachine *machine, const char *name, gboolean always, GError **error);

/**
 * modscope_plan_unblock:
 * @machine: the machine
 * @name: a module's name; it need not be one of this kernel
 * @error: %MODSCOPE_ERROR_INVALID_NAME
 *
 * The rule that would be removed, if Modscope wrote one, and what blocks it still. Blocks on the
 * disk.
 */
ModscopePlan *modscope_plan_unblock (ModscopeMachine *machine, const char *name, GError **error);

G_END_DECLS
