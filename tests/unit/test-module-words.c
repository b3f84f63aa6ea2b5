/* What the window says about a module.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/modscope-module-words.h"
#include <string.h>

#include "machine/modscope-module-private.h"

static void
load (ModscopeModule *module, ModscopeLiveState state, int use_count, gboolean permanent)
{
  static char *no_holders[] = { NULL };
  ModscopeLiveModule live = { .name = (char *) modscope_module_get_name (module),
                              .size_bytes = 4096,
                              .use_count = use_count,
                              .permanent = permanent,
                              .holders = no_holders,
                              .state = state };

  modscope_module_set_live (module, &live);
}

static void
assert_status (ModscopeModule *module, ModscopeStatus status, const char *text)
{
  g_autofree char *said = modscope_module_dup_status_text (module);

  g_assert_cmpint (modscope_status_of (module), ==, status);
  g_assert_cmpstr (said, ==, text);
}

static void
test_status (void)
{
  static const char *const devices[] = { "pci:0000:00:01.0", NULL };
  g_autoptr (ModscopeModule) module = modscope_module_new ("m", "kernel/m.ko", FALSE, NULL);
  g_autoptr (ModscopeModule) builtin = modscope_module_new ("b", "kernel/b.ko", TRUE, NULL);

  assert_status (builtin, MODSCOPE_STATUS_BUILTIN, "Built into the kernel");
  assert_status (module, MODSCOPE_STATUS_AVAILABLE, "Available, not loaded");
  modscope_module_set_blocked (module, MODSCOPE_BLOCKED_AUTOLOAD);
  assert_status (module, MODSCOPE_STATUS_BLOCKED, "Blocked (blacklisted)");
  modscope_module_set_blocked (module, MODSCOPE_BLOCKED_ALWAYS);
  assert_status (module, MODSCOPE_STATUS_BLOCKED, "Blocked (install rule)");
  modscope_module_set_blocked (module, MODSCOPE_BLOCKED_AT_BOOT);
  assert_status (module, MODSCOPE_STATUS_BLOCKED, "Blocked at startup (module_blacklist)");
  load (module, MODSCOPE_LIVE_LIVE, 0, FALSE);
  g_assert_cmpstr (modscope_module_get_problem_title (module), ==, "Blocked, but Still Loaded");
  modscope_module_set_blocked (module, MODSCOPE_BLOCKED_NO);
  g_assert_cmpstr (modscope_module_get_problem_title (module), ==, "Something Is Wrong");
  assert_status (module, MODSCOPE_STATUS_LOADED, "Loaded, not in use");
  modscope_module_set_devices (module, devices);
  assert_status (module, MODSCOPE_STATUS_LOADED, "Loaded, drives 1 device");
  modscope_module_set_devices (module, devices + 1);
  load (module, MODSCOPE_LIVE_LIVE, 0, TRUE);
  assert_status (module, MODSCOPE_STATUS_LOADED, "Loaded until restart (permanent)");
  load (module, MODSCOPE_LIVE_LIVE, -1, FALSE);
  assert_status (module, MODSCOPE_STATUS_LOADED, "Loaded");
  load (module, MODSCOPE_LIVE_LIVE, 3, FALSE);
  assert_status (module, MODSCOPE_STATUS_IN_USE, "In use by 3");
  load (module, MODSCOPE_LIVE_LOADING, -1, FALSE);
  assert_status (module, MODSCOPE_STATUS_LOADING, "Being loaded");
  load (module, MODSCOPE_LIVE_UNLOADING, -1, FALSE);
  assert_status (module, MODSCOPE_STATUS_UNLOADING, "Being unloaded");
}

static void
test_problem (void)
{
  g_autoptr (ModscopeModule) module = modscope_module_new ("m", "kernel/m.ko", FALSE, NULL);
  g_autofree char *none = NULL;
  g_autofree char *loaded = NULL;

  modscope_module_set_blocked (module, MODSCOPE_BLOCKED_ALWAYS);
  none = modscope_module_dup_problem_text (module);
  g_assert_null (none);
  g_assert_false (modscope_module_has_problem (module));

  load (module, MODSCOPE_LIVE_LIVE, 0, FALSE);
  loaded = modscope_module_dup_problem_text (module);
  g_assert_nonnull (loaded);
  g_assert_true (modscope_module_has_problem (module));

  /* A blacklist line lets others load it. */
  modscope_module_set_blocked (module, MODSCOPE_BLOCKED_AUTOLOAD);
  g_assert_false (modscope_module_has_problem (module));
}

static void
test_numbers (void)
{
  g_autoptr (ModscopeModule) module = modscope_module_new ("m", "kernel/m.ko", FALSE, NULL);
  g_autofree char *no_memory = modscope_module_dup_memory_text (module);
  g_autofree char *no_use = modscope_module_dup_use_text (module);
  g_autofree char *use = NULL;
  g_autofree char *memory = NULL;

  g_assert_cmpstr (no_memory, ==, "");
  g_assert_cmpstr (no_use, ==, "");
  load (module, MODSCOPE_LIVE_LIVE, 12, FALSE);
  use = modscope_module_dup_use_text (module);
  memory = modscope_module_dup_memory_text (module);
  g_assert_cmpstr (use, ==, "12");
  g_assert_cmpstr (memory, ==, "4.1\302\240kB");
}

static void
test_counts (void)
{
  g_autofree char *all = modscope_count_dup_text (9, 9);
  g_autofree char *one = modscope_count_dup_text (1, 1);
  g_autofree char *some = modscope_count_dup_text (2, 9);

  g_assert_cmpstr (all, ==, "9 modules");
  g_assert_cmpstr (one, ==, "1 module");
  g_assert_cmpstr (some, ==, "2 of 9 modules");
}

static void
test_search_words (void)
{
  g_auto (GStrv) words = modscope_words_from_search ("\tWi-Fi  INTEL ");
  g_auto (GStrv) none = modscope_words_from_search (NULL);

  g_assert_cmpstrv (words, ((const char *[]){ "wi-fi", "intel", NULL }));
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static void
test_taints (void)
{
  g_autofree char *none = modscope_taint_words_dup_text ((const char *[]){ NULL });
  g_autofree char *two =
    modscope_taint_words_dup_text ((const char *[]){ "unsigned", "new-word", NULL });

  g_assert_null (none);
  g_assert_cmpstr (two, ==, "Not signed\nnew-word");
}

static void
test_report (void)
{
  static const char *const fields[] = { "license=GPL", "author=A", "depends=x,y", NULL };
  g_autoptr (ModscopeModule) module = modscope_module_new ("m", "kernel/sound/m.ko", FALSE, NULL);
  g_autoptr (ModscopeModuleDetails) details = modscope_module_details_parse ("m", fields);
  g_autofree char *report = modscope_module_dup_report (module, details);

  g_assert_true (g_str_has_prefix (report, "Module: m\n"));
  g_assert_nonnull (strstr (report, "\nStatus: Available, not loaded\n"));
  g_assert_nonnull (strstr (report, "\nNeeds: x, y\n"));
  g_assert_nonnull (strstr (report, "\nLicence: GPL\n"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/module-words/status", test_status);
  g_test_add_func ("/module-words/problem", test_problem);
  g_test_add_func ("/module-words/numbers", test_numbers);
  g_test_add_func ("/module-words/counts", test_counts);
  g_test_add_func ("/module-words/search-words", test_search_words);
  g_test_add_func ("/module-words/taints", test_taints);
  g_test_add_func ("/module-words/report", test_report);
  return g_test_run ();
}
