/* What a modalias says of a device, and what is one device to a person.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-device-fold.h"
#include "machine/modscope-device-kind.h"
#include "machine/modscope-device-name.h"

static void
test_roles (void)
{
  static const struct
  {
    const char *modalias;
    const char *kind;
    gboolean is_plumbing;
    gboolean needs_driver;
  } cases[] = {
    { "pci:v00008086d00002723sv00008086sd00000084bc02sc80i00", "network", FALSE, TRUE },
    { "pci:v000010DEd00001B81sv00001043sd00008600bc03sc00i00", "graphics", FALSE, TRUE },
    { "pci:v00008086d00002A43sv00001025sd0000013Cbc03sc80i00", "graphics", FALSE, FALSE },
    { "pci:v00008086d0000A170sv0000103Csd000082BFbc04sc03i00", "sound", FALSE, TRUE },
    { "pci:v00001022d000015E2sv0000103Csd00008C10bc04sc80i00", "other", FALSE, FALSE },
    { "pci:v0000144Dd0000A808sv0000144Dsd0000A801bc01sc08i02", "storage", FALSE, TRUE },
    { "pci:v00008086d00001F12sv00008086sd00000000bc06sc04i00", "system", TRUE, FALSE },
    { "pci:v00008086d00009D23sv00001028sd0000083Abc0Csc05i00", "system", TRUE, FALSE },
    { "pci:v00008086d0000A12Fsv0000103Csd000082BFbc0Csc03i30", "usb", TRUE, TRUE },
    { "pci:v00001217d00007120sv00001025sd0000013Cbc08sc05i01", "storage", FALSE, TRUE },
    { "usb:v046DpC31Cd6400dc00dsc00dp00ic03isc01ip01in00", "input", FALSE, TRUE },
    { "usb:v8087p0029d0001dcE0dsc01dp01icE0isc01ip01in00", "bluetooth", FALSE, TRUE },
    { "usb:v046Dp0825d0012dcEFdsc02dp01ic0Eisc01ip00in00", "camera", FALSE, TRUE },
    { "usb:v046Dp0825d0012dcEFdsc02dp01ic0Eisc02ip00in01", "camera", FALSE, FALSE },
    { "usb:v046Dp0825d0012dcEFdsc02dp01ic01isc02ip00in03", "sound", FALSE, FALSE },
    { "usb:v138Ap00A6d0164dcFFdsc10dpFFicFFisc00ip00in00", "other", FALSE, FALSE },
    { "usb:v04A9p1794d0100dc00dsc00dp00ic07isc01ip02in00", "printer", FALSE, FALSE },
    { "usb:v1D6Bp0002d0601dc09dsc00dp00ic09isc00ip00in00", "usb", TRUE, FALSE },
    { "usb:v03EBp2404d0100dc02dsc00dp00ic0Aisc00ip00in01", "other", FALSE, FALSE },
    { "virtio:d00000001v00001AF4", "network", FALSE, TRUE },
    { "virtio:d00000004v00001AF4", "system", FALSE, FALSE },
    { "virtio:d00000010v00001AF4", "graphics", FALSE, TRUE },
    { "scsi:t-0x00", "storage", FALSE, TRUE },
    { "scsi:t-0x0d", "storage", TRUE, FALSE },
    { "sdio:c07v02D0d4330", "network", FALSE, TRUE },
    { "acpi:DELL083A:PNP0C50:", "input", FALSE, TRUE },
    { "acpi:PNP0C0A:", "system", FALSE, FALSE },
    { "platform:pcspkr", "system", TRUE, FALSE },
    { "hid:b0003g0001v0000046Dp0000C31C", "input", FALSE, FALSE },
    { "serio:ty06pr00id00ex00", "input", FALSE, FALSE },
    /* Patterns of modules, and what is none. */
    { "pci:v*d*sv*sd*bc01sc06i01*", "storage", FALSE, TRUE },
    { "pci:v00008086d*sv*sd*bc*sc*i*", "other", FALSE, FALSE },
    { "usb:v05C6p9201d*dc*dsc*dp*ic*isc*ip*in*", "other", FALSE, FALSE },
    { "pci:v*d*sv*sd*bc0", "other", FALSE, FALSE },
    { "usb:ic", "other", FALSE, FALSE },
    { "virtio:", "system", FALSE, FALSE },
    { "scsi:t-0x", "storage", TRUE, FALSE },
    { "", "other", FALSE, FALSE },
    { NULL, "other", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ModscopeDeviceRole role = modscope_device_role_from_modalias (cases[i].modalias);

      g_test_message ("%s", cases[i].modalias);
      g_assert_cmpstr (modscope_device_kind_to_string (role.kind), ==, cases[i].kind);
      g_assert_cmpint (role.is_plumbing, ==, cases[i].is_plumbing);
      g_assert_cmpint (role.needs_driver, ==, cases[i].needs_driver);
    }
}

