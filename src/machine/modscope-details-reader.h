/* Reads everything about one module from everywhere, off the main thread. For src/machine alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-module-details.h"

#include "machine/modscope-index.h"
#include "system/modscope-tables.h"

G_BEGIN_DECLS

/**
 * ModscopeDetailsRequest: what the reader needs; immutable, with references of its own, so that a
 * thread can have it.
 * @tables: (nullable), @index: (nullable), @needed_by: (nullable)
 * @rules: (element-type ModscopeRule): all rules
 */
typedef struct
{
  char *name;
  ModscopeKernel *kernel;
  ModscopeTables *tables;
  ModscopeIndex *index;
  GPtrArray *rules;
  GStrv needed_by;
} ModscopeDetailsRequest;

void modscope_details_request_free (ModscopeDetailsRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeDetailsRequest, modscope_details_request_free)

/** Returns: (transfer full): the details; a file that cannot be read is their problem. Blocks. */
ModscopeModuleDetails *modscope_details_read (const ModscopeDetailsRequest *request);

/**
 * modscope_options_dup_value:
 * @options: options as in modprobe.d or on a command line: "a=1 b=\"2 3\" c"
 * @name: a parameter, "-" and "_" being the same
 *
 * Returns: (transfer full) (nullable): the last value that @options give it, without its quotes,
 *   "" for one that is named without a value; %NULL if it is not named
 */
char *modscope_options_dup_value (const char *options, const char *name);

G_END_DECLS
