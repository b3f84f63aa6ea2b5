/* What an action would do, in order, computed without privileges and without doing anything.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/** ModscopePlanStep: @verb "load" or "unload" (cli.md), @module a folded name. */
typedef struct
{
  char *verb;
  char *module;
} ModscopePlanStep;

/**
 * ModscopePlanWarning:
 * @code: a stable word: a code of diagnosis.md where one fits ("already-loaded", "builtin",
 *   "in-use", "cannot-unload", "blocked-by-rule", "blocked-at-boot"), else "install-command",
 *   "not-loaded"
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

G_END_DECLS
