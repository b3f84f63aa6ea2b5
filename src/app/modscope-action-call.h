/* A request on its way: asks the helper for all of it, and reads back what became of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/modscope-client.h"
#include "machine/modscope-done.h"
#include "modscope-action-request.h"

G_BEGIN_DECLS

/**
 * modscope_action_call_async:
 * @client: the way to the helper; it takes one call at a time
 * @machine: the computer; it is read again before the answer
 * @request: what is asked for
 * @cancellable: ends it while it has not begun
 */
void modscope_action_call_async (ModscopeClient *client,
                                 ModscopeMachine *machine,
                                 const ModscopeActionRequest *request,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * modscope_action_call_finish:
 * @result: the result
 * @done: (out) (transfer full) (element-type ModscopeDone): what was done, also where not all of it
 * @error: as of modscope_client_load_async()
 *
 * Returns: whether all of it was done
 */
gboolean modscope_action_call_finish (GAsyncResult *result, GPtrArray **done, GError **error);

/** Returns: whether @error says that the person has changed their mind: here, or at the question
 * for a password. They have seen it, and need no other dialog */
gboolean modscope_action_call_is_cancelled (const GError *error);

/** Returns: (transfer none) (nullable): of a device that was to use another driver, and does not:
 * the module, if that could not be loaded */
const char *modscope_action_call_get_failed_module (GAsyncResult *result);

G_END_DECLS
