/* What was done with a module, read back, and in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/**
 * ModscopeDone:
 * @verb: "load", "unload", "restart", "block", "unblock", or of a device "off", "on", "use-driver",
 *   "switch-off", "switch-on"
 * @module: folded name, or the device's id
 * @effective: whether it is so, as read back
 * @reason: (nullable): why not: "CODE: sentence", or a sentence
 * @text: (nullable): the same for a person, translated
 */
typedef struct
{
  const char *verb;
  char *module;
  gboolean effective;
  char *reason;
  char *text;
} ModscopeDone;

/** Returns: (transfer full) (element-type ModscopeDone): an empty list */
GPtrArray *modscope_done_list_new (void);

/** @verb: static; @reason: (nullable), "" is none */
void modscope_done_list_add (
  GPtrArray *list, const char *verb, const char *module, gboolean effective, const char *reason);

/**
 * modscope_done_list_add_read_back:
 * @list: the list
 * @machine: read again since
 * @verb: "load" or "unload"
 * @names: what the helper says was done
 *
 * Adds what is, and not what was asked for.
 */
void modscope_done_list_add_read_back (GPtrArray *list,
                                       ModscopeMachine *machine,
                                       const char *verb,
                                       const char *const *names);

/** Returns: (transfer full): "Loaded snd", "snd is never loaded any more", without why it is not
 *  in effect; translated */
char *modscope_done_dup_sentence (const ModscopeDone *self, ModscopeMachine *machine);

/** Returns: (transfer none) (nullable): why it is not in effect, for a person */
const char *modscope_done_get_reason (const ModscopeDone *self);

/** Returns: (transfer none) (nullable): what a block that is in effect leaves as it is, beginning
 *  with "; "; translated */
const char *modscope_done_get_rest (const ModscopeDone *self, ModscopeMachine *machine);

G_END_DECLS
