/* The boot image (initramfs) of a kernel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-boot-image.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/modscope-name.h"
#include "system/modscope-safe-folder.h"

#define BLOCK_SIZE ((gsize) 64 * 1024)
#define RULES_MAX ((gsize) 1024 * 1024)

/* The header of a newc archive's member: a magic, and numbers of eight hexadecimal digits. */
#define HEADER_SIZE 110
#define HEADER_FILE_SIZE 54
#define HEADER_NAME_SIZE 94

/* libarchive comes with a dozen other libraries, which each start would wait for and keep in its
 * memory: it is opened with the first image. */
#define LIBRARY "libarchive.so.13"
#define FUNCTIONS(FUNCTION)                                                                        \
  FUNCTION (archive_entry_pathname)                                                                \
  FUNCTION (archive_error_string)                                                                  \
  FUNCTION (archive_read_data)                                                                     \
  FUNCTION (archive_read_free)                                                                     \
  FUNCTION (archive_read_new)                                                                      \
  FUNCTION (archive_read_next_header)                                                              \
  FUNCTION (archive_read_open_fd)                                                                  \
  FUNCTION (archive_read_support_filter_all)                                                       \
  FUNCTION (archive_read_support_format_cpio)

#define MEMBER(name) typeof (name) *name;

typedef struct
{
  FUNCTIONS (MEMBER)
} Library;

static Library library;

typedef struct archive Archive;

static void
close_archive (Archive *self)
{
  library.archive_read_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, close_archive)

#define FIND(name) (library.name = (typeof (library.name)) dlsym (handle, #name)) != NULL &&

/* It stays open, as any library. */
static gboolean
open_library (GError **error)
{
  static gsize result = 0;

  if (g_once_init_enter (&result))
    {
      void *handle = dlopen (LIBRARY, RTLD_NOW);
      gboolean found = handle != NULL && FUNCTIONS (FIND) TRUE;

      /* That a block has no effect because of the image is not seen then. */
      if (!found)
        g_warning ("Boot images cannot be read: %s", dlerror ());
      g_once_init_leave (&result, found ? 1 : 2);
    }
  if (result == 2)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         "The boot image: " LIBRARY " cannot be opened");
  return result == 1;
}

static ModscopeBootImage *
image_new (const char *path)
{
  ModscopeBootImage *self = g_new0 (ModscopeBootImage, 1);

  self->path = g_strdup (path);
  self->modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rules = g_string_new (NULL);
  return self;
}

void
modscope_boot_image_free (ModscopeBootImage *self)
{
  g_free (self->path);
  g_hash_table_unref (self->modules);
  g_string_free (self->rules, TRUE);
  g_free (self);
}

/* Debian and Ubuntu; Fedora; where the boot loader's entries are the standard's; Arch. */
static ModscopeFd
open_image (ModscopePaths *paths, const char *release, char **path, GError **error)
{
  static const char *const patterns[] = { "/boot/initrd.img-%s", "/boot/initramfs-%s.img",
                                          "/usr/lib/modules/%s/initrd",
                                          "/boot/initramfs-linux.img" };
  int errsv = ENOENT;

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_auto (GStrv) parts = g_strsplit (patterns[i], "%s", 2);
      g_autofree char *name =
        parts[1] != NULL ? g_strconcat (parts[0], release, parts[1], NULL) : g_strdup (parts[0]);
      g_autofree char *file = modscope_paths_build (paths, name);
      ModscopeFd fd = open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

      if (fd >= 0)
        {
          *path = g_steal_pointer (&name);
          return fd;
        }
      errsv = errno != ENOENT ? errno : errsv;
    }
  g_set_error (error, G_IO_ERROR, errsv == ENOENT ? G_IO_ERROR_NOT_FOUND : G_IO_ERROR_FAILED,
               "The boot image: %s", g_strerror (errsv));
  return -1;
}

