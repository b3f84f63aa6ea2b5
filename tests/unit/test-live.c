/* /proc/modules as kernels of many ages write it, and what /sys/module adds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-live.h"

#include <string.h>

#include "base/modscope-error.h"
#include "support/test-root.h"

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
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  modscope_paths_unref (fixture->paths);
  test_root_free (fixture->root);
}

/* Reads one /proc/modules; the caller frees. */
static GPtrArray *
read_text (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *modules;

  test_root_write (fixture->root, "/proc/modules", text);
  modules = modscope_live_read (fixture->paths, &error);
  g_assert_no_error (error);
  g_assert_nonnull (modules);
  return modules;
}

static void
assert_strv (const char *const *strv, const char *joined)
{
  g_autofree char *text = g_strjoinv (" ", (GStrv) strv);

  g_assert_cmpstr (text, ==, joined);
}

static void
test_current (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) modules = read_text (
    fixture, "snd_hda_intel 61440 3 - Live 0x0000000000000000\n"
             "cfg80211 1355776 2 iwlmvm,iwlwifi, Live 0xffffffffc0a3f000\n"
             "nvidia 56823808 1204 nvidia_uvm,nvidia_modeset, Live 0x0000000000000000 (POE)\n"
             "hang 16384 1 - Loading 0x0000000000000000 (OE+)\n"
             "going 16384 -1 - Unloading 0x0000000000000000 (-)\n"
             "stays 12288 0 [permanent], Live 0x0000000000000000\n"
             "used_and_stays 12288 1 stays,[permanent], Live 0x0000000000000000 (FCDKXNJ)\n");
  const ModscopeLiveModule *module;

  g_assert_cmpuint (modules->len, ==, 7);

  module = modules->pdata[0];
  g_assert_cmpstr (module->name, ==, "snd_hda_intel");
  g_assert_cmpuint (module->size_bytes, ==, 61440);
  g_assert_cmpint (module->use_count, ==, 3);
  assert_strv ((const char *const *) module->holders, "");
  g_assert_false (module->permanent);
  g_assert_cmpint (module->state, ==, MODSCOPE_LIVE_LIVE);
  g_assert_cmpuint (module->taints, ==, 0);

  assert_strv ((const char *const *) ((ModscopeLiveModule *) modules->pdata[1])->holders,
               "iwlmvm iwlwifi");

  module = modules->pdata[2];
  g_assert_cmpuint (module->taints, ==,
                    MODSCOPE_TAINT_PROPRIETARY | MODSCOPE_TAINT_OUT_OF_TREE |
                      MODSCOPE_TAINT_UNSIGNED);

  module = modules->pdata[3];
  g_assert_cmpint (module->state, ==, MODSCOPE_LIVE_LOADING);
  g_assert_cmpuint (module->taints, ==, MODSCOPE_TAINT_OUT_OF_TREE | MODSCOPE_TAINT_UNSIGNED);

  module = modules->pdata[4];
  g_assert_cmpint (module->state, ==, MODSCOPE_LIVE_UNLOADING);
  g_assert_cmpint (module->use_count, ==, -1);
  g_assert_cmpuint (module->taints, ==, 0);

  module = modules->pdata[5];
  g_assert_true (module->permanent);
  assert_strv ((const char *const *) module->holders, "");

  module = modules->pdata[6];
  g_assert_true (module->permanent);
  assert_strv ((const char *const *) module->holders, "stays");
  g_assert_cmpuint (module->taints, ==,
                    MODSCOPE_TAINT_FORCED | MODSCOPE_TAINT_STAGING | MODSCOPE_TAINT_CRASHED |
                      MODSCOPE_TAINT_LIVEPATCH);
}

/* Kernels that cannot unload have no count; those before 3.19 wrote it without a sign; a dump may
 * lack the address or everything behind the size. */
