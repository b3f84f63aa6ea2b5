/* What the makers of a check chain share. For src/diagnosis alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/modscope-chain.h"

G_BEGIN_DECLS

/**
 * ModscopeJudge: one device that is being judged, without its parts.
 * @module: (nullable): folded name of the module that it is about: the one behind the driver, or
 *   the best of the candidates, or the one that is missing
 * @known: (nullable): that module, if the machine has it
 * @code: (nullable): the code of the first failed step
 */
typedef struct
{
  ModscopeMachine *machine;
  ModscopeDevice *device;
  gboolean is_running;
  const char *module;
  ModscopeModule *known;
  ModscopeChain *chain;
  const char *code;
} ModscopeJudge;

/**
 * modscope_judge_find_module:
 *
 * Of several candidates the best is one that is in the kernel, else one that nothing blocks, else
 * the first.
 */
void modscope_judge_find_module (ModscopeJudge *self);

/** Fills all steps and the code, of the facts. */
void modscope_judge_fill_steps (ModscopeJudge *self);

/** Returns: (transfer full): the judge's code in words, about the device, with fixes */
ModscopeFinding *modscope_judge_explain (const ModscopeJudge *self);

/** Returns: the first of the device's switches that is off; %NULL if none, or if the device is no
 *  radio */
const ModscopeSwitch *modscope_judge_find_switch_off (const ModscopeJudge *self);

G_END_DECLS
