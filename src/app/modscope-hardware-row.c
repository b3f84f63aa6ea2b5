/* A row of the Hardware page: a device with its verdict, or the heading of a group.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-hardware-row.h"

struct _ModscopeHardwareRow
{
  GObject parent_instance;

  ModscopeDeviceKind kind; /* of a heading */
  ModscopeDevice *device;  /* NULL for a heading */
  ModscopeChain *chain;
  guint device_revision;
  guint depth;
  guint revision;
};

enum
{
  PROP_0,
  PROP_REVISION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeHardwareRow, modscope_hardware_row, G_TYPE_OBJECT)

static void
change (ModscopeHardwareRow *self)
{
  self->revision++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVISION]);
}

static void
modscope_hardware_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REVISION:
      g_value_set_uint (value, MODSCOPE_HARDWARE_ROW (object)->revision);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_hardware_row_finalize (GObject *object)
{
  ModscopeHardwareRow *self = MODSCOPE_HARDWARE_ROW (object);

  g_clear_object (&self->device);
  g_clear_pointer (&self->chain, modscope_chain_unref);
  G_OBJECT_CLASS (modscope_hardware_row_parent_class)->finalize (object);
}

static void
modscope_hardware_row_class_init (ModscopeHardwareRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = modscope_hardware_row_get_property;
  object_class->finalize = modscope_hardware_row_finalize;
  properties[PROP_REVISION] =
    g_param_spec_uint ("revision", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
modscope_hardware_row_init (ModscopeHardwareRow *self)
{
}

ModscopeHardwareRow *
modscope_hardware_row_new_heading (ModscopeDeviceKind kind)
{
  ModscopeHardwareRow *self = g_object_new (MODSCOPE_TYPE_HARDWARE_ROW, NULL);

  self->kind = kind;
  return self;
}

static guint
get_device_revision (ModscopeDevice *device)
{
  guint revision;

  g_object_get (device, "revision", &revision, NULL);
  return revision;
}

ModscopeHardwareRow *
modscope_hardware_row_new (ModscopeMachine *machine, ModscopeDevice *device)
{
  ModscopeHardwareRow *self = g_object_new (MODSCOPE_TYPE_HARDWARE_ROW, NULL);

  self->device = g_object_ref (device);
  self->device_revision = get_device_revision (device);
  self->chain = modscope_chain_judge (machine, device);
  return self;
}

ModscopeDevice *
modscope_hardware_row_get_device (ModscopeHardwareRow *self)
{
  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_ROW (self), NULL);
  return self->device;
}

const ModscopeChain *
modscope_hardware_row_get_chain (ModscopeHardwareRow *self)
{
  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_ROW (self), NULL);
  return self->chain;
}

ModscopeDeviceKind
modscope_hardware_row_get_kind (ModscopeHardwareRow *self)
{
  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_ROW (self), MODSCOPE_DEVICE_KIND_OTHER);
  return self->device != NULL ? modscope_device_get_kind (self->device) : self->kind;
}

gboolean
modscope_hardware_row_is_problem (ModscopeHardwareRow *self)
{
  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_ROW (self), FALSE);
  return self->chain != NULL && modscope_chain_is_problem (self->chain);
}

void
modscope_hardware_row_set_depth (ModscopeHardwareRow *self, guint depth)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_ROW (self));

  if (self->depth == depth)
    return;
  self->depth = depth;
  change (self);
}

guint
modscope_hardware_row_get_depth (ModscopeHardwareRow *self)
{
  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_ROW (self), 0);
  return self->depth;
}

gboolean
modscope_hardware_row_judge (ModscopeHardwareRow *self, ModscopeMachine *machine)
{
  g_autoptr (ModscopeChain) chain = NULL;
  guint revision;

  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_ROW (self), FALSE);

  if (self->device == NULL)
    return FALSE;
  chain = modscope_chain_judge (machine, self->device);
  revision = get_device_revision (self->device);
  if (revision == self->device_revision && modscope_chain_equal (chain, self->chain))
    return FALSE;
  self->device_revision = revision;
  modscope_chain_unref (self->chain);
  self->chain = g_steal_pointer (&chain);
  change (self);
  return TRUE;
}

int
modscope_hardware_row_compare (ModscopeHardwareRow *a, ModscopeHardwareRow *b)
{
  int kinds = (int) modscope_hardware_row_get_kind (a) - (int) modscope_hardware_row_get_kind (b);

  if (kinds != 0)
    return kinds;
  if (modscope_hardware_row_is_problem (a) != modscope_hardware_row_is_problem (b))
    return modscope_hardware_row_is_problem (a) ? -1 : 1;
  return modscope_device_compare (a->device, b->device);
}
