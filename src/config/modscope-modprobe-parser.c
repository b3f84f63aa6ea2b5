/* Text of modprobe.d(5), read as libkmod reads it, with line numbers. What libkmod 30 does with odd
 * text was compared with it byte for byte; tests/unit/agree-modprobe-config.py does so again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-modprobe-parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/modscope-name.h"
#include "config/modscope-pattern.h"
#include "config/modscope-word.h"

/* A file with more is not configuration, and need not fill the memory. */
#define UNKNOWN_MAX 100

typedef struct
{
  const char *text;
  gsize length;
  gsize at;
  guint line; /* number of the line at @at */
} Reader;

/* What stands in the way of reading a line as its author meant it. */
typedef enum
{
  FLAW_NONE = 0,
  FLAW_BYTE_ORDER_MARK = 1 << 0,
  FLAW_CARRIAGE_RETURN = 1 << 1,
  FLAW_NO_MODULE = 1 << 2,
  FLAW_NO_VALUE = 1 << 3,
  FLAW_BRACKETS = 1 << 4,
  FLAW_STRAY_BYTE = 1 << 5,  /* in the words that count, ... */
  MAYBE_STRAY_BYTE = 1 << 6, /* or somewhere in the line */
} Flaws;

/* What libkmod 30 reads where a backslash ends a file. Later ones drop the backslash. */
#define STRAY_BYTE '\xff'

static const struct
{
  const char *word;
  ModscopeVerb verb;
} commands[] = {
  { "alias", MODSCOPE_VERB_ALIAS },     { "blacklist", MODSCOPE_VERB_BLACKLIST },
  { "install", MODSCOPE_VERB_INSTALL }, { "options", MODSCOPE_VERB_OPTIONS },
  { "remove", MODSCOPE_VERB_REMOVE },   { "softdep", MODSCOPE_VERB_SOFTDEP },
};

/* Puts the next line into @joined: one that ends with a backslash goes on in the next, and before
 * any other character a backslash is dropped. Returns FALSE at the end of the text. */
static gboolean
reader_next (Reader *self, GString *joined, guint *number, Flaws *flaws)
{
  g_string_truncate (joined, 0);
  *number = self->line;
  *flaws = FLAW_NONE;
  while (self->at < self->length)
    {
      char c = self->text[self->at++];

      if (c == '\n')
        {
          self->line++;
          return TRUE;
        }
      if (c != '\\')
        g_string_append_c (joined, c);
      else if (self->at == self->length)
        {
          g_string_append_c (joined, STRAY_BYTE);
          *flaws |= MAYBE_STRAY_BYTE;
        }
      else if (self->text[self->at] == '\n')
        {
          self->at++;
          self->line++;
        }
      else
        g_string_append_c (joined, self->text[self->at++]);
    }
  return joined->len > 0;
}

static void
cut_last_byte (char *text, char byte, Flaws flaw, Flaws *flaws)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length > 0 && text[length - 1] == byte)
    {
      text[length - 1] = '\0';
      *flaws |= flaw;
    }
}

/* Cuts off what libkmod takes for a part of a line's last word and its author does not. */
static void
cut_stray_byte (char *text, Flaws *flaws)
{
  if (*flaws & MAYBE_STRAY_BYTE)
    cut_last_byte (text, STRAY_BYTE, FLAW_STRAY_BYTE, flaws);
}

static void
cut_carriage_return (char *text, Flaws *flaws)
{
  cut_last_byte (text, '\r', FLAW_CARRIAGE_RETURN, flaws);
}

/* Takes the next word as the name of a module, an alias or a pattern of names. */
static char *
take_name (char **rest, Flaws *flaws)
{
  char *word = modscope_word_next (rest);

  cut_stray_byte (word, flaws);
  cut_carriage_return (word, flaws);
  if (word == NULL || word[0] == '\0')
    {
      *flaws |= FLAW_NO_MODULE;
      return NULL;
    }
  if (!modscope_pattern_is_balanced (word))
    *flaws |= FLAW_BRACKETS;
  return modscope_name_fold (word);
}

static void
append_words (GString *text, const char *heading, const GString *words)
{
  if (words->len > 0)
    g_string_append_printf (text, "%s%s%s", text->len > 0 ? " " : "", heading, words->str);
}

/* The soft dependencies of a line as "pre: a b post: c". */
static char *
normalize_softdep (const char *text)
{
  static const char blanks[] = " \t\n\v\f\r";
  g_autoptr (GString) pre = g_string_new (NULL);
  g_autoptr (GString) post = g_string_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);
  GString *words = NULL;
  const char *word = text;

  /* Where exactly one more blank than needed stands before the first word, libkmod takes it for a
   * part of that word, and so does not know it as "pre:" or "post:". */
  if (strspn (text, blanks) == 1)
    word += 1 + strcspn (text + 1, blanks);
  for (word += strspn (word, blanks); *word != '\0'; word += strspn (word, blanks))
    {
      gsize length = strcspn (word, blanks);

      if (length == strlen ("pre:") && memcmp (word, "pre:", length) == 0)
        words = pre;
      else if (length == strlen ("post:") && memcmp (word, "post:", length) == 0)
        words = post;
      else if (words != NULL)
        {
          g_string_append_c (words, ' ');
          g_string_append_len (words, word, (gssize) length);
        }
      word += length;
    }
  append_words (all, "pre:", pre);
  append_words (all, "post:", post);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* Takes the rest of a line as its value, in libkmod's form. */
