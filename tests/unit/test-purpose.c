/* The curated table, and the sentences put together for all other modules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-purpose.h"

#include <string.h>

#include "base/modscope-name.h"
#include "machine/modscope-purpose-table.h"

static void
assert_table_name (const char *entry)
{
  g_autofree char *name = g_strdup (entry);
  gsize length = strlen (name);

  if (name[length - 1] == '*')
    name[length - 1] = '\0';
  g_assert_true (modscope_name_is_valid (name));
  g_assert_null (strchr (name, '-'));
}

static void
test_table (void)
{
  g_assert_cmpuint (modscope_n_purposes, <=, 200);
  for (gsize i = 0; i < modscope_n_purposes; i++)
    {
      const ModscopePurpose *purpose = &modscope_purposes[i];
      gsize length = strlen (purpose->sentence);

      assert_table_name (purpose->name);
      g_assert_true (g_ascii_isupper (purpose->sentence[0]));
      g_assert_true (g_str_has_suffix (purpose->sentence, "."));
      g_assert_cmpuint (length, <=, 100);
      g_assert_null (strpbrk (purpose->sentence, "<>&\n\t%"));
      g_assert_null (strstr (purpose->sentence, "  "));
      if (i > 0)
        g_assert_cmpstr (modscope_purposes[i - 1].name, <, purpose->name);
    }
}

/* A family covers all names that start as it does, so that no other entry may. */
static void
test_families (void)
{
  for (gsize i = 0; i < modscope_n_purposes; i++)
    {
      gsize length = strlen (modscope_purposes[i].name);

      if (modscope_purposes[i].name[length - 1] != '*')
        continue;
      for (gsize j = 0; j < modscope_n_purposes; j++)
        if (j != i)
          g_assert_cmpint (
            strncmp (modscope_purposes[j].name, modscope_purposes[i].name, length - 1), !=, 0);
    }
}

static void
test_every_entry_is_found (void)
{
  for (gsize i = 0; i < modscope_n_purposes; i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (modscope_purposes[i].name), "*", 'x');
      g_autofree char *sentence = modscope_purpose_dup (name, MODSCOPE_KIND_OTHER, NULL, "Other");

      g_assert_cmpstr (sentence, ==, modscope_purposes[i].sentence);
    }
}

static char *
dup_purpose (const char *name, ModscopeKind kind, const char *path, const char *description)
{
  g_autofree char *summary =
    description != NULL ? modscope_purpose_summarize (name, description) : NULL;

  return modscope_purpose_dup (name, kind, path, summary);
}

