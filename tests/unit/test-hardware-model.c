/* The rows of the Hardware page: which there are, in which order, and how little they change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/modscope-device-words.h"
#include <string.h>

#include "app/modscope-hardware-model.h"
#include "support/test-root.h"

#define RELEASE "6.1.0-test"
#define FOLDER "/lib/modules/" RELEASE
#define PCI "/sys/devices/pci0000:00/"
#define MODALIAS(device, kind) "pci:v0000FFEEd0000" device "sv0000sd0000bc" kind "i00"

typedef struct
{
  char *root;
  ModscopePaths *paths;
  ModscopeKernel *kernel;
  ModscopeMachine *machine;
  ModscopeHardwareModel *model;
  GString *changes;
} Fixture;

static void
add_device (const char *root, const char *path, const char *modalias, const char *driver)
{
  g_autofree char *uevent = g_strconcat ("MODALIAS=", modalias, "\n", NULL);
  g_autofree char *folder = g_strconcat (PCI, path, NULL);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *uevent_file = g_strconcat (folder, "/uevent", NULL);
  g_autofree char *modalias_file = g_strconcat (folder, "/modalias", NULL);
  g_autofree char *on_bus = g_strconcat ("/sys/bus/pci/devices/", name, NULL);
  g_autofree char *target = g_strconcat ("../../../devices/pci0000:00/", path, NULL);

  test_root_write (root, uevent_file, uevent);
  test_root_write (root, modalias_file, modalias);
  test_root_link (root, on_bus, target);
  if (driver != NULL)
    {
      g_autofree char *link = g_strconcat (folder, "/driver", NULL);
      g_autofree char *bound = g_strconcat ("/sys/bus/pci/drivers/", driver, NULL);
      g_autofree char *file = g_strconcat (bound, "/bind", NULL);

      test_root_write (root, file, "");
      test_root_link (root, link, bound);
    }
}

/* A bridge with a network card behind it that has no driver, a network card and a sound card that
 * work. */
static void
make_root (Fixture *self)
{
  self->root = test_root_new ();
  test_root_write (self->root, "/proc/sys/kernel/osrelease", RELEASE "\n");
  test_root_write (self->root, "/proc/modules", "lan 4096 0 - Live 0x0\n");
  test_root_write (self->root, "/proc/cmdline", "");
  test_root_write (self->root, FOLDER "/modules.dep", "kernel/net/lan.ko:\n");
  test_root_write (self->root, FOLDER "/modules.builtin", "");
  add_device (self->root, "0000:00:1c.0", MODALIAS ("0010", "06sc04"), "pcieport");
  add_device (self->root, "0000:00:1c.0/0000:01:00.0", MODALIAS ("0001", "02sc80"), NULL);
  add_device (self->root, "0000:00:1e.0", MODALIAS ("0003", "04sc03"), "noise");
  add_device (self->root, "0000:00:1f.0", MODALIAS ("0002", "02sc00"), "lan");
}

static void
items_changed_cb (Fixture *self, guint position, guint removed, guint added)
{
  g_string_append_printf (self->changes, "%u-%u+%u ", position, removed, added);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  make_root (self);
  self->paths = modscope_paths_new (self->root);
  self->kernel = modscope_kernel_open (self->paths, NULL, NULL);
  self->machine = modscope_machine_new (self->kernel);
  modscope_machine_start_devices (self->machine);
  modscope_machine_wait (self->machine);
  modscope_machine_wait_devices (self->machine);
  self->model = modscope_hardware_model_new ();
  modscope_hardware_model_set_machine (self->model, self->machine);
  self->changes = g_string_new (NULL);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  GObject *machine = G_OBJECT (self->machine);

  g_object_unref (self->model);
  g_object_add_weak_pointer (machine, (gpointer *) &machine);
  g_object_unref (self->machine);
  /* Readings that are under way keep it for a moment. */
  while (machine != NULL)
    g_main_context_iteration (NULL, TRUE);
  modscope_kernel_unref (self->kernel);
  modscope_paths_unref (self->paths);
  g_string_free (self->changes, TRUE);
  test_root_free (self->root);
}

