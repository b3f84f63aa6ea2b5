/* Follows the devices of the running computer as the desktop program does, and prints a line for
 * each that comes, goes, or gets another verdict: the time on the monotonic clock in microseconds,
 * "add", "remove" or "verdict", the device, and the verdict.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-chain.h"

/* Id to verdict, of what was printed. */
static GHashTable *known;

static void
tell (const char *what, const char *id, const char *verdict)
{
  g_print ("%" G_GINT64_FORMAT " %s %s %s\n", g_get_monotonic_time (), what, id, verdict);
}

static gboolean
is_gone (gpointer id, gpointer verdict, gpointer machine)
{
  if (modscope_machine_lookup_device (machine, id) != NULL)
    return FALSE;
  tell ("remove", id, "-");
  return TRUE;
}

static void
look (ModscopeMachine *machine)
{
  GListModel *devices = modscope_machine_get_devices (machine);

  g_hash_table_foreach_remove (known, is_gone, machine);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (ModscopeDevice) device = g_list_model_get_item (devices, i);
      g_autoptr (ModscopeChain) chain = modscope_chain_judge (machine, device);
      const char *id = modscope_device_get_id (device);
      const char *before = g_hash_table_lookup (known, id);

      if (g_strcmp0 (before, chain->verdict) == 0)
        continue;
      tell (before == NULL ? "add" : "verdict", id, chain->verdict);
      g_hash_table_insert (known, g_strdup (id), g_strdup (chain->verdict));
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new (NULL);
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, NULL, NULL);
  g_autoptr (ModscopeMachine) machine = modscope_machine_new (kernel);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  modscope_machine_start_devices (machine);
  modscope_machine_wait (machine);
  modscope_machine_wait_devices (machine);
  look (machine);
  g_signal_connect (machine, "refreshed", G_CALLBACK (look), NULL);
  modscope_machine_watch (machine);
  g_print ("ready\n");
  g_main_loop_run (loop);
  return 0;
}
