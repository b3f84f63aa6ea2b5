/* libkmod: aliases, the steps of loading a module, and signatures. The only user of it. libkmod is
 * not thread-safe: one object for each thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "system/modscope-kernel.h"

G_BEGIN_DECLS

#define MODSCOPE_TYPE_KMOD (modscope_kmod_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeKmod, modscope_kmod, MODSCOPE, KMOD, GObject)

/**
 * modscope_kmod_new:
 * @kernel: whose modules
 * @error: %MODSCOPE_ERROR_MODULES_GONE without a module folder; %MODSCOPE_ERROR_FAILED if a
 *   configuration folder holds what would make libkmod hang (a FIFO) or read without end (a file
 *   over 1 MiB), named in the message
 *
 * The folders of modprobe.d under the kernel's paths are those that count. Blocks on the disk.
 *
 * Returns: (transfer full) (nullable): the context
 */
ModscopeKmod *modscope_kmod_new (ModscopeKernel *kernel, GError **error);

/**
 * modscope_kmod_resolve:
 * @self: the context
 * @alias: an alias or a module's name, "pci:v00008086d..."
 * @error: where libkmod's answer goes
 *
 * What `modprobe -R` prints: the modules that claim @alias, in the order of the alias index,
 * built-ins included, each once. Where a folder has modules.alias and no binary index of it, the
 * text is matched.
 *
 * Returns: (transfer full) (nullable): folded names, possibly empty; %NULL with @error
 */
GStrv modscope_kmod_resolve (ModscopeKmod *self, const char *alias, GError **error);

/**
 * modscope_kmod_rest:
 * @self: the context
 *
 * Gives back the memory of the indexes that make lookups fast; the next modscope_kmod_resolve()
 * takes it again. For a context that is kept while nothing is looked up.
 */
void modscope_kmod_rest (ModscopeKmod *self);

/**
 * ModscopeKmodStep:
 * @name: folded name
 * @builtin: whether it is in the kernel image, and nothing is loaded
 * @options: the options that modprobe.d and the kernel command line give it, "" for none
 * @install_command: (nullable): the install line that stands in its way; it would run in place of
 *   loading the module
 * @blacklisted: whether a blacklist line names it (a plain load by name does not mind)
 *
 * One step of loading.
 */
typedef struct
{
  char *name;
  gboolean builtin;
  char *options;
  char *install_command;
  gboolean blacklisted;
} ModscopeKmodStep;

/**
 * modscope_kmod_plan_load:
 * @self: the context
 * @name: a module's name; no alias
 * @error: %MODSCOPE_ERROR_NOT_FOUND
 *
 * What loading it would do, in order, on a kernel where nothing is loaded yet: the steps of
 * `modprobe --show-depends` (KMOD_PROBE_DRY_RUN | KMOD_PROBE_IGNORE_LOADED). Nothing is done and
 * no install line is run.
 *
 * Returns: (transfer full) (element-type ModscopeKmodStep) (nullable): the steps
 */
GPtrArray *modscope_kmod_plan_load (ModscopeKmod *self, const char *name, GError **error);

/**
 * modscope_kmod_resolve_automatic:
 * @self: the context
 * @alias: an alias or a module's name
 * @error: as modscope_kmod_resolve()
 *
 * What would load by itself for @alias: modscope_kmod_resolve() without the modules that a
 * blacklist line names (`modprobe -b`).
 *
 * Returns: (transfer full) (nullable): folded names, possibly empty; %NULL with @error
 */
GStrv modscope_kmod_resolve_automatic (ModscopeKmod *self, const char *alias, GError **error);

/**
 * modscope_kmod_insert:
 * @self: the context
 * @name: folded name of a module that has a file
 * @options: its options, exactly those that the kernel is to get
 *
 * Loads this one module into the running kernel: not what it needs, no configuration looked at, no
 * install line run. Needs CAP_SYS_MODULE; does not come back before the module's init does.
 *
 * Returns: 0, or a negative errno; -%EEXIST if it is loaded, -%ENOENT also without a file
 */
int modscope_kmod_insert (ModscopeKmod *self, const char *name, const char *options);

/**
 * modscope_kmod_remove:
 * @name: folded name of a loaded module
 *
 * Unloads this one module from the running kernel (%O_NONBLOCK, never by force; no remove line is
 * run). Works also where the kernel's module folder is gone. Needs CAP_SYS_MODULE; does not come
 * back before the module's exit does.
 *
 * Returns: 0, or a negative errno; -%EWOULDBLOCK if it is in use
 */
int modscope_kmod_remove (const char *name);

/**
 * modscope_kmod_dup_info:
 * @self: the context
 * @name: a folded name
 * @error: %MODSCOPE_ERROR_NOT_FOUND, %MODSCOPE_ERROR_CORRUPT
 *
 * What `modinfo` prints of a module, signature included ("signer", "sig_key", "sig_hashalgo",
 * "sig_id", "signature"), decompressed by libkmod. Also for a built-in (modules.builtin.modinfo).
 *
 * Returns: (transfer full) (nullable): "key=value" strings in the file's order, as UTF-8
 */
GStrv modscope_kmod_dup_info (ModscopeKmod *self, const char *name, GError **error);

G_END_DECLS
