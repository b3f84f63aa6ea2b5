/* A module that calls what no kernel and no module has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/module.h>

void fault_that_is_nowhere (void);

static int __init
symbol_init (void)
{
  fault_that_is_nowhere ();
  return 0;
}

static void __exit
symbol_exit (void)
{
}

module_init (symbol_init);
module_exit (symbol_exit);
MODULE_DESCRIPTION ("Fault: unknown symbol");
MODULE_LICENSE ("GPL");
