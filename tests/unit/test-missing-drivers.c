/* Devices whose driver the kernel's list or the computer does not have: which driver that is, and
 * what the check chain says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "diagnosis/modscope-chain.h"
#include "support/test-module-file.h"
#include "support/test-root.h"
#include "system/modscope-unlisted.h"

#define RELEASE "6.1.0-test"
#define FOLDER "/lib/modules/" RELEASE
#define OTHER "/lib/modules/6.0.0-other"
#define ID "pci:0000:00:19.0"
#define DEVICE "/sys/devices/pci0000:00/0000:00:19.0"
#define AIR "kernel/drivers/net/wireless/air-lan.ko"

/* What is said of a driver whose file the list does not have, or has an older one of. */
#define UNLISTED(path)                                                                             \
  "stale-index|The driver air_lan is on the disk, but the list of drivers is older.|" FOLDER       \
  "/" path ": is there|modules.dep: is older, or does not have it"
#define PATTERN "pci:v0000FFEEd00000001sv*sd*bc*sc*i*"

/* A card for Wi-Fi: no driver is bound to it, and the list has none for it. */
static char *
make_root (const char *modalias)
{
  char *root = test_root_new ();
  g_autofree char *uevent = g_strconcat ("MODALIAS=", modalias, "\n", NULL);

  test_root_write (root, "/proc/sys/kernel/osrelease", RELEASE "\n");
  test_root_write (root, "/proc/modules", "");
  test_root_write (root, "/proc/cmdline", "");
  test_root_write (root, FOLDER "/modules.builtin", "kernel/net/inside.ko\n");
  test_root_write (root, FOLDER "/modules.dep", "kernel/drivers/net/lan.ko:\n");
  test_root_write (root, FOLDER "/modules.alias", "");
  test_root_write (root, FOLDER "/kernel/drivers/net/lan.ko", "");
  test_root_write (root, DEVICE "/uevent", uevent);
  test_root_write (root, DEVICE "/modalias", modalias);
  test_root_link (root, "/sys/bus/pci/devices/0000:00:19.0",
                  "../../../devices/pci0000:00/0000:00:19.0");
  return root;
}

static char *
make_wifi_root (void)
{
  return make_root ("pci:v0000FFEEd00000001sv0000sd0000bc02sc80i00");
}

/* @age_seconds: how long before modules.dep the file was made */
static void
add_module (const char *root, const char *path, const char *alias, int age_seconds)
{
  g_autofree char *modinfo = g_strconcat ("license=GPL;alias=", alias, ";", NULL);
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *file = g_strconcat (root, path, NULL);
  g_autofree char *dep = g_strconcat (root, FOLDER "/modules.dep", NULL);
  struct timespec times[2];
  struct stat st;
  gsize length = strlen (modinfo);

  g_strdelimit (modinfo, ";", '\0');
  bytes = test_module_new (TEST_MODULE_PLAIN, modinfo, length);
  test_root_write_bytes (root, path, bytes->data, bytes->len);
  g_assert_no_errno (stat (dep, &st));
  times[0] = times[1] = st.st_mtim;
  times[1].tv_sec -= age_seconds;
  g_assert_no_errno (utimensat (AT_FDCWD, file, times, 0));
}

