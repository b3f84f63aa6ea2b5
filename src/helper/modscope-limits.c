/* How much may be asked of the helper at one time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-limits.h"

#include "base/modscope-refuse.h"

/** Moment: when something was done, and for whom. */
typedef struct
{
  gint64 time;
  uid_t user;
} Moment;

struct _ModscopeLimits
{
  GHashTable *pending; /* sender to its user plus 1; to 0 while the bus has not said whose it is */
  GArray *plans;       /* (element-type Moment): when plans were made */
  GArray *acts;        /* (element-type Moment): when there were any, all as of one user */
  guint plans_max;
};

#define KEY_OF_USER(user) GSIZE_TO_POINTER ((gsize) (user) + 1)
#define ANY_USER 0

ModscopeLimits *
modscope_limits_new (guint plans_max)
{
  ModscopeLimits *self = g_new0 (ModscopeLimits, 1);

  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->plans = g_array_new (FALSE, FALSE, sizeof (Moment));
  self->acts = g_array_new (FALSE, FALSE, sizeof (Moment));
  self->plans_max = plans_max;
  return self;
}

void
modscope_limits_free (ModscopeLimits *self)
{
  g_hash_table_unref (self->pending);
  g_array_unref (self->plans);
  g_array_unref (self->acts);
  g_free (self);
}

gboolean
modscope_limits_enter (ModscopeLimits *self, const char *sender, GError **error)
{
  G_STATIC_ASSERT (MODSCOPE_LIMIT_SENDER == 1);

  if (g_hash_table_contains (self->pending, sender))
    return modscope_refuse (error, LIMIT_EXCEEDED, "This program's last call is not done yet");
  if (g_hash_table_size (self->pending) >= MODSCOPE_LIMIT_UNKNOWN)
    return modscope_refuse (error, LIMIT_EXCEEDED, "Too many calls at once");
  g_hash_table_insert (self->pending, g_strdup (sender), NULL);
  return TRUE;
}

gboolean
modscope_limits_set_user (ModscopeLimits *self, const char *sender, uid_t user, GError **error)
{
  GHashTableIter iter;
  gpointer other;
  guint count = 0;
  guint all = 0;

  g_return_val_if_fail (g_hash_table_contains (self->pending, sender), FALSE);
  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    {
      count += other == KEY_OF_USER (user);
      all += other != NULL;
    }
  if (all >= MODSCOPE_LIMIT_ALL)
    return modscope_refuse (error, LIMIT_EXCEEDED, "Too many calls at once");
  if (count >= MODSCOPE_LIMIT_USER)
    return modscope_refuse (error, LIMIT_EXCEEDED, "Too many calls of one user at once");
  g_hash_table_insert (self->pending, g_strdup (sender), KEY_OF_USER (user));
  return TRUE;
}

void
modscope_limits_leave (ModscopeLimits *self, const char *sender)
{
  g_hash_table_remove (self->pending, sender);
}

guint
modscope_limits_get_pending (ModscopeLimits *self)
{
  return g_hash_table_size (self->pending);
}

/* One more of @user at @now, if there were less than @most of theirs in the seconds before. What is
 * older is forgotten, whosever it was: there are many users, with subordinate ones. */
static gboolean
count (GArray *moments, uid_t user, guint most, guint seconds, gint64 now)
{
  const Moment moment = { now, user };
  guint n_own = 0;

  while (moments->len > 0 &&
         g_array_index (moments, Moment, 0).time <= now - seconds * G_USEC_PER_SEC)
    g_array_remove_index (moments, 0);
  for (guint i = 0; i < moments->len; i++)
    n_own += g_array_index (moments, Moment, i).user == user;
  if (n_own >= most)
    return FALSE;
  g_array_append_val (moments, moment);
  return TRUE;
}

/* Planning costs time before anybody has permission: each user has so much of it. */
gboolean
modscope_limits_count_plan (ModscopeLimits *self, uid_t user, gint64 now, GError **error)
{
  return count (self->plans, user, self->plans_max, MODSCOPE_LIMIT_PLANS_SECONDS, now) ||
         modscope_refuse (error, LIMIT_EXCEEDED, "Too much is asked for within a few seconds");
}

gboolean
modscope_limits_count_act (ModscopeLimits *self, gint64 now, GError **error)
{
  return count (self->acts, ANY_USER, MODSCOPE_LIMIT_ACTS, MODSCOPE_LIMIT_ACTS_SECONDS, now) ||
         modscope_refuse (error, LIMIT_EXCEEDED, "Too many changes within a few seconds");
}
