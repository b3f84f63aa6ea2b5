/* How much may be asked of the helper at one time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-limits.h"

#include "base/modscope-helper-error.h"

struct _ModscopeLimits
{
  GHashTable *users; /* sender to its user (gint64), -1 while the bus has not said whose it is */
  GHashTable *plans; /* user (gint64) to when plans were made for them (GQueue of gint64) */
  guint plans_max;
  gint64 acts[MODSCOPE_LIMIT_ACTS]; /* a ring */
  guint n_acts;
};

static void
free_times (gpointer times)
{
  g_queue_free_full (times, g_free);
}

ModscopeLimits *
modscope_limits_new (guint plans_max)
{
  ModscopeLimits *self = g_new0 (ModscopeLimits, 1);

  self->users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->plans = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_times);
  self->plans_max = plans_max;
  return self;
}

void
modscope_limits_free (ModscopeLimits *self)
{
  g_hash_table_unref (self->users);
  g_hash_table_unref (self->plans);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED,
                       sentence);
  return FALSE;
}

gboolean
modscope_limits_enter (ModscopeLimits *self, const char *sender, GError **error)
{
  G_STATIC_ASSERT (MODSCOPE_LIMIT_SENDER == 1);
  gint64 *user;

  if (g_hash_table_contains (self->users, sender))
    return refuse (error, "This program's last call is not done yet");
  if (g_hash_table_size (self->users) >= MODSCOPE_LIMIT_UNKNOWN)
    return refuse (error, "Too many calls at once");
  user = g_new (gint64, 1);
  *user = -1;
  g_hash_table_insert (self->users, g_strdup (sender), user);
  return TRUE;
}

gboolean
modscope_limits_set_user (ModscopeLimits *self, const char *sender, uid_t user, GError **error)
{
  gint64 *own = g_hash_table_lookup (self->users, sender);
  GHashTableIter iter;
  gpointer other;
  guint count = 0;
  guint all = 0;

  g_return_val_if_fail (own != NULL, FALSE);
  g_hash_table_iter_init (&iter, self->users);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    {
      count += *(gint64 *) other == (gint64) user;
      all += *(gint64 *) other >= 0;
    }
  if (all >= MODSCOPE_LIMIT_ALL)
    return refuse (error, "Too many calls at once");
  if (count >= MODSCOPE_LIMIT_USER)
    return refuse (error, "Too many calls of one user at once");
  *own = (gint64) user;
  return TRUE;
}

void
modscope_limits_leave (ModscopeLimits *self, const char *sender)
{
  g_hash_table_remove (self->users, sender);
}

guint
modscope_limits_get_pending (ModscopeLimits *self)
{
  return g_hash_table_size (self->users);
}

/* Planning costs time before anybody has permission: each user has so much of it. */
gboolean
modscope_limits_count_plan (ModscopeLimits *self, uid_t user, gint64 now, GError **error)
{
  gint64 key = (gint64) user;
  GQueue *times = g_hash_table_lookup (self->plans, &key);
  gint64 oldest = now - MODSCOPE_LIMIT_PLANS_SECONDS * G_USEC_PER_SEC;

  if (times == NULL)
    {
      times = g_queue_new ();
      g_hash_table_insert (self->plans, g_memdup2 (&key, sizeof key), times);
    }
  while (!g_queue_is_empty (times) && *(gint64 *) g_queue_peek_head (times) <= oldest)
    g_free (g_queue_pop_head (times));
  if (g_queue_get_length (times) >= self->plans_max)
    return refuse (error, "Too much is asked for within a few seconds");
  g_queue_push_tail (times, g_memdup2 (&now, sizeof now));
  return TRUE;
}

gboolean
modscope_limits_count_act (ModscopeLimits *self, gint64 now, GError **error)
{
  /* The oldest of the ring, which the new one replaces. */
  gint64 *slot = &self->acts[self->n_acts % MODSCOPE_LIMIT_ACTS];

  if (self->n_acts >= MODSCOPE_LIMIT_ACTS &&
      now - *slot < MODSCOPE_LIMIT_ACTS_SECONDS * G_USEC_PER_SEC)
    return refuse (error, "Too many changes within a few seconds");
  *slot = now;
  self->n_acts =
    self->n_acts + 1 < 2 * MODSCOPE_LIMIT_ACTS ? self->n_acts + 1 : MODSCOPE_LIMIT_ACTS;
  return TRUE;
}
