/* Matches lines of a kernel log with the forms of the table. A form is walked once from its start,
 * with no way back, so that the time is linear in the line's length, whatever is in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-kernel-message.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/modscope-name.h"
#include "base/modscope-text.h"
#include "diagnosis/modscope-kernel-message-table.h"
#include "diagnosis/modscope-kernel-prefix.h"

/* The kernel's longest line is 1024 bytes (kernel/printk/printk.c, PRINTKRB_RECORD_MAX). */
#define LINE_MAX_LENGTH 8192
#define FIELDS_MAX 8

typedef enum
{
  CLASS_MODULE, /* letters, digits, "_" and "-" */
  CLASS_WORD,   /* no blanks */
  CLASS_NUMBER,
  CLASS_TEXT,  /* up to the text behind it, not empty */
  CLASS_MAYBE, /* the same, possibly empty */
} FieldClass;

typedef struct
{
  const char *name;
  FieldClass class;
  gssize offset; /* of its string in the message, or -1 */
} Field;

#define OFFSET(member) G_STRUCT_OFFSET (ModscopeKernelMessage, member)

static const Field fields[] = {
  { "any", CLASS_MAYBE, -1 },
  { "device", CLASS_TEXT, OFFSET (device) },
  { "driver", CLASS_WORD, OFFSET (driver) },
  { "error", CLASS_NUMBER, -1 },
  { "expected", CLASS_TEXT, OFFSET (expected) },
  { "file", CLASS_TEXT, OFFSET (file) },
  { "module", CLASS_MODULE, OFFSET (module) },
  { "origin", CLASS_TEXT, -1 },
  { "parameter", CLASS_TEXT, OFFSET (parameter) },
  { "process", CLASS_TEXT, OFFSET (process) },
  { "symbol", CLASS_WORD, OFFSET (symbol) },
  { "value", CLASS_MAYBE, OFFSET (value) },
};

typedef struct
{
  const Field *field;
  const char *at;
  gsize length;
} Slice;

typedef struct
{
  Slice slices[FIELDS_MAX];
  guint n_slices;
} Match;

static const Field *
find_field (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strlen (fields[i].name) == length && memcmp (fields[i].name, name, length) == 0)
      return &fields[i];
  g_return_val_if_reached (NULL);
}

static gboolean
is_in_class (char c, FieldClass class)
{
  switch (class)
    {
    case CLASS_MODULE:
      return g_ascii_isalnum (c) || c == '_' || c == '-';
    case CLASS_WORD:
      return g_ascii_isgraph (c);
    case CLASS_NUMBER:
      return g_ascii_isdigit (c) || c == '-';
    case CLASS_TEXT:
    case CLASS_MAYBE:
    default:
      return TRUE;
    }
}

/* Where a field that starts at @at ends; %NULL if there is none of its class, or not the text that
 * must follow. A word ends where that text begins, or it could not be told from what follows. */
static const char *
find_field_end (
  const Field *field, const char *at, const char *end, const char *next, gsize next_length)
{
  const char *limit = next_length > 0 ? memmem (at, (gsize) (end - at), next, next_length) : NULL;

  if (next_length > 0 && limit == NULL)
    return NULL;
  if (limit == NULL)
    limit = end;
  if (field->class == CLASS_MAYBE)
    return limit;
  if (field->class == CLASS_TEXT)
    return limit > at ? limit : NULL;
  end = at;
  while (end < limit && is_in_class (*end, field->class))
    end++;
  return end > at && (next_length == 0 || end == limit) ? end : NULL;
}

static gboolean
match_form (const char *form, const char *at, const char *end, Match *match)
{
  match->n_slices = 0;
  while (*form != '\0')
    {
      if (*form == '{')
        {
          const char *close = strchr (form, '}');
          const Field *field = find_field (form + 1, (gsize) (close - form - 1));
          const char *next = close + 1;
          const char *field_end = find_field_end (field, at, end, next, strcspn (next, "{"));

          if (field_end == NULL || match->n_slices == FIELDS_MAX)
            return FALSE;
          match->slices[match->n_slices++] = (Slice){ field, at, (gsize) (field_end - at) };
          at = field_end;
          form = next;
        }
      else
        {
          gsize length = strcspn (form, "{");

          if ((gsize) (end - at) < length || memcmp (at, form, length) != 0)
            return FALSE;
          at += length;
          form += length;
        }
    }
  return TRUE;
}

