/* A folder that stands in for "/" in a test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Returns: (transfer full): a new, empty folder */
char *test_root_new (void);

/** Removes the folder and all in it. */
void test_root_free (char *root);

/** Writes a file, making its folders; @path is absolute as in the system ("/proc/modules"). */
void test_root_write (const char *root, const char *path, const char *text);

/** The same for bytes. */
void test_root_write_bytes (const char *root, const char *path, const void *bytes, gsize size);

/** Makes a symbolic link; @target is stored as it is. */
void test_root_link (const char *root, const char *path, const char *target);

/** Removes a file or a link. */
void test_root_remove (const char *root, const char *path);

G_END_DECLS
