/* One kernel module: its immutable identity, and its state, refreshed in place with notification so
 * that a row on screen changes without being rebuilt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "config/modscope-config.h"
#include "machine/modscope-kind.h"
#include "system/modscope-live.h"

G_BEGIN_DECLS

/** ModscopeModuleState: the states of cli.md's MODULE. Sorted by how near they are to a user. */
typedef enum
{
  MODSCOPE_MODULE_LOADED,
  MODSCOPE_MODULE_LOADING,
  MODSCOPE_MODULE_UNLOADING,
  MODSCOPE_MODULE_BUILTIN,
  MODSCOPE_MODULE_AVAILABLE,
} ModscopeModuleState;

/** Returns: (transfer none): the state's word of cli.md's contract */
const char *modscope_module_state_to_string (ModscopeModuleState state);

/**
 * ModscopeModule: for the main thread once it is in a model. Properties, all readable, those with *
 * notify: name (s), state* (int), size-bytes* (uint64), use-count* (int), used-by* (strv),
 * blocked* (int), devices* (strv), taints* (uint), description* (s), purpose* (s), kind* (int).
 */
#define MODSCOPE_TYPE_MODULE (modscope_module_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeModule, modscope_module, MODSCOPE, MODULE, GObject)

/** Returns: (transfer none): folded name */
const char *modscope_module_get_name (ModscopeModule *self);

ModscopeModuleState modscope_module_get_state (ModscopeModule *self);

/** Returns: whether it is in the kernel now: loaded, loading or unloading; not built in */
gboolean modscope_module_is_in_kernel (ModscopeModule *self);

/** Returns: (transfer none) (nullable): below the module folder ("kernel/fs/ext4/ext4.ko") or
 *  absolute; of a built-in the file that it would have been; %NULL for a loaded module that is in
 *  no table of this kernel (loaded from a file elsewhere) */
const char *modscope_module_get_path (ModscopeModule *self);

/** Returns: memory in bytes; 0 unless it is in the kernel */
guint64 modscope_module_get_size_bytes (ModscopeModule *self);

/** Returns: use count; -1 if unknown or not in the kernel */
int modscope_module_get_use_count (ModscopeModule *self);

/** Returns: (transfer none): live holders, %NULL-terminated, possibly empty */
const char *const *modscope_module_get_used_by (ModscopeModule *self);

/** Returns: whether it is loaded and has no exit function */
gboolean modscope_module_is_permanent (ModscopeModule *self);

ModscopeBlocked modscope_module_get_blocked (ModscopeModule *self);

/** Returns: (transfer none): ids of the devices bound to it, possibly empty */
const char *const *modscope_module_get_devices (ModscopeModule *self);

/** Returns: set of #ModscopeTaint */
guint modscope_module_get_taints (ModscopeModule *self);

/** Returns: (transfer full): words of the taints for cli.md, "out-of-tree" */
GStrv modscope_module_dup_taint_words (ModscopeModule *self);

ModscopeKind modscope_module_get_kind (ModscopeModule *self);

/** Returns: (transfer none) (nullable): its own description; %NULL if it has none, or while there
 *  is no index */
const char *modscope_module_get_description (ModscopeModule *self);

/** Returns: (transfer none): one sentence in plain words; made on first use and kept */
const char *modscope_module_get_purpose (ModscopeModule *self);

/** Returns: size of its file in bytes; -1 if it has none or while there is no index */
gint64 modscope_module_get_file_size (ModscopeModule *self);

/** Returns: 1 if its file is signed, 0 if not, -1 for a built-in or while there is no index */
int modscope_module_get_signed (ModscopeModule *self);

/** Returns: (transfer none) (nullable): why its file could not be read, in English */
const char *modscope_module_get_problem (ModscopeModule *self);

/**
 * modscope_module_matches:
 * @self: the module
 * @words: folded to lower case with g_utf8_casefold(), %NULL-terminated
 *
 * Whether every word is found in its name, description, authors, aliases, parameter names or the
 * ids of its devices. "-" and "_" in a name are the same.
 */
gboolean modscope_module_matches (ModscopeModule *self, const char *const *words);

/**
 * modscope_module_compare_names:
 *
 * strcmp() order of the names without regard to case, as a person looks for them.
 */
int modscope_module_compare_names (ModscopeModule *a, ModscopeModule *b);

G_END_DECLS
