/* The network that the default route goes over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "system/modscope-critical-private.h"

#define DEPTH_MAX 8

/* Modules that use the driver's and without which it does nothing (iwlmvm and iwlwifi). */
static void
add_holders (ModscopeCritical *self, ModscopeCriticalLeg *leg, const char *module, int depth)
{
  g_autofree char *tail = g_strdup_printf ("/sys/module/%s/holders", module);
  g_autofree char *folder = modscope_paths_build (self->paths, tail);
  g_autoptr (GDir) dir = depth > 0 ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      modscope_critical_leg_add_module (leg, name);
      add_holders (self, leg, name, depth - 1);
    }
}

static void
add_interface (ModscopeCritical *self, GHashTable *found, const char *folder)
{
  g_autofree char *device = g_build_filename (folder, "device", NULL);
  g_autofree char *link = g_build_filename (device, "driver", "module", NULL);
  g_autofree char *name = g_path_get_basename (folder);
  g_autofree char *target = g_file_read_link (link, NULL);
  g_autofree char *module = target != NULL ? g_path_get_basename (target) : NULL;
  ModscopeCriticalLeg *leg;

  if (!g_hash_table_add (found, g_steal_pointer (&name)))
    return;
  leg = modscope_critical_add_leg (self, MODSCOPE_CRITICAL_NETWORK);
  modscope_critical_follow (self, leg, device);
  if (module != NULL)
    add_holders (self, leg, module, DEPTH_MAX);
}

/* A bridge, a bond or a VLAN stands on other interfaces. Returns: whether one has a device */
static gboolean
follow_interface (ModscopeCritical *self, GHashTable *found, const char *folder, int depth)
{
  g_autofree char *device = g_build_filename (folder, "device", NULL);
  g_autoptr (GDir) dir = NULL;
  gboolean has_device = FALSE;
  const char *name;

  if (g_file_test (device, G_FILE_TEST_EXISTS))
    {
      add_interface (self, found, folder);
      return TRUE;
    }
  dir = depth > 0 ? g_dir_open (folder, 0, NULL) : NULL;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *all = g_path_get_dirname (folder);
      g_autofree char *lower = NULL;

      if (!g_str_has_prefix (name, "lower_"))
        continue;
      lower = g_build_filename (all, name + strlen ("lower_"), NULL);
      has_device = follow_interface (self, found, lower, depth - 1) || has_device;
    }
  return has_device;
}

/* What a VPN goes over its interface does not tell: all that is up may be it. */
static void
follow_all_up (ModscopeCritical *self, GHashTable *found, const char *all)
{
  g_autoptr (GDir) dir = g_dir_open (all, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (all, name, NULL);
      g_autofree char *state = modscope_critical_read_line (folder, "operstate");

      if (strcmp (state, "up") == 0)
        follow_interface (self, found, folder, 0);
    }
}

/* Whether a line of /proc/net/route or /proc/net/ipv6_route is a default route
 * (net/ipv4/fib_trie.c, net/ipv6/route.c); gives the interface. */
static const char *
take_default_route (char **words, gboolean is_ipv6)
{
  guint count = g_strv_length (words);

  if (!is_ipv6)
    return count >= 8 && strcmp (words[1], "00000000") == 0 && strcmp (words[7], "00000000") == 0
             ? words[0]
             : NULL;
  return count >= 10 && strspn (words[0], "0") == 32 && strcmp (words[1], "00") == 0 ? words[9]
                                                                                     : NULL;
}

static void
read_routes (ModscopeCritical *self, GHashTable *found, const char *path, gboolean is_ipv6)
{
  g_autofree char *file = modscope_paths_build (self->paths, path);
  g_autofree char *all = modscope_paths_build (self->paths, "/sys/class/net");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (file, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) raw = g_strsplit_set (lines[i], " \t", -1);
      g_auto (GStrv) words = NULL;
      g_autofree char *folder = NULL;
      const char *interface;

      for (guint j = 0; raw[j] != NULL; j++)
        if (raw[j][0] != '\0')
          g_strv_builder_add (builder, raw[j]);
      words = g_strv_builder_end (builder);
      interface = take_default_route (words, is_ipv6);
      /* The kernel keeps a route of its own that refuses, over "lo". */
      if (interface == NULL || strcmp (interface, "lo") == 0)
        continue;
      folder = g_build_filename (all, interface, NULL);
      if (!follow_interface (self, found, folder, DEPTH_MAX))
        follow_all_up (self, found, all);
    }
}

void
modscope_critical_read_networks (ModscopeCritical *self)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint first = self->legs->len;

  read_routes (self, found, "/proc/net/route", FALSE);
  read_routes (self, found, "/proc/net/ipv6_route", TRUE);
  /* They stand in for each other. */
  for (guint i = first; i < self->legs->len; i++)
    ((ModscopeCriticalLeg *) self->legs->pdata[i])->group =
      ((ModscopeCriticalLeg *) self->legs->pdata[first])->group;
}
