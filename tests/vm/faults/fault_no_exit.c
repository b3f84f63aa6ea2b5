/* A module without an exit function: it stays until restart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/module.h>

static int __init
no_exit_init (void)
{
  return 0;
}

module_init (no_exit_init);
MODULE_DESCRIPTION ("Fault: no exit function");
MODULE_LICENSE ("GPL");
