/* Whether a rule that blocks a module is in effect, and if not, what defeats it: pure functions of
 * the lines and what modprobe makes of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-block-facts.h"
#include "config/modscope-config.h"

G_BEGIN_DECLS

/**
 * modscope_block_effect_judge:
 * @facts: what modprobe makes of it
 * @lines: (element-type ModscopeConfigLine): the configuration
 * @name: a folded name
 * @wanted: how it should be blocked: not at all, autoload or always
 *
 * The sentence is in no person's language: modscope_block_effect_translate() makes it so.
 *
 * Returns: (transfer full): "" if it is so, else "CODE: sentence" with why it is not
 */
char *modscope_block_effect_judge (const ModscopeBlockFacts *facts,
                                   GPtrArray *lines,
                                   const char *name,
                                   ModscopeBlocked wanted);

/**
 * modscope_block_effect_judge_image:
 * @rules: the text of all files of modprobe.d in a boot image that holds the module
 * @image: the image's file
 * @name: the module's folded name
 *
 * Returns: (transfer full): as modscope_block_effect_judge(): "" if the image knows that it is
 * blocked
 */
char *modscope_block_effect_judge_image (const char *rules, const char *image, const char *name);

/** Returns: (transfer full): such a sentence, without its code, translated; one that is not known
 *  (of another version) as it is */
char *modscope_block_effect_translate (const char *reason);

G_END_DECLS
