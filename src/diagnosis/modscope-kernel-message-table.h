/* The kernel messages that are known. For src/diagnosis alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/modscope-kernel-message.h"

G_BEGIN_DECLS

/**
 * ModscopeKernelForm: one message.
 * @event: what it tells
 * @code: (nullable): code of the finding to which it points; %NULL for context
 * @form: its text from the start, with a field for each part that varies. What comes behind the
 *   form's end does not matter.
 *
 * Fields: {module} a module's name; {symbol} and {driver} a word without blanks; {error} a number;
 * {origin} all up to the text behind it: "DRIVER DEVICE", of which the driver and the device are
 * taken; {any} the same, of no interest and possibly empty; {device}, {parameter}, {value},
 * {expected}, {file}, {process} all up to the text behind them (of a value possibly nothing), or
 * to the message's end.
 */
typedef struct
{
  ModscopeEvent event;
  const char *code;
  const char *form;
} ModscopeKernelForm;

/** Ends with a form that is %NULL. The first that matches wins. */
extern const ModscopeKernelForm modscope_kernel_forms[];

G_END_DECLS
