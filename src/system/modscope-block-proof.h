/* What modprobe makes of the rules about a module, found out by asking libkmod.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-block-facts.h"
#include "base/modscope-paths.h"

G_BEGIN_DECLS

/** ModscopeBlockProof: the configuration and the kernels at one moment. For one thread. */
typedef struct _ModscopeBlockProof ModscopeBlockProof;

/** Blocks on the disk. */
ModscopeBlockProof *modscope_block_proof_new (ModscopePaths *paths);
void modscope_block_proof_free (ModscopeBlockProof *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeBlockProof, modscope_block_proof_free)

/**
 * modscope_block_proof_read:
 * @name: a folded name
 * @facts: (out): of the running kernel if it has the module, else of the newest that has
 *
 * Blocks on the disk.
 */
void
modscope_block_proof_read (ModscopeBlockProof *self, const char *name, ModscopeBlockFacts *facts);

/** Returns: whether an installed kernel has a module of that folded name, built in or not */
gboolean modscope_block_proof_has_module (ModscopeBlockProof *self, const char *name);

G_END_DECLS
