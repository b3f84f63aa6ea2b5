/* The filter of the list of modules. A class of its own in place of a chain of filters: one pass
 * over thousands of modules for each key, with the cheap tests first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-filter.h"

#include <glib/gi18n.h>

#include "modscope-module-words.h"

struct _ModscopeModuleFilter
{
  GtkFilter parent_instance;

  char *search;
  GStrv words;
  int status;
  int kind;
  gboolean problems;
  gboolean unsigned_only;
  gboolean foreign;
  GHashTable *without_firmware; /* set of names */
};

enum
{
  PROP_0,
  PROP_SEARCH,
  PROP_STATUS,
  PROP_KIND,
  PROP_PROBLEMS,
  PROP_UNSIGNED,
  PROP_FOREIGN,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeModuleFilter, modscope_module_filter, GTK_TYPE_FILTER)

const char *
modscope_status_filter_get_label (ModscopeStatusFilter status)
{
  switch (status)
    {
    case MODSCOPE_STATUS_FILTER_LOADED:
      return C_ ("module", "Loaded");
    case MODSCOPE_STATUS_FILTER_IN_USE:
      return C_ ("module", "In use");
    case MODSCOPE_STATUS_FILTER_AVAILABLE:
      return C_ ("module", "Available");
    case MODSCOPE_STATUS_FILTER_BUILTIN:
      return C_ ("module", "Built in");
    case MODSCOPE_STATUS_FILTER_BLOCKED:
      return C_ ("module", "Blocked");
    case MODSCOPE_STATUS_FILTER_ALL:
    case MODSCOPE_N_STATUS_FILTERS:
    default:
      /* Translators: modules of any status */
      return C_ ("status filter", "All");
    }
}

static gboolean
matches_status (int status, ModscopeModule *module)
{
  switch (status)
    {
    case MODSCOPE_STATUS_FILTER_LOADED:
      return modscope_module_is_in_kernel (module);
    case MODSCOPE_STATUS_FILTER_IN_USE:
      return modscope_status_of (module) == MODSCOPE_STATUS_IN_USE;
    case MODSCOPE_STATUS_FILTER_AVAILABLE:
      return modscope_module_get_state (module) == MODSCOPE_MODULE_AVAILABLE;
    case MODSCOPE_STATUS_FILTER_BUILTIN:
      return modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN;
    case MODSCOPE_STATUS_FILTER_BLOCKED:
      return modscope_module_get_blocked (module) != MODSCOPE_BLOCKED_NO;
    case MODSCOPE_STATUS_FILTER_ALL:
    default:
      return TRUE;
    }
}

static gboolean
has_problem (ModscopeModuleFilter *self, ModscopeModule *module)
{
  return modscope_module_has_problem (module) ||
         (self->without_firmware != NULL &&
          g_hash_table_contains (self->without_firmware, modscope_module_get_name (module)));
}

static gboolean
modscope_module_filter_match (GtkFilter *filter, gpointer item)
{
  ModscopeModuleFilter *self = MODSCOPE_MODULE_FILTER (filter);
  ModscopeModule *module = item;

  return matches_status (self->status, module) &&
         (self->kind < 0 || (int) modscope_module_get_kind (module) == self->kind) &&
         (!self->unsigned_only || modscope_module_is_unsigned (module)) &&
         (!self->foreign || modscope_module_is_foreign (module)) &&
         (!self->problems || has_problem (self, module)) &&
         (self->words[0] == NULL ||
          modscope_module_matches (module, (const char *const *) self->words));
}

static GtkFilterMatch
modscope_module_filter_get_strictness (GtkFilter *filter)
{
  ModscopeModuleFilter *self = MODSCOPE_MODULE_FILTER (filter);

  return self->words[0] == NULL && !modscope_module_filter_is_active (self) ? GTK_FILTER_MATCH_ALL
                                                                            : GTK_FILTER_MATCH_SOME;
}

