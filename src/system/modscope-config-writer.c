/* Writing of configuration files: temporary file, fsync, rename, fsync of the folder, and each step
 * checked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-config-writer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/modscope-safe-folder.h"

/* libkmod skips names with a dot in front, and those that end with neither .conf nor .alias. */
#define TEMPORARY_PREFIX ".modscope-"
#define TEMPORARY_SUFFIX ".new"

typedef struct dirent Entry;
typedef DIR Listing;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listing, closedir)

/* Removes what a killed process left. It is in nobody's way, so a failure is none: if the folder
 * cannot be written, what comes next says so. */
static void
sweep (ModscopeSafeFolder *folder)
{
  ModscopeFd fd = openat (folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (Listing) listing = fd >= 0 ? fdopendir (fd) : NULL;
  const Entry *entry;

  if (listing == NULL)
    {
      modscope_fd_close (fd);
      return;
    }
  while ((entry = readdir (listing)) != NULL)
    if (g_str_has_prefix (entry->d_name, TEMPORARY_PREFIX) &&
        g_str_has_suffix (entry->d_name, TEMPORARY_SUFFIX))
      unlinkat (folder->fd, entry->d_name, 0);
}

static gboolean
read_text (ModscopeSafeFolder *folder, const char *name, char **text, GError **error)
{
  gsize length;

  if (!modscope_safe_folder_read_file (folder, name, MODSCOPE_CONFIG_FILE_MAX, text, &length,
                                       error))
    return FALSE;
  /* What is behind a zero byte would be lost in an edit. */
  if (*text == NULL || strlen (*text) == length)
    return TRUE;
  g_clear_pointer (text, g_free);
  modscope_safe_folder_set_error (error, folder, name, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE, 0,
                                  "It is not text: it has a zero byte.");
  return FALSE;
}

static gboolean
check_contents (ModscopeSafeFolder *folder, const char *name, const char *expected, GError **error)
{
  g_autofree char *text = NULL;

  if (!read_text (folder, name, &text, error))
    return FALSE;
  if (g_strcmp0 (text, expected) == 0)
    return TRUE;
  modscope_safe_folder_set_error (error, folder, name, MODSCOPE_HELPER_ERROR_STALE, 0,
                                  "It was changed meanwhile.");
  return FALSE;
}

/* Returns 0 or an errno. */
static int
write_temporary (ModscopeSafeFolder *folder, const char *temporary, const char *text)
{
  ModscopeFd fd =
    openat (folder->fd, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  int errsv = 0;

  if (fd < 0)
    return errno;
  if (fchmod (fd, 0644) != 0)
    errsv = errno;
  if (errsv == 0)
    errsv = modscope_fd_write (fd, text);
  if (errsv == 0 && fsync (fd) != 0)
    errsv = errno;
  if (close (fd) != 0 && errsv == 0)
    errsv = errno;
  return errsv;
}

/* Puts @text in the place of what is there, if that is @expected. */
static gboolean
install_text (ModscopeSafeFolder *folder,
              const char *name,
              const char *expected,
              const char *text,
              GError **error)
{
  g_autofree char *temporary =
    g_strdup_printf (TEMPORARY_PREFIX "%d" TEMPORARY_SUFFIX, (int) getpid ());
  int errsv = write_temporary (folder, temporary, text);

  if (errsv != 0)
    modscope_safe_folder_set_errno (error, folder, name, errsv);
  /* Between this look and the renaming there is no waiting for the disk. */
  else if (check_contents (folder, name, expected, error))
    {
      if (renameat (folder->fd, temporary, folder->fd, name) == 0)
        return TRUE;
      modscope_safe_folder_set_errno (error, folder, name, errno);
    }
  unlinkat (folder->fd, temporary, 0);
  return FALSE;
}

static gboolean
remove_file (ModscopeSafeFolder *folder, const char *name, GError **error)
{
  if (unlinkat (folder->fd, name, 0) == 0)
    return TRUE;
  modscope_safe_folder_set_errno (error, folder, name, errno);
  return FALSE;
}

/* Makes @now what the file contains in place of @before; NULL stands for no file. */
static gboolean
change (
  ModscopeSafeFolder *folder, const char *name, const char *before, const char *now, GError **error)
{
  if (now != NULL)
    return install_text (folder, name, before, now, error);
  return before == NULL || remove_file (folder, name, error);
}

/* The act is done, but whether it would outlast a power cut is not known: it is undone. */
static void
put_back (ModscopeSafeFolder *folder, const char *name, const char *old, const char *now)
{
  g_autoptr (GError) error = NULL;

  if (!change (folder, name, now, old, &error))
    g_warning ("Cannot put back what was there: %s", error->message);
}

gboolean
modscope_config_writer_replace (const char *path,
                                const char *name,
                                const char *expected_old,
                                const char *new_text,
                                GError **error)
{
  g_autoptr (ModscopeSafeFolder) folder = modscope_safe_folder_open (path, error);
  const char *now = new_text[0] != '\0' ? new_text : NULL;

  if (folder == NULL)
    return FALSE;
  if (strlen (new_text) > MODSCOPE_CONFIG_FILE_MAX)
    {
      modscope_safe_folder_set_error (error, folder, name, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED, 0,
                                      "It would become too large.");
      return FALSE;
    }
  sweep (folder);
  if (!check_contents (folder, name, expected_old, error) ||
      !change (folder, name, expected_old, now, error))
    return FALSE;
  if (fsync (folder->fd) != 0)
    {
      modscope_safe_folder_set_errno (error, folder, name, errno);
      put_back (folder, name, expected_old, now);
      return FALSE;
    }
  return TRUE;
}

char *
modscope_config_writer_read (const char *path, const char *name, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (ModscopeSafeFolder) folder = modscope_safe_folder_open (path, &local_error);
  g_autofree char *text = NULL;

  if (folder != NULL)
    read_text (folder, name, &text, &local_error);
  if (g_error_matches (local_error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_NOT_FOUND))
    return NULL;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return g_steal_pointer (&text);
}
