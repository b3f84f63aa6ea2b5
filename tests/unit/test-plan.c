/* Plans, on a made root: order, what is left out, warnings, devices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-helper-error.h"
#include "config/modscope-block-edit.h"
#include "machine/modscope-plan.h"
#include "support/test-root.h"

#define RELEASE "6.1.0-test"
#define FOLDER "/lib/modules/" RELEASE

typedef struct
{
  char *root;
  ModscopeMachine *machine;
} Fixture;

/* left and right both use base, and top uses both: a diamond. */
static const char live[] = "top 16384 0 - Live 0x0000000000000000\n"
                           "left 16384 1 top, Live 0x0000000000000000\n"
                           "right 16384 3 top, Live 0x0000000000000000\n"
                           "base 16384 2 left,right, Live 0x0000000000000000\n"
                           "stays 16384 0 [permanent], Live 0x0000000000000000\n"
                           "comes 16384 -1 - Loading 0x0000000000000000\n"
                           "fileless 16384 0 - Live 0x0000000000000000 (OE)\n";

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopePaths) paths = NULL;
  g_autoptr (ModscopeKernel) kernel = NULL;
  g_autoptr (GError) error = NULL;
  const char *root = fixture->root = test_root_new ();

  test_root_write (root, "/proc/sys/kernel/osrelease", RELEASE "\n");
  test_root_write (root, "/proc/modules", live);
  test_root_write (root, "/proc/cmdline", "module_blacklist=refused\n");
  test_root_write (root, FOLDER "/modules.dep",
                   "kernel/base.ko:\n"
                   "kernel/left.ko: kernel/base.ko\n"
                   "kernel/right.ko: kernel/base.ko\n"
                   "kernel/top.ko: kernel/right.ko kernel/left.ko kernel/base.ko\n"
                   "kernel/stays.ko:\n"
                   "kernel/comes.ko:\n"
                   "kernel/new.ko: kernel/fresh.ko kernel/base.ko\n"
                   "kernel/fresh.ko:\n"
                   "kernel/helper.ko:\n"
                   "kernel/needs-script.ko: kernel/script.ko\n"
                   "kernel/script.ko:\n"
                   "kernel/never.ko:\n"
                   "kernel/refused.ko:\n");
  test_root_write (root, FOLDER "/modules.builtin", "kernel/inside.ko\n");
  test_root_write (root, FOLDER "/modules.softdep", "softdep new pre: helper inside\n");
  test_root_write (root, "/etc/modprobe.d/a.conf",
                   "install script /bin/echo hello\n"
                   "install never /bin/true\n");
  test_root_write (root, "/sys/devices/one/uevent", "");
  test_root_write (root, "/sys/devices/two/uevent", "");
  test_root_link (root, "/sys/bus/pci/drivers/top/0000:00:02.0", "../../../../devices/two");
  test_root_link (root, "/sys/bus/pci/drivers/left/0000:00:01.0", "../../../../devices/one");
  test_root_link (root, "/sys/module/top/drivers/pci:top", "../../../bus/pci/drivers/top");
  test_root_link (root, "/sys/module/left/drivers/pci:left", "../../../bus/pci/drivers/left");
  paths = modscope_paths_new (root);
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

/* "VERB NAME" for each step, then "!CODE" for each warning. */
static void
assert_plan (ModscopePlan *plan, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < plan->steps->len; i++)
    {
      const ModscopePlanStep *step = g_ptr_array_index (plan->steps, i);

      g_string_append_printf (text, "%s %s; ", step->verb, step->module);
    }
  for (guint i = 0; i < plan->warnings->len; i++)
    {
      const ModscopePlanWarning *warning = g_ptr_array_index (plan->warnings, i);

      g_assert_cmpstr (warning->text, !=, "");
      g_string_append_printf (text, "!%s ", warning->code);
    }
  g_assert_null (plan->critical);
  g_assert_cmpstr (text->str, ==, expected);
}

