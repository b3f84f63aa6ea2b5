/* What the running system stands on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "support/test-root.h"
#include "system/modscope-critical.h"

#define PCI "/sys/devices/pci0000:00"

/* What stops if these go, words with a blank between; %NULL: nothing. */
static void
assert_find (const char *root, const char *modules, const char *devices, const char *expected)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_autoptr (ModscopeCritical) critical = modscope_critical_read (paths);
  g_auto (GStrv) names = g_strsplit (modules != NULL ? modules : "", " ", -1);
  g_auto (GStrv) ids = g_strsplit (devices != NULL ? devices : "", " ", -1);
  ModscopeCriticalReason reason =
    modscope_critical_find (critical, (const char *const *) names, (const char *const *) ids);

  g_assert_cmpstr (modscope_critical_reason_to_string (reason), ==, expected);
}

/* Each of these alone is of the disk. */
static void
assert_modules (const char *root, const char *expected)
{
  g_auto (GStrv) names = g_strsplit (expected, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    assert_find (root, names[i], NULL, "disk");
}

/* A driver of a module for a device of a class below it. */
static void
write_device (const char *root, const char *bus, const char *name, const char *module)
{
  g_autofree char *folder = g_strdup_printf (PCI "/%s", name);
  g_autofree char *link = g_strdup_printf ("%s/driver/module", folder);
  g_autofree char *target = g_strdup_printf ("../../../../module/%s", module);
  g_autofree char *there = g_strdup_printf ("/sys/module/%s/x", module);
  g_autofree char *on_bus = g_strdup_printf ("/sys/bus/%s/devices/%s", bus, name);
  g_autofree char *back = g_strdup_printf ("../../../devices/pci0000:00/%s", name);

  test_root_write (root, there, "");
  test_root_link (root, link, target);
  test_root_link (root, on_bus, back);
}

/* A disk with one partition on such a device. */
static void
write_disk (const char *root, const char *device, const char *module, const char *disk)
{
  g_autofree char *size = g_strdup_printf (PCI "/%s/block/%s/%s1/size", device, disk, disk);
  g_autofree char *link = g_strdup_printf ("/sys/class/block/%s1", disk);
  g_autofree char *target =
    g_strdup_printf ("../../devices/pci0000:00/%s/block/%s/%s1", device, disk, disk);

  write_device (root, "pci", device, module);
  test_root_write (root, size, "1\n");
  test_root_link (root, link, target);
}

static void
write_interface (const char *root, const char *name, const char *device)
{
  g_autofree char *folder = g_strdup_printf (PCI "/%s/net/%s", device, name);
  g_autofree char *file = g_strdup_printf ("%s/operstate", folder);
  g_autofree char *back = g_strdup_printf ("%s/device", folder);
  g_autofree char *link = g_strdup_printf ("/sys/class/net/%s", name);
  g_autofree char *target = g_strdup_printf ("../../devices/pci0000:00/%s/net/%s", device, name);

  test_root_write (root, file, "up\n");
  test_root_link (root, back, "../..");
  test_root_link (root, link, target);
}

static const char route_head[] =
  "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
#define ROUTE(name, to, mask) name "\t" to "\t0101A8C0\t0003\t0\t0\t100\t" mask "\t0\t0\t0\n"

static void
test_network (void)
{
  char *root = test_root_new ();
  g_autofree char *one = g_strconcat (route_head, ROUTE ("wlan0", "00000000", "00000000"),
                                      ROUTE ("eth0", "0001A8C0", "00FFFFFF"), NULL);
  g_autofree char *two = g_strconcat (one, ROUTE ("eth0", "00000000", "00000000"), NULL);
  g_autofree char *none = g_strconcat (route_head, ROUTE ("eth0", "0001A8C0", "00FFFFFF"), NULL);
  g_autofree char *vpn = g_strconcat (route_head, ROUTE ("tun0", "00000000", "00000000"), NULL);
  g_autofree char *bond = g_strconcat (route_head, ROUTE ("br0", "00000000", "00000000"), NULL);

  write_device (root, "pci", "0000:00:01.0", "iwlwifi");
  write_device (root, "pci", "0000:00:02.0", "e1000e");
  write_interface (root, "wlan0", "0000:00:01.0");
  write_interface (root, "eth0", "0000:00:02.0");
  test_root_link (root, "/sys/module/iwlwifi/holders/iwlmvm", "../../iwlmvm");
  test_root_write (root, "/sys/devices/virtual/net/tun0/operstate", "unknown\n");
  test_root_link (root, "/sys/class/net/tun0", "../../devices/virtual/net/tun0");
  test_root_link (root, "/sys/devices/virtual/net/br0/lower_eth0", "../../../x");
  test_root_link (root, "/sys/class/net/br0", "../../devices/virtual/net/br0");

  test_root_write (root, "/proc/net/route", none);
  assert_find (root, "e1000e iwlwifi", NULL, NULL);
  test_root_write (root, "/proc/net/route", one);
  assert_find (root, "iwlwifi", NULL, "network");
  assert_find (root, "iwlmvm", NULL, "network");
  assert_find (root, NULL, "pci:0000:00:01.0", "network");
  assert_find (root, NULL, "net:wlan0", NULL);
  assert_find (root, "e1000e", "pci:0000:00:02.0", NULL);
  /* Two stand in for each other. */
  test_root_write (root, "/proc/net/route", two);
  assert_find (root, "iwlwifi", NULL, NULL);
  assert_find (root, "e1000e", NULL, NULL);
  assert_find (root, "iwlwifi e1000e", NULL, "network");
  assert_find (root, "iwlwifi", "pci:0000:00:02.0", "network");
  /* Below a bridge; and of a VPN's all that is up. */
  test_root_write (root, "/proc/net/route", bond);
  assert_find (root, "e1000e", NULL, "network");
  assert_find (root, "iwlwifi", NULL, NULL);
  test_root_write (root, "/proc/net/route", vpn);
  assert_find (root, "e1000e", NULL, NULL);
  assert_find (root, "e1000e iwlwifi", NULL, "network");
  /* The other family; the kernel's own refusing route is none. */
  test_root_write (root, "/proc/net/route", none);
  test_root_write (
    root, "/proc/net/ipv6_route",
    "00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
    "fe800000000000000000000000000001 00000400 00000001 00000000 00000003    eth0\n"
    "00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
    "00000000000000000000000000000000 ffffffff 00000001 00000000 00200200      lo\n");
  assert_find (root, "e1000e", NULL, "network");
  test_root_free (root);
}

static void
test_display (void)
{
  char *root = test_root_new ();

  write_device (root, "pci", "0000:00:03.0", "i915");
  write_device (root, "pci", "0000:00:04.0", "nouveau");
  test_root_write (root, PCI "/0000:00:03.0/drm/card0/card0-eDP-1/status", "connected\n");
  test_root_write (root, PCI "/0000:00:03.0/drm/card0/card0-eDP-1/enabled", "enabled\n");
  test_root_write (root, PCI "/0000:00:04.0/drm/card1/card1-DP-1/status", "disconnected\n");
  test_root_write (root, PCI "/0000:00:04.0/drm/card1/card1-DP-1/enabled", "disabled\n");
  test_root_link (root, "/sys/class/drm/card0-eDP-1",
                  "../../devices/pci0000:00/0000:00:03.0/drm/card0/card0-eDP-1");
  test_root_link (root, "/sys/class/drm/card1-DP-1",
                  "../../devices/pci0000:00/0000:00:04.0/drm/card1/card1-DP-1");
  test_root_write (root, "/sys/class/drm/version", "drm 1.1.0\n");
  test_root_link (root, "/sys/devices/pci0000:00/0000:00:04.0/graphics/fb0/device", "../..");
  test_root_link (root, "/sys/class/graphics/fb0",
                  "../../devices/pci0000:00/0000:00:04.0/graphics/fb0");
  assert_find (root, "i915", NULL, "display");
  assert_find (root, NULL, "pci:0000:00:03.0", "display");
  assert_find (root, "nouveau", "pci:0000:00:04.0", NULL);
  /* No driver shows anything: the firmware's frame buffer does. */
  test_root_write (root, PCI "/0000:00:03.0/drm/card0/card0-eDP-1/enabled", "disabled\n");
  assert_find (root, "i915", NULL, NULL);
  assert_find (root, NULL, "pci:0000:00:04.0", "display");
  test_root_free (root);
}

static void
write_input (const char *root, const char *path, const char *name, gboolean keyboard)
{
  g_autofree char *folder = g_strdup_printf ("/sys/devices/%s/input/%s", path, name);
  g_autofree char *link = g_strdup_printf ("/sys/class/input/%s", name);
  g_autofree char *target = g_strdup_printf ("../../devices/%s/input/%s", path, name);
  static const char *const sets[] = { "ev", "key", "rel", "abs" };
  static const char *const of_keyboard[] = { "120013", "10000 0 0 fffffffffffffffe", "0", "0" };
  static const char *const of_mouse[] = { "17", "ff0000 0 0 0 0", "903", "0" };

  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autofree char *file = g_strdup_printf ("%s/capabilities/%s", folder, sets[i]);

      test_root_write (root, file, keyboard ? of_keyboard[i] : of_mouse[i]);
    }
  test_root_link (root, link, target);
}

