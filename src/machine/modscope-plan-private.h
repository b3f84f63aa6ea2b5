/* What the makers of plans share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-plan.h"
#include "system/modscope-boot-image.h"

G_BEGIN_DECLS

/** Adds what is done next, unless it is there already. */
void modscope_plan_add_step (ModscopePlan *self, const char *verb, const char *module);

/** Adds what a person should know; @format is translated. */
void modscope_plan_add_warning (ModscopePlan *self,
                                const char *module,
                                const char *code,
                                const char *format,
                                ...) G_GNUC_PRINTF (4, 5);

/**
 * ModscopePlanReading: what plans need of the disk.
 * @steps: (nullable): to load: a GPtrArray of #ModscopeKmodStep by folded name; those that libkmod
 *   does not know are not in it
 * @steps_error: (nullable): why there is one not in it
 * @lines: (nullable) (element-type ModscopeConfigLine): the configuration, to block and unblock
 * @boot_image: (nullable): the boot image, to block
 * @critical: (nullable): what the running system stands on; to unload and
 *   block, and of devices
 */
typedef struct
{
  GHashTable *steps;
  GError *steps_error;
  GPtrArray *lines;
  ModscopeBootImage *boot_image;
  ModscopeCritical *critical;
} ModscopePlanReading;

/** Reads what a plan of @verb for @names needs; in any thread. */
ModscopePlanReading *
modscope_plan_reading_take (ModscopeKernel *kernel, const char *verb, const char *const *names);
void modscope_plan_reading_free (ModscopePlanReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopePlanReading, modscope_plan_reading_free)

/* Each adds what it does about one module. Returns: whether the name is one; else @error */
gboolean modscope_plan_add_load (ModscopePlan *self,
                                 ModscopeMachine *machine,
                                 const ModscopePlanReading *reading,
                                 const char *name,
                                 GError **error);
gboolean modscope_plan_add_unload (ModscopePlan *self,
                                   ModscopeMachine *machine,
                                   const char *name,
                                   GError **error);
gboolean modscope_plan_add_block (ModscopePlan *self,
                                  ModscopeMachine *machine,
                                  const ModscopePlanReading *reading,
                                  const char *name,
                                  gboolean always,
                                  GError **error);
gboolean modscope_plan_add_unblock (ModscopePlan *self,
                                    ModscopeMachine *machine,
                                    const ModscopePlanReading *reading,
                                    const char *name,
                                    GError **error);

/** Whether a verb is about devices, and takes something from them. */
gboolean modscope_plan_is_of_device (const char *verb);
gboolean modscope_plan_add_device (
  ModscopePlan *self, ModscopeMachine *machine, const char *verb, const char *id, GError **error);

/** Adds the loading of all that is unloaded so far, the last first. */
void modscope_plan_add_return (ModscopePlan *self, ModscopeMachine *machine);

/** Adds the devices that the modules to be loaded could drive and that have no driver; for a plan
 * that is complete. Of a machine that has not read its devices there are none. */
void modscope_plan_add_starting (ModscopePlan *self, ModscopeMachine *machine);

/** Adds what the running system stands on of all that goes; for a plan that is complete. */
void modscope_plan_add_critical (ModscopePlan *self,
                                 ModscopeMachine *machine,
                                 const ModscopePlanReading *reading,
                                 const char *verb);

G_END_DECLS
