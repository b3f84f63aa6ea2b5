/* libkmod: aliases, the steps of loading a module, and signatures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-kmod.h"

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <libkmod.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <glib/gi18n-lib.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "base/modscope-text.h"
#include "system/modscope-alias-text.h"
#include "system/modscope-tables.h"

#define CONFIG_FILE_MAX (1024 * 1024)

typedef struct kmod_ctx KmodCtx;
typedef struct kmod_module KmodModule;
typedef struct kmod_config_iter KmodConfigIter;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmodModule, kmod_module_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmodConfigIter, kmod_config_iter_free_iter)

struct _ModscopeKmod
{
  GObject parent_instance;

  ModscopeKernel *kernel;
  KmodCtx *ctx;
  /* Both only for a folder that has no binary indexes. */
  ModscopeAliasText *aliases;
  ModscopeTables *tables;
};

G_DEFINE_FINAL_TYPE (ModscopeKmod, modscope_kmod, G_TYPE_OBJECT)

static void
modscope_kmod_finalize (GObject *object)
{
  ModscopeKmod *self = MODSCOPE_KMOD (object);

  g_clear_pointer (&self->aliases, modscope_alias_text_free);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_clear_pointer (&self->ctx, kmod_unref);
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

static void
step_free (gpointer data)
{
  ModscopeKmodStep *step = data;

  g_free (step->name);
  g_free (step->options);
  g_free (step->install_command);
  g_free (step);
}

/* libkmod opens what it finds: a FIFO hangs it, a device without end too. Links are followed as it
 * would; /dev/null, with which people mask a file, and what is not there are harmless. */
static gboolean
check_file (const char *file, guint64 max_size, GError **error)
{
  struct stat status;

  if (stat (file, &status) != 0 || (S_ISCHR (status.st_mode) && status.st_rdev == makedev (1, 3)) ||
      S_ISDIR (status.st_mode))
    return TRUE;
  if (!S_ISREG (status.st_mode))
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED, _ ("%s is not a plain file"), file);
  else if ((guint64) status.st_size > max_size)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED,
                 _ ("%s is too large for a file of settings"), file);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_config_folders (const char *const *folders, GError **error)
{
  for (; *folders != NULL; folders++)
    {
      g_autoptr (GDir) dir = g_dir_open (*folders, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *file = g_build_filename (*folders, name, NULL);

          if (name[0] != '.' &&
              (g_str_has_suffix (name, ".conf") || g_str_has_suffix (name, ".alias")) &&
              !check_file (file, CONFIG_FILE_MAX, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_tables (const char *folder, GError **error)
{
  static const char *const names[] = {
    "modules.dep",
    "modules.dep.bin",
    "modules.alias",
    "modules.alias.bin",
    "modules.symbols",
    "modules.symbols.bin",
    "modules.builtin",
    "modules.builtin.bin",
    "modules.softdep",
    "modules.builtin.modinfo",
    "modules.builtin.alias.bin",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (folder, names[i], NULL);

      if (!check_file (file, G_MAXUINT64, error))
        return FALSE;
    }
  return TRUE;
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
  if (!check_config_folders ((const char *const *) folders, error) || !check_tables (folder, error))
    return NULL;
  /* On its own system libkmod knows best which folders its distribution gave it. The words of the
   * kernel command line are always those of the running kernel: libkmod offers no other way. */
  self->ctx =
    kmod_new (folder, modscope_paths_is_own (paths) ? NULL : (const char *const *) folders);
  if (self->ctx == NULL)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED,
                   _ ("The settings of modules cannot be read: %s"), g_strerror (errno));
      return NULL;
    }
  kmod_set_log_fn (self->ctx, log_cb, NULL);
  if (has_binary_indexes (folder))
    {
      kmod_load_resources (self->ctx); /* only faster: without it each lookup opens its index */
      return g_steal_pointer (&self);
    }
  self->aliases = modscope_alias_text_new (folder);
  self->tables = modscope_tables_load (folder, error);
  return self->tables != NULL ? g_steal_pointer (&self) : NULL;
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

/* --- A folder with text tables only --- */

/* First entry of the configuration whose key, a pattern unless @exact, matches. */
static char *
dup_config_value (KmodConfigIter *iter_to_take, const char *name, gboolean exact)
{
  g_autoptr (KmodConfigIter) iter = iter_to_take;

  while (iter != NULL && kmod_config_iter_next (iter))
    {
      const char *key = kmod_config_iter_get_key (iter);

      if (exact ? strcmp (key, name) == 0 : fnmatch (key, name, 0) == 0)
        return g_strdup (kmod_config_iter_get_value (iter));
    }
  return NULL;
}

/* The order of kmod_module_new_from_lookup(): the first source that knows the alias answers. */
static void
resolve_in_text (ModscopeKmod *self, const char *alias, GPtrArray *names)
{
  const ModscopeTableEntry *entry = modscope_tables_lookup (self->tables, alias);
  g_autoptr (KmodConfigIter) iter = kmod_config_get_aliases (self->ctx);
  g_autofree char *install = NULL;
  g_autofree char *remove = NULL;

  while (iter != NULL && kmod_config_iter_next (iter))
    if (fnmatch (kmod_config_iter_get_key (iter), alias, 0) == 0)
      g_ptr_array_add (names, modscope_name_fold (kmod_config_iter_get_value (iter)));
  if (names->len == 0 && entry != NULL && !entry->builtin)
    g_ptr_array_add (names, g_strdup (alias));
  if (names->len == 0 && g_str_has_prefix (alias, "symbol:"))
    modscope_alias_text_match (self->aliases, MODSCOPE_ALIAS_TABLE_SYMBOLS, alias, names);
  install = dup_config_value (kmod_config_get_install_commands (self->ctx), alias, TRUE);
  remove = dup_config_value (kmod_config_get_remove_commands (self->ctx), alias, TRUE);
  if (names->len == 0 && (install != NULL || remove != NULL))
    g_ptr_array_add (names, g_strdup (alias));
  if (names->len == 0)
    modscope_alias_text_match (self->aliases, MODSCOPE_ALIAS_TABLE_ALIAS, alias, names);
  if (names->len == 0 && entry != NULL)
    g_ptr_array_add (names, g_strdup (alias));
  if (names->len == 0)
    modscope_alias_text_match (self->aliases, MODSCOPE_ALIAS_TABLE_BUILTIN, alias, names);
}

typedef struct
{
  ModscopeKmod *self;
  GPtrArray *steps;
  GHashTable *visited;
} TextPlan;

static gboolean
is_blacklisted (ModscopeKmod *self, const char *name)
{
  g_autoptr (KmodConfigIter) iter = kmod_config_get_blacklists (self->ctx);

  while (iter != NULL && kmod_config_iter_next (iter))
    if (strcmp (kmod_config_iter_get_key (iter), name) == 0)
      return TRUE;
  return FALSE;
}

static void visit_in_text (TextPlan *plan, const char *name);

/* The modules of one half of "pre: a b post: c", as libkmod gives it back; libkmod 30 forgets the
 * blank before "post:". */
static GPtrArray *
lookup_softdeps (ModscopeKmod *self, const char *softdeps, const char *half)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *start = softdeps != NULL ? strstr (softdeps, half) : NULL;
  const char *end = start != NULL ? strstr (start, "post: ") : NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (start == NULL)
    return g_steal_pointer (&names);
  start += strlen (half);
  text = end != NULL && end > start ? g_strndup (start, end - start) : g_strdup (start);
  words = g_strsplit_set (text, " \t", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) found = g_ptr_array_new ();
      g_autofree char *alias = modscope_name_fold (words[i]);

      if (alias[0] != '\0')
        resolve_in_text (self, alias, found);
      g_ptr_array_extend_and_steal (names, g_steal_pointer (&found));
    }
  return g_steal_pointer (&names);
}

static void
add_text_step (TextPlan *plan, const char *name)
{
  ModscopeKmod *self = plan->self;
  const ModscopeTableEntry *entry = modscope_tables_lookup (self->tables, name);
  g_autofree char *softdeps = dup_config_value (kmod_config_get_softdeps (self->ctx), name, FALSE);
  g_autoptr (GPtrArray) pre = lookup_softdeps (self, softdeps, "pre: ");
  g_autoptr (GPtrArray) post = lookup_softdeps (self, softdeps, "post: ");
  ModscopeKmodStep *step = g_new0 (ModscopeKmodStep, 1);
  g_autoptr (KmodModule) module = NULL;

  for (guint i = 0; i < pre->len; i++)
    visit_in_text (plan, g_ptr_array_index (pre, i));
  step->name = g_strdup (name);
  step->builtin = entry != NULL && entry->builtin;
  step->blacklisted = is_blacklisted (self, name);
  if (kmod_module_new_from_name (self->ctx, name, &module) >= 0)
    step->options = g_strdup (kmod_module_get_options (module));
  if (step->options == NULL)
    step->options = g_strdup ("");
  /* A soft dependency cancels the install line. */
  if (pre->len == 0 && post->len == 0)
    step->install_command =
      dup_config_value (kmod_config_get_install_commands (self->ctx), name, FALSE);
  g_ptr_array_add (plan->steps, step);
  for (guint i = 0; i < post->len; i++)
    visit_in_text (plan, g_ptr_array_index (post, i));
}

/* What kmod_module_probe_insert_module() does: each module that is needed with its own soft
 * dependencies, then the module with its own. */
static void
visit_in_text (TextPlan *plan, const char *name)
{
  g_auto (GStrv) needs = NULL;

  if (!g_hash_table_add (plan->visited, g_strdup (name)))
    return;
  needs = modscope_tables_dup_all_needs (plan->self->tables, name);
  for (guint i = 0; needs[i] != NULL; i++)
    add_text_step (plan, needs[i]);
  add_text_step (plan, name);
}

static GPtrArray *
plan_in_text (ModscopeKmod *self, const char *name, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (step_free);
  g_autoptr (GHashTable) visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  TextPlan plan = { self, steps, visited };

  if (modscope_tables_lookup (self->tables, name) == NULL)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND,
                   _ ("There is no module %s in kernel %s"), name,
                   modscope_kernel_get_release (self->kernel));
      return NULL;
    }
  visit_in_text (&plan, name);
  return g_steal_pointer (&steps);
}