static ModscopePlan *
make (Fixture *fixture, const char *verb, const char *name, gboolean always, GError **error)
{
  return modscope_plan_make (fixture->machine, verb, (const char *[]){ name, NULL }, always, error);
}

static void
assert_load (Fixture *fixture, const char *name, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopePlan) plan = make (fixture, "load", name, FALSE, &error);

  g_assert_no_error (error);
  g_assert_null (plan->devices[0]);
  assert_plan (plan, expected);
}

static void
assert_unload (Fixture *fixture, const char *name, const char *expected, const char *devices)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopePlan) plan = make (fixture, "unload", name, FALSE, &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  assert_plan (plan, expected);
  joined = g_strjoinv (" ", plan->devices);
  g_assert_cmpstr (joined, ==, devices);
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  /* base is loaded, and inside is built in. */
  assert_load (fixture, "new", "load fresh; load helper; load new; ");
  assert_load (fixture, "needs-script", "load script; load needs_script; !install-command ");
  assert_load (fixture, "never", "load never; !blocked-by-rule ");
  assert_load (fixture, "refused", "load refused; !blocked-at-boot ");
}

static void
test_several (Fixture *fixture, gconstpointer data)
{
  const char *const load[] = { "new", "fresh", "top", NULL };
  const char *const unload[] = { "left", "right", NULL };
  g_autoptr (ModscopePlan) loading =
    modscope_plan_make (fixture->machine, "load", load, FALSE, NULL);
  g_autoptr (ModscopePlan) unloading =
    modscope_plan_make (fixture->machine, "unload", unload, FALSE, NULL);
  g_autofree char *devices = g_strjoinv (" ", unloading->devices);

  /* Each once, and those that are done already are named. */
  assert_plan (loading, "load fresh; load helper; load new; !already-loaded ");
  assert_plan (unloading, "unload top; unload left; unload right; !in-use ");
  g_assert_cmpstr (devices, ==, "pci:0000:00:01.0 pci:0000:00:02.0");
}