static void
assert_purpose (const char *name, const char *path, const char *description, const char *expected)
{
  ModscopeKind kind = modscope_kind_from_path (path);
  g_autofree char *sentence = dup_purpose (name, kind, path, description);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_places (void)
{
  assert_purpose ("ixgbe", "kernel/drivers/net/ethernet/intel/ixgbe/ixgbe.ko",
                  "Intel(R) 10 Gigabit PCI Express Network Driver",
                  "Drives wired network cards: Intel(R) 10 Gigabit PCI Express Network Driver.");
  assert_purpose ("hfs", "kernel/fs/hfs/hfs.ko", NULL, "Part of file system support.");
  assert_purpose ("nls_cp437", "kernel/fs/nls/nls_cp437.ko", NULL,
                  "Part of reading file names in other character sets.");
  assert_purpose ("isci", "kernel/drivers/scsi/isci/isci.ko", NULL,
                  "Part of disk and storage support.");

  /* What drivers share drives nothing itself. */
  assert_purpose ("mlxfw", "kernel/drivers/net/ethernet/mellanox/mlxfw/mlxfw.ko",
                  "Mellanox firmware flash lib",
                  "Part of network adapter support: Mellanox firmware flash lib.");
  assert_purpose ("libcxgb", "kernel/drivers/net/ethernet/chelsio/libcxgb/libcxgb.ko", "Chelsio",
                  "Part of network adapter support: Chelsio.");
  assert_purpose ("snd_hda_codec_ca0132", "kernel/sound/pci/hda/snd-hda-codec-ca0132.ko",
                  "Creative Sound Core3D codec",
                  "Drives the sound hardware of PCs and laptops: Creative Sound Core3D codec.");
}

/* A module outside of the tree: its kind was guessed, or nothing is known. */
static void
test_outside (void)
{
  g_autofree char *guessed = modscope_purpose_dup ("tuxedo_keyboard", MODSCOPE_KIND_INPUT,
                                                   "updates/dkms/tuxedo_keyboard.ko", "Keyboards");
  g_autofree char *unknown =
    modscope_purpose_dup ("mystery", MODSCOPE_KIND_OTHER, "extra/mystery.ko", NULL);

  g_assert_cmpstr (guessed, ==, "Part of keyboard, mouse and other input support: Keyboards.");
  g_assert_cmpstr (unknown, ==, "A kernel module that does not say what it is for.");
  assert_purpose ("mystery", NULL, "Does things", "Kernel module: Does things.");
}

static void
assert_description (const char *name, const char *description, const char *expected)
{
  g_autofree char *sentence = dup_purpose (name, MODSCOPE_KIND_SOUND, "extra/x.ko", description);
  g_autofree char *full = expected != NULL
                            ? g_strdup_printf ("Part of sound support: %s.", expected)
                            : g_strdup ("Part of sound support.");

  g_assert_cmpstr (sentence, ==, full);
}

static void
test_description_versions (void)
{
  assert_description ("m", "Bluetooth HCI UART driver ver 2.3", "Bluetooth HCI UART driver");
  assert_description ("m", "Base Driver (version 5.6.0-3.4)", "Base Driver");
  assert_description ("m", "Watchdog component (Version 1.1)", "Watchdog component");
  assert_description ("m", "Memory controllers -  Ver: 2.0.12 ", "Memory controllers");
  assert_description ("m", "FDDI driver v1.12 2021/03/10", "FDDI driver");
  assert_description ("m", "ServeRAID Driver 7.12.05", "ServeRAID Driver");
  assert_description ("m", "AMD64 memory controllers - 3.5.0", "AMD64 memory controllers");
  assert_description ("m", "152x SCSI driver; $Revision: 2.7 $", "152x SCSI driver");

  /* These are no versions of the module. */
  assert_description ("m", "AMD8111 SMBus 2.0 driver", "AMD8111 SMBus 2.0 driver");
  assert_description ("m", "IEEE 802.11", "IEEE 802.11");
  assert_description ("m", "Journalling Flash File System, v2",
                      "Journalling Flash File System, v2");
}

static void
test_description_text (void)
{
  assert_description ("m", "Two dots.. ", "Two dots");
  assert_description ("m", "  many \t  blanks\nand lines\r\n", "many blanks and lines");
  assert_description ("m", "(C) Copyright 2004 Somebody. All Rights Reserved.\nChooses a path",
                      "Chooses a path");
  assert_description ("m", "Drives the board. Use only if you are sure!", "Drives the board");
  assert_description ("m", "Servers e.g. Samba", "Servers e.g. Samba");
  assert_description ("m", "Some Inc. Driver", "Some Inc. Driver");
  assert_description ("m", "Uses\x01odd\x1b[31mbytes", "Uses odd [31mbytes");
  assert_description ("m", "Caf\xe9", "Café");
  assert_description ("m", "<b>bold</b> & 100%s", "<b>bold</b> & 100%s");

  assert_description ("my_mod", "my-mod - Does it", "Does it");
  assert_description ("my_mod", "'my_mod' - Does it", "Does it");
  assert_description ("my_mod", "MY_MOD: Does it", "Does it");
  assert_description ("my_mod", "my_mod2 - Does it", "my_mod2 - Does it");

  assert_description ("my_mod", "my-mod", NULL);
  assert_description ("my_mod", "", NULL);
  assert_description ("my_mod", " .\n", NULL);
  assert_description ("my_mod", NULL, NULL);
}

static void
test_description_without_end (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *sentence = dup_purpose ("m", MODSCOPE_KIND_SOUND, "extra/x.ko", long_text);

  g_assert_cmpuint (strlen (sentence), <, 500);
  g_assert_true (g_utf8_validate (sentence, -1, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/purpose/table", test_table);
  g_test_add_func ("/purpose/families", test_families);
  g_test_add_func ("/purpose/every-entry-is-found", test_every_entry_is_found);
  g_test_add_func ("/purpose/places", test_places);
  g_test_add_func ("/purpose/outside", test_outside);
  g_test_add_func ("/purpose/description-versions", test_description_versions);
  g_test_add_func ("/purpose/description-text", test_description_text);
  g_test_add_func ("/purpose/description-without-end", test_description_without_end);
  return g_test_run ();
}
