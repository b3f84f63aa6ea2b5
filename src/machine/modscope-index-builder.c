/* Builds the index: two threads take modules in turns, each gathers text of its own, and at the end
 * all of it is put together in the order of the names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "base/modscope-text.h"
#include "machine/modscope-index-format.h"
#include "machine/modscope-purpose.h"
#include "system/modscope-modinfo.h"

#define N_THREADS 2
#define PROGRESS_STEP 100

/* Most that a thread gathers. Real kernels need a hundredth of it; beyond it modules are listed
 * without their text, so that all offsets fit into 32 bits and the file below its largest size. */
#define GATHER_LIMIT ((gsize) 400 << 20)

/* The parts of the text, each for all modules together: a list of modules needs the first alone, a
 * search the last, and the other pages of the file never come into memory. */
typedef enum
{
  PART_WORDS,
  PART_FIELDS,
  PART_SEARCH,
  N_PARTS,
} Part;

/* What a thread found out about a module. Offsets are those in its own texts. */
typedef struct
{
  ModscopeIndexEntry entry;
  guint thread;
  gsize start[N_PARTS];
  gsize length[N_PARTS];
} Found;

typedef struct
{
  ModscopeTables *tables;
  const ModscopeTableEntry *modules;
  Found *found;
  guint n_modules;
  GHashTable *builtin_fields; /* (owned) name to GString of "key=value" strings */
  GCancellable *cancellable;
  ModscopeIndexProgress progress;
  gpointer user_data;
  GMutex progress_mutex;
  guint reported;
  int next; /* atomic */
  int done; /* atomic */
} Build;

/* A thread of the build. */
typedef struct
{
  Build *build;
  guint number;
  ModscopeModinfoReader *reader;
  GString *words;
  GString *fields;
  GString *search;
} Worker;

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

/* Takes modules.builtin.modinfo apart: "MODULE.KEY=VALUE" strings, each closed by a zero byte
 * (Documentation/kbuild/kbuild.rst). */
static GHashTable *
read_builtin_fields (const char *folder)
{
  g_autoptr (GHashTable) modules =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string);
  g_autofree char *file = g_build_filename (folder, "modules.builtin.modinfo", NULL);
  g_autofree char *contents = NULL;
  gsize length = 0;
  const char *text;
  const char *key;
  const char *value;

  /* Kernels before 5.2 have none: nothing is known of their built-ins but the names. */
  if (!g_file_get_contents (file, &contents, &length, NULL))
    return g_steal_pointer (&modules);
  text = contents;
  /* What g_file_get_contents() gives has a closing zero byte after its length. */
  while ((key = modscope_modinfo_next (&text, contents + length + 1, &value)) != NULL)
    {
      const char *dot = memchr (key, '.', (gsize) (value - 1 - key));
      g_autofree char *raw_name = dot != NULL ? g_strndup (key, (gsize) (dot - key)) : NULL;
      g_autofree char *name = raw_name != NULL ? modscope_name_fold (raw_name) : NULL;
      GString *fields;

      if (name == NULL)
        continue;
      fields = g_hash_table_lookup (modules, name);
      if (fields == NULL)
        {
          fields = g_string_new (NULL);
          g_hash_table_insert (modules, g_steal_pointer (&name), fields);
        }
      g_string_append_len (fields, dot + 1, (gssize) strlen (dot + 1) + 1);
    }
  return g_steal_pointer (&modules);
}

/* Adds a line to what a search looks through. Nearly all text is ASCII, whose folding is short. */
static void
add_search_line (GString *search, const char *line, gsize length)
{
  gsize start = search->len;
  gboolean ascii = TRUE;

  g_string_append_len (search, line, (gssize) length);
  for (gsize i = start; i < search->len; i++)
    {
      ascii = ascii && (guchar) search->str[i] < 0x80;
      search->str[i] = g_ascii_tolower (search->str[i]);
    }
  if (!ascii)
    {
      g_autofree char *folded = g_utf8_casefold (line, (gssize) length);

      g_string_truncate (search, start);
      g_string_append (search, folded);
    }
  g_string_append_c (search, '\n');
}

