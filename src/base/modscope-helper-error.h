/* The errors of the privileged helper: their names on the bus, and what their messages carry. Used
 * by the helper and by its client.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MODSCOPE_HELPER_ERROR (modscope_helper_error_quark ())

/**
 * ModscopeHelperError: io.github.modscope.Error.NAME on the bus, NAME as here in camel case. Each
 * is explained where the helper returns it.
 */
typedef enum
{
  MODSCOPE_HELPER_ERROR_INVALID_NAME,
  MODSCOPE_HELPER_ERROR_INVALID_PARAMETER,
  MODSCOPE_HELPER_ERROR_NOT_FOUND,
  MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED,
  MODSCOPE_HELPER_ERROR_DISMISSED,
  MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE,
  MODSCOPE_HELPER_ERROR_STALE,
  MODSCOPE_HELPER_ERROR_IN_USE,
  MODSCOPE_HELPER_ERROR_BUILT_IN,
  MODSCOPE_HELPER_ERROR_CRITICAL,
  MODSCOPE_HELPER_ERROR_INSTALL_COMMAND,
  MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT,
  MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE,
  MODSCOPE_HELPER_ERROR_READ_ONLY,
  MODSCOPE_HELPER_ERROR_NO_SPACE,
  MODSCOPE_HELPER_ERROR_BUSY,
  MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED,
  MODSCOPE_HELPER_ERROR_SIGNATURE_REJECTED,
  MODSCOPE_HELPER_ERROR_LOCKED_DOWN,
  MODSCOPE_HELPER_ERROR_MODULES_DISABLED,
  MODSCOPE_HELPER_ERROR_WRONG_KERNEL,
  MODSCOPE_HELPER_ERROR_UNKNOWN_SYMBOL,
  MODSCOPE_HELPER_ERROR_KERNEL_REFUSED,
} ModscopeHelperError;

/** Registers the names on the bus on first use. */
GQuark modscope_helper_error_quark (void);

/**
 * ModscopeFailure: what the message of such an error carries.
 * @sentence: the message's first line
 * @errsv: the kernel's errno, positive, or 0
 * @module: (nullable): the module whose turn it was
 * @done: modules that were loaded or unloaded before that, in order
 * @kernel_lines: lines that the kernel logged at that moment
 * @files: places in the configuration that are in the way, "PATH:LINE"
 *
 * Reference counted with g_rc_box; immutable once made.
 */
typedef struct
{
  char *sentence;
  int errsv;
  char *module;
  GStrv done;
  GStrv kernel_lines;
  GStrv files;
} ModscopeFailure;

void modscope_failure_free (ModscopeFailure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeFailure, modscope_failure_free)

/**
 * modscope_failure_to_message:
 *
 * Returns: (transfer full): the failure as an error's message, as described in
 *   data/io.github.modscope.Helper1.xml; newlines and control characters in values become blanks
 */
char *modscope_failure_to_message (const ModscopeFailure *self);

/**
 * modscope_failure_from_message:
 * @message: the message of an error, not trusted
 *
 * Returns: (transfer full): what it carries; unknown keys are skipped
 */
ModscopeFailure *modscope_failure_from_message (const char *message);

G_END_DECLS
