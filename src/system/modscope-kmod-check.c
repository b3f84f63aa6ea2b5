/* What must be so before libkmod is let at the files of a system.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "base/modscope-error.h"
#include "system/modscope-kmod-private.h"

#define CONFIG_FILE_MAX (1024 * 1024)
#define LINKS_MAX 40 /* as many as the kernel follows, path_resolution(7) */

/* --- Links --- */

/* Whether others can put something new into a folder. */
static gboolean
is_shared (const struct stat *folder)
{
  return (folder->st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

/* Whether only root can put something else in its place: it is root's own, and of a folder that
 * others can write to, only they with what is theirs. */
static gboolean
is_roots (const struct stat *status)
{
  return status->st_uid == 0 &&
         (!S_ISDIR (status->st_mode) || !is_shared (status) || (status->st_mode & S_ISVTX) != 0);
}

/* Takes the first name off @path, which is changed. */
static char *
take_name (char **path)
{
  const char *start = *path + strspn (*path, "/");
  gsize length = strcspn (start, "/");
  char *name = g_strndup (start, length);
  char *rest = g_strdup (start + length);

  g_free (*path);
  *path = rest;
  return name;
}

/* Walks to @file as the kernel does, and looks at each folder and link on the way: whether all are
 * root's. What is not there is, if nobody else can make it. */
static gboolean
is_reached_by_root_only (const char *file)
{
  g_autofree char *place = g_strdup ("/");
  g_autofree char *rest = g_strdup (file);
  struct stat folder = { .st_mode = S_IFDIR };

  for (guint n_links = 0; rest[strspn (rest, "/")] != '\0';)
    {
      g_autofree char *name = take_name (&rest);
      g_autofree char *next = strcmp (name, "..") == 0  ? g_path_get_dirname (place)
                              : strcmp (name, ".") == 0 ? g_strdup (place)
                                                        : g_build_filename (place, name, NULL);
      g_autofree char *target = NULL;
      struct stat status;

      if (lstat (next, &status) != 0)
        return errno == ENOENT && !is_shared (&folder);
      if (!is_roots (&status))
        return FALSE;
      if (!S_ISLNK (status.st_mode))
        {
          folder = status;
          g_free (place);
          place = g_steal_pointer (&next);
          continue;
        }
      target = g_file_read_link (next, NULL);
      if (target == NULL || ++n_links > LINKS_MAX)
        return FALSE;
      g_free (next);
      next = g_steal_pointer (&rest);
      rest = g_strconcat (target, "/", next, NULL);
      if (target[0] == '/')
        {
          folder = (struct stat){ .st_mode = S_IFDIR };
          g_free (place);
          place = g_strdup ("/");
        }
    }
  return TRUE;
}

/* A plain file behind a link can be another thing when libkmod opens it, if somebody else can put
 * one there. A FIFO would hang the helper; of others who look only their own program is at stake.
 */
static gboolean
is_safe_link (const char *file)
{
  struct stat status;

  return geteuid () != 0 || lstat (file, &status) != 0 || !S_ISLNK (status.st_mode) ||
         is_reached_by_root_only (file);
}

/* --- Files --- */

gboolean
modscope_kmod_check_file (const char *file, guint64 max_size, GError **error)
{
  struct stat status;

  if (!is_safe_link (file))
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED,
                   _ ("%s leads to where others than root can put something else"), file);
      return FALSE;
    }
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
