/* Kinds: their words, and the table of places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-kind.h"

#include <string.h>

#include "machine/modscope-place.h"

static void
test_names (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) icons = g_hash_table_new (g_str_hash, g_str_equal);

  for (int kind = 0; kind < MODSCOPE_N_KINDS; kind++)
    {
      const char *icon_name = modscope_kind_get_icon_name (kind);

      g_assert_true (g_hash_table_add (words, (gpointer) modscope_kind_to_string (kind)));
      g_assert_true (g_hash_table_add (icons, (gpointer) icon_name));
      g_assert_cmpint (strlen (modscope_kind_get_label (kind)), >, 0);
      g_assert_true (g_str_has_suffix (icon_name, "-symbolic"));
    }
  g_assert_cmpstr (modscope_kind_to_string (MODSCOPE_KIND_GRAPHICS), ==, "graphics");
  g_assert_cmpstr (modscope_kind_to_string (MODSCOPE_KIND_FILESYSTEM), ==, "filesystem");
  g_assert_cmpstr (modscope_kind_to_string (MODSCOPE_KIND_OTHER), ==, "other");
}

/* The icons that the desktop's theme does not have come with the program. */
static void
test_own_icons (void)
{
  for (int kind = 0; kind < MODSCOPE_N_KINDS; kind++)
    {
      const char *icon_name = modscope_kind_get_icon_name (kind);
      g_autofree char *file = g_strconcat (icon_name, ".svg", NULL);
      g_autofree char *path =
        g_test_build_filename (G_TEST_DIST, "..", "..", "src", "app", "icons", file, NULL);

      if (g_str_has_prefix (icon_name, "modscope-"))
        g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
}

static void
test_places (void)
{
  for (gsize i = 0; i < modscope_n_places; i++)
    {
      const ModscopePlace *place = &modscope_places[i];

      if (i > 0)
        g_assert_cmpstr (modscope_places[i - 1].folder, <, place->folder);
      g_assert_false (g_str_has_suffix (place->folder, "/"));
      g_assert_true ((place->scope == MODSCOPE_PLACE_NONE) == (place->clause == NULL));
      if (place->clause == NULL)
        continue;
      g_assert_false (g_str_has_suffix (place->clause, "."));
      g_assert_null (strpbrk (place->clause, "<>&\n"));
      g_assert_cmpint (strlen (place->clause), <, 80);
    }
}

static void
test_paths (void)
{
  static const struct
  {
    const char *path;
    ModscopeKind kind;
  } cases[] = {
    { "kernel/drivers/gpu/drm/i915/i915.ko", MODSCOPE_KIND_GRAPHICS },
    { "kernel/drivers/gpu/drm/i915/i915.ko.zst", MODSCOPE_KIND_GRAPHICS },
    { "kernel/drivers/video/fbdev/aty/radeonfb.ko", MODSCOPE_KIND_GRAPHICS },
    { "kernel/drivers/char/agp/intel-gtt.ko", MODSCOPE_KIND_GRAPHICS },
    { "kernel/drivers/net/ethernet/intel/e1000e/e1000e.ko", MODSCOPE_KIND_NETWORK },
    { "kernel/drivers/net/tun.ko", MODSCOPE_KIND_NETWORK },
    { "kernel/net/wireless/cfg80211.ko.xz", MODSCOPE_KIND_NETWORK },
    { "kernel/drivers/staging/rtl8723bs/r8723bs.ko", MODSCOPE_KIND_NETWORK },
    { "kernel/drivers/bluetooth/btusb.ko", MODSCOPE_KIND_BLUETOOTH },
    { "kernel/net/bluetooth/bluetooth.ko", MODSCOPE_KIND_BLUETOOTH },
    { "kernel/sound/pci/hda/snd-hda-intel.ko", MODSCOPE_KIND_SOUND },
    { "kernel/drivers/soundwire/soundwire-intel.ko", MODSCOPE_KIND_SOUND },
    { "kernel/drivers/media/usb/uvc/uvcvideo.ko", MODSCOPE_KIND_CAMERA },
    { "kernel/drivers/media/usb/gspca/gspca_main.ko", MODSCOPE_KIND_CAMERA },
    { "kernel/drivers/media/i2c/ov2640.ko", MODSCOPE_KIND_CAMERA },
    { "kernel/drivers/media/i2c/tvaudio.ko", MODSCOPE_KIND_OTHER },
    { "kernel/drivers/media/usb/em28xx/em28xx.ko", MODSCOPE_KIND_OTHER },
    { "kernel/drivers/nvme/host/nvme.ko", MODSCOPE_KIND_STORAGE },
    { "kernel/drivers/usb/storage/usb-storage.ko", MODSCOPE_KIND_STORAGE },
    { "kernel/drivers/md/dm-crypt.ko", MODSCOPE_KIND_STORAGE },
    { "kernel/block/bfq.ko", MODSCOPE_KIND_STORAGE },
    { "kernel/drivers/hid/hid-generic.ko", MODSCOPE_KIND_INPUT },
    { "kernel/drivers/input/mouse/psmouse.ko", MODSCOPE_KIND_INPUT },
    { "kernel/drivers/usb/host/xhci-pci.ko", MODSCOPE_KIND_USB },
    { "kernel/fs/ext4/ext4.ko", MODSCOPE_KIND_FILESYSTEM },
    { "kernel/fs/binfmt_misc.ko", MODSCOPE_KIND_OTHER },
    { "kernel/net/netfilter/nf_tables.ko", MODSCOPE_KIND_NETWORKING },
    { "kernel/drivers/char/tpm/tpm.ko", MODSCOPE_KIND_SECURITY },
    { "kernel/security/keys/encrypted-keys/encrypted-keys.ko", MODSCOPE_KIND_SECURITY },
    { "kernel/crypto/gcm.ko", MODSCOPE_KIND_CRYPTOGRAPHY },
    { "kernel/lib/crypto/libsha1.ko", MODSCOPE_KIND_CRYPTOGRAPHY },
    { "kernel/arch/x86/crypto/aesni-intel.ko", MODSCOPE_KIND_CRYPTOGRAPHY },
    { "kernel/arch/arm64/crypto/aes-ce-blk.ko", MODSCOPE_KIND_CRYPTOGRAPHY },
    { "kernel/arch/x86/kvm/kvm.ko", MODSCOPE_KIND_VIRTUALIZATION },
    { "kernel/drivers/virtio/virtio_pci.ko", MODSCOPE_KIND_VIRTUALIZATION },
    { "kernel/drivers/hwmon/coretemp.ko", MODSCOPE_KIND_SENSOR },
    { "kernel/drivers/iio/light/apds9960.ko", MODSCOPE_KIND_SENSOR },
    { "kernel/drivers/acpi/battery.ko", MODSCOPE_KIND_POWER },
    { "kernel/drivers/cpufreq/acpi-cpufreq.ko", MODSCOPE_KIND_POWER },
    { "kernel/drivers/platform/x86/thinkpad_acpi.ko", MODSCOPE_KIND_PLATFORM },
    { "kernel/drivers/i2c/busses/i2c-i801.ko", MODSCOPE_KIND_PLATFORM },
    { "kernel/lib/crc16.ko", MODSCOPE_KIND_LIBRARY },
    { "kernel/library/x.ko", MODSCOPE_KIND_OTHER },
    { "kernel/fsx/x.ko", MODSCOPE_KIND_OTHER },
    { "kernel/x.ko", MODSCOPE_KIND_OTHER },
    { "kernel/", MODSCOPE_KIND_OTHER },
    { "updates/dkms/nvidia.ko", MODSCOPE_KIND_OTHER },
    { "/opt/kernel/fs/x.ko", MODSCOPE_KIND_OTHER },
    { "", MODSCOPE_KIND_OTHER },
    { NULL, MODSCOPE_KIND_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].path);
      g_assert_cmpstr (modscope_kind_to_string (modscope_kind_from_path (cases[i].path)), ==,
                       modscope_kind_to_string (cases[i].kind));
    }
}

