/* The kernel that is looked at: the running one, or another whose modules are in a folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/** ModscopeKernel: immutable and reference counted, for any thread. */
typedef struct _ModscopeKernel ModscopeKernel;

#define MODSCOPE_TYPE_KERNEL (modscope_kernel_get_type ())
GType modscope_kernel_get_type (void);

/**
 * ModscopeKernelCondition:
 * @MODSCOPE_KERNEL_READY: its modules can be listed
 * @MODSCOPE_KERNEL_NO_MODULE_SUPPORT: it is running, and was built without modules (no
 *   /proc/modules)
 * @MODSCOPE_KERNEL_MODULES_GONE: it is running, and its module folder or the modules.dep in it is
 *   not there: it was updated since the computer started, or this is a container
 */
typedef enum
{
  MODSCOPE_KERNEL_READY,
  MODSCOPE_KERNEL_NO_MODULE_SUPPORT,
  MODSCOPE_KERNEL_MODULES_GONE,
} ModscopeKernelCondition;

/**
 * modscope_kernel_open:
 * @paths: where files are
 * @wanted: (nullable): what a person named: %NULL for the running kernel, a release
 *   ("6.1.0-18-amd64"), or a folder like /lib/modules/RELEASE anywhere (it has a slash in it)
 * @error: %MODSCOPE_ERROR_NOT_FOUND if @wanted names none, or no modules.dep is in the folder
 *
 * The running kernel can always be opened; ask for its condition. Reads the disk.
 *
 * Returns: (transfer full) (nullable): the kernel
 */
ModscopeKernel *modscope_kernel_open (ModscopePaths *paths, const char *wanted, GError **error);

ModscopeKernel *modscope_kernel_ref (ModscopeKernel *self);
void modscope_kernel_unref (ModscopeKernel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeKernel, modscope_kernel_unref)

/** Returns: (transfer none): where this kernel's system's files are */
ModscopePaths *modscope_kernel_get_paths (ModscopeKernel *self);

/** Returns: (transfer none): its release, "6.1.0-18-amd64"; "" if the running one's is unknown */
const char *modscope_kernel_get_release (ModscopeKernel *self);

/** Returns: (transfer none) (nullable): its module folder; %NULL in a running kernel that has none
 */
const char *modscope_kernel_get_folder (ModscopeKernel *self);

/** Returns: whether it is the running one, so that its modules have a live state */
gboolean modscope_kernel_is_running (ModscopeKernel *self);

/** Returns: whether its modules can be listed */
ModscopeKernelCondition modscope_kernel_get_condition (ModscopeKernel *self);

/**
 * modscope_kernel_dup_stamp:
 * @self: the kernel
 *
 * What changes whenever depmod or a package changed its modules: size, time and inode of
 * modules.dep.bin (modules.dep where that is missing), and its release and folder.
 *
 * Returns: (transfer full): one line of text; "" without a module folder
 */
char *modscope_kernel_dup_stamp (ModscopeKernel *self);

G_END_DECLS
