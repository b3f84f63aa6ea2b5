/* A module whose init answers what it is told to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/module.h>

static int error;
module_param (error, int, 0);
MODULE_PARM_DESC (error, "What init answers: 0 or a negative errno");

static unsigned char small;
module_param (small, byte, 0);
MODULE_PARM_DESC (small, "A number up to 255");

static int __init
answer_init (void)
{
  return error;
}

static void __exit
answer_exit (void)
{
}

module_init (answer_init);
module_exit (answer_exit);
MODULE_DESCRIPTION ("Fault: init fails");
MODULE_LICENSE ("GPL");
