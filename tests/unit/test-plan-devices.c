/* Plans with devices: what stops behind a device, and what can start with a module.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-error.h"
#include "machine/modscope-plan.h"
#include "support/test-root.h"

#define RELEASE "6.1.0-test"
#define FOLDER "/lib/modules/" RELEASE
#define PCI "/devices/pci0000:00/"
#define LAN(number) "pci:v0000FFEEd0000000" number "sv0000sd0000bc02sc00i00"
#define CAMERA "usb:vFFEEp0009d0100dc00dsc00dp00ic0Eisc01ip00in00"

typedef struct
{
  char *root;
  ModscopeMachine *machine;
} Fixture;

/* @lines: further ones of its uevent; @driver: (nullable) */
static void
add_device (const char *root,
            const char *bus,
            const char *path,
            const char *modalias,
            const char *lines,
            const char *driver)
{
  g_autofree char *folder = g_strconcat ("/sys", path, NULL);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *uevent =
    g_strconcat (lines, modalias != NULL ? "MODALIAS=" : "", modalias, "\n", NULL);
  g_autofree char *uevent_file = g_strconcat (folder, "/uevent", NULL);
  g_autofree char *on_bus = g_strconcat ("/sys/bus/", bus, "/devices/", name, NULL);
  g_autofree char *target = g_strconcat ("../../..", path, NULL);

  test_root_write (root, uevent_file, uevent);
  test_root_link (root, on_bus, target);
  if (driver != NULL)
    {
      g_autofree char *link = g_strconcat (folder, "/driver", NULL);
      g_autofree char *bound = g_strconcat ("/sys/bus/", bus, "/drivers/", driver, NULL);
      g_autofree char *bind = g_strconcat (bound, "/bind", NULL);

      test_root_write (root, bind, "");
      test_root_link (root, link, bound);
    }
}

static void
add_usb (const char *root)
{
  add_device (root, "pci", PCI "0000:00:14.0", "pci:v0000FFEEd00000014sv0000sd0000bc0Csc03i30", "",
              "xhci_hcd");
  add_device (root, "usb", PCI "0000:00:14.0/usb1", NULL, "DEVTYPE=usb_device\n", "usb");
  add_device (root, "usb", PCI "0000:00:14.0/usb1/1-2", NULL, "DEVTYPE=usb_device\n", "usb");
  add_device (root, "usb", PCI "0000:00:14.0/usb1/1-2/1-2:1.0", CAMERA, "DEVTYPE=usb_interface\n",
              "eye");
  add_device (root, "usb", PCI "0000:00:14.0/usb1/1-3", NULL, "DEVTYPE=usb_device\n", "usb");
  add_device (root, "usb", PCI "0000:00:14.0/usb1/1-3/1-3:1.0", CAMERA, "DEVTYPE=usb_interface\n",
              NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopePaths) paths = NULL;
  g_autoptr (ModscopeKernel) kernel = NULL;
  const char *root = fixture->root = test_root_new ();

  test_root_write (root, "/proc/sys/kernel/osrelease", RELEASE "\n");
  test_root_write (root, "/proc/modules", "");
  test_root_write (root, "/proc/cmdline", "");
  test_root_write (root, FOLDER "/modules.dep", "kernel/lan.ko:\nkernel/eye.ko:\n");
  test_root_write (root, FOLDER "/modules.alias",
                   "alias pci:v0000FFEEd0000000* lan\nalias usb:vFFEEp0009* eye\n");
  test_root_write (root, FOLDER "/modules.builtin", "");
  add_device (root, "pci", PCI "0000:00:02.0", LAN ("2"), "", NULL);
  add_device (root, "pci", PCI "0000:00:03.0", LAN ("3"), "", "other");
  add_device (root, "pci", PCI "0000:00:04.0", LAN ("4"), "", NULL);
  test_root_write (root, "/sys" PCI "0000:00:04.0/driver_override", "none\n");
  add_usb (root);
  add_device (root, "pci", PCI "0000:00:1c.0", "pci:v0000FFEEd0000001Csv0000sd0000bc06sc04i00", "",
              "pcieport");
  add_device (root, "pci", PCI "0000:00:1c.0/0000:01:00.0", LAN ("5"), "", "other");
  paths = modscope_paths_new (root);
  kernel = modscope_kernel_open (paths, NULL, NULL);
  fixture->machine = modscope_machine_new (kernel);
  modscope_machine_start_devices (fixture->machine);
  modscope_machine_wait (fixture->machine);
  modscope_machine_wait_devices (fixture->machine);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->machine);
  test_root_free (fixture->root);
}

/* "VERB NAME" of the only step, and the devices. */
static void
assert_plan (
  Fixture *fixture, const char *verb, const char *name, const char *step, const char *devices)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopePlan) plan =
    modscope_plan_make (fixture->machine, verb, (const char *[]){ name, NULL }, FALSE, &error);
  const ModscopePlanStep *first;
  g_autofree char *text = NULL;
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (plan->steps->len, ==, 1);
  first = plan->steps->pdata[0];
  text = g_strconcat (first->verb, " ", first->module, NULL);
  g_assert_cmpstr (text, ==, step);
  joined = g_strjoinv (" ", plan->devices);
  g_assert_cmpstr (joined, ==, devices);
}

/* A camera without a driver does not stop, and the parts of one that has one stop with it. */
static void
test_behind (Fixture *fixture, gconstpointer data)
{
  assert_plan (fixture, "off", "pci:0000:00:14.0", "off pci:0000:00:14.0", "usb:1-2");
  assert_plan (fixture, "off", "usb:1-2", "off usb:1-2", "");
}

static void
test_another_driver (Fixture *fixture, gconstpointer data)
{
  assert_plan (fixture, "use-driver", "pci:0000:00:14.0", "use-driver pci:0000:00:14.0", "usb:1-2");
}

/* What is behind it is there without its driver, too. */
static void
test_bridge (Fixture *fixture, gconstpointer data)
{
  assert_plan (fixture, "off", "pci:0000:00:1c.0", "off pci:0000:00:1c.0", "");
}

static void
test_radio (Fixture *fixture, gconstpointer data)
{
  assert_plan (fixture, "switch-off", "pci:0000:00:14.0", "switch-off pci:0000:00:14.0", "");
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
    modscope_plan_make (fixture->machine, "off", (const char *[]){ "pci:x", NULL }, FALSE, &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND);
}

/* Not one that another driver has, nor one that somebody keeps without. */
static void
test_starting (Fixture *fixture, gconstpointer data)
{
  assert_plan (fixture, "load", "lan", "load lan", "pci:0000:00:02.0");
}

/* A USB device is driven by way of its interfaces. */
static void
test_starting_interface (Fixture *fixture, gconstpointer data)
{
  assert_plan (fixture, "load", "eye", "load eye", "usb:1-3:1.0");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/plan-devices/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("behind", test_behind);
  ADD ("another-driver", test_another_driver);
  ADD ("bridge", test_bridge);
  ADD ("radio", test_radio);
  ADD ("gone", test_gone);
  ADD ("starting", test_starting);
  ADD ("starting-interface", test_starting_interface);
  return g_test_run ();
}
