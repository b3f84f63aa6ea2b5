/* The files of modprobe.d(5) and modules-load.d(5), in the order in which they are read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-config-folders.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
modscope_config_file_free (ModscopeConfigFile *self)
{
  g_free (self->path);
  g_free (self->name);
  g_free (self->ignored);
  g_free (self);
}

/* libkmod reads .alias files too, systemd-modules-load does not. */
static gboolean
is_read (const char *folder, const char *name)
{
  return g_str_has_suffix (name, ".conf") ||
         (strcmp (folder, "modprobe.d") == 0 && g_str_has_suffix (name, ".alias"));
}

static void
list_folder (ModscopePaths *paths,
             const char *path,
             const char *folder,
             GPtrArray *files,
             GStrvBuilder *problems)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  const char *name;

  if (dir == NULL)
    {
      g_autofree char *problem =
        /* Translators: the first %s is a folder, the second one says why, in the system's words. */
        g_strdup_printf (_ ("The folder “%s” cannot be read: %s"),
                         modscope_paths_strip (paths, path), error->message);

      g_strv_builder_add (problems, problem);
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file_path = g_build_filename (path, name, NULL);
      ModscopeConfigFile *file;

      if (name[0] == '.' || g_file_test (file_path, G_FILE_TEST_IS_DIR))
        continue;
      file = g_new0 (ModscopeConfigFile, 1);
      file->path = g_steal_pointer (&file_path);
      file->name = g_strdup (name);
      if (!is_read (folder, name))
        file->ignored = g_strdup (_ ("The name of the file does not end with “.conf”."));
      g_ptr_array_add (files, file);
    }
}

/* Stable, so that files of the same name stay in the order of their folders. */
static int
compare_files (gconstpointer a, gconstpointer b)
{
  const ModscopeConfigFile *const *file = a;
  const ModscopeConfigFile *const *other = b;

  return strcmp ((*file)->name, (*other)->name);
}

GPtrArray *
modscope_config_folders_list (ModscopePaths *paths, const char *folder, GStrvBuilder *problems)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_config_file_free);
  g_auto (GStrv) folders = modscope_paths_dup_config_folders (paths, folder);
  const ModscopeConfigFile *first = NULL;

  for (char **path = folders; *path != NULL; path++)
    list_folder (paths, *path, folder, files, problems);
  /* GLib sorts by merging, which is stable. */
  g_ptr_array_sort (files, compare_files);
  for (guint i = 0; i < files->len; i++)
    {
      ModscopeConfigFile *file = files->pdata[i];

      if (first == NULL || strcmp (first->name, file->name) != 0)
        first = file;
      else if (file->ignored == NULL)
        {
          g_autofree char *shown =
            g_filename_display_name (modscope_paths_strip (paths, first->path));

          /* Translators: %s is the path of a file. */
          file->ignored = g_strdup_printf (_ ("“%s” is read in place of this file."), shown);
        }
    }
  return files;
}