static void
test_input (void)
{
  char *root = test_root_new ();

  write_device (root, "usb", "1-1", "usbhid");
  write_device (root, "pci", "0000:00:05.0", "xhci_pci");
  write_device (root, "serio", "serio0", "atkbd");
  write_input (root, "pci0000:00/serio0", "input0", TRUE);
  write_input (root, "pci0000:00/1-1", "input1", FALSE);
  write_input (root, "virtual", "input2", FALSE);
  test_root_write (root, "/sys/class/input/mice/capabilities/key", "0");
  assert_find (root, "atkbd", NULL, "input");
  assert_find (root, "usbhid", NULL, "input");
  assert_find (root, NULL, "serio:serio0", "input");
  assert_find (root, "xhci_pci", NULL, NULL);
  /* With a second keyboard the first can go, but not both. */
  write_input (root, "pci0000:00/0000:00:05.0", "input3", TRUE);
  assert_find (root, "atkbd", NULL, NULL);
  assert_find (root, "atkbd", "pci:0000:00:05.0", "input");
  assert_find (root, "usbhid", NULL, "input");
  test_root_free (root);
}

/* A live system: what / is on cannot be told, so that every disk with a mount counts. */
static void
test_overlay (void)
{
  char *root = test_root_new ();

  test_root_write (root, "/proc/self/mountinfo",
                   "22 1 0:30 / / rw - overlay overlay rw\n"
                   "23 22 8:1 / /run/live rw - vfat /dev/sda1 rw\n");
  write_disk (root, "0000:00:06.0", "ahci", "sda");
  test_root_link (root, "/sys/dev/block/8:1",
                  "../../devices/pci0000:00/0000:00:06.0/block/sda/sda1");
  assert_find (root, "ahci", NULL, "disk");
  assert_find (root, NULL, "pci:0000:00:06.0", "disk");
  test_root_free (root);
}

