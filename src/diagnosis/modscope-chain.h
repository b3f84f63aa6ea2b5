/* The check chain of a device: from “does the kernel see it” to “is it switched on”, each step with
 * its result, and the verdict. A pure function of the machine's facts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/modscope-finding.h"
#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/** ModscopeStep: the steps, in their order. */
typedef enum
{
  MODSCOPE_STEP_PRESENT,
  MODSCOPE_STEP_DRIVER_EXISTS,
  MODSCOPE_STEP_ALLOWED,
  MODSCOPE_STEP_LOADED,
  MODSCOPE_STEP_ATTACHED,
  MODSCOPE_STEP_FIRMWARE,
  MODSCOPE_STEP_SWITCHED_ON,
  MODSCOPE_N_STEPS,
} ModscopeStep;

/** Returns: (transfer none): the step's word of cli.md's contract, "driver-exists" */
const char *modscope_step_to_string (ModscopeStep step);

/**
 * ModscopeStepState:
 * @MODSCOPE_STEP_PASSED: in order
 * @MODSCOPE_STEP_FAILED: here is the problem (or a part of it)
 * @MODSCOPE_STEP_UNKNOWN: cannot be told; the detail says why
 * @MODSCOPE_STEP_NOT_APPLICABLE: the question does not arise
 */
typedef enum
{
  MODSCOPE_STEP_PASSED,
  MODSCOPE_STEP_FAILED,
  MODSCOPE_STEP_UNKNOWN,
  MODSCOPE_STEP_NOT_APPLICABLE,
} ModscopeStepState;

/** Returns: (transfer none): the step and what became of it for a person, translated, “A driver for
 * it exists”, “A driver for it is missing” */
const char *modscope_step_get_label (ModscopeStep step, ModscopeStepState state);

/** Returns: (transfer none): "passed", "failed", "unknown" or "not-applicable" */
const char *modscope_step_state_to_string (ModscopeStepState state);

/** ModscopeChainStep: @detail (nullable): the evidence in one sentence, translated: “iwlwifi can
 *  drive it”, “/etc/modprobe.d/x.conf line 3 forbids it”; never %NULL for failed and unknown. */
typedef struct
{
  ModscopeStepState state;
  char *detail;
} ModscopeChainStep;

/**
 * ModscopeChain: immutable and reference counted.
 * @verdict: "working", "not-needed", "unknown", or a code of the project's list of codes
 * @failed: the first failed step; -1 if none
 * @steps: all steps
 * @part: (nullable): id of the part of the device in which the failed step lies, if it is not the
 *   device itself: fixes are about that part
 * @finding: (nullable): what is wrong in words (title, explanation, evidence) and its fixes, best
 *   first, with the verbs of modscopectl ("load", "unblock", "device"); set if and only if @verdict
 *   is a code. Its severity tells an error from a warning and a notice
 */
typedef struct
{
  const char *verdict;
  int failed;
  ModscopeChainStep steps[MODSCOPE_N_STEPS];
  char *part;
  ModscopeFinding *finding;
} ModscopeChain;

#define MODSCOPE_TYPE_CHAIN (modscope_chain_get_type ())
GType modscope_chain_get_type (void);

/**
 * modscope_chain_judge:
 * @machine: the facts
 * @device: one of its devices
 *
 * Judges the device and the parts folded into it: the first failed step of the device itself, else
 * that of its first part with one. Microseconds; no I/O. Judge again when the device's
 * revision notifies and on #ModscopeMachine::refreshed.
 *
 * Returns: (transfer full): the chain
 */
ModscopeChain *modscope_chain_judge (ModscopeMachine *machine, ModscopeDevice *device);
ModscopeChain *modscope_chain_ref (ModscopeChain *self);
void modscope_chain_unref (ModscopeChain *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeChain, modscope_chain_unref)

/** Returns: whether the verdict is a code of severity error or warning */
gboolean modscope_chain_is_problem (const ModscopeChain *self);

/** Returns: whether two chains say the same: whether a row must change */
gboolean modscope_chain_equal (const ModscopeChain *a, const ModscopeChain *b);

/** Returns: (transfer none): a verdict in a word or three, translated: “Working”, “No driver
 *  found”, “Switched off”; for a row */
const char *modscope_verdict_get_label (const char *verdict);

G_END_DECLS
