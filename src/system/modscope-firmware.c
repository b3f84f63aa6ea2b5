/* Firmware files: whether one that a driver names is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-firmware.h"

#include <glob.h>
#include <string.h>

struct _ModscopeFirmwareFolders
{
  GPtrArray *folders;
};

ModscopeFirmwareFolders *
modscope_firmware_folders_new (ModscopePaths *paths, const char *release)
{
  ModscopeFirmwareFolders *self = g_new0 (ModscopeFirmwareFolders, 1);
  g_auto (GStrv) folders = modscope_paths_dup_firmware_folders (paths, release);

  self->folders = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; folders[i] != NULL; i++)
    if (g_file_test (folders[i], G_FILE_TEST_IS_DIR))
      g_ptr_array_add (self->folders, g_strdup (folders[i]));
  return self;
}

void
modscope_firmware_folders_free (ModscopeFirmwareFolders *self)
{
  g_ptr_array_unref (self->folders);
  g_free (self);
}

static gboolean
is_there (const char *file)
{
  glob_t found = { 0 };
  gboolean there;

  if (strpbrk (file, "*?[") == NULL)
    return g_file_test (file, G_FILE_TEST_EXISTS);
  there = glob (file, GLOB_NOSORT, NULL, &found) == 0;
  globfree (&found);
  return there;
}

gboolean
modscope_firmware_folders_have (ModscopeFirmwareFolders *self, const char *name)
{
  static const char *const endings[] = { "", ".xz", ".zst" };

  /* A module's text is not trusted to lead out of the folders. */
  if (strstr (name, "..") != NULL)
    return FALSE;
  for (guint i = 0; i < self->folders->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (endings); j++)
      {
        g_autofree char *file =
          g_strconcat (g_ptr_array_index (self->folders, i), "/", name, endings[j], NULL);

        if (is_there (file))
          return TRUE;
      }
  return FALSE;
}
