/* What the kernel logs while something is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-kernel-lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/modscope-text.h"

#define RECORD_SIZE 8192   /* the most that the kernel hands out at once */
#define RECORDS_MAX 100000 /* a driver that logs without end does not keep us */
#define FACILITY(prefix) ((prefix) >> 3)

struct _ModscopeKernelLines
{
  int fd;
};

ModscopeKernelLines *
modscope_kernel_lines_begin (ModscopePaths *paths)
{
  ModscopeKernelLines *self = g_new0 (ModscopeKernelLines, 1);
  g_autofree char *file = modscope_paths_build (paths, "/dev/kmsg");

  self->fd = open (file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (self->fd >= 0 && lseek (self->fd, 0, SEEK_END) < 0)
    {
      close (self->fd);
      self->fd = -1;
    }
  return self;
}

static char *
clean_line (const char *text)
{
  g_autofree char *utf8 = NULL;
  g_autofree char *start = g_strndup (text, MODSCOPE_KERNEL_LINE_MAX_LENGTH);
  const char *end;

  /* A character that was cut in two goes. */
  if (strlen (text) > MODSCOPE_KERNEL_LINE_MAX_LENGTH && !g_utf8_validate (start, -1, &end) &&
      g_utf8_validate (text, -1, NULL))
    start[end - start] = '\0';
  utf8 = modscope_text_to_utf8 (start, -1);
  for (char *c = utf8; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return g_strchomp (g_steal_pointer (&utf8));
}

/* "6,339,5140900,-;text": priority and facility, sequence, microseconds, flags. Lines that begin
 * with a blank carry on the record before. */
void
modscope_kernel_lines_parse (const char *records, GPtrArray *lines)
{
  g_auto (GStrv) split = g_strsplit (records, "\n", -1);

  for (guint i = 0; split[i] != NULL; i++)
    {
      const char *text = strchr (split[i], ';');
      char *end;
      guint64 prefix = g_ascii_strtoull (split[i], &end, 10);

      if (text == NULL || end == split[i] || *end != ',' || FACILITY (prefix) != 0)
        continue;
      if (lines->len == MODSCOPE_KERNEL_LINES_MAX)
        g_ptr_array_remove_index (lines, 0);
      g_ptr_array_add (lines, clean_line (text + 1));
    }
}

GStrv
modscope_kernel_lines_end (ModscopeKernelLines *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *record = g_malloc (RECORD_SIZE + 1);

  for (guint n_records = 0; self->fd >= 0 && n_records < RECORDS_MAX; n_records++)
    {
      ssize_t size = read (self->fd, record, RECORD_SIZE);

      /* EPIPE: records were overwritten before they were read, and reading goes on behind them. */
      if (size < 0 && (errno == EPIPE || errno == EINTR))
        continue;
      if (size <= 0)
        break;
      record[size] = '\0';
      modscope_kernel_lines_parse (record, lines);
    }
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
  g_ptr_array_add (lines, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&lines), FALSE);
}
