/* A module whose init hangs, as a broken driver's would: no signal ends it. It goes on when "go" is
 * written, so that a test can end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/module.h>
#include <linux/sched.h>

static bool go;
module_param (go, bool, 0600);
MODULE_PARM_DESC (go, "Write to end the hang");

static int __init
hang_init (void)
{
  while (!READ_ONCE (go))
    schedule_timeout_uninterruptible (HZ / 10);
  return 0;
}

static void __exit
hang_exit (void)
{
}

module_init (hang_init);
module_exit (hang_exit);
MODULE_DESCRIPTION ("Fault: init hangs");
MODULE_LICENSE ("GPL");
