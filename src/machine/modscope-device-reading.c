/* What one reading says of a device: a value that is made, compared and shared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "machine/modscope-device-private.h"
#include "machine/modscope-missing-drivers.h"

static void
child_clear (gpointer data)
{
  ModscopeDeviceChild *child = data;

  g_free (child->id);
  g_free (child->name);
}

static void
switch_clear (gpointer data)
{
  ModscopeSwitch *one = data;

  g_free (one->name);
  g_free (one->type);
}

void
modscope_device_firmware_clear (gpointer data)
{
  g_free (((ModscopeDeviceFirmware *) data)->name);
}

ModscopeDeviceReading *
modscope_device_reading_new (void)
{
  ModscopeDeviceReading *self = g_atomic_rc_box_new0 (ModscopeDeviceReading);

  self->kind = MODSCOPE_DEVICE_KIND_OTHER;
  self->authorized = MODSCOPE_TRI_UNKNOWN;
  self->override_exists = MODSCOPE_TRI_UNKNOWN;
  self->children = g_array_new (TRUE, TRUE, sizeof (ModscopeDeviceChild));
  g_array_set_clear_func (self->children, child_clear);
  self->switches = g_array_new (TRUE, TRUE, sizeof (ModscopeSwitch));
  g_array_set_clear_func (self->switches, switch_clear);
  return self;
}

static void
reading_clear (gpointer data)
{
  ModscopeDeviceReading *self = data;

  g_free (self->id);
  g_free (self->syspath);
  g_free (self->subsystem);
  g_free (self->parent);
  g_free (self->modalias);
  g_free (self->name);
  g_free (self->vendor);
  g_array_unref (self->children);
  g_free (self->folded_into);
  g_strfreev (self->parts);
  g_free (self->driver);
  g_free (self->module);
  g_strfreev (self->candidates);
  g_clear_pointer (&self->missing, modscope_missing_driver_free);
  g_free (self->driver_override);
  g_free (self->supplier);
  g_array_unref (self->switches);
  g_clear_pointer (&self->firmware, g_array_unref);
}

ModscopeDeviceReading *
modscope_device_reading_ref (ModscopeDeviceReading *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
modscope_device_reading_unref (ModscopeDeviceReading *self)
{
  g_atomic_rc_box_release_full (self, reading_clear);
}

void
modscope_device_reading_add_child (ModscopeDeviceReading *self, const char *id, const char *name)
{
  ModscopeDeviceChild child = { g_strdup (id), g_strdup (name) };

  g_array_append_val (self->children, child);
}

void
modscope_device_reading_add_switch (
  ModscopeDeviceReading *self, const char *name, const char *type, gboolean soft, gboolean hard)
{
  ModscopeSwitch one = { g_strdup (name), g_strdup (type), soft, hard };

  g_array_append_val (self->switches, one);
}

/* --- Comparing --- */

gboolean
modscope_device_same_strings (GStrv a, GStrv b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

static gboolean
same_children (const GArray *a, const GArray *b)
{
  gboolean same = a->len == b->len;

  for (guint i = 0; same && i < a->len; i++)
    {
      const ModscopeDeviceChild *one = &g_array_index (a, ModscopeDeviceChild, i);
      const ModscopeDeviceChild *other = &g_array_index (b, ModscopeDeviceChild, i);

      same = strcmp (one->id, other->id) == 0 && strcmp (one->name, other->name) == 0;
    }
  return same;
}

static gboolean
same_switches (const GArray *a, const GArray *b)
{
  gboolean same = a->len == b->len;

  for (guint i = 0; same && i < a->len; i++)
    {
      const ModscopeSwitch *one = &g_array_index (a, ModscopeSwitch, i);
      const ModscopeSwitch *other = &g_array_index (b, ModscopeSwitch, i);

      same = strcmp (one->name, other->name) == 0 && g_strcmp0 (one->type, other->type) == 0 &&
             one->soft == other->soft && one->hard == other->hard;
    }
  return same;
}

static gboolean
same_firmware (const GArray *a, const GArray *b)
{
  gboolean same;

  if (a == NULL || b == NULL)
    return a == b;
  same = a->len == b->len;
  for (guint i = 0; same && i < a->len; i++)
    {
      const ModscopeDeviceFirmware *one = &g_array_index (a, ModscopeDeviceFirmware, i);
      const ModscopeDeviceFirmware *other = &g_array_index (b, ModscopeDeviceFirmware, i);

      same = strcmp (one->name, other->name) == 0 && one->present == other->present;
    }
  return same;
}

static gboolean
same_missing (const ModscopeMissingDriver *a, const ModscopeMissingDriver *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->reason == b->reason && strcmp (a->module, b->module) == 0 &&
         g_strcmp0 (a->path, b->path) == 0 && g_strcmp0 (a->release, b->release) == 0;
}

gboolean
modscope_device_reading_equal (const ModscopeDeviceReading *a, const ModscopeDeviceReading *b)
{
  return a->kind == b->kind && a->shown == b->shown && strcmp (a->name, b->name) == 0 &&
         g_strcmp0 (a->driver, b->driver) == 0 && g_strcmp0 (a->module, b->module) == 0 &&
         modscope_device_same_strings (a->candidates, b->candidates) &&
         same_missing (a->missing, b->missing) && a->needs_driver == b->needs_driver &&
         a->authorized == b->authorized && a->override_exists == b->override_exists &&
         a->deferred == b->deferred && a->has_function == b->has_function &&
         g_strcmp0 (a->parent, b->parent) == 0 && g_strcmp0 (a->modalias, b->modalias) == 0 &&
         g_strcmp0 (a->vendor, b->vendor) == 0 && g_strcmp0 (a->folded_into, b->folded_into) == 0 &&
         g_strcmp0 (a->driver_override, b->driver_override) == 0 &&
         g_strcmp0 (a->supplier, b->supplier) == 0 &&
         modscope_device_same_strings (a->parts, b->parts) &&
         same_children (a->children, b->children) && same_switches (a->switches, b->switches) &&
         same_firmware (a->firmware, b->firmware);
}
