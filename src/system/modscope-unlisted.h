/* Module files that depmod's tables do not know, or know as they were before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "system/modscope-tables.h"

G_BEGIN_DECLS

/**
 * ModscopeUnlistedFile:
 * @name: folded name of the module
 * @path: its file below the module folder, "updates/dkms/8812au.ko.xz"
 * @needs: folded names of the modules that it needs itself, %NULL-terminated
 * @aliases: folded patterns of the devices and names that it claims, %NULL-terminated
 */
typedef struct
{
  char *name;
  char *path;
  GStrv needs;
  GStrv aliases;
} ModscopeUnlistedFile;

/**
 * modscope_unlisted_read:
 * @folder: a module folder
 * @tables: its tables
 *
 * Looks for module files where depmod looks for them: below @folder, but for the links and folders
 * "build" and "source" in it. A file that is listed and newer than modules.dep counts too; if there
 * are very many of those, the folder was copied, and they do not count. What cannot be read is left
 * out. Blocks on the disk (some 10 ms for 4,000 files); any thread.
 *
 * Returns: (transfer full) (element-type ModscopeUnlistedFile): the files, unref frees them
 */
GPtrArray *modscope_unlisted_read (const char *folder, ModscopeTables *tables);

/** Returns: whether @file claims @modalias, which is folded */
gboolean modscope_unlisted_file_claims (const ModscopeUnlistedFile *file, const char *modalias);

G_END_DECLS
