/* How long a key in the search takes until the model is filtered: search-probe FOLDER. Prints the
 * time of the slowest of the keys of some words, the least of several rounds, in microseconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "app/modscope-module-filter.h"
#include "app/modscope-module-sort.h"
#include "machine/modscope-machine.h"

#define ROUNDS 9

/* Types a text key by key from nothing, and returns the slowest key's time. */
static gint64
type (ModscopeModuleFilter *filter, const char *text)
{
  gint64 slowest = 0;

  modscope_module_filter_set_search (filter, "");
  for (gsize length = 1; length <= strlen (text); length++)
    {
      g_autofree char *typed = g_strndup (text, length);
      gint64 began = g_get_monotonic_time ();

      modscope_module_filter_set_search (filter, typed);
      slowest = MAX (slowest, g_get_monotonic_time () - began);
    }
  return slowest;
}

int
main (int argc, char *argv[])
{
  static const char *const texts[] = { "wifi", "snd", "intel", "e1000", "zzzz" };
  g_autoptr (ModscopePaths) paths = modscope_paths_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, argv[1], &error);
  g_autoptr (ModscopeMachine) machine = NULL;
  g_autoptr (ModscopeModuleFilter) filter = modscope_module_filter_new ();
  g_autoptr (GtkFilterListModel) filtered = NULL;
  GtkSortListModel *sorted;
  gint64 worst = 0;

  if (kernel == NULL)
    g_error ("%s", error->message);
  machine = modscope_machine_new (kernel);
  modscope_machine_wait (machine);
  if (!modscope_machine_ensure_index (machine, &error))
    g_error ("%s", error->message);
  sorted = gtk_sort_list_model_new (
    g_object_ref (modscope_machine_get_modules (machine)),
    GTK_SORTER (gtk_custom_sorter_new (modscope_module_sort_by_status, NULL, NULL)));
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (sorted), g_object_ref (GTK_FILTER (filter)));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gint64 least = G_MAXINT64;

      /* Whatever else the machine does only ever adds. */
      for (guint round = 0; round < ROUNDS; round++)
        least = MIN (least, type (filter, texts[i]));
      worst = MAX (worst, least);
    }
  printf ("modules %u\nsearch %" G_GINT64_FORMAT "\n",
          g_list_model_get_n_items (modscope_machine_get_modules (machine)), worst);
  return EXIT_SUCCESS;
}
