/* Starts the desktop program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>

#include "modscope-application.h"
#include "modscope-build.h"

int
main (int argc, char *argv[])
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new_from_environment ();
  g_autofree char *wanted = modscope_application_find_kernel (argc, argv);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeKernel) kernel = NULL;
  g_autoptr (ModscopeMachine) machine = NULL;
  g_autoptr (ModscopeApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, MODSCOPE_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  kernel = modscope_kernel_open (paths, wanted, &error);
  if (kernel == NULL)
    {
      g_printerr ("modscope: %s\n", error->message);
      return EXIT_FAILURE;
    }
  /* It reads in a thread while GTK starts. */
  machine = modscope_machine_new (kernel);
  /* So do the devices, but of a kernel that does not run the modules are shown first. */
  if (modscope_kernel_is_running (kernel))
    modscope_machine_start_devices (machine);
  /* Another kernel's modules get a window of their own, whatever is on the screen already. */
  application = modscope_application_new (machine, wanted == NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
