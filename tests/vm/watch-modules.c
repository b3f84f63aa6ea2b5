/* Follows the modules of the running kernel as the desktop program does, and prints a line for each
 * change of a row: the time on the monotonic clock in microseconds, the module, its state.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-machine.h"

static void
state_changed_cb (ModscopeModule *module)
{
  g_print ("%" G_GINT64_FORMAT " %s %s\n", g_get_monotonic_time (),
           modscope_module_get_name (module),
           modscope_module_state_to_string (modscope_module_get_state (module)));
}

static void
items_changed_cb (GListModel *modules, guint position, guint n_removed, guint n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (ModscopeModule) module = g_list_model_get_item (modules, i);

      g_signal_connect (module, "notify::state", G_CALLBACK (state_changed_cb), NULL);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new (NULL);
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, NULL, NULL);
  g_autoptr (ModscopeMachine) machine = modscope_machine_new (kernel);
  GListModel *modules = modscope_machine_get_modules (machine);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_signal_connect (modules, "items-changed", G_CALLBACK (items_changed_cb), NULL);
  modscope_machine_wait (machine);
  modscope_machine_watch (machine);
  g_print ("ready %u\n", g_list_model_get_n_items (modules));
  g_main_loop_run (loop);
  return 0;
}
