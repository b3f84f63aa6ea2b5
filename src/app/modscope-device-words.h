/* What the window says about a device. Pure functions, so that they can be tested alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/modscope-chain.h"

G_BEGIN_DECLS

/** Returns: (transfer none): the name of a symbolic icon for a verdict */
const char *modscope_chain_get_icon_name (const ModscopeChain *chain);

/** Returns: (transfer none): the style class that colours it, "" for none */
const char *modscope_chain_get_style (const ModscopeChain *chain);

/** Returns: (transfer none): the name of a symbolic icon for the state of a step */
const char *modscope_step_state_get_icon_name (ModscopeStepState state);

/** Returns: (transfer none): the style class that colours it, "" for none */
const char *modscope_step_state_get_style (ModscopeStepState state);

/** Returns: (transfer none): the state in a word or two for a screen reader, translated */
const char *modscope_step_state_get_label (ModscopeStepState state);

/** Returns: (transfer full): the second line of a row: the verdict, and what drives it */
char *modscope_device_dup_row_text (ModscopeDevice *device, const ModscopeChain *chain);

/** Returns: (transfer full): what a screen reader says of a row */
char *modscope_device_dup_spoken (ModscopeDevice *device, const ModscopeChain *chain);

/** Returns: (transfer full): "No device has a problem", "3 devices have a problem" */
char *modscope_problems_dup_text (guint n_problems);

/** Returns: (transfer full): "42 devices" */
char *modscope_devices_dup_text (guint n_devices);

/**
 * modscope_device_dup_report:
 * @device: a device
 * @chain: its check chain
 *
 * Returns: (transfer full): all that is known of it as lines of text, for the clipboard
 */
char *modscope_device_dup_report (ModscopeDevice *device, const ModscopeChain *chain);

/**
 * modscope_fix_dup_label:
 * @fix: a fix
 *
 * Returns: (transfer full) (nullable): the label of a button for what Modscope can do itself; %NULL
 *   if it is a step for a person
 */
char *modscope_fix_dup_label (const ModscopeFix *fix);

G_END_DECLS
