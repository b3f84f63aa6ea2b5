/* Whether a rule that was written is in effect, proven with libkmod.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "config/modscope-config.h"

G_BEGIN_DECLS

/** ModscopeEffectReader: the configuration as it is now. */
typedef struct _ModscopeEffectReader ModscopeEffectReader;

ModscopeEffectReader *modscope_effect_reader_new (ModscopePaths *paths);
void modscope_effect_reader_free (ModscopeEffectReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeEffectReader, modscope_effect_reader_free)

/**
 * modscope_effect_has_module:
 *
 * Returns: whether an installed kernel has a module of this folded name, built in or not
 */
gboolean modscope_effect_has_module (ModscopeEffectReader *self, const char *name);

/**
 * modscope_effect_dup_reason:
 * @name: folded name
 * @wanted: how it should be blocked, %MODSCOPE_BLOCKED_NO, _AUTOLOAD or _ALWAYS
 *
 * Returns: (transfer full): "" if it is so, else "CODE: sentence" with why it is not
 */
char *
modscope_effect_dup_reason (ModscopeEffectReader *self, const char *name, ModscopeBlocked wanted);

/**
 * modscope_effect_dup_blockers:
 * @name: folded name
 *
 * Returns: (transfer full): "PATH:LINE" of the lines that keep it from loading, possibly empty
 */
GStrv modscope_effect_dup_blockers (ModscopeEffectReader *self, const char *name);

G_END_DECLS
