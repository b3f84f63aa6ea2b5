/* What the running system stands on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "support/test-root.h"
#include "system/modscope-critical.h"

#define PCI "/sys/devices/pci0000:00"

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GStrv
list_sorted (const char *root)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  GStrv names = modscope_critical_list_modules (paths);

  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  return names;
}

static void
assert_modules (const char *root, const char *expected)
{
  g_auto (GStrv) names = list_sorted (root);
  g_autofree char *joined = g_strjoinv (" ", names);

  g_assert_cmpstr (joined, ==, expected);
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
  assert_modules (root, "uas xhci_pci");
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
  assert_modules (root, "nvme virtio_pci");
  test_root_free (root);
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
  return g_test_run ();
}
