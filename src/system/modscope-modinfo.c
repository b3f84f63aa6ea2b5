/* Finds the .modinfo section of module files. Of a plain file only a few kilobytes are read; a
 * compressed one is decompressed whole, since its signature is at the end. Formats: elf(5), and
 * include/linux/module_signature.h of the kernel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-modinfo.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/modscope-error.h"
#include "system/modscope-decompress.h"

/* What a hostile or damaged file may make us read. Real modules have a few hundred sections, some
 * tens of kilobytes of .modinfo (the most in Linux 6.1: 76), and are some tens of megabytes large
 * at most. */
#define FILE_LIMIT ((gsize) 1 << 30)
#define SECTION_LIMIT ((guint64) 64 << 20)
#define TEXT_LIMIT ((guint64) 8 << 20)

/* The end of a module has its section headers, the names of the sections and the signature: one
 * read of this length gets all three in nearly all modules. */
#define TAIL_LENGTH 8192

static const char section_name[] = ".modinfo";
static const char signature_marker[] = "~Module signature appended~\n";

struct _ModscopeModinfoReader
{
  ModscopeDecompressor *decompressor;
  guint8 *tail;
  GByteArray *whole;
  GByteArray *headers;
  GByteArray *names;
  GByteArray *text;
};

/* The contents of a module: in memory, or in a file with its tail in memory. */
typedef struct
{
  int fd;
  guint64 size;
  const guint8 *memory;
  guint64 memory_start;
} Source;

/* How the file writes its numbers, and where its section headers are. */
typedef struct
{
  gboolean is_64;
  gboolean swapped;
  guint64 offset;
  guint64 count;
  guint64 names_index;
} Layout;

typedef struct
{
  guint32 name;
  guint32 type;
  guint32 link;
  guint64 offset;
  guint64 size;
} Section;

static gboolean
set_corrupt (GError **error, const char *message)
{
  g_set_error_literal (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT, message);
  return FALSE;
}

/* Reads exactly @length bytes. */
static gboolean
read_fully (int fd, guint8 *buffer, gsize length, guint64 offset, GError **error)
{
  gsize done = 0;

  while (done < length)
    {
      ssize_t n = pread (fd, buffer + done, length - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          modscope_error_set_errno (error, errno, "Cannot read the file");
          return FALSE;
        }
      if (n == 0)
        return set_corrupt (error, "the file became shorter while it was read");
      done += (gsize) n;
    }
  return TRUE;
}

/* Lends @length bytes of the source at @offset; @buffer holds them if they are not in memory. */
static const guint8 *
view (const Source *source,
      guint64 offset,
      guint64 length,
      GByteArray *buffer,
      const char *what,
      GError **error)
{
  if (offset > source->size || length > source->size - offset)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT,
                   "the file is cut off or damaged: %s would be beyond its end", what);
      return NULL;
    }
  if (offset >= source->memory_start)
    return source->memory + (offset - source->memory_start);
  if (length > SECTION_LIMIT)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT,
                   "the file is damaged: %s cannot be so large", what);
      return NULL;
    }
  g_byte_array_set_size (buffer, (guint) length);
  return read_fully (source->fd, buffer->data, (gsize) length, offset, error) ? buffer->data : NULL;
}

static guint16
get_16 (const Layout *layout, const guint8 *at)
{
  guint16 value;

  memcpy (&value, at, sizeof value);
  return layout->swapped ? GUINT16_SWAP_LE_BE (value) : value;
}

static guint32
get_32 (const Layout *layout, const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return layout->swapped ? GUINT32_SWAP_LE_BE (value) : value;
}

/* A number of the width of an address. */
static guint64
get_word (const Layout *layout, const guint8 *at)
{
  guint64 value;

  if (!layout->is_64)
    return get_32 (layout, at);
  memcpy (&value, at, sizeof value);
  return layout->swapped ? GUINT64_SWAP_LE_BE (value) : value;
}

