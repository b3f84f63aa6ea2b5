/* The nearest word to a mistyped one, by Levenshtein's distance.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-near.h"

#include <string.h>

/* Longer words are no typing mistakes of a command, an option or a module. */
#define WORD_MAX 64

void
modscope_near_init (ModscopeNear *self, const char *word)
{
  self->word = word;
  self->best = NULL;
  self->best_distance = G_MAXUINT;
}

/* One row of the table of distances is enough, walked once for each letter of @a. */
static guint
distance (const char *a, gsize a_length, const char *b, gsize b_length)
{
  guint row[WORD_MAX + 1];

  for (gsize j = 0; j <= b_length; j++)
    row[j] = (guint) j;
  for (gsize i = 1; i <= a_length; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i;
      for (gsize j = 1; j <= b_length; j++)
        {
          guint above = row[j];
          guint change = diagonal + (a[i - 1] != b[j - 1]);

          row[j] = MIN (change, MIN (above, row[j - 1]) + 1);
          diagonal = above;
        }
    }
  return row[b_length];
}

void
modscope_near_offer (ModscopeNear *self, const char *candidate)
{
  gsize word_length = strlen (self->word);
  gsize length = strlen (candidate);
  guint far;

  if (word_length > WORD_MAX || length > WORD_MAX)
    return;
  /* What was only begun is nearer than any word of the same length. */
  far = word_length >= 3 && g_str_has_prefix (candidate, self->word)
          ? 1
          : distance (self->word, word_length, candidate, length);
  if (far < self->best_distance)
    {
      self->best_distance = far;
      self->best = candidate;
    }
}

const char *
modscope_near_get (ModscopeNear *self)
{
  return self->best_distance <= MAX (1, strlen (self->word) / 3) ? self->best : NULL;
}
