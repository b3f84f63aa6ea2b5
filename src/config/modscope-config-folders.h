/* The files of modprobe.d(5) and modules-load.d(5), in the order in which they are read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/**
 * ModscopeConfigFile:
 * @path: its path under the paths' root
 * @name: its base name
 * @ignored: (nullable): why no program reads it (translated)
 */
typedef struct
{
  char *path;
  char *name;
  char *ignored;
} ModscopeConfigFile;

void modscope_config_file_free (ModscopeConfigFile *self);

/**
 * modscope_config_folders_list:
 * @paths: where files are
 * @folder: "modprobe.d" or "modules-load.d"
 * @problems: folders and files that cannot be read are added, a sentence each (translated)
 *
 * All files by name, those of the same name by precedence, of which the first one is read. Hidden
 * files, and folders within a folder, are left out. Blocks on the disk; any thread.
 *
 * Returns: (transfer full) (element-type ModscopeConfigFile): the files
 */
GPtrArray *
modscope_config_folders_list (ModscopePaths *paths, const char *folder, GStrvBuilder *problems);

G_END_DECLS
