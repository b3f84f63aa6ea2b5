/* The question whether a change that could shut a person out of the computer stays. No answer is
 * an answer: it is put back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MODSCOPE_TRIAL_KEEP "keep"

/** ModscopeTrialDialog: its response is %MODSCOPE_TRIAL_KEEP, or any other. */
#define MODSCOPE_TYPE_TRIAL_DIALOG (modscope_trial_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeTrialDialog, modscope_trial_dialog, MODSCOPE, TRIAL_DIALOG, AdwMessageDialog)

/**
 * modscope_trial_dialog_new:
 * @parent: the window
 * @text: what was done, "Unloaded snd"
 * @end: when it is put back, of g_get_monotonic_time(), in microseconds
 *
 * Counts down. Whoever puts it back closes the dialog.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *modscope_trial_dialog_new (GtkWindow *parent, const char *text, gint64 end);

G_END_DECLS
