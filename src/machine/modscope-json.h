/* The JSON of modscopectl and of reports, written as a stream: a listing of thousands of modules is
 * never in memory as a tree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/** ModscopeJson: a writer of one document. */
typedef struct _ModscopeJson ModscopeJson;

/**
 * modscope_json_new:
 * @stream: where the text goes, buffered by the writer
 *
 * Returns: (transfer full): a writer
 */
ModscopeJson *modscope_json_new (GOutputStream *stream);

/**
 * modscope_json_finish:
 * @self: (transfer full): the writer
 * @error: the first error of the stream
 *
 * Writes what is buffered and a newline, and frees the writer.
 */
gboolean modscope_json_finish (ModscopeJson *self, GError **error);

/* Each value in an object is preceded by its key; @key is %NULL in an array and at the top.
 * Strings are UTF-8; %NULL is null. */
void modscope_json_begin_object (ModscopeJson *self, const char *key);
void modscope_json_end_object (ModscopeJson *self);
void modscope_json_begin_array (ModscopeJson *self, const char *key);
void modscope_json_end_array (ModscopeJson *self);
void modscope_json_string (ModscopeJson *self, const char *key, const char *value);
void modscope_json_strings (ModscopeJson *self, const char *key, const char *const *values);
void modscope_json_int (ModscopeJson *self, const char *key, gint64 value);
void modscope_json_tri (ModscopeJson *self, const char *key, ModscopeTri value);
void modscope_json_null (ModscopeJson *self, const char *key);

/* The objects of cli.md. */
void modscope_json_module (ModscopeJson *self, ModscopeMachine *machine, ModscopeModule *module);
void modscope_json_module_with_details (ModscopeJson *self,
                                        ModscopeMachine *machine,
                                        ModscopeModule *module,
                                        ModscopeModuleDetails *details);
void modscope_json_rule (ModscopeJson *self, ModscopeRule *rule);
/** @helper: (nullable): whether the helper is there, which the facts do not know */
void modscope_json_system (ModscopeJson *self, ModscopeMachine *machine, const char *helper);

G_END_DECLS
