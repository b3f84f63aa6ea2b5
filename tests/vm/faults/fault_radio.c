/* A radio without air: a device with a network and a switch, to be switched off and on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/rfkill.h>

#define NAME "fault-radio"

static struct platform_device *device;

static netdev_tx_t
send_nothing (struct sk_buff *buffer, struct net_device *net)
{
  dev_kfree_skb (buffer);
  return NETDEV_TX_OK;
}

static const struct net_device_ops net_ops = { .ndo_start_xmit = send_nothing };

static int
set_block (void *data, bool blocked)
{
  return 0;
}

static const struct rfkill_ops rfkill_ops = { .set_block = set_block };

static void
remove_switch (void *rfkill)
{
  rfkill_unregister (rfkill);
  rfkill_destroy (rfkill);
}

static int
add_switch (struct device *parent)
{
  struct rfkill *rfkill = rfkill_alloc (NAME, parent, RFKILL_TYPE_WLAN, &rfkill_ops, NULL);
  int error;

  if (rfkill == NULL)
    return -ENOMEM;
  error = rfkill_register (rfkill);
  if (error == 0)
    return devm_add_action_or_reset (parent, remove_switch, rfkill);
  rfkill_destroy (rfkill);
  return error;
}

static int
radio_probe (struct platform_device *of)
{
  struct net_device *net = devm_alloc_etherdev (&of->dev, 0);
  int error;

  if (net == NULL)
    return -ENOMEM;
  SET_NETDEV_DEV (net, &of->dev);
  net->netdev_ops = &net_ops;
  eth_hw_addr_random (net);
  error = devm_register_netdev (&of->dev, net);
  return error != 0 ? error : add_switch (&of->dev);
}

/* What it has goes by itself: how a driver is told to remove it differs between kernels. */
static struct platform_driver driver = {
  .driver = { .name = NAME },
  .probe = radio_probe,
};

static int __init
radio_init (void)
{
  int error = platform_driver_register (&driver);

  if (error != 0)
    return error;
  device = platform_device_register_simple (NAME, PLATFORM_DEVID_NONE, NULL, 0);
  if (!IS_ERR (device))
    return 0;
  platform_driver_unregister (&driver);
  return PTR_ERR (device);
}

static void __exit
radio_exit (void)
{
  platform_device_unregister (device);
  platform_driver_unregister (&driver);
}

module_init (radio_init);
module_exit (radio_exit);
MODULE_ALIAS ("platform:" NAME);
MODULE_DESCRIPTION ("Fault: a radio that is switched off");
MODULE_LICENSE ("GPL");
