/* Stands in for libFuzzer where the compiler has none: runs each file of the folders that are named
 * once through the target.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <glib.h>

static int
run_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  int count = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autofree char *copy = NULL;
      gsize length;

      g_file_get_contents (file, &text, &length, &error);
      g_assert_no_error (error);
      /* Without GLib's closing zero byte, so that a sanitizer sees a step too far. */
      copy = g_memdup2 (text, length);
      LLVMFuzzerTestOneInput ((const uint8_t *) copy, length);
      count++;
    }
  return count;
}

int
main (int argc, char **argv)
{
  int count = 0;

  for (int i = 1; i < argc; i++)
    count += run_folder (argv[i]);
  g_print ("%d inputs\n", count);
  return count > 0 ? 0 : 1;
}
