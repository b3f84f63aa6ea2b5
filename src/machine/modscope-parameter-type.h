/* What a module's parameter takes: its type in the kernel's words, made into what a form asks for
 * and checks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ModscopeParameterKind: how a person gives it. */
typedef enum
{
  MODSCOPE_PARAMETER_SWITCH, /* on or off */
  MODSCOPE_PARAMETER_NUMBER, /* a whole number between two bounds */
  MODSCOPE_PARAMETER_TEXT,   /* one word */
} ModscopeParameterKind;

/**
 * ModscopeParameterType:
 * @kind: how a person gives it, or each of a list
 * @is_list: whether it is several, with commas between
 * @is_signed: whether @min counts; else the least is 0
 * @min, @max: bounds of a number
 */
typedef struct
{
  ModscopeParameterKind kind;
  gboolean is_list;
  gboolean is_signed;
  gint64 min;
  guint64 max;
} ModscopeParameterType;

/**
 * modscope_parameter_type_parse:
 * @self: (out): the type
 * @type: (nullable): the type's word of the kernel's macros (moduleparam.h): "bool", "uint", "array
 *   of int"; what is not known is text
 */
void modscope_parameter_type_parse (ModscopeParameterType *self, const char *type);

/** Returns: (transfer full): what it takes, for a person, translated: "A whole number from 0 to
 *  255" */
char *modscope_parameter_type_dup_text (const ModscopeParameterType *self);

/**
 * modscope_parameter_type_check:
 * @self: the type
 * @value: what a person gave
 *
 * Returns: (transfer full) (nullable): what is wrong with it, for a person, translated; %NULL if
 *   the kernel and the helper take it
 */
char *modscope_parameter_type_check (const ModscopeParameterType *self, const char *value);

G_END_DECLS
