/* What an action would do, in order, computed without privileges and without doing anything.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"
#include "system/modscope-critical.h"

G_BEGIN_DECLS

/** ModscopePlanStep: @verb "load", "unload", "write-rule" or "remove-rule" (cli.md), @module a
 * folded name; or the verb of a device, and its id. */
typedef struct
{
  char *verb;
  char *module;
} ModscopePlanStep;

/**
 * ModscopePlanWarning:
 * @module: folded name of the module that it is about
 * @code: a stable word: a code of diagnosis.md where one fits ("already-loaded", "builtin",
 *   "in-use", "cannot-unload", "blocked-by-rule", "blocked-at-boot", "block-not-effective"), else
 *   "install-command", "not-loaded", "not-blocked"
 * @text: a sentence for a person, translated
 */
typedef struct
{
  char *module;
  char *code;
  char *text;
} ModscopePlanWarning;

/**
 * ModscopePlan:
 * @steps: (element-type ModscopePlanStep): in order; empty if there is nothing to do
 * @devices: ids of the devices that stop working (unload), or that can start to (load, if the
 *   machine has read its devices); to take a device's driver away: those behind it, without itself
 * @critical_reason: what the running system stands on that would stop; the helper refuses to unload
 *   what the disk needs
 * @critical: (nullable): the same as a sentence that names the consequence, translated
 * @warnings: (element-type ModscopePlanWarning)
 */
typedef struct
{
  GPtrArray *steps;
  GStrv devices;
  ModscopeCriticalReason critical_reason;
  char *critical;
  GPtrArray *warnings;
} ModscopePlan;

void modscope_plan_free (ModscopePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopePlan, modscope_plan_free)

/**
 * modscope_plan_make:
 * @machine: the machine
 * @verb: what is to be done:
 *   "load": the modules that would be loaded, in order; those that are in the running kernel
 * already or built in are left out; "unload": the modules that would be unloaded, in order: what
 * uses one (live holders, theirs first) before it. What they need stays loaded; "restart": the
 * same, and then all of these loaded again; "block": the rules that would be written, with what
 * defeats them and what stays as it is; "unblock": the rules that would be removed, if Modscope
 * wrote them, and what blocks still; "off", "use-driver", "switch-off": what stops with devices
 * @names: names of modules, at least one; to block or unblock they need not be of this kernel; ids
 *   of devices
 * @always: block: "Never load" in place of "Do not load automatically"
 * @error: %MODSCOPE_ERROR_INVALID_NAME, %MODSCOPE_ERROR_NOT_FOUND
 *
 * Each step, device and warning stands in it once. Blocks on the disk.
 */
ModscopePlan *modscope_plan_make (ModscopeMachine *machine,
                                  const char *verb,
                                  const char *const *names,
                                  gboolean always,
                                  GError **error);

/** The same, and does not block: the disk is read in a thread. */
void modscope_plan_make_async (ModscopeMachine *machine,
                               const char *verb,
                               const char *const *names,
                               gboolean always,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
ModscopePlan *
modscope_plan_make_finish (ModscopeMachine *machine, GAsyncResult *result, GError **error);

/**
 * modscope_plan_check:
 * @self: a plan
 * @verb: what it is for
 * @error: %MODSCOPE_HELPER_ERROR: what the helper would answer, for modscope_setback_new()
 *
 * Returns: whether there is nothing in it for which the helper or the kernel refuses it all
 */
gboolean modscope_plan_check (const ModscopePlan *self, const char *verb, GError **error);

/** Returns: (transfer full): names of the modules of all its steps of @verb, in order */
GStrv modscope_plan_dup_names (const ModscopePlan *self, const char *verb);

G_END_DECLS
