/* The configuration of a system: all its files and the kernel command line, read with limits, so
 * that no file can hang the reader or fill the memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-block-edit.h"
#include "config/modscope-config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "config/modscope-config-folders.h"

#define FILE_SIZE_MAX (1024 * 1024)

typedef GPtrArray *(*ParseFunc) (const char *text, gsize length, const char *file);

typedef struct
{
  ModscopePaths *paths;
  GStrvBuilder *problems;
  GPtrArray *lines;
  char *buffer; /* of FILE_SIZE_MAX + 1 bytes, for one file after the other */
} Reader;

typedef enum
{
  READ_DONE,
  READ_FAILED, /* with errno */
  READ_NOT_PLAIN,
  READ_TOO_LARGE,
} ReadResult;

static gboolean
is_dev_null (const struct stat *status)
{
  return S_ISCHR (status->st_mode) && status->st_rdev == makedev (1, 3);
}

static ReadResult
read_descriptor (int fd, char *buffer, gsize *length)
{
  gsize done = 0;

  while (done <= FILE_SIZE_MAX)
    {
      gssize count = read (fd, buffer + done, FILE_SIZE_MAX + 1 - done);

      if (count == 0)
        break;
      if (count > 0)
        done += (gsize) count;
      else if (errno != EINTR)
        return READ_FAILED;
    }
  *length = done;
  return done > FILE_SIZE_MAX ? READ_TOO_LARGE : READ_DONE;
}

/* Opening a device can already have an effect, so the kind of a file is looked at before, and once
 * more behind, since it may have been replaced; opening a FIFO without O_NONBLOCK would wait. */
static ReadResult
read_file (const char *path, char *buffer, gsize *length)
{
  struct stat status;
  ReadResult result;
  int errsv;
  int fd;

  *length = 0;
  if (g_stat (path, &status) != 0)
    return READ_FAILED;
  if (is_dev_null (&status))
    return READ_DONE;
  if (!S_ISREG (status.st_mode))
    return READ_NOT_PLAIN;
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0)
    return READ_FAILED;
  if (fstat (fd, &status) != 0)
    result = READ_FAILED;
  else if (!S_ISREG (status.st_mode))
    result = READ_NOT_PLAIN;
  else if (status.st_size > FILE_SIZE_MAX)
    result = READ_TOO_LARGE;
  else
    result = read_descriptor (fd, buffer, length);
  errsv = errno;
  close (fd);
  errno = errsv;
  return result;
}

static void
add_problem (Reader *self, const char *path, ReadResult result, int errsv)
{
  g_autofree char *shown = g_filename_display_name (modscope_paths_strip (self->paths, path));
  g_autofree char *problem = NULL;

  switch (result)
    {
    case READ_DONE:
      return;
    case READ_FAILED:
      /* Translators: the first %s is a file, the second one says why, in the system's words. */
      problem = g_strdup_printf (_ ("“%s” cannot be read: %s"), shown, g_strerror (errsv));
      break;
    case READ_NOT_PLAIN:
      problem = g_strdup_printf (_ ("“%s” is not a plain file and was not read."), shown);
      break;
    case READ_TOO_LARGE:
      problem = g_strdup_printf (_ ("“%s” is larger than 1 MiB and was not read."), shown);
      break;
    }
  g_strv_builder_add (self->problems, problem);
}

/* Of a file that no program reads, the lines that would do something, but not its prose. */
static gboolean
take_ignored (ModscopeConfigLine *line, const char *ignored)
{
  if (line->verb == MODSCOPE_VERB_UNKNOWN)
    return FALSE;
  g_free (line->ignored);
  line->ignored = g_strdup (ignored);
  return TRUE;
}

static void
read_config_file (Reader *self, const ModscopeConfigFile *file, ParseFunc parse)
{
  g_autoptr (GPtrArray) lines = NULL;
  const char *path;
  gsize length;
  ReadResult result = read_file (file->path, self->buffer, &length);

  if (result != READ_DONE)
    {
      if (file->ignored == NULL)
        add_problem (self, file->path, result, errno);
      return;
    }
  path = modscope_paths_strip (self->paths, file->path);
  lines = parse (self->buffer, length, path);
  if (strcmp (path, MODSCOPE_BLOCK_FOLDER "/" MODSCOPE_BLOCK_FILE) == 0)
    {
      g_autofree char *text = g_strndup (self->buffer, length);

      modscope_block_edit_mark (text, lines);
    }
  g_ptr_array_set_free_func (lines, NULL);
  for (guint i = 0; i < lines->len; i++)
    {
      ModscopeConfigLine *line = lines->pdata[i];

      if (file->ignored == NULL || take_ignored (line, file->ignored))
        g_ptr_array_add (self->lines, line);
      else
        modscope_config_line_free (line);
    }
}

static void
read_folders (Reader *self, const char *folder, ParseFunc parse)
{
  g_autoptr (GPtrArray) files = modscope_config_folders_list (self->paths, folder, self->problems);

  for (guint i = 0; i < files->len; i++)
    read_config_file (self, files->pdata[i], parse);
}

static void
read_command_line (Reader *self)
{
  g_autofree char *path = modscope_paths_build (self->paths, "/proc/cmdline");
  gsize length;
  ReadResult result = read_file (path, self->buffer, &length);

  if (result == READ_DONE)
    {
      g_autoptr (GPtrArray) lines = modscope_config_parse_command_line (self->buffer, length);

      g_ptr_array_extend_and_steal (self->lines, g_steal_pointer (&lines));
    }
  else if (!(result == READ_FAILED && errno == ENOENT))
    add_problem (self, path, result, errno);
}

GPtrArray *
modscope_config_read (ModscopePaths *paths, gboolean with_command_line, GStrv *problems)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *buffer = g_malloc (FILE_SIZE_MAX + 1);
  Reader reader = {
    .paths = paths,
    .problems = builder,
    .lines = g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_config_line_free),
    .buffer = buffer,
  };

  read_folders (&reader, "modprobe.d", modscope_config_parse_modprobe);
  if (with_command_line)
    read_command_line (&reader);
  read_folders (&reader, "modules-load.d", modscope_config_parse_modules_load);
  *problems = g_strv_builder_end (builder);
  return reader.lines;
}
