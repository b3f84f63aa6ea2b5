/* Whether a rule is in effect, proven with libkmod.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/modscope-config.h"

G_BEGIN_DECLS

/**
 * modscope_effect_has_module:
 * @paths: where files are
 * @name: a folded name
 *
 * Returns: whether an installed kernel has such a module, built in or not
 */
gboolean modscope_effect_has_module (ModscopePaths *paths, const char *name);

/**
 * modscope_effect_dup_reason:
 * @paths: where files are
 * @lines: (element-type ModscopeConfigLine): the configuration as it is now
 * @name: a folded name
 * @wanted: how it should be blocked: not at all, autoload or always
 *
 * Returns: (transfer full): "" if it is so, else "CODE: sentence" with why it is not
 */
char *modscope_effect_dup_reason (ModscopePaths *paths,
                                  GPtrArray *lines,
                                  const char *name,
                                  ModscopeBlocked wanted);

G_END_DECLS
