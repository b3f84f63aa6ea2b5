/* One sentence about a module: curated, or put together from its place, kind and description.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-purpose.h"

#include <stdlib.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "base/modscope-text.h"
#include "machine/modscope-place.h"
#include "machine/modscope-purpose-table.h"

/* More than any description in the kernel has; a hostile file's is cut here. */
#define DESCRIPTION_BYTES 400

/* What can be said of every module of a kind. Translators: each becomes a sentence, either alone
 * ("Part of sound support.") or before a module's own English description. */
static const char *const kind_clauses[MODSCOPE_N_KINDS] = {
  [MODSCOPE_KIND_GRAPHICS] = N_ ("Part of graphics support"),
  [MODSCOPE_KIND_NETWORK] = N_ ("Part of network adapter support"),
  [MODSCOPE_KIND_BLUETOOTH] = N_ ("Part of Bluetooth support"),
  [MODSCOPE_KIND_SOUND] = N_ ("Part of sound support"),
  [MODSCOPE_KIND_CAMERA] = N_ ("Part of camera support"),
  [MODSCOPE_KIND_STORAGE] = N_ ("Part of disk and storage support"),
  [MODSCOPE_KIND_INPUT] = N_ ("Part of keyboard, mouse and other input support"),
  [MODSCOPE_KIND_USB] = N_ ("Part of USB support"),
  [MODSCOPE_KIND_FILESYSTEM] = N_ ("Part of file system support"),
  [MODSCOPE_KIND_NETWORKING] = N_ ("Part of network protocol support"),
  [MODSCOPE_KIND_SECURITY] = N_ ("Part of the security features"),
  [MODSCOPE_KIND_CRYPTOGRAPHY] = N_ ("Part of encryption support"),
  [MODSCOPE_KIND_VIRTUALIZATION] = N_ ("Part of virtual machine support"),
  [MODSCOPE_KIND_SENSOR] = N_ ("Part of sensor support"),
  [MODSCOPE_KIND_POWER] = N_ ("Part of power management"),
  [MODSCOPE_KIND_PLATFORM] = N_ ("Part of mainboard and firmware support"),
  [MODSCOPE_KIND_LIBRARY] = N_ ("Shared code for other kernel modules"),
  [MODSCOPE_KIND_OTHER] = N_ ("Kernel module"),
};

/* An entry that ends with "*" is equal to all names that start so; no other entry does. */
static int
compare_purpose (const void *key, const void *purpose)
{
  const char *name = key;
  const char *entry = ((const ModscopePurpose *) purpose)->name;
  gsize length = strlen (entry);

  return entry[length - 1] == '*' ? strncmp (name, entry, length - 1) : strcmp (name, entry);
}

static const char *
find_sentence (const char *name)
{
  const ModscopePurpose *purpose = bsearch (name, modscope_purposes, modscope_n_purposes,
                                            sizeof modscope_purposes[0], compare_purpose);

  return purpose != NULL ? purpose->sentence : NULL;
}

/* Removes a version at the end, which says nothing to a person and is shown elsewhere: "ver 0.8",
 * "(version 5.6.0-3.4)", "v1.12 2021/03/10", "; $Revision: 2.7 $", " - 3.5.0". */
static char *
strip_version (const char *text)
{
  static gsize regex = 0;

  if (strchr (text, '.') == NULL)
    return g_strdup (text);
  if (g_once_init_enter (&regex))
    {
      GRegex *compiled =
        g_regex_new ("[\\s,;:(-]*(?:"
                     "\\bv(?:er(?:sion)?)?[.:]?\\s*\\d+\\.\\d[\\w.-]*(?:\\s+\\d+/\\d+/\\d+)?"
                     "|\\s\\d+\\.\\d+\\.\\d[\\w.-]*"
                     "|\\$revision[^$]*\\$"
                     ")\\)?\\s*$",
                     G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);

      g_once_init_leave (&regex, (gsize) compiled);
    }
  return g_regex_replace_literal ((GRegex *) regex, text, -1, 0, "", 0, NULL);
}

/* Whether a word of a description is one for what drivers share, of which "Drives …" would not be
 * true. */
