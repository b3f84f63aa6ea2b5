/* What the window says about a module: its status, counts and values in words. Pure functions of a
 * module, so that they can be tested alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-machine.h"

G_BEGIN_DECLS

/**
 * ModscopeStatus: what a person wants to know first of a module. In the order in which the list
 * shows them; #ModscopeModuleState and #ModscopeBlocked together.
 */
typedef enum
{
  MODSCOPE_STATUS_IN_USE,
  MODSCOPE_STATUS_LOADED,
  MODSCOPE_STATUS_LOADING,
  MODSCOPE_STATUS_UNLOADING,
  MODSCOPE_STATUS_BUILTIN,
  MODSCOPE_STATUS_AVAILABLE,
  MODSCOPE_STATUS_BLOCKED,
} ModscopeStatus;

/** Returns: the module's status. A module that is in the kernel is never merely blocked */
ModscopeStatus modscope_status_of (ModscopeModule *module);

/** Returns: (transfer none): one or two words for a column, translated: "In use" */
const char *modscope_status_get_label (ModscopeStatus status);

/** Returns: (transfer none): the name of a symbolic icon */
const char *modscope_status_get_icon_name (ModscopeStatus status);

/** Returns: (transfer none): the style class that colours the icon, "" for none */
const char *modscope_status_get_style (ModscopeStatus status);

/**
 * modscope_module_dup_status_text:
 * @module: a module
 *
 * Returns: (transfer full): the status in words with the exact term beside it, translated: "In use
 *   by 3", "Blocked (blacklisted)"
 */
char *modscope_module_dup_status_text (ModscopeModule *module);

/** Returns: whether something is wrong with it: its file cannot be read, it crashed or was forced
 *  in, or it is in the kernel although a rule blocks it. Whether it wants for firmware only its
 *  devices tell: modscope_find_modules_without_firmware() */
gboolean modscope_module_has_problem (ModscopeModule *module);

/** Returns: (transfer none): a heading for modscope_module_dup_problem_text(), translated */
const char *modscope_module_get_problem_title (ModscopeModule *module);

/**
 * modscope_module_dup_problem_text:
 * @module: a module
 *
 * Returns: (transfer full) (nullable): what modscope_module_has_problem() found, in words,
 *   translated
 */
char *modscope_module_dup_problem_text (ModscopeModule *module);

/** Returns: whether it is known to have no signature */
gboolean modscope_module_is_unsigned (ModscopeModule *module);

/** Returns: whether it did not come with the kernel: built elsewhere, or loaded from elsewhere */
gboolean modscope_module_is_foreign (ModscopeModule *module);

/** Returns: (transfer full): the number of its users, "" where that is unknown or none */
char *modscope_module_dup_use_text (ModscopeModule *module);

/** Returns: (transfer full): its memory, "" where it takes none */
char *modscope_module_dup_memory_text (ModscopeModule *module);

/** Returns: (transfer full): the number of its devices, "" where there are none */
char *modscope_module_dup_devices_text (ModscopeModule *module);

/** Returns: (transfer full): what a screen reader says of its row: name, purpose and status */
char *modscope_module_dup_spoken (ModscopeModule *module);

/**
 * modscope_taint_words_dup_text:
 * @words: words of modscope_module_dup_taint_words()
 *
 * Returns: (transfer full) (nullable): the marks that it leaves on the kernel, for a person; %NULL
 *   for none
 */
char *modscope_taint_words_dup_text (const char *const *words);

/**
 * modscope_module_dup_report:
 * @module: a module
 * @details: (nullable): its details
 *
 * Returns: (transfer full): all that is known of it as lines of text, for the clipboard
 */
char *modscope_module_dup_report (ModscopeModule *module, ModscopeModuleDetails *details);

/**
 * modscope_count_dup_text:
 * @shown: modules that the filters leave
 * @all: modules in all
 *
 * Returns: (transfer full): "4,023 modules" or "12 of 4,023 modules", translated
 */
char *modscope_count_dup_text (guint shown, guint all);

/**
 * modscope_words_from_search:
 * @text: what a person typed
 *
 * Returns: (transfer full): its words, folded for modscope_module_matches(), possibly empty
 */
GStrv modscope_words_from_search (const char *text);

G_END_DECLS
