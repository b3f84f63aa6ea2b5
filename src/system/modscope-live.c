/* /proc/modules, read as every kernel since 2.6.32 has written it, and what /sys/module adds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-live.h"

#include <errno.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "base/modscope-text.h"

static void
live_module_free (ModscopeLiveModule *module)
{
  g_free (module->name);
  g_strfreev (module->holders);
  g_free (module);
}

/* Cuts the next column off a line; "" when there are no more. */
static char *
next_column (char **line)
{
  char *start = *line + strspn (*line, " \t");
  char *end = start + strcspn (start, " \t");

  *line = end;
  if (*end != '\0')
    {
      *end = '\0';
      *line = end + 1;
    }
  return start;
}

/* The third column: "-" without CONFIG_MODULE_UNLOAD, and -1 while a module goes, which kernels
 * before 3.19 wrote as an unsigned number. */
static int
parse_use_count (const char *text)
{
  guint64 count;

  if (!modscope_text_to_unsigned (text, &count) || count > G_MAXINT)
    return -1;
  return (int) count;
}

/* The fourth column: "-" for none, else each closed by a comma: "btrtl,btintel,[permanent],". */
static GStrv
parse_holders (const char *text, gboolean *permanent)
{
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func (g_free);

  *permanent = FALSE;
  while (*text != '\0')
    {
      const char *end = strchrnul (text, ',');
      g_autofree char *word = g_strndup (text, (gsize) (end - text));

      if (strcmp (word, "[permanent]") == 0)
        *permanent = TRUE;
      else if (strcmp (word, "-") != 0 && modscope_name_is_valid (word))
        g_ptr_array_add (holders, modscope_name_fold (word));
      text = *end != '\0' ? end + 1 : end;
    }
  g_ptr_array_add (holders, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&holders), FALSE);
}

static ModscopeLiveState
parse_state (const char *text)
{
  if (strcmp (text, "Loading") == 0)
    return MODSCOPE_LIVE_LOADING;
  if (strcmp (text, "Unloading") == 0)
    return MODSCOPE_LIVE_UNLOADING;
  return MODSCOPE_LIVE_LIVE;
}

/* The last column, "(POE+)"; plus and minus repeat the state, and newer letters (X, N, J) say
 * nothing that a person could act on. */
static guint
parse_taints (const char *text)
{
  static const struct
  {
    char letter;
    ModscopeTaint taint;
  } letters[] = {
    { 'P', MODSCOPE_TAINT_PROPRIETARY }, { 'O', MODSCOPE_TAINT_OUT_OF_TREE },
    { 'E', MODSCOPE_TAINT_UNSIGNED },    { 'F', MODSCOPE_TAINT_FORCED },
    { 'C', MODSCOPE_TAINT_STAGING },     { 'D', MODSCOPE_TAINT_CRASHED },
    { 'K', MODSCOPE_TAINT_LIVEPATCH },
  };
  guint taints = 0;

  if (text[0] != '(')
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    if (strchr (text, letters[i].letter) != NULL)
      taints |= letters[i].taint;
  return taints;
}

/* One line: NAME SIZE COUNT HOLDERS, STATE ADDRESS (TAINTS). All but the first two may be missing;
 * NULL for what is not such a line. */
static ModscopeLiveModule *
parse_line (char *line)
{
  ModscopeLiveModule *module;
  const char *name = next_column (&line);
  const char *size = next_column (&line);
  const char *column;
  guint64 size_bytes;

  if (!modscope_name_is_valid (name) || !modscope_text_to_unsigned (size, &size_bytes))
    return NULL;

  module = g_new0 (ModscopeLiveModule, 1);
  module->name = modscope_name_fold (name);
  module->size_bytes = size_bytes;
  module->use_count = parse_use_count (next_column (&line));
  module->holders = parse_holders (next_column (&line), &module->permanent);
  module->state = parse_state (next_column (&line));

  /* The address is there for readers with privileges in full, for others as zeros, and not at all
   * in dumps that were shortened. */
  column = next_column (&line);
  if (g_str_has_prefix (column, "0x"))
    column = next_column (&line);
  module->taints = parse_taints (column);
  return module;
}