static void
set_int (ModscopeModuleFilter *self, int *field, int value, int all, guint property)
{
  GtkFilterChange change;

  if (*field == value)
    return;
  change = value == all    ? GTK_FILTER_CHANGE_LESS_STRICT
           : *field == all ? GTK_FILTER_CHANGE_MORE_STRICT
                           : GTK_FILTER_CHANGE_DIFFERENT;
  *field = value;
  gtk_filter_changed (GTK_FILTER (self), change);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
modscope_module_filter_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  ModscopeModuleFilter *self = MODSCOPE_MODULE_FILTER (object);

  switch (id)
    {
    case PROP_SEARCH:
      modscope_module_filter_set_search (self, g_value_get_string (value));
      break;
    case PROP_STATUS:
      set_int (self, &self->status, g_value_get_int (value), MODSCOPE_STATUS_FILTER_ALL, id);
      break;
    case PROP_KIND:
      set_int (self, &self->kind, g_value_get_int (value), -1, id);
      break;
    case PROP_PROBLEMS:
      set_int (self, &self->problems, g_value_get_boolean (value), FALSE, id);
      break;
    case PROP_UNSIGNED:
      set_int (self, &self->unsigned_only, g_value_get_boolean (value), FALSE, id);
      break;
    case PROP_FOREIGN:
      set_int (self, &self->foreign, g_value_get_boolean (value), FALSE, id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_module_filter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ModscopeModuleFilter *self = MODSCOPE_MODULE_FILTER (object);

  switch (id)
    {
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    case PROP_STATUS:
      g_value_set_int (value, self->status);
      break;
    case PROP_KIND:
      g_value_set_int (value, self->kind);
      break;
    case PROP_PROBLEMS:
      g_value_set_boolean (value, self->problems);
      break;
    case PROP_UNSIGNED:
      g_value_set_boolean (value, self->unsigned_only);
      break;
    case PROP_FOREIGN:
      g_value_set_boolean (value, self->foreign);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_module_filter_finalize (GObject *object)
{
  ModscopeModuleFilter *self = MODSCOPE_MODULE_FILTER (object);

  g_free (self->search);
  g_strfreev (self->words);
  g_clear_pointer (&self->without_firmware, g_hash_table_unref);
  G_OBJECT_CLASS (modscope_module_filter_parent_class)->finalize (object);
}

static void
modscope_module_filter_class_init (ModscopeModuleFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkFilterClass *filter_class = GTK_FILTER_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->set_property = modscope_module_filter_set_property;
  object_class->get_property = modscope_module_filter_get_property;
  object_class->finalize = modscope_module_filter_finalize;
  filter_class->match = modscope_module_filter_match;
  filter_class->get_strictness = modscope_module_filter_get_strictness;

  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, "", flags);
  properties[PROP_STATUS] =
    g_param_spec_int ("status", NULL, NULL, 0, MODSCOPE_N_STATUS_FILTERS - 1, 0, flags);
  properties[PROP_KIND] =
    g_param_spec_int ("kind", NULL, NULL, -1, MODSCOPE_N_KINDS - 1, -1, flags);
  properties[PROP_PROBLEMS] = g_param_spec_boolean ("problems", NULL, NULL, FALSE, flags);
  properties[PROP_UNSIGNED] = g_param_spec_boolean ("unsigned", NULL, NULL, FALSE, flags);
  properties[PROP_FOREIGN] = g_param_spec_boolean ("foreign", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
modscope_module_filter_init (ModscopeModuleFilter *self)
{
  self->search = g_strdup ("");
  self->words = g_new0 (char *, 1);
  self->kind = -1;
}

ModscopeModuleFilter *
modscope_module_filter_new (void)
{
  return g_object_new (MODSCOPE_TYPE_MODULE_FILTER, NULL);
}

static gboolean
has_same_keys (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key;

  if (a == NULL || g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (b, key))
      return FALSE;
  return TRUE;
}

void
modscope_module_filter_set_without_firmware (ModscopeModuleFilter *self, GHashTable *names)
{
  gboolean is_same;

  g_return_if_fail (MODSCOPE_IS_MODULE_FILTER (self));

  is_same = has_same_keys (self->without_firmware, names);
  g_clear_pointer (&self->without_firmware, g_hash_table_unref);
  self->without_firmware = g_hash_table_ref (names);
  if (!is_same && self->problems)
    gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

void
modscope_module_filter_set_search (ModscopeModuleFilter *self, const char *text)
{
  GtkFilterChange change = GTK_FILTER_CHANGE_DIFFERENT;

  g_return_if_fail (MODSCOPE_IS_MODULE_FILTER (self));

  text = text != NULL ? text : "";
  if (g_str_equal (text, self->search))
    return;
  /* One more key can only hide modules, one less only show some: the list then looks at those
   * alone. */
  if (g_str_has_prefix (text, self->search))
    change = GTK_FILTER_CHANGE_MORE_STRICT;
  else if (g_str_has_prefix (self->search, text))
    change = GTK_FILTER_CHANGE_LESS_STRICT;
  g_free (self->search);
  self->search = g_strdup (text);
  g_strfreev (self->words);
  self->words = modscope_words_from_search (text);
  gtk_filter_changed (GTK_FILTER (self), change);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

const char *
modscope_module_filter_get_search (ModscopeModuleFilter *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_FILTER (self), NULL);
  return self->search;
}

ModscopeStatusFilter
modscope_module_filter_get_status (ModscopeModuleFilter *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_FILTER (self), MODSCOPE_STATUS_FILTER_ALL);
  return self->status;
}

int
modscope_module_filter_get_kind (ModscopeModuleFilter *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_FILTER (self), -1);
  return self->kind;
}

gboolean
modscope_module_filter_is_active (ModscopeModuleFilter *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_FILTER (self), FALSE);
  return self->status != MODSCOPE_STATUS_FILTER_ALL || self->kind >= 0 || self->problems ||
         self->unsigned_only || self->foreign;
}

void
modscope_module_filter_clear (ModscopeModuleFilter *self)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_FILTER (self));
  g_object_set (self, "search", "", "status", MODSCOPE_STATUS_FILTER_ALL, "kind", -1, "problems",
                FALSE, "unsigned", FALSE, "foreign", FALSE, NULL);
}
