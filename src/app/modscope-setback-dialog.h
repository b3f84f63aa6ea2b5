/* What was not done, and why: cause, what to do, and the evidence one click away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "diagnosis/modscope-setback.h"

G_BEGIN_DECLS

/**
 * modscope_setback_dialog_new:
 * @parent: the window
 * @setback: what was not done
 * @offer: (nullable): the fix of it that Modscope can do itself; its response is "fix"
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *modscope_setback_dialog_new (GtkWindow *parent,
                                        const ModscopeSetback *setback,
                                        const ModscopeFix *offer);

G_END_DECLS
