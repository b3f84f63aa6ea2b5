/* Edits of Modscope's own file of blocks. A block is a comment and the rules below it:
 *
 *   # Modscope, 2026-11-23: never load. Reason: freezes on resume
 *   blacklist nouveau
 *   softdep nouveau pre:
 *   install nouveau /bin/false
 *
 * What is taken for a block is what would be written again byte for byte, and nothing else. New
 * blocks come first in the file: the first install line for a module wins, and so no line of
 * somebody else's can swallow them, as a backslash at its end would.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-block-edit.h"

#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"

#define OPENING "# Modscope, "
#define REASON ". Reason: "
#define BLACKLIST "blacklist "

/* These words are recognised again, and so are not translated. */
static const struct
{
  ModscopeBlocked strength;
  const char *words;
} strengths[] = {
  { MODSCOPE_BLOCKED_AUTOLOAD, ": do not load automatically" },
  { MODSCOPE_BLOCKED_ALWAYS, ": never load" },
};

gboolean
modscope_block_reason_is_valid (const char *reason)
{
  if (reason == NULL || strlen (reason) > MODSCOPE_REASON_MAX ||
      !g_utf8_validate (reason, -1, NULL))
    return FALSE;
  for (const char *c = reason; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      GUnicodeType type = g_unichar_type (character);

      /* A comment that ends with a backslash swallows the next line. */
      if (!g_unichar_isprint (character) || character == '\\' || type == G_UNICODE_LINE_SEPARATOR ||
          type == G_UNICODE_PARAGRAPH_SEPARATOR)
        return FALSE;
    }
  return TRUE;
}

static gboolean
date_is_valid (const char *when)
{
  static const char pattern[] = "dddd-dd-dd";

  if (strlen (when) != strlen (pattern))
    return FALSE;
  for (gsize i = 0; i < strlen (pattern); i++)
    if (pattern[i] == 'd' ? !g_ascii_isdigit (when[i]) : when[i] != pattern[i])
      return FALSE;
  return TRUE;
}

char *
modscope_block_value_new (ModscopeBlocked strength, const char *reason)
{
  const char *word = modscope_blocked_to_string (strength);

  return reason != NULL && reason[0] != '\0' ? g_strdup_printf ("%s: %s", word, reason)
                                             : g_strdup (word);
}

gboolean
modscope_block_value_split (const char *value, char **strength, char **reason)
{
  const char *colon = strstr (value, ": ");
  g_autofree char *word =
    g_strndup (value, colon != NULL ? (gsize) (colon - value) : strlen (value));

  if (strcmp (word, modscope_blocked_to_string (MODSCOPE_BLOCKED_AUTOLOAD)) != 0 &&
      strcmp (word, modscope_blocked_to_string (MODSCOPE_BLOCKED_ALWAYS)) != 0)
    return FALSE;
  *strength = g_steal_pointer (&word);
  *reason = colon != NULL && modscope_block_reason_is_valid (colon + strlen (": "))
              ? g_strdup (colon + strlen (": "))
              : NULL;
  return TRUE;
}

static const char *
strength_to_words (ModscopeBlocked strength)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strengths); i++)
    if (strengths[i].strength == strength)
      return strengths[i].words;
  return NULL;
}

static char *
format_block (const char *module, ModscopeBlocked strength, const char *reason, const char *when)
{
  GString *block = g_string_new (OPENING);

  g_string_append_printf (block, "%s%s", when, strength_to_words (strength));
  if (reason != NULL && reason[0] != '\0')
    g_string_append_printf (block, REASON "%s", reason);
  g_string_append_printf (block, "\n" BLACKLIST "%s\n", module);
  /* A softdep, also one of the module's own, cancels the install line. The first that is read
   * wins, so an empty one keeps the install line alive. */
  if (strength == MODSCOPE_BLOCKED_ALWAYS)
    g_string_append_printf (block, "softdep %s pre:\ninstall %s /bin/false\n", module, module);
  return g_string_free (block, FALSE);
}

/* The name in a line "blacklist NAME". */
static char *
take_blacklisted (const char *line)
{
  g_autofree char *name = NULL;
  gsize length;

  if (!g_str_has_prefix (line, BLACKLIST))
    return NULL;
  line += strlen (BLACKLIST);
  length = strcspn (line, "\n");
  if (length > MODSCOPE_NAME_MAX)
    return NULL;
  name = g_strndup (line, length);
  return modscope_name_is_valid (name) ? g_steal_pointer (&name) : NULL;
}

