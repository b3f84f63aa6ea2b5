/* The drivers of devices that none of the kernel's drivers claims: looked for among the files that
 * depmod has not seen, and in the other kernels on this computer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-missing-drivers.h"

#include <string.h>

#include "base/modscope-name.h"
#include "system/modscope-kmod.h"
#include "system/modscope-unlisted.h"

/** Another kernel that is installed. */
typedef struct
{
  char *release;
  ModscopeKmod *kmod;
  ModscopeTables *tables;
} Other;

struct _ModscopeMissingDrivers
{
  ModscopeKernel *kernel;
  GPtrArray *unlisted; /* of ModscopeUnlistedFile; NULL until asked for */
  GPtrArray *others;   /* of Other, newest first; the same */
};

ModscopeMissingDrivers *
modscope_missing_drivers_new (ModscopeKernel *kernel)
{
  ModscopeMissingDrivers *self = g_new0 (ModscopeMissingDrivers, 1);

  self->kernel = modscope_kernel_ref (kernel);
  return self;
}

void
modscope_missing_drivers_free (ModscopeMissingDrivers *self)
{
  modscope_kernel_unref (self->kernel);
  g_clear_pointer (&self->unlisted, g_ptr_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_free (self);
}

static ModscopeMissingDriver *
missing_driver_new (ModscopeMissingReason reason,
                    const char *module,
                    const char *path,
                    const char *release,
                    ModscopeKind kind)
{
  ModscopeMissingDriver *driver = g_new0 (ModscopeMissingDriver, 1);

  driver->reason = reason;
  driver->module = g_strdup (module);
  driver->path = g_strdup (path);
  driver->release = g_strdup (release);
  driver->kind = kind;
  return driver;
}

ModscopeMissingDriver *
modscope_missing_driver_copy (const ModscopeMissingDriver *driver)
{
  return missing_driver_new (driver->reason, driver->module, driver->path, driver->release,
                             driver->kind);
}

void
modscope_missing_driver_free (ModscopeMissingDriver *driver)
{
  g_free (driver->module);
  g_free (driver->path);
  g_free (driver->release);
  g_free (driver);
}

/* --- Candidates --- */

/* A copy of another computer's tables has no files at all: nothing is missing there. */
static gboolean
has_files (ModscopeMissingDrivers *self)
{
  g_autofree char *folder =
    g_build_filename (modscope_kernel_get_folder (self->kernel), "kernel", NULL);

  return g_file_test (folder, G_FILE_TEST_IS_DIR);
}

static gboolean
is_gone (ModscopeTables *tables, const ModscopeTableEntry *entry)
{
  g_autofree char *file = modscope_tables_dup_file (tables, entry);

  return file != NULL && !g_file_test (file, G_FILE_TEST_EXISTS);
}

/* --- Files that are not in the list --- */

static GPtrArray *
get_unlisted (ModscopeMissingDrivers *self, ModscopeTables *tables)
{
  if (self->unlisted == NULL)
    self->unlisted = modscope_unlisted_read (modscope_kernel_get_folder (self->kernel), tables);
  return self->unlisted;
}

static ModscopeKind
get_unlisted_kind (const ModscopeUnlistedFile *file)
{
  ModscopeKind kind = modscope_kind_from_path (file->path);

  return kind != MODSCOPE_KIND_OTHER
           ? kind
           : modscope_kind_guess ((const char *const *) file->needs, NULL);
}

static ModscopeMissingDriver *
find_unlisted (ModscopeMissingDrivers *self,
               ModscopeTables *tables,
               const char *modalias,
               const char *const *candidates)
{
  GPtrArray *files = get_unlisted (self, tables);

  for (guint i = 0; i < files->len; i++)
    {
      const ModscopeUnlistedFile *file = files->pdata[i];

      if (g_strv_contains (candidates, file->name) ||
          modscope_unlisted_file_claims (file, modalias))
        return missing_driver_new (MODSCOPE_MISSING_UNLISTED, file->name, file->path, NULL,
                                   get_unlisted_kind (file));
    }
  return NULL;
}

/* --- Other kernels --- */

static void
other_free (gpointer data)
{
  Other *self = data;

  g_free (self->release);
  g_clear_object (&self->kmod);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_free (self);
}

static Other *
other_new (ModscopePaths *paths, const char *release)
{
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, release, NULL);
  Other *self = g_new0 (Other, 1);

  self->release = g_strdup (release);
  if (kernel != NULL)
    self->kmod = modscope_kmod_new (kernel, NULL);
  if (kernel != NULL)
    self->tables = modscope_tables_load (modscope_kernel_get_folder (kernel), NULL);
  return self;
}

