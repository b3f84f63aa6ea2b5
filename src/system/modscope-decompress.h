/* Decompresses whole files with the same buffers and decoders again and again: xz, zstd and gzip,
 * told apart by their first bytes as the kernel's tools do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ModscopeDecompressor: buffers and decoders. One for each thread. */
typedef struct _ModscopeDecompressor ModscopeDecompressor;

/**
 * MODSCOPE_DECOMPRESS_MAGIC_LENGTH: how many of a file's first bytes tell what it is
 */
#define MODSCOPE_DECOMPRESS_MAGIC_LENGTH 6

ModscopeDecompressor *modscope_decompressor_new (void);
void modscope_decompressor_free (ModscopeDecompressor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeDecompressor, modscope_decompressor_free)

/**
 * modscope_decompress_is_compressed:
 * @bytes: the start of a file
 * @length: how much of it
 *
 * Returns: whether the file is in one of the three formats. Any thread.
 */
gboolean modscope_decompress_is_compressed (const guint8 *bytes, gsize length);

/**
 * modscope_decompressor_run:
 * @self: the decompressor
 * @bytes: a whole compressed file
 * @length: its length in bytes
 * @limit: most bytes that may come out of it
 * @out_length: (out): how many came out
 * @error: %MODSCOPE_ERROR_CORRUPT if the bytes are damaged, end too early, are in no known format,
 *   or hold more than @limit
 *
 * Returns: (transfer none) (nullable): the contents, until the next call or until @self is freed
 */
const guint8 *modscope_decompressor_run (ModscopeDecompressor *self,
                                         const guint8 *bytes,
                                         gsize length,
                                         gsize limit,
                                         gsize *out_length,
                                         GError **error);

G_END_DECLS