/* A btrfs names one of its disks only. */
static void
test_btrfs (void)
{
  char *root = test_root_new ();

  test_root_write (root, "/proc/self/mountinfo", "22 1 0:20 /@ / rw - btrfs /dev/sda1 rw\n");
  write_disk (root, "0000:00:06.0", "ahci", "sda");
  write_disk (root, "0000:00:07.0", "nvme", "sdb");
  test_root_link (root, "/sys/fs/btrfs/f00/devices/sda1",
                  "../../../../devices/pci0000:00/0000:00:06.0/block/sda/sda1");
  test_root_link (root, "/sys/fs/btrfs/f00/devices/sdb1",
                  "../../../../devices/pci0000:00/0000:00:07.0/block/sdb/sdb1");
  assert_find (root, "ahci", NULL, "disk");
  assert_find (root, "nvme", NULL, "disk");
  test_root_free (root);
}

/* Encryption on a RAID. */
static void
test_makers (void)
{
  char *root = test_root_new ();

  test_root_write (root, "/proc/self/mountinfo", "22 1 254:0 / / rw - xfs /dev/mapper/root rw\n");
  test_root_write (root, "/sys/devices/virtual/block/dm-0/dm/name", "root\n");
  test_root_write (root, "/sys/devices/virtual/block/dm-0/dm/uuid", "CRYPT-LUKS2-ab-root\n");
  test_root_write (root, "/sys/devices/virtual/block/md0/md/level", "raid1\n");
  test_root_link (root, "/sys/dev/block/254:0", "../../devices/virtual/block/dm-0");
  test_root_link (root, "/sys/devices/virtual/block/dm-0/slaves/md0", "../../md0");
  assert_modules (root, "dm_crypt dm_mod md_mod raid1 xfs");
  test_root_free (root);
}

