/* Standard output for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/modscope-printer.h"

#include <gio/gunixoutputstream.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BUFFER_SIZE (32 * 1024)
#define GAP 2
#define LEAST_LAST_COLUMN 10
#define ROOM_OF_LAST_COLUMN 20

struct _ModscopePrinter
{
  GOutputStream *stream;
  GString *buffer;
  GError *error;
  guint width; /* of the terminal; 0 for anything else */
  gboolean is_terminal;
  gboolean has_colour;
  const char *charset; /* NULL for UTF-8 */
};

ModscopePrinter *
modscope_printer_new (int fd)
{
  ModscopePrinter *self = g_new0 (ModscopePrinter, 1);
  const char *no_colour = g_getenv ("NO_COLOR");

  self->stream = g_unix_output_stream_new (fd, FALSE);
  self->buffer = g_string_sized_new (BUFFER_SIZE + 4096);
  self->is_terminal = isatty (fd);
  if (self->is_terminal)
    {
      struct winsize size = { 0 };

      self->width = ioctl (fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
      self->has_colour =
        (no_colour == NULL || no_colour[0] == '\0') && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
    }
  if (g_get_charset (&self->charset))
    self->charset = NULL;
  return self;
}

void
modscope_printer_free (ModscopePrinter *self)
{
  g_clear_error (&self->error);
  g_string_free (self->buffer, TRUE);
  g_object_unref (self->stream);
  g_free (self);
}

GOutputStream *
modscope_printer_get_stream (ModscopePrinter *self)
{
  return self->stream;
}

gboolean
modscope_printer_is_terminal (ModscopePrinter *self)
{
  return self->is_terminal;
}

static void
write_buffer (ModscopePrinter *self)
{
  g_autofree char *converted = NULL;
  const char *text = self->buffer->str;
  gsize length = self->buffer->len;

  if (self->charset != NULL)
    {
      converted =
        g_convert_with_fallback (text, length, self->charset, "UTF-8", "?", NULL, &length, NULL);
      text = converted != NULL ? converted : text;
    }
  if (self->error == NULL)
    g_output_stream_write_all (self->stream, text, length, NULL, NULL, &self->error);
  g_string_truncate (self->buffer, 0);
}

gboolean
modscope_printer_flush (ModscopePrinter *self, GError **error)
{
  write_buffer (self);
  if (self->error != NULL && error != NULL)
    *error = g_error_copy (self->error);
  return self->error == NULL;
}

static guint
char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

guint
modscope_text_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += char_width (g_utf8_get_char (text));
  return width;
}

/* Control characters of both sets; a tab would break the columns. */
static void
append_safe (GString *buffer, const char *text, gsize length, gboolean keep_newlines)
{
  for (const char *c = text; c < text + length; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter == '\t' || (letter == '\n' && !keep_newlines))
        g_string_append_c (buffer, ' ');
      else if (letter != '\n' && g_unichar_iscntrl (letter))
        g_string_append (buffer, "\357\277\275"); /* U+FFFD */
      else
        g_string_append_unichar (buffer, letter);
    }
}

static void
append_styled (ModscopePrinter *self, ModscopeStyle style, const char *text, gboolean keep_newlines)
{
  static const char *const codes[] = { "", "1", "2", "32", "33", "31" };
  gboolean coloured = self->has_colour && style != MODSCOPE_STYLE_PLAIN;

  if (coloured)
    g_string_append_printf (self->buffer, "\033[%sm", codes[style]);
  append_safe (self->buffer, text, strlen (text), keep_newlines);
  if (coloured)
    g_string_append (self->buffer, "\033[0m");
  /* Only at the end of a line: half a letter cannot be converted. */
  if (self->buffer->len >= BUFFER_SIZE)
    write_buffer (self);
}

void
modscope_printer_text (ModscopePrinter *self, ModscopeStyle style, const char *text)
{
  append_styled (self, style, text, TRUE);
}

void
modscope_printer_format (ModscopePrinter *self, ModscopeStyle style, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  append_styled (self, style, text, TRUE);
}

void
modscope_printer_indent (ModscopePrinter *self, guint n_columns)
{
  g_string_append_printf (self->buffer, "%*s", (int) n_columns, "");
}

