/* Building the index of a folder of modules, against what cannot be saved: for plain files libkmod
 * reading the same of each, as modinfo does; for compressed ones only decompressing them, once.
 * Prints NAME, milliseconds of ours and of theirs, and the bar for their ratio: by the clock, and
 * the processors' time, which has no bar and is the same on a busy machine.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <libkmod.h>
#include <stdio.h>
#include <time.h>

#include "machine/modscope-index.h"
#include "system/modscope-decompress.h"

#define N_RUNS 5
#define OUTPUT_MAX ((gsize) 1 << 30)

typedef struct
{
  ModscopeKernel *kernel;
  ModscopeTables *tables;
  GPtrArray *files; /* paths of all module files */
} Tree;

static void
index_tree (Tree *tree)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeIndex) index =
    modscope_index_build (tree->kernel, tree->tables, NULL, NULL, NULL, &error);

  if (index == NULL)
    g_error ("%s", error->message);
  for (guint i = 0; i < modscope_index_get_size (index); i++)
    if (modscope_index_get_problem (index, (int) i) != NULL)
      g_error ("%s", modscope_index_get_problem (index, (int) i));
}

static void
read_with_libkmod (Tree *tree)
{
  struct kmod_ctx *context = kmod_new (NULL, (const char *[]){ NULL });

  for (guint i = 0; i < tree->files->len; i++)
    {
      struct kmod_module *module = NULL;
      struct kmod_list *info = NULL;

      if (kmod_module_new_from_path (context, tree->files->pdata[i], &module) < 0 ||
          kmod_module_get_info (module, &info) < 0)
        g_error ("libkmod cannot read %s", (const char *) tree->files->pdata[i]);
      kmod_module_info_free_list (info);
      kmod_module_unref (module);
    }
  kmod_unref (context);
}

static void
decompress (Tree *tree)
{
  g_autoptr (ModscopeDecompressor) decompressor = modscope_decompressor_new ();

  for (guint i = 0; i < tree->files->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = NULL;
      gsize length = 0;

      if (!g_file_get_contents (tree->files->pdata[i], &bytes, &length, &error) ||
          modscope_decompressor_run (decompressor, (const guint8 *) bytes, length, OUTPUT_MAX,
                                     &length, &error) == NULL)
        g_error ("%s: %s", (const char *) tree->files->pdata[i], error->message);
    }
}

static gint64
processor_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* The least of several runs, in microseconds: whatever else the machine does only ever adds. */
typedef struct
{
  gint64 clock;
  gint64 processor;
} Least;

static void
measure (void (*run) (Tree *), Tree *tree, Least *least)
{
  gint64 start = g_get_monotonic_time ();
  gint64 processor_start = processor_us ();

  run (tree);
  least->processor = MIN (least->processor, processor_us () - processor_start);
  least->clock = MIN (least->clock, g_get_monotonic_time () - start);
}

/* The modules' files, and whether they are compressed. */
static gboolean
list_files (Tree *tree)
{
  guint n_entries;
  const ModscopeTableEntry *entries = modscope_tables_get_entries (tree->tables, &n_entries);
  gboolean compressed = FALSE;

  for (guint i = 0; i < n_entries; i++)
    {
      char *file = modscope_tables_dup_file (tree->tables, &entries[i]);

      if (file == NULL)
        continue;
      compressed = compressed || !g_str_has_suffix (file, ".ko");
      g_ptr_array_add (tree->files, file);
    }
  return compressed;
}

int
main (int argc, char **argv)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new (NULL);
  g_autoptr (ModscopeKernel) kernel = NULL;
  g_autoptr (ModscopeTables) tables = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  Least ours = { G_MAXINT64, G_MAXINT64 };
  Least theirs = { G_MAXINT64, G_MAXINT64 };
  gboolean compressed;
  Tree tree;

  if (argc != 2)
    {
      fprintf (stderr, "usage: %s FOLDER\n", argv[0]);
      return 2;
    }
  if ((kernel = modscope_kernel_open (paths, argv[1], &error)) == NULL ||
      (tables = modscope_tables_load (modscope_kernel_get_folder (kernel), &error)) == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  tree = (Tree){ kernel, tables, files };
  compressed = list_files (&tree);

  /* Once for the files to be in memory, then in turns, so that both meet the same machine. */
  index_tree (&tree);
  for (guint i = 0; i < N_RUNS; i++)
    {
      measure (index_tree, &tree, &ours);
      measure (compressed ? decompress : read_with_libkmod, &tree, &theirs);
    }
  printf ("building the index (ms)\t%.1f\t%.1f\t%s\n", (double) ours.clock / 1000,
          (double) theirs.clock / 1000, compressed ? "0.6" : "1.0");
  printf ("the same, processors' time (ms)\t%.1f\t%.1f\t-\n", (double) ours.processor / 1000,
          (double) theirs.processor / 1000);
  return 0;
}
