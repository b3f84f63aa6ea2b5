/* One kernel module: what it is, and how it is doing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-module.h"

#include <string.h>

#include "machine/modscope-module-private.h"
#include "machine/modscope-purpose.h"

struct _ModscopeModule
{
  GObject parent_instance;

  char *name;
  char *path;
  gboolean builtin;

  ModscopeModuleState state;
  guint64 size_bytes;
  int use_count;
  GStrv used_by;
  gboolean permanent;
  guint taints;
  GStrv devices;
  ModscopeBlocked blocked;

  ModscopeKind kind;
  ModscopeIndex *index;
  int position; /* in the index, or -1 */
  char *purpose;
};

enum
{
  PROP_NAME = 1,
  PROP_STATE,
  PROP_SIZE_BYTES,
  PROP_USE_COUNT,
  PROP_USED_BY,
  PROP_BLOCKED,
  PROP_DEVICES,
  PROP_TAINTS,
  PROP_DESCRIPTION,
  PROP_PURPOSE,
  PROP_KIND,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeModule, modscope_module, G_TYPE_OBJECT)

/* Most modules have no holders and no devices: they share this. */
static const char *const no_strings[] = { NULL };

static const char *const *
or_none (GStrv strings)
{
  return strings != NULL ? (const char *const *) strings : no_strings;
}

static void
modscope_module_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ModscopeModule *self = MODSCOPE_MODULE (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_SIZE_BYTES:
      g_value_set_uint64 (value, self->size_bytes);
      break;
    case PROP_USE_COUNT:
      g_value_set_int (value, self->use_count);
      break;
    case PROP_USED_BY:
      g_value_set_boxed (value, or_none (self->used_by));
      break;
    case PROP_BLOCKED:
      g_value_set_int (value, (int) self->blocked);
      break;
    case PROP_DEVICES:
      g_value_set_boxed (value, or_none (self->devices));
      break;
    case PROP_TAINTS:
      g_value_set_uint (value, self->taints);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, modscope_module_get_description (self));
      break;
    case PROP_PURPOSE:
      g_value_set_string (value, modscope_module_get_purpose (self));
      break;
    case PROP_KIND:
      g_value_set_int (value, (int) self->kind);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_module_finalize (GObject *object)
{
  ModscopeModule *self = MODSCOPE_MODULE (object);

  g_free (self->name);
  g_free (self->path);
  g_strfreev (self->used_by);
  g_strfreev (self->devices);
  g_clear_pointer (&self->index, modscope_index_unref);
  g_free (self->purpose);
  G_OBJECT_CLASS (modscope_module_parent_class)->finalize (object);
}

