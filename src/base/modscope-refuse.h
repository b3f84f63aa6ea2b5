/* Errors that answer a call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-helper-error.h"

G_BEGIN_DECLS

/** Sets MODSCOPE_HELPER_ERROR_@code with @sentence. Returns: %FALSE */
#define modscope_refuse(error, code, sentence)                                                     \
  modscope_refuse_about ((error), MODSCOPE_HELPER_ERROR_##code, (sentence), NULL, NULL)

/** The same about a module. */
#define modscope_refuse_module(error, code, sentence, module)                                      \
  modscope_refuse_about ((error), MODSCOPE_HELPER_ERROR_##code, (sentence), (module), NULL)

/** The same; @files: (nullable): the places in the configuration that are in the way. */
gboolean modscope_refuse_about (
  GError **error, int code, const char *sentence, const char *module, char **files);

G_END_DECLS