static void
test_missing_columns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) modules =
    read_text (fixture, "no_unload 12288 - - Live 0xffffffffa0000000\n"
                        "old_going 12288 4294967295 - Unloading 0xffffffffa0000000 (P-)\n"
                        "no_address 12288 2 a,b, Live (O)\n"
                        "only-size 12288\n"
                        "no_end 12288 7 - Live 0xffffffffa0000000");
  const ModscopeLiveModule *module;

  g_assert_cmpuint (modules->len, ==, 5);

  module = modules->pdata[0];
  g_assert_cmpint (module->use_count, ==, -1);
  assert_strv ((const char *const *) module->holders, "");
  g_assert_false (module->permanent);

  module = modules->pdata[1];
  g_assert_cmpint (module->use_count, ==, -1);
  g_assert_cmpint (module->state, ==, MODSCOPE_LIVE_UNLOADING);

  module = modules->pdata[2];
  g_assert_cmpuint (module->taints, ==, MODSCOPE_TAINT_OUT_OF_TREE);
  assert_strv ((const char *const *) module->holders, "a b");

  module = modules->pdata[3];
  g_assert_cmpstr (module->name, ==, "only_size");
  g_assert_cmpuint (module->size_bytes, ==, 12288);
  g_assert_cmpint (module->use_count, ==, -1);
  g_assert_cmpint (module->state, ==, MODSCOPE_LIVE_LIVE);

  g_assert_cmpint (((ModscopeLiveModule *) modules->pdata[4])->use_count, ==, 7);
}

static void
test_other_lines (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) modules =
    read_text (fixture, "\nModule Size Used by\n../etc 1 0 - Live 0x0\nname\nname x 0 - Live 0x0\n"
                        "good 1 0 ../bad,[odd],fine, Live 0x0\n");
  const ModscopeLiveModule *module = modules->pdata[0];

  g_assert_cmpuint (modules->len, ==, 1);
  g_assert_cmpstr (module->name, ==, "good");
  assert_strv ((const char *const *) module->holders, "fine");
}

/* A module loaded between two pages moves the last line of the first into the second. */
static void
test_repeated_line (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) modules =
    read_text (fixture, "a 1 0 - Live 0x0\nb 2 0 - Live 0x0\nb 2 0 - Live 0x0\nc 3 0 - Live 0x0\n"
                        "b 2 0 - Live 0x0\n");

  g_assert_cmpuint (modules->len, ==, 3);
  g_assert_cmpstr (((ModscopeLiveModule *) modules->pdata[1])->name, ==, "b");
  g_assert_cmpstr (((ModscopeLiveModule *) modules->pdata[2])->name, ==, "c");
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) modules = read_text (fixture, "");

  g_assert_cmpuint (modules->len, ==, 0);
}

static void
test_no_module_support (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) modules = modscope_live_read (fixture->paths, &error);

  g_assert_null (modules);
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NO_MODULE_SUPPORT);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) modules = NULL;

  /* A folder cannot be read, not even by root. */
  test_root_write (fixture->root, "/proc/modules/x", "");
  modules = modscope_live_read (fixture->paths, &error);
  g_assert_null (modules);
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED);
}

static void
test_devices (Fixture *fixture, gconstpointer data)
{
  const char *driver = "../../../bus/pci/drivers/iwlwifi";
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) none = NULL;
  g_auto (GStrv) invalid = NULL;

  test_root_link (fixture->root, "/sys/module/iwlwifi/drivers/pci:iwlwifi", driver);
  test_root_link (fixture->root, "/sys/bus/pci/drivers/iwlwifi/0000:01:00.0",
                  "../../../../devices/b");
  test_root_link (fixture->root, "/sys/bus/pci/drivers/iwlwifi/0000:00:14.3",
                  "../../../../devices/a");
  test_root_link (fixture->root, "/sys/bus/pci/drivers/iwlwifi/module",
                  "../../../../module/iwlwifi");
  test_root_write (fixture->root, "/sys/bus/pci/drivers/iwlwifi/bind", "");
  test_root_link (fixture->root, "/sys/module/iwlwifi/drivers/usb:i:w",
                  "../../../bus/usb/drivers/i:w");
  test_root_link (fixture->root, "/sys/bus/usb/drivers/i:w/1-1:1.0", "../../../../devices/c");

  ids = modscope_live_dup_devices (fixture->paths, "iwlwifi");
  assert_strv ((const char *const *) ids, "pci:0000:00:14.3 pci:0000:01:00.0 usb:1-1:1.0");

  none = modscope_live_dup_devices (fixture->paths, "ext4");
  assert_strv ((const char *const *) none, "");
  invalid = modscope_live_dup_devices (fixture->paths, "../module/iwlwifi");
  assert_strv ((const char *const *) invalid, "");
}