/* "VERDICT|detail of the step “a driver exists”|SOURCE: TEXT|SOURCE: TEXT" */
static void
assert_says (const char *root, const char *expected)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, NULL, NULL);
  ModscopeMachine *machine = modscope_machine_new (kernel);
  g_autoptr (ModscopeChain) chain = NULL;
  g_autoptr (GString) text = NULL;
  ModscopeDevice *device;

  modscope_machine_start_devices (machine);
  modscope_machine_wait (machine);
  modscope_machine_wait_devices (machine);
  device = modscope_machine_lookup_device (machine, ID);
  g_assert_nonnull (device);
  chain = modscope_chain_judge (machine, device);
  text = g_string_new (chain->verdict);
  g_string_append_printf (text, "|%s", chain->steps[MODSCOPE_STEP_DRIVER_EXISTS].detail);
  for (guint i = 0; chain->finding != NULL && i < chain->finding->evidence->len; i++)
    {
      const ModscopeEvidence *evidence = chain->finding->evidence->pdata[i];

      if (strcmp (evidence->source, DEVICE) != 0)
        g_string_append_printf (text, "|%s: %s", evidence->source, evidence->text);
    }
  g_assert_cmpstr (text->str, ==, expected);
  if (chain->finding != NULL)
    g_assert_cmpuint (chain->finding->fixes->len, >, 0);
  g_object_add_weak_pointer (G_OBJECT (machine), (gpointer *) &machine);
  g_object_unref (machine);
  while (machine != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_no_driver (void)
{
  char *root = make_wifi_root ();

  assert_says (root, "no-driver|No driver of kernel " RELEASE " is for it.");
  test_root_free (root);
}

static void
test_unlisted (void)
{
  char *root = make_wifi_root ();

  /* A package's files are older than the list; its folder is not. */
  add_module (root, FOLDER "/" AIR, PATTERN, 1000);
  assert_says (root, UNLISTED (AIR));
  test_root_free (root);
}

static void
test_unlisted_for_another_device (void)
{
  char *root = make_wifi_root ();

  add_module (root, FOLDER "/" AIR, "pci:v0000FFEEd00000002sv*sd*bc*sc*i*", 1000);
  add_module (root, FOLDER "/build/" AIR, PATTERN, 1000);
  assert_says (root, "no-driver|No driver of kernel " RELEASE " is for it.");
  test_root_free (root);
}

static void
test_newer_than_the_list (void)
{
  char *root = make_wifi_root ();

  test_root_write (root, FOLDER "/modules.dep", AIR ":\n");
  add_module (root, FOLDER "/" AIR, PATTERN, 0);
  assert_says (root, "no-driver|No driver of kernel " RELEASE " is for it.");
  add_module (root, FOLDER "/" AIR, PATTERN, -1);
  assert_says (root, UNLISTED (AIR));
  test_root_free (root);
}

/* Nobody built all of them again: the folder was copied. */
static void
test_all_newer (void)
{
  char *root = make_wifi_root ();
  g_autoptr (GString) dep = g_string_new (AIR ":\n");

  for (int i = 0; i < 60; i++)
    g_string_append_printf (dep, "kernel/drivers/net/n%d.ko:\n", i);
  test_root_write (root, FOLDER "/modules.dep", dep->str);
  add_module (root, FOLDER "/" AIR, PATTERN, -1);
  for (int i = 0; i < 60; i++)
    {
      g_autofree char *path = g_strdup_printf (FOLDER "/kernel/drivers/net/n%d.ko", i);

      add_module (root, path, "none", -1);
    }
  assert_says (root, "no-driver|No driver of kernel " RELEASE " is for it.");
  test_root_free (root);
}

static void
test_gone (void)
{
  char *root = make_wifi_root ();

  test_root_write (root, FOLDER "/modules.dep", AIR ":\n");
  test_root_write (root, FOLDER "/modules.alias", "alias " PATTERN " air_lan\n");
  assert_says (root,
               "stale-index|The list of drivers has air_lan for it, but its file is not there."
               "|modules.dep: " AIR "|" FOLDER "/" AIR ": is not there");
  add_module (root, FOLDER "/updates/air-lan.ko", PATTERN, 1000);
  assert_says (root, UNLISTED ("updates/air-lan.ko"));
  add_module (root, FOLDER "/" AIR, PATTERN, 1000);
  assert_says (root, "not-loaded|The module air_lan can drive it.");
  test_root_free (root);
}

/* Tables without files are those of a computer that was looked at elsewhere. */
static void
test_tables_alone (void)
{
  char *root = make_wifi_root ();
  g_autofree char *files = g_strconcat (root, FOLDER "/kernel", NULL);
  g_autofree char *away = g_strconcat (root, FOLDER "/away", NULL);

  test_root_write (root, FOLDER "/modules.dep", AIR ":\n");
  test_root_write (root, FOLDER "/modules.alias", "alias " PATTERN " air_lan\n");
  g_assert_no_errno (g_rename (files, away));
  assert_says (root, "not-loaded|The module air_lan can drive it.");
  test_root_free (root);
}

static void
test_in_another_kernel (void)
{
  char *root = make_wifi_root ();

  test_root_write (root, OTHER "/modules.dep", AIR ":\n");
  test_root_write (root, OTHER "/modules.alias", "alias " PATTERN " air_lan\n");
  assert_says (root, "module-not-shipped|The driver air_lan is installed for kernel 6.0.0-other, "
                     "but not for " RELEASE ".|" OTHER "/" AIR ": is there");
  /* This kernel has it, in an edition that does not know the device. */
  test_root_write (root, FOLDER "/modules.dep", AIR ":\n");
  add_module (root, FOLDER "/" AIR, "none", 1000);
  assert_says (root, "no-driver|No driver of kernel " RELEASE " is for it.");
  test_root_write (root, FOLDER "/modules.dep", "");
  test_root_write (root, FOLDER "/modules.builtin", AIR "\n");
  assert_says (root, "no-driver|No driver of kernel " RELEASE " is for it.");
  test_root_free (root);
}

static void
test_known_by_name_alone (void)
{
  char *root = make_wifi_root ();

  test_root_write (root, FOLDER "/modules.alias", "alias " PATTERN " air_lan\n");
  assert_says (root,
               "module-not-shipped|The driver air_lan is not installed for kernel " RELEASE ".");
  test_root_free (root);
}

/* The device's class does not tell what it is; its driver does. */
static void
test_silent_class (void)
{
  char *root = make_root ("pci:v0000FFEEd00000001sv0000sd0000bcFFsc00i00");

  assert_says (root, "not-needed|(null)");
  add_module (root, FOLDER "/" AIR, PATTERN, 1000);
  assert_says (root, UNLISTED (AIR));
  test_root_free (root);
}

static void
test_of_no_use_to_people (void)
{
  char *root = make_root ("pci:v0000FFEEd00000001sv0000sd0000bcFFsc00i00");

  add_module (root, FOLDER "/kernel/drivers/watchdog/dog.ko", PATTERN, 1000);
  assert_says (root, "not-needed|(null)");
  test_root_free (root);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/missing-drivers/no-driver", test_no_driver);
  g_test_add_func ("/missing-drivers/unlisted", test_unlisted);
  g_test_add_func ("/missing-drivers/unlisted-for-another-device",
                   test_unlisted_for_another_device);
  g_test_add_func ("/missing-drivers/newer-than-the-list", test_newer_than_the_list);
  g_test_add_func ("/missing-drivers/all-newer", test_all_newer);
  g_test_add_func ("/missing-drivers/gone", test_gone);
  g_test_add_func ("/missing-drivers/tables-alone", test_tables_alone);
  g_test_add_func ("/missing-drivers/in-another-kernel", test_in_another_kernel);
  g_test_add_func ("/missing-drivers/known-by-name-alone", test_known_by_name_alone);
  g_test_add_func ("/missing-drivers/silent-class", test_silent_class);
  g_test_add_func ("/missing-drivers/of-no-use-to-people", test_of_no_use_to_people);
  return g_test_run ();
}
