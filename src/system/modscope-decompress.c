/* Decompresses xz, zstd and gzip files into one buffer that grows to the largest of them. The
 * decoders are set back between files, not made anew: that is a tenth of the time for small files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-decompress.h"

#include <gio/gio.h>
#include <lzma.h>
#include <string.h>
#include <zstd.h>

#include "base/modscope-error.h"

/* The buffer starts with room for most modules, and is given back after one that is far larger
 * than modules are. */
#define BUFFER_START ((gsize) 1 << 20)
#define BUFFER_KEEP ((gsize) 64 << 20)

/* A decoder's own memory: enough for the strongest preset of xz (64 MiB of dictionary); the largest
 * window that zstd accepts unasked is 128 MiB. */
#define XZ_MEMORY_LIMIT ((guint64) 96 << 20)

struct _ModscopeDecompressor
{
  guint8 *buffer;
  gsize size;
  gsize length;
  lzma_stream xz;
  ZSTD_DCtx *zstd;
  GZlibDecompressor *gzip;
};

static const guint8 xz_magic[] = { 0xfd, '7', 'z', 'X', 'Z', 0x00 };
static const guint8 zstd_magic[] = { 0x28, 0xb5, 0x2f, 0xfd };
static const guint8 gzip_magic[] = { 0x1f, 0x8b };

G_STATIC_ASSERT (sizeof xz_magic == MODSCOPE_DECOMPRESS_MAGIC_LENGTH);

#define HAS_MAGIC(bytes, length, magic)                                                            \
  ((length) >= sizeof (magic) && memcmp (bytes, magic, sizeof (magic)) == 0)

static void
set_damaged (GError **error, const char *format_name)
{
  g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT, "the %s data is damaged",
               format_name);
}

static void
set_truncated (GError **error, const char *format_name)
{
  g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT, "the %s data ends too early",
               format_name);
}

static void
set_too_large (GError **error, gsize limit)
{
  g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT,
               "it holds more than %" G_GSIZE_FORMAT " bytes when decompressed", limit);
}

/* Makes room for more output: at least @wanted bytes in all, else twice as much as there was. */
static gboolean
grow (ModscopeDecompressor *self, gsize wanted, gsize limit, GError **error)
{
  gsize size = MAX (MAX (self->size * 2, wanted), BUFFER_START);

  if (self->length > limit)
    {
      set_too_large (error, limit);
      return FALSE;
    }
  /* One byte above the limit, so that what holds exactly the limit is seen to end there. */
  size = MIN (size, limit + 1);
  if (size > self->size)
    {
      self->buffer = g_realloc (self->buffer, size);
      self->size = size;
    }
  return TRUE;
}

static gboolean
run_xz (ModscopeDecompressor *self, const guint8 *bytes, gsize length, gsize limit, GError **error)
{
  lzma_ret ret = lzma_stream_decoder (&self->xz, XZ_MEMORY_LIMIT, LZMA_CONCATENATED);

  self->xz.next_in = bytes;
  self->xz.avail_in = length;
  while (ret == LZMA_OK)
    {
      if (self->length == self->size && !grow (self, 0, limit, error))
        return FALSE;
      self->xz.next_out = self->buffer + self->length;
      self->xz.avail_out = self->size - self->length;
      ret = lzma_code (&self->xz, LZMA_FINISH);
      self->length = self->size - self->xz.avail_out;
    }
  if (ret == LZMA_STREAM_END)
    return TRUE;
  if (ret == LZMA_BUF_ERROR)
    set_truncated (error, "xz");
  else if (ret == LZMA_MEMLIMIT_ERROR || ret == LZMA_MEM_ERROR)
    g_set_error_literal (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT,
                         "the xz data needs too much memory");
  else
    set_damaged (error, "xz");
  return FALSE;
}