static void
keep_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_async (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "new", NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ModscopePlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  modscope_plan_make_async (fixture->machine, "load", names, FALSE, NULL, keep_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  plan = modscope_plan_make_finish (fixture->machine, result, &error);
  g_assert_no_error (error);
  assert_plan (plan, "load fresh; load helper; load new; ");
}

/* What the helper would refuse is known before it is asked. */
static void
assert_refused (Fixture *fixture, const char *verb, const char *name, ModscopeHelperError code)
{
  g_autoptr (ModscopePlan) plan = make (fixture, verb, name, FALSE, NULL);
  g_autoptr (ModscopeFailure) failure = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (modscope_plan_check (plan, verb, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, (int) code);
  failure = modscope_failure_from_message (error->message);
  g_assert_cmpstr (failure->module, !=, NULL);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopePlan) fine = make (fixture, "load", "new", FALSE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (modscope_plan_check (fine, "load", &error));
  g_assert_no_error (error);
  assert_refused (fixture, "load", "never", MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT);
  assert_refused (fixture, "load", "refused", MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT);
  assert_refused (fixture, "load", "needs-script", MODSCOPE_HELPER_ERROR_INSTALL_COMMAND);
  assert_refused (fixture, "load", "inside", MODSCOPE_HELPER_ERROR_BUILT_IN);
  assert_refused (fixture, "unload", "right", MODSCOPE_HELPER_ERROR_IN_USE);
  assert_refused (fixture, "unload", "stays", MODSCOPE_HELPER_ERROR_KERNEL_REFUSED);
  assert_refused (fixture, "unblock", "never", MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT);
}

static void
test_load_nothing_to_do (Fixture *fixture, gconstpointer data)
{
  assert_load (fixture, "top", "!already-loaded ");
  assert_load (fixture, "comes", "!already-loaded ");
  assert_load (fixture, "inside", "!builtin ");
}

static void
test_unload (Fixture *fixture, gconstpointer data)
{
  assert_unload (fixture, "top", "unload top; ", "pci:0000:00:02.0");
  assert_unload (fixture, "left", "unload top; unload left; ", "pci:0000:00:01.0 pci:0000:00:02.0");
  /* Each once; right is used by two more than its holder. */
  assert_unload (fixture, "base", "unload top; unload left; unload right; unload base; !in-use ",
                 "pci:0000:00:01.0 pci:0000:00:02.0");
  assert_unload (fixture, "stays", "unload stays; !cannot-unload ", "");
  assert_unload (fixture, "comes", "unload comes; !in-use ", "");
  assert_unload (fixture, "fileless", "unload fileless; ", "");
}

static void
test_unload_nothing_to_do (Fixture *fixture, gconstpointer data)
{
  assert_unload (fixture, "new", "!not-loaded ", "");
  assert_unload (fixture, "inside", "!builtin ", "");
}

static void
test_refuses (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    ModscopeError code;
  } cases[] = {
    { "", MODSCOPE_ERROR_INVALID_NAME },    { "../x", MODSCOPE_ERROR_INVALID_NAME },
    { "a b", MODSCOPE_ERROR_INVALID_NAME }, { "top\n", MODSCOPE_ERROR_INVALID_NAME },
    { "absent", MODSCOPE_ERROR_NOT_FOUND }, { "TOP", MODSCOPE_ERROR_NOT_FOUND },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) loading = NULL;
      g_autoptr (GError) unloading = NULL;

      g_assert_null (make (fixture, "load", cases[i].name, FALSE, &loading));
      g_assert_error (loading, MODSCOPE_ERROR, (int) cases[i].code);
      g_assert_null (make (fixture, "unload", cases[i].name, FALSE, &unloading));
      g_assert_error (unloading, MODSCOPE_ERROR, (int) cases[i].code);
      if (cases[i].code == MODSCOPE_ERROR_INVALID_NAME)
        {
          g_autoptr (GError) blocking = NULL;

          g_assert_null (make (fixture, "block", cases[i].name, FALSE, &blocking));
          g_assert_error (blocking, MODSCOPE_ERROR, (int) cases[i].code);
        }
    }
}

static void
assert_block (Fixture *fixture, const char *name, gboolean always, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopePlan) plan = make (fixture, "block", name, always, &error);

  g_assert_no_error (error);
  assert_plan (plan, expected);
}

static void
assert_unblock (Fixture *fixture, const char *name, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopePlan) plan = make (fixture, "unblock", name, FALSE, &error);

  g_assert_no_error (error);
  assert_plan (plan, expected);
}

static void
test_block (Fixture *fixture, gconstpointer data)
{
  assert_block (fixture, "fresh", FALSE, "write-rule fresh; ");
  assert_block (fixture, "fresh", TRUE, "write-rule fresh; ");
  assert_block (fixture, "top", FALSE, "write-rule top; !already-loaded ");
  /* What uses it loads it by name, which a blacklist does not keep it from. */
  assert_block (fixture, "left", FALSE, "write-rule left; !already-loaded !block-not-effective ");
  assert_block (fixture, "left", TRUE, "write-rule left; !already-loaded ");
  assert_block (fixture, "inside", TRUE, "write-rule inside; !block-not-effective ");
  assert_block (fixture, "never", TRUE, "write-rule never; !blocked-by-rule ");
  assert_block (fixture, "of-another-kernel", FALSE, "write-rule of_another_kernel; ");

  test_root_write (fixture->root, "/etc/modprobe.d/b.conf", "softdep top post: fresh\n");
  assert_block (fixture, "fresh", FALSE, "write-rule fresh; !block-not-effective ");
  test_root_write (fixture->root, "/etc/modprobe.d/00-a.conf", "install fresh /bin/echo\n");
  assert_block (fixture, "fresh", TRUE, "write-rule fresh; !block-not-effective ");
  test_root_write (fixture->root, "/etc/modprobe.d/00-a.conf", "softdep fresh pre: top\n");
  assert_block (fixture, "fresh", TRUE, "write-rule fresh; !block-not-effective ");
}