/* Returns the module of the block that begins at @line, or NULL if none does. @value: how. */
static char *
recognize_block (const char *line, gsize *length, char **value)
{
  const char *end = strchr (line, '\n');
  g_autofree char *module = NULL;
  g_autofree char *comment = NULL;
  g_autofree char *when = NULL;
  const char *words;

  if (end == NULL || !g_str_has_prefix (line, OPENING))
    return NULL;
  module = take_blacklisted (end + 1);
  comment = g_strndup (line + strlen (OPENING), (gsize) (end - line) - strlen (OPENING));
  when = g_strndup (comment, strlen ("2026-11-23"));
  if (module == NULL || !date_is_valid (when))
    return NULL;

  words = comment + strlen (when);
  for (gsize i = 0; i < G_N_ELEMENTS (strengths); i++)
    {
      gsize known = strlen (strengths[i].words);
      const char *reason = NULL;
      g_autofree char *block = NULL;

      if (!g_str_has_prefix (words, strengths[i].words))
        continue;
      if (g_str_has_prefix (words + known, REASON))
        reason = words + known + strlen (REASON);
      if (reason != NULL && !modscope_block_reason_is_valid (reason))
        continue;
      block = format_block (module, strengths[i].strength, reason, when);
      if (!g_str_has_prefix (line, block))
        continue;
      *length = strlen (block);
      *value = modscope_block_value_new (strengths[i].strength, reason);
      return g_steal_pointer (&module);
    }
  return NULL;
}

/* Whether a line goes on in the next: it ends with a backslash that no other one quotes. */
static gboolean
line_goes_on (const char *line, const char *end)
{
  gsize backslashes = 0;

  while (end > line && *--end == '\\')
    backslashes++;
  return backslashes % 2 == 1;
}

/* The text piece by piece, each a block or a line: a block has a @module and says how in @value. */
typedef struct
{
  const char *start;
  gsize length;
  char *module;
  char *value;
  gboolean goes_on;
} Piece;

static void
piece_clear (Piece *self)
{
  g_clear_pointer (&self->module, g_free);
  g_clear_pointer (&self->value, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Piece, piece_clear)

static gboolean
piece_next (Piece *self)
{
  piece_clear (self);
  self->start += self->length;
  self->length = 0;
  if (*self->start == '\0')
    return FALSE;
  /* What follows a backslash is part of the line before, not a block. */
  if (!self->goes_on)
    self->module = recognize_block (self->start, &self->length, &self->value);
  if (self->module != NULL)
    return TRUE;
  self->length = strcspn (self->start, "\n");
  self->goes_on = line_goes_on (self->start, self->start + self->length);
  if (self->start[self->length] == '\n')
    self->length++;
  return TRUE;
}

/* The text without the blocks of @module. Counts these in @removed, and all others in @kept. */
static char *
take_blocks (const char *text, const char *module, guint *removed, guint *kept)
{
  GString *left = g_string_sized_new (strlen (text));
  g_auto (Piece) piece = { .start = text };

  *removed = *kept = 0;
  while (piece_next (&piece))
    {
      if (g_strcmp0 (piece.module, module) == 0)
        {
          (*removed)++;
          continue;
        }
      if (piece.module != NULL)
        (*kept)++;
      g_string_append_len (left, piece.start, (gssize) piece.length);
    }
  return g_string_free (left, FALSE);
}

static gboolean
check_arguments (const char *module,
                 ModscopeBlocked strength,
                 const char *reason,
                 const char *when,
                 GError **error)
{
  if (!modscope_name_is_valid (module))
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_NAME, "Not the name of a module");
      return FALSE;
    }
  if (strength_to_words (strength) == NULL || !date_is_valid (when) ||
      (reason != NULL && !modscope_block_reason_is_valid (reason)))
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                   "Not a strength, a reason or a date of a block");
      return FALSE;
    }
  return TRUE;
}

char *
modscope_block_edit_add (const char *text,
                         const char *module,
                         ModscopeBlocked strength,
                         const char *reason,
                         const char *when,
                         GError **error)
{
  g_autofree char *folded = NULL;
  g_autofree char *block = NULL;
  g_autofree char *others = NULL;
  guint removed, kept;

  if (!check_arguments (module, strength, reason, when, error))
    return NULL;
  folded = modscope_name_fold (module);
  others = take_blocks (text != NULL ? text : "", folded, &removed, &kept);
  if (kept >= MODSCOPE_BLOCKS_MAX)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED,
                   "The file blocks %d modules already", MODSCOPE_BLOCKS_MAX);
      return NULL;
    }
  block = format_block (folded, strength, reason, when);
  return g_strconcat (block, others, NULL);
}

char *
modscope_block_edit_remove (const char *text, const char *module, gboolean *removed)
{
  g_autofree char *folded = modscope_name_fold (module);
  guint count, kept;
  char *left = take_blocks (text, folded, &count, &kept);

  *removed = count > 0;
  return left;
}

char *
modscope_block_edit_dup_value (const char *text, const char *module)
{
  g_autofree char *folded = modscope_name_fold (module);
  g_auto (Piece) piece = { .start = text != NULL ? text : "" };

  while (piece_next (&piece))
    if (g_strcmp0 (piece.module, folded) == 0)
      return g_steal_pointer (&piece.value);
  return NULL;
}

static guint
count_lines (const char *text, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += text[i] == '\n';
  return n;
}

void
modscope_block_edit_mark (const char *text, GPtrArray *lines)
{
  g_auto (Piece) piece = { .start = text };
  guint next = 1;
  guint i = 0;

  while (piece_next (&piece))
    {
      next += count_lines (piece.start, piece.length);
      for (; i < lines->len && ((ModscopeConfigLine *) lines->pdata[i])->line < next; i++)
        ((ModscopeConfigLine *) lines->pdata[i])->is_own = piece.module != NULL;
    }
}