static void
add_search_name (GString *search, const char *name)
{
  gsize start;

  add_search_line (search, name, strlen (name));
  if (strchr (name, '_') == NULL)
    return;
  start = search->len;
  add_search_line (search, name, strlen (name));
  for (gsize i = start; i < search->len; i++)
    if (search->str[i] == '_')
      search->str[i] = '-';
}

/* A parameter has its name in "parm", in "parmtype" or in both, mostly one after the other:
 * @last is the one before, which is not added again. */
static void
add_search_parameter (GString *search, const char *value, gsize *last)
{
  gsize length = strcspn (value, ":");
  gsize start = search->len;

  add_search_line (search, value, length);
  if (*last != 0 && search->len - start == start - *last &&
      memcmp (search->str + *last, search->str + start, start - *last) == 0)
    g_string_truncate (search, start);
  else
    *last = start;
}

/* Returns where a string, put behind the others of a text, begins. */
static guint32
add_string (GString *text, const char *string)
{
  gsize start = text->len;

  g_string_append_len (text, string, (gssize) strlen (string) + 1);
  return (guint32) start;
}

static void
add_summary (Worker *self, Found *found, const char *name)
{
  const char *description = self->fields->str + found->entry.description;
  g_autofree char *summary = modscope_purpose_summarize (name, description);

  if (summary != NULL)
    found->entry.summary = add_string (self->words, summary);
}

/* "depends" is one line, "snd-pcm,snd"; empty for a module that needs none. */
static GStrv
split_depends (const char *depends)
{
  GStrv needs = g_strsplit (depends, ",", -1);

  for (guint i = 0; needs[i] != NULL; i++)
    g_strdelimit (needs[i], "-", '_');
  return needs;
}

/* Without the file itself, what modules.dep lists less what those need in turn: right but for a
 * module that names one of them twice over. */
static GStrv
reduce_needs (ModscopeTables *tables, const char *name)
{
  g_auto (GStrv) all = modscope_tables_dup_all_needs (tables, name);
  g_autoptr (GHashTable) implied = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) needs = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    {
      g_autofree GStrv theirs = modscope_tables_dup_all_needs (tables, all[i]);

      for (guint j = 0; theirs[j] != NULL; j++)
        g_hash_table_add (implied, theirs[j]);
    }
  for (guint i = 0; all[i] != NULL; i++)
    if (!g_hash_table_contains (implied, all[i]))
      g_strv_builder_add (needs, all[i]);
  return g_strv_builder_end (needs);
}

static void
add_needs (Worker *self, Found *found, GStrv needs)
{
  found->entry.needs = (guint32) self->words->len;
  for (guint i = 0; needs[i] != NULL; i++)
    add_string (self->words, needs[i]);
  found->entry.needs_length = (guint32) self->words->len - found->entry.needs;
}

#define IS_KEY(key, length, word)                                                                  \
  ((length) == sizeof (word) - 1 && memcmp (key, word, sizeof (word) - 1) == 0)

static void
add_fields (Worker *self, Found *found, const char *name, const char *text, gsize length)
{
  const char *end = text + length;
  const char *key;
  const char *value;
  gsize last_parameter = 0;
  g_auto (GStrv) needs = NULL;

  found->entry.fields = (guint32) self->fields->len;
  while ((key = modscope_modinfo_next (&text, end, &value)) != NULL)
    {
      gsize key_length = (gsize) (value - 1 - key);
      gsize start = self->fields->len;
      gsize field_length = (gsize) (text - key - 1);

      if (g_utf8_validate (key, (gssize) field_length, NULL))
        g_string_append_len (self->fields, key, (gssize) field_length + 1);
      else
        {
          g_autofree char *field = modscope_text_to_utf8 (key, (gssize) field_length);

          add_string (self->fields, field);
          key_length = (gsize) (strchr (field, '=') - field);
        }
      key = self->fields->str + start;
      value = key + key_length + 1;

      if (IS_KEY (key, key_length, "description") && found->entry.description == 0 &&
          value[0] != '\0')
        found->entry.description = (guint32) (value - self->fields->str);
      if (IS_KEY (key, key_length, "depends") && needs == NULL)
        needs = split_depends (value);
      found->entry.has_softdep |= IS_KEY (key, key_length, "softdep");
      if (IS_KEY (key, key_length, "parm") || IS_KEY (key, key_length, "parmtype"))
        add_search_parameter (self->search, value, &last_parameter);
      else if (IS_KEY (key, key_length, "alias") || IS_KEY (key, key_length, "author") ||
               IS_KEY (key, key_length, "description"))
        add_search_line (self->search, value, strlen (value));
    }
  found->entry.fields_length = (guint32) (self->fields->len - found->entry.fields);
  if (found->entry.description != 0)
    add_summary (self, found, name);
  if (needs != NULL)
    add_needs (self, found, needs);
}

