/* System calls that fail. The linker's --wrap=CALL sends calls of CALL to __wrap_CALL; the real one
 * is __real_CALL. With large-file support some have another name in the C library.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test-faults.h"

#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/types.h>

static TestFault current = NULL;
static gpointer current_data = NULL;
static gsize write_max = 0;

void
test_faults_begin (TestFault fault, gpointer data)
{
  current = fault;
  current_data = data;
}

void
test_faults_end (void)
{
  current = NULL;
  write_max = 0;
}

void
test_faults_set_write_max (gsize size)
{
  write_max = size;
}

static gboolean
fails (const char *call)
{
  int errsv = current != NULL ? current (call, current_data) : 0;

  if (errsv != 0)
    errno = errsv;
  return errsv != 0;
}

#define WRAP(type, call, name, parameters, ...)                                                    \
  type __real_##call parameters;                                                                   \
  type __wrap_##call parameters;                                                                   \
  type __wrap_##call parameters { return fails (name) ? (type) -1 : __real_##call (__VA_ARGS__); }

/* The mode is passed on whether it was given or not, as the C library itself does. */
#define WRAP_OPEN(call)                                                                            \
  int __real_##call (const char *path, int flags, ...);                                            \
  int __wrap_##call (const char *path, int flags, ...);                                            \
  int __wrap_##call (const char *path, int flags, ...)                                             \
  {                                                                                                \
    mode_t mode;                                                                                   \
    va_list args;                                                                                  \
    va_start (args, flags);                                                                        \
    mode = va_arg (args, mode_t);                                                                  \
    va_end (args);                                                                                 \
    return fails ("open") ? -1 : __real_##call (path, flags, mode);                                \
  }

#define WRAP_OPENAT(call)                                                                          \
  int __real_##call (int fd, const char *path, int flags, ...);                                    \
  int __wrap_##call (int fd, const char *path, int flags, ...);                                    \
  int __wrap_##call (int fd, const char *path, int flags, ...)                                     \
  {                                                                                                \
    mode_t mode;                                                                                   \
    va_list args;                                                                                  \
    va_start (args, flags);                                                                        \
    mode = va_arg (args, mode_t);                                                                  \
    va_end (args);                                                                                 \
    return fails ("openat") ? -1 : __real_##call (fd, path, flags, mode);                          \
  }

WRAP_OPEN (open)
WRAP_OPEN (open64)
WRAP_OPENAT (openat)
WRAP_OPENAT (openat64)
WRAP (int, fstat, "fstat", (int fd, struct stat *info), fd, info)
WRAP (int, fstat64, "fstat", (int fd, struct stat64 *info), fd, info)
WRAP (int,
      fstatat,
      "fstatat",
      (int fd, const char *path, struct stat *info, int flags),
      fd,
      path,
      info,
      flags)
WRAP (int,
      fstatat64,
      "fstatat",
      (int fd, const char *path, struct stat64 *info, int flags),
      fd,
      path,
      info,
      flags)
WRAP (ssize_t, read, "read", (int fd, void *bytes, size_t size), fd, bytes, size)
WRAP (int, fchmod, "fchmod", (int fd, mode_t mode), fd, mode)
WRAP (int, fsync, "fsync", (int fd), fd)
WRAP (int, ftruncate, "ftruncate", (int fd, off_t size), fd, size)
WRAP (int, ftruncate64, "ftruncate", (int fd, off64_t size), fd, size)
WRAP (int,
      renameat,
      "renameat",
      (int from, const char *old, int to, const char *new_name),
      from,
      old,
      to,
      new_name)
WRAP (int, unlinkat, "unlinkat", (int fd, const char *path, int flags), fd, path, flags)

ssize_t __real_write (int fd, const void *bytes, size_t size);
ssize_t __wrap_write (int fd, const void *bytes, size_t size);

ssize_t
__wrap_write (int fd, const void *bytes, size_t size)
{
  if (fails ("write"))
    return -1;
  return __real_write (fd, bytes, write_max > 0 ? MIN (size, write_max) : size);
}

int __real_close (int fd);
int __wrap_close (int fd);

/* A close that fails has closed the descriptor all the same. */
int
__wrap_close (int fd)
{
  gboolean failed = fails ("close");
  int errsv = errno;
  int result = __real_close (fd);

  if (!failed)
    return result;
  errno = errsv;
  return -1;
}
