/* Names of devices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-device-id.h"

static void
assert_split (const char *id, const char *subsystem, const char *name)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_true (modscope_device_id_split (id, &first, &second));
  g_assert_cmpstr (first, ==, subsystem);
  g_assert_cmpstr (second, ==, name);
}

static void
test_good (void)
{
  assert_split ("pci:0000:00:14.3", "pci", "0000:00:14.3");
  assert_split ("usb:1-5:1.0", "usb", "1-5:1.0");
  assert_split ("platform:Fixed MDIO bus.0", "platform", "Fixed MDIO bus.0");
  assert_split ("acpi:LNXSYSTM:00", "acpi", "LNXSYSTM:00");
  assert_split ("hid:0003:046D:C52B.0001", "hid", "0003:046D:C52B.0001");
  assert_split ("i2c:i2c-ELAN:00", "i2c", "i2c-ELAN:00");
  assert_split ("of_x-y:...", "of_x-y", "...");
}

static void
test_bad (void)
{
  static const char *const ids[] = {
    "",         ":",        "pci",      "pci:",  ":x",       "pci:.",        "pci:..",
    "pci:../x", "pci:a/b",  "../pci:x", "p/i:x", "pci:a\nb", "pci:\303\244", "pc i:x",
    "pci.:x",   "pci:a\tb", "pci:\177",
  };
  g_autofree char *many = g_strnfill (MODSCOPE_BUS_NAME_MAX, 'a');
  g_autofree char *longest = g_strconcat ("pci:", many, NULL);
  g_autofree char *longer = g_strconcat (longest, "a", NULL);
  g_autofree char *subsystem = g_strnfill (MODSCOPE_SUBSYSTEM_MAX + 1, 'a');
  g_autofree char *long_subsystem = g_strconcat (subsystem, ":x", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_false (modscope_device_id_split (ids[i], NULL, NULL));
  g_assert_false (modscope_device_id_split (NULL, NULL, NULL));
  g_assert_true (modscope_device_id_split (longest, NULL, NULL));
  g_assert_false (modscope_device_id_split (longer, NULL, NULL));
  g_assert_true (modscope_device_id_split (long_subsystem + 1, NULL, NULL));
  g_assert_false (modscope_device_id_split (long_subsystem, NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-id/good", test_good);
  g_test_add_func ("/device-id/bad", test_bad);
  return g_test_run ();
}
