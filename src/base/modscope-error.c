/* The error domain, and errno turned into it at the boundary to the system.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-error.h"

#include <errno.h>

G_DEFINE_QUARK (modscope - error - quark, modscope_error)

void
modscope_error_set_errno (GError **error, int errsv, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, MODSCOPE_ERROR,
               errsv == ENOENT ? MODSCOPE_ERROR_NOT_FOUND : MODSCOPE_ERROR_FAILED, "%s: %s", what,
               g_strerror (errsv));
}
