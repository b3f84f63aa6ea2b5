/* What plans need of the disk, read in any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-name.h"
#include "config/modscope-config.h"
#include "machine/modscope-plan-private.h"
#include "system/modscope-kmod.h"

static void
read_steps (ModscopePlanReading *self, ModscopeKernel *kernel, const char *const *names)
{
  g_autoptr (ModscopeKmod) kmod = modscope_kmod_new (kernel, &self->steps_error);

  self->steps =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  for (; kmod != NULL && *names != NULL; names++)
    {
      g_autofree char *name = modscope_name_fold (*names);
      GPtrArray *steps =
        modscope_kmod_plan_load (kmod, name, self->steps_error == NULL ? &self->steps_error : NULL);

      if (steps != NULL)
        g_hash_table_insert (self->steps, g_steal_pointer (&name), steps);
    }
}

static void
read_config (ModscopePlanReading *self, ModscopeKernel *kernel)
{
  ModscopePaths *paths = modscope_kernel_get_paths (kernel);
  g_auto (GStrv) problems = NULL;

  /* The machine has told of the problems already. */
  self->lines = modscope_config_read (paths, modscope_kernel_is_running (kernel), &problems);
}

ModscopePlanReading *
modscope_plan_reading_take (ModscopeKernel *kernel, const char *verb, const char *const *names)
{
  ModscopePlanReading *self = g_new0 (ModscopePlanReading, 1);

  if (strcmp (verb, "load") == 0)
    read_steps (self, kernel, names);
  if (strcmp (verb, "block") == 0 || strcmp (verb, "unblock") == 0)
    read_config (self, kernel);
  if (strcmp (verb, "block") == 0 && modscope_kernel_is_running (kernel))
    self->boot_image = modscope_boot_image_read (modscope_kernel_get_paths (kernel),
                                                 modscope_kernel_get_release (kernel), NULL);
  if ((strcmp (verb, "block") == 0 || strcmp (verb, "unload") == 0 ||
       strcmp (verb, "restart") == 0 || modscope_plan_is_of_device (verb)) &&
      modscope_kernel_is_running (kernel))
    self->critical = modscope_critical_read (modscope_kernel_get_paths (kernel));
  return self;
}

void
modscope_plan_reading_free (ModscopePlanReading *self)
{
  g_clear_pointer (&self->steps, g_hash_table_unref);
  g_clear_error (&self->steps_error);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->boot_image, modscope_boot_image_free);
  g_clear_pointer (&self->critical, modscope_critical_unref);
  g_free (self);
}