static void
test_words (void)
{
  for (int i = 0; i < MODSCOPE_N_DEVICE_KINDS; i++)
    {
      const ModscopeDeviceKind kind = (ModscopeDeviceKind) i;

      g_assert_cmpstr (modscope_device_kind_to_string (kind), !=, "");
      g_assert_cmpstr (modscope_device_kind_get_label (kind), !=, "");
      g_assert_true (g_str_has_suffix (modscope_device_kind_get_icon_name (kind), "-symbolic"));
      /* Each kind of modules leads back, but where devices have more words than modules. */
      if (kind != MODSCOPE_DEVICE_KIND_PRINTER)
        g_assert_cmpint (
          modscope_device_kind_from_module_kind (modscope_device_kind_to_module_kind (kind)), ==,
          kind);
    }
  g_assert_cmpint (modscope_device_kind_from_module_kind (MODSCOPE_KIND_FILESYSTEM), ==,
                   MODSCOPE_DEVICE_KIND_SYSTEM);
}

static void
test_vendors (void)
{
  static const char *const cases[][2] = {
    { "Intel Corporation", "Intel" },
    { "Advanced Micro Devices, Inc. [AMD/ATI]", "AMD" },
    { "Realtek Semiconductor Co., Ltd.", "Realtek" },
    { "Red Hat, Inc.", "Red Hat" },
    { "Logitech, Inc.", "Logitech" },
    { "Samsung Electronics Co Ltd", "Samsung" },
    { "Phison Electronics Corporation", "Phison" },
    { "Elan Microelectronics Corp.", "Elan Microelectronics" },
    { "Qualcomm", "Qualcomm" },
    { "Corporation", "Corporation" },
    { "[]", "[]" },
    { ", Inc.", ", Inc." },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = modscope_vendor_dup_short (cases[i][0]);

      g_assert_cmpstr (name, ==, cases[i][1]);
    }
}

/* --- What is one device --- */

static void
add (ModscopeDevices *devices,
     const char *subsystem,
     const char *name,
     const char *type,
     const char *modalias,
     int parent)
{
  ModscopeDeviceFacts *device = g_new0 (ModscopeDeviceFacts, 1);

  device->subsystem = (char *) subsystem;
  device->name = (char *) name;
  device->type = (char *) type;
  device->modalias = (char *) modalias;
  device->parent = parent;
  g_ptr_array_add (devices->devices, device);
}

static void
test_fold (void)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  ModscopeDevices devices = { .devices = list };
  g_autofree int *folded = NULL;
  static const int expected[] = { -1, -1, -1, 2, 2, -1, -1, 6, 6, -1, 9, 9, -1, -1, 0, -1, -1 };

  add (&devices, "pci", "0000:00:1c.0", NULL, "pci:v0d0sv0sd0bc06sc04i00", -1); /* a bridge */
  add (&devices, "pci", "0000:00:14.0", NULL, "pci:v0d0sv0sd0bc0Csc03i30", -1);
  add (&devices, "usb", "1-5", "usb_device", NULL, 1);
  add (&devices, "usb", "1-5:1.0", "usb_interface", NULL, 2);
  add (&devices, "hid", "0003:046D:C31C.0001", NULL, NULL, 3);
  add (&devices, "hid", "0005:046D:B342.0002", NULL, NULL, 3); /* a Bluetooth keyboard */
  add (&devices, "pci", "0000:00:03.0", NULL, "pci:v0d0sv0sd0bc01sc00i00", -1);
  add (&devices, "virtio", "virtio0", NULL, NULL, 6);
  add (&devices, "scsi", "0:0:0:0", NULL, NULL, 7);
  add (&devices, "pci", "0000:00:15.0", NULL, "pci:v0d0sv0sd0bc11sc80i00", -1);
  add (&devices, "platform", "i2c_designware.0", NULL, NULL, 9);
  add (&devices, "auxiliary", "x.0", NULL, NULL, 9);
  add (&devices, "i2c", "i2c-DELL083A:00", NULL, NULL, 10);
  add (&devices, "platform", "i8042", NULL, NULL, -1);
  add (&devices, "pci_express", "0000:00:1c.0:pcie002", NULL, NULL, 0);
  add (&devices, "serio", "serio0", NULL, NULL, 13);
  add (&devices, "platform", "iTCO_wdt", NULL, NULL, 0);
  folded = modscope_device_fold (&devices);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_test_message ("%s", ((ModscopeDeviceFacts *) list->pdata[i])->name);
      g_assert_cmpint (folded[i], ==, expected[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-kind/roles", test_roles);
  g_test_add_func ("/device-kind/words", test_words);
  g_test_add_func ("/device-kind/vendors", test_vendors);
  g_test_add_func ("/device-kind/fold", test_fold);
  return g_test_run ();
}