static void
assert_parameter (Fixture *fixture, const char *name, const char *parameter, const char *expected)
{
  g_autofree char *value = modscope_live_dup_parameter (fixture->paths, name, parameter);

  g_assert_cmpstr (value, ==, expected);
}

static void
assert_driver (Fixture *fixture, const char *module, const char *bus, const char *expected)
{
  g_autofree char *driver = modscope_live_dup_driver (fixture->paths, module, bus);

  g_assert_cmpstr (driver, ==, expected);
}

static void
test_driver (Fixture *fixture, gconstpointer data)
{
  const char *drivers = "/sys/module/card/drivers/";
  const char *const names[] = { "pci:card two", "pci:card", "pci:zcard", "usb:acard" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat (drivers, names[i], NULL);

      test_root_link (fixture->root, path, "../../../bus");
    }
  test_root_write (fixture->root, "/sys/module/quiet/initstate", "live\n");
  assert_driver (fixture, "card", "pci", "card");
  assert_driver (fixture, "card", "usb", "acard");
  assert_driver (fixture, "card", "us", NULL);
  assert_driver (fixture, "card", "i2c", NULL);
  assert_driver (fixture, "quiet", "pci", NULL);
  assert_driver (fixture, "absent", "pci", NULL);
  /* A name from elsewhere does not lead out of the folder. */
  assert_driver (fixture, "../module/card", "pci", NULL);
}

static void
test_parameters (Fixture *fixture, gconstpointer data)
{
  test_root_write (fixture->root, "/sys/module/m/parameters/number", "7\n");
  test_root_write (fixture->root, "/sys/module/m/parameters/lines", "a\nb\n\n");
  test_root_write (fixture->root, "/sys/module/m/parameters/empty", "");
  test_root_write (fixture->root, "/sys/module/m/parameters/latin", "caf\xe9\n");
  test_root_write (fixture->root, "/sys/module/m/secret", "no");
  test_root_write (fixture->root, "/sys/module/m/parameters/.hidden", "no");

  assert_parameter (fixture, "m", "number", "7");
  assert_parameter (fixture, "m", "lines", "a\nb\n");
  assert_parameter (fixture, "m", "empty", "");
  assert_parameter (fixture, "m", "latin", "café");
  assert_parameter (fixture, "m", "absent", NULL);
  assert_parameter (fixture, "m", "../secret", NULL);
  assert_parameter (fixture, "m", "..", NULL);
  assert_parameter (fixture, "m", ".hidden", NULL);
  assert_parameter (fixture, "m", "", NULL);
  assert_parameter (fixture, "../module/m", "number", NULL);
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
  add ("/live/current", test_current);
  add ("/live/missing-columns", test_missing_columns);
  add ("/live/other-lines", test_other_lines);
  add ("/live/repeated-line", test_repeated_line);
  add ("/live/empty", test_empty);
  add ("/live/no-module-support", test_no_module_support);
  add ("/live/unreadable", test_unreadable);
  add ("/live/devices", test_devices);
  add ("/live/driver", test_driver);
  add ("/live/parameters", test_parameters);
  return g_test_run ();
}
