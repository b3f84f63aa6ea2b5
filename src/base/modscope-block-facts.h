/* What modprobe makes of the rules about one module: facts, found by asking libkmod and judged by
 * the configuration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ModscopeBlockFacts:
 * @exists: whether an installed kernel has the module
 * @builtin: whether it is in that kernel's image
 * @readable: whether libkmod can read the configuration; if not, what follows is empty
 * @loads_by_itself: whether libkmod still finds it by an alias when a blacklist counts
 * @user: (nullable): a module that needs it, where only such load it: it has no alias
 * @planned: whether libkmod can say what loading it by name does
 * @install_command: (nullable): what runs then in place of loading it
 * @holder: (nullable): a loaded module that uses it
 */
typedef struct
{
  gboolean exists;
  gboolean builtin;
  gboolean readable;
  gboolean loads_by_itself;
  char *user;
  gboolean planned;
  char *install_command;
  char *holder;
} ModscopeBlockFacts;

/** Frees what the fields hold. */
static inline void
modscope_block_facts_clear (ModscopeBlockFacts *self)
{
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->install_command, g_free);
  g_clear_pointer (&self->holder, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ModscopeBlockFacts, modscope_block_facts_clear)

G_END_DECLS
