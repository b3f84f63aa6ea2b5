/* Facts of a kernel in folders made for the test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-kernel-facts.h"

#include "support/test-root.h"

#define SECURE_BOOT "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

typedef struct
{
  char *root;
  ModscopePaths *paths;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->root = test_root_new ();
  fixture->paths = modscope_paths_new (fixture->root);
  test_root_write (fixture->root, "/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  modscope_paths_unref (fixture->paths);
  test_root_free (fixture->root);
}

static ModscopeKernelFacts *
read_facts (Fixture *fixture, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (fixture->paths, wanted, &error);

  g_assert_no_error (error);
  return modscope_kernel_facts_read (kernel);
}

static void
assert_strv (GStrv strv, const char *joined)
{
  g_autofree char *text = strv != NULL ? g_strjoinv (" ", strv) : NULL;

  g_assert_cmpstr (text, ==, joined);
}

static void
write_all (Fixture *fixture)
{
  const guint8 on[] = { 6, 0, 0, 0, 1 };

  test_root_write (fixture->root, "/proc/modules", "");
  test_root_write (fixture->root, "/proc/sys/kernel/tainted", "12289\n");
  test_root_write (fixture->root, "/proc/sys/kernel/modules_disabled", "0\n");
  test_root_write (fixture->root, "/sys/kernel/security/lockdown",
                   "none [integrity] confidentiality\n");
  test_root_write (fixture->root, "/sys/kernel/security/lsm", "lockdown,capability,apparmor");
  test_root_write (fixture->root, "/sys/module/module/parameters/sig_enforce", "Y\n");
  test_root_write_bytes (fixture->root, SECURE_BOOT, on, sizeof on);
  test_root_write (fixture->root, "/dev/kmsg", "");
  test_root_write (fixture->root, "/lib/modules/6.1.0-18-amd64/modules.dep", "");
  test_root_write (fixture->root, "/lib/modules/6.1.0-9-amd64/modules.dep", "");
}

static void
test_running (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopeKernelFacts) facts = NULL;

  write_all (fixture);
  facts = read_facts (fixture, NULL);
  g_assert_cmpstr (facts->release, ==, "6.1.0-18-amd64");
  assert_strv (facts->taints, "proprietary out-of-tree unsigned");
  g_assert_cmpstr (facts->lockdown, ==, "integrity");
  g_assert_cmpint (facts->secure_boot, ==, MODSCOPE_TRI_YES);
  g_assert_cmpint (facts->signature_enforced, ==, MODSCOPE_TRI_YES);
  g_assert_cmpint (facts->modules_disabled, ==, MODSCOPE_TRI_NO);
  g_assert_cmpint (facts->module_support, ==, MODSCOPE_TRI_YES);
  assert_strv (facts->security_modules, "lockdown capability apparmor");
  assert_strv (facts->installed_kernels, "6.1.0-18-amd64 6.1.0-9-amd64");
  g_assert_true (facts->log_readable);
}

/* What is true of the running kernel says nothing about another. */
static void
test_another (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopeKernelFacts) facts = NULL;

  write_all (fixture);
  facts = read_facts (fixture, "6.1.0-9-amd64");
  g_assert_cmpstr (facts->release, ==, "6.1.0-9-amd64");
  g_assert_null (facts->taints);
  g_assert_null (facts->lockdown);
  g_assert_cmpint (facts->secure_boot, ==, MODSCOPE_TRI_UNKNOWN);
  g_assert_cmpint (facts->signature_enforced, ==, MODSCOPE_TRI_UNKNOWN);
  g_assert_cmpint (facts->modules_disabled, ==, MODSCOPE_TRI_UNKNOWN);
  g_assert_cmpint (facts->module_support, ==, MODSCOPE_TRI_UNKNOWN);
  g_assert_null (facts->security_modules);
  assert_strv (facts->installed_kernels, "6.1.0-18-amd64 6.1.0-9-amd64");
  g_assert_true (facts->log_readable);
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopeKernelFacts) facts = read_facts (fixture, NULL);

  g_assert_null (facts->taints);
  g_assert_null (facts->lockdown);
  g_assert_cmpint (facts->secure_boot, ==, MODSCOPE_TRI_UNKNOWN);
  g_assert_cmpint (facts->signature_enforced, ==, MODSCOPE_TRI_UNKNOWN);
  g_assert_cmpint (facts->modules_disabled, ==, MODSCOPE_TRI_UNKNOWN);
  g_assert_cmpint (facts->module_support, ==, MODSCOPE_TRI_NO);
  g_assert_null (facts->security_modules);
  assert_strv (facts->installed_kernels, "");
  g_assert_false (facts->log_readable);
}