/* An encrypted disk on USB: the mapping, the disk, the bridge and the controller. */
static void
test_mapped (void)
{
  char *root = test_root_new ();

  test_root_write (root, "/proc/self/mountinfo",
                   "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/mapper/vg-root rw\n"
                   "23 22 0:5 / /dev rw - devtmpfs udev rw\n"
                   "24 22 8:17 / /mnt rw - ext4 /dev/sdb1 rw\n");
  test_root_write (root, "/sys/devices/virtual/block/dm-0/dm/name", "vg-root\n");
  test_root_write (root, PCI "/0000:00:14.0/usb1/1-1/1-1:1.0/host0/block/sda/sda2/size", "1\n");
  test_root_write (root, "/sys/module/xhci_pci/x", "");
  test_root_write (root, "/sys/module/uas/x", "");
  test_root_write (root, "/sys/module/other/x", "");
  test_root_link (root, "/sys/dev/block/254:0", "../../devices/virtual/block/dm-0");
  test_root_link (root, "/sys/devices/virtual/block/dm-0/slaves/sda2",
                  "../../../../pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0/host0/block/sda/sda2");
  test_root_link (root, PCI "/0000:00:14.0/driver", "../../../bus/pci/drivers/xhci_hcd");
  test_root_link (root, "/sys/bus/pci/drivers/xhci_hcd/module", "../../../../module/xhci_pci");
  test_root_link (root, PCI "/0000:00:14.0/usb1/1-1/1-1:1.0/driver",
                  "../../../../../../bus/usb/drivers/uas");
  test_root_link (root, "/sys/bus/usb/drivers/uas/module", "../../../../module/uas");
  test_root_link (root, PCI "/0000:00:15.0/driver", "../../../bus/pci/drivers/other");
  test_root_link (root, "/sys/bus/pci/drivers/other/module", "../../../../module/other");
  assert_modules (root, "dm_mod ext4 uas xhci_pci");
  assert_find (root, "xhci_pci", NULL, "disk");
  assert_find (root, "other", NULL, NULL);
  test_root_link (root, "/sys/bus/pci/devices/0000:00:14.0",
                  "../../../devices/pci0000:00/0000:00:14.0");
  test_root_link (root, "/sys/bus/pci/devices/0000:00:15.0",
                  "../../../devices/pci0000:00/0000:00:15.0");
  test_root_link (root, "/sys/bus/usb/devices/1-1",
                  "../../../devices/pci0000:00/0000:00:14.0/usb1/1-1");
  assert_find (root, NULL, "pci:0000:00:14.0", "disk");
  assert_find (root, NULL, "usb:1-1", "disk");
  /* The hub's interface is beside what is plugged into it. */
  test_root_write (root, PCI "/0000:00:14.0/usb1/1-0:1.0/usb1-port1/x", "");
  test_root_link (root, PCI "/0000:00:14.0/usb1/1-1/port", "../1-0:1.0/usb1-port1");
  test_root_link (root, "/sys/bus/usb/devices/1-0:1.0",
                  "../../../devices/pci0000:00/0000:00:14.0/usb1/1-0:1.0");
  assert_find (root, NULL, "usb:1-0:1.0", "disk");
  assert_find (root, NULL, "pci:0000:00:15.0", NULL);
  assert_find (root, NULL, "usb:../../../devices/pci0000:00/0000:00:14.0", NULL);
  assert_find (root, NULL, "usb", NULL);
  test_root_free (root);
}

/* btrfs has no device number: its source is looked up. /home is on another disk than /. */
static void
test_source (void)
{
  char *root = test_root_new ();

  test_root_write (root, "/proc/self/mountinfo",
                   "22 1 0:20 /@ / rw - btrfs /dev/nvme0n1p2 rw\n"
                   "23 22 0:30 /@home /home rw - btrfs /dev/vda1 rw\n");
  test_root_write (root, PCI "/0000:00:01.0/nvme/nvme0/nvme0n1/nvme0n1p2/size", "1\n");
  test_root_write (root, PCI "/0000:00:02.0/virtio0/block/vda/vda1/size", "1\n");
  test_root_write (root, "/sys/module/nvme/x", "");
  test_root_write (root, "/sys/module/virtio-pci/x", "");
  test_root_link (root, "/sys/class/block/nvme0n1p2",
                  "../../devices/pci0000:00/0000:00:01.0/nvme/nvme0/nvme0n1/nvme0n1p2");
  test_root_link (root, "/sys/class/block/vda1",
                  "../../devices/pci0000:00/0000:00:02.0/virtio0/block/vda/vda1");
  test_root_link (root, PCI "/0000:00:01.0/driver/module", "../../../../module/nvme");
  test_root_link (root, PCI "/0000:00:02.0/driver/module", "../../../../module/virtio-pci");
  assert_modules (root, "btrfs nvme virtio_pci");
  test_root_free (root);
}

