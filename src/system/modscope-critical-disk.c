/* The disks and file systems that / and /home are on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/modscope-name.h"
#include "system/modscope-critical-private.h"

/* A disk can be on a disk; in a circle it is not, but this is read from outside. */
#define DEPTH_MAX 16

static gboolean
follow_disk (ModscopeCritical *self, ModscopeCriticalLeg *leg, const char *path, int depth);

/* Follows all links in a folder, of those whose names begin with @prefix. Returns: whether all led
 * to a disk */
static gboolean
follow_links (ModscopeCritical *self,
              ModscopeCriticalLeg *leg,
              const char *folder,
              const char *prefix,
              int depth)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean found = TRUE;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, prefix) && g_file_test (link, G_FILE_TEST_IS_SYMLINK))
        found = follow_disk (self, leg, link, depth) && found;
    }
  return found;
}

/* The modules that put disks together have no device of their own. What "dm/uuid" begins with is
 * what made the mapping: cryptsetup, LVM. Returns: whether that is all it is made of; of an image
 * in a file, the disk with the file is not told */
static gboolean
add_makers (ModscopeCriticalLeg *leg, const char *folder)
{
  g_autofree char *image = modscope_critical_read_line (folder, "loop/backing_file");
  g_autofree char *uuid = modscope_critical_read_line (folder, "dm/uuid");
  g_autofree char *mapping = modscope_critical_read_line (folder, "dm/name");
  g_autofree char *level = modscope_critical_read_line (folder, "md/level");

  if (mapping[0] != '\0')
    modscope_critical_leg_add_module (leg, "dm_mod");
  if (g_str_has_prefix (uuid, "CRYPT-"))
    modscope_critical_leg_add_module (leg, "dm_crypt");
  if (level[0] != '\0')
    modscope_critical_leg_add_module (leg, "md_mod");
  if (g_str_has_prefix (level, "raid") && modscope_name_is_valid (level))
    modscope_critical_leg_add_module (leg, level);
  if (image[0] != '\0')
    modscope_critical_leg_add_module (leg, "loop");
  return image[0] == '\0';
}

/* The disk, those it is made of, and the devices above it, where one with several ways has all.
 * Returns: whether these are all that it stands on */
static gboolean
follow_disk (ModscopeCritical *self, ModscopeCriticalLeg *leg, const char *path, int depth)
{
  g_autofree char *folder = realpath (path, NULL);
  gboolean found;

  if (folder == NULL || depth == 0 || !modscope_critical_follow (self, leg, folder))
    return FALSE;
  found = TRUE;
  while (strlen (folder) > strlen (self->devices))
    {
      char *slash = strrchr (folder, '/');
      g_autofree char *slaves = g_build_filename (folder, "slaves", NULL);

      found = add_makers (leg, folder) && found;
      found = follow_links (self, leg, slaves, "", depth - 1) && found;
      if (g_str_has_prefix (slash + 1, "nvme-subsys"))
        follow_links (self, leg, folder, "nvme", depth - 1);
      *slash = '\0';
    }
  return found;
}

/* All disks of the btrfs that a disk belongs to. */
static void
follow_btrfs (ModscopeCritical *self, ModscopeCriticalLeg *leg, const char *disk)
{
  g_autofree char *all = modscope_paths_build (self->paths, "/sys/fs/btrfs");
  g_autoptr (GDir) dir = g_dir_open (all, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *devices = g_build_filename (all, name, "devices", NULL);
      g_autofree char *own = g_build_filename (devices, disk, NULL);

      if (g_file_test (own, G_FILE_TEST_EXISTS))
        follow_links (self, leg, devices, "", DEPTH_MAX);
    }
}

/* A file system with several disks has no device number of its own, but names one of them. */
static gboolean
follow_source (ModscopeCritical *self, ModscopeCriticalLeg *leg, const char *source)
{
  g_autofree char *blocks = modscope_paths_build (self->paths, "/sys/class/block");
  g_autofree char *base = g_path_get_basename (source);
  g_autofree char *plain = g_build_filename (blocks, base, NULL);
  gboolean found = follow_disk (self, leg, plain, DEPTH_MAX);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  follow_btrfs (self, leg, base);
  if (g_str_has_prefix (source, "/dev/mapper/"))
    dir = g_dir_open (blocks, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *block = g_build_filename (blocks, name, NULL);
      g_autofree char *mapped = modscope_critical_read_line (block, "dm/name");

      if (strcmp (mapped, base) == 0)
        found = follow_disk (self, leg, block, DEPTH_MAX) || found;
    }
  return found;
}

