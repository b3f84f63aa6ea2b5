/* The checks that several methods share: names, the running kernel's modules, what is critical.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-checks.h"

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "base/modscope-refuse.h"

gboolean
modscope_running_read (ModscopeRunning *self, ModscopePaths *paths, GError **error)
{
  g_autofree char *switch_file = modscope_paths_build (paths, "/proc/sys/kernel/modules_disabled");
  g_autofree char *switch_text = NULL;
  const char *folder;

  self->kernel = modscope_kernel_open (paths, NULL, error);
  if (self->kernel == NULL)
    return FALSE;
  if (g_file_get_contents (switch_file, &switch_text, NULL, NULL) && switch_text[0] == '1')
    return modscope_refuse (error, MODULES_DISABLED,
                            "Loading and unloading is switched off until restart");
  self->live = modscope_live_read (paths, NULL);
  if (self->live == NULL)
    return modscope_refuse (error, NOT_FOUND, "The running kernel has no support for modules");
  folder = modscope_kernel_get_folder (self->kernel);
  if (folder != NULL)
    self->tables = modscope_tables_load (folder, NULL);
  return TRUE;
}

void
modscope_running_clear (ModscopeRunning *self)
{
  g_clear_pointer (&self->kernel, modscope_kernel_unref);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_clear_pointer (&self->live, g_ptr_array_unref);
  g_clear_object (&self->kmod);
}

ModscopeKmod *
modscope_running_get_kmod (ModscopeRunning *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (self->kmod == NULL)
    self->kmod = modscope_kmod_new (self->kernel, &local_error);
  if (g_error_matches (local_error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED))
    modscope_refuse (error, CONFIG_UNSAFE, local_error->message);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return self->kmod;
}

gboolean
modscope_running_find (ModscopeRunning *self,
                       const char *name,
                       const ModscopeLiveModule **module,
                       GError **error)
{
  *module = modscope_live_find (self->live, name);
  return *module == NULL || (*module)->state == MODSCOPE_LIVE_LIVE ||
         modscope_refuse_module (error, BUSY,
                                 "The module is being loaded or unloaded at this moment", name);
}

/* What looks like an option is meant as one. */
char *
modscope_check_name (const char *name, GError **error)
{
  if (name[0] != '-' && modscope_name_is_valid (name))
    return modscope_name_fold (name);
  modscope_refuse (error, INVALID_NAME, "This is not the name of a module");
  return NULL;
}

gboolean
modscope_check_has_file (ModscopeRunning *self, const char *name, GError **error)
{
  const ModscopeTableEntry *entry =
    self->tables != NULL ? modscope_tables_lookup (self->tables, name) : NULL;

  if (entry == NULL)
    return modscope_refuse_module (error, NOT_FOUND, "The running kernel has no such module", name);
  if (entry->builtin)
    return modscope_refuse_module (error, BUILT_IN, "The module is part of the kernel itself",
                                   name);
  return TRUE;
}

gboolean
modscope_check_critical (ModscopeCritical *disks,
                         const char *module,
                         const char *device,
                         GError **error)
{
  const char *const modules[] = { module, NULL };
  const char *const devices[] = { device, NULL };

  return (modscope_critical_is_known (disks) &&
          modscope_critical_find (disks, modules, devices) == MODSCOPE_CRITICAL_NONE) ||
         modscope_refuse_module (error, CRITICAL, "The system is on a disk that needs it", module);
}
