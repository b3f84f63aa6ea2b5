/* The .modinfo section of sound, strange, damaged and hostile module files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-modinfo.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "base/modscope-error.h"
#include "support/test-module-file.h"
#include "support/test-root.h"
#include "system/modscope-decompress.h"

#define TEXT "license=GPL\0description=A driver\0alias=pci:v*\0"
#define TEXT_LENGTH (sizeof TEXT - 1)

/* A file in memory, with a path to open it by. */
static int
make_file (GByteArray *bytes, char **path)
{
  int fd = memfd_create ("module", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, bytes->data, bytes->len, 0), ==, bytes->len);
  *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  return fd;
}

static gboolean
read_bytes (ModscopeModinfoReader *reader, GByteArray *bytes, ModscopeModinfo *info, GError **error)
{
  g_autofree char *path = NULL;
  int fd = make_file (bytes, &path);
  gboolean done = modscope_modinfo_reader_read (reader, path, info, error);

  close (fd);
  return done;
}

static void
assert_corrupt (ModscopeModinfoReader *reader, GByteArray *bytes, const char *words)
{
  g_autoptr (GError) error = NULL;
  ModscopeModinfo info;

  g_assert_false (read_bytes (reader, bytes, &info, &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT);
  if (strstr (error->message, words) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, words);
}

/* Every kind of computer, with and without a signature, in every compression, by one reader. */
static void
test_kinds (void)
{
  static const char *const endings[] = { "", "gz", "xz", "zst" };
  g_autoptr (ModscopeModinfoReader) reader = modscope_modinfo_reader_new ();

  for (gsize e = 0; e < G_N_ELEMENTS (endings); e++)
    for (guint flags = 0; flags < TEST_MODULE_LARGE * 2; flags++)
      {
        g_autoptr (GByteArray) plain = test_module_new (flags, TEXT, TEXT_LENGTH);
        g_autoptr (GByteArray) bytes = test_module_compress (plain, endings[e]);
        g_autoptr (GError) error = NULL;
        ModscopeModinfo info;

        read_bytes (reader, bytes, &info, &error);
        g_assert_no_error (error);
        g_assert_cmpint (info.is_signed, ==, (flags & TEST_MODULE_SIGNED) != 0);
        g_assert_cmpuint (info.file_size, ==, bytes->len);
        if ((flags & TEST_MODULE_NO_TEXT) != 0)
          g_assert_cmpuint (info.length, ==, 0);
        else
          g_assert_cmpmem (info.text, info.length, TEXT, TEXT_LENGTH);
      }
}

/* The last string of a section need not be closed; what is lent is. */
static void
test_closing (void)
{
  g_autoptr (ModscopeModinfoReader) reader = modscope_modinfo_reader_new ();
  g_autoptr (GByteArray) open_ended = test_module_new (0, "a=1\0b=2", 7);
  g_autoptr (GError) error = NULL;
  ModscopeModinfo info;

  read_bytes (reader, open_ended, &info, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (info.text, info.length, "a=1\0b=2\0", 8);
}

/* In a sound module every byte up to the end of its section headers counts. */
static void
test_cut_off (void)
{
  static const char *const endings[] = { "", "gz", "xz", "zst" };
  g_autoptr (ModscopeModinfoReader) reader = modscope_modinfo_reader_new ();

  for (gsize e = 0; e < G_N_ELEMENTS (endings); e++)
    {
      g_autoptr (GByteArray) plain = test_module_new (0, TEXT, TEXT_LENGTH);
      g_autoptr (GByteArray) bytes = test_module_compress (plain, endings[e]);

      while (bytes->len > 0)
        {
          g_byte_array_set_size (bytes, bytes->len - 1);
          assert_corrupt (reader, bytes, "");
        }
    }
}

static void
put (GByteArray *bytes, gsize at, guint64 value, gsize size)
{
  value = GUINT64_TO_LE (value);
  memcpy (bytes->data + at, &value, size);
}

static guint64
get_headers_offset (GByteArray *bytes)
{
  guint64 offset;

  memcpy (&offset, bytes->data + G_STRUCT_OFFSET (Elf64_Ehdr, e_shoff), sizeof offset);
  return GUINT64_FROM_LE (offset);
}

#define HEADER(field) G_STRUCT_OFFSET (Elf64_Ehdr, field)
#define SECTION(bytes, index, field)                                                               \
  (get_headers_offset (bytes) + (index) * sizeof (Elf64_Shdr) + G_STRUCT_OFFSET (Elf64_Shdr, field))

/* One number of a sound file is replaced. */
static void
assert_hostile (TestModuleFlags flags, gssize at, guint64 value, gsize size, const char *words)
{
  g_autoptr (GByteArray) bytes = test_module_new (flags, TEXT, TEXT_LENGTH);
  g_autoptr (ModscopeModinfoReader) reader = modscope_modinfo_reader_new ();

  /* A negative place counts from the section headers. */
  put (bytes, at < 0 ? (gsize) ~at + get_headers_offset (bytes) : (gsize) at, value, size);
  assert_corrupt (reader, bytes, words);
}

#define SECTION_AT(index, field)                                                                   \
  (~(gssize) ((index) * sizeof (Elf64_Shdr) + G_STRUCT_OFFSET (Elf64_Shdr, field)))

static void
test_hostile (void)
{
  const TestModuleFlags extended = TEST_MODULE_EXTENDED;

  assert_hostile (0, 0, 'x', 1, "no ELF file");
  assert_hostile (0, EI_CLASS, 3, 1, "kind of ELF file");
  assert_hostile (0, EI_DATA, 0, 1, "kind of ELF file");
  assert_hostile (0, HEADER (e_type), ET_EXEC, 2, "another kind");
  assert_hostile (0, HEADER (e_shoff), 0, 8, "no section headers");
  assert_hostile (0, HEADER (e_shoff), 1 << 20, 8, "beyond its end");
  assert_hostile (0, HEADER (e_shoff), G_MAXUINT64, 8, "beyond its end");
  assert_hostile (0, HEADER (e_shoff), G_MAXUINT64 - 63, 8, "beyond its end");
  assert_hostile (0, HEADER (e_shentsize), 0, 2, "wrong size");
  assert_hostile (0, HEADER (e_shentsize), sizeof (Elf32_Shdr), 2, "wrong size");
  assert_hostile (0, HEADER (e_shnum), 0xfeff, 2, "beyond its end");
  assert_hostile (0, HEADER (e_shnum), 0, 2, "names of its sections are missing");
  assert_hostile (0, HEADER (e_shstrndx), 4, 2, "names of its sections are missing");
  assert_hostile (0, SECTION_AT (3, sh_offset), G_MAXUINT64, 8, "beyond its end");
  assert_hostile (0, SECTION_AT (3, sh_size), G_MAXUINT64, 8, "beyond its end");
  assert_hostile (0, SECTION_AT (2, sh_offset), G_MAXUINT64 - 10, 8, "beyond its end");
  assert_hostile (0, SECTION_AT (2, sh_size), 1 << 20, 8, "beyond its end");
  assert_hostile (0, SECTION_AT (2, sh_size), G_MAXUINT64, 8, ".modinfo cannot be so large");
  assert_hostile (extended, SECTION_AT (0, sh_size), G_MAXUINT64, 8, "so many sections");
  assert_hostile (extended, SECTION_AT (0, sh_size), 1 << 20, 8, "beyond its end");
  assert_hostile (extended, SECTION_AT (0, sh_size), (1 << 20) + 1, 8, "so many sections");
  assert_hostile (extended, SECTION_AT (0, sh_link), G_MAXUINT32, 4, "sections are missing");
}

/* Names that lead nowhere, a section without contents, and sections that lie over each other are
 * no damage. */
static void
test_odd (void)
{
  g_autoptr (ModscopeModinfoReader) reader = modscope_modinfo_reader_new ();
  g_autoptr (GByteArray) nameless = test_module_new (0, TEXT, TEXT_LENGTH);
  g_autoptr (GByteArray) cut_name = test_module_new (0, TEXT, TEXT_LENGTH);
  g_autoptr (GByteArray) no_contents = test_module_new (0, TEXT, TEXT_LENGTH);
  g_autoptr (GByteArray) over = test_module_new (0, TEXT, TEXT_LENGTH);
  g_autoptr (GError) error = NULL;
  ModscopeModinfo info;

  put (nameless, SECTION (nameless, 2, sh_name), G_MAXUINT32, 4);
  g_assert_true (read_bytes (reader, nameless, &info, &error));
  g_assert_cmpuint (info.length, ==, 0);

  /* The names end in the middle of ".modinfo". */
  put (cut_name, SECTION (cut_name, 3, sh_size), 12, 8);
  g_assert_true (read_bytes (reader, cut_name, &info, &error));
  g_assert_cmpuint (info.length, ==, 0);

  put (no_contents, SECTION (no_contents, 2, sh_type), SHT_NOBITS, 4);
  g_assert_true (read_bytes (reader, no_contents, &info, &error));
  g_assert_cmpuint (info.length, ==, 0);

  put (over, SECTION (over, 2, sh_offset), 0, 8);
  put (over, SECTION (over, 2, sh_size), over->len, 8);
  g_assert_true (read_bytes (reader, over, &info, &error));
  g_assert_cmpuint (info.length, >=, over->len);
  g_assert_cmpint (info.text[info.length - 1], ==, '\0');
}

/* Damage at random places: any answer will do, but an answer it must be; after each the reader must
 * still read a sound file. */
static void
test_random_damage (void)
{
  static const char *const endings[] = { "", "gz", "xz", "zst" };
  g_autoptr (ModscopeModinfoReader) reader = modscope_modinfo_reader_new ();
  g_autoptr (GByteArray) sound = test_module_new (TEST_MODULE_SIGNED, TEXT, TEXT_LENGTH);
  GByteArray *files[G_N_ELEMENTS (endings)];
  ModscopeModinfo info;

  for (gsize e = 0; e < G_N_ELEMENTS (endings); e++)
    files[e] = test_module_compress (sound, endings[e]);
  for (guint i = 0; i < 4000; i++)
    {
      g_autoptr (GByteArray) damaged = test_module_compress (files[i % 4], "");
      g_autoptr (GError) error = NULL;

      for (guint n = 0; n <= i % 3; n++)
        damaged->data[g_test_rand_int_range (0, (int) damaged->len)] =
          (guint8) g_test_rand_int_range (0, 256);
      if (!read_bytes (reader, damaged, &info, &error))
        g_assert_nonnull (error);
      else if (info.length > 0)
        g_assert_cmpint (info.text[info.length - 1], ==, '\0');
      if (i % 16 == 0)
        {
          g_assert_true (read_bytes (reader, sound, &info, NULL));
          g_assert_cmpmem (info.text, info.length, TEXT, TEXT_LENGTH);
        }
    }
  for (gsize e = 0; e < G_N_ELEMENTS (endings); e++)
    g_byte_array_unref (files[e]);
}

static void
assert_unreadable (const char *path, int code, const char *words)
{
  g_autoptr (ModscopeModinfoReader) reader = modscope_modinfo_reader_new ();
  g_autoptr (GError) error = NULL;
  ModscopeModinfo info;

  g_assert_false (modscope_modinfo_reader_read (reader, path, &info, &error));
  g_assert_error (error, MODSCOPE_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_nonnull (strstr (error->message, path));
}

/* What has the name of a module and is no file of bytes. */
static void
test_no_file (void)
{
  char *root = test_root_new ();
  g_autofree char *missing = g_strconcat (root, "/missing.ko", NULL);
  g_autofree char *fifo = g_strconcat (root, "/fifo.ko", NULL);
  g_autofree char *empty = g_strconcat (root, "/empty.ko", NULL);
  g_autofree char *sparse = g_strconcat (root, "/sparse.ko", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  test_root_write (root, "/empty.ko", "");
  /* The start of an xz file in a file of 8 GiB. */
  test_root_write_bytes (root, "/sparse.ko",
                         "\xfd"
                         "7zXZ\0",
                         6);
  g_assert_cmpint (truncate (sparse, G_GINT64_CONSTANT (8) << 30), ==, 0);
  assert_unreadable (missing, MODSCOPE_ERROR_NOT_FOUND, "");
  assert_unreadable (fifo, MODSCOPE_ERROR_CORRUPT, "not a file");
  assert_unreadable (root, MODSCOPE_ERROR_CORRUPT, "not a file");
  assert_unreadable (empty, MODSCOPE_ERROR_CORRUPT, "empty");
  assert_unreadable (sparse, MODSCOPE_ERROR_CORRUPT, "too large");
  test_root_free (root);
}

/* A little file that holds much: an end is made of it at the limit, and not before. */
static void
test_bomb (void)
{
  static const char *const endings[] = { "gz", "xz", "zst" };
  const gsize size = (gsize) 5 << 20;
  g_autoptr (GByteArray) zeros = g_byte_array_new ();
  g_autoptr (ModscopeDecompressor) decompressor = modscope_decompressor_new ();

  g_byte_array_set_size (zeros, (guint) size);
  memset (zeros->data, 0, size);
  for (gsize e = 0; e < G_N_ELEMENTS (endings); e++)
    {
      g_autoptr (GByteArray) bomb = test_module_compress (zeros, endings[e]);
      g_autoptr (GError) error = NULL;
      gsize limits[] = { 0, 100, size / 2, size - 1 };
      gsize length;

      g_assert_cmpuint (bomb->len, <, 8192);
      /* Before and after a call that needed the whole buffer. */
      for (guint i = 0; i < 2 * G_N_ELEMENTS (limits); i++)
        {
          g_autoptr (GError) reason = NULL;

          g_assert_null (modscope_decompressor_run (decompressor, bomb->data, bomb->len,
                                                    limits[i % G_N_ELEMENTS (limits)], &length,
                                                    &reason));
          g_assert_error (reason, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT);
          g_assert_nonnull (strstr (reason->message, "more than"));
          if (i + 1 == G_N_ELEMENTS (limits))
            g_assert_nonnull (modscope_decompressor_run (decompressor, bomb->data, bomb->len, size,
                                                         &length, &error));
        }
      g_assert_no_error (error);
      g_assert_nonnull (
        modscope_decompressor_run (decompressor, bomb->data, bomb->len, size, &length, &error));
      g_assert_cmpuint (length, ==, size);
    }
}

/* The formats allow files one after the other in one file. */
static void
test_joined (void)
{
  static const char *const endings[] = { "gz", "xz", "zst" };
  g_autoptr (GByteArray) part = g_byte_array_new ();
  g_autoptr (ModscopeDecompressor) decompressor = modscope_decompressor_new ();

  g_byte_array_append (part, (const guint8 *) "abcdef", 6);
  for (gsize e = 0; e < G_N_ELEMENTS (endings); e++)
    {
      g_autoptr (GByteArray) one = test_module_compress (part, endings[e]);
      g_autoptr (GByteArray) two = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      const guint8 *out;
      gsize length = 0;

      g_byte_array_append (two, one->data, one->len);
      g_byte_array_append (two, one->data, one->len);
      out = modscope_decompressor_run (decompressor, two->data, two->len, 100, &length, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (out, length, "abcdefabcdef", 12);
    }
}

/* A zstd file that does not say how much it holds, as one that came through a pipe. */
static void
test_zstd_without_size (void)
{
  g_autoptr (GByteArray) plain = test_module_new (TEST_MODULE_LARGE, TEXT, TEXT_LENGTH);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (ModscopeModinfoReader) reader = modscope_modinfo_reader_new ();
  g_autoptr (GError) error = NULL;
  ZSTD_CCtx *context = ZSTD_createCCtx ();
  ModscopeModinfo info;
  gsize length;

  g_byte_array_set_size (bytes, plain->len + 4096);
  ZSTD_CCtx_setParameter (context, ZSTD_c_contentSizeFlag, 0);
  length = ZSTD_compress2 (context, bytes->data, bytes->len, plain->data, plain->len);
  g_assert_false (ZSTD_isError (length));
  ZSTD_freeCCtx (context);
  g_byte_array_set_size (bytes, (guint) length);
  read_bytes (reader, bytes, &info, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (info.text, info.length, TEXT, TEXT_LENGTH);
}

static void
test_next (void)
{
  static const char text[] = "\0\0a=1\0no equals\0b==x=\0\0=empty key\0c=";
  static const char *const expected[] = { "a", "1", "b", "=x=", "", "empty key", "c", "" };
  const char *at = text;
  const char *end = text + sizeof text;
  const char *value;
  const char *key;

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i += 2)
    {
      key = modscope_modinfo_next (&at, end, &value);
      g_assert_nonnull (key);
      g_assert_cmpmem (key, (gsize) (value - key - 1), expected[i], strlen (expected[i]));
      g_assert_cmpstr (value, ==, expected[i + 1]);
    }
  g_assert_null (modscope_modinfo_next (&at, end, &value));
  g_assert_null (modscope_modinfo_next (&at, end, &value));
  g_assert_true (at == end);

  /* Nothing beyond the end is looked at. */
  at = "a=1";
  g_assert_null (modscope_modinfo_next (&at, at + 3, &value));
  at = text;
  g_assert_null (modscope_modinfo_next (&at, text, &value));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/modinfo/kinds", test_kinds);
  g_test_add_func ("/modinfo/closing", test_closing);
  g_test_add_func ("/modinfo/cut-off", test_cut_off);
  g_test_add_func ("/modinfo/hostile", test_hostile);
  g_test_add_func ("/modinfo/odd", test_odd);
  g_test_add_func ("/modinfo/random-damage", test_random_damage);
  g_test_add_func ("/modinfo/no-file", test_no_file);
  g_test_add_func ("/modinfo/bomb", test_bomb);
  g_test_add_func ("/modinfo/joined", test_joined);
  g_test_add_func ("/modinfo/zstd-without-size", test_zstd_without_size);
  g_test_add_func ("/modinfo/next", test_next);
  return g_test_run ();
}
