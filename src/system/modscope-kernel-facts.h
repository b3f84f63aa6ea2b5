/* Facts about the running kernel as a whole: taint, lockdown, signatures, security modules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "system/modscope-kernel.h"

G_BEGIN_DECLS

/** ModscopeTri: a fact that can be unknown. */
typedef enum
{
  MODSCOPE_TRI_UNKNOWN = -1,
  MODSCOPE_TRI_NO = 0,
  MODSCOPE_TRI_YES = 1,
} ModscopeTri;

/**
 * ModscopeKernelFacts:
 * @release: release of the kernel that is looked at
 * @taints: words for the set bits of /proc/sys/kernel/tainted (admin-guide/tainted-kernels.rst);
 *   %NULL if unknown
 * @lockdown: "none", "integrity" or "confidentiality", of /sys/kernel/security/lockdown; or %NULL
 * @secure_boot: the EFI variable SecureBoot; no on a computer started without EFI
 * @signature_enforced: /sys/module/module/parameters/sig_enforce
 * @modules_disabled: /proc/sys/kernel/modules_disabled
 * @module_support: whether the running kernel can load modules at all
 * @security_modules: /sys/kernel/security/lsm in its order; %NULL if unknown
 * @installed_kernels: releases with modules installed, newest first
 * @log_readable: whether this process may read the kernel's message buffer
 *
 * Immutable. All but @release, @installed_kernels and @log_readable are of the running kernel, and
 * unknown when another one is looked at.
 */
typedef struct
{
  char *release;
  GStrv taints;
  char *lockdown;
  ModscopeTri secure_boot;
  ModscopeTri signature_enforced;
  ModscopeTri modules_disabled;
  ModscopeTri module_support;
  GStrv security_modules;
  GStrv installed_kernels;
  gboolean log_readable;
} ModscopeKernelFacts;

/**
 * modscope_kernel_facts_read:
 * @kernel: the kernel that is looked at
 *
 * Reads small files of /proc and /sys. Any thread.
 *
 * Returns: (transfer full): the facts; free with modscope_kernel_facts_free()
 */
ModscopeKernelFacts *modscope_kernel_facts_read (ModscopeKernel *kernel);
void modscope_kernel_facts_free (ModscopeKernelFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeKernelFacts, modscope_kernel_facts_free)

G_END_DECLS
