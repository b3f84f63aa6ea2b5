/* Another driver for the device of fault_radio, which it takes only when it is told to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/module.h>
#include <linux/platform_device.h>

static int
radio_probe (struct platform_device *device)
{
  return 0;
}

static struct platform_driver radio_driver = {
  .driver = { .name = "fault-radio-too" },
  .probe = radio_probe,
};

module_platform_driver (radio_driver);
MODULE_ALIAS ("platform:fault-radio");
MODULE_DESCRIPTION ("Fault: another driver for a radio");
MODULE_LICENSE ("GPL");