/* --- A folder with indexes --- */

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
  /* Also without indexes: it judges whether this is an alias at all. */
  result = kmod_module_new_from_lookup (self->ctx, alias, &list);
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
    resolve_in_text (self, folded, names);
  else
    kmod_list_foreach (item, list)
    {
      g_autoptr (KmodModule) module = kmod_module_get_module (item);

      g_ptr_array_add (names, g_strdup (kmod_module_get_name (module)));
    }
  kmod_module_unref_list (list);
  drop_doubles (names);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* libkmod makes a module out of any name: one of this kernel has a file or is built in. */
static KmodModule *
find_module (ModscopeKmod *self, const char *name, GError **error)
{
  g_autoptr (KmodModule) module = NULL;
  int result = kmod_module_new_from_name (self->ctx, name, &module);

  if (result >= 0 && (kmod_module_get_path (module) != NULL ||
                      kmod_module_get_initstate (module) == KMOD_MODULE_BUILTIN))
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
    if (!is_blacklisted (self, names[i]))
      g_strv_builder_add (left, names[i]);
  return g_strv_builder_end (left);
}

/* libkmod hands no user data to its print callback. One plan is made at a time in a thread. */
static _Thread_local GPtrArray *steps_of_plan = NULL;

static void
print_action_cb (KmodModule *module, bool install, const char *options)
{
  ModscopeKmodStep *step = g_new0 (ModscopeKmodStep, 1);

  step->name = g_strdup (kmod_module_get_name (module));
  step->builtin = kmod_module_get_initstate (module) == KMOD_MODULE_BUILTIN;
  step->options = g_strchomp (g_strdup (options != NULL ? options : ""));
  if (install)
    step->install_command = g_strdup (kmod_module_get_install_commands (module));
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
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (step_free);
  g_autofree char *folded = modscope_name_fold (name);
  g_autoptr (KmodModule) module = NULL;
  int result;

  g_return_val_if_fail (MODSCOPE_IS_KMOD (self), NULL);
  if (self->tables != NULL)
    return plan_in_text (self, folded, error);
  module = find_module (self, folded, error);
  if (module == NULL)
    return NULL;
  steps_of_plan = steps;
  result = kmod_module_probe_insert_module (module, KMOD_PROBE_DRY_RUN | KMOD_PROBE_IGNORE_LOADED,
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

      step->blacklisted = is_blacklisted (self, step->name);
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

      if (!check_file (file, G_MAXUINT64, error))
        return NULL;
      kmod_module_new_from_path (self->ctx, file, &module);
    }
  if (module == NULL)
    module = find_module (self, name, error);
  path = module != NULL ? kmod_module_get_path (module) : NULL;
  if (path != NULL && !check_file (path, G_MAXUINT64, error))
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
  if (kmod_module_get_path (module) == NULL)
    return -ENOENT;
  return kmod_module_insert_module (module, 0, options);
}

