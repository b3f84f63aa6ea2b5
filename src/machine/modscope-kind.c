/* Kinds of modules: their words, and which one a module is of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-kind.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "machine/modscope-device-kind.h"
#include "machine/modscope-place.h"

typedef struct
{
  const char *word;
  const char *label;
  const char *icon_name;
} KindNames;

/* Translators: kinds of kernel modules, as a person chooses them in a list. */
static const KindNames kinds[MODSCOPE_N_KINDS] = {
  [MODSCOPE_KIND_GRAPHICS] = { "graphics", N_ ("Graphics"), "video-display-symbolic" },
  [MODSCOPE_KIND_NETWORK] = { "network", N_ ("Network adapters"), "network-wired-symbolic" },
  [MODSCOPE_KIND_BLUETOOTH] = { "bluetooth", N_ ("Bluetooth"), "bluetooth-symbolic" },
  [MODSCOPE_KIND_SOUND] = { "sound", N_ ("Sound"), "audio-card-symbolic" },
  [MODSCOPE_KIND_CAMERA] = { "camera", N_ ("Cameras"), "camera-web-symbolic" },
  [MODSCOPE_KIND_STORAGE] = { "storage", N_ ("Storage"), "drive-harddisk-symbolic" },
  [MODSCOPE_KIND_INPUT] = { "input", N_ ("Input devices"), "input-keyboard-symbolic" },
  [MODSCOPE_KIND_USB] = { "usb", N_ ("USB"), "modscope-kind-usb-symbolic" },
  [MODSCOPE_KIND_FILESYSTEM] = { "filesystem", N_ ("File systems"), "folder-symbolic" },
  [MODSCOPE_KIND_NETWORKING] = { "networking", N_ ("Network protocols"),
                                 "network-workgroup-symbolic" },
  [MODSCOPE_KIND_SECURITY] = { "security", N_ ("Security"), "security-high-symbolic" },
  [MODSCOPE_KIND_CRYPTOGRAPHY] = { "cryptography", N_ ("Cryptography"),
                                   "dialog-password-symbolic" },
  [MODSCOPE_KIND_VIRTUALIZATION] = { "virtualization", N_ ("Virtualization"),
                                     "modscope-kind-virtualization-symbolic" },
  [MODSCOPE_KIND_SENSOR] = { "sensor", N_ ("Sensors"), "modscope-kind-sensor-symbolic" },
  [MODSCOPE_KIND_POWER] = { "power", N_ ("Power"), "battery-symbolic" },
  [MODSCOPE_KIND_PLATFORM] = { "platform", N_ ("Mainboard and firmware"),
                               "modscope-kind-platform-symbolic" },
  [MODSCOPE_KIND_LIBRARY] = { "library", N_ ("Shared code"), "modscope-kind-library-symbolic" },
  [MODSCOPE_KIND_OTHER] = { "other", N_ ("Other"), "modscope-kind-other-symbolic" },
};

/* Camera sensors share a folder with the chips of TV cards. Their names begin with their maker's
 * letters; lens and flash controllers are among them. */
static const char *const camera_chips[] = {
  "ak73",   "ar05", "ccs",  "dw97",      "et8ek8", "gc0",         "gc2", "hi5",
  "hi8",    "imx",  "lm35", "m5mols",    "mt9",    "noon010pc30", "og0", "ov",
  "rj54n1", "s5c",  "s5k",  "sr030pc30", "t4ka",   "thp7312",     "vd5", "vgxy",
};