static gboolean
run_zstd (
  ModscopeDecompressor *self, const guint8 *bytes, gsize length, gsize limit, GError **error)
{
  ZSTD_inBuffer in = { bytes, length, 0 };
  unsigned long long promised = ZSTD_getFrameContentSize (bytes, length);
  gsize left = 1;

  ZSTD_DCtx_reset (self->zstd, ZSTD_reset_session_only);
  /* With room for all of a frame it is decoded in one pass, straight into the buffer. A promise out
   * of all proportion is not believed: the buffer then grows with what really comes. */
  if (promised != ZSTD_CONTENTSIZE_ERROR && promised != ZSTD_CONTENTSIZE_UNKNOWN &&
      promised > self->size && promised <= limit && promised / 64 <= length &&
      !grow (self, (gsize) promised, limit, error))
    return FALSE;
  while (in.pos < in.size || left != 0)
    {
      ZSTD_outBuffer out;
      gsize consumed = in.pos;

      if (self->length == self->size && !grow (self, 0, limit, error))
        return FALSE;
      out = (ZSTD_outBuffer){ self->buffer, self->size, self->length };
      left = ZSTD_decompressStream (self->zstd, &out, &in);
      if (ZSTD_isError (left))
        {
          set_damaged (error, "zstd");
          return FALSE;
        }
      if (out.pos == self->length && in.pos == consumed && in.pos == in.size && left != 0)
        {
          set_truncated (error, "zstd");
          return FALSE;
        }
      self->length = out.pos;
    }
  return TRUE;
}

static gboolean
run_gzip (
  ModscopeDecompressor *self, const guint8 *bytes, gsize length, gsize limit, GError **error)
{
  GConverter *converter = G_CONVERTER (self->gzip);
  GConverterResult result = G_CONVERTER_FINISHED;
  gsize used = 0;

  /* Files of several members, one after the other, are one file (RFC 1952). */
  while (used < length || result != G_CONVERTER_FINISHED)
    {
      g_autoptr (GError) local_error = NULL;
      gsize taken = 0;
      gsize given = 0;

      if (self->length == self->size && !grow (self, 0, limit, error))
        return FALSE;
      if (result == G_CONVERTER_FINISHED)
        g_converter_reset (converter);
      result = g_converter_convert (converter, bytes + used, length - used,
                                    self->buffer + self->length, self->size - self->length,
                                    G_CONVERTER_INPUT_AT_END, &taken, &given, &local_error);
      if (result == G_CONVERTER_ERROR)
        {
          if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
            set_truncated (error, "gzip");
          else
            set_damaged (error, "gzip");
          return FALSE;
        }
      used += taken;
      self->length += given;
    }
  return TRUE;
}

ModscopeDecompressor *
modscope_decompressor_new (void)
{
  ModscopeDecompressor *self = g_new0 (ModscopeDecompressor, 1);

  self->xz = (lzma_stream) LZMA_STREAM_INIT;
  return self;
}

void
modscope_decompressor_free (ModscopeDecompressor *self)
{
  lzma_end (&self->xz);
  ZSTD_freeDCtx (self->zstd);
  g_clear_object (&self->gzip);
  g_free (self->buffer);
  g_free (self);
}

gboolean
modscope_decompress_is_compressed (const guint8 *bytes, gsize length)
{
  return HAS_MAGIC (bytes, length, xz_magic) || HAS_MAGIC (bytes, length, zstd_magic) ||
         HAS_MAGIC (bytes, length, gzip_magic);
}

const guint8 *
modscope_decompressor_run (ModscopeDecompressor *self,
                           const guint8 *bytes,
                           gsize length,
                           gsize limit,
                           gsize *out_length,
                           GError **error)
{
  gboolean done = FALSE;

  if (self->size > BUFFER_KEEP)
    {
      g_clear_pointer (&self->buffer, g_free);
      self->size = 0;
    }
  self->length = 0;
  if (HAS_MAGIC (bytes, length, xz_magic))
    done = run_xz (self, bytes, length, limit, error);
  else if (HAS_MAGIC (bytes, length, zstd_magic))
    {
      if (self->zstd == NULL)
        self->zstd = ZSTD_createDCtx ();
      done = run_zstd (self, bytes, length, limit, error);
    }
  else if (HAS_MAGIC (bytes, length, gzip_magic))
    {
      if (self->gzip == NULL)
        self->gzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
      done = run_gzip (self, bytes, length, limit, error);
    }
  else
    g_set_error_literal (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT,
                         "it is in no known compressed format");
  if (!done)
    return NULL;
  /* A buffer left by an earlier call can be larger than this call's limit. */
  if (self->length > limit)
    {
      set_too_large (error, limit);
      return NULL;
    }
  *out_length = self->length;
  return self->buffer;
}
