/* The privileged helper: the service, or with one argument the worker that it starts, or what
 * follows its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "helper/modscope-helper.h"
#include "helper/modscope-limits.h"
#include "helper/modscope-put-back.h"
#include "system/modscope-worker.h"
#include "system/modscope-sysfs.h"

int
main (int argc, char *argv[])
{
  static const char *const worker[] = { "/proc/self/exe", "--worker", NULL };
  static const ModscopeKernelVerbs verbs = { modscope_kmod_insert, modscope_kmod_remove,
                                             modscope_sysfs_write };
  g_autoptr (ModscopePaths) paths = modscope_paths_new (NULL);
  const ModscopeHelperSetup setup = {
    .paths = paths,
    .worker = worker,
    .idle_seconds = MODSCOPE_HELPER_IDLE_SECONDS,
    .authority_seconds = MODSCOPE_HELPER_AUTHORITY_SECONDS,
    .plans_max = MODSCOPE_LIMIT_PLANS,
  };

  if (argc == 2 && strcmp (argv[1], worker[1]) == 0)
    return modscope_worker_main (paths, &verbs);
  if (argc == 2 && strcmp (argv[1], "--put-back") == 0)
    return modscope_put_back_main (paths, worker);
  if (argc > 1)
    {
      g_printerr ("This service is started by the system bus, without arguments.\n");
      return 2;
    }
  return modscope_helper_run (&setup);
}
