/* What must be so before libkmod is let at the files of a system.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <glib/gi18n-lib.h>

#include "base/modscope-error.h"
#include "system/modscope-kmod-private.h"

#define CONFIG_FILE_MAX (1024 * 1024)

gboolean
modscope_kmod_check_file (const char *file, guint64 max_size, GError **error)
{
  struct stat status;

  if (stat (file, &status) != 0 || (S_ISCHR (status.st_mode) && status.st_rdev == makedev (1, 3)) ||
      S_ISDIR (status.st_mode))
    return TRUE;
  if (!S_ISREG (status.st_mode))
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED, _ ("%s is not a plain file"), file);
  else if ((guint64) status.st_size > max_size)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED,
                 _ ("%s is too large for a file of settings"), file);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_config_folders (const char *const *folders, GError **error)
{
  for (; *folders != NULL; folders++)
    {
      g_autoptr (GDir) dir = g_dir_open (*folders, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *file = g_build_filename (*folders, name, NULL);

          if (name[0] != '.' &&
              (g_str_has_suffix (name, ".conf") || g_str_has_suffix (name, ".alias")) &&
              !modscope_kmod_check_file (file, CONFIG_FILE_MAX, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_tables (const char *folder, GError **error)
{
  static const char *const names[] = {
    "modules.dep",
    "modules.dep.bin",
    "modules.alias",
    "modules.alias.bin",
    "modules.symbols",
    "modules.symbols.bin",
    "modules.builtin",
    "modules.builtin.bin",
    "modules.softdep",
    "modules.builtin.modinfo",
    "modules.builtin.alias.bin",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (folder, names[i], NULL);

      if (!modscope_kmod_check_file (file, G_MAXUINT64, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
modscope_kmod_check (const char *const *config_folders, const char *folder, GError **error)
{
  return check_config_folders (config_folders, error) && check_tables (folder, error);
}
