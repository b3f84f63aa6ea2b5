/* How much may be asked of the helper at one time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-limits.h"

#include "base/modscope-refuse.h"

struct _ModscopeLimits
{
  GHashTable *pending; /* sender to its user plus 1; to 0 while the bus has not said whose it is */
  GHashTable *plans;   /* user to when plans were made for them (GQueue of gint64) */
  GQueue *acts;        /* when there were any (gint64) */
  guint plans_max;
};

#define KEY_OF_USER(user) GSIZE_TO_POINTER ((gsize) (user) + 1)

static void
free_times (gpointer times)
{
  g_queue_free_full (times, g_free);
}

ModscopeLimits *
modscope_limits_new (guint plans_max)
{
  ModscopeLimits *self = g_new0 (ModscopeLimits, 1);

  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->plans = g_hash_table_new_full (NULL, NULL, NULL, free_times);
  self->acts = g_queue_new ();
  self->plans_max = plans_max;
  return self;
}

void
modscope_limits_free (ModscopeLimits *self)
{
  g_hash_table_unref (self->pending);
  g_hash_table_unref (self->plans);
  free_times (self->acts);
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

/* One more at @now, if there were less than @most in the seconds before. */
static gboolean
count (GQueue *times, guint most, guint seconds, gint64 now)
{
  gint64 oldest = now - seconds * G_USEC_PER_SEC;

  while (!g_queue_is_empty (times) && *(gint64 *) g_queue_peek_head (times) <= oldest)
    g_free (g_queue_pop_head (times));
  if (g_queue_get_length (times) >= most)
    return FALSE;
  g_queue_push_tail (times, g_memdup2 (&now, sizeof now));
  return TRUE;
}

/* Planning costs time before anybody has permission: each user has so much of it. */
gboolean
modscope_limits_count_plan (ModscopeLimits *self, uid_t user, gint64 now, GError **error)
{
  GQueue *times = g_hash_table_lookup (self->plans, KEY_OF_USER (user));

  if (times == NULL)
    {
      times = g_queue_new ();
      g_hash_table_insert (self->plans, KEY_OF_USER (user), times);
    }
  return count (times, self->plans_max, MODSCOPE_LIMIT_PLANS_SECONDS, now) ||
         modscope_refuse (error, LIMIT_EXCEEDED, "Too much is asked for within a few seconds");
}

gboolean
modscope_limits_count_act (ModscopeLimits *self, gint64 now, GError **error)
{
  return count (self->acts, MODSCOPE_LIMIT_ACTS, MODSCOPE_LIMIT_ACTS_SECONDS, now) ||
         modscope_refuse (error, LIMIT_EXCEEDED, "Too many changes within a few seconds");
}
