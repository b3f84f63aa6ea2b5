/* How much may be asked of the helper at one time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-helper-error.h"
#include "helper/modscope-limits.h"

static void
enter (ModscopeLimits *limits, const char *sender, uid_t user)
{
  g_autoptr (GError) error = NULL;

  modscope_limits_enter (limits, sender, &error);
  g_assert_no_error (error);
  modscope_limits_set_user (limits, sender, user, &error);
  g_assert_no_error (error);
}

static void
test_sender (void)
{
  g_autoptr (ModscopeLimits) limits = modscope_limits_new (3);
  g_autoptr (GError) error = NULL;

  enter (limits, ":1.1", 1000);
  g_assert_false (modscope_limits_enter (limits, ":1.1", &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED);
  g_assert_cmpuint (modscope_limits_get_pending (limits), ==, 1);
  modscope_limits_leave (limits, ":1.1");
  enter (limits, ":1.1", 1000);
}

static void
test_user (void)
{
  static const char *const senders[] = { ":1.1", ":1.2", ":1.3", ":1.4" };
  g_autoptr (ModscopeLimits) limits = modscope_limits_new (3);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (senders); i++)
    enter (limits, senders[i], 1000);
  g_assert_true (modscope_limits_enter (limits, ":1.5", NULL));
  g_assert_false (modscope_limits_set_user (limits, ":1.5", 1000, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED);
  modscope_limits_leave (limits, ":1.5");

  /* Others are served, root is a user like any other, and a place that is free is free. */
  enter (limits, ":1.6", 1001);
  enter (limits, ":1.7", 0);
  modscope_limits_leave (limits, senders[2]);
  enter (limits, ":1.5", 1000);
}

static void
test_all (void)
{
  g_autoptr (ModscopeLimits) limits = modscope_limits_new (3);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MODSCOPE_LIMIT_ALL; i++)
    {
      g_autofree char *sender = g_strdup_printf (":1.%u", i);

      enter (limits, sender, 1000 + i);
    }
  g_assert_true (modscope_limits_enter (limits, ":1.99", NULL));
  g_assert_false (modscope_limits_set_user (limits, ":1.99", 99, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED);
  modscope_limits_leave (limits, ":1.99");
}

/* Those of which it is not yet known whose they are take nobody's place, and are not without end.
 */
static void
test_unknown (void)
{
  g_autoptr (ModscopeLimits) limits = modscope_limits_new (3);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MODSCOPE_LIMIT_UNKNOWN - 1; i++)
    {
      g_autofree char *sender = g_strdup_printf (":2.%u", i);

      g_assert_true (modscope_limits_enter (limits, sender, NULL));
    }
  enter (limits, ":1.1", 1000);
  g_assert_false (modscope_limits_enter (limits, ":1.2", &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED);
}

static void
test_plans (void)
{
  g_autoptr (ModscopeLimits) limits = modscope_limits_new (3);
  const gint64 window = MODSCOPE_LIMIT_PLANS_SECONDS * G_USEC_PER_SEC;

  for (guint i = 0; i < 3; i++)
    g_assert_true (modscope_limits_count_plan (limits, 1000, 5 + i, NULL));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (modscope_limits_count_plan (limits, 1000, 5 + window - 1, &error));
      g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED);
    }
  g_assert_true (modscope_limits_count_plan (limits, 0, 9, NULL));
  g_assert_true (modscope_limits_count_plan (limits, 1000, 5 + window, NULL));
  g_assert_false (modscope_limits_count_plan (limits, 1000, 5 + window, NULL));
}

static void
test_acts (void)
{
  g_autoptr (ModscopeLimits) limits = modscope_limits_new (3);
  const gint64 window = MODSCOPE_LIMIT_ACTS_SECONDS * G_USEC_PER_SEC;
  gint64 now = 12345;

  /* More rounds than the ring is long, so that it goes around. */
  for (guint round = 0; round < 4; round++, now += window)
    {
      for (guint i = 0; i < MODSCOPE_LIMIT_ACTS; i++)
        g_assert_true (modscope_limits_count_act (limits, now + i, NULL));
      for (guint i = 0; i < 3; i++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_false (modscope_limits_count_act (limits, now + window - 1, &error));
          g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limits/sender", test_sender);
  g_test_add_func ("/limits/user", test_user);
  g_test_add_func ("/limits/all", test_all);
  g_test_add_func ("/limits/unknown", test_unknown);
  g_test_add_func ("/limits/plans", test_plans);
  g_test_add_func ("/limits/acts", test_acts);
  return g_test_run ();
}
