/* What the files of the client share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/modscope-client.h"

G_BEGIN_DECLS

#define MODSCOPE_CLIENT_NAME "io.github.modscope.Helper1"
#define MODSCOPE_CLIENT_PATH "/io/github/modscope/Helper1"

struct _ModscopeClient
{
  GObject parent_instance;
  GDBusConnection *connection; /* nullable: made for the first call, and again once it is closed */
  guint trial;                 /* the change on trial, or 0 */
  gint64 trial_began;          /* of the monotonic clock */
  guint last_reverted;         /* the one that was put back last */
  guint reverted_id;           /* of the signal, on @connection */
  guint owner_id;
};

/** Calls @method of the helper; @answer_type lives for ever. Ends with g_task_propagate_pointer(),
 * a GVariant. */
void modscope_client_call_async (ModscopeClient *self,
                                 const char *method,
                                 GVariant *arguments,
                                 const GVariantType *answer_type,
                                 gpointer tag,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/** @self->connection is new: listens to what becomes of changes on trial. */
void modscope_client_trial_listen (ModscopeClient *self);

/** @self->connection is about to go, and with it what is on trial. */
void modscope_client_trial_forget (ModscopeClient *self);

/** An answer has arrived, which may tell of a change on trial. */
void modscope_client_trial_take (ModscopeClient *self, const char *method, GVariant *answer);

G_END_DECLS
