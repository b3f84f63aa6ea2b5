/* Modscope's error domain. Its codes are what a caller can act on; the message says what was
 * attempted, on what, and why it failed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MODSCOPE_ERROR (modscope_error_quark ())

/**
 * ModscopeError:
 * @MODSCOPE_ERROR_FAILED: nothing that a caller could act on
 * @MODSCOPE_ERROR_NOT_FOUND: no such module, kernel or file
 * @MODSCOPE_ERROR_INVALID_NAME: not the name of a module
 * @MODSCOPE_ERROR_INVALID_ARGUMENT: another argument that cannot be used
 * @MODSCOPE_ERROR_NO_MODULE_SUPPORT: the running kernel was built without modules
 * @MODSCOPE_ERROR_MODULES_GONE: the running kernel's module folder is not there (any more)
 * @MODSCOPE_ERROR_CORRUPT: a file is damaged
 */
typedef enum
{
  MODSCOPE_ERROR_FAILED,
  MODSCOPE_ERROR_NOT_FOUND,
  MODSCOPE_ERROR_INVALID_NAME,
  MODSCOPE_ERROR_INVALID_ARGUMENT,
  MODSCOPE_ERROR_NO_MODULE_SUPPORT,
  MODSCOPE_ERROR_MODULES_GONE,
  MODSCOPE_ERROR_CORRUPT,
} ModscopeError;

GQuark modscope_error_quark (void);

/**
 * modscope_error_set_errno:
 * @error: (nullable): where to put it
 * @errsv: an errno, positive
 * @format: what was attempted and on what, e.g. "Cannot read %s"
 *
 * Turns an errno into a #GError: "FORMAT: words of the errno". ENOENT becomes
 * %MODSCOPE_ERROR_NOT_FOUND, all others %MODSCOPE_ERROR_FAILED. Any thread.
 */
void modscope_error_set_errno (GError **error, int errsv, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

G_END_DECLS