/* "[network] 0000:01:00.0! 0000:00:1f.0": headings, devices, those with a problem; depth as dots.
 */
static void
assert_rows (Fixture *self, const char *expected)
{
  GListModel *list = G_LIST_MODEL (self->model);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (ModscopeHardwareRow) row = g_list_model_get_item (list, i);
      ModscopeDevice *device = modscope_hardware_row_get_device (row);

      g_string_append (text, i > 0 ? " " : "");
      for (guint depth = modscope_hardware_row_get_depth (row); depth > 0; depth--)
        g_string_append_c (text, '.');
      if (device == NULL)
        g_string_append_printf (
          text, "[%s]", modscope_device_kind_to_string (modscope_hardware_row_get_kind (row)));
      else
        g_string_append_printf (text, "%s%s", modscope_device_get_id (device) + strlen ("pci:"),
                                modscope_hardware_row_is_problem (row) ? "!" : "");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
refreshed_cb (GObject *machine, GAsyncResult *result, gpointer done)
{
  modscope_machine_refresh_finish (MODSCOPE_MACHINE (machine), result, NULL);
  *(gboolean *) done = TRUE;
}

/* Until the machine has read what is now, and the model has said it. */
static void
refresh (Fixture *self)
{
  gboolean done = FALSE;

  modscope_machine_refresh_async (self->machine, NULL, refreshed_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_by_kind (Fixture *self, gconstpointer unused)
{
  assert_rows (self, "[network] 0000:01:00.0! 0000:00:1f.0 [sound] 0000:00:1e.0");
  g_assert_cmpuint (modscope_hardware_model_get_n_problems (self->model), ==, 1);
  g_assert_cmpuint (modscope_hardware_model_get_n_devices (self->model), ==, 3);
}

static void
test_show_all (Fixture *self, gconstpointer unused)
{
  modscope_hardware_model_set_show_all (self->model, TRUE);
  assert_rows (self, "[network] 0000:01:00.0! 0000:00:1f.0 [sound] 0000:00:1e.0 [system] "
                     "0000:00:1c.0");
  g_assert_cmpstr (self->changes->str, ==, "5-0+2 ");
  modscope_hardware_model_set_show_all (self->model, FALSE);
  g_assert_cmpstr (self->changes->str, ==, "5-0+2 5-2+0 ");
}

static void
test_by_connection (Fixture *self, gconstpointer unused)
{
  modscope_hardware_model_set_by_connection (self->model, TRUE);
  /* What a device hangs at is there, plumbing or not. */
  assert_rows (self, "0000:00:1c.0 .0000:01:00.0! 0000:00:1e.0 0000:00:1f.0");
  modscope_hardware_model_set_by_connection (self->model, FALSE);
  assert_rows (self, "[network] 0000:01:00.0! 0000:00:1f.0 [sound] 0000:00:1e.0");
}

static void
test_search (Fixture *self, gconstpointer unused)
{
  modscope_hardware_model_set_search (self->model, "1E.0");
  assert_rows (self, "[sound] 0000:00:1e.0");
  /* Plumbing is found too. */
  modscope_hardware_model_set_search (self->model, "pcieport");
  assert_rows (self, "[system] 0000:00:1c.0");
  modscope_hardware_model_set_search (self->model, "nothing like that");
  assert_rows (self, "");
  g_assert_cmpuint (modscope_hardware_model_get_n_devices (self->model), ==, 3);
}

static void
test_plugged_in (Fixture *self, gconstpointer unused)
{
  g_autoptr (ModscopeHardwareRow) before = g_list_model_get_item (G_LIST_MODEL (self->model), 4);
  g_autoptr (ModscopeHardwareRow) after = NULL;

  add_device (self->root, "0000:00:1d.0", MODALIAS ("0002", "02sc00"), "lan");
  refresh (self);
  assert_rows (self, "[network] 0000:01:00.0! 0000:00:1d.0 0000:00:1f.0 [sound] 0000:00:1e.0");
  g_assert_cmpstr (self->changes->str, ==, "2-0+1 ");
  after = g_list_model_get_item (G_LIST_MODEL (self->model), 5);
  g_assert_true (before == after);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_driver_goes (Fixture *self, gconstpointer unused)
{
  g_autoptr (ModscopeHardwareRow) row = g_list_model_get_item (G_LIST_MODEL (self->model), 2);
  guint changed = 0;

  g_signal_connect_swapped (row, "notify::revision", G_CALLBACK (count_cb), &changed);
  refresh (self);
  g_assert_cmpuint (changed, ==, 0);
  g_assert_cmpstr (self->changes->str, ==, "");
  test_root_remove (self->root, PCI "0000:00:1f.0/driver");
  refresh (self);
  g_assert_cmpuint (changed, >, 0);
  g_assert_true (modscope_hardware_row_is_problem (row));
  g_assert_cmpuint (modscope_hardware_model_get_n_problems (self->model), ==, 2);
}

static void
test_lookup (Fixture *self, gconstpointer unused)
{
  ModscopeDevice *bridge = modscope_machine_lookup_device (self->machine, "pci:0000:00:1c.0");
  ModscopeHardwareRow *row = modscope_hardware_model_lookup (self->model, bridge);

  g_assert_true (modscope_hardware_row_get_device (row) == bridge);
  g_assert_cmpuint (modscope_hardware_model_find (self->model, row), ==, G_MAXUINT);
  modscope_hardware_model_set_show_all (self->model, TRUE);
  g_assert_cmpuint (modscope_hardware_model_find (self->model, row), ==, 6);
}

static void
test_no_machine (Fixture *self, gconstpointer unused)
{
  modscope_hardware_model_set_machine (self->model, NULL);
  assert_rows (self, "");
  g_assert_cmpuint (modscope_hardware_model_get_n_problems (self->model), ==, 0);
}

static void
test_report (Fixture *self, gconstpointer unused)
{
  g_autoptr (ModscopeHardwareRow) row = g_list_model_get_item (G_LIST_MODEL (self->model), 1);
  g_autofree char *report = modscope_device_dup_report (modscope_hardware_row_get_device (row),
                                                        modscope_hardware_row_get_chain (row));

  g_assert_nonnull (strstr (report, "Identifier: pci:0000:01:00.0\n"));
  g_assert_nonnull (strstr (report, "Here is the problem"));
  g_assert_nonnull (strstr (report, "There is no driver for"));
}

static void
test_words (void)
{
  g_autofree char *none = modscope_problems_dup_text (0);
  g_autofree char *one = modscope_problems_dup_text (1);
  const char *const on[] = { "on", "pci:0000:00:1f.0", NULL };
  const ModscopeFix turn_on = { .verb = "device", .arguments = (GStrv) on };
  const ModscopeFix step = { .verb = NULL };
  g_autofree char *label = modscope_fix_dup_label (&turn_on);

  g_assert_cmpstr (none, ==, "No device has a problem");
  g_assert_cmpstr (one, ==, "1 device has a problem");
  g_assert_cmpstr (label, ==, "_Turn On");
  g_assert_null (modscope_fix_dup_label (&step));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/hardware-model/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("by-kind", test_by_kind);
  ADD ("show-all", test_show_all);
  ADD ("by-connection", test_by_connection);
  ADD ("search", test_search);
  ADD ("plugged-in", test_plugged_in);
  ADD ("driver-goes", test_driver_goes);
  ADD ("lookup", test_lookup);
  ADD ("no-machine", test_no_machine);
  ADD ("report", test_report);
  g_test_add_func ("/hardware-model/words", test_words);
  return g_test_run ();
}
