/* What comes before an action: the models are read again, the plan is made, and a person is asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "client/modscope-client.h"
#include "modscope-action-request.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_ACTION_PREVIEW (modscope_action_preview_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeActionPreview, modscope_action_preview, MODSCOPE, ACTION_PREVIEW, GObject)

/**
 * modscope_action_preview_new:
 * @window: above which the dialog is
 * @client: the way to the helper; it is not started
 * @machine: what is changed
 * @verb: "load", "unload", "restart", "block" or "unblock"; of a device "off",
 *   "use-driver" or "switch-off"
 * @names: folded names, at least one; of a device its id alone
 */
ModscopeActionPreview *modscope_action_preview_new (GtkWindow *window,
                                                    ModscopeClient *client,
                                                    ModscopeMachine *machine,
                                                    const char *verb,
                                                    const char *const *names);

const char *modscope_action_preview_get_verb (ModscopeActionPreview *self);
const char *const *modscope_action_preview_get_names (ModscopeActionPreview *self);

/** Asks; once. */
void modscope_action_preview_ask_async (ModscopeActionPreview *self,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/**
 * modscope_action_preview_ask_finish:
 * @error: %G_IO_ERROR_CANCELLED: the person said no; %G_IO_ERROR_EXISTS, with a sentence: there is
 *   nothing to do; else why it cannot be done, for modscope_setback_new()
 *
 * Returns: (transfer full) (nullable): what the person agreed to
 */
ModscopeActionRequest *modscope_action_preview_ask_finish (ModscopeActionPreview *self,
                                                           GAsyncResult *result,
                                                           GError **error);

G_END_DECLS
