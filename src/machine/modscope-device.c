/* One device of the computer: what it is, and how it is doing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-device.h"

#include <string.h>

#include "machine/modscope-device-private.h"

struct _ModscopeDevice
{
  GObject parent_instance;

  ModscopeDeviceReading *reading;
  char *lost_module; /* as modscope_device_get_lost_module(), "" if the module was not known */
  guint revision;
};

enum
{
  PROP_ID = 1,
  PROP_KIND,
  PROP_NAME,
  PROP_DRIVER,
  PROP_MODULE,
  PROP_CANDIDATES,
  PROP_SHOWN,
  PROP_REVISION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeDevice, modscope_device, G_TYPE_OBJECT)

static const char *const no_strings[] = { NULL };

static void
modscope_device_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ModscopeDevice *self = MODSCOPE_DEVICE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->reading->id);
      break;
    case PROP_KIND:
      g_value_set_int (value, (int) self->reading->kind);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->reading->name);
      break;
    case PROP_DRIVER:
      g_value_set_string (value, self->reading->driver);
      break;
    case PROP_MODULE:
      g_value_set_string (value, self->reading->module);
      break;
    case PROP_CANDIDATES:
      g_value_set_boxed (value, self->reading->candidates);
      break;
    case PROP_SHOWN:
      g_value_set_boolean (value, self->reading->shown);
      break;
    case PROP_REVISION:
      g_value_set_uint (value, self->revision);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_device_finalize (GObject *object)
{
  ModscopeDevice *self = MODSCOPE_DEVICE (object);

  g_clear_pointer (&self->reading, modscope_device_reading_unref);
  g_free (self->lost_module);
  G_OBJECT_CLASS (modscope_device_parent_class)->finalize (object);
}

