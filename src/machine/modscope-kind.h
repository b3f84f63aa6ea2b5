/* Kinds of modules: what part of the computer a module belongs to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "system/modscope-tables.h"

G_BEGIN_DECLS

/** ModscopeKind: the kinds of cli.md's MODULE, in the order in which a filter shows them. */
typedef enum
{
  MODSCOPE_KIND_GRAPHICS,
  MODSCOPE_KIND_NETWORK,
  MODSCOPE_KIND_BLUETOOTH,
  MODSCOPE_KIND_SOUND,
  MODSCOPE_KIND_CAMERA,
  MODSCOPE_KIND_STORAGE,
  MODSCOPE_KIND_INPUT,
  MODSCOPE_KIND_USB,
  MODSCOPE_KIND_FILESYSTEM,
  MODSCOPE_KIND_NETWORKING,
  MODSCOPE_KIND_SECURITY,
  MODSCOPE_KIND_CRYPTOGRAPHY,
  MODSCOPE_KIND_VIRTUALIZATION,
  MODSCOPE_KIND_SENSOR,
  MODSCOPE_KIND_POWER,
  MODSCOPE_KIND_PLATFORM,
  MODSCOPE_KIND_LIBRARY,
  MODSCOPE_KIND_OTHER,
  MODSCOPE_N_KINDS,
} ModscopeKind;

/** Returns: (transfer none): the kind's word of cli.md's contract, "filesystem" */
const char *modscope_kind_to_string (ModscopeKind kind);

/** Returns: (transfer none): the kind's name for a person, translated, "File systems" */
const char *modscope_kind_get_label (ModscopeKind kind);

/** Returns: (transfer none): the name of the kind's symbolic icon */
const char *modscope_kind_get_icon_name (ModscopeKind kind);

/**
 * modscope_kind_from_path:
 * @path: (nullable): the module's file below the module folder, "kernel/drivers/net/tun.ko"
 *
 * Any thread; a pure function of the path.
 *
 * Returns: the kind by the module's place in the kernel tree; %MODSCOPE_KIND_OTHER outside of it
 *   ("updates/dkms/x.ko")
 */
ModscopeKind modscope_kind_from_path (const char *path);

/**
 * modscope_kind_guess:
 * @needs: (nullable): names of the modules that it needs
 * @aliases: (nullable): its aliases
 *
 * For a module outside of the kernel tree: from what it needs (cfg80211: network) and what it
 * claims to drive (the class in a PCI alias).
 *
 * Returns: the kind, or %MODSCOPE_KIND_OTHER
 */
ModscopeKind modscope_kind_guess (const char *const *needs, const char *const *aliases);

/**
 * modscope_kind_from_tables:
 * @tables: a kernel's tables
 * @name: folded name of a module
 *
 * Returns: the kind by the module's place in the kernel tree, outside of it from what it needs;
 *   %MODSCOPE_KIND_OTHER if the tables do not have it
 */
ModscopeKind modscope_kind_from_tables (ModscopeTables *tables, const char *name);

G_END_DECLS
