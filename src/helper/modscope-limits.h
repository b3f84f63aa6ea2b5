/* How much may be asked of the helper at one time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/types.h>

G_BEGIN_DECLS

#define MODSCOPE_LIMIT_SENDER 1    /* pending calls of one connection to the bus */
#define MODSCOPE_LIMIT_USER 4      /* pending calls of one user */
#define MODSCOPE_LIMIT_ALL 16      /* pending calls */
#define MODSCOPE_LIMIT_UNKNOWN 128 /* the same, with those of which the bus has not said whose */
#define MODSCOPE_LIMIT_PLANS 50    /* calls of one user within the seconds of the next line */
#define MODSCOPE_LIMIT_PLANS_SECONDS 10
#define MODSCOPE_LIMIT_ACTS 25 /* acts within the seconds of the next line */
#define MODSCOPE_LIMIT_ACTS_SECONDS 20

/** ModscopeLimits: the pending calls, and when the last acts were. */
typedef struct _ModscopeLimits ModscopeLimits;

/** @plans_max: %MODSCOPE_LIMIT_PLANS, more in a test */
ModscopeLimits *modscope_limits_new (guint plans_max);
void modscope_limits_free (ModscopeLimits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeLimits, modscope_limits_free)

/** A call of @sender, a unique name on the bus, arrives. Error: LIMIT_EXCEEDED, and it does not. */
gboolean modscope_limits_enter (ModscopeLimits *self, const char *sender, GError **error);

/** The bus said whose it is. Error: LIMIT_EXCEEDED; it must still be left. */
gboolean
modscope_limits_set_user (ModscopeLimits *self, const char *sender, uid_t user, GError **error);

/** The call of @sender is over. */
void modscope_limits_leave (ModscopeLimits *self, const char *sender);

/** Returns: how many calls are pending */
guint modscope_limits_get_pending (ModscopeLimits *self);

/** A call of @user is about to be planned, @now in microseconds of a monotonic clock. Error:
 *  LIMIT_EXCEEDED, and it must not. */
gboolean modscope_limits_count_plan (ModscopeLimits *self, uid_t user, gint64 now, GError **error);

/** Something is about to be done, @now in microseconds of a monotonic clock. Error:
 *  LIMIT_EXCEEDED, and it must not. */
gboolean modscope_limits_count_act (ModscopeLimits *self, gint64 now, GError **error);

G_END_DECLS
