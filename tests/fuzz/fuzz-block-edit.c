/* Feeds made-up text to the edits of the file of blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <string.h>

#include "config/modscope-block-edit.h"

static void
check_edits (const char *text, const char *module, ModscopeBlocked strength, const char *reason)
{
  gboolean removed, removed_again;
  g_autoptr (GError) error = NULL;
  g_autofree char *left = modscope_block_edit_remove (text, module, &removed);
  g_autofree char *added =
    modscope_block_edit_add (text, module, strength, reason, "2026-11-23", &error);
  g_autofree char *back = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (ModscopeBlockedTable) table = NULL;

  g_assert_cmpint (strlen (left) < strlen (text), ==, removed);
  if (!removed)
    g_assert_cmpstr (left, ==, text);
  if (added == NULL)
    return;
  g_assert_true (g_str_has_suffix (added, left));
  back = modscope_block_edit_remove (added, module, &removed_again);
  g_assert_true (removed_again);
  if (!removed)
    g_assert_cmpstr (back, ==, text);
  lines = modscope_config_parse_modprobe (added, strlen (added),
                                          "/etc/modprobe.d/00-modscope-block.conf");
  table = modscope_blocked_table_new (lines);
  g_assert_cmpint (modscope_blocked_table_get (table, module, TRUE), >=, strength);
}

/* The first line is the reason, the rest is what is in the file. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *reason = g_strndup ((const char *) data, size);
  char *text = strchr (reason, '\n');

  if (text == NULL)
    return 0;
  *text++ = '\0';
  check_edits (text, "a", MODSCOPE_BLOCKED_AUTOLOAD, reason);
  check_edits (text, "nouveau", MODSCOPE_BLOCKED_ALWAYS, reason);
  return 0;
}
