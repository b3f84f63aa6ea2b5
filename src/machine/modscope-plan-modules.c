/* What loading or unloading a module would do, from libkmod's dry run and the live holders.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "machine/modscope-plan-private.h"
#include "system/modscope-kmod.h"

/* A loaded module is found too when its file is gone. */
static ModscopeModule *
find_module (ModscopeMachine *machine, const char *name, GError **error)
{
  g_autofree char *folded = NULL;
  ModscopeModule *module;

  if (!modscope_name_is_valid (name))
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_NAME,
                   _ ("“%s” is not the name of a module"), name);
      return NULL;
    }
  folded = modscope_name_fold (name);
  module = modscope_machine_lookup (machine, folded);
  if (module == NULL)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND,
                 _ ("There is no module %s in kernel %s"), folded,
                 modscope_kernel_get_release (modscope_machine_get_kernel (machine)));
  return module;
}

static void
warn_of_block (ModscopePlan *self, const ModscopeKmodStep *step, ModscopeModule *module)
{
  if (module != NULL && modscope_module_get_blocked (module) == MODSCOPE_BLOCKED_AT_BOOT)
    modscope_plan_add_warning (self, step->name, "blocked-at-boot",
                               _ ("The kernel itself refuses %s until the computer starts without "
                                  "module_blacklist= for it."),
                               step->name);
  else if (step->install_command != NULL && module != NULL &&
           modscope_module_get_blocked (module) == MODSCOPE_BLOCKED_ALWAYS)
    modscope_plan_add_warning (self, step->name, "blocked-by-rule",
                               _ ("A rule keeps %s from ever loading."), step->name);
  else if (step->install_command != NULL)
    modscope_plan_add_warning (self, step->name, "install-command",
                               _ ("A rule runs a command in place of loading %s: %s"), step->name,
                               step->install_command);
}

static void
add_kmod_step (ModscopePlan *self, ModscopeMachine *machine, const ModscopeKmodStep *step)
{
  ModscopeModule *module = modscope_machine_lookup (machine, step->name);

  if (step->builtin || (module != NULL && modscope_module_is_in_kernel (module)))
    return;
  warn_of_block (self, step, module);
  modscope_plan_add_step (self, "load", step->name);
}

gboolean
modscope_plan_add_load (ModscopePlan *self,
                        ModscopeMachine *machine,
                        const ModscopePlanReading *reading,
                        const char *name,
                        GError **error)
{
  ModscopeModule *module = find_module (machine, name, error);
  GPtrArray *steps;
  const char *folded;

  if (module == NULL)
    return FALSE;
  folded = modscope_module_get_name (module);
  if (modscope_module_is_in_kernel (module))
    {
      modscope_plan_add_warning (self, folded, "already-loaded", _ ("%s is loaded already."),
                                 folded);
      return TRUE;
    }
  if (modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN)
    {
      modscope_plan_add_warning (self, folded, "builtin",
                                 _ ("%s is part of the kernel itself and always there."), folded);
      return TRUE;
    }
  steps = g_hash_table_lookup (reading->steps, folded);
  if (steps == NULL)
    {
      g_propagate_error (error, g_error_copy (reading->steps_error));
      return FALSE;
    }
  /* libkmod names what several others need several times; loading it again does nothing. */
  for (guint i = 0; i < steps->len; i++)
    add_kmod_step (self, machine, g_ptr_array_index (steps, i));
  return TRUE;
}

typedef struct
{
  ModscopePlan *plan;
  ModscopeMachine *machine;
  GHashTable *visited;
  GHashTable *devices;
} Unloading;

