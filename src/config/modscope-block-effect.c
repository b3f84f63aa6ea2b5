/* Whether a rule that blocks a module is in effect.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-block-effect.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "config/modscope-blockers.h"

#define NOT_EFFECTIVE "block-not-effective: "
#define STILL_BLOCKED "blocked-by-rule: "

typedef enum
{
  SENTENCE_STILL,
  SENTENCE_BUILTIN,
  SENTENCE_UNREADABLE,
  SENTENCE_UNKNOWN,
  SENTENCE_NO_PLAN,
  SENTENCE_OWN_SOFTDEP,
  SENTENCE_USER,
  SENTENCE_HOLDER,
  SENTENCE_COMPANION,
  SENTENCE_EARLIER,
  SENTENCE_IMAGE,
  N_SENTENCES,
} Sentence;

static const char *const sentences[] = {
  /* Translators: why a module can still not be loaded: files and lines of rules. */
  [SENTENCE_STILL] = N_ ("still, by %s"),
  /* Translators: why a rule that blocks a module has no effect, and so the following. */
  [SENTENCE_BUILTIN] = N_ ("it is part of the kernel itself"),
  [SENTENCE_UNREADABLE] = N_ ("modprobe cannot read its settings"),
  [SENTENCE_UNKNOWN] = N_ ("modprobe does not know of the rule"),
  [SENTENCE_NO_PLAN] = N_ ("modprobe cannot say what it would do"),
  [SENTENCE_OWN_SOFTDEP] = N_ ("its module file names modules to load with it"),
  /* Translators: the name of a module. */
  [SENTENCE_USER] = N_ ("only other modules load it, as does %s"),
  /* Translators: the name of a module. */
  [SENTENCE_HOLDER] = N_ ("%s needs it, and loads it"),
  /* Translators: file and line of a rule. */
  [SENTENCE_COMPANION] = N_ ("%s loads it with another module"),
  /* Translators: file and line of a rule. */
  [SENTENCE_EARLIER] = N_ ("%s comes first"),
  /* Translators: the file of the boot image, from which the computer starts. */
  [SENTENCE_IMAGE] = N_ ("the boot image %s holds it, and does not know the rule: rebuild it"),
};
G_STATIC_ASSERT (G_N_ELEMENTS (sentences) == N_SENTENCES);

/* The sentence with @word in it; @word: (nullable). */
static char *
fill (const char *format, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  return parts[1] != NULL ? g_strconcat (parts[0], word, parts[1], NULL) : g_strdup (format);
}

static char *
make_reason (const char *code, Sentence sentence, const char *word)
{
  g_autofree char *text = fill (sentences[sentence], word);

  return g_strconcat (code, text, NULL);
}

static char *
dup_place (const ModscopeConfigLine *line)
{
  return g_strdup_printf ("%s:%u", line->file, line->line);
}

/* A blacklist does not keep away what is loaded by name: by a module that needs it, or with one. */
static char *
judge_autoload (const ModscopeBlockFacts *facts, GPtrArray *lines, const char *name)
{
  const ModscopeConfigLine *line = modscope_blockers_find_companion (lines, name);
  g_autofree char *place = line != NULL ? dup_place (line) : NULL;

  if (facts->loads_by_itself)
    return make_reason (NOT_EFFECTIVE, SENTENCE_UNKNOWN, NULL);
  if (facts->user != NULL)
    return make_reason (NOT_EFFECTIVE, SENTENCE_USER, facts->user);
  if (facts->holder != NULL)
    return make_reason (NOT_EFFECTIVE, SENTENCE_HOLDER, facts->holder);
  return place != NULL ? make_reason (NOT_EFFECTIVE, SENTENCE_COMPANION, place) : g_strdup ("");
}

static char *
judge_always (const ModscopeBlockFacts *facts, GPtrArray *lines, const char *name)
{
  const ModscopeConfigLine *line;
  g_autofree char *place = NULL;

  if (!facts->planned)
    return make_reason (NOT_EFFECTIVE, SENTENCE_NO_PLAN, NULL);
  if (modscope_blocked_is_nothing (facts->install_command))
    return g_strdup ("");
  /* Another command, or a softdep that cancels ours. */
  line = modscope_blockers_find (
    lines, facts->install_command != NULL ? MODSCOPE_VERB_INSTALL : MODSCOPE_VERB_SOFTDEP, name);
  if (line == NULL)
    return make_reason (NOT_EFFECTIVE, SENTENCE_OWN_SOFTDEP, NULL);
  place = dup_place (line);
  return make_reason (NOT_EFFECTIVE, SENTENCE_EARLIER, place);
}

char *
modscope_block_effect_judge (const ModscopeBlockFacts *facts,
                             GPtrArray *lines,
                             const char *name,
                             ModscopeBlocked wanted)
{
  if (wanted == MODSCOPE_BLOCKED_NO)
    {
      g_auto (GStrv) blockers = modscope_blockers_list (lines, name);
      g_autofree char *places = g_strjoinv (", ", blockers);

      return blockers[0] != NULL ? make_reason (STILL_BLOCKED, SENTENCE_STILL, places)
                                 : g_strdup ("");
    }
  if (facts->builtin)
    return make_reason (NOT_EFFECTIVE, SENTENCE_BUILTIN, NULL);
  if (!facts->readable)
    return make_reason (NOT_EFFECTIVE, SENTENCE_UNREADABLE, NULL);
  return wanted == MODSCOPE_BLOCKED_ALWAYS ? judge_always (facts, lines, name)
                                           : judge_autoload (facts, lines, name);
}

char *
modscope_block_effect_judge_image (const char *rules, const char *image, const char *name)
{
  g_autoptr (GPtrArray) lines = modscope_config_parse_modprobe (rules, strlen (rules), image);
  g_autoptr (ModscopeBlockedTable) table = modscope_blocked_table_new (lines);

  return modscope_blocked_table_get (table, name, FALSE) != MODSCOPE_BLOCKED_NO
           ? g_strdup ("")
           : make_reason (NOT_EFFECTIVE, SENTENCE_IMAGE, image);
}

/* The word in a sentence that was made of @format; %NULL if it was not. */
static char *
take_word (const char *text, const char *format)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  gsize before = strlen (parts[0]);
  gsize after = parts[1] != NULL ? strlen (parts[1]) : 0;
  gsize length = strlen (text);

  if (parts[1] == NULL)
    return strcmp (text, format) == 0 ? g_strdup ("") : NULL;
  if (length <= before + after || !g_str_has_prefix (text, parts[0]) ||
      !g_str_has_suffix (text, parts[1]))
    return NULL;
  return g_strndup (text + before, length - before - after);
}

char *
modscope_block_effect_translate (const char *reason)
{
  const char *colon = strstr (reason, ": ");
  gsize length = strspn (reason, "abcdefghijklmnopqrstuvwxyz-");
  const char *text = colon != NULL && length == (gsize) (colon - reason) ? colon + 2 : reason;

  for (guint i = 0; i < N_SENTENCES; i++)
    {
      g_autofree char *word = take_word (text, sentences[i]);

      if (word != NULL)
        return fill (_ (sentences[i]), word);
    }
  return g_strdup (text);
}
