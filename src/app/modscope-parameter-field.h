/* A module's parameter to be filled in: left to the module, or set to a value of its type.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "machine/modscope-module-details.h"

G_BEGIN_DECLS

/**
 * ModscopeParameterField: property valid (boolean, readable, notifies: whether it is left to the
 * module, or the value is one).
 */
#define MODSCOPE_TYPE_PARAMETER_FIELD (modscope_parameter_field_get_type ())
G_DECLARE_FINAL_TYPE (
  ModscopeParameterField, modscope_parameter_field, MODSCOPE, PARAMETER_FIELD, AdwPreferencesRow)

/** Returns: (transfer floating): a row that leaves @parameter to the module */
GtkWidget *modscope_parameter_field_new (const ModscopeParameter *parameter);

gboolean modscope_parameter_field_get_valid (ModscopeParameterField *self);

/** Returns: (transfer full) (nullable): "NAME=VALUE"; %NULL if it is left to the module */
char *modscope_parameter_field_dup_setting (ModscopeParameterField *self);

G_END_DECLS
