/* A folder of root's own that is read and written by its descriptor, so that nothing can be put in
 * the way between a look and an act: what the helper's files have in common.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-helper-error.h"

G_BEGIN_DECLS

/** ModscopeFd: a file descriptor, or -1, closed with g_auto(). */
typedef int ModscopeFd;

void modscope_fd_close (ModscopeFd fd);
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (ModscopeFd, modscope_fd_close, -1)

/**
 * ModscopeSafeFolder:
 * @path: the folder, for messages
 * @fd: its descriptor
 */
typedef struct
{
  char *path;
  ModscopeFd fd;
} ModscopeSafeFolder;

/**
 * modscope_safe_folder_open:
 * @path: a folder
 * @error: %MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE if it is a link or no folder, not owned by
 *   root or the process's effective user (who is root in the helper), or if others can write to
 *   it; %MODSCOPE_HELPER_ERROR_NOT_FOUND
 *
 * Blocks on the disk, as all functions here; any thread.
 *
 * Returns: (transfer full) (nullable): the folder
 */
ModscopeSafeFolder *modscope_safe_folder_open (const char *path, GError **error);
void modscope_safe_folder_free (ModscopeSafeFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeSafeFolder, modscope_safe_folder_free)

/**
 * modscope_safe_folder_open_file:
 * @self: the folder
 * @name: a file in it
 * @flags: of open(2); with %O_CREAT the file is made with mode 0600 if it is not there
 * @error: %MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE if it is not a plain file with one name, owned by
 *   root or the effective user; %MODSCOPE_HELPER_ERROR_NOT_FOUND
 *
 * Neither follows a link nor waits for a FIFO nor opens a device.
 *
 * Returns: a descriptor to close, or -1 with @error
 */
ModscopeFd modscope_safe_folder_open_file (ModscopeSafeFolder *self,
                                           const char *name,
                                           int flags,
                                           GError **error);

/**
 * modscope_safe_folder_read_file:
 * @self: the folder
 * @name: a file in it
 * @most: the most bytes it may have
 * @text: (out) (transfer full) (nullable): its contents, %NULL if it is not there; a zero byte
 *   follows
 * @length: (out): its length in bytes
 * @error: as modscope_safe_folder_open_file(); %MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE also if it is
 *   larger
 *
 * Returns: whether it could be read, or is not there
 */
gboolean modscope_safe_folder_read_file (ModscopeSafeFolder *self,
                                         const char *name,
                                         gsize most,
                                         char **text,
                                         gsize *length,
                                         GError **error);

/** Writes all of @text. Returns: 0, or an errno, positive */
int modscope_fd_write (ModscopeFd fd, const char *text);

/**
 * modscope_safe_folder_set_error:
 * @error: (nullable): where to put it
 * @self: the folder
 * @name: the file in it that was not what it should be
 * @code: what it is called on the bus
 * @errsv: the errno, positive, or 0
 * @sentence: a fixed sentence, without what is wrong with what: that is put in front
 *
 * The sentence is for the caller, whose language the helper does not know: it is not translated.
 */
void modscope_safe_folder_set_error (GError **error,
                                     ModscopeSafeFolder *self,
                                     const char *name,
                                     ModscopeHelperError code,
                                     int errsv,
                                     const char *sentence);

/** The same for an errno of an attempt to change @name: %MODSCOPE_HELPER_ERROR_NO_SPACE,
 *  %MODSCOPE_HELPER_ERROR_READ_ONLY, %MODSCOPE_HELPER_ERROR_NOT_FOUND,
 *  %MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE or %MODSCOPE_HELPER_ERROR_KERNEL_REFUSED. */
void modscope_safe_folder_set_errno (GError **error,
                                     ModscopeSafeFolder *self,
                                     const char *name,
                                     int errsv);

G_END_DECLS
