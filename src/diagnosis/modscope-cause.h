/* The causes in which an operation can end: what is known of the case, and a function for each
 * cause that puts it into words. For src/diagnosis alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-helper-error.h"
#include "diagnosis/modscope-finding.h"
#include "diagnosis/modscope-kernel-message.h"
#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/**
 * ModscopeCase: a failed operation.
 * @verb: what was asked for, a verb of modscopectl
 * @module: folded name of the module whose turn it was
 * @asked: folded name of the module that was asked for
 * @machine: (nullable), @known: (nullable): the facts, and those of @module
 * @messages: (element-type ModscopeKernelMessage): one for each line of @failure; %NULL for a line
 *   that is not known, or of another module
 * @message: (nullable): the one that decided
 */
typedef struct
{
  const char *verb;
  const char *module;
  const char *asked;
  ModscopeHelperError error_code;
  const ModscopeFailure *failure;
  ModscopeMachine *machine;
  ModscopeModule *known;
  GPtrArray *messages;
  const ModscopeKernelMessage *message;
} ModscopeCase;

/** A cause in words. */
typedef ModscopeFinding *(*ModscopeCause) (const ModscopeCase *self);

/* modscope-cause-file.c: the module's file, its signature, its kernel */
ModscopeFinding *modscope_cause_signature_rejected (const ModscopeCase *self);
ModscopeFinding *modscope_cause_signature_damaged (const ModscopeCase *self);
ModscopeFinding *modscope_cause_lockdown (const ModscopeCase *self);
ModscopeFinding *modscope_cause_wrong_kernel (const ModscopeCase *self);
ModscopeFinding *modscope_cause_symbol_mismatch (const ModscopeCase *self);
ModscopeFinding *modscope_cause_unknown_symbol (const ModscopeCase *self);
ModscopeFinding *modscope_cause_btf_mismatch (const ModscopeCase *self);
ModscopeFinding *modscope_cause_corrupt_module (const ModscopeCase *self);
/** Add a step: against a list of drivers that is older than the files, a file that is damaged or
 *  gone, a driver that no installed package has. */
void modscope_cause_advise_depmod (ModscopeFinding *finding);
void modscope_cause_advise_reinstall (ModscopeFinding *finding);
void modscope_cause_advise_package (ModscopeFinding *finding);
/** restart-needed, stale-index or module-not-shipped */
ModscopeFinding *modscope_cause_not_found (const ModscopeCase *self);

/* modscope-cause-rule.c: what a person or a package has set */
ModscopeFinding *modscope_cause_blocked_at_boot (const ModscopeCase *self);
ModscopeFinding *modscope_cause_modules_locked (const ModscopeCase *self);
ModscopeFinding *modscope_cause_blocked_by_rule (const ModscopeCase *self);
ModscopeFinding *modscope_cause_block_not_effective (const ModscopeCase *self);
ModscopeFinding *modscope_cause_bad_parameter (const ModscopeCase *self);
ModscopeFinding *modscope_cause_unknown_parameter (const ModscopeCase *self);

/* modscope-cause-module.c: the state of the module, and what it does */
ModscopeFinding *modscope_cause_already_loaded (const ModscopeCase *self);
ModscopeFinding *modscope_cause_builtin (const ModscopeCase *self);
ModscopeFinding *modscope_cause_in_use (const ModscopeCase *self);
/** driver-crashed, cannot-unload or load-failed: it is coming or going */
ModscopeFinding *modscope_cause_busy (const ModscopeCase *self);
ModscopeFinding *modscope_cause_cannot_unload (const ModscopeCase *self);
ModscopeFinding *modscope_cause_driver_crashed (const ModscopeCase *self);
ModscopeFinding *modscope_cause_load_failed (const ModscopeCase *self);

/* modscope-cause-hardware.c: hardware and firmware */
ModscopeFinding *modscope_cause_no_hardware (const ModscopeCase *self);
ModscopeFinding *modscope_cause_virtualization_off (const ModscopeCase *self);
ModscopeFinding *modscope_cause_firmware_missing (const ModscopeCase *self);
ModscopeFinding *modscope_cause_probe_failed (const ModscopeCase *self);

/* What they share. */

/** Returns: (transfer full): a finding about the case's module, with the lines that belong to it as
 *  evidence; @title and @explanation are taken over */
ModscopeFinding *modscope_cause_new (const ModscopeCase *self,
                                     const char *code,
                                     ModscopeSeverity severity,
                                     char *title,
                                     char *explanation);

/** Returns: (transfer none) (nullable): the first message of this event */
const ModscopeKernelMessage *modscope_cause_find (const ModscopeCase *self, ModscopeEvent event);

/** Returns: (transfer full): an errno in words with its name: "“Operation not permitted” (EPERM)"
 */
char *modscope_cause_dup_error (int error);

/** Returns: (transfer full): a sentence with the kernel's answer, with a blank before it; "" if
 *  there was none */
char *modscope_cause_dup_answer (const ModscopeCase *self);

/** Returns: (transfer full) (nullable): what the module says about itself, if the index is there */
ModscopeModuleDetails *modscope_cause_dup_details (const ModscopeCase *self);

/** Adds steps that a person takes. */
void modscope_cause_advise (ModscopeFinding *finding, const char *text);

/** Adds what Modscope can do with one module. */
void modscope_cause_offer (ModscopeFinding *finding,
                           const char *text,
                           const char *verb,
                           const char *module);

/** ModscopeRuleTest: whether a rule is meant. */
typedef gboolean (*ModscopeRuleTest) (ModscopeRule *rule, const ModscopeCase *self);

/** Returns: (transfer full) (nullable): the first rule that names the module and passes @test */
ModscopeRule *modscope_cause_find_rule (const ModscopeCase *self, ModscopeRuleTest test);

/** Adds a rule as evidence. */
void modscope_cause_add_rule (ModscopeFinding *finding, ModscopeRule *rule);

/** Returns: (transfer full): where a rule stands, "/etc/modprobe.d/x.conf, line 3" */
char *modscope_cause_dup_place (ModscopeRule *rule);

G_END_DECLS