/* A path that is longer than any real one is still found by its outer folders. */
static void
test_long_path (void)
{
  g_autofree char *middle = g_strnfill (5000, 'a');
  g_autofree char *path = g_strconcat ("kernel/drivers/hwmon/", middle, "/x.ko", NULL);

  g_assert_cmpint (modscope_kind_from_path (path), ==, MODSCOPE_KIND_SENSOR);
}

static ModscopeKind
guess (const char *needs, const char *aliases)
{
  g_auto (GStrv) needs_list = needs != NULL ? g_strsplit (needs, " ", -1) : NULL;
  g_auto (GStrv) alias_list = aliases != NULL ? g_strsplit (aliases, " ", -1) : NULL;

  return modscope_kind_guess ((const char *const *) needs_list, (const char *const *) alias_list);
}

static void
test_guess (void)
{
  g_assert_cmpint (guess (NULL, NULL), ==, MODSCOPE_KIND_OTHER);
  g_assert_cmpint (guess ("crc16", "platform:x"), ==, MODSCOPE_KIND_OTHER);
  g_assert_cmpint (guess ("usbcore cfg80211", NULL), ==, MODSCOPE_KIND_NETWORK);
  g_assert_cmpint (guess ("usbcore", NULL), ==, MODSCOPE_KIND_USB);
  g_assert_cmpint (guess ("snd_pcm", NULL), ==, MODSCOPE_KIND_SOUND);
  g_assert_cmpint (guess ("videodev", NULL), ==, MODSCOPE_KIND_CAMERA);
  g_assert_cmpint (guess ("nf_conntrack", NULL), ==, MODSCOPE_KIND_NETWORKING);

  /* A device class tells more than a need. */
  g_assert_cmpint (guess ("i2c_core drm", "pci:v000010DEd*sv*sd*bc03sc00i00*"), ==,
                   MODSCOPE_KIND_GRAPHICS);
  g_assert_cmpint (guess ("snd", "pci:v*d*sv*sd*bc02sc80i*"), ==, MODSCOPE_KIND_NETWORK);
  g_assert_cmpint (guess (NULL, "pci:v*d*sv*sd*bc04sc03i*"), ==, MODSCOPE_KIND_SOUND);
  g_assert_cmpint (guess (NULL, "pci:v*d*sv*sd*bc0Csc03i30*"), ==, MODSCOPE_KIND_USB);
  g_assert_cmpint (guess (NULL, "usb:v*p*d*dc*dsc*dp*icE0isc01ip01in*"), ==,
                   MODSCOPE_KIND_BLUETOOTH);
  g_assert_cmpint (guess (NULL, "usb:v*p*d*dc*dsc*dp*ic0Eisc01ip00in*"), ==, MODSCOPE_KIND_CAMERA);
  g_assert_cmpint (guess (NULL, "usb:v05C6p9201d*dc*dsc*dp*ic*isc*ip*in* fs-zfs"), ==,
                   MODSCOPE_KIND_FILESYSTEM);

  /* Cut short. */
  g_assert_cmpint (guess (NULL, "pci:v*d*sv*sd*bc0"), ==, MODSCOPE_KIND_OTHER);
  g_assert_cmpint (guess (NULL, "pci:v*d*sv*sd*bc"), ==, MODSCOPE_KIND_OTHER);
  g_assert_cmpint (guess ("", ""), ==, MODSCOPE_KIND_OTHER);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kind/names", test_names);
  g_test_add_func ("/kind/own-icons", test_own_icons);
  g_test_add_func ("/kind/places", test_places);
  g_test_add_func ("/kind/paths", test_paths);
  g_test_add_func ("/kind/long-path", test_long_path);
  g_test_add_func ("/kind/guess", test_guess);
  return g_test_run ();
}
