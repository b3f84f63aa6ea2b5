/* A module whose init writes where nothing is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/module.h>

static int __init
write_init (void)
{
  WRITE_ONCE (*(int *) NULL, 1);
  return 0;
}

static void __exit
write_exit (void)
{
}

module_init (write_init);
module_exit (write_exit);
MODULE_DESCRIPTION ("Fault: init crashes");
MODULE_LICENSE ("GPL");
