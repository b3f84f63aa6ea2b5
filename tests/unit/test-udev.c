/* Module events through udev's own source, as umockdev sends them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-udev.h"

#include <dlfcn.h>
#include <errno.h>
#include <libudev.h>
#include <umockdev.h>

/* How many of the next events get lost, as in a full receive buffer. */
static int n_events_to_lose = 0;

/* Stands before libudev's function of the same name. */
struct udev_device *
udev_monitor_receive_device (struct udev_monitor *monitor)
{
  struct udev_device *(*receive) (struct udev_monitor *) =
    (struct udev_device * (*) (struct udev_monitor *) )
      dlsym (RTLD_NEXT, "udev_monitor_receive_device");
  struct udev_device *device = receive (monitor);

  if (n_events_to_lose == 0 || device == NULL)
    return device;
  n_events_to_lose--;
  udev_device_unref (device);
  errno = ENOBUFS;
  return NULL;
}

typedef struct
{
  UMockdevTestbed *testbed;
  GMainContext *context;
  ModscopeUdev *udev;
  GString *events;
} Fixture;

static void
event_cb (ModscopeUdev *udev, const char *action, const char *name, gpointer data)
{
  g_string_append_printf (data, "%s %s\n", action, name);
}

static char *
add_device (Fixture *fixture, const char *subsystem, const char *name)
{
  return umockdev_testbed_add_device (fixture->testbed, subsystem, name, NULL, NULL, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->testbed = umockdev_testbed_new ();
  g_assert_true (umockdev_in_mock_environment ());

  /* A context of its own: events must come there, and not in the global one. */
  fixture->context = g_main_context_new ();
  g_main_context_push_thread_default (fixture->context);
  fixture->udev = modscope_udev_new (&error);
  g_assert_no_error (error);
  fixture->events = g_string_new (NULL);
  g_signal_connect (fixture->udev, "module-event", G_CALLBACK (event_cb), fixture->events);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->udev);
  g_main_context_pop_thread_default (fixture->context);
  g_main_context_unref (fixture->context);
  g_string_free (fixture->events, TRUE);
  g_object_unref (fixture->testbed);
}

/* Sends an event that is reported last, and waits for it: what came before is then complete. */
static void
wait_for_events (Fixture *fixture)
{
  g_autofree char *last = add_device (fixture, "module", "the_last_one");

  while (!g_str_has_suffix (fixture->events->str, "the_last_one\n"))
    g_main_context_iteration (fixture->context, TRUE);
  umockdev_testbed_remove_device (fixture->testbed, last);
}

static void
test_add_and_remove (Fixture *fixture, gconstpointer data)
{
  g_autofree char *module = add_device (fixture, "module", "snd-hda-intel");

  umockdev_testbed_uevent (fixture->testbed, module, "remove");
  wait_for_events (fixture);
  g_assert_cmpstr (fixture->events->str, ==,
                   "add snd_hda_intel\nremove snd_hda_intel\nadd the_last_one\n");
}

static void
test_other_events (Fixture *fixture, gconstpointer data)
{
  g_autofree char *device = add_device (fixture, "pci", "0000:00:14.3");
  g_autofree char *module = add_device (fixture, "module", "loop");

  umockdev_testbed_uevent (fixture->testbed, device, "remove");
  umockdev_testbed_uevent (fixture->testbed, module, "change");
  wait_for_events (fixture);
  g_assert_cmpstr (fixture->events->str, ==, "add loop\nadd the_last_one\n");
}

/* All wait in the socket before the first is read; more than ten do not fit into umockdev's. */
static void
test_burst (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  for (int i = 0; i < 9; i++)
    {
      g_autofree char *name = g_strdup_printf ("module_%d", i);
      g_autofree char *module = add_device (fixture, "module", name);

      g_string_append_printf (expected, "add %s\n", name);
    }
  g_string_append (expected, "add the_last_one\n");
  wait_for_events (fixture);
  g_assert_cmpstr (fixture->events->str, ==, expected->str);
}

static void
test_overflow (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lost = add_device (fixture, "module", "lost");

  n_events_to_lose = 1;
  wait_for_events (fixture);
  g_assert_cmpstr (fixture->events->str, ==, "overflow \nadd the_last_one\n");
}

/* Of devices what tells of their drivers; a "change" wakes nobody but that of a radio switch. */
static void
test_device_events (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pci = NULL;
  g_autofree char *rfkill = NULL;
  g_autofree char *battery = NULL;

  g_signal_connect (fixture->udev, "device-event", G_CALLBACK (event_cb), fixture->events);
  pci = add_device (fixture, "pci", "0000:00:14.3");
  umockdev_testbed_uevent (fixture->testbed, pci, "change");
  umockdev_testbed_uevent (fixture->testbed, pci, "bind");
  rfkill = add_device (fixture, "rfkill", "rfkill0");
  umockdev_testbed_uevent (fixture->testbed, rfkill, "change");
  battery = add_device (fixture, "power_supply", "BAT0");
  umockdev_testbed_uevent (fixture->testbed, battery, "change");
  wait_for_events (fixture);
  g_assert_cmpstr (fixture->events->str, ==,
                   "add /sys/devices/0000:00:14.3\nbind /sys/devices/0000:00:14.3\n"
                   "add /sys/devices/rfkill0\nchange /sys/devices/rfkill0\n"
                   "add the_last_one\n");
}

static void
drop_cb (ModscopeUdev *udev, const char *action, const char *name, gpointer data)
{
  Fixture *fixture = data;

  g_clear_object (&fixture->udev);
}

/* A listener may let go of the source in the middle of an event. */
static void
test_drop_in_handler (Fixture *fixture, gconstpointer data)
{
  g_autofree char *module = add_device (fixture, "module", "loop");

  g_signal_connect (fixture->udev, "module-event", G_CALLBACK (drop_cb), fixture);
  while (fixture->udev != NULL)
    g_main_context_iteration (fixture->context, TRUE);
  umockdev_testbed_uevent (fixture->testbed, module, "remove");
  while (g_main_context_iteration (fixture->context, FALSE))
    ;
  g_assert_cmpstr (fixture->events->str, ==, "add loop\n");
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
  add ("/udev/add-and-remove", test_add_and_remove);
  add ("/udev/other-events", test_other_events);
  add ("/udev/device-events", test_device_events);
  add ("/udev/burst", test_burst);
  add ("/udev/overflow", test_overflow);
  add ("/udev/drop-in-handler", test_drop_in_handler);
  return g_test_run ();
}