static void
modscope_module_class_init (ModscopeModuleClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = modscope_module_get_property;
  object_class->finalize = modscope_module_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_SIZE_BYTES] =
    g_param_spec_uint64 ("size-bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_USE_COUNT] = g_param_spec_int ("use-count", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_USED_BY] = g_param_spec_boxed ("used-by", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_BLOCKED] = g_param_spec_int ("blocked", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_DEVICES] = g_param_spec_boxed ("devices", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_TAINTS] = g_param_spec_uint ("taints", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_PURPOSE] = g_param_spec_string ("purpose", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
modscope_module_init (ModscopeModule *self)
{
  self->use_count = -1;
  self->position = -1;
}

/* Values of all fields of one key: those of "alias" and "depends" tell the kind of a module that is
 * outside of the kernel tree. */
static ModscopeKind
guess_kind (ModscopeModule *self)
{
  g_auto (GStrv) fields = modscope_index_dup_fields (self->index, self->position);
  g_autoptr (GStrvBuilder) aliases = g_strv_builder_new ();
  const char *depends = modscope_index_get_field (self->index, self->position, "depends");
  g_auto (GStrv) needs = g_strsplit (depends != NULL ? depends : "", ",", -1);
  g_auto (GStrv) names = NULL;

  for (guint i = 0; fields[i] != NULL; i++)
    if (g_str_has_prefix (fields[i], "alias="))
      g_strv_builder_add (aliases, fields[i] + strlen ("alias="));
  names = g_strv_builder_end (aliases);
  return modscope_kind_guess ((const char *const *) needs, (const char *const *) names);
}

/* Where its own words are, and what follows from them. */
static void
take_index (ModscopeModule *self, ModscopeIndex *index)
{
  g_clear_pointer (&self->index, modscope_index_unref);
  g_clear_pointer (&self->purpose, g_free);
  self->index = index != NULL ? modscope_index_ref (index) : NULL;
  self->position = index != NULL ? modscope_index_find (index, self->name) : -1;
  self->kind = modscope_kind_from_path (self->path);
  if (self->position >= 0 && self->kind == MODSCOPE_KIND_OTHER &&
      !g_str_has_prefix (self->path != NULL ? self->path : "", "kernel/"))
    self->kind = guess_kind (self);
}

ModscopeModule *
modscope_module_new (const char *name, const char *path, gboolean builtin, ModscopeIndex *index)
{
  ModscopeModule *self = g_object_new (MODSCOPE_TYPE_MODULE, NULL);

  self->name = g_strdup (name);
  self->path = g_strdup (path);
  self->builtin = builtin;
  self->state = builtin ? MODSCOPE_MODULE_BUILTIN : MODSCOPE_MODULE_AVAILABLE;
  take_index (self, index);
  return self;
}

gboolean
modscope_module_is_builtin (ModscopeModule *self)
{
  return self->builtin;
}

static void
notify (ModscopeModule *self, guint id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

static ModscopeModuleState
state_from_live (ModscopeModule *self, const ModscopeLiveModule *live)
{
  if (live == NULL)
    return self->builtin ? MODSCOPE_MODULE_BUILTIN : MODSCOPE_MODULE_AVAILABLE;
  switch (live->state)
    {
    case MODSCOPE_LIVE_LOADING:
      return MODSCOPE_MODULE_LOADING;
    case MODSCOPE_LIVE_UNLOADING:
      return MODSCOPE_MODULE_UNLOADING;
    case MODSCOPE_LIVE_LIVE:
    default:
      return MODSCOPE_MODULE_LOADED;
    }
}

/* Replaces a list of names if it differs. */
static gboolean
update_strings (GStrv *place, const char *const *strings)
{
  const char *const *wanted = strings != NULL ? strings : no_strings;

  if (g_strv_equal (or_none (*place), wanted))
    return FALSE;
  g_strfreev (*place);
  *place = wanted[0] != NULL ? g_strdupv ((GStrv) wanted) : NULL;
  return TRUE;
}

void
modscope_module_set_live (ModscopeModule *self, const ModscopeLiveModule *live)
{
  ModscopeModuleState state = state_from_live (self, live);
  guint64 size_bytes = live != NULL ? live->size_bytes : 0;
  int use_count = live != NULL ? live->use_count : -1;
  guint taints = live != NULL ? live->taints : 0;

  /* Nearly all modules of a listing: what is not in the kernel has nothing to become unknown. */
  if (live == NULL && !modscope_module_is_in_kernel (self))
    return;
  g_object_freeze_notify (G_OBJECT (self));
  self->permanent = live != NULL && live->permanent;
  if (self->size_bytes != size_bytes)
    {
      self->size_bytes = size_bytes;
      notify (self, PROP_SIZE_BYTES);
    }
  if (self->use_count != use_count)
    {
      self->use_count = use_count;
      notify (self, PROP_USE_COUNT);
    }
  if (self->taints != taints)
    {
      self->taints = taints;
      notify (self, PROP_TAINTS);
    }
  if (update_strings (&self->used_by, live != NULL ? (const char *const *) live->holders : NULL))
    notify (self, PROP_USED_BY);
  if (self->state != state)
    {
      self->state = state;
      notify (self, PROP_STATE);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
modscope_module_set_devices (ModscopeModule *self, const char *const *devices)
{
  if (update_strings (&self->devices, devices))
    notify (self, PROP_DEVICES);
}

void
modscope_module_set_blocked (ModscopeModule *self, ModscopeBlocked blocked)
{
  if (self->blocked == blocked)
    return;
  self->blocked = blocked;
  notify (self, PROP_BLOCKED);
}

void
modscope_module_set_index (ModscopeModule *self, ModscopeIndex *index)
{
  ModscopeKind kind = self->kind;

  take_index (self, index);
  g_object_freeze_notify (G_OBJECT (self));
  if (self->kind != kind)
    notify (self, PROP_KIND);
  notify (self, PROP_DESCRIPTION);
  notify (self, PROP_PURPOSE);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
modscope_module_has_soft_dependencies (ModscopeModule *self)
{
  return self->position >= 0 && modscope_index_has_softdep (self->index, self->position);
}

const char *
modscope_module_state_to_string (ModscopeModuleState state)
{
  switch (state)
    {
    case MODSCOPE_MODULE_LOADED:
      return "loaded";
    case MODSCOPE_MODULE_LOADING:
      return "loading";
    case MODSCOPE_MODULE_UNLOADING:
      return "unloading";
    case MODSCOPE_MODULE_BUILTIN:
      return "builtin";
    case MODSCOPE_MODULE_AVAILABLE:
    default:
      return "available";
    }
}

const char *
modscope_module_get_name (ModscopeModule *self)
{
  return self->name;
}

ModscopeModuleState
modscope_module_get_state (ModscopeModule *self)
{
  return self->state;
}

gboolean
modscope_module_is_in_kernel (ModscopeModule *self)
{
  return self->state == MODSCOPE_MODULE_LOADED || self->state == MODSCOPE_MODULE_LOADING ||
         self->state == MODSCOPE_MODULE_UNLOADING;
}

const char *
modscope_module_get_path (ModscopeModule *self)
{
  return self->path;
}

guint64
modscope_module_get_size_bytes (ModscopeModule *self)
{
  return self->size_bytes;
}

int
modscope_module_get_use_count (ModscopeModule *self)
{
  return self->use_count;
}

const char *const *
modscope_module_get_used_by (ModscopeModule *self)
{
  return or_none (self->used_by);
}

gboolean
modscope_module_is_permanent (ModscopeModule *self)
{
  return self->permanent;
}

ModscopeBlocked
modscope_module_get_blocked (ModscopeModule *self)
{
  return self->blocked;
}

const char *const *
modscope_module_get_devices (ModscopeModule *self)
{
  return or_none (self->devices);
}

guint
modscope_module_get_taints (ModscopeModule *self)
{
  return self->taints;
}

GStrv
modscope_module_dup_taint_words (ModscopeModule *self)
{
  static const struct
  {
    ModscopeTaint taint;
    const char *word;
  } words[] = {
    { MODSCOPE_TAINT_PROPRIETARY, "proprietary" }, { MODSCOPE_TAINT_OUT_OF_TREE, "out-of-tree" },
    { MODSCOPE_TAINT_UNSIGNED, "unsigned" },       { MODSCOPE_TAINT_FORCED, "forced" },
    { MODSCOPE_TAINT_STAGING, "staging" },         { MODSCOPE_TAINT_CRASHED, "crashed" },
    { MODSCOPE_TAINT_LIVEPATCH, "livepatch" },
  };
  g_autoptr (GStrvBuilder) taints = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if ((self->taints & words[i].taint) != 0)
      g_strv_builder_add (taints, words[i].word);
  return g_strv_builder_end (taints);
}

ModscopeKind
modscope_module_get_kind (ModscopeModule *self)
{
  return self->kind;
}

const char *
modscope_module_get_description (ModscopeModule *self)
{
  return self->position < 0 ? NULL : modscope_index_get_description (self->index, self->position);
}

const char *
modscope_module_get_purpose (ModscopeModule *self)
{
  if (self->purpose == NULL)
    self->purpose = modscope_purpose_dup (
      self->name, self->kind, self->path,
      self->position < 0 ? NULL : modscope_index_get_summary (self->index, self->position));
  return self->purpose;
}

gint64
modscope_module_get_file_size (ModscopeModule *self)
{
  return self->position < 0 ? -1 : modscope_index_get_file_size (self->index, self->position);
}

int
modscope_module_get_signed (ModscopeModule *self)
{
  return self->position < 0 ? -1 : modscope_index_get_signed (self->index, self->position);
}

const char *
modscope_module_get_problem (ModscopeModule *self)
{
  return self->position < 0 ? NULL : modscope_index_get_problem (self->index, self->position);
}

/* Whether a word stands in a name, "-" and "_" and the case being the same. */
static gboolean
name_contains (const char *name, const char *word)
{
  for (; *name != '\0'; name++)
    {
      gsize i = 0;

      while (word[i] != '\0' &&
             (g_ascii_tolower (name[i]) == word[i] || (name[i] == '_' && word[i] == '-')))
        i++;
      if (word[i] == '\0')
        return TRUE;
    }
  return FALSE;
}

static gboolean
word_matches (ModscopeModule *self, const char *text, const char *word)
{
  if (word[0] == '\0' || (text != NULL && strstr (text, word) != NULL) ||
      name_contains (self->name, word))
    return TRUE;
  for (guint i = 0; self->devices != NULL && self->devices[i] != NULL; i++)
    if (strcasestr (self->devices[i], word) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
modscope_module_matches (ModscopeModule *self, const char *const *words)
{
  const char *text =
    self->position < 0 ? NULL : modscope_index_get_search_text (self->index, self->position);

  for (; *words != NULL; words++)
    if (!word_matches (self, text, *words))
      return FALSE;
  return TRUE;
}

int
modscope_module_compare_names (ModscopeModule *a, ModscopeModule *b)
{
  int order = g_ascii_strcasecmp (a->name, b->name);

  return order != 0 ? order : strcmp (a->name, b->name);
}