static gsize
read_number (const char *header, gsize offset)
{
  g_autofree char *digits = g_strndup (header + offset, 8);

  return (gsize) g_ascii_strtoull (digits, NULL, 16);
}

/* Where a plain archive that begins at @offset ends, or 0 if none does. @is_microcode: what it is
 * of. */
static off_t
find_end (ModscopeFd fd, off_t offset, gboolean *is_microcode)
{
  static const char microcode[] = "kernel/";
  static const char trailer[] = "TRAILER!!!";
  char header[HEADER_SIZE + sizeof trailer];

  *is_microcode = FALSE;
  while (pread (fd, header, sizeof header, offset) == (gssize) sizeof header &&
         (memcmp (header, "070701", 6) == 0 || memcmp (header, "070702", 6) == 0))
    {
      const char *name = header + HEADER_SIZE;

      if (memcmp (name, microcode, strlen (microcode)) == 0)
        *is_microcode = TRUE;
      offset += (off_t) ((HEADER_SIZE + read_number (header, HEADER_NAME_SIZE) + 3) / 4 * 4);
      offset += (off_t) ((read_number (header, HEADER_FILE_SIZE) + 3) / 4 * 4);
      if (memcmp (name, trailer, strlen (trailer)) == 0)
        return offset;
    }
  return 0;
}

/* Where the plain archives of microcode end: what libarchive begins to read. An image that is not
 * compressed at all is one more archive behind them. */
static off_t
skip_microcode (ModscopeFd fd)
{
  gboolean is_microcode;
  off_t start = 0;
  off_t end;

  while ((end = find_end (fd, start, &is_microcode)) > start && is_microcode)
    {
      char word[4];

      /* Archives are filled up with zero bytes. */
      while (pread (fd, word, sizeof word, end) == (gssize) sizeof word && word[0] == '\0')
        end += (off_t) sizeof word;
      start = end;
    }
  return start;
}

static void
read_rules (ModscopeBootImage *self, Archive *archive)
{
  char block[4096];
  gssize size;

  while (self->rules->len < RULES_MAX &&
         (size = library.archive_read_data (archive, block, sizeof block)) > 0)
    g_string_append_len (self->rules, block, size);
  g_string_append_c (self->rules, '\n');
}

static gboolean
read_members (ModscopeBootImage *self, Archive *archive, GError **error)
{
  struct archive_entry *entry;
  int result;

  while ((result = library.archive_read_next_header (archive, &entry)) == ARCHIVE_OK ||
         result == ARCHIVE_WARN)
    {
      const char *name = library.archive_entry_pathname (entry);
      char *module = name != NULL ? modscope_name_from_path (name, -1) : NULL;

      if (module != NULL)
        g_hash_table_add (self->modules, module);
      else if (name != NULL && strstr (name, "/modprobe.d/") != NULL &&
               g_str_has_suffix (name, ".conf"))
        read_rules (self, archive);
    }
  if (result == ARCHIVE_EOF)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", self->path,
               library.archive_error_string (archive));
  return FALSE;
}

ModscopeBootImage *
modscope_boot_image_read (ModscopePaths *paths, const char *release, GError **error)
{
  g_autofree char *path = NULL;
  g_auto (ModscopeFd) fd = open_image (paths, release, &path, error);
  g_autoptr (ModscopeBootImage) self = fd >= 0 ? image_new (path) : NULL;
  g_autoptr (Archive) archive = NULL;

  if (self == NULL || !open_library (error))
    return NULL;
  archive = library.archive_read_new ();
  library.archive_read_support_filter_all (archive);
  library.archive_read_support_format_cpio (archive);
  if (lseek (fd, skip_microcode (fd), SEEK_SET) < 0 ||
      library.archive_read_open_fd (archive, fd, BLOCK_SIZE) != ARCHIVE_OK)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path,
                   library.archive_error_string (archive));
      return NULL;
    }
  return read_members (self, archive, error) ? g_steal_pointer (&self) : NULL;
}