/* What a module outside of the tree needs, most telling first: a name, or the start of one. */
static const struct
{
  const char *name;
  ModscopeKind kind;
} telling_needs[] = {
  { "bluetooth", MODSCOPE_KIND_BLUETOOTH },
  { "cfg80211", MODSCOPE_KIND_NETWORK },
  { "mac80211", MODSCOPE_KIND_NETWORK },
  { "drm", MODSCOPE_KIND_GRAPHICS },
  { "ttm", MODSCOPE_KIND_GRAPHICS },
  { "snd*", MODSCOPE_KIND_SOUND },
  { "soundcore", MODSCOPE_KIND_SOUND },
  { "videodev", MODSCOPE_KIND_CAMERA },
  { "zfs", MODSCOPE_KIND_FILESYSTEM },
  { "fscache", MODSCOPE_KIND_FILESYSTEM },
  { "libata", MODSCOPE_KIND_STORAGE },
  { "scsi_mod", MODSCOPE_KIND_STORAGE },
  { "nvme_core", MODSCOPE_KIND_STORAGE },
  { "mmc_core", MODSCOPE_KIND_STORAGE },
  { "dm_mod", MODSCOPE_KIND_STORAGE },
  { "kvm", MODSCOPE_KIND_VIRTUALIZATION },
  { "vboxdrv", MODSCOPE_KIND_VIRTUALIZATION },
  { "vmmon", MODSCOPE_KIND_VIRTUALIZATION },
  { "vmw_vmci", MODSCOPE_KIND_VIRTUALIZATION },
  { "mii", MODSCOPE_KIND_NETWORK },
  { "libphy", MODSCOPE_KIND_NETWORK },
  { "usbnet", MODSCOPE_KIND_NETWORK },
  { "ib_core", MODSCOPE_KIND_NETWORK },
  { "x_tables", MODSCOPE_KIND_NETWORKING },
  { "nf_*", MODSCOPE_KIND_NETWORKING },
  { "udp_tunnel", MODSCOPE_KIND_NETWORKING },
  { "hid", MODSCOPE_KIND_INPUT },
  { "ff_memless", MODSCOPE_KIND_INPUT },
  { "hwmon", MODSCOPE_KIND_SENSOR },
  { "industrialio", MODSCOPE_KIND_SENSOR },
  { "wmi", MODSCOPE_KIND_PLATFORM },
  { "platform_profile", MODSCOPE_KIND_PLATFORM },
  { "usbserial", MODSCOPE_KIND_USB },
  { "usbcore", MODSCOPE_KIND_USB },
};

/* Starts of aliases that tell what a module claims without a device class. */
static const struct
{
  const char *start;
  ModscopeKind kind;
} telling_aliases[] = {
  { "fs-", MODSCOPE_KIND_FILESYSTEM },
  { "crypto-", MODSCOPE_KIND_CRYPTOGRAPHY },
  { "rtnl-link-", MODSCOPE_KIND_NETWORKING },
  { "net-pf-", MODSCOPE_KIND_NETWORKING },
  { "tcp_", MODSCOPE_KIND_NETWORKING },
  { "ipt_", MODSCOPE_KIND_NETWORKING },
  { "xt_", MODSCOPE_KIND_NETWORKING },
  { "nft-", MODSCOPE_KIND_NETWORKING },
  { "snd-", MODSCOPE_KIND_SOUND },
  { "hdaudio:", MODSCOPE_KIND_SOUND },
  { "hid:", MODSCOPE_KIND_INPUT },
  { "input:", MODSCOPE_KIND_INPUT },
  { "serio:", MODSCOPE_KIND_INPUT },
  { "block-major-", MODSCOPE_KIND_STORAGE },
  { "scsi:", MODSCOPE_KIND_STORAGE },
  { "virtio:", MODSCOPE_KIND_VIRTUALIZATION },
  { "wmi:", MODSCOPE_KIND_PLATFORM },
  { "dmi:", MODSCOPE_KIND_PLATFORM },
};

const char *
modscope_kind_to_string (ModscopeKind kind)
{
  g_return_val_if_fail ((guint) kind < MODSCOPE_N_KINDS, "other");

  return kinds[kind].word;
}