static void
add_problem (Worker *self, Found *found, const char *name, const char *message)
{
  g_autofree char *problem = modscope_text_to_utf8 (message, -1);
  g_auto (GStrv) needs = reduce_needs (self->build->tables, name);

  found->entry.problem = add_string (self->words, problem);
  add_needs (self, found, needs);
}

static void
add_file (Worker *self, Found *found, const ModscopeTableEntry *module)
{
  g_autofree char *file = modscope_tables_dup_file (self->build->tables, module);
  g_autoptr (GError) error = NULL;
  ModscopeModinfo info;

  if (self->words->len + self->fields->len + self->search->len > GATHER_LIMIT)
    add_problem (self, found, module->name,
                 "This kernel's modules have more text than can be kept");
  else if (!modscope_modinfo_reader_read (self->reader, file, &info, &error))
    add_problem (self, found, module->name, error->message);
  else
    {
      found->entry.file_size = (gint64) info.file_size;
      found->entry.is_signed = info.is_signed;
      add_fields (self, found, module->name, info.text, info.length);
    }
}

static GString *
get_part (Worker *self, Part part)
{
  GString *const parts[N_PARTS] = { self->words, self->fields, self->search };

  return parts[part];
}

static void
add_module (Worker *self, guint index)
{
  const ModscopeTableEntry *module = &self->build->modules[index];
  Found *found = &self->build->found[index];

  found->thread = self->number;
  for (Part part = 0; part < N_PARTS; part++)
    found->start[part] = get_part (self, part)->len;
  found->entry.file_size = -1;
  found->entry.is_signed = -1;
  found->entry.name = add_string (self->words, module->name);
  add_search_name (self->search, module->name);
  if (module->builtin)
    {
      const GString *fields = g_hash_table_lookup (self->build->builtin_fields, module->name);

      if (fields != NULL)
        add_fields (self, found, module->name, fields->str, fields->len);
    }
  else
    add_file (self, found, module);
  g_string_append_c (self->search, '\0');
  for (Part part = 0; part < N_PARTS; part++)
    found->length[part] = get_part (self, part)->len - found->start[part];
}

static void
report (Build *build, guint done)
{
  if (build->progress == NULL)
    return;
  g_mutex_lock (&build->progress_mutex);
  if (done > build->reported || done == build->n_modules)
    build->progress (build->reported = done, build->n_modules, build->user_data);
  g_mutex_unlock (&build->progress_mutex);
}

static gpointer
work (gpointer data)
{
  Worker *self = data;
  Build *build = self->build;

  self->reader = modscope_modinfo_reader_new ();
  while (!g_cancellable_is_cancelled (build->cancellable))
    {
      guint index = (guint) g_atomic_int_add (&build->next, 1);
      guint done;

      if (index >= build->n_modules)
        break;
      add_module (self, index);
      done = (guint) g_atomic_int_add (&build->done, 1) + 1;
      if (done % PROGRESS_STEP == 0 && done < build->n_modules)
        report (build, done);
    }
  g_clear_pointer (&self->reader, modscope_modinfo_reader_free);
  return NULL;
}

/* Moves an offset of a thread's text to where that text is in the file; 0 stays "none". */
static void
move (guint32 *offset, gsize from, gsize to)
{
  if (*offset != 0)
    *offset = (guint32) (*offset - from + to);
}

/* Tells an entry where a part of its text is in the file. */
static void
move_entry (ModscopeIndexEntry *entry, Part part, gsize from, gsize to)
{
  switch (part)
    {
    case PART_WORDS:
      move (&entry->name, from, to);
      move (&entry->needs, from, to);
      move (&entry->summary, from, to);
      move (&entry->problem, from, to);
      break;
    case PART_FIELDS:
      move (&entry->fields, from, to);
      move (&entry->description, from, to);
      break;
    case PART_SEARCH:
    default:
      entry->search = (guint32) to;
    }
}

