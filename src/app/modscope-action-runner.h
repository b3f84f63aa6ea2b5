/* An action from the wish to its result, the same for every page: read again, preview, consent,
 * progress, verification, and the way back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "modscope-action-bar.h"
#include "modscope-action-request.h"

G_BEGIN_DECLS

/**
 * ModscopeActionRunner: one for a window; does one thing at a time. Property busy (boolean,
 * readable, notifies: whether something is being asked or done). Its actions, in the window's group
 * "actions": cancel (what is being done, while it has not begun) and undo (what was done last).
 */
#define MODSCOPE_TYPE_ACTION_RUNNER (modscope_action_runner_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeActionRunner, modscope_action_runner, MODSCOPE, ACTION_RUNNER, GObject)

/**
 * modscope_action_runner_new:
 * @window: above which the dialogs are; it calls modscope_action_runner_close() when it goes
 * @overlay: where results are told
 * @bar: where progress is told
 */
ModscopeActionRunner *
modscope_action_runner_new (GtkWindow *window, AdwToastOverlay *overlay, ModscopeActionBar *bar);

/** The window goes: what has not begun is not done, and nothing is told any more. */
void modscope_action_runner_close (ModscopeActionRunner *self);

/** @machine: what is changed from now on */
void modscope_action_runner_set_machine (ModscopeActionRunner *self, ModscopeMachine *machine);

/** Returns: whether anything of the machine can be changed: its kernel runs */
gboolean modscope_action_runner_can_change (ModscopeActionRunner *self);

/**
 * modscope_action_runner_start:
 * @self: the runner
 * @verb: "load", "unload", "restart", "block" or "unblock"
 * @names: folded names, at least one; one to restart
 *
 * Shows what it would do, asks, and does it. Does nothing while something else is on its way.
 */
void modscope_action_runner_start (ModscopeActionRunner *self,
                                   const char *verb,
                                   const char *const *names);

/**
 * modscope_action_runner_start_device:
 * @self: the runner
 * @verb: "off", "on", "use-driver", "switch-off" or "switch-on"
 * @device: a device, or a part of one
 *
 * The same for a device. To turn something on needs no question; what is turned off and could shut
 * a person out comes back unless they keep it.
 */
void modscope_action_runner_start_device (ModscopeActionRunner *self,
                                          const char *verb,
                                          ModscopeDevice *device);

/** @request: (transfer full): is done at once */
void modscope_action_runner_run (ModscopeActionRunner *self, ModscopeActionRequest *request);

G_END_DECLS
