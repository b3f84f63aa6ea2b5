/* Errors that answer a call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-refuse.h"

gboolean
modscope_refuse_about (
  GError **error, int code, const char *sentence, const char *module, char **files)
{
  const ModscopeFailure failure = {
    .sentence = (char *) sentence,
    .module = (char *) module,
    .files = files,
  };
  g_autofree char *message = modscope_failure_to_message (&failure);

  g_set_error_literal (error, MODSCOPE_HELPER_ERROR, code, message);
  return FALSE;
}
