/* The boot image (initramfs) of a kernel: which modules it holds, and which rules it knows. The
 * only user of libarchive.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/**
 * ModscopeBootImage:
 * @path: where it is, as a person on that system would write it
 * @modules: (element-type utf8): folded names of the modules in it
 * @rules: the text of all files of modprobe.d in it
 */
typedef struct
{
  char *path;
  GHashTable *modules;
  GString *rules;
} ModscopeBootImage;

/**
 * modscope_boot_image_read:
 * @paths: where files are
 * @release: a kernel's release
 * @error: %G_IO_ERROR_NOT_FOUND if there is none where distributions put it; %G_IO_ERROR_FAILED if
 * it cannot be read (on some only root can) or is damaged
 *
 * An image is a row of cpio archives, the first ones plain (microcode), the last one compressed
 * (Documentation/driver-api/early-userspace/buffer-format.rst). Reads all of it, which takes up to
 * a second; any thread.
 *
 * Returns: (transfer full) (nullable): what is in it
 */
ModscopeBootImage *
modscope_boot_image_read (ModscopePaths *paths, const char *release, GError **error);
void modscope_boot_image_free (ModscopeBootImage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeBootImage, modscope_boot_image_free)

G_END_DECLS
