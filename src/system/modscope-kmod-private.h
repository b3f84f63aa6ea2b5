/* What the files of the libkmod wrapper share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "system/modscope-alias-text.h"
#include "system/modscope-kmod-library.h"
#include "system/modscope-kmod.h"
#include "system/modscope-tables.h"

typedef struct kmod_ctx KmodCtx;
typedef struct kmod_module KmodModule;
typedef struct kmod_config_iter KmodConfigIter;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmodModule, libkmod.kmod_module_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmodConfigIter, libkmod.kmod_config_iter_free_iter)

/* What kmod_list_foreach() is, which would want libkmod linked. */
#define LIST_FOREACH(item, list)                                                                   \
  for ((item) = (list); (item) != NULL; (item) = libkmod.kmod_list_next (list, item))

struct _ModscopeKmod
{
  GObject parent_instance;

  ModscopeKernel *kernel;
  KmodCtx *ctx;
  gboolean is_resting; /* its indexes are not loaded */
  /* Both only for a folder that has no binary indexes. */
  ModscopeAliasText *aliases;
  ModscopeTables *tables;
};

/** @step: (transfer full): a #ModscopeKmodStep */
void modscope_kmod_step_free (gpointer step);

/** Returns: whether a blacklist line names the module; @name is folded */
gboolean modscope_kmod_is_blacklisted (ModscopeKmod *self, const char *name);

/**
 * modscope_kmod_check:
 * @config_folders: folders of modprobe.d
 * @folder: a kernel's modules
 * @error: %MODSCOPE_ERROR_FAILED with the file's name
 *
 * libkmod opens what it finds: a FIFO hangs it, a device without end too. Links are followed as it
 * would; /dev/null, with which people mask a file, and what is not there are harmless. Root is not
 * let through a link that somebody else could make lead elsewhere between this look and the
 * opening.
 *
 * Returns: whether libkmod may be let at them
 */
gboolean
modscope_kmod_check (const char *const *config_folders, const char *folder, GError **error);

/** The same for one @file of at most @max_size bytes. */
gboolean modscope_kmod_check_file (const char *file, guint64 max_size, GError **error);

/* For a folder that has only the text tables, what libkmod does with the indexes. */

/** @alias: folded; @names: (element-type utf8): where the names of its modules go */
void modscope_kmod_resolve_in_text (ModscopeKmod *self, const char *alias, GPtrArray *names);

/** As modscope_kmod_plan_load(); @name is folded */
GPtrArray *modscope_kmod_plan_in_text (ModscopeKmod *self, const char *name, GError **error);
