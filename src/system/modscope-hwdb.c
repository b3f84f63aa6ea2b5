/* The udev hardware database, through libudev.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-hwdb.h"

#include <libudev.h>

#include "base/modscope-text.h"

struct _ModscopeHwdb
{
  struct udev *udev;
  struct udev_hwdb *hwdb; /* NULL without a database */
};

ModscopeHwdb *
modscope_hwdb_new (void)
{
  ModscopeHwdb *self = g_new0 (ModscopeHwdb, 1);

  self->udev = udev_new ();
  if (self->udev != NULL)
    self->hwdb = udev_hwdb_new (self->udev);
  return self;
}

void
modscope_hwdb_free (ModscopeHwdb *self)
{
  g_clear_pointer (&self->hwdb, udev_hwdb_unref);
  g_clear_pointer (&self->udev, udev_unref);
  g_free (self);
}

/* A more special class is in the database under another key than the general one. */
static void
take (char **place, const char *value)
{
  g_free (*place);
  *place = modscope_text_to_utf8 (value, -1);
}

void
modscope_hwdb_lookup (
  ModscopeHwdb *self, const char *modalias, char **vendor, char **model, char **class)
{
  struct udev_list_entry *entry;
  struct udev_list_entry *list =
    self->hwdb != NULL ? udev_hwdb_get_properties_list_entry (self->hwdb, modalias, 0) : NULL;
  g_autofree char *general = NULL;

  *vendor = NULL;
  *model = NULL;
  *class = NULL;
  udev_list_entry_foreach (entry, list)
  {
    const char *name = udev_list_entry_get_name (entry);
    const char *value = udev_list_entry_get_value (entry);

    if (value == NULL || value[0] == '\0')
      continue;
    if (g_str_equal (name, "ID_VENDOR_FROM_DATABASE"))
      take (vendor, value);
    else if (g_str_equal (name, "ID_MODEL_FROM_DATABASE"))
      take (model, value);
    else if (g_str_equal (name, "ID_PCI_SUBCLASS_FROM_DATABASE") ||
             g_str_equal (name, "ID_USB_SUBCLASS_FROM_DATABASE"))
      take (class, value);
    else if (g_str_equal (name, "ID_PCI_CLASS_FROM_DATABASE") ||
             g_str_equal (name, "ID_USB_CLASS_FROM_DATABASE"))
      take (&general, value);
  }
  if (*class == NULL)
    *class = g_steal_pointer (&general);
}
