/* Everything about one module that is read only when it is shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-module.h"

G_BEGIN_DECLS

/**
 * ModscopeParameter:
 * @name: its name
 * @type: (nullable): its type as the kernel's macros name it ("int", "charp", "array of int")
 * @description: (nullable): what its author says, possibly several lines
 * @value: (nullable): live value
 * @rule_value: (nullable): value that configuration sets
 */
typedef struct
{
  char *name;
  char *type;
  char *description;
  char *value;
  char *rule_value;
} ModscopeParameter;

/**
 * ModscopeFirmware:
 * @name: as the driver asks for it, "iwlwifi-cc-a0-72.ucode"
 * @present: whether a file of this name is in the firmware folders, also with .xz or .zst
 */
typedef struct
{
  char *name;
  gboolean present;
} ModscopeFirmware;

/**
 * ModscopeModuleDetails: immutable and reference counted. Strings are UTF-8; %NULL where the module
 * does not say.
 *
 * @name: folded name
 * @file: absolute path on the system it is of; %NULL for a built-in
 * @authors: all "author" fields
 * @needs: names in "depends"
 * @all_needs: all that must be loaded before it, in order (modules.dep)
 * @needed_by: names of the modules whose "depends" name it; sorted
 * @soft_pre, @soft_post: its own soft dependencies
 * @parameters: (element-type ModscopeParameter)
 * @firmware: (element-type ModscopeFirmware)
 * @rules: (element-type ModscopeRule): those that name it
 * @fields: all "key=value" strings, signature included
 * @problem: why the file could not be read, if so (then the other fields are empty)
 */
typedef struct
{
  char *name;
  char *file;
  char *description;
  GStrv authors;
  char *license;
  char *version;
  char *srcversion;
  char *vermagic;
  char *signer;
  char *signature_key;
  char *signature_hash;
  gboolean in_tree;
  GStrv needs;
  GStrv all_needs;
  GStrv needed_by;
  GStrv soft_pre;
  GStrv soft_post;
  GStrv aliases;
  GPtrArray *parameters;
  GPtrArray *firmware;
  GPtrArray *rules;
  GStrv fields;
  char *problem;
} ModscopeModuleDetails;

#define MODSCOPE_TYPE_MODULE_DETAILS (modscope_module_details_get_type ())
GType modscope_module_details_get_type (void);
ModscopeModuleDetails *modscope_module_details_ref (ModscopeModuleDetails *self);
void modscope_module_details_unref (ModscopeModuleDetails *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeModuleDetails, modscope_module_details_unref)

/**
 * modscope_module_details_parse:
 * @name: folded name
 * @fields: "key=value" strings of .modinfo and signature
 *
 * The part that comes from the module's own text; a pure function. Parameters are those of "parm"
 * ("name:description") and "parmtype" ("name:type") together, in the order of their first mention.
 *
 * Returns: (transfer full): details without file, needed_by, all_needs, values, presence and rules
 */
ModscopeModuleDetails *modscope_module_details_parse (const char *name, const char *const *fields);

/** Returns: whether what can change from one reading to the next did not: the file, values of
 *  parameters, presence of firmware, and rules */
gboolean modscope_module_details_say_the_same (ModscopeModuleDetails *a, ModscopeModuleDetails *b);

G_END_DECLS