GPtrArray *
modscope_live_read (ModscopePaths *paths, GError **error)
{
  g_autofree char *file = modscope_paths_build (paths, "/proc/modules");
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) modules = NULL;
  g_autoptr (GHashTable) names = NULL;
  char *next;

  if (!g_file_get_contents (file, &text, NULL, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_set_error_literal (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NO_MODULE_SUPPORT,
                             _ ("The running kernel has no support for modules"));
      else
        g_set_error_literal (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED, local_error->message);
      return NULL;
    }

  /* The kernel hands the file out page by page and counts lines to find where to go on: a module
   * loaded meanwhile makes the last line of a page come twice. */
  names = g_hash_table_new (g_str_hash, g_str_equal);
  modules = g_ptr_array_new_with_free_func ((GDestroyNotify) live_module_free);
  next = text;
  while (next != NULL)
    {
      char *line = strsep (&next, "\n");
      ModscopeLiveModule *module = parse_line (line);

      if (module == NULL)
        continue;
      if (g_hash_table_contains (names, module->name))
        {
          live_module_free (module);
          continue;
        }
      g_hash_table_add (names, module->name);
      g_ptr_array_add (modules, module);
    }
  return g_steal_pointer (&modules);
}

const ModscopeLiveModule *
modscope_live_find (GPtrArray *modules, const char *name)
{
  for (guint i = 0; i < modules->len; i++)
    {
      const ModscopeLiveModule *module = g_ptr_array_index (modules, i);

      if (strcmp (module->name, name) == 0)
        return module;
    }
  return NULL;
}

/* Adds "BUS:DEVICE" for each device in a driver's folder: every link but the one to the module. */
static void
add_driver_devices (GPtrArray *ids, const char *folder, const char *bus, int bus_length)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (strcmp (name, "module") != 0 && g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        g_ptr_array_add (ids, g_strdup_printf ("%.*s:%s", bus_length, bus, name));
    }
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GStrv
modscope_live_dup_devices (ModscopePaths *paths, const char *name)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *tail = g_strdup_printf ("/sys/module/%s/drivers", name);
  g_autofree char *folder = modscope_paths_build (paths, tail);
  g_autoptr (GDir) dir = NULL;
  const char *entry;

  if (modscope_name_is_valid (name))
    dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      const char *colon = strchr (entry, ':');
      g_autofree char *driver = g_build_filename (folder, entry, NULL);

      if (colon != NULL)
        add_driver_devices (ids, driver, entry, (int) (colon - entry));
    }
  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

char *
modscope_live_dup_driver (ModscopePaths *paths, const char *name, const char *bus)
{
  g_autofree char *tail = g_strdup_printf ("/sys/module/%s/drivers", name);
  g_autofree char *folder = modscope_paths_build (paths, tail);
  g_autofree char *prefix = g_strconcat (bus, ":", NULL);
  g_autoptr (GDir) dir = NULL;
  char *driver = NULL;
  const char *entry;

  if (modscope_name_is_valid (name))
    dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      const char *own = entry + strlen (prefix);

      if (!g_str_has_prefix (entry, prefix) || (driver != NULL && strcmp (own, driver) > 0))
        continue;
      g_free (driver);
      driver = g_strdup (own);
    }
  return driver;
}

char *
modscope_live_dup_parameter (ModscopePaths *paths, const char *name, const char *parameter)
{
  g_autofree char *tail = NULL;
  g_autofree char *file = NULL;
  g_autofree char *value = NULL;
  gsize length;

  if (!modscope_name_is_valid (name) || parameter[0] == '\0' || parameter[0] == '.' ||
      strchr (parameter, '/') != NULL)
    return NULL;

  tail = g_strdup_printf ("/sys/module/%s/parameters/%s", name, parameter);
  file = modscope_paths_build (paths, tail);
  if (!g_file_get_contents (file, &value, &length, NULL))
    return NULL;
  if (length > 0 && value[length - 1] == '\n')
    value[length - 1] = '\0';
  return modscope_text_to_utf8 (value, -1);
}
