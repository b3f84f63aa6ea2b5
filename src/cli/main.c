/* modscopectl's main function; everything else is in a library, for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>

#include "cli/modscope-cli.h"
#include "modscope-build.h"

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, MODSCOPE_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* libkmod complains on standard error while it reads the settings, before it can be told not to.
   * Set before there are threads. */
  g_setenv ("KMOD_LOG", "2", FALSE);
  return modscope_cli_run (argc, argv);
}
