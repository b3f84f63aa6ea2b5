/* A folder of root's own that is read and written by its descriptor, so that nothing can be put in
 * the way between a look and an act.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-safe-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
modscope_fd_close (ModscopeFd fd)
{
  if (fd >= 0)
    close (fd);
}

int
modscope_fd_write (ModscopeFd fd, const char *text)
{
  gsize left = strlen (text);

  while (left > 0)
    {
      gssize written = write (fd, text, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return errno;
      text += written;
      left -= (gsize) written;
    }
  return 0;
}

void
modscope_safe_folder_set_error (GError **error,
                                ModscopeSafeFolder *self,
                                const char *name,
                                ModscopeHelperError code,
                                int errsv,
                                const char *sentence)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *whole = g_strdup_printf ("%s: %s", path, sentence);
  ModscopeFailure failure = { .sentence = whole, .errsv = errsv };
  g_autofree char *message = modscope_failure_to_message (&failure);

  g_set_error_literal (error, MODSCOPE_HELPER_ERROR, (gint) code, message);
}

void
modscope_safe_folder_set_errno (GError **error,
                                ModscopeSafeFolder *self,
                                const char *name,
                                int errsv)
{
  ModscopeHelperError code = MODSCOPE_HELPER_ERROR_KERNEL_REFUSED;
  const char *sentence = "It could not be changed.";

  switch (errsv)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      code = MODSCOPE_HELPER_ERROR_NO_SPACE;
      sentence = "There is no space left for it.";
      break;

    case EROFS:
    case EPERM: /* an immutable file or folder */
    case EACCES:
      code = MODSCOPE_HELPER_ERROR_READ_ONLY;
      sentence = "It is read-only.";
      break;

    case ENOENT:
      code = MODSCOPE_HELPER_ERROR_NOT_FOUND;
      sentence = "It is not there.";
      break;

    case ELOOP:
    case ENOTDIR:
    case EISDIR:
    case ENXIO:
      code = MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE;
      sentence = "It is a link, or not what it should be.";
      break;

    default:
      break;
    }
  modscope_safe_folder_set_error (error, self, name, code, errsv, sentence);
}

/* In the helper that is root and nobody else; a reader without rights reads what root wrote. */
static gboolean
is_trusted (uid_t owner)
{
  return owner == 0 || owner == geteuid ();
}

ModscopeSafeFolder *
modscope_safe_folder_open (const char *path, GError **error)
{
  g_autoptr (ModscopeSafeFolder) self = g_new0 (ModscopeSafeFolder, 1);
  struct stat info;

  self->path = g_strdup (path);
  self->fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (self->fd < 0 || fstat (self->fd, &info) != 0)
    {
      modscope_safe_folder_set_errno (error, self, NULL, errno);
      return NULL;
    }
  if (!is_trusted (info.st_uid) || (info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    {
      modscope_safe_folder_set_error (error, self, NULL, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE, 0,
                                      "Others than root can write to the folder.");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
modscope_safe_folder_free (ModscopeSafeFolder *self)
{
  modscope_fd_close (self->fd);
  g_free (self->path);
  g_free (self);
}

static gboolean
check_file (ModscopeSafeFolder *self, const char *name, const struct stat *info, GError **error)
{
  if (S_ISREG (info->st_mode) && info->st_nlink == 1 && is_trusted (info->st_uid) &&
      (info->st_mode & (S_IWGRP | S_IWOTH)) == 0)
    return TRUE;
  modscope_safe_folder_set_error (
    error, self, name, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE, 0,
    "It is not a plain file of root's with one name, or others can write to it.");
  return FALSE;
}

ModscopeFd
modscope_safe_folder_open_file (ModscopeSafeFolder *self,
                                const char *name,
                                int flags,
                                GError **error)
{
  g_auto (ModscopeFd) fd = -1;
  struct stat info;

  /* To open a device can be an act of its own, so look first. */
  if (fstatat (self->fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0)
    {
      if (!check_file (self, name, &info, error))
        return -1;
    }
  else if (errno != ENOENT)
    {
      modscope_safe_folder_set_errno (error, self, name, errno);
      return -1;
    }
  fd = openat (self->fd, name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
  if (fd < 0 || fstat (fd, &info) != 0)
    {
      modscope_safe_folder_set_errno (error, self, name, errno);
      return -1;
    }
  if (!check_file (self, name, &info, error))
    return -1;
  return g_steal_fd (&fd);
}

/* Reads one byte more than may be there, to see that there are more. */
static gboolean
read_all (ModscopeFd fd, gsize most, GString *text)
{
  gssize got;

  do
    {
      gsize before = text->len;
      gsize chunk = MIN (most + 1 - before, 64 * 1024);

      g_string_set_size (text, before + chunk);
      do
        got = read (fd, text->str + before, chunk);
      while (got < 0 && errno == EINTR);
      g_string_set_size (text, before + (gsize) MAX (got, 0));
    }
  while (got > 0 && text->len <= most);
  return got >= 0;
}

gboolean
modscope_safe_folder_read_file (ModscopeSafeFolder *self,
                                const char *name,
                                gsize most,
                                char **text,
                                gsize *length,
                                GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_auto (ModscopeFd) fd = modscope_safe_folder_open_file (self, name, O_RDONLY, &local_error);

  *text = NULL;
  *length = 0;
  if (g_error_matches (local_error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_NOT_FOUND))
    return TRUE;
  if (fd < 0)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!read_all (fd, most, bytes))
    {
      modscope_safe_folder_set_errno (error, self, name, errno);
      return FALSE;
    }
  if (bytes->len > most)
    {
      modscope_safe_folder_set_error (error, self, name, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE, 0,
                                      "It is too large.");
      return FALSE;
    }
  *length = bytes->len;
  *text = g_string_free (g_steal_pointer (&bytes), FALSE);
  return TRUE;
}