char *
modscope_kernel_message_dup_text (const char *line, gssize length)
{
  g_autofree char *text = modscope_text_to_utf8 (line, length);
  GString *clean = g_string_sized_new (strlen (text));

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (clean, g_unichar_iscntrl (c) ? ' ' : c);
    }
  return g_string_free (clean, FALSE);
}

/* "iwlwifi 0000:00:14.3", possibly with more behind a colon: "amdgpu 0000:03:00.0: amdgpu" */
static void
take_origin (ModscopeKernelMessage *self, const char *origin)
{
  const char *colon = strstr (origin, ": ");
  g_autofree char *names =
    colon != NULL ? g_strndup (origin, (gsize) (colon - origin)) : g_strdup (origin);
  const char *blank = strrchr (names, ' ');

  if (blank != NULL)
    {
      g_free (self->device);
      self->device = g_strdup (blank + 1);
    }
  if (self->driver == NULL)
    self->driver = g_strndup (names, strcspn (names, " "));
}

static void
take_slice (ModscopeKernelMessage *self, const Slice *slice)
{
  g_autofree char *text = modscope_kernel_message_dup_text (slice->at, (gssize) slice->length);

  if (slice->field->offset >= 0)
    {
      char **place = G_STRUCT_MEMBER_P (self, slice->field->offset);

      g_free (*place);
      *place =
        slice->field->class == CLASS_MODULE ? modscope_name_fold (text) : g_steal_pointer (&text);
    }
  else if (strcmp (slice->field->name, "origin") == 0)
    take_origin (self, text);
  else if (strcmp (slice->field->name, "error") == 0)
    {
      gint64 number = g_ascii_strtoll (text, NULL, 10);

      self->error = number > -4096 && number < 4096 ? abs ((int) number) : 0;
    }
}

/* kmod writes its errors with strerror(), one of them in words of its own. */
static int
error_from_words (const char *words)
{
  static const struct
  {
    const char *words;
    int error;
  } table[] = {
    { "Operation not permitted", EPERM },
    { "No such file or directory", ENOENT },
    { "Unknown symbol in module", ENOENT },
    { "Exec format error", ENOEXEC },
    { "Invalid module format", ENOEXEC },
    { "Device or resource busy", EBUSY },
    { "File exists", EEXIST },
    { "No such device", ENODEV },
    { "Invalid argument", EINVAL },
    { "Invalid parameters", EINVAL },
    { "Numerical result out of range", ERANGE },
    { "Bad message", EBADMSG },
    { "Operation not supported", EOPNOTSUPP },
    { "Cannot allocate memory", ENOMEM },
    { "Required key not available", ENOKEY },
    { "Key was rejected by service", EKEYREJECTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_has_prefix (words, table[i].words))
      return table[i].error;
  return 0;
}

static void
finish_insert_failed (ModscopeKernelMessage *self)
{
  self->error = error_from_words (self->value);
  if (self->module == NULL && self->file != NULL)
    self->module = modscope_name_from_path (self->file, -1);
}

ModscopeKernelMessage *
modscope_kernel_message_parse (const char *line, gssize length)
{
  gsize left = MIN (length < 0 ? strlen (line) : (gsize) length, LINE_MAX_LENGTH);
  const char *at = modscope_kernel_prefix_skip (line, &left);
  const char *end = at + left;
  const ModscopeKernelForm *form = modscope_kernel_forms;
  ModscopeKernelMessage *self;
  Match match;

  /* Newer kernels' files of kernel/module have it before all that they print. */
  if (left > strlen ("module: ") && memcmp (at, "module: ", strlen ("module: ")) == 0)
    at += strlen ("module: ");
  while (form->form != NULL && !match_form (form->form, at, end, &match))
    form++;
  if (form->form == NULL)
    return NULL;
  self = g_new0 (ModscopeKernelMessage, 1);
  self->event = form->event;
  self->code = form->code;
  for (guint i = 0; i < match.n_slices; i++)
    take_slice (self, &match.slices[i]);
  if (self->event == MODSCOPE_EVENT_INSERT_FAILED)
    finish_insert_failed (self);
  return self;
}

void
modscope_kernel_message_free (ModscopeKernelMessage *self)
{
  g_free (self->module);
  g_free (self->driver);
  g_free (self->device);
  g_free (self->symbol);
  g_free (self->parameter);
  g_free (self->value);
  g_free (self->expected);
  g_free (self->file);
  g_free (self->process);
  g_free (self);
}
