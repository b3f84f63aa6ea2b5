/* libkmod: aliases, the steps of loading a module, and signatures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-kmod.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "base/modscope-text.h"
#include "system/modscope-kmod-private.h"

G_DEFINE_FINAL_TYPE (ModscopeKmod, modscope_kmod, G_TYPE_OBJECT)

static void
modscope_kmod_finalize (GObject *object)
{
  ModscopeKmod *self = MODSCOPE_KMOD (object);

  g_clear_pointer (&self->aliases, modscope_alias_text_free);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_clear_pointer (&self->ctx, libkmod.kmod_unref);
  g_clear_pointer (&self->kernel, modscope_kernel_unref);
  G_OBJECT_CLASS (modscope_kmod_parent_class)->finalize (object);
}

static void
modscope_kmod_class_init (ModscopeKmodClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = modscope_kmod_finalize;
}

static void
modscope_kmod_init (ModscopeKmod *self)
{
}

static gboolean
has_binary_indexes (const char *folder)
{
  g_autofree char *dep = g_build_filename (folder, "modules.dep.bin", NULL);
  g_autofree char *alias = g_build_filename (folder, "modules.alias.bin", NULL);

  return g_file_test (dep, G_FILE_TEST_EXISTS) && g_file_test (alias, G_FILE_TEST_EXISTS);
}

static void log_cb (void *data,
                    int priority,
                    const char *file,
                    int line,
                    const char *function,
                    const char *format,
                    va_list args) G_GNUC_PRINTF (6, 0);

static void
log_cb (void *data,
        int priority,
        const char *file,
        int line,
        const char *function,
        const char *format,
        va_list args)
{
  g_autofree char *message = g_strdup_vprintf (format, args);

  g_debug ("libkmod: %s", g_strchomp (message));
}

ModscopeKmod *
modscope_kmod_new (ModscopeKernel *kernel, GError **error)
{
  g_autoptr (ModscopeKmod) self = g_object_new (MODSCOPE_TYPE_KMOD, NULL);
  ModscopePaths *paths = modscope_kernel_get_paths (kernel);
  const char *folder = modscope_kernel_get_folder (kernel);
  g_auto (GStrv) folders = modscope_paths_dup_config_folders (paths, "modprobe.d");

  self->kernel = modscope_kernel_ref (kernel);
  if (folder == NULL)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_MODULES_GONE,
                   _ ("The modules of kernel %s are not on this computer"),
                   modscope_kernel_get_release (kernel));
      return NULL;
    }
  if (!modscope_kmod_library_open (error) ||
      !modscope_kmod_check ((const char *const *) folders, folder, error))
    return NULL;
  /* On its own system libkmod knows best which folders its distribution gave it. The words of the
   * kernel command line are always those of the running kernel: libkmod offers no other way. */
  self->ctx =
    libkmod.kmod_new (folder, modscope_paths_is_own (paths) ? NULL : (const char *const *) folders);
  if (self->ctx == NULL)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED,
                   _ ("The settings of modules cannot be read: %s"), g_strerror (errno));
      return NULL;
    }
  libkmod.kmod_set_log_fn (self->ctx, log_cb, NULL);
  if (has_binary_indexes (folder))
    {
      libkmod.kmod_load_resources (
        self->ctx); /* only faster: without it each lookup opens its index */
      return g_steal_pointer (&self);
    }
  self->aliases = modscope_alias_text_new (folder);
  self->tables = modscope_tables_load (folder, error);
  return self->tables != NULL ? g_steal_pointer (&self) : NULL;
}

void
modscope_kmod_step_free (gpointer data)
{
  ModscopeKmodStep *step = data;

  g_free (step->name);
  g_free (step->options);
  g_free (step->install_command);
  g_free (step);
}

gboolean
modscope_kmod_is_blacklisted (ModscopeKmod *self, const char *name)
{
  g_autoptr (KmodConfigIter) iter = libkmod.kmod_config_get_blacklists (self->ctx);

  while (iter != NULL && libkmod.kmod_config_iter_next (iter))
    if (strcmp (libkmod.kmod_config_iter_get_key (iter), name) == 0)
      return TRUE;
  return FALSE;
}

static void
drop_doubles (GPtrArray *names)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < names->len;)
    {
      char *name = g_ptr_array_index (names, i);

      if (g_hash_table_contains (seen, name))
        g_ptr_array_remove_index (names, i);
      else
        {
          g_hash_table_add (seen, name);
          i++;
        }
    }
}

