/* Devices that come, are bound, renamed, unbound and go while the program runs, as umockdev makes
 * and tells it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <umockdev.h>

#include "diagnosis/modscope-chain.h"
#include "machine/modscope-machine.h"
#include "support/test-root.h"

#define RELEASE "6.1.0-test"
#define FOLDER "/lib/modules/" RELEASE
#define ID "pci:0000:00:19.0"
#define ALIAS "pci:v00008086d000015B8sv0000103Csd000082BFbc02sc00i00"

typedef struct
{
  UMockdevTestbed *testbed;
  char *root;
  ModscopePaths *paths;
  ModscopeKernel *kernel;
  ModscopeMachine *machine;
  char *syspath; /* of the network card */
} Fixture;

static void
write_root (const char *root)
{
  test_root_write (root, "/proc/sys/kernel/osrelease", RELEASE "\n");
  test_root_write (root, "/proc/modules", "e1000e 290816 0 - Live 0x0000000000000000\n");
  test_root_write (root, "/proc/cmdline", "quiet\n");
  test_root_write (root, FOLDER "/modules.dep",
                   "kernel/drivers/net/ethernet/intel/e1000e/e1000e.ko:\n"
                   "kernel/drivers/net/other.ko:\n");
  test_root_write (root, FOLDER "/modules.alias",
                   "alias pci:v00008086d000015B8sv*sd*bc*sc*i* e1000e\n");
  test_root_write (root, FOLDER "/modules.builtin", "");
  test_root_write (root, "/sys/bus/pci/drivers/e1000e/bind", "");
  test_root_write (root, "/sys/module/e1000e/initstate", "live\n");
  test_root_link (root, "/sys/bus/pci/drivers/e1000e/module", "../../../../module/e1000e");
}

static char *
add_card (Fixture *self)
{
  const char *properties[] = { "MODALIAS", ALIAS, "PCI_CLASS", "20000", NULL };
  const char *attributes[] = { "modalias", ALIAS, NULL };

  return umockdev_testbed_add_devicev (self->testbed, "pci", "0000:00:19.0", NULL,
                                       (char **) attributes, (char **) properties);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->testbed = umockdev_testbed_new ();
  g_assert_true (umockdev_in_mock_environment ());
  self->root = umockdev_testbed_get_root_dir (self->testbed);
  write_root (self->root);
  self->syspath = add_card (self);
  self->paths = modscope_paths_new (self->root);
  self->kernel = modscope_kernel_open (self->paths, NULL, NULL);
  self->machine = modscope_machine_new (self->kernel);
  modscope_machine_start_devices (self->machine);
  modscope_machine_wait (self->machine);
  modscope_machine_wait_devices (self->machine);
  modscope_machine_watch (self->machine);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  GObject *machine = G_OBJECT (self->machine);

  g_object_add_weak_pointer (machine, (gpointer *) &machine);
  g_object_unref (self->machine);
  while (machine != NULL)
    g_main_context_iteration (NULL, TRUE);
  modscope_kernel_unref (self->kernel);
  modscope_paths_unref (self->paths);
  g_free (self->syspath);
  g_free (self->root);
  g_object_unref (self->testbed);
}

static ModscopeDevice *
get_card (Fixture *self)
{
  return modscope_machine_lookup_device (self->machine, ID);
}

