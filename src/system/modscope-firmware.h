/* Firmware files: whether one that a driver names is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/** ModscopeFirmwareFolders: the folders in which a kernel looks; for one thread at a time. */
typedef struct _ModscopeFirmwareFolders ModscopeFirmwareFolders;

/**
 * modscope_firmware_folders_new:
 * @paths: where files are
 * @release: the kernel's release
 *
 * Returns: (transfer full): those of modscope_paths_dup_firmware_folders() that are there
 */
ModscopeFirmwareFolders *modscope_firmware_folders_new (ModscopePaths *paths, const char *release);
void modscope_firmware_folders_free (ModscopeFirmwareFolders *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeFirmwareFolders, modscope_firmware_folders_free)

/**
 * modscope_firmware_folders_have:
 * @self: the folders
 * @name: a file's name as a driver gives it, not trusted; may be a pattern of glob(7)
 *
 * Returns: whether a file of that name is there, as it is or with .xz or .zst
 *   (drivers/base/firmware_loader/main.c). Blocks on the disk
 */
gboolean modscope_firmware_folders_have (ModscopeFirmwareFolders *self, const char *name);

G_END_DECLS
