/* What loading or unloading a module would do, from libkmod's dry run and the live holders.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-plan-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "system/modscope-critical.h"
#include "system/modscope-kmod.h"

static void
step_free (gpointer data)
{
  ModscopePlanStep *step = data;

  g_free (step->verb);
  g_free (step->module);
  g_free (step);
}

static void
warning_free (gpointer data)
{
  ModscopePlanWarning *warning = data;

  g_free (warning->code);
  g_free (warning->text);
  g_free (warning);
}

ModscopePlan *
modscope_plan_new (void)
{
  ModscopePlan *self = g_new0 (ModscopePlan, 1);

  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->devices = g_new0 (char *, 1);
  self->warnings = g_ptr_array_new_with_free_func (warning_free);
  return self;
}

void
modscope_plan_free (ModscopePlan *self)
{
  g_ptr_array_unref (self->steps);
  g_strfreev (self->devices);
  g_free (self->critical);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

void
modscope_plan_add_step (ModscopePlan *self, const char *verb, const char *module)
{
  ModscopePlanStep *step = g_new (ModscopePlanStep, 1);

  step->verb = g_strdup (verb);
  step->module = g_strdup (module);
  g_ptr_array_add (self->steps, step);
}

void
modscope_plan_add_warning (ModscopePlan *self, const char *code, const char *format, ...)
{
  ModscopePlanWarning *warning = g_new (ModscopePlanWarning, 1);
  va_list args;

  va_start (args, format);
  warning->code = g_strdup (code);
  warning->text = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->warnings, warning);
}

gboolean
modscope_plan_is_critical (ModscopeMachine *machine, const char *name)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (machine);
  g_auto (GStrv) names = NULL;

  if (!modscope_kernel_is_running (kernel))
    return FALSE;
  names = modscope_critical_list_modules (modscope_kernel_get_paths (kernel));
  return g_strv_contains ((const char *const *) names, name);
}

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
    modscope_plan_add_warning (self, "blocked-at-boot",
                               _ ("The kernel itself refuses %s until the computer starts without "
                                  "module_blacklist= for it."),
                               step->name);
  else if (step->install_command != NULL && module != NULL &&
           modscope_module_get_blocked (module) == MODSCOPE_BLOCKED_ALWAYS)
    modscope_plan_add_warning (self, "blocked-by-rule", _ ("A rule keeps %s from ever loading."),
                               step->name);
  else if (step->install_command != NULL)
    modscope_plan_add_warning (self, "install-command",
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

ModscopePlan *
modscope_plan_load (ModscopeMachine *machine, const char *name, GError **error)
{
  g_autoptr (ModscopePlan) self = modscope_plan_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  ModscopeModule *module = find_module (machine, name, error);
  g_autoptr (ModscopeKmod) kmod = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  const char *folded;

  if (module == NULL)
    return NULL;
  folded = modscope_module_get_name (module);
  if (modscope_module_is_in_kernel (module))
    {
      modscope_plan_add_warning (self, "already-loaded", _ ("%s is loaded already."), folded);
      return g_steal_pointer (&self);
    }
  if (modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN)
    {
      modscope_plan_add_warning (self, "builtin",
                                 _ ("%s is part of the kernel itself and always there."), folded);
      return g_steal_pointer (&self);
    }
  kmod = modscope_kmod_new (modscope_machine_get_kernel (machine), error);
  steps = kmod != NULL ? modscope_kmod_plan_load (kmod, folded, error) : NULL;
  if (steps == NULL)
    return NULL;
  /* libkmod names what several others need several times; loading it again does nothing. */
  for (guint i = 0; i < steps->len; i++)
    {
      const ModscopeKmodStep *step = g_ptr_array_index (steps, i);

      if (g_hash_table_add (seen, step->name))
        add_kmod_step (self, machine, step);
    }
  return g_steal_pointer (&self);
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
    modscope_plan_add_warning (self->plan, "cannot-unload",
                               _ ("%s cannot be unloaded: it stays until the computer restarts."),
                               name);
  else if (others > 0)
    modscope_plan_add_warning (
      self->plan, "in-use",
      /* Translators: uses by programs or devices, not by other modules. */
      ngettext ("%s is in use %d time by something other than a module, and the kernel "
                "will refuse to unload it until that ends.",
                "%s is in use %d times by something other than a module, and the kernel "
                "will refuse to unload it until that ends.",
                (gulong) others),
      name, others);
  if (modscope_module_get_state (module) != MODSCOPE_MODULE_LOADED)
    modscope_plan_add_warning (self->plan, "in-use",
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
    g_hash_table_add (self->devices, (gpointer) *devices);
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

static void
name_critical (ModscopePlan *self, ModscopeMachine *machine)
{
  for (guint i = 0; i < self->steps->len && self->critical == NULL; i++)
    {
      const ModscopePlanStep *step = g_ptr_array_index (self->steps, i);

      if (modscope_plan_is_critical (machine, step->module))
        self->critical = g_strdup_printf (
          _ ("%s drives the disk that this computer runs from, and is never unloaded."),
          step->module);
    }
}

ModscopePlan *
modscope_plan_unload (ModscopeMachine *machine, const char *name, GError **error)
{
  g_autoptr (ModscopePlan) self = modscope_plan_new ();
  g_autoptr (GHashTable) visited = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) devices = g_hash_table_new (g_str_hash, g_str_equal);
  Unloading unloading = { self, machine, visited, devices };
  ModscopeModule *module = find_module (machine, name, error);

  if (module == NULL)
    return NULL;
  if (modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN)
    modscope_plan_add_warning (self, "builtin",
                               _ ("%s is part of the kernel itself and cannot be unloaded."),
                               modscope_module_get_name (module));
  else if (!modscope_module_is_in_kernel (module))
    modscope_plan_add_warning (self, "not-loaded", _ ("%s is not loaded."),
                               modscope_module_get_name (module));
  else
    {
      unload_with_holders (&unloading, module);
      g_strfreev (self->devices);
      self->devices = dup_sorted_keys (devices);
      name_critical (self, machine);
    }
  return g_steal_pointer (&self);
}
