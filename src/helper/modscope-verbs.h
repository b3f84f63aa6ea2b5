/* What the methods do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/modscope-call.h"

G_BEGIN_DECLS

#define MODSCOPE_BLOCK_FOLDER "/etc/modprobe.d"
#define MODSCOPE_BLOCK_FILE "00-modscope-block.conf"
#define MODSCOPE_HISTORY_FOLDER "/var/lib/modscope"

extern const ModscopeCallVerb modscope_load_verb;   /* LoadModule */
extern const ModscopeCallVerb modscope_unload_verb; /* UnloadModules */
extern const ModscopeCallVerb modscope_rules_verb;  /* ApplyRules */

G_END_DECLS
