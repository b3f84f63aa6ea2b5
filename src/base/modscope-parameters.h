/* Parameters of a module that a caller gave, none of them trusted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MODSCOPE_PARAMETERS_MAX 64        /* of one module */
#define MODSCOPE_PARAMETER_VALUE_MAX 1024 /* bytes */
/* What modprobe.d or a shell would read as more than text. */
#define MODSCOPE_PARAMETER_VALUE_FORBIDDEN "\"'\\#$;`"

/**
 * modscope_parameters_check:
 * @parameters: a{ss}: values by name
 * @info: "key=value" strings that the module says about itself
 * @error: %MODSCOPE_HELPER_ERROR_INVALID_PARAMETER
 *
 * Each name must be one of the module's parm or parmtype entries and stand once; each value must
 * be one word: what the kernel would read as more than one parameter, and what
 * modprobe.d or a shell would read as more than text, is refused.
 *
 * Returns: (transfer full) (nullable): the text for the kernel, "a=1 b=2", "" for none
 */
char *modscope_parameters_check (GVariant *parameters, const char *const *info, GError **error);

G_END_DECLS