static GPtrArray *
get_others (ModscopeMissingDrivers *self)
{
  ModscopePaths *paths = modscope_kernel_get_paths (self->kernel);
  g_auto (GStrv) releases = NULL;

  if (self->others != NULL)
    return self->others;
  self->others = g_ptr_array_new_with_free_func (other_free);
  releases = modscope_paths_list_kernels (paths);
  for (guint i = 0; releases[i] != NULL; i++)
    if (strcmp (releases[i], modscope_kernel_get_release (self->kernel)) != 0)
      g_ptr_array_add (self->others, other_new (paths, releases[i]));
  return self->others;
}

/* One that this kernel has not. One that it has, in an edition that does not know the device, is
 * missing in no package. */
static ModscopeMissingDriver *
find_in_other (const Other *other, ModscopeTables *tables, const char *modalias)
{
  g_auto (GStrv) names =
    other->kmod != NULL ? modscope_kmod_resolve (other->kmod, modalias, NULL) : NULL;

  for (guint i = 0; names != NULL && other->tables != NULL && names[i] != NULL; i++)
    {
      const ModscopeTableEntry *entry = modscope_tables_lookup (other->tables, names[i]);

      if (entry != NULL && !entry->builtin && modscope_tables_lookup (tables, names[i]) == NULL)
        return missing_driver_new (MODSCOPE_MISSING_NOT_SHIPPED, names[i], entry->path,
                                   other->release,
                                   modscope_kind_from_tables (other->tables, names[i]));
    }
  return NULL;
}

void
modscope_missing_drivers_rest (ModscopeMissingDrivers *self)
{
  for (guint i = 0; self->others != NULL && i < self->others->len; i++)
    {
      Other *other = self->others->pdata[i];

      if (other->kmod != NULL)
        modscope_kmod_rest (other->kmod);
    }
}

/* --- The question --- */

ModscopeMissingDriver *
modscope_missing_drivers_find (ModscopeMissingDrivers *self,
                               ModscopeTables *tables,
                               const char *modalias,
                               const char *const *candidates)
{
  g_autofree char *folded = modscope_name_fold (modalias);
  const ModscopeTableEntry *gone = NULL;
  ModscopeMissingDriver *driver;

  for (guint i = 0; candidates[i] != NULL; i++)
    {
      const ModscopeTableEntry *entry = modscope_tables_lookup (tables, candidates[i]);

      if (entry != NULL && (entry->builtin || !is_gone (tables, entry)))
        return NULL;
      if (gone == NULL)
        gone = entry;
    }
  if (!has_files (self))
    return NULL;
  driver = find_unlisted (self, tables, folded, candidates);
  if (driver == NULL && gone != NULL)
    driver = missing_driver_new (MODSCOPE_MISSING_GONE, gone->name, gone->path, NULL,
                                 modscope_kind_from_tables (tables, gone->name));
  for (guint i = 0; driver == NULL && i < get_others (self)->len; i++)
    driver = find_in_other (self->others->pdata[i], tables, modalias);
  if (driver == NULL && candidates[0] != NULL)
    driver = missing_driver_new (MODSCOPE_MISSING_NOT_SHIPPED, candidates[0], NULL, NULL,
                                 MODSCOPE_KIND_OTHER);
  return driver;
}