void
modscope_kmod_rest (ModscopeKmod *self)
{
  g_return_if_fail (MODSCOPE_IS_KMOD (self));

  self->is_resting = self->aliases == NULL;
  if (self->is_resting)
    libkmod.kmod_unload_resources (self->ctx);
}

static void
wake (ModscopeKmod *self)
{
  if (self->is_resting)
    libkmod.kmod_load_resources (self->ctx);
  self->is_resting = FALSE;
}

GStrv
modscope_kmod_resolve (ModscopeKmod *self, const char *alias, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folded = modscope_name_fold (alias);
  struct kmod_list *list = NULL;
  struct kmod_list *item;
  int result;

  g_return_val_if_fail (MODSCOPE_IS_KMOD (self), NULL);
  if (alias[0] == '\0' || strlen (alias) >= PATH_MAX)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                   _ ("An alias is 1 to %d bytes long"), PATH_MAX - 1);
      return NULL;
    }
  wake (self);
  /* Also without indexes: it judges whether this is an alias at all. */
  result = libkmod.kmod_module_new_from_lookup (self->ctx, alias, &list);
  if (result < 0 && result != -ENOSYS)
    {
      if (result == -EINVAL)
        g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                     _ ("%s is not an alias"), alias);
      else
        modscope_error_set_errno (error, -result, _ ("Cannot look up %s"), alias);
      return NULL;
    }
  if (self->aliases != NULL)
    modscope_kmod_resolve_in_text (self, folded, names);
  else
    LIST_FOREACH (item, list)
    {
      g_autoptr (KmodModule) module = libkmod.kmod_module_get_module (item);

      g_ptr_array_add (names, g_strdup (libkmod.kmod_module_get_name (module)));
    }
  libkmod.kmod_module_unref_list (list);
  drop_doubles (names);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* libkmod makes a module out of any name: one of this kernel has a file or is built in. */
static KmodModule *
find_module (ModscopeKmod *self, const char *name, GError **error)
{
  g_autoptr (KmodModule) module = NULL;
  int result = libkmod.kmod_module_new_from_name (self->ctx, name, &module);

  if (result >= 0 && (libkmod.kmod_module_get_path (module) != NULL ||
                      libkmod.kmod_module_get_initstate (module) == KMOD_MODULE_BUILTIN))
    return g_steal_pointer (&module);
  g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND,
               _ ("There is no module %s in kernel %s"), name,
               modscope_kernel_get_release (self->kernel));
  return NULL;
}

GStrv
modscope_kmod_resolve_automatic (ModscopeKmod *self, const char *alias, GError **error)
{
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();
  g_auto (GStrv) names = modscope_kmod_resolve (self, alias, error);

  if (names == NULL)
    return NULL;
  for (guint i = 0; names[i] != NULL; i++)
    if (!modscope_kmod_is_blacklisted (self, names[i]))
      g_strv_builder_add (left, names[i]);
  return g_strv_builder_end (left);
}

/* libkmod hands no user data to its print callback. One plan is made at a time in a thread. */
static _Thread_local GPtrArray *steps_of_plan = NULL;

static void
print_action_cb (KmodModule *module, bool install, const char *options)
{
  ModscopeKmodStep *step = g_new0 (ModscopeKmodStep, 1);

  step->name = g_strdup (libkmod.kmod_module_get_name (module));
  step->builtin = libkmod.kmod_module_get_initstate (module) == KMOD_MODULE_BUILTIN;
  step->options = g_strchomp (g_strdup (options != NULL ? options : ""));
  if (install)
    step->install_command = g_strdup (libkmod.kmod_module_get_install_commands (module));
  g_ptr_array_add (steps_of_plan, step);
}

/* Without this callback libkmod would give an install line to a shell. */
static int
refuse_install_cb (KmodModule *module, const char *command, void *data)
{
  return -EPERM;
}

GPtrArray *
modscope_kmod_plan_load (ModscopeKmod *self, const char *name, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (modscope_kmod_step_free);
  g_autofree char *folded = modscope_name_fold (name);
  g_autoptr (KmodModule) module = NULL;
  int result;

  g_return_val_if_fail (MODSCOPE_IS_KMOD (self), NULL);
  if (self->tables != NULL)
    return modscope_kmod_plan_in_text (self, folded, error);
  module = find_module (self, folded, error);
  if (module == NULL)
    return NULL;
  steps_of_plan = steps;
  result =
    libkmod.kmod_module_probe_insert_module (module, KMOD_PROBE_DRY_RUN | KMOD_PROBE_IGNORE_LOADED,
                                             NULL, refuse_install_cb, NULL, print_action_cb);
  steps_of_plan = NULL;
  /* Positive values name the blacklist flag that stopped it; without such a flag there are none. */
  if (result != 0)
    {
      modscope_error_set_errno (error, ABS (result), _ ("Cannot plan loading %s"), name);
      return NULL;
    }
  for (guint i = 0; i < steps->len; i++)
    {
      ModscopeKmodStep *step = g_ptr_array_index (steps, i);

      step->blacklisted = modscope_kmod_is_blacklisted (self, step->name);
    }
  return g_steal_pointer (&steps);
}

