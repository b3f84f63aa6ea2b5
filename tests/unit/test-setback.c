/* What is told about what was not done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-error.h"
#include "base/modscope-helper-error.h"
#include "diagnosis/modscope-setback.h"
#include "support/test-root.h"

typedef struct
{
  char *root;
  ModscopeMachine *machine;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopePaths) paths = NULL;
  g_autoptr (ModscopeKernel) kernel = NULL;
  g_autoptr (GError) error = NULL;

  fixture->root = test_root_new ();
  test_root_write (fixture->root, "/proc/sys/kernel/osrelease", "6.1.0-test\n");
  test_root_write (fixture->root, "/proc/modules", "");
  test_root_write (fixture->root, "/lib/modules/6.1.0-test/modules.dep", "kernel/one.ko:\n");
  paths = modscope_paths_new (fixture->root);
  kernel = modscope_kernel_open (paths, NULL, &error);
  g_assert_no_error (error);
  fixture->machine = modscope_machine_new (kernel);
  modscope_machine_wait (fixture->machine);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->machine);
  test_root_free (fixture->root);
}

static ModscopeSetback *
make (Fixture *fixture, GQuark domain, int code, const char *message, GPtrArray *done)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, message);

  return modscope_setback_new ("load", "one", error, done, fixture->machine);
}

static void
test_cause (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) done = modscope_done_list_new ();
  g_autoptr (ModscopeSetback) setback = NULL;
  const ModscopeEvidence *evidence;

  modscope_done_list_add (done, "load", "zero", TRUE, NULL);
  setback = make (fixture, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED,
                  "The kernel refused it\nerrno: 19\nmodule: one\ndone: half\n"
                  "kernel: one: no such device",
                  done);
  g_assert_null (setback->heading);
  g_assert_cmpstr (setback->finding->code, ==, "no-hardware");
  g_assert_cmpstr (setback->title, ==, setback->finding->title);
  g_assert_cmpstr (setback->explanation, ==, setback->finding->explanation);
  evidence = g_ptr_array_index (setback->evidence, 0);
  g_assert_null (evidence->source);
  g_assert_cmpstr (evidence->text, ==, "one: no such device");
  g_assert_cmpstr (setback->done[0], ==, "zero");
  g_assert_cmpstr (setback->done[1], ==, "half");
  g_assert_null (setback->done[2]);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    ModscopeHelperError code;
    gboolean has_fix;
  } cases[] = {
    { MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED, TRUE },
    { MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE, TRUE },
    { MODSCOPE_HELPER_ERROR_STALE, FALSE },
    { MODSCOPE_HELPER_ERROR_CRITICAL, FALSE },
    { MODSCOPE_HELPER_ERROR_READ_ONLY, FALSE },
    { MODSCOPE_HELPER_ERROR_NO_SPACE, TRUE },
    { MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ModscopeSetback) setback =
        make (fixture, MODSCOPE_HELPER_ERROR, (int) cases[i].code, "what the helper says", NULL);

      g_assert_null (setback->finding);
      g_assert_nonnull (setback->heading);
      g_assert_cmpstr (setback->title, !=, "what the helper says");
      g_assert_cmpuint (setback->fixes->len, ==, cases[i].has_fix ? 1 : 0);
    }
}

/* What this program says itself is passed on as it is. */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopeSetback) missing =
    make (fixture, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN, "Install it", NULL);
  g_autoptr (ModscopeSetback) vanished =
    make (fixture, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND, "There is no module one", NULL);

  g_assert_cmpstr (missing->title, ==, "Install it");
  g_assert_nonnull (missing->heading);
  g_assert_cmpstr (vanished->title, ==, "There is no module one");
  g_assert_nonnull (vanished->finding);
}

#define ADD(name) g_test_add ("/setback/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (cause);
  ADD (refusals);
  ADD (own);
  return g_test_run ();
}