int
modscope_kmod_remove (const char *name)
{
  /* An empty list: no configuration is read. */
  static const char *const no_folders[] = { NULL };
  KmodCtx *ctx = kmod_new (NULL, no_folders);
  g_autoptr (KmodModule) module = NULL;
  int result;

  if (ctx == NULL)
    return -ENOMEM;
  kmod_set_log_fn (ctx, log_cb, NULL);
  result = kmod_module_new_from_name (ctx, name, &module);
  if (result >= 0)
    result = kmod_module_remove_module (module, 0);
  g_clear_pointer (&module, kmod_module_unref);
  kmod_unref (ctx);
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
  result = kmod_module_get_info (module, &list);
  if (result < 0)
    {
      g_set_error (error, MODSCOPE_ERROR,
                   result == -ENOENT ? MODSCOPE_ERROR_NOT_FOUND : MODSCOPE_ERROR_CORRUPT,
                   _ ("Cannot read module %s: %s"), name, g_strerror (-result));
      return NULL;
    }
  kmod_list_foreach (item, list)
  {
    g_autofree char *field =
      g_strconcat (kmod_module_info_get_key (item), "=", kmod_module_info_get_value (item), NULL);
    g_autofree char *utf8 = modscope_text_to_utf8 (field, -1);

    g_strv_builder_add (fields, utf8);
  }
  kmod_module_info_free_list (list);
  return g_strv_builder_end (fields);
}
