/* Words of a line of configuration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-word.h"

#include <string.h>

#include "base/modscope-text.h"

#define SHOWN_MAX 40

/* Longest word that can be a misspelling of a command. */
#define RESEMBLES_MAX 16

char *
modscope_word_next (char **rest)
{
  char *word = *rest + strspn (*rest, "\t ");
  char *end = word + strcspn (word, "\t ");

  *rest = *end != '\0' ? end + 1 : end;
  *end = '\0';
  return word < end ? word : NULL;
}

static int
min3 (int a, int b, int c)
{
  return MIN (a, MIN (b, c));
}

gboolean
modscope_word_resembles (const char *word, const char *known)
{
  int distance[RESEMBLES_MAX + 1][RESEMBLES_MAX + 1];
  gsize rows = strlen (word);
  gsize columns = strlen (known);

  if (rows > RESEMBLES_MAX || columns > RESEMBLES_MAX)
    return FALSE;
  /* Optimal string alignment: the least number of edits between the words' beginnings. */
  for (gsize i = 0; i <= rows; i++)
    for (gsize j = 0; j <= columns; j++)
      {
        char a = i > 0 ? g_ascii_tolower (word[i - 1]) : '\0';
        char b = j > 0 ? known[j - 1] : '\0';

        if (i == 0 || j == 0)
          {
            distance[i][j] = (int) (i + j);
            continue;
          }
        distance[i][j] =
          min3 (distance[i - 1][j] + 1, distance[i][j - 1] + 1, distance[i - 1][j - 1] + (a != b));
        if (i > 1 && j > 1 && a == known[j - 2] && g_ascii_tolower (word[i - 2]) == b)
          distance[i][j] = MIN (distance[i][j], distance[i - 2][j - 2] + 1);
      }
  return distance[rows][columns] <= 2;
}

char *
modscope_word_dup_shown (const char *word)
{
  g_autofree char *utf8 = modscope_text_to_utf8 (word, (gssize) strnlen (word, 8 * SHOWN_MAX));
  GString *shown = g_string_new (NULL);
  int count = 0;

  for (const char *c = utf8; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (count++ == SHOWN_MAX)
        {
          g_string_append (shown, "…");
          break;
        }
      g_string_append_unichar (shown, g_unichar_isprint (character) ? character : 0xfffd);
    }
  return g_string_free (shown, FALSE);
}
