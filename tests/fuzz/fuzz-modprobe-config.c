/* Feeds made-up text to the readers of modprobe.d, modules-load.d and the kernel command line, and
 * to the table of what they block.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include "config/modscope-config.h"

static void
check_lines (GPtrArray *lines, gsize size)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const ModscopeConfigLine *line = lines->pdata[i];

      g_assert_nonnull (line->file);
      g_assert_cmpuint (line->line, <=, size + 1);
      g_assert_true (line->ignored == NULL || g_utf8_validate (line->ignored, -1, NULL));
      g_assert_true (line->verb != MODSCOPE_VERB_UNKNOWN || line->ignored != NULL);
      /* Who reads a line can rely on its words. */
      if (line->ignored == NULL && line->verb != MODSCOPE_VERB_COMMAND_LINE)
        g_assert_true (line->module != NULL && line->module[0] != '\0');
      if (line->ignored == NULL && line->verb == MODSCOPE_VERB_SOFTDEP)
        g_assert_nonnull (line->value);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const names[] = { "a", "snd_hda_intel", "nouveau", "xxxxxxxxxxxxxxxxxxxxxxx" };
  const char *text = (const char *) data;
  g_autoptr (GPtrArray) lines = modscope_config_parse_modprobe (text, size, "/etc/modprobe.d/x");
  g_autoptr (GPtrArray) load = modscope_config_parse_modules_load (text, size, "/etc/x");
  g_autoptr (GPtrArray) words = modscope_config_parse_command_line (text, size);
  g_autoptr (ModscopeBlockedTable) table = NULL;

  check_lines (lines, size);
  check_lines (load, size);
  check_lines (words, size);
  g_ptr_array_extend_and_steal (lines, g_steal_pointer (&words));
  table = modscope_blocked_table_new (lines);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      modscope_blocked_to_string (modscope_blocked_table_get (table, names[i], FALSE));
      modscope_blocked_to_string (modscope_blocked_table_get (table, names[i], TRUE));
    }
  return 0;
}