/* The field of a structure that a 32-bit and a 64-bit file have in different places. */
#define AT(layout, base, type, field)                                                              \
  ((base) + ((layout)->is_64 ? G_STRUCT_OFFSET (Elf64_##type, field)                               \
                             : G_STRUCT_OFFSET (Elf32_##type, field)))

static gsize
get_header_size (const Layout *layout)
{
  return layout->is_64 ? sizeof (Elf64_Shdr) : sizeof (Elf32_Shdr);
}

static Section
get_section (const Layout *layout, const guint8 *headers, guint64 index)
{
  const guint8 *header = headers + index * get_header_size (layout);

  return (Section){
    .name = get_32 (layout, AT (layout, header, Shdr, sh_name)),
    .type = get_32 (layout, AT (layout, header, Shdr, sh_type)),
    .link = get_32 (layout, AT (layout, header, Shdr, sh_link)),
    .offset = get_word (layout, AT (layout, header, Shdr, sh_offset)),
    .size = get_word (layout, AT (layout, header, Shdr, sh_size)),
  };
}

/* Reads the ELF header. */
static gboolean
read_layout (ModscopeModinfoReader *self, const Source *source, Layout *layout, GError **error)
{
  const guint8 *ident;
  const guint8 *header;
  guint8 own_order = G_BYTE_ORDER == G_LITTLE_ENDIAN ? ELFDATA2LSB : ELFDATA2MSB;

  ident = view (source, 0, MIN (source->size, SELFMAG), self->headers, "its header", error);
  if (ident == NULL)
    return FALSE;
  if (source->size < SELFMAG || memcmp (ident, ELFMAG, SELFMAG) != 0)
    return set_corrupt (error, "it is not a kernel module (no ELF file)");
  ident = view (source, 0, EI_NIDENT, self->headers, "its header", error);
  if (ident == NULL)
    return FALSE;
  if ((ident[EI_CLASS] != ELFCLASS32 && ident[EI_CLASS] != ELFCLASS64) ||
      (ident[EI_DATA] != ELFDATA2LSB && ident[EI_DATA] != ELFDATA2MSB))
    return set_corrupt (error, "the file is damaged: no such kind of ELF file");
  layout->is_64 = ident[EI_CLASS] == ELFCLASS64;
  layout->swapped = ident[EI_DATA] != own_order;

  header = view (source, 0, layout->is_64 ? sizeof (Elf64_Ehdr) : sizeof (Elf32_Ehdr),
                 self->headers, "its header", error);
  if (header == NULL)
    return FALSE;
  if (get_16 (layout, AT (layout, header, Ehdr, e_type)) != ET_REL)
    return set_corrupt (error, "it is not a kernel module (another kind of ELF file)");
  layout->offset = get_word (layout, AT (layout, header, Ehdr, e_shoff));
  layout->count = get_16 (layout, AT (layout, header, Ehdr, e_shnum));
  layout->names_index = get_16 (layout, AT (layout, header, Ehdr, e_shstrndx));
  if (layout->offset == 0)
    return set_corrupt (error, "the file is damaged: it has no section headers");
  if (get_16 (layout, AT (layout, header, Ehdr, e_shentsize)) != get_header_size (layout))
    return set_corrupt (error, "the file is damaged: section headers of a wrong size");
  return TRUE;
}

/* Reads the section headers. Numbers that do not fit into the ELF header are in the first of them
 * (elf(5), e_shnum and e_shstrndx). */
static const guint8 *
read_headers (ModscopeModinfoReader *self, const Source *source, Layout *layout, GError **error)
{
  gsize header_size = get_header_size (layout);

  if (layout->count == 0 || layout->names_index == SHN_XINDEX)
    {
      const guint8 *first =
        view (source, layout->offset, header_size, self->headers, "its section headers", error);
      Section zero;

      if (first == NULL)
        return NULL;
      zero = get_section (layout, first, 0);
      if (layout->count == 0)
        layout->count = zero.size;
      if (layout->names_index == SHN_XINDEX)
        layout->names_index = zero.link;
    }
  if (layout->count > SECTION_LIMIT / header_size)
    {
      set_corrupt (error, "the file is damaged: it cannot have so many sections");
      return NULL;
    }
  if (layout->names_index >= layout->count)
    {
      set_corrupt (error, "the file is damaged: the names of its sections are missing");
      return NULL;
    }
  return view (source, layout->offset, layout->count * header_size, self->headers,
               "its section headers", error);
}

/* Finds .modinfo, the first section of that name that has contents in the file. @found is %FALSE
 * for a sound file without it. */
static gboolean
find_section (ModscopeModinfoReader *self,
              const Source *source,
              Section *section,
              gboolean *found,
              GError **error)
{
  Layout layout;
  Section names_section;
  const guint8 *headers;
  const guint8 *names;

  *found = FALSE;
  if (!read_layout (self, source, &layout, error) ||
      (headers = read_headers (self, source, &layout, error)) == NULL)
    return FALSE;
  names_section = get_section (&layout, headers, layout.names_index);
  names = view (source, names_section.offset, names_section.size, self->names,
                "the names of its sections", error);
  if (names == NULL)
    return FALSE;
  for (guint64 i = 0; i < layout.count && !*found; i++)
    {
      *section = get_section (&layout, headers, i);
      *found = section->type != SHT_NOBITS && section->name < names_section.size &&
               names_section.size - section->name >= sizeof section_name &&
               memcmp (names + section->name, section_name, sizeof section_name) == 0;
    }
  return TRUE;
}

/* Copies .modinfo into the reader's buffer and closes it with a zero byte. */
static gboolean
read_section (ModscopeModinfoReader *self, const Source *source, GError **error)
{
  Section section;
  gboolean found;
  const guint8 *bytes;

  g_byte_array_set_size (self->text, 0);
  if (!find_section (self, source, &section, &found, error))
    return FALSE;
  if (!found || section.size == 0)
    return TRUE;
  if (section.size > TEXT_LIMIT)
    return set_corrupt (error, "the file is damaged: .modinfo cannot be so large");
  bytes = view (source, section.offset, section.size, self->text, ".modinfo", error);
  if (bytes == NULL)
    return FALSE;
  if (bytes != self->text->data)
    g_byte_array_append (self->text, bytes, (guint) section.size);
  if (self->text->data[self->text->len - 1] != '\0')
    g_byte_array_append (self->text, (const guint8 *) "", 1);
  return TRUE;
}

/* Looks only at the end, which is in memory in both kinds of source. */
static gboolean
is_signed (const Source *source)
{
  gsize length = strlen (signature_marker);

  return source->size - source->memory_start >= length &&
         memcmp (source->memory + (source->size - source->memory_start - length), signature_marker,
                 length) == 0;
}

/* Reads a whole compressed file and makes its contents the source. */
static gboolean
decompress (ModscopeModinfoReader *self, int fd, gsize size, Source *source, GError **error)
{
  gsize length;

  if (size > FILE_LIMIT)
    return set_corrupt (error, "the file is too large for a kernel module");
  g_byte_array_set_size (self->whole, (guint) size);
  if (!read_fully (fd, self->whole->data, size, 0, error))
    return FALSE;
  source->memory = modscope_decompressor_run (self->decompressor, self->whole->data, size,
                                              FILE_LIMIT, &length, error);
  if (source->memory == NULL)
    return FALSE;
  source->memory_start = 0;
  source->size = length;
  return TRUE;
}

static gboolean
read_file (ModscopeModinfoReader *self, int fd, ModscopeModinfo *info, GError **error)
{
  guint8 magic[MODSCOPE_DECOMPRESS_MAGIC_LENGTH];
  struct stat st;
  Source source = { .fd = fd, .memory = self->tail };
  gsize tail_length;

  if (fstat (fd, &st) != 0)
    {
      modscope_error_set_errno (error, errno, "Cannot read the file");
      return FALSE;
    }
  if (!S_ISREG (st.st_mode))
    return set_corrupt (error, "it is not a file");
  if (st.st_size == 0)
    return set_corrupt (error, "the file is empty");
  source.size = (guint64) st.st_size;
  tail_length = (gsize) MIN (source.size, TAIL_LENGTH);
  source.memory_start = source.size - tail_length;
  if (!read_fully (fd, magic, MIN (source.size, sizeof magic), 0, error))
    return FALSE;
  if (modscope_decompress_is_compressed (magic, MIN (source.size, sizeof magic)))
    {
      if (!decompress (self, fd, (gsize) source.size, &source, error))
        return FALSE;
    }
  else if (!read_fully (fd, self->tail, tail_length, source.memory_start, error))
    return FALSE;
  if (!read_section (self, &source, error))
    return FALSE;
  *info = (ModscopeModinfo){
    .text = (const char *) self->text->data,
    .length = self->text->len,
    .file_size = (guint64) st.st_size,
    .is_signed = is_signed (&source),
  };
  return TRUE;
}

ModscopeModinfoReader *
modscope_modinfo_reader_new (void)
{
  ModscopeModinfoReader *self = g_new0 (ModscopeModinfoReader, 1);

  self->decompressor = modscope_decompressor_new ();
  self->tail = g_malloc (TAIL_LENGTH);
  self->whole = g_byte_array_new ();
  self->headers = g_byte_array_new ();
  self->names = g_byte_array_new ();
  self->text = g_byte_array_new ();
  return self;
}

void
modscope_modinfo_reader_free (ModscopeModinfoReader *self)
{
  modscope_decompressor_free (self->decompressor);
  g_free (self->tail);
  g_byte_array_unref (self->whole);
  g_byte_array_unref (self->headers);
  g_byte_array_unref (self->names);
  g_byte_array_unref (self->text);
  g_free (self);
}

gboolean
modscope_modinfo_reader_read (ModscopeModinfoReader *self,
                              const char *file,
                              ModscopeModinfo *info,
                              GError **error)
{
  /* Not blocking, so that a FIFO with the name of a module does not stop us. */
  int fd = open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gboolean done;

  if (fd < 0)
    {
      modscope_error_set_errno (error, errno, "Cannot read %s", file);
      return FALSE;
    }
  done = read_file (self, fd, info, error);
  close (fd);
  if (!done)
    g_prefix_error (error, "Cannot read %s: ", file);
  return done;
}

const char *
modscope_modinfo_next (const char **text, const char *end, const char **value)
{
  while (*text < end)
    {
      const char *key = *text;
      const char *closing = memchr (key, '\0', (gsize) (end - key));
      const char *equals;

      /* A section without its closing byte is none of ours. */
      if (closing == NULL)
        break;
      *text = closing + 1;
      equals = memchr (key, '=', (gsize) (closing - key));
      if (equals != NULL)
        {
          *value = equals + 1;
          return key;
        }
    }
  *text = end;
  return NULL;
}
