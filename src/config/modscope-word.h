/* Words of a line of configuration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * modscope_word_next:
 * @rest: (inout): the text that is left, changed in place
 *
 * Cuts the next word off, as strtok_r(3) with blanks and tabs does: blanks before it are skipped,
 * and the one behind it is taken away. Any thread.
 *
 * Returns: (transfer none) (nullable): the word, a part of the text; %NULL if there is none
 */
char *modscope_word_next (char **rest);

/**
 * modscope_word_resembles:
 * @word: any bytes
 * @known: a word that exists, in lower case
 *
 * Whether @word is likely a misspelling of @known: two letters at most were left out, added,
 * changed or swapped, or written in capitals. Any thread.
 */
gboolean modscope_word_resembles (const char *word, const char *known);

/**
 * modscope_word_dup_shown:
 * @word: any bytes
 *
 * Returns: (transfer full): @word as it can stand in a sentence: UTF-8, printable, and not longer
 *   than 40 characters. Any thread.
 */
char *modscope_word_dup_shown (const char *word);

G_END_DECLS