/* A module whose file, if it has one, can be read without waiting. */
static KmodModule *
open_module (ModscopeKmod *self, const char *name, GError **error)
{
  const ModscopeTableEntry *entry =
    self->tables != NULL ? modscope_tables_lookup (self->tables, name) : NULL;
  g_autoptr (KmodModule) module = NULL;
  const char *path;

  if (entry != NULL && !entry->builtin)
    {
      g_autofree char *file = modscope_tables_dup_file (self->tables, entry);

      if (!modscope_kmod_check_file (file, G_MAXUINT64, error))
        return NULL;
      libkmod.kmod_module_new_from_path (self->ctx, file, &module);
    }
  if (module == NULL)
    module = find_module (self, name, error);
  path = module != NULL ? libkmod.kmod_module_get_path (module) : NULL;
  if (path != NULL && !modscope_kmod_check_file (path, G_MAXUINT64, error))
    return NULL;
  return g_steal_pointer (&module);
}

int
modscope_kmod_insert (ModscopeKmod *self, const char *name, const char *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmodModule) module = NULL;

  g_return_val_if_fail (MODSCOPE_IS_KMOD (self), -EINVAL);
  module = open_module (self, name, &error);
  if (module == NULL)
    {
      g_debug ("%s", error->message);
      return -ENOENT;
    }
  if (libkmod.kmod_module_get_path (module) == NULL)
    return -ENOENT;
  return libkmod.kmod_module_insert_module (module, 0, options);
}

int
modscope_kmod_remove (const char *name)
{
  /* An empty list: no configuration is read. */
  static const char *const no_folders[] = { NULL };
  g_autoptr (KmodModule) module = NULL;
  KmodCtx *ctx;
  int result;

  if (!modscope_kmod_library_open (NULL))
    return -ELIBACC;
  ctx = libkmod.kmod_new (NULL, no_folders);
  if (ctx == NULL)
    return -ENOMEM;
  libkmod.kmod_set_log_fn (ctx, log_cb, NULL);
  result = libkmod.kmod_module_new_from_name (ctx, name, &module);
  if (result >= 0)
    result = libkmod.kmod_module_remove_module (module, 0);
  g_clear_pointer (&module, libkmod.kmod_module_unref);
  libkmod.kmod_unref (ctx);
  return result;
}

GStrv
modscope_kmod_dup_info (ModscopeKmod *self, const char *name, GError **error)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_autofree char *folded = modscope_name_fold (name);
  g_autoptr (KmodModule) module = NULL;
  struct kmod_list *list = NULL;
  struct kmod_list *item;
  int result;

  g_return_val_if_fail (MODSCOPE_IS_KMOD (self), NULL);
  if (self->tables != NULL)
    {
      const ModscopeTableEntry *entry = modscope_tables_lookup (self->tables, folded);

      if (entry != NULL && entry->builtin)
        return modscope_alias_text_dup_builtin_info (modscope_kernel_get_folder (self->kernel),
                                                     folded);
    }
  module = open_module (self, folded, error);
  if (module == NULL)
    return NULL;
  result = libkmod.kmod_module_get_info (module, &list);
  if (result < 0)
    {
      g_set_error (error, MODSCOPE_ERROR,
                   result == -ENOENT ? MODSCOPE_ERROR_NOT_FOUND : MODSCOPE_ERROR_CORRUPT,
                   _ ("Cannot read module %s: %s"), name, g_strerror (-result));
      return NULL;
    }
  LIST_FOREACH (item, list)
  {
    g_autofree char *field = g_strconcat (libkmod.kmod_module_info_get_key (item), "=",
                                          libkmod.kmod_module_info_get_value (item), NULL);
    g_autofree char *utf8 = modscope_text_to_utf8 (field, -1);

    g_strv_builder_add (fields, utf8);
  }
  libkmod.kmod_module_info_free_list (list);
  return g_strv_builder_end (fields);
}
