/* What a module file says about itself: its .modinfo section, read without libkmod (eight times as
 * fast for a whole tree), from plain, xz, zstd and gzip files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ModscopeModinfoReader: reads one file after the other with the same buffers. One for each thread.
 */
typedef struct _ModscopeModinfoReader ModscopeModinfoReader;

/**
 * ModscopeModinfo:
 * @text: the section: "key=value" strings, each closed by a zero byte, in the file's order. Not
 *   trusted: any bytes, padding of zero bytes between strings
 * @length: its length in bytes; the last byte is always zero
 * @file_size: size of the file in bytes, as it is on the disk
 * @is_signed: whether a signature is appended to the (decompressed) file: it ends with
 *   "~Module signature appended~\n" (include/linux/module_signature.h)
 *
 * Valid until the reader reads again or is freed.
 */
typedef struct
{
  const char *text;
  gsize length;
  guint64 file_size;
  gboolean is_signed;
} ModscopeModinfo;

ModscopeModinfoReader *modscope_modinfo_reader_new (void);
void modscope_modinfo_reader_free (ModscopeModinfoReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeModinfoReader, modscope_modinfo_reader_free)

/**
 * modscope_modinfo_reader_read:
 * @self: the reader
 * @file: path of a module file
 * @info: (out caller-allocates): what was found; an ELF file without the section has a length of 0
 * @error: %MODSCOPE_ERROR_NOT_FOUND, or %MODSCOPE_ERROR_CORRUPT for what is no ELF relocatable
 *   object of this or another architecture, is truncated, does not decompress, or is larger than
 *   1 GiB decompressed
 *
 * Blocks on the disk.
 */
gboolean modscope_modinfo_reader_read (ModscopeModinfoReader *self,
                                       const char *file,
                                       ModscopeModinfo *info,
                                       GError **error);

/**
 * modscope_modinfo_next:
 * @text: (inout): where to go on; begin with the start of the section
 * @end: the section's end
 * @value: (out): the value, closed by a zero byte
 *
 * Steps through a section. Strings without "=" are skipped.
 *
 * Returns: (nullable): the key, NOT closed by a zero byte but by '=' (its length is
 *   @value - key - 1); %NULL at the end
 */
const char *modscope_modinfo_next (const char **text, const char *end, const char **value);

G_END_DECLS