static void
warn_of_unloading (Unloading *self, ModscopeModule *module)
{
  const char *name = modscope_module_get_name (module);
  int holders = (int) g_strv_length ((GStrv) modscope_module_get_used_by (module));
  int others = modscope_module_get_use_count (module) - holders;

  if (modscope_module_is_permanent (module))
    modscope_plan_add_warning (self->plan, name, "cannot-unload",
                               _ ("%s cannot be unloaded: it stays until the computer restarts."),
                               name);
  else if (others > 0)
    modscope_plan_add_warning (
      self->plan, name, "in-use",
      /* Translators: uses by programs or devices, not by other modules. */
      ngettext ("%s is in use %d time by something other than a module, and the kernel "
                "will refuse to unload it until that ends.",
                "%s is in use %d times by something other than a module, and the kernel "
                "will refuse to unload it until that ends.",
                (gulong) others),
      name, others);
  if (modscope_module_get_state (module) != MODSCOPE_MODULE_LOADED)
    modscope_plan_add_warning (self->plan, name, "in-use",
                               _ ("%s is being loaded or unloaded at this moment."), name);
}

/* Holders first, and theirs before them. A holder that /proc/modules names is always in it. */
static void
unload_with_holders (Unloading *self, ModscopeModule *module)
{
  const char *name = modscope_module_get_name (module);
  const char *const *devices = modscope_module_get_devices (module);

  if (!g_hash_table_add (self->visited, (gpointer) name))
    return;
  for (const char *const *holder = modscope_module_get_used_by (module); *holder != NULL; holder++)
    {
      ModscopeModule *other = modscope_machine_lookup (self->machine, *holder);

      if (other != NULL && modscope_module_is_in_kernel (other))
        unload_with_holders (self, other);
    }
  warn_of_unloading (self, module);
  modscope_plan_add_step (self->plan, "unload", name);
  for (; *devices != NULL; devices++)
    g_hash_table_add (self->devices, g_strdup (*devices));
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GStrv
dup_sorted_keys (GHashTable *table)
{
  guint n_keys;
  g_autofree char **keys = (char **) g_hash_table_get_keys_as_array (table, &n_keys);

  qsort (keys, n_keys, sizeof (char *), compare_strings);
  return g_strdupv (keys);
}

/* Those of modules that were added before stay. */
static GHashTable *
collect_devices (const ModscopePlan *self)
{
  GHashTable *devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (char **device = self->devices; *device != NULL; device++)
    g_hash_table_add (devices, g_strdup (*device));
  return devices;
}

gboolean
modscope_plan_add_unload (ModscopePlan *self,
                          ModscopeMachine *machine,
                          const char *name,
                          GError **error)
{
  g_autoptr (GHashTable) visited = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) devices = collect_devices (self);
  Unloading unloading = { self, machine, visited, devices };
  ModscopeModule *module = find_module (machine, name, error);
  const char *folded = module != NULL ? modscope_module_get_name (module) : NULL;

  if (module == NULL)
    return FALSE;
  if (modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN)
    modscope_plan_add_warning (self, folded, "builtin",
                               _ ("%s is part of the kernel itself and cannot be unloaded."),
                               folded);
  else if (!modscope_module_is_in_kernel (module))
    modscope_plan_add_warning (self, folded, "not-loaded", _ ("%s is not loaded."), folded);
  else
    {
      unload_with_holders (&unloading, module);
      g_strfreev (self->devices);
      self->devices = dup_sorted_keys (devices);
    }
  return TRUE;
}

void
modscope_plan_add_return (ModscopePlan *self, ModscopeMachine *machine)
{
  g_auto (GStrv) names = modscope_plan_dup_names (self, "unload");

  for (guint i = g_strv_length (names); i-- > 0;)
    {
      ModscopeModule *module = modscope_machine_lookup (machine, names[i]);

      if (module != NULL && modscope_module_get_blocked (module) == MODSCOPE_BLOCKED_ALWAYS)
        modscope_plan_add_warning (self, names[i], "blocked-by-rule",
                                   _ ("A rule keeps %s from ever loading."), names[i]);
      modscope_plan_add_step (self, "load", names[i]);
    }
}
