/* What the running system stands on: the drivers of the disks under / and /home.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-critical.h"

#include <stdlib.h>
#include <string.h>

#include "base/modscope-name.h"

/* A disk can be on a disk; in a circle it is not, but this is read from outside. */
#define DEPTH_MAX 16

typedef struct
{
  ModscopePaths *paths;
  char *devices; /* the root of the device tree */
  GHashTable *modules;
} Search;

static void follow_device (Search *search, const char *link, int depth);

/* Follows all links in a folder, of those whose names begin with @prefix. */
static void
follow_links (Search *search, const char *folder, const char *prefix, int depth)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, prefix) && g_file_test (link, G_FILE_TEST_IS_SYMLINK))
        follow_device (search, link, depth);
    }
}

static void
add_driver (Search *search, const char *device)
{
  g_autofree char *link = g_build_filename (device, "driver", "module", NULL);
  g_autofree char *module = realpath (link, NULL);

  if (module != NULL)
    g_hash_table_add (search->modules, modscope_name_fold (strrchr (module, '/') + 1));
}

static void
follow_device (Search *search, const char *link, int depth)
{
  g_autofree char *device = realpath (link, NULL);

  if (device == NULL || depth == 0)
    return;
  while (strlen (device) > strlen (search->devices))
    {
      char *slash = strrchr (device, '/');
      g_autofree char *slaves = g_build_filename (device, "slaves", NULL);

      add_driver (search, device);
      follow_links (search, slaves, "", depth - 1);
      if (g_str_has_prefix (slash + 1, "nvme-subsys"))
        follow_links (search, device, "nvme", depth - 1);
      *slash = '\0';
    }
}

/* A file system with several disks has no device number of its own, but names one of them. */
static void
follow_source (Search *search, const char *source)
{
  g_autofree char *blocks = modscope_paths_build (search->paths, "/sys/class/block");
  g_autofree char *base = g_path_get_basename (source);
  g_autofree char *plain = g_build_filename (blocks, base, NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  follow_device (search, plain, DEPTH_MAX);
  if (g_str_has_prefix (source, "/dev/mapper/"))
    dir = g_dir_open (blocks, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *block = g_build_filename (blocks, name, NULL);
      g_autofree char *file = g_build_filename (block, "dm", "name", NULL);
      g_autofree char *mapped = NULL;

      if (g_file_get_contents (file, &mapped, NULL, NULL) &&
          strcmp (g_strchomp (mapped), base) == 0)
        follow_device (search, block, DEPTH_MAX);
    }
}

/* "36 35 98:0 /root /mountpoint options tags... - type source options", proc(5). A mount that
 * another one covers has a line too. */
static void
follow_mount (Search *search, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, " ", 6);
  g_autofree char *tail = NULL;
  g_autofree char *link = NULL;
  const char *rest;

  if (g_strv_length (fields) < 6 ||
      (strcmp (fields[4], "/") != 0 && strcmp (fields[4], "/home") != 0))
    return;
  tail = g_strconcat ("/sys/dev/block/", fields[2], NULL);
  link = modscope_paths_build (search->paths, tail);
  follow_device (search, link, DEPTH_MAX);
  rest = strstr (fields[5], " - ");
  if (rest != NULL)
    {
      g_auto (GStrv) words = g_strsplit (rest + strlen (" - "), " ", 3);

      if (g_strv_length (words) >= 2 && g_str_has_prefix (words[1], "/dev/"))
        follow_source (search, words[1]);
    }
}

GStrv
modscope_critical_list_modules (ModscopePaths *paths)
{
  g_autofree char *file = modscope_paths_build (paths, "/proc/self/mountinfo");
  g_autofree char *folder = modscope_paths_build (paths, "/sys/devices");
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *devices = realpath (folder, NULL);
  Search search = { paths, devices, modules };
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer name;

  if (devices != NULL && g_file_get_contents (file, &text, NULL, NULL))
    {
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (guint i = 0; lines[i] != NULL; i++)
        follow_mount (&search, lines[i]);
    }
  g_hash_table_iter_init (&iter, modules);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_strv_builder_add (names, name);
  return g_strv_builder_end (names);
}