static char *
take_value (ModscopeVerb verb, char *rest, Flaws *flaws)
{
  if (verb == MODSCOPE_VERB_BLACKLIST)
    return NULL;
  cut_stray_byte (rest, flaws);
  if (rest[0] == '\0')
    {
      *flaws |= FLAW_NO_VALUE;
      return NULL;
    }
  if (verb == MODSCOPE_VERB_SOFTDEP)
    return normalize_softdep (rest);
  if (verb == MODSCOPE_VERB_OPTIONS)
    g_strdelimit (rest, "\t", ' ');
  return g_strdup (rest);
}

static const char *
explain_flaws (Flaws flaws)
{
  if (flaws & FLAW_BYTE_ORDER_MARK)
    return _ ("The file begins with a byte order mark, which makes its first line unreadable.");
  if (flaws & FLAW_NO_MODULE)
    return _ ("The name of a module is missing.");
  if (flaws & FLAW_NO_VALUE)
    return _ ("Nothing follows the name of the module.");
  if (flaws & FLAW_BRACKETS)
    return _ ("The square brackets in the name do not pair up.");
  if (flaws & FLAW_CARRIAGE_RETURN)
    return _ ("The line ends as on Windows (CR LF), which is taken for a part of the name.");
  if (flaws & FLAW_STRAY_BYTE)
    return _ ("The file ends with a backslash, which spoils its last line.");
  return NULL;
}

static ModscopeConfigLine *
parse_command (ModscopeVerb verb, char *rest, const char *file, guint number, Flaws flaws)
{
  g_autofree char *alias = verb == MODSCOPE_VERB_ALIAS ? take_name (&rest, &flaws) : NULL;
  g_autofree char *module = take_name (&rest, &flaws);
  g_autofree char *value = NULL;

  if (verb == MODSCOPE_VERB_ALIAS)
    value = g_steal_pointer (&alias);
  else
    value = take_value (verb, rest, &flaws);
  return modscope_config_line_new (verb, module, value, file, number, explain_flaws (flaws));
}

/* Why a line whose first word is no command is not read. */
static char *
explain_unknown (const char *command)
{
  g_autofree char *shown = modscope_word_dup_shown (command);

  if (strcmp (command, "include") == 0 || strcmp (command, "config") == 0)
    return g_strdup_printf (_ ("The command “%s” is no longer read."), shown);
  if (strcmp (command, "weakdep") == 0)
    return g_strdup_printf (_ ("Only kmod 33 and later know the command “%s”."), shown);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (modscope_word_resembles (command, commands[i].word))
      /* Translators: the first %s is a misspelled word, the second one like it that exists. */
      return g_strdup_printf (_ ("There is no command “%s”. Perhaps “%s” is meant."), shown,
                              commands[i].word);
  return g_strdup_printf (_ ("There is no command “%s”."), shown);
}

static ModscopeConfigLine *
parse_unknown (const char *command, char *rest, const char *whole, const char *file, guint number)
{
  const char *word = modscope_word_next (&rest);
  g_autofree char *module = modscope_name_is_valid (word) ? modscope_name_fold (word) : NULL;
  g_autofree char *ignored = explain_unknown (command);

  return modscope_config_line_new (MODSCOPE_VERB_UNKNOWN, module, whole, file, number, ignored);
}

/* Returns NULL for an empty line and a comment. */
static ModscopeConfigLine *
parse_line (char *text, const char *file, guint number, Flaws flaws)
{
  static const char byte_order_mark[] = "\xef\xbb\xbf";
  g_autofree char *whole = NULL;
  char *rest = text;
  char *command;

  if (number == 1 && g_str_has_prefix (text, byte_order_mark))
    {
      rest += strlen (byte_order_mark);
      flaws |= FLAW_BYTE_ORDER_MARK;
    }
  whole = g_strdup (rest);
  command = modscope_word_next (&rest);
  cut_stray_byte (command, &flaws);
  cut_carriage_return (command, &flaws);
  /* libkmod knows a comment only by its first character and complains of an indented one, which
   * is none the less a comment. */
  if (command == NULL || command[0] == '\0' || command[0] == '#')
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (command, commands[i].word) == 0)
      return parse_command (commands[i].verb, rest, file, number, flaws);
  g_strchomp (whole);
  return parse_unknown (command, rest, whole, file, number);
}

GPtrArray *
modscope_config_parse_modprobe (const char *text, gsize length, const char *file)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_config_line_free);
  g_autoptr (GString) joined = g_string_new (NULL);
  Reader reader = { .text = text, .length = length, .line = 1 };
  guint unknown = 0;
  guint number;
  Flaws flaws;

  while (reader_next (&reader, joined, &number, &flaws))
    {
      /* A zero byte ends the line for libkmod, and so it does here. */
      g_autoptr (ModscopeConfigLine) line = parse_line (joined->str, file, number, flaws);

      if (line == NULL || (line->verb == MODSCOPE_VERB_UNKNOWN && unknown++ >= UNKNOWN_MAX))
        continue;
      g_ptr_array_add (lines, g_steal_pointer (&line));
    }
  return lines;
}
