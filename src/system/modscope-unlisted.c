/* Module files that depmod's tables do not know: the folder is walked, and the few files in
 * question are asked for their aliases.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-unlisted.h"

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <string.h>
#include <sys/stat.h>

#include "base/modscope-name.h"
#include "system/modscope-modinfo.h"

/* So many files are not built again by hand. */
#define NEWER_MAX 50

/* The kernel's tree is six folders deep; a loop made of mounts has no end. */
#define DEPTH_MAX 16

typedef struct
{
  const char *folder;
  ModscopeTables *tables;
  struct timespec listed_at;
  GPtrArray *paths; /* of files that are not in the tables */
  GPtrArray *newer; /* of those in the tables that are newer */
} Walk;

static gboolean
is_newer (const Walk *self, int folder, const char *base)
{
  struct stat st;

  return fstatat (folder, base, &st, 0) == 0 && (st.st_mtim.tv_sec > self->listed_at.tv_sec ||
                                                 (st.st_mtim.tv_sec == self->listed_at.tv_sec &&
                                                  st.st_mtim.tv_nsec > self->listed_at.tv_nsec));
}

/* Of two files of a name depmod lists one; if that went, the other one is not known. */
static gboolean
is_instead (const Walk *self, const char *path, const ModscopeTableEntry *entry)
{
  g_autofree char *listed = NULL;

  if (strcmp (path, entry->path) == 0)
    return FALSE;
  listed = modscope_tables_dup_file (self->tables, entry);
  return !g_file_test (listed, G_FILE_TEST_EXISTS);
}

/* @base is its name in the open @folder. */
static void
look_at_file (Walk *self, const char *path, int folder, const char *base)
{
  g_autofree char *name = modscope_name_from_path (base, -1);
  const ModscopeTableEntry *entry;

  if (name == NULL || !modscope_name_is_valid (name) || !g_utf8_validate (path, -1, NULL))
    return;
  entry = modscope_tables_lookup (self->tables, name);
  if (entry != NULL && entry->builtin)
    return;
  if (entry == NULL || is_instead (self, path, entry))
    g_ptr_array_add (self->paths, g_strdup (path));
  else if (is_newer (self, folder, base))
    g_ptr_array_add (self->newer, g_strdup (path));
}

static gboolean
is_folder (int parent, const struct dirent *entry)
{
  struct stat st;

  if (entry->d_type != DT_UNKNOWN)
    return entry->d_type == DT_DIR;
  return fstatat (parent, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR (st.st_mode);
}

static void
look_at_folder (Walk *self, const char *path, guint depth)
{
  g_autofree char *folder = g_build_filename (self->folder, path, NULL);
  DIR *dir = depth < DEPTH_MAX ? opendir (folder) : NULL;
  struct dirent *entry;

  while (dir != NULL && (entry = readdir (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, entry->d_name, NULL);

      if (entry->d_name[0] == '.' || (depth == 0 && (strcmp (entry->d_name, "build") == 0 ||
                                                     strcmp (entry->d_name, "source") == 0)))
        continue;
      if (is_folder (dirfd (dir), entry))
        look_at_folder (self, inner, depth + 1);
      else
        look_at_file (self, inner, dirfd (dir), entry->d_name);
    }
  if (dir != NULL)
    closedir (dir);
}

static void
file_free (gpointer data)
{
  ModscopeUnlistedFile *self = data;

  g_free (self->name);
  g_free (self->path);
  g_strfreev (self->needs);
  g_strfreev (self->aliases);
  g_free (self);
}

static void
take_fields (ModscopeUnlistedFile *self, const ModscopeModinfo *info)
{
  g_autoptr (GStrvBuilder) needs = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) aliases = g_strv_builder_new ();
  const char *text = info->text;
  const char *key;
  const char *value;

  while ((key = modscope_modinfo_next (&text, info->text + info->length, &value)) != NULL)
    {
      g_autofree char *folded = modscope_name_fold (value);
      g_auto (GStrv) names = NULL;

      if (!g_utf8_validate (folded, -1, NULL))
        continue;
      if (g_str_has_prefix (key, "alias="))
        g_strv_builder_add (aliases, folded);
      if (!g_str_has_prefix (key, "depends=") || folded[0] == '\0')
        continue;
      names = g_strsplit (folded, ",", -1);
      g_strv_builder_addv (needs, (const char **) names);
    }
  self->needs = g_strv_builder_end (needs);
  self->aliases = g_strv_builder_end (aliases);
}

static void
read_files (const Walk *self, GPtrArray *paths, GPtrArray *files)
{
  g_autoptr (ModscopeModinfoReader) reader = modscope_modinfo_reader_new ();

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = paths->pdata[i];
      g_autofree char *full = g_build_filename (self->folder, path, NULL);
      ModscopeUnlistedFile *file;
      ModscopeModinfo info;

      if (!modscope_modinfo_reader_read (reader, full, &info, NULL))
        continue;
      file = g_new0 (ModscopeUnlistedFile, 1);
      file->name = modscope_name_from_path (path, -1);
      file->path = g_strdup (path);
      take_fields (file, &info);
      g_ptr_array_add (files, file);
    }
}

GPtrArray *
modscope_unlisted_read (const char *folder, ModscopeTables *tables)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (file_free);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) newer = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *dep = g_build_filename (folder, "modules.dep", NULL);
  Walk walk = { .folder = folder, .tables = tables, .paths = paths, .newer = newer };
  struct stat st;

  if (stat (dep, &st) != 0)
    return files;
  walk.listed_at = st.st_mtim;
  look_at_folder (&walk, "", 0);
  read_files (&walk, paths, files);
  if (newer->len <= NEWER_MAX)
    read_files (&walk, newer, files);
  return files;
}

gboolean
modscope_unlisted_file_claims (const ModscopeUnlistedFile *file, const char *modalias)
{
  for (guint i = 0; file->aliases[i] != NULL; i++)
    if (fnmatch (file->aliases[i], modalias, 0) == 0)
      return TRUE;
  return FALSE;
}
