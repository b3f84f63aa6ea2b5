/* What has to be put back if the helper does not live to do it itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-put-back.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "system/modscope-worker.h"

static char *
dup_file (ModscopePaths *paths, guint number)
{
  g_autofree char *path = g_strdup_printf (MODSCOPE_PUT_BACK_FOLDER "/%u", number);

  return modscope_paths_build (paths, path);
}

guint
modscope_put_back_save (ModscopePaths *paths, GVariant *orders)
{
  static guint last = 0;
  g_autoptr (GVariant) soft = g_variant_ref_sink (modscope_worker_make_soft (orders));
  g_autofree char *file = dup_file (paths, ++last);
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents_full (file, g_variant_get_data (soft), (gssize) g_variant_get_size (soft),
                                G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    return last;
  g_warning ("What has to be put back cannot be kept: %s", error->message);
  return 0;
}

void
modscope_put_back_forget (ModscopePaths *paths, guint number)
{
  g_autofree char *file = dup_file (paths, number);

  if (number != 0 && g_unlink (file) != 0)
    g_warning ("%s cannot be removed", file);
}

/* The orders are checked by the worker, as all are. */
static void
carry_out (const char *const *worker, const char *file)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GMappedFile) map = g_mapped_file_new (file, FALSE, NULL);
  g_autoptr (GBytes) orders = map != NULL ? g_mapped_file_get_bytes (map) : NULL;
  g_autoptr (GError) error = NULL;

  if (orders == NULL || g_unlink (file) != 0)
    return;
  g_message ("Puts back what was on trial or half done");
  process = g_subprocess_newv (
    worker, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  if (process == NULL || !g_subprocess_communicate (process, orders, NULL, NULL, NULL, &error))
    g_warning ("It cannot be put back: %s", error->message);
}

int
modscope_put_back_main (ModscopePaths *paths, const char *const *worker)
{
  g_autofree char *folder = modscope_paths_build (paths, MODSCOPE_PUT_BACK_FOLDER);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      /* A temporary file is not whole, and what it is about has not begun. */
      if (g_ascii_isdigit (name[0]) &&
          g_ascii_string_to_unsigned (name, 10, 1, G_MAXUINT32, NULL, NULL))
        carry_out (worker, file);
    }
  return 0;
}
