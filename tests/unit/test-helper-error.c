/* The errors of the helper: their names on the bus, and what their messages carry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-helper-error.h"

static void
test_names (void)
{
  static const struct
  {
    ModscopeHelperError code;
    const char *name;
  } cases[] = {
    { MODSCOPE_HELPER_ERROR_INVALID_NAME, "io.github.modscope.Error.InvalidName" },
    { MODSCOPE_HELPER_ERROR_BUILT_IN, "io.github.modscope.Error.BuiltIn" },
    { MODSCOPE_HELPER_ERROR_KERNEL_REFUSED, "io.github.modscope.Error.KernelRefused" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) there = g_error_new (MODSCOPE_HELPER_ERROR, (int) cases[i].code, "text");
      g_autofree char *name = g_dbus_error_encode_gerror (there);
      g_autoptr (GError) back = g_dbus_error_new_for_dbus_error (name, "text");

      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_error (back, MODSCOPE_HELPER_ERROR, (int) cases[i].code);
    }
}

static void
test_round_trip (void)
{
  char *done[] = { (char *) "a", (char *) "b", NULL };
  char *lines[] = { (char *) "c: version magic 'x' should be 'y'", NULL };
  char *files[] = { (char *) "/etc/modprobe.d/x.conf:3", NULL };
  const ModscopeFailure there = {
    .sentence = (char *) "The kernel refused c",
    .errsv = 8,
    .module = (char *) "c",
    .done = done,
    .kernel_lines = lines,
    .files = files,
  };
  g_autofree char *message = modscope_failure_to_message (&there);
  g_autoptr (ModscopeFailure) back = modscope_failure_from_message (message);

  g_assert_cmpstr (message, ==,
                   "The kernel refused c\nerrno: 8\nmodule: c\ndone: a\ndone: b\n"
                   "kernel: c: version magic 'x' should be 'y'\nfile: /etc/modprobe.d/x.conf:3");
  g_assert_cmpstr (back->sentence, ==, there.sentence);
  g_assert_cmpint (back->errsv, ==, 8);
  g_assert_cmpstr (back->module, ==, "c");
  g_assert_cmpstrv (back->done, done);
  g_assert_cmpstrv (back->kernel_lines, lines);
  g_assert_cmpstrv (back->files, files);
}

/* What a module wrote into the log cannot make a line of its own. */
static void
test_smuggled_line (void)
{
  char *lines[] = { (char *) "x\nerrno: 1\rmodule: y\033[2J\xff", NULL };
  const ModscopeFailure there = { .sentence = (char *) "A\nB", .kernel_lines = lines };
  g_autofree char *message = modscope_failure_to_message (&there);
  g_autoptr (ModscopeFailure) back = modscope_failure_from_message (message);

  g_assert_true (g_utf8_validate (message, -1, NULL));
  g_assert_cmpstr (back->sentence, ==, "A B");
  g_assert_cmpint (back->errsv, ==, 0);
  g_assert_null (back->module);
  g_assert_cmpint ((int) g_strv_length (back->kernel_lines), ==, 1);
  g_assert_cmpstr (back->kernel_lines[0], ==, "x errno: 1 module: y [2J\303\277");
}

static void
test_foreign_message (void)
{
  static const char *const messages[] = { "",          "\n",           "\n\n: \n:",
                                          "x\nerrno:", "x\nerrno: -3", "x\nerrno: 99999999999",
                                          "x\nnew: y", "x\nerrno: 2x" };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (ModscopeFailure) failure = modscope_failure_from_message (messages[i]);

      g_assert_nonnull (failure->sentence);
      g_assert_cmpint (failure->errsv, ==, 0);
      g_assert_null (failure->module);
      g_assert_cmpint ((int) g_strv_length (failure->done), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/helper-error/names", test_names);
  g_test_add_func ("/helper-error/round-trip", test_round_trip);
  g_test_add_func ("/helper-error/smuggled-line", test_smuggled_line);
  g_test_add_func ("/helper-error/foreign-message", test_foreign_message);
  return g_test_run ();
}
