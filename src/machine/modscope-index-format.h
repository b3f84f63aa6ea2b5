/* The index's file, for the two that know it: the builder writes it, the index reads it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "machine/modscope-index.h"

G_BEGIN_DECLS

/* One GVariant in the computer's byte order: magic, version, number of entries, length of the text,
 * the kernel's stamp, the entries, the text. What has a fixed size comes first, so that it is found
 * in a file that was cut off, too. */
#define MODSCOPE_INDEX_TYPE "(tuuts" MODSCOPE_INDEX_ENTRIES_TYPE "ay)"

/* "modscope" in ASCII; other numbers mean another kind of file or another byte order. */
#define MODSCOPE_INDEX_MAGIC G_GUINT64_CONSTANT (0x6d6f6473636f7065)

/* One higher whenever the file, or what is put into it, changes. */
#define MODSCOPE_INDEX_VERSION 2

/* A module, with the memory layout of the GVariant type. Modules are sorted by name (strcmp).
 * @name, @description, @summary, @search and @problem are where a string that is closed by a zero
 * byte begins in the text; 0, where an empty one is, for none. @fields is where the module's
 * "key=value" strings begin, each closed by a zero byte, @fields_length is their length together;
 * the same of @needs, the names of the modules that it needs. @has_softdep is 0 or 1. @file_size is
 * -1 and @is_signed is -1 where there is none to know. */
#define MODSCOPE_INDEX_ENTRIES_TYPE "a(xuuuuuuuuuiii)"

typedef struct
{
  gint64 file_size;
  guint32 name;
  guint32 fields;
  guint32 fields_length;
  guint32 needs;
  guint32 needs_length;
  guint32 description;
  guint32 summary;
  guint32 search;
  guint32 problem;
  gint32 is_signed;
  gint32 has_softdep;
  gint32 reserved;
} ModscopeIndexEntry;

G_STATIC_ASSERT (sizeof (ModscopeIndexEntry) == 56);

/* Largest file that is believed to be an index. */
#define MODSCOPE_INDEX_SIZE_MAX ((gint64) 1 << 30)

/**
 * modscope_index_new_from_bytes:
 * @bytes: contents of an index's file; not trusted
 * @stamp: the kernel's stamp
 * @error: %MODSCOPE_ERROR_CORRUPT if it is damaged, or of another version or stamp
 *
 * Returns: (transfer full) (nullable): the index
 */
ModscopeIndex *modscope_index_new_from_bytes (GBytes *bytes, const char *stamp, GError **error);

G_END_DECLS