/* Waits for what the events so far bring about. */
static void
wait_for_child (Fixture *self, const char *id)
{
  while (g_strcmp0 (modscope_device_get_children (get_card (self))[0].id, id) != 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_driver (Fixture *self, const char *driver)
{
  while (g_strcmp0 (modscope_device_get_driver (get_card (self)), driver) != 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
bind_card (Fixture *self)
{
  umockdev_testbed_set_attribute_link (self->testbed, self->syspath, "driver",
                                       "../../../bus/pci/drivers/e1000e");
  umockdev_testbed_uevent (self->testbed, self->syspath, "bind");
  wait_for_driver (self, "e1000e");
}

static void
unbind_card (Fixture *self)
{
  g_autofree char *link = g_build_filename (self->root, self->syspath, "driver", NULL);

  g_assert_cmpint (g_unlink (link), ==, 0);
  umockdev_testbed_uevent (self->testbed, self->syspath, "unbind");
  wait_for_driver (self, NULL);
}

static void
assert_verdict (Fixture *self, const char *verdict, ModscopeStep step)
{
  g_autoptr (ModscopeChain) chain = modscope_chain_judge (self->machine, get_card (self));

  g_assert_cmpstr (chain->verdict, ==, verdict);
  if (chain->failed >= 0)
    g_assert_cmpint (chain->failed, ==, step);
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, guint *count)
{
  *count += removed + added;
}

/* The row stays, and says another thing. */
static void
test_bind_and_unbind (Fixture *self, gconstpointer data)
{
  ModscopeDevice *card = get_card (self);
  GListModel *model = modscope_machine_get_devices (self->machine);
  guint drivers = 0, names = 0, revisions = 0, rows = 0;

  g_assert_nonnull (card);
  g_assert_null (modscope_device_get_driver (card));
  g_assert_cmpstrv (modscope_device_get_candidates (card),
                    ((const char *const[]){ "e1000e", NULL }));
  assert_verdict (self, "driver-declined", MODSCOPE_STEP_ATTACHED);
  g_signal_connect (card, "notify::driver", G_CALLBACK (count_cb), &drivers);
  g_signal_connect (card, "notify::name", G_CALLBACK (count_cb), &names);
  g_signal_connect (card, "notify::revision", G_CALLBACK (count_cb), &revisions);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &rows);

  bind_card (self);
  g_assert_true (get_card (self) == card);
  g_assert_cmpstr (modscope_device_get_driver (card), ==, "e1000e");
  g_assert_cmpstr (modscope_device_get_module (card), ==, "e1000e");
  assert_verdict (self, "working", MODSCOPE_STEP_PRESENT);
  g_assert_cmpuint (drivers, ==, 1);
  g_assert_cmpuint (revisions, ==, 1);

  /* It was bound when the program looked: somebody took the driver away. */
  unbind_card (self);
  g_assert_true (modscope_device_was_unbound (card));
  assert_verdict (self, "turned-off", MODSCOPE_STEP_ATTACHED);

  bind_card (self);
  g_assert_false (modscope_device_was_unbound (card));
  assert_verdict (self, "working", MODSCOPE_STEP_PRESENT);
  g_assert_cmpuint (drivers, ==, 3);
  g_assert_cmpuint (names, ==, 0);
  g_assert_cmpuint (rows, ==, 0);
  g_signal_handlers_disconnect_by_data (model, &rows);
}

/* A module that went with the driver explains more than the driver that is gone. */
static void
test_unload (Fixture *self, gconstpointer data)
{
  bind_card (self);
  test_root_write (self->root, "/proc/modules", "");
  unbind_card (self);
  while (modscope_module_get_state (modscope_machine_lookup (self->machine, "e1000e")) !=
         MODSCOPE_MODULE_AVAILABLE)
    g_main_context_iteration (NULL, TRUE);
  assert_verdict (self, "not-loaded", MODSCOPE_STEP_LOADED);
  g_assert_false (modscope_device_was_unbound (get_card (self)));
}

/* A card is eth0 for a moment: it is known by its path. */
static void
test_rename (Fixture *self, gconstpointer data)
{
  ModscopeDevice *card = get_card (self);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  bind_card (self);
  first = umockdev_testbed_add_device (self->testbed, "net", "eth0", self->syspath, NULL, NULL);
  wait_for_child (self, "net:eth0");
  g_assert_true (modscope_device_has_function (card));
  umockdev_testbed_remove_device (self->testbed, first);
  second = umockdev_testbed_add_device (self->testbed, "net", "ens7", self->syspath, NULL, NULL);
  wait_for_child (self, "net:ens7");
  g_assert_true (get_card (self) == card);
  g_assert_null (modscope_device_get_children (card)[1].id);
}

static void
test_unplug_and_plug (Fixture *self, gconstpointer data)
{
  GListModel *model = modscope_machine_get_devices (self->machine);
  g_autoptr (ModscopeDevice) card = g_object_ref (get_card (self));
  guint n_devices = g_list_model_get_n_items (model);
  g_autofree char *again = NULL;

  /* The event waits in the socket until the device is gone. */
  umockdev_testbed_uevent (self->testbed, self->syspath, "remove");
  umockdev_testbed_remove_device (self->testbed, self->syspath);
  while (get_card (self) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n_devices - 1);

  again = add_card (self);
  while (get_card (self) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n_devices);
  g_assert_false (get_card (self) == card);
  g_assert_cmpstr (modscope_device_get_id (get_card (self)), ==, ID);
}

static void
test_switch (Fixture *self, gconstpointer data)
{
  const char *attributes[] = { "name", "phy0", "type", "wlan", "soft", "0", "hard", "0", NULL };
  g_autofree char *rfkill = NULL;

  bind_card (self);
  rfkill = umockdev_testbed_add_devicev (self->testbed, "rfkill", "rfkill0", self->syspath,
                                         (char **) attributes, (char *[]){ NULL });
  while (modscope_device_get_switches (get_card (self))[0].name == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_verdict (self, "working", MODSCOPE_STEP_PRESENT);
  umockdev_testbed_set_attribute (self->testbed, rfkill, "soft", "1");
  umockdev_testbed_uevent (self->testbed, rfkill, "change");
  while (!modscope_device_get_switches (get_card (self))[0].soft)
    g_main_context_iteration (NULL, TRUE);
  assert_verdict (self, "switched-off", MODSCOPE_STEP_SWITCHED_ON);
}

static void
add (const char *path, void (*function) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, function, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("/device-watch/bind-and-unbind", test_bind_and_unbind);
  add ("/device-watch/unload", test_unload);
  add ("/device-watch/rename", test_rename);
  add ("/device-watch/unplug-and-plug", test_unplug_and_plug);
  add ("/device-watch/switch", test_switch);
  return g_test_run ();
}
