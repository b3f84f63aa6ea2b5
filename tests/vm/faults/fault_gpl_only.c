/* A module that uses a symbol for GPL modules only; make-faults changes its licence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/kobject.h>
#include <linux/module.h>

static int __init
gpl_only_init (void)
{
  struct kobject *object = kobject_create_and_add ("fault_gpl_only", NULL);

  kobject_put (object);
  return 0;
}

static void __exit
gpl_only_exit (void)
{
}

module_init (gpl_only_init);
module_exit (gpl_only_exit);
MODULE_DESCRIPTION ("Fault: a symbol for GPL modules only");
MODULE_LICENSE ("GPL");
