/* Module files, made byte by byte, and compressed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test-module-file.h"

#include <elf.h>
#include <gio/gio.h>
#include <lzma.h>
#include <string.h>
#include <zstd.h>

#define CODE_LENGTH (100 * 1024)

static const char section_names[] = "\0.text\0.modinfo\0.shstrtab";

/* Where the names begin in it. */
#define NAME_TEXT 1
#define NAME_MODINFO 7
#define NAME_SHSTRTAB 16

#define N_SECTIONS 4
#define NAMES_SECTION 3

/* Appends a number of @size bytes in the file's byte order. */
static void
add_number (GByteArray *file, TestModuleFlags flags, guint64 value, gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      gsize at = (flags & TEST_MODULE_BIG_ENDIAN) != 0 ? size - 1 - i : i;
      guint8 byte = (guint8) (value >> (8 * at));

      g_byte_array_append (file, &byte, 1);
    }
}

static void
add_word (GByteArray *file, TestModuleFlags flags, guint64 value)
{
  add_number (file, flags, value, (flags & TEST_MODULE_32_BIT) != 0 ? 4 : 8);
}

/* The ELF header, elf(5); the sections' headers are at @headers_offset. */
static void
add_header (GByteArray *file, TestModuleFlags flags, guint64 headers_offset)
{
  gboolean is_32 = (flags & TEST_MODULE_32_BIT) != 0;
  gboolean extended = (flags & TEST_MODULE_EXTENDED) != 0;
  guint8 ident[EI_NIDENT] = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3 };

  ident[EI_CLASS] = is_32 ? ELFCLASS32 : ELFCLASS64;
  ident[EI_DATA] = (flags & TEST_MODULE_BIG_ENDIAN) != 0 ? ELFDATA2MSB : ELFDATA2LSB;
  ident[EI_VERSION] = EV_CURRENT;
  g_byte_array_append (file, ident, sizeof ident);
  add_number (file, flags, ET_REL, 2);
  add_number (file, flags, EM_X86_64, 2);
  add_number (file, flags, EV_CURRENT, 4);
  add_word (file, flags, 0); /* e_entry */
  add_word (file, flags, 0); /* e_phoff */
  add_word (file, flags, headers_offset);
  add_number (file, flags, 0, 4); /* e_flags */
  add_number (file, flags, is_32 ? sizeof (Elf32_Ehdr) : sizeof (Elf64_Ehdr), 2);
  add_number (file, flags, 0, 2); /* e_phentsize */
  add_number (file, flags, 0, 2); /* e_phnum */
  add_number (file, flags, is_32 ? sizeof (Elf32_Shdr) : sizeof (Elf64_Shdr), 2);
  add_number (file, flags, extended ? 0 : N_SECTIONS, 2);
  add_number (file, flags, extended ? SHN_XINDEX : NAMES_SECTION, 2);
}

static void
add_section (GByteArray *file,
             TestModuleFlags flags,
             guint32 name,
             guint32 type,
             guint64 offset,
             guint64 size,
             guint32 link)
{
  add_number (file, flags, name, 4);
  add_number (file, flags, type, 4);
  add_word (file, flags, 0); /* sh_flags */
  add_word (file, flags, 0); /* sh_addr */
  add_word (file, flags, offset);
  add_word (file, flags, size);
  add_number (file, flags, link, 4);
  add_number (file, flags, 0, 4); /* sh_info */
  add_word (file, flags, 1);      /* sh_addralign */
  add_word (file, flags, 0);      /* sh_entsize */
}

GByteArray *
test_module_new (TestModuleFlags flags, const char *modinfo, gsize length)
{
  GByteArray *file = g_byte_array_new ();
  gboolean extended = (flags & TEST_MODULE_EXTENDED) != 0;
  gsize start = (flags & TEST_MODULE_32_BIT) != 0 ? sizeof (Elf32_Ehdr) : sizeof (Elf64_Ehdr);
  gsize code_length = (flags & TEST_MODULE_LARGE) != 0 ? CODE_LENGTH : 16;
  gsize names_start = start + length + code_length;
  g_autofree guint8 *code = g_malloc (code_length);

  memset (code, 0xc3, code_length);
  add_header (file, flags, names_start + sizeof section_names);
  g_byte_array_append (file, (const guint8 *) modinfo, (guint) length);
  g_byte_array_append (file, code, (guint) code_length);
  g_byte_array_append (file, (const guint8 *) section_names, sizeof section_names);
  add_section (file, flags, 0, SHT_NULL, 0, extended ? N_SECTIONS : 0,
               extended ? NAMES_SECTION : 0);
  add_section (file, flags, NAME_TEXT, SHT_PROGBITS, start + length, code_length, 0);
  add_section (file, flags, (flags & TEST_MODULE_NO_TEXT) != 0 ? NAME_TEXT : NAME_MODINFO,
               SHT_PROGBITS, start, length, 0);
  add_section (file, flags, NAME_SHSTRTAB, SHT_STRTAB, names_start, sizeof section_names, 0);
  if ((flags & TEST_MODULE_SIGNED) != 0)
    {
      static const char signature[] = "signature~Module signature appended~\n";

      g_byte_array_append (file, (const guint8 *) signature, strlen (signature));
    }
  return file;
}

static gsize
compress_gzip (GByteArray *bytes, guint8 *out, gsize size)
{
  g_autoptr (GConverter) gzip =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  g_autoptr (GError) error = NULL;
  gsize taken;
  gsize length;

  g_assert_cmpint (g_converter_convert (gzip, bytes->data, bytes->len, out, size,
                                        G_CONVERTER_INPUT_AT_END, &taken, &length, &error),
                   ==, G_CONVERTER_FINISHED);
  return length;
}

GByteArray *
test_module_compress (GByteArray *bytes, const char *ending)
{
  GByteArray *compressed = g_byte_array_new ();
  gsize length = 0;

  g_byte_array_set_size (compressed, bytes->len * 2 + 4096);
  if (g_str_equal (ending, "xz"))
    g_assert_cmpint (lzma_easy_buffer_encode (0, LZMA_CHECK_CRC32, NULL, bytes->data, bytes->len,
                                              compressed->data, &length, compressed->len),
                     ==, LZMA_OK);
  else if (g_str_equal (ending, "zst"))
    {
      length = ZSTD_compress (compressed->data, compressed->len, bytes->data, bytes->len, 3);
      g_assert_false (ZSTD_isError (length));
    }
  else if (g_str_equal (ending, "gz"))
    length = compress_gzip (bytes, compressed->data, compressed->len);
  else
    {
      g_assert_cmpstr (ending, ==, "");
      memcpy (compressed->data, bytes->data, bytes->len);
      length = bytes->len;
    }
  g_byte_array_set_size (compressed, (guint) length);
  return compressed;
}
