/* What a person asks for: a verb, the modules it is about, and what belongs to the verb.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-done.h"

G_BEGIN_DECLS

/**
 * ModscopeActionRequest:
 * @verb: interned: "load", "unload", "restart", "block" or "unblock"; of a device "off", "on",
 * "use-driver", "switch-off" or "switch-on"
 * @modules: folded names; to unload, in the order in which it works; of a device its id alone
 * @with: (nullable): to restart one module: what uses it, in the order in which it is unloaded
 * @parameters: (nullable): to load one module: "NAME=VALUE" each
 * @expected: (nullable): to load one module: what the person was shown
 * @strengths: (nullable): to block or unblock: for each module "autoload", "always", or "" for no
 *   rule of Modscope's
 * @reason: (nullable): to block: why
 * @trial_seconds: to unload or restart, and of a device: after which it is put back unless somebody
 * keeps it; 0: it stays
 * @driver_module: (nullable): to use another driver: the module that brings it, loaded first if it
 *   is not in the kernel
 * @driver: (nullable): to use another driver, where its name is known; to take a change back, the
 *   one of before
 * @undoes: (nullable): interned: of a device: the verb of the change that it takes back
 * @target: (nullable): the one module that was asked for, if others come with it; of a device its
 *   name
 */
typedef struct
{
  const char *verb;
  GStrv modules;
  GStrv with;
  GStrv parameters;
  GStrv expected;
  GStrv strengths;
  char *reason;
  guint trial_seconds;
  char *driver_module;
  char *driver;
  const char *undoes;
  char *target;
} ModscopeActionRequest;

/** Returns: (transfer full): a request without what belongs to the verb */
ModscopeActionRequest *modscope_action_request_new (const char *verb, const char *const *modules);

/** @strength: for all of @modules, "" to unblock them */
ModscopeActionRequest *modscope_action_request_new_rules (const char *const *modules,
                                                          const char *strength);

/** @verb: "off", "on", "use-driver", "switch-off" or "switch-on" */
ModscopeActionRequest *modscope_action_request_new_device (const char *verb,
                                                           ModscopeDevice *device);

/** Returns: (transfer none): how Modscope's own file blocks a module: "autoload", "always", or ""
 * if it does not */
const char *modscope_action_request_find_strength (ModscopeMachine *machine, const char *module);

/** Returns: whether it is about a device */
gboolean modscope_action_request_is_of_device (const ModscopeActionRequest *self);
void modscope_action_request_free (ModscopeActionRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeActionRequest, modscope_action_request_free)

/**
 * modscope_action_request_new_undo:
 * @self: a request that is to be done next
 * @machine: as it is before
 *
 * The way back. What is loaded is known afterwards only: modscope_action_request_set_done().
 *
 * Returns: (transfer full) (nullable): the request that takes @self back; %NULL of a restart
 */
ModscopeActionRequest *modscope_action_request_new_undo (const ModscopeActionRequest *self,
                                                         ModscopeMachine *machine);

/** @done: (element-type ModscopeDone): what @self, an undo, takes back */
void modscope_action_request_set_done (ModscopeActionRequest *self, GPtrArray *done);

G_END_DECLS