/* One paragraph, without newlines. */
static void
wrap_paragraph (ModscopePrinter *self, guint indent, const char *text)
{
  guint room = self->width > indent + LEAST_LAST_COLUMN ? self->width - indent : 0;
  g_auto (GStrv) words = NULL;
  guint column = 0;

  if (room == 0 || modscope_text_width (text) <= room)
    {
      append_safe (self->buffer, text, strlen (text), FALSE);
      return;
    }
  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint width = modscope_text_width (words[i]);

      if (column > 0 && column + 1 + width > room)
        {
          g_string_append_c (self->buffer, '\n');
          modscope_printer_indent (self, indent);
          column = 0;
        }
      else if (i > 0)
        {
          g_string_append_c (self->buffer, ' ');
          column++;
        }
      append_safe (self->buffer, words[i], strlen (words[i]), FALSE);
      column += width;
    }
}

void
modscope_printer_wrapped (ModscopePrinter *self, guint indent, const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      if (i > 0)
        {
          g_string_append_c (self->buffer, '\n');
          modscope_printer_indent (self, indent);
        }
      wrap_paragraph (self, indent, paragraphs[i]);
    }
  append_styled (self, MODSCOPE_STYLE_PLAIN, "\n", TRUE);
}

static guint
measured (const ModscopeColumn *column, const char *text)
{
  guint width = modscope_text_width (text);

  return column->max_width > 0 ? MIN (width, column->max_width) : width;
}

void
modscope_columns_measure (ModscopeColumn *columns, guint n_columns, const ModscopeCell *cells)
{
  for (guint i = 0; i < n_columns; i++)
    {
      guint width = measured (&columns[i], cells != NULL ? cells[i].text : columns[i].title);

      columns[i].width = MAX (columns[i].width, width);
      columns[i].is_used = columns[i].is_used || (cells != NULL && cells[i].text[0] != '\0');
    }
}

/* @text cut to @width columns, with an ellipsis if anything was cut. */
static char *
dup_fitted (const char *text, guint width)
{
  const char *end = text;
  guint column = 0;

  if (modscope_text_width (text) <= width)
    return g_strdup (text);
  while (column + char_width (g_utf8_get_char (end)) + 1 <= width)
    {
      column += char_width (g_utf8_get_char (end));
      end = g_utf8_next_char (end);
    }
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

void
modscope_printer_fit_columns (ModscopePrinter *self, ModscopeColumn *columns, guint n_columns)
{
  guint used = 0;

  if (self->width == 0)
    return;
  for (guint i = 0; i + 1 < n_columns; i++)
    if (columns[i].is_used)
      used += columns[i].width + GAP;
  for (guint i = n_columns - 2; i > 0 && used + ROOM_OF_LAST_COLUMN > self->width; i--)
    if (columns[i].is_used)
      {
        columns[i].is_used = FALSE;
        used -= columns[i].width + GAP;
      }
}

void
modscope_printer_row (ModscopePrinter *self,
                      const ModscopeColumn *columns,
                      guint n_columns,
                      const ModscopeCell *cells)
{
  guint used = 0;

  for (guint i = 0; i < n_columns; i++)
    {
      const char *text = cells != NULL ? cells[i].text : columns[i].title;
      gboolean is_last = i == n_columns - 1;
      g_autofree char *fitted = NULL;
      guint padding;

      if (!columns[i].is_used && !is_last)
        continue;
      /* Only a terminal has an edge; a pipe gets everything. */
      if (self->width > 0 && is_last && self->width >= used + LEAST_LAST_COLUMN)
        text = fitted = dup_fitted (text, self->width - used);
      else if (self->width > 0 && columns[i].max_width > 0)
        text = fitted = dup_fitted (text, columns[i].max_width);
      padding = columns[i].width - MIN (columns[i].width, modscope_text_width (text));
      if (columns[i].right)
        modscope_printer_indent (self, padding);
      append_styled (self, cells != NULL ? cells[i].style : MODSCOPE_STYLE_BOLD, text, FALSE);
      if (!is_last)
        modscope_printer_indent (self, (columns[i].right ? 0 : padding) + GAP);
      used += columns[i].width + GAP;
    }
  append_styled (self, MODSCOPE_STYLE_PLAIN, "\n", TRUE);
}
