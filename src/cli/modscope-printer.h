/* What people read on standard output: colour and width of a terminal, aligned columns, and text of
 * unknown origin made safe for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  MODSCOPE_STYLE_PLAIN,
  MODSCOPE_STYLE_BOLD,
  MODSCOPE_STYLE_DIM,
  MODSCOPE_STYLE_GOOD,
  MODSCOPE_STYLE_NOTICE,
  MODSCOPE_STYLE_BAD,
} ModscopeStyle;

/** ModscopePrinter: standard output, buffered. */
typedef struct _ModscopePrinter ModscopePrinter;

/**
 * modscope_printer_new:
 * @fd: the descriptor to write to; not closed
 *
 * Colour and width are those of the terminal, if it is one: no colour with $NO_COLOR set
 * (no-color.org) or TERM=dumb.
 */
ModscopePrinter *modscope_printer_new (int fd);
void modscope_printer_free (ModscopePrinter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopePrinter, modscope_printer_free)

/** Returns: (transfer none): the stream below, for a writer of its own */
GOutputStream *modscope_printer_get_stream (ModscopePrinter *self);

/** Returns: whether it writes to a terminal */
gboolean modscope_printer_is_terminal (ModscopePrinter *self);

/** Writes what is buffered. Returns: %FALSE with @error set to the first error since the start */
gboolean modscope_printer_flush (ModscopePrinter *self, GError **error);

/** Prints @text as it is, but for control characters: a module's description could otherwise give
 *  orders to a terminal. Newlines stay. */
void modscope_printer_text (ModscopePrinter *self, ModscopeStyle style, const char *text);

void modscope_printer_format (ModscopePrinter *self, ModscopeStyle style, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

/** Prints @text wrapped at words to the terminal's width and a newline. The cursor is in column
 *  @indent, and later lines begin there. */
void modscope_printer_wrapped (ModscopePrinter *self, guint indent, const char *text);

/** Prints spaces. */
void modscope_printer_indent (ModscopePrinter *self, guint n_columns);

/** Returns: the columns that @text takes on a terminal */
guint modscope_text_width (const char *text);

/**
 * ModscopeColumn:
 * @title: its heading
 * @right: whether it is aligned at the right
 * @max_width: most columns it takes on a terminal; 0 for no limit
 * @width: columns it takes; grown by modscope_columns_measure()
 * @is_used: whether any row has a text in it, found by modscope_columns_measure()
 *
 * A column of a table. The last one of a table takes what is left of a terminal's line; one that no
 * row uses is left out.
 */
typedef struct
{
  const char *title;
  gboolean right;
  guint max_width;
  guint width;
  gboolean is_used;
} ModscopeColumn;

/** One cell of a row. */
typedef struct
{
  const char *text;
  ModscopeStyle style;
} ModscopeCell;

/** Makes the columns wide enough for a row (and their titles, with @cells %NULL). */
void modscope_columns_measure (ModscopeColumn *columns, guint n_columns, const ModscopeCell *cells);

/** Leaves out columns before the last one, from the right, until that has room on the terminal. The
 *  first one stays. */
void modscope_printer_fit_columns (ModscopePrinter *self, ModscopeColumn *columns, guint n_columns);

/** Prints a row; the titles, with @cells %NULL. */
void modscope_printer_row (ModscopePrinter *self,
                           const ModscopeColumn *columns,
                           guint n_columns,
                           const ModscopeCell *cells);

G_END_DECLS
