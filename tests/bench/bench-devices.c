/* Reads all devices below a root, and prints how many milliseconds that took.
 *
 *   bench-devices ROOT N-DEVICES
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "machine/modscope-machine.h"

int
main (int argc, char **argv)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new (argv[1]);
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, NULL, NULL);
  g_autoptr (ModscopeMachine) machine = modscope_machine_new (kernel);
  guint n_wanted = argc > 2 ? (guint) atoi (argv[2]) : 0;
  guint n_devices;
  gint64 begin;

  modscope_machine_wait (machine);
  begin = g_get_monotonic_time ();
  modscope_machine_start_devices (machine);
  modscope_machine_wait_devices (machine);
  g_print ("%.3f\n", (double) (g_get_monotonic_time () - begin) / 1000);
  n_devices = g_list_model_get_n_items (modscope_machine_get_devices (machine));
  if (n_devices < n_wanted)
    {
      g_printerr ("There are only %u devices\n", n_devices);
      return 1;
    }
  return 0;
}