/* bcachefs names all of its disks, with colons between. */
static gboolean
follow_sources (ModscopeCritical *self, ModscopeCriticalLeg *leg, const char *sources)
{
  g_auto (GStrv) all = g_strsplit (sources, ":", -1);
  gboolean found = FALSE;

  for (guint i = 0; all[i] != NULL; i++)
    if (g_str_has_prefix (all[i], "/dev/"))
      found = follow_source (self, leg, all[i]) || found;
  return found;
}

/* What disks a pool of ZFS has is nowhere to be read: any that is not taken out may be one. */
static gboolean
follow_fixed_disks (ModscopeCritical *self, ModscopeCriticalLeg *leg)
{
  g_autofree char *blocks = modscope_paths_build (self->paths, "/sys/class/block");
  g_autoptr (GDir) dir = g_dir_open (blocks, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *block = g_build_filename (blocks, name, NULL);
      g_autofree char *removable = modscope_critical_read_line (block, "removable");

      /* A partition has no such file, and its disk is there, too. */
      if (strcmp (removable, "0") == 0)
        found = follow_disk (self, leg, block, DEPTH_MAX) || found;
    }
  return found;
}

/* Whether what is mounted there is on a disk. */
static gboolean
follow_mount (ModscopeCritical *self, char **fields)
{
  ModscopeCriticalLeg *leg = modscope_critical_add_leg (self, MODSCOPE_CRITICAL_DISK);
  g_autofree char *tail = g_strconcat ("/sys/dev/block/", fields[2], NULL);
  g_autofree char *link = modscope_paths_build (self->paths, tail);
  gboolean found = follow_disk (self, leg, link, DEPTH_MAX);
  const char *rest = strstr (fields[5], " - ");

  if (rest != NULL)
    {
      g_auto (GStrv) words = g_strsplit (rest + strlen (" - "), " ", 3);

      if (strcmp (words[0], "zfs") == 0)
        found = follow_fixed_disks (self, leg);
      else if (g_strv_length (words) >= 2)
        found = follow_sources (self, leg, words[1]) || found;
      if (found && modscope_name_is_valid (words[0]))
        modscope_critical_leg_add_module (leg, words[0]);
    }
  return found;
}

/* A person's home may be on a disk of its own. */
static gboolean
is_home (const char *mount)
{
  const char *below = g_str_has_prefix (mount, "/home/") ? mount + strlen ("/home/") : NULL;

  return strcmp (mount, "/home") == 0 || strcmp (mount, "/var/home") == 0 ||
         (below != NULL && strchr (below, '/') == NULL);
}

/* The mounts of the system: in the helper's sandbox /home is another, and what is the system's is
 * bound to a file (data/modscope-helper.service.in). Everywhere else that file is what systemd left
 * to bind to, and empty. */
static char *
read_mounts (ModscopeCritical *self)
{
  g_autofree char *bound = modscope_paths_build (self->paths, "/run/modscope-mounts");
  g_autofree char *own = modscope_paths_build (self->paths, "/proc/self/mountinfo");
  g_autofree char *text = NULL;

  if (g_file_get_contents (bound, &text, NULL, NULL) && text[0] != '\0')
    return g_steal_pointer (&text);
  g_clear_pointer (&text, g_free);
  g_file_get_contents (own, &text, NULL, NULL);
  return g_steal_pointer (&text);
}

/* "36 35 98:0 /root /mountpoint options tags... - type source options", proc(5). Where / is on no
 * disk that can be told (an overlay of a live system), every disk with a mount may be the one. */
void
modscope_critical_read_mounts (ModscopeCritical *self)
{
  g_autofree char *text = read_mounts (self);
  g_auto (GStrv) lines = NULL;
  gboolean has_root = FALSE;

  self->is_known = text != NULL && self->devices != NULL;
  if (!self->is_known)
    return;
  lines = g_strsplit (text, "\n", -1);
  for (int pass = 0; pass < (has_root ? 1 : 2); pass++)
    for (guint i = 0; lines[i] != NULL; i++)
      {
        g_auto (GStrv) fields = g_strsplit (lines[i], " ", 6);

        if (g_strv_length (fields) < 6)
          continue;
        if (pass == 1 || is_home (fields[4]))
          follow_mount (self, fields);
        else if (strcmp (fields[4], "/") == 0)
          has_root = follow_mount (self, fields) || has_root;
      }
}
