/* A finding: one thing that does not work or is worth knowing, with its cause, evidence and fixes;
 * the FINDING of cli.md's contract.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  MODSCOPE_SEVERITY_ERROR,
  MODSCOPE_SEVERITY_WARNING,
  MODSCOPE_SEVERITY_NOTICE,
} ModscopeSeverity;

/** Returns: (transfer none): "error", "warning" or "notice" */
const char *modscope_severity_to_string (ModscopeSeverity severity);

/** ModscopeEvidence: @source a file or "kernel log"; @line from 1, or 0; @text the line itself. */
typedef struct
{
  char *source;
  guint line;
  char *text;
} ModscopeEvidence;

/** ModscopeFix: @text for a person, translated; @verb (nullable) and @arguments: what Modscope can
 *  do itself, verbs of modscopectl. */
typedef struct
{
  char *text;
  char *verb;
  GStrv arguments;
} ModscopeFix;

/**
 * ModscopeFinding: immutable and reference counted.
 * @code: stable, of the project's list of codes
 * @subject_type: "device", "module", "rule" or "system"; @subject_id: which, or %NULL
 * @title: one line; @explanation: two or three sentences; both translated
 * @evidence: (element-type ModscopeEvidence)
 * @fixes: (element-type ModscopeFix): best first
 */
typedef struct
{
  const char *code;
  ModscopeSeverity severity;
  const char *subject_type;
  char *subject_id;
  char *title;
  char *explanation;
  GPtrArray *evidence;
  GPtrArray *fixes;
} ModscopeFinding;

#define MODSCOPE_TYPE_FINDING (modscope_finding_get_type ())
GType modscope_finding_get_type (void);

/** Returns: (transfer full): a finding without evidence and fixes; titles are taken over */
ModscopeFinding *modscope_finding_new (const char *code,
                                       ModscopeSeverity severity,
                                       const char *subject_type,
                                       const char *subject_id,
                                       char *title,
                                       char *explanation);
ModscopeFinding *modscope_finding_ref (ModscopeFinding *self);
void modscope_finding_unref (ModscopeFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeFinding, modscope_finding_unref)

/** For whoever makes it: adds a piece of evidence. */
void modscope_finding_add_evidence (ModscopeFinding *self,
                                    const char *source,
                                    guint line,
                                    const char *text);

/** For whoever makes it: adds a fix; @verb is %NULL for steps that a person takes. */
void modscope_finding_add_fix (ModscopeFinding *self,
                               const char *text,
                               const char *verb,
                               const char *const *arguments);

G_END_DECLS
