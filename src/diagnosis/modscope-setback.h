/* Something that a person asked for and that was not done: all that is to be told about it, for the
 * window and the command line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/modscope-finding.h"
#include "machine/modscope-done.h"
#include "machine/modscope-plan.h"

G_BEGIN_DECLS

/**
 * ModscopeSetback:
 * @heading: (nullable): two or three words above @title, where that is a whole sentence;
 * translated, in header capitalization
 * @title: one line that says what happened, translated
 * @explanation: (nullable): why, translated
 * @evidence: (element-type ModscopeEvidence): how the program knows; @source is %NULL for lines of
 *   the kernel's log, which come first
 * @fixes: (element-type ModscopeFix): what to do, best first
 * @done: modules for which it was done before that
 * @finding: (nullable): the cause
 */
typedef struct
{
  const char *heading;
  char *title;
  char *explanation;
  GPtrArray *evidence;
  GPtrArray *fixes;
  GStrv done;
  ModscopeFinding *finding;
} ModscopeSetback;

/**
 * modscope_setback_new:
 * @verb: a verb of #ModscopeDone, or "undo"
 * @module: the module, or the device, that was asked for
 * @error: of the helper, its client or this program's own
 * @done: (nullable) (element-type ModscopeDone): what was done before it
 * @machine: the facts, read again since
 *
 * No I/O, but for what modscope_explain() looks up.
 */
ModscopeSetback *modscope_setback_new (const char *verb,
                                       const char *module,
                                       const GError *error,
                                       GPtrArray *done,
                                       ModscopeMachine *machine);
void modscope_setback_free (ModscopeSetback *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeSetback, modscope_setback_free)

G_END_DECLS
