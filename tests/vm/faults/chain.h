/* One link of a chain of modules, each of which uses a symbol of the one before. make-faults writes
 * the ten files that include this, with NUMBER and BEFORE.
 *
 * When the last link goes, it can bring another into use: then the chain can be unloaded half-way,
 * for a reason that could not be seen before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/module.h>

#define LAST 9

#define GLUE2(a, b) a##b
#define GLUE(a, b) GLUE2 (a, b)

void GLUE (fault_link, NUMBER) (int wanted);
#if NUMBER > 0
void GLUE (fault_link, BEFORE) (int wanted);
#endif

#if NUMBER == LAST
static int parting = -1;
module_param (parting, int, 0600);
MODULE_PARM_DESC (parting, "Which link its end brings into use; none: -1");
#endif

static bool held;

static int
release (const char *value, const struct kernel_param *parameter)
{
  if (held)
    module_put (THIS_MODULE);
  held = false;
  return 0;
}

static const struct kernel_param_ops release_ops = {
  .set = release,
};
module_param_cb (release, &release_ops, NULL, 0200);
MODULE_PARM_DESC (release, "Write to end its use");

void
GLUE (fault_link, NUMBER) (int wanted)
{
  if (wanted == NUMBER)
    {
      __module_get (THIS_MODULE);
      held = true;
    }
#if NUMBER > 0
  else
    GLUE (fault_link, BEFORE) (wanted);
#endif
}
EXPORT_SYMBOL_GPL (GLUE (fault_link, NUMBER));

static int __init
chain_init (void)
{
  return 0;
}

static void __exit
chain_exit (void)
{
#if NUMBER == LAST
  if (parting >= 0)
    GLUE (fault_link, BEFORE) (parting);
#endif
}

module_init (chain_init);
module_exit (chain_exit);
MODULE_DESCRIPTION ("Fault: a link of a chain");
MODULE_LICENSE ("GPL");
