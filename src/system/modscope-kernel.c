/* The kernel that is looked at, and whether its modules can be listed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-kernel.h"

#include <string.h>
#include <sys/stat.h>

#include "base/modscope-error.h"

struct _ModscopeKernel
{
  ModscopePaths *paths;
  char *release;
  char *folder;
  gboolean running;
  ModscopeKernelCondition condition;
};

G_DEFINE_BOXED_TYPE (ModscopeKernel, modscope_kernel, modscope_kernel_ref, modscope_kernel_unref)

static gboolean
has_table (const char *folder)
{
  g_autofree char *table = g_build_filename (folder, "modules.dep", NULL);

  return g_file_test (table, G_FILE_TEST_EXISTS);
}

static void
open_running (ModscopeKernel *self)
{
  g_autofree char *modules = modscope_paths_build (self->paths, "/proc/modules");

  self->running = TRUE;
  if (self->release == NULL)
    self->release = g_strdup ("");
  self->folder = modscope_paths_dup_module_folder (self->paths, self->release);
  if (self->folder != NULL && !has_table (self->folder))
    g_clear_pointer (&self->folder, g_free);

  if (!g_file_test (modules, G_FILE_TEST_EXISTS))
    self->condition = MODSCOPE_KERNEL_NO_MODULE_SUPPORT;
  else if (self->folder == NULL)
    self->condition = MODSCOPE_KERNEL_MODULES_GONE;
  else
    self->condition = MODSCOPE_KERNEL_READY;
}

static gboolean
open_folder (ModscopeKernel *self, const char *wanted, GError **error)
{
  if (strchr (wanted, '/') != NULL)
    {
      self->folder = g_canonicalize_filename (wanted, NULL);
      self->release = g_path_get_basename (self->folder);
      if (!g_file_test (self->folder, G_FILE_TEST_IS_DIR))
        {
          g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND, "There is no folder %s",
                       wanted);
          return FALSE;
        }
    }
  else
    {
      self->folder = modscope_paths_dup_module_folder (self->paths, wanted);
      self->release = g_strdup (wanted);
      if (self->folder == NULL)
        {
          g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND,
                       "No modules of a kernel “%s” are installed", wanted);
          return FALSE;
        }
    }
  if (!has_table (self->folder))
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND,
                   "There is no modules.dep in %s: it is no kernel's module folder, or depmod has "
                   "not been run on it",
                   self->folder);
      return FALSE;
    }
  self->condition = MODSCOPE_KERNEL_READY;
  return TRUE;
}

ModscopeKernel *
modscope_kernel_open (ModscopePaths *paths, const char *wanted, GError **error)
{
  g_autoptr (ModscopeKernel) self = g_atomic_rc_box_new0 (ModscopeKernel);
  g_autofree char *running = modscope_paths_dup_running_release (paths);

  self->paths = modscope_paths_ref (paths);
  if (wanted == NULL || g_strcmp0 (wanted, running) == 0)
    {
      self->release = g_steal_pointer (&running);
      open_running (self);
    }
  else if (!open_folder (self, wanted, error))
    return NULL;
  return g_steal_pointer (&self);
}

ModscopeKernel *
modscope_kernel_ref (ModscopeKernel *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
modscope_kernel_clear (gpointer data)
{
  ModscopeKernel *self = data;

  modscope_paths_unref (self->paths);
  g_free (self->release);
  g_free (self->folder);
}

void
modscope_kernel_unref (ModscopeKernel *self)
{
  g_atomic_rc_box_release_full (self, modscope_kernel_clear);
}

ModscopePaths *
modscope_kernel_get_paths (ModscopeKernel *self)
{
  return self->paths;
}

const char *
modscope_kernel_get_release (ModscopeKernel *self)
{
  return self->release;
}

const char *
modscope_kernel_get_folder (ModscopeKernel *self)
{
  return self->folder;
}

gboolean
modscope_kernel_is_running (ModscopeKernel *self)
{
  return self->running;
}

ModscopeKernelCondition
modscope_kernel_get_condition (ModscopeKernel *self)
{
  return self->condition;
}

char *
modscope_kernel_dup_stamp (ModscopeKernel *self)
{
  static const char *const tables[] = { "modules.dep.bin", "modules.dep" };

  for (gsize i = 0; self->folder != NULL && i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *table = g_build_filename (self->folder, tables[i], NULL);
      struct stat info;

      if (stat (table, &info) == 0)
        return g_strdup_printf ("%s %s %s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld "
                                "%" G_GUINT64_FORMAT,
                                self->release, self->folder, tables[i], (guint64) info.st_size,
                                (gint64) info.st_mtim.tv_sec, info.st_mtim.tv_nsec,
                                (guint64) info.st_ino);
    }
  return g_strdup ("");
}
