/* Module files, made byte by byte: small, and of any kind of computer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TEST_MODULE_PLAIN = 0, /* 64 bits, little-endian, not signed */
  TEST_MODULE_32_BIT = 1 << 0,
  TEST_MODULE_BIG_ENDIAN = 1 << 1,
  TEST_MODULE_SIGNED = 1 << 2,   /* ends with the marker of a signature */
  TEST_MODULE_EXTENDED = 1 << 3, /* numbers of sections in the first section header */
  TEST_MODULE_NO_TEXT = 1 << 4,  /* has no .modinfo */
  TEST_MODULE_LARGE = 1 << 5,    /* with 100 KiB of code after .modinfo */
} TestModuleFlags;

/**
 * test_module_new:
 * @flags: what kind of file
 * @modinfo: contents of .modinfo
 * @length: length of @modinfo in bytes
 *
 * Returns: (transfer full): the file's bytes
 */
GByteArray *test_module_new (TestModuleFlags flags, const char *modinfo, gsize length);

/**
 * test_module_compress:
 * @bytes: a file
 * @ending: "gz", "xz" or "zst"; "" for a copy
 *
 * Returns: (transfer full): the same file compressed
 */
GByteArray *test_module_compress (GByteArray *bytes, const char *ending);

G_END_DECLS
