/* What the methods do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/modscope-call.h"

G_BEGIN_DECLS

extern const ModscopeCallVerb modscope_load_verb;    /* LoadModule */
extern const ModscopeCallVerb modscope_unload_verb;  /* UnloadModules */
extern const ModscopeCallVerb modscope_restart_verb; /* RestartModule */
extern const ModscopeCallVerb modscope_rules_verb;   /* ApplyRules */
extern const ModscopeCallVerb modscope_device_verb;  /* ControlDevice */

/** Error: CRITICAL if the disks under / and /home are behind this device, or that cannot be told.
 */
gboolean modscope_device_check_critical (ModscopePaths *paths, const char *id, GError **error);

G_END_DECLS
