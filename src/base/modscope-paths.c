/* Where the system's files are, under this system's root or another one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-paths.h"

#include <string.h>
#include <sys/stat.h>

struct _ModscopePaths
{
  char *root; /* "" for this system's own, never with a trailing slash */
};

G_DEFINE_BOXED_TYPE (ModscopePaths, modscope_paths, modscope_paths_ref, modscope_paths_unref)

ModscopePaths *
modscope_paths_new (const char *root)
{
  ModscopePaths *self = g_atomic_rc_box_new0 (ModscopePaths);
  gsize length;

  self->root = g_strdup (root != NULL ? root : "");
  for (length = strlen (self->root); length > 0 && self->root[length - 1] == '/'; length--)
    self->root[length - 1] = '\0';
  return self;
}

ModscopePaths *
modscope_paths_new_from_environment (void)
{
  return modscope_paths_new (g_getenv ("MODSCOPE_ROOT"));
}

ModscopePaths *
modscope_paths_ref (ModscopePaths *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
modscope_paths_clear (gpointer data)
{
  ModscopePaths *self = data;

  g_free (self->root);
}

void
modscope_paths_unref (ModscopePaths *self)
{
  g_atomic_rc_box_release_full (self, modscope_paths_clear);
}

gboolean
modscope_paths_is_own (ModscopePaths *self)
{
  return self->root[0] == '\0';
}

char *
modscope_paths_build (ModscopePaths *self, const char *path)
{
  return g_strconcat (self->root, path, NULL);
}

const char *
modscope_paths_strip (ModscopePaths *self, const char *path)
{
  gsize length = strlen (self->root);

  if (length > 0 && g_str_has_prefix (path, self->root) && path[length] == '/')
    return path + length;
  return path;
}

char *
modscope_paths_dup_running_release (ModscopePaths *self)
{
  g_autofree char *file = modscope_paths_build (self, "/proc/sys/kernel/osrelease");
  g_autofree char *release = NULL;

  if (!g_file_get_contents (file, &release, NULL, NULL))
    return NULL;
  g_strstrip (release);
  return release[0] != '\0' ? g_steal_pointer (&release) : NULL;
}

/* A usr-merged system has one folder under both names, others only the first; a Flatpak's host
 * folder only the second, since /lib there is a link that leads out of /run/host. */
static const char *const module_roots[] = { "/lib/modules", "/usr/lib/modules" };

char *
modscope_paths_dup_module_folder (ModscopePaths *self, const char *release)
{
  if (release[0] == '\0' || release[0] == '.' || strchr (release, '/') != NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (module_roots); i++)
    {
      g_autofree char *folder = g_strconcat (self->root, module_roots[i], "/", release, NULL);

      if (g_file_test (folder, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&folder);
    }
  return NULL;
}

static int
compare_releases (gconstpointer a, gconstpointer b)
{
  return -strverscmp (*(const char *const *) a, *(const char *const *) b);
}

GStrv
modscope_paths_list_kernels (ModscopePaths *self)
{
  g_autoptr (GPtrArray) releases = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (module_roots); i++)
    {
      g_autofree char *folder = modscope_paths_build (self, module_roots[i]);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *release;

      while (dir != NULL && (release = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *dep = g_build_filename (folder, release, "modules.dep", NULL);

          if (g_file_test (dep, G_FILE_TEST_EXISTS) &&
              !g_ptr_array_find_with_equal_func (releases, release, g_str_equal, NULL))
            g_ptr_array_add (releases, g_strdup (release));
        }
    }
  g_ptr_array_sort (releases, compare_releases);
  g_ptr_array_add (releases, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&releases), FALSE);
}

GStrv
modscope_paths_dup_config_folders (ModscopePaths *self, const char *name)
{
  static const char *const parents[] = { "/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib" };
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  struct stat seen[G_N_ELEMENTS (parents)];

  for (gsize i = 0; i < G_N_ELEMENTS (parents); i++)
    {
      g_autofree char *folder = g_strconcat (self->root, parents[i], "/", name, NULL);
      struct stat *this = &seen[folders->len];
      gboolean again = FALSE;

      if (stat (folder, this) != 0 || !S_ISDIR (this->st_mode))
        continue;
      for (guint j = 0; j < folders->len; j++)
        again = again || (seen[j].st_dev == this->st_dev && seen[j].st_ino == this->st_ino);
      if (!again)
        g_ptr_array_add (folders, g_steal_pointer (&folder));
    }
  g_ptr_array_add (folders, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&folders), FALSE);
}

GStrv
modscope_paths_dup_firmware_folders (ModscopePaths *self, const char *release)
{
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();
  g_autofree char *parameter =
    modscope_paths_build (self, "/sys/module/firmware_class/parameters/path");
  g_autofree char *custom = NULL;
  g_autofree char *base = modscope_paths_build (self, "/lib/firmware");

  if (!g_file_test (base, G_FILE_TEST_IS_DIR))
    {
      g_free (base);
      base = modscope_paths_build (self, "/usr/lib/firmware");
    }
  if (g_file_get_contents (parameter, &custom, NULL, NULL) && g_strstrip (custom)[0] == '/')
    {
      g_autofree char *folder = modscope_paths_build (self, custom);

      g_strv_builder_add (folders, folder);
    }
  for (int updates = 1; updates >= 0; updates--)
    {
      g_autofree char *plain = g_strconcat (base, updates ? "/updates" : "", NULL);
      g_autofree char *released = g_strconcat (plain, "/", release, NULL);

      g_strv_builder_add_many (folders, released, plain, NULL);
    }
  return g_strv_builder_end (folders);
}
