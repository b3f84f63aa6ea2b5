/* A finding: a reference counted value that is filled by whoever makes it and read by all others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-finding.h"

G_DEFINE_BOXED_TYPE (ModscopeFinding,
                     modscope_finding,
                     modscope_finding_ref,
                     modscope_finding_unref)

const char *
modscope_severity_to_string (ModscopeSeverity severity)
{
  static const char *const words[] = {
    [MODSCOPE_SEVERITY_ERROR] = "error",
    [MODSCOPE_SEVERITY_WARNING] = "warning",
    [MODSCOPE_SEVERITY_NOTICE] = "notice",
  };

  g_return_val_if_fail (severity < G_N_ELEMENTS (words), "error");
  return words[severity];
}

static void
evidence_free (gpointer data)
{
  ModscopeEvidence *evidence = data;

  g_free (evidence->source);
  g_free (evidence->text);
  g_free (evidence);
}

static void
fix_free (gpointer data)
{
  ModscopeFix *fix = data;

  g_free (fix->text);
  g_free (fix->verb);
  g_strfreev (fix->arguments);
  g_free (fix);
}

ModscopeFinding *
modscope_finding_new (const char *code,
                      ModscopeSeverity severity,
                      const char *subject_type,
                      const char *subject_id,
                      char *title,
                      char *explanation)
{
  ModscopeFinding *self = g_rc_box_new0 (ModscopeFinding);

  self->code = g_intern_string (code);
  self->severity = severity;
  self->subject_type = g_intern_string (subject_type);
  self->subject_id = g_strdup (subject_id);
  self->title = title;
  self->explanation = explanation;
  self->evidence = g_ptr_array_new_with_free_func (evidence_free);
  self->fixes = g_ptr_array_new_with_free_func (fix_free);
  return self;
}

static void
finding_clear (gpointer data)
{
  ModscopeFinding *self = data;

  g_free (self->subject_id);
  g_free (self->title);
  g_free (self->explanation);
  g_ptr_array_unref (self->evidence);
  g_ptr_array_unref (self->fixes);
}

ModscopeFinding *
modscope_finding_ref (ModscopeFinding *self)
{
  return g_rc_box_acquire (self);
}

void
modscope_finding_unref (ModscopeFinding *self)
{
  g_rc_box_release_full (self, finding_clear);
}

void
modscope_finding_add_evidence (ModscopeFinding *self,
                               const char *source,
                               guint line,
                               const char *text)
{
  ModscopeEvidence *evidence = g_new (ModscopeEvidence, 1);

  evidence->source = g_strdup (source);
  evidence->line = line;
  evidence->text = g_strdup (text);
  g_ptr_array_add (self->evidence, evidence);
}

void
modscope_finding_add_fix (ModscopeFinding *self,
                          const char *text,
                          const char *verb,
                          const char *const *arguments)
{
  ModscopeFix *fix = g_new (ModscopeFix, 1);

  fix->text = g_strdup (text);
  fix->verb = g_strdup (verb);
  fix->arguments = arguments != NULL ? g_strdupv ((GStrv) arguments) : g_new0 (char *, 1);
  g_ptr_array_add (self->fixes, fix);
}
