/* Where the system's files are: the one place that knows. Another root can stand in: a fixture tree
 * in a test, the host's files under /run/host in a sandbox.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** ModscopePaths: immutable and reference counted, for any thread. */
typedef struct _ModscopePaths ModscopePaths;

#define MODSCOPE_TYPE_PATHS (modscope_paths_get_type ())
GType modscope_paths_get_type (void);

/**
 * modscope_paths_new:
 * @root: (nullable): the folder under which the system's folders are; %NULL, "" or "/" for this
 *   system's own
 *
 * Returns: (transfer full): the paths
 */
ModscopePaths *modscope_paths_new (const char *root);

/**
 * modscope_paths_new_from_environment:
 *
 * The root is $MODSCOPE_ROOT if it is set (tests), else this system's. For the programs' main
 * functions; the helper does not use it.
 *
 * Returns: (transfer full): the paths
 */
ModscopePaths *modscope_paths_new_from_environment (void);

ModscopePaths *modscope_paths_ref (ModscopePaths *self);
void modscope_paths_unref (ModscopePaths *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopePaths, modscope_paths_unref)

/**
 * modscope_paths_is_own:
 * @self: the paths
 *
 * Returns: whether the root is this system's own
 */
gboolean modscope_paths_is_own (ModscopePaths *self);

/**
 * modscope_paths_build:
 * @self: the paths
 * @path: an absolute path as on the running system, "/proc/modules"
 *
 * Returns: (transfer full): the same path under the root
 */
char *modscope_paths_build (ModscopePaths *self, const char *path);

/**
 * modscope_paths_strip:
 * @self: the paths
 * @path: (transfer none): a path under the root
 *
 * Returns: (transfer none): @path as a person on that system would write it, a part of @path
 */
const char *modscope_paths_strip (ModscopePaths *self, const char *path);

/**
 * modscope_paths_dup_running_release:
 * @self: the paths
 *
 * Returns: (transfer full) (nullable): the running kernel's release, of /proc/sys/kernel/osrelease;
 *   %NULL if it cannot be read
 */
char *modscope_paths_dup_running_release (ModscopePaths *self);

/**
 * modscope_paths_dup_module_folder:
 * @self: the paths
 * @release: a kernel's release
 *
 * Returns: (transfer full) (nullable): the folder of that kernel's modules, /lib/modules/RELEASE or
 *   /usr/lib/modules/RELEASE, absolute and under the root; %NULL if there is none
 */
char *modscope_paths_dup_module_folder (ModscopePaths *self, const char *release);

/**
 * modscope_paths_list_kernels:
 * @self: the paths
 *
 * Returns: (transfer full): the releases of the kernels that have modules installed (a modules.dep
 *   in their folder), newest first by version order, %NULL-terminated, possibly empty
 */
GStrv modscope_paths_list_kernels (ModscopePaths *self);

/**
 * modscope_paths_dup_config_folders:
 * @self: the paths
 * @name: "modprobe.d" or "modules-load.d"
 *
 * The folders from which configuration is read, highest precedence first: /etc, /run,
 * /usr/local/lib, /usr/lib and /lib (modprobe.d(5), modules-load.d(5)). Folders that are not there
 * and second names of the same folder (/lib, where it is a link to /usr/lib) are left out.
 *
 * Returns: (transfer full): absolute paths under the root, %NULL-terminated, possibly empty
 */
GStrv modscope_paths_dup_config_folders (ModscopePaths *self, const char *name);

/**
 * modscope_paths_dup_firmware_folders:
 * @self: the paths
 * @release: a kernel's release
 *
 * The folders in which the kernel looks for firmware, in its order
 * (drivers/base/firmware_loader/main.c, fw_path): the folder of the firmware_class.path parameter
 * if set, /lib/firmware/updates/RELEASE, /lib/firmware/updates, /lib/firmware/RELEASE,
 * /lib/firmware.
 *
 * Returns: (transfer full): absolute paths under the root, whether there or not
 */
GStrv modscope_paths_dup_firmware_folders (ModscopePaths *self, const char *release);

G_END_DECLS
