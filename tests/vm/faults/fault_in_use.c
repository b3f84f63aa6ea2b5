/* A module that holds itself while "held" is set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/module.h>

static bool held;

static int
set_held (const char *value, const struct kernel_param *parameter)
{
  bool before = held;
  int error = param_set_bool (value, parameter);

  if (error == 0 && held && !before)
    __module_get (THIS_MODULE);
  if (error == 0 && !held && before)
    module_put (THIS_MODULE);
  return error;
}

static const struct kernel_param_ops held_ops = {
  .set = set_held,
  .get = param_get_bool,
};

module_param_cb (held, &held_ops, &held, 0600);
MODULE_PARM_DESC (held, "Whether it is in use");

static int __init
in_use_init (void)
{
  return 0;
}

static void __exit
in_use_exit (void)
{
}

module_init (in_use_init);
module_exit (in_use_exit);
MODULE_DESCRIPTION ("Fault: in use by nobody");
MODULE_LICENSE ("GPL");