/* Where the helper has run, there is an empty file of systemd's. */
static void
test_mounts (void)
{
  char *root = test_root_new ();

  test_root_write (root, "/proc/self/mountinfo", "22 1 0:20 / / rw - btrfs /dev/sda1 rw\n");
  write_disk (root, "0000:00:06.0", "ahci", "sda");
  write_disk (root, "0000:00:07.0", "nvme", "sdb");
  test_root_write (root, "/run/modscope-mounts", "");
  assert_find (root, "ahci", NULL, "disk");
  assert_find (root, "nvme", NULL, NULL);
  test_root_write (root, "/run/modscope-mounts", "22 1 0:20 / / rw - btrfs /dev/sdb1 rw\n");
  assert_find (root, "ahci", NULL, NULL);
  assert_find (root, "nvme", NULL, "disk");
  test_root_free (root);
}

/* A system in an image: the disk with the image is one of those with a mount. */
static void
test_image (void)
{
  char *root = test_root_new ();

  test_root_write (root, "/proc/self/mountinfo",
                   "22 1 254:0 / / rw - ext4 /dev/mapper/root rw\n"
                   "23 22 8:1 / /host rw - ntfs3 /dev/sda1 rw\n");
  write_disk (root, "0000:00:06.0", "ahci", "sda");
  test_root_link (root, "/sys/dev/block/8:1",
                  "../../devices/pci0000:00/0000:00:06.0/block/sda/sda1");
  test_root_write (root, "/sys/devices/virtual/block/loop0/loop/backing_file", "/root.img\n");
  test_root_write (root, "/sys/devices/virtual/block/dm-0/dm/name", "root\n");
  test_root_link (root, "/sys/devices/virtual/block/dm-0/slaves/loop0", "../../loop0");
  test_root_link (root, "/sys/dev/block/254:0", "../../devices/virtual/block/dm-0");
  assert_modules (root, "loop dm_mod ahci ntfs3");
  test_root_free (root);
}

/* A disk of a file system that names none, or several. */
static void
assert_pool (const char *mount, const char *expected)
{
  char *root = test_root_new ();

  test_root_write (root, "/proc/self/mountinfo", mount);
  for (int i = 0; i < 3; i++)
    {
      static const char *const drivers[] = { "ahci", "nvme", "usb_storage" };
      g_autofree char *device = g_strdup_printf ("0000:00:0%d.0", i);
      g_autofree char *disk = g_strdup_printf (PCI "/%s/block/sd%c/removable", device, 'a' + i);
      g_autofree char *link = g_strdup_printf ("/sys/class/block/sd%c", 'a' + i);
      g_autofree char *target =
        g_strdup_printf ("../../devices/pci0000:00/%s/block/sd%c", device, 'a' + i);

      write_device (root, "pci", device, drivers[i]);
      test_root_write (root, disk, i == 2 ? "1\n" : "0\n");
      test_root_link (root, link, target);
    }
  assert_modules (root, expected);
  assert_find (root, "usb_storage", NULL, NULL);
  test_root_free (root);
}

static void
test_zfs (void)
{
  assert_pool ("22 1 0:20 / / rw - zfs rpool/ROOT/debian rw\n", "zfs ahci nvme");
}

static void
test_bcachefs (void)
{
  assert_pool ("22 1 0:20 / / rw - bcachefs /dev/sda:/dev/sdb rw\n", "bcachefs ahci nvme");
}

static void
test_nothing (void)
{
  char *root = test_root_new ();

  assert_modules (root, "");
  test_root_write (root, "/proc/self/mountinfo", "\n22 1\n22 1 8:1 / / rw\n22 1 8:1 / / rw - x\n");
  test_root_write (root, "/sys/devices/x", "");
  test_root_link (root, "/sys/dev/block/8:1", "8:1");
  assert_modules (root, "");
  test_root_free (root);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/critical/mapped", test_mapped);
  g_test_add_func ("/critical/source", test_source);
  g_test_add_func ("/critical/nothing", test_nothing);
  g_test_add_func ("/critical/overlay", test_overlay);
  g_test_add_func ("/critical/btrfs", test_btrfs);
  g_test_add_func ("/critical/makers", test_makers);
  g_test_add_func ("/critical/mounts", test_mounts);
  g_test_add_func ("/critical/image", test_image);
  g_test_add_func ("/critical/zfs", test_zfs);
  g_test_add_func ("/critical/bcachefs", test_bcachefs);
  g_test_add_func ("/critical/network", test_network);
  g_test_add_func ("/critical/display", test_display);
  g_test_add_func ("/critical/input", test_input);
  return g_test_run ();
}