static void
test_unblock (Fixture *fixture, gconstpointer data)
{
  g_autofree char *gone = NULL;
  g_autofree char *both = NULL;

  assert_unblock (fixture, "fresh", "!not-blocked ");
  assert_unblock (fixture, "never", "!blocked-by-rule ");
  assert_unblock (fixture, "gone", "!not-blocked ");
  gone =
    modscope_block_edit_add (NULL, "gone", MODSCOPE_BLOCKED_AUTOLOAD, NULL, "2026-11-23", NULL);
  both = modscope_block_edit_add (gone, "never", MODSCOPE_BLOCKED_ALWAYS, NULL, "2026-11-23", NULL);
  test_root_write (fixture->root, "/etc/modprobe.d/00-modscope-block.conf", both);
  assert_unblock (fixture, "gone", "remove-rule gone; ");
  assert_unblock (fixture, "never", "remove-rule never; !blocked-by-rule ");
  /* What somebody wrote into Modscope's file is not Modscope's to remove. */
  test_root_write (fixture->root, "/etc/modprobe.d/00-modscope-block.conf", "blacklist fresh\n");
  assert_unblock (fixture, "fresh", "!blocked-by-rule ");
}

/* The disk of / needs left, and so what left uses stands under it too. */
static void
test_critical (Fixture *fixture, gconstpointer data)
{
  const char *root = fixture->root;
  g_autoptr (ModscopePlan) blocking = NULL;
  g_autoptr (ModscopePlan) unloading = NULL;
  g_autoptr (ModscopePlan) other = NULL;

  test_root_write (root, "/proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
  test_root_write (root, "/sys/devices/pci/ata/block/sda/sda1/size", "1\n");
  test_root_link (root, "/sys/dev/block/8:1", "../../devices/pci/ata/block/sda/sda1");
  test_root_link (root, "/sys/devices/pci/driver", "../../bus/pci/drivers/disk");
  test_root_link (root, "/sys/bus/pci/drivers/disk/module", "../../../../module/left");
  test_root_write (root, "/sys/module/left/x", "");
  blocking = make (fixture, "block", "left", FALSE, NULL);
  g_assert_nonnull (strstr (blocking->critical, "left"));
  unloading = make (fixture, "unload", "base", FALSE, NULL);
  g_assert_nonnull (strstr (unloading->critical, "left"));
  other = make (fixture, "unload", "top", FALSE, NULL);
  g_assert_null (other->critical);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/plan/load", Fixture, NULL, set_up, test_load, tear_down);
  g_test_add ("/plan/load-nothing-to-do", Fixture, NULL, set_up, test_load_nothing_to_do,
              tear_down);
  g_test_add ("/plan/several", Fixture, NULL, set_up, test_several, tear_down);
  g_test_add ("/plan/async", Fixture, NULL, set_up, test_async, tear_down);
  g_test_add ("/plan/check", Fixture, NULL, set_up, test_check, tear_down);
  g_test_add ("/plan/unload", Fixture, NULL, set_up, test_unload, tear_down);
  g_test_add ("/plan/unload-nothing-to-do", Fixture, NULL, set_up, test_unload_nothing_to_do,
              tear_down);
  g_test_add ("/plan/block", Fixture, NULL, set_up, test_block, tear_down);
  g_test_add ("/plan/unblock", Fixture, NULL, set_up, test_unblock, tear_down);
  g_test_add ("/plan/critical", Fixture, NULL, set_up, test_critical, tear_down);
  g_test_add ("/plan/refuses", Fixture, NULL, set_up, test_refuses, tear_down);
  return g_test_run ();
}