const char *
modscope_kind_get_label (ModscopeKind kind)
{
  g_return_val_if_fail ((guint) kind < MODSCOPE_N_KINDS, "");

  return _ (kinds[kind].label);
}

const char *
modscope_kind_get_icon_name (ModscopeKind kind)
{
  g_return_val_if_fail ((guint) kind < MODSCOPE_N_KINDS, "");

  return kinds[kind].icon_name;
}

static gboolean
is_camera_chip (const ModscopePlace *place, const char *path)
{
  const char *chip;

  if (strcmp (place->folder, "drivers/media/i2c") != 0)
    return FALSE;
  chip = path + strlen ("kernel/drivers/media/i2c/");
  for (gsize i = 0; i < G_N_ELEMENTS (camera_chips); i++)
    if (g_str_has_prefix (chip, camera_chips[i]))
      return TRUE;
  return FALSE;
}

ModscopeKind
modscope_kind_from_path (const char *path)
{
  const ModscopePlace *place = modscope_place_find (path);

  if (place == NULL)
    return MODSCOPE_KIND_OTHER;
  return is_camera_chip (place, path) ? MODSCOPE_KIND_CAMERA : place->kind;
}

/* Device classes come first, whatever the order of the aliases. */
static ModscopeKind
guess_from_aliases (const char *const *aliases)
{
  ModscopeKind kind = MODSCOPE_KIND_OTHER;

  for (gsize i = 0; aliases[i] != NULL && kind == MODSCOPE_KIND_OTHER; i++)
    if (g_str_has_prefix (aliases[i], "pci:") || g_str_has_prefix (aliases[i], "usb:"))
      kind =
        modscope_device_kind_to_module_kind (modscope_device_role_from_modalias (aliases[i]).kind);
  return kind;
}

static ModscopeKind
guess_from_alias_starts (const char *const *aliases)
{
  for (gsize i = 0; i < G_N_ELEMENTS (telling_aliases); i++)
    for (gsize j = 0; aliases[j] != NULL; j++)
      if (g_str_has_prefix (aliases[j], telling_aliases[i].start))
        return telling_aliases[i].kind;
  return MODSCOPE_KIND_OTHER;
}

static gboolean
matches_need (const char *need, const char *pattern)
{
  gsize length = strlen (pattern);

  if (pattern[length - 1] == '*')
    return strncmp (need, pattern, length - 1) == 0;
  return strcmp (need, pattern) == 0;
}

static ModscopeKind
guess_from_needs (const char *const *needs)
{
  for (gsize i = 0; i < G_N_ELEMENTS (telling_needs); i++)
    for (gsize j = 0; needs[j] != NULL; j++)
      if (matches_need (needs[j], telling_needs[i].name))
        return telling_needs[i].kind;
  return MODSCOPE_KIND_OTHER;
}

ModscopeKind
modscope_kind_guess (const char *const *needs, const char *const *aliases)
{
  ModscopeKind kind = MODSCOPE_KIND_OTHER;

  if (aliases != NULL)
    kind = guess_from_aliases (aliases);
  if (kind == MODSCOPE_KIND_OTHER && needs != NULL)
    kind = guess_from_needs (needs);
  if (kind == MODSCOPE_KIND_OTHER && aliases != NULL)
    kind = guess_from_alias_starts (aliases);
  return kind;
}

ModscopeKind
modscope_kind_from_tables (ModscopeTables *tables, const char *name)
{
  const ModscopeTableEntry *entry = modscope_tables_lookup (tables, name);
  ModscopeKind kind = entry != NULL ? modscope_kind_from_path (entry->path) : MODSCOPE_KIND_OTHER;
  g_auto (GStrv) needs = NULL;

  if (entry == NULL || kind != MODSCOPE_KIND_OTHER || g_str_has_prefix (entry->path, "kernel/"))
    return kind;
  needs = modscope_tables_dup_all_needs (tables, name);
  return modscope_kind_guess ((const char *const *) needs, NULL);
}