static gboolean
is_shared_word (const char *word, gsize length)
{
  static const char *const words[] = {
    "api",       "attributes", "class",     "common",    "core",
    "framework", "functions",  "helper",    "helpers",   "layer",
    "lib",       "library",    "routines",  "shared",    "infrastructure",
    "utils",     "utility",    "utilities", "subsystem",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if ((word[0] | 0x20) == words[i][0] && strlen (words[i]) == length &&
        g_ascii_strncasecmp (word, words[i], length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_shared_code (const char *name, const char *summary)
{
  const char *word = summary;

  if (g_str_has_prefix (name, "lib") || g_str_has_suffix (name, "_core") ||
      g_str_has_suffix (name, "_common") || g_str_has_suffix (name, "_lib"))
    return TRUE;
  while (*word != '\0')
    {
      gsize length = 0;

      while (g_ascii_isalnum (word[length]))
        length++;
      if (is_shared_word (word, length))
        return TRUE;
      word += MAX (length, 1);
    }
  return FALSE;
}

static gboolean
is_sentence_end (const char *text, const char *stop)
{
  const char *word = stop;

  if (stop[1] != ' ' || !g_ascii_isupper (stop[2]))
    return FALSE;
  while (word > text && word[-1] != ' ')
    word--;

  /* Not after an abbreviation: "e.g. Samba", "Inc. Network". */
  return stop - word > 3 && memchr (word, '.', (gsize) (stop - word)) == NULL;
}

/* Keeps the first sentence. */
static void
cut_after_first_sentence (char *text)
{
  for (char *stop = strchr (text, '.'); stop != NULL; stop = strchr (stop + 1, '.'))
    if (is_sentence_end (text, stop))
      {
        *stop = '\0';
        return;
      }
}

/* Appends the words of a line, each after a blank but the first; controls count as blanks. */
static void
append_words (GString *text, const char *line, gsize length)
{
  gboolean in_word = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (line[i] == ' ' || g_ascii_iscntrl (line[i]))
        {
          in_word = FALSE;
          continue;
        }
      if (!in_word && text->len > 0)
        g_string_append_c (text, ' ');
      in_word = TRUE;
      g_string_append_c (text, line[i]);
    }
}

/* Joins the lines of a description without copyright notices. */
static char *
join_lines (const char *description)
{
  GString *text = g_string_new (NULL);

  while (*description != '\0')
    {
      gsize length = strcspn (description, "\n\r");

      if (g_ascii_strncasecmp (description, "(c)", 3) != 0 &&
          g_ascii_strncasecmp (description, "copyright", 9) != 0)
        append_words (text, description, length);
      description += length;
      description += strspn (description, "\n\r");
    }
  return g_string_free (text, FALSE);
}

/* Whether these bytes are the module's name, "-" and "_" being the same. */
static gboolean
is_name (const char *name, const char *start, gsize length)
{
  if (strlen (name) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (g_ascii_tolower (name[i]) != (start[i] == '-' ? '_' : g_ascii_tolower (start[i])))
      return FALSE;
  return TRUE;
}

/* Skips the module's own name before what it does: "drbd - Distributed …", "'ext9': File system".
 */
static const char *
skip_name (const char *name, const char *text)
{
  const char *start = text[0] == '\'' || text[0] == '"' ? text + 1 : text;
  gsize length = strlen (name);
  const char *rest;

  if (strlen (start) <= length || !is_name (name, start, length))
    return text;
  rest = start + length;
  rest += start != text && *rest == *text;
  if (g_str_has_prefix (rest, " - ") && rest[3] != '\0')
    return rest + 3;
  if (g_str_has_prefix (rest, ": ") && rest[2] != '\0')
    return rest + 2;
  return text;
}

static void
strip_end (char *text)
{
  gsize length = strlen (text);

  while (length > 0 && strchr (" .,;:!-", text[length - 1]) != NULL)
    text[--length] = '\0';
}

char *
modscope_purpose_summarize (const char *name, const char *description)
{
  g_autofree char *utf8 = modscope_text_to_utf8 (description, -1);
  g_autofree char *joined = join_lines (utf8);
  g_autofree char *cut = NULL;
  g_autofree char *text = NULL;

  cut_after_first_sentence (joined);
  cut = strip_version (joined);
  text = g_strdup (skip_name (name, cut));
  if (strlen (text) > DESCRIPTION_BYTES)
    {
      *g_utf8_find_prev_char (text, text + DESCRIPTION_BYTES) = '\0';
      g_clear_pointer (&cut, g_free);
      cut = g_steal_pointer (&text);
      text = g_strconcat (cut, "…", NULL);
    }
  strip_end (text);
  if (text[0] == '\0' || is_name (name, text, strlen (text)))
    return NULL;
  return g_steal_pointer (&text);
}

/* What is true of the module whatever else is known, translated and without its full stop. */
static const char *
find_clause (const char *name, ModscopeKind kind, const char *path, const char *summary)
{
  const ModscopePlace *place = modscope_place_find (path);

  if (place != NULL && place->kind == kind &&
      (place->scope == MODSCOPE_PLACE_ALL || (place->scope == MODSCOPE_PLACE_DRIVERS &&
                                              summary != NULL && !is_shared_code (name, summary))))
    return _ (place->clause);
  return _ (kind_clauses[kind]);
}

char *
modscope_purpose_dup (const char *name, ModscopeKind kind, const char *path, const char *summary)
{
  const char *sentence = find_sentence (name);
  const char *clause;

  if (sentence != NULL)
    return g_strdup (_ (sentence));

  clause = find_clause (name, kind, path, summary);
  if (summary == NULL && kind == MODSCOPE_KIND_OTHER && clause == _ (kind_clauses[kind]))
    return g_strdup (_ ("A kernel module that does not say what it is for."));
  if (summary == NULL)
    /* Translators: a whole sentence: %s is a clause such as "Part of sound support" */
    return g_strdup_printf (_ ("%s."), clause);
  /* Translators: the first %s is a clause such as "Drives wired network cards", the second one the
   * module's own description, which is English in every language */
  return g_strdup_printf (_ ("%s: %s."), clause, summary);
}
