/* The FINDING of the command line's contract.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/modscope-finding.h"
#include "machine/modscope-json.h"

G_BEGIN_DECLS

/** Writes @finding, or null where there is none; @key as in modscope_json_begin_object(). */
void modscope_json_finding (ModscopeJson *json, const char *key, const ModscopeFinding *finding);

G_END_DECLS
