/* Opens made-up files as the index and asks for all that is in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <string.h>

#include "machine/modscope-index-format.h"

/* The kernel's stamp in the files of the corpus. */
#define STAMP "stamp"

static void
check_shown (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  /* A copy, aligned as a map is. */
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeIndex) index = modscope_index_new_from_bytes (bytes, STAMP, &error);

  g_assert_true ((index == NULL) == (error != NULL));
  for (int i = 0; index != NULL && i < (int) modscope_index_get_size (index); i++)
    {
      g_auto (GStrv) fields = modscope_index_dup_fields (index, i);
      g_autofree const char **needs = modscope_index_dup_needs (index, i);

      g_assert_cmpint (modscope_index_find (index, modscope_index_get_name (index, i)), <,
                       (int) modscope_index_get_size (index));
      check_shown (modscope_index_get_name (index, i));
      check_shown (modscope_index_get_description (index, i));
      check_shown (modscope_index_get_summary (index, i));
      check_shown (modscope_index_get_problem (index, i));
      check_shown (modscope_index_get_field (index, i, "author"));
      for (gsize f = 0; fields[f] != NULL; f++)
        check_shown (fields[f]);
      for (gsize n = 0; needs[n] != NULL; n++)
        check_shown (needs[n]);
      g_assert_cmpuint (strlen (modscope_index_get_search_text (index, i)), <, size);
      g_assert_cmpint (modscope_index_get_file_size (index, i), >=, -1);
      g_assert_cmpint (ABS (modscope_index_get_signed (index, i)), <=, 1);
    }
  return 0;
}