static void
modscope_device_class_init (ModscopeDeviceClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = modscope_device_get_property;
  object_class->finalize = modscope_device_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_DRIVER] = g_param_spec_string ("driver", NULL, NULL, NULL, flags);
  properties[PROP_MODULE] = g_param_spec_string ("module", NULL, NULL, NULL, flags);
  properties[PROP_CANDIDATES] = g_param_spec_boxed ("candidates", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, FALSE, flags);
  properties[PROP_REVISION] = g_param_spec_uint ("revision", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
modscope_device_init (ModscopeDevice *self)
{
}

ModscopeDevice *
modscope_device_new (ModscopeDeviceReading *reading)
{
  ModscopeDevice *self = g_object_new (MODSCOPE_TYPE_DEVICE, NULL);

  self->reading = modscope_device_reading_ref (reading);
  return self;
}

/* --- What changed --- */

static void
notify_of_properties (ModscopeDevice *self,
                      const ModscopeDeviceReading *old,
                      const ModscopeDeviceReading *new)
{
  const struct
  {
    guint id;
    gboolean changed;
  } checks[] = {
    { PROP_KIND, old->kind != new->kind },
    { PROP_NAME, strcmp (old->name, new->name) != 0 },
    { PROP_DRIVER, g_strcmp0 (old->driver, new->driver) != 0 },
    { PROP_MODULE, g_strcmp0 (old->module, new->module) != 0 },
    { PROP_CANDIDATES, !modscope_device_same_strings (old->candidates, new->candidates) },
    { PROP_SHOWN, old->shown != new->shown },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if (checks[i].changed)
      g_object_notify_by_pspec (G_OBJECT (self), properties[checks[i].id]);
}

void
modscope_device_update (ModscopeDevice *self, ModscopeDeviceReading *reading)
{
  g_autoptr (ModscopeDeviceReading) old = g_steal_pointer (&self->reading);
  gboolean changed = !modscope_device_reading_equal (old, reading);

  self->reading = modscope_device_reading_ref (reading);
  if (reading->driver != NULL || old->driver != NULL)
    g_clear_pointer (&self->lost_module, g_free);
  if (reading->driver == NULL && old->driver != NULL)
    self->lost_module = g_strdup (old->module != NULL ? old->module : "");

  g_object_freeze_notify (G_OBJECT (self));
  notify_of_properties (self, old, reading);
  if (changed)
    {
      self->revision++;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVISION]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* --- Getters --- */

const char *
modscope_device_get_id (ModscopeDevice *self)
{
  return self->reading->id;
}

const char *
modscope_device_get_syspath (ModscopeDevice *self)
{
  return self->reading->syspath;
}

const char *
modscope_device_get_subsystem (ModscopeDevice *self)
{
  return self->reading->subsystem;
}

const char *
modscope_device_get_parent (ModscopeDevice *self)
{
  return self->reading->parent;
}

const char *
modscope_device_get_modalias (ModscopeDevice *self)
{
  return self->reading->modalias;
}

ModscopeDeviceKind
modscope_device_get_kind (ModscopeDevice *self)
{
  return self->reading->kind;
}

const char *
modscope_device_get_name (ModscopeDevice *self)
{
  return self->reading->name;
}

const char *
modscope_device_get_vendor (ModscopeDevice *self)
{
  return self->reading->vendor;
}

const ModscopeDeviceChild *
modscope_device_get_children (ModscopeDevice *self)
{
  return (gconstpointer) self->reading->children->data;
}

gboolean
modscope_device_is_shown (ModscopeDevice *self)
{
  return self->reading->shown;
}

const char *
modscope_device_get_folded_into (ModscopeDevice *self)
{
  return self->reading->folded_into;
}

const char *const *
modscope_device_get_parts (ModscopeDevice *self)
{
  return self->reading->parts != NULL ? (const char *const *) self->reading->parts : no_strings;
}

const char *
modscope_device_get_driver (ModscopeDevice *self)
{
  return self->reading->driver;
}

const char *
modscope_device_get_module (ModscopeDevice *self)
{
  return self->reading->module;
}

const char *const *
modscope_device_get_candidates (ModscopeDevice *self)
{
  return (const char *const *) self->reading->candidates;
}

const ModscopeMissingDriver *
modscope_device_get_missing_driver (ModscopeDevice *self)
{
  return self->reading->missing;
}

gboolean
modscope_device_needs_driver (ModscopeDevice *self)
{
  return self->reading->needs_driver;
}

ModscopeTri
modscope_device_get_authorized (ModscopeDevice *self)
{
  return self->reading->authorized;
}

const char *
modscope_device_get_driver_override (ModscopeDevice *self)
{
  return self->reading->driver_override;
}

ModscopeTri
modscope_device_get_override_exists (ModscopeDevice *self)
{
  return self->reading->override_exists;
}

gboolean
modscope_device_is_deferred (ModscopeDevice *self)
{
  return self->reading->deferred;
}

const char *
modscope_device_get_supplier (ModscopeDevice *self)
{
  return self->reading->supplier;
}

gboolean
modscope_device_was_unbound (ModscopeDevice *self)
{
  return self->lost_module != NULL;
}

const char *
modscope_device_get_lost_module (ModscopeDevice *self)
{
  return self->lost_module;
}

void
modscope_device_forget_lost_module (ModscopeDevice *self)
{
  g_clear_pointer (&self->lost_module, g_free);
  self->revision++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVISION]);
}

const ModscopeSwitch *
modscope_device_get_switches (ModscopeDevice *self)
{
  return (gconstpointer) self->reading->switches->data;
}

const ModscopeDeviceFirmware *
modscope_device_get_firmware (ModscopeDevice *self)
{
  return self->reading->firmware != NULL ? (gconstpointer) self->reading->firmware->data : NULL;
}

gboolean
modscope_device_has_function (ModscopeDevice *self)
{
  return self->reading->has_function;
}

/* --- Search and order --- */

static gboolean
contains (const char *text, const char *word)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, word) != NULL;
}

static gboolean
word_matches (const ModscopeDeviceReading *reading, const char *word)
{
  if (contains (reading->name, word) || contains (reading->vendor, word) ||
      contains (reading->id, word) || contains (reading->driver, word) ||
      contains (reading->module, word) ||
      contains (modscope_device_kind_get_label (reading->kind), word) ||
      contains (modscope_device_kind_get_search_words (reading->kind), word))
    return TRUE;
  for (guint i = 0; reading->candidates != NULL && reading->candidates[i] != NULL; i++)
    if (contains (reading->candidates[i], word))
      return TRUE;
  for (guint i = 0; i < reading->children->len; i++)
    {
      const ModscopeDeviceChild *child = &g_array_index (reading->children, ModscopeDeviceChild, i);

      if (contains (child->id, word) || contains (child->name, word))
        return TRUE;
    }
  return FALSE;
}

gboolean
modscope_device_matches (ModscopeDevice *self, const char *const *words)
{
  for (; *words != NULL; words++)
    if (!word_matches (self->reading, *words))
      return FALSE;
  return TRUE;
}

int
modscope_device_compare (ModscopeDevice *a, ModscopeDevice *b)
{
  int order = (int) a->reading->kind - (int) b->reading->kind;
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  if (order != 0)
    return order;
  one = g_utf8_casefold (a->reading->name, -1);
  other = g_utf8_casefold (b->reading->name, -1);
  order = g_utf8_collate (one, other);
  return order != 0 ? order : strcmp (a->reading->id, b->reading->id);
}
