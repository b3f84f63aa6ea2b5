/* A radio without air: a device with a network and a switch, to be switched off and on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/rfkill.h>

#define NAME "fault-radio"

static struct platform_device *device;

struct radio
{
  struct net_device *net;
  struct rfkill *rfkill;
};

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

static int
add_switch (struct radio *radio, struct device *parent)
{
  int error;

  radio->rfkill = rfkill_alloc (NAME, parent, RFKILL_TYPE_WLAN, &rfkill_ops, radio);
  if (radio->rfkill == NULL)
    return -ENOMEM;
  error = rfkill_register (radio->rfkill);
  if (error != 0)
    rfkill_destroy (radio->rfkill);
  return error;
}

static int
radio_probe (struct platform_device *of)
{
  struct radio *radio = devm_kzalloc (&of->dev, sizeof *radio, GFP_KERNEL);
  int error;

  if (radio == NULL)
    return -ENOMEM;
  radio->net = alloc_etherdev (0);
  if (radio->net == NULL)
    return -ENOMEM;
  SET_NETDEV_DEV (radio->net, &of->dev);
  radio->net->netdev_ops = &net_ops;
  eth_hw_addr_random (radio->net);
  error = register_netdev (radio->net);
  if (error != 0)
    {
      free_netdev (radio->net);
      return error;
    }
  error = add_switch (radio, &of->dev);
  if (error != 0)
    {
      unregister_netdev (radio->net);
      free_netdev (radio->net);
      return error;
    }
  platform_set_drvdata (of, radio);
  return 0;
}

static int
radio_remove (struct platform_device *of)
{
  struct radio *radio = platform_get_drvdata (of);

  rfkill_unregister (radio->rfkill);
  rfkill_destroy (radio->rfkill);
  unregister_netdev (radio->net);
  free_netdev (radio->net);
  return 0;
}

static struct platform_driver driver = {
  .driver = { .name = NAME },
  .probe = radio_probe,
  .remove = radio_remove,
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
