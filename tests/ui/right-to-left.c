/* Loaded before GTK, has it lay out windows from right to left. GTK asks its own translation for
 * the direction, and GLib leaves that aside in a language into which the program is not translated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <libintl.h>
#include <string.h>

const char *
g_dgettext (const char *domain, const char *text)
{
  return strcmp (text, "default:LTR") == 0 ? "default:RTL" : dgettext (domain, text);
}