/* Puts the threads' texts together, part by part, behind a zero byte. */
static GBytes *
assemble (Build *build, Worker *workers, const char *stamp)
{
  g_autofree ModscopeIndexEntry *entries = g_new (ModscopeIndexEntry, build->n_modules);
  GString *text;
  gsize length = 1;
  g_autoptr (GVariant) file = NULL;

  for (guint i = 0; i < N_THREADS; i++)
    for (Part part = 0; part < N_PARTS; part++)
      length += get_part (&workers[i], part)->len;
  text = g_string_sized_new (length);
  g_string_append_c (text, '\0');
  for (Part part = 0; part < N_PARTS; part++)
    for (guint i = 0; i < build->n_modules; i++)
      {
        Found *found = &build->found[i];
        const GString *source = get_part (&workers[found->thread], part);

        move_entry (&found->entry, part, found->start[part], text->len);
        g_string_append_len (text, source->str + found->start[part], (gssize) found->length[part]);
      }
  for (guint i = 0; i < build->n_modules; i++)
    entries[i] = build->found[i].entry;
  length = text->len;
  file = g_variant_ref_sink (g_variant_new (
    "(tuuts@" MODSCOPE_INDEX_ENTRIES_TYPE "@ay)", MODSCOPE_INDEX_MAGIC, MODSCOPE_INDEX_VERSION,
    build->n_modules, (guint64) length, stamp,
    g_variant_new_from_data (G_VARIANT_TYPE (MODSCOPE_INDEX_ENTRIES_TYPE), entries,
                             build->n_modules * sizeof *entries, TRUE, NULL, NULL),
    g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING,
                              g_bytes_new_take (g_string_free (text, FALSE), length), TRUE)));
  return g_variant_get_data_as_bytes (file);
}

ModscopeIndex *
modscope_index_build (ModscopeKernel *kernel,
                      ModscopeTables *tables,
                      ModscopeIndexProgress progress,
                      gpointer user_data,
                      GCancellable *cancellable,
                      GError **error)
{
  /* Taken first: modules that change while they are read make this index stale. */
  g_autofree char *stamp = modscope_kernel_dup_stamp (kernel);
  Build build = { .tables = tables,
                  .cancellable = cancellable,
                  .progress = progress,
                  .user_data = user_data };
  Worker workers[N_THREADS] = { 0 };
  GThread *threads[N_THREADS] = { NULL };
  g_autofree Found *found = NULL;
  g_autoptr (GHashTable) builtin_fields = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean cancelled;

  build.modules = modscope_tables_get_entries (tables, &build.n_modules);
  build.found = found = g_new0 (Found, build.n_modules);
  build.builtin_fields = builtin_fields = read_builtin_fields (modscope_kernel_get_folder (kernel));
  g_mutex_init (&build.progress_mutex);
  for (guint i = 0; i < N_THREADS; i++)
    {
      workers[i] = (Worker){ .build = &build,
                             .number = i,
                             .words = g_string_new (NULL),
                             .fields = g_string_new (NULL),
                             .search = g_string_new (NULL) };
      /* So that no offset in them is 0, which means none. */
      g_string_append_c (workers[i].words, '\0');
      g_string_append_c (workers[i].fields, '\0');
      /* The calling thread is the last of them. */
      if (i + 1 < N_THREADS)
        threads[i] = g_thread_new ("modscope-index", work, &workers[i]);
      else
        work (&workers[i]);
    }
  for (guint i = 0; i + 1 < N_THREADS; i++)
    g_thread_join (threads[i]);
  cancelled = g_cancellable_set_error_if_cancelled (cancellable, error);
  if (!cancelled)
    {
      bytes = assemble (&build, workers, stamp);
      report (&build, build.n_modules);
    }
  for (guint i = 0; i < N_THREADS; i++)
    for (Part part = 0; part < N_PARTS; part++)
      g_string_free (get_part (&workers[i], part), TRUE);
  g_mutex_clear (&build.progress_mutex);
  return cancelled ? NULL : modscope_index_new_from_bytes (bytes, stamp, error);
}