static void
assert_taints (Fixture *fixture, const char *text, const char *expected)
{
  g_autoptr (ModscopeKernelFacts) facts = NULL;

  test_root_write (fixture->root, "/proc/sys/kernel/tainted", text);
  facts = read_facts (fixture, NULL);
  assert_strv (facts->taints, expected);
}

static void
test_taints (Fixture *fixture, gconstpointer data)
{
  assert_taints (fixture, "0\n", "");
  assert_taints (fixture, "512\n", "warning");
  assert_taints (fixture, "128\n", "crashed");
  assert_taints (fixture, "1048575\n",
                 "proprietary forced out-of-specification force-unloaded machine-check bad-page "
                 "user-request crashed acpi-table-overridden warning staging firmware-workaround "
                 "out-of-tree unsigned soft-lockup livepatch auxiliary randomized-structures test "
                 "firmware-control");
  assert_taints (fixture, "1048577\n", "proprietary bit-20");
  assert_taints (fixture, "many\n", NULL);
}

static void
assert_lockdown (Fixture *fixture, const char *text, const char *expected)
{
  g_autoptr (ModscopeKernelFacts) facts = NULL;

  test_root_write (fixture->root, "/sys/kernel/security/lockdown", text);
  facts = read_facts (fixture, NULL);
  g_assert_cmpstr (facts->lockdown, ==, expected);
}

static void
test_lockdown (Fixture *fixture, gconstpointer data)
{
  assert_lockdown (fixture, "[none] integrity confidentiality\n", "none");
  assert_lockdown (fixture, "none integrity [confidentiality]\n", "confidentiality");
  assert_lockdown (fixture, "none integrity\n", NULL);
  assert_lockdown (fixture, "[none\n", NULL);
  assert_lockdown (fixture, "[]\n", NULL);
  assert_lockdown (fixture, "", NULL);
}

static ModscopeTri
read_secure_boot (Fixture *fixture)
{
  g_autoptr (ModscopeKernelFacts) facts = read_facts (fixture, NULL);

  return facts->secure_boot;
}

static void
test_secure_boot (Fixture *fixture, gconstpointer data)
{
  const guint8 on[] = { 6, 0, 0, 0, 1 };
  const guint8 off[] = { 6, 0, 0, 0, 0 };

  /* A container hides all of the firmware. */
  g_assert_cmpint (read_secure_boot (fixture), ==, MODSCOPE_TRI_UNKNOWN);

  /* Started without EFI. */
  test_root_write (fixture->root, "/sys/firmware/acpi/x", "");
  g_assert_cmpint (read_secure_boot (fixture), ==, MODSCOPE_TRI_NO);

  /* With EFI, its variables not mounted. */
  test_root_write (fixture->root, "/sys/firmware/efi/runtime", "");
  g_assert_cmpint (read_secure_boot (fixture), ==, MODSCOPE_TRI_UNKNOWN);

  /* Firmware that has variables and knows no Secure Boot. */
  test_root_write (fixture->root, "/sys/firmware/efi/efivars/BootOrder-x", "");
  g_assert_cmpint (read_secure_boot (fixture), ==, MODSCOPE_TRI_NO);

  test_root_write_bytes (fixture->root, SECURE_BOOT, on, sizeof on);
  g_assert_cmpint (read_secure_boot (fixture), ==, MODSCOPE_TRI_YES);
  test_root_write_bytes (fixture->root, SECURE_BOOT, off, sizeof off);
  g_assert_cmpint (read_secure_boot (fixture), ==, MODSCOPE_TRI_NO);
  test_root_write_bytes (fixture->root, SECURE_BOOT, on, 4);
  g_assert_cmpint (read_secure_boot (fixture), ==, MODSCOPE_TRI_UNKNOWN);
}

static void
test_switches (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopeKernelFacts) facts = NULL;

  test_root_write (fixture->root, "/proc/sys/kernel/modules_disabled", "1\n");
  test_root_write (fixture->root, "/sys/module/module/parameters/sig_enforce", "N\n");
  facts = read_facts (fixture, NULL);
  g_assert_cmpint (facts->modules_disabled, ==, MODSCOPE_TRI_YES);
  g_assert_cmpint (facts->signature_enforced, ==, MODSCOPE_TRI_NO);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/kernel-facts/running", test_running);
  add ("/kernel-facts/another", test_another);
  add ("/kernel-facts/absent", test_absent);
  add ("/kernel-facts/taints", test_taints);
  add ("/kernel-facts/lockdown", test_lockdown);
  add ("/kernel-facts/secure-boot", test_secure_boot);
  add ("/kernel-facts/switches", test_switches);
  return g_test_run ();
}
