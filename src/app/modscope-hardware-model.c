/* The rows of the Hardware page in their order: which devices are shown, under which heading or
 * below which other device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-hardware-model.h"

#include "modscope-module-words.h"

struct _ModscopeHardwareModel
{
  GObject parent_instance;

  ModscopeMachine *machine;
  GHashTable *rows; /* ModscopeDevice to ModscopeHardwareRow: of all that stand for themselves */
  ModscopeHardwareRow *headings[MODSCOPE_N_DEVICE_KINDS];
  GPtrArray *shown; /* (element-type ModscopeHardwareRow) */

  GStrv words;
  gboolean show_all;
  gboolean by_connection;
  guint n_problems;
  guint n_devices;
  guint rebuild_id;
};

enum
{
  PROP_0,
  PROP_N_PROBLEMS,
  PROP_N_DEVICES,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void modscope_hardware_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ModscopeHardwareModel,
                               modscope_hardware_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      modscope_hardware_model_list_init))

/* The list */

static GType
modscope_hardware_model_get_item_type (GListModel *list)
{
  return MODSCOPE_TYPE_HARDWARE_ROW;
}

static guint
modscope_hardware_model_get_n_items (GListModel *list)
{
  return MODSCOPE_HARDWARE_MODEL (list)->shown->len;
}

static gpointer
modscope_hardware_model_get_item (GListModel *list, guint position)
{
  GPtrArray *shown = MODSCOPE_HARDWARE_MODEL (list)->shown;

  return position < shown->len ? g_object_ref (g_ptr_array_index (shown, position)) : NULL;
}

static void
modscope_hardware_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = modscope_hardware_model_get_item_type;
  iface->get_n_items = modscope_hardware_model_get_n_items;
  iface->get_item = modscope_hardware_model_get_item;
}

/* Which are shown */

static gboolean
is_wanted (ModscopeHardwareModel *self, ModscopeHardwareRow *row)
{
  ModscopeDevice *device = modscope_hardware_row_get_device (row);

  if (self->words[0] != NULL)
    return modscope_device_matches (device, (const char *const *) self->words);
  return self->show_all || modscope_device_is_shown (device) ||
         modscope_hardware_row_is_problem (row);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  return modscope_hardware_row_compare (*(ModscopeHardwareRow *const *) a,
                                        *(ModscopeHardwareRow *const *) b);
}

static ModscopeHardwareRow *
get_heading (ModscopeHardwareModel *self, ModscopeDeviceKind kind)
{
  if (self->headings[kind] == NULL)
    self->headings[kind] = modscope_hardware_row_new_heading (kind);
  return self->headings[kind];
}

static GPtrArray *
list_by_kind (ModscopeHardwareModel *self)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer row;
  int last_kind = -1;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (is_wanted (self, row))
      {
        modscope_hardware_row_set_depth (row, 0);
        g_ptr_array_add (devices, row);
      }
  g_ptr_array_sort (devices, compare_rows);
  for (guint i = 0; i < devices->len; i++)
    {
      ModscopeDeviceKind kind = modscope_hardware_row_get_kind (g_ptr_array_index (devices, i));

      if ((int) kind != last_kind)
        g_ptr_array_add (list, g_object_ref (get_heading (self, kind)));
      last_kind = (int) kind;
      g_ptr_array_add (list, g_object_ref (g_ptr_array_index (devices, i)));
    }
  return list;
}

/* The row of what a device is connected to, past what is folded into other devices. */
static ModscopeHardwareRow *
get_parent_row (ModscopeHardwareModel *self, ModscopeDevice *device)
{
  const char *id = modscope_device_get_parent (device);
  ModscopeDevice *parent = id != NULL ? modscope_machine_lookup_device (self->machine, id) : NULL;
  ModscopeHardwareRow *row = parent != NULL ? modscope_hardware_model_lookup (self, parent) : NULL;

  return row != NULL && modscope_hardware_row_get_device (row) != device ? row : NULL;
}

/* Its row, and those of all that it hangs at. */
static guint
add_with_parents (ModscopeHardwareModel *self, GHashTable *wanted, ModscopeHardwareRow *row)
{
  gpointer known;
  ModscopeHardwareRow *parent;
  guint depth;

  if (g_hash_table_lookup_extended (wanted, row, NULL, &known))
    return GPOINTER_TO_UINT (known);
  g_hash_table_insert (wanted, row, GUINT_TO_POINTER (0));
  parent = get_parent_row (self, modscope_hardware_row_get_device (row));
  depth = parent != NULL ? add_with_parents (self, wanted, parent) + 1 : 0;
  g_hash_table_insert (wanted, row, GUINT_TO_POINTER (depth));
  return depth;
}

/* In the order of the machine's devices, which is that of their paths. */
static GPtrArray *
list_by_connection (ModscopeHardwareModel *self)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *devices = modscope_machine_get_devices (self->machine);
  guint n = g_list_model_get_n_items (devices);
  GHashTableIter iter;
  gpointer row;
  gpointer depth;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (is_wanted (self, row))
      add_with_parents (self, wanted, row);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ModscopeDevice) device = g_list_model_get_item (devices, i);

      row = g_hash_table_lookup (self->rows, device);
      if (row == NULL || !g_hash_table_lookup_extended (wanted, row, NULL, &depth))
        continue;
      modscope_hardware_row_set_depth (row, GPOINTER_TO_UINT (depth));
      g_ptr_array_add (list, g_object_ref (row));
    }
  return list;
}

/* Changes of the list */

static void
replace_shown (ModscopeHardwareModel *self, GPtrArray *list)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->shown);
  guint same = MIN (old->len, list->len);
  guint start = 0;
  guint end = 0;

  while (start < same && old->pdata[start] == list->pdata[start])
    start++;
  while (end < same - start && old->pdata[old->len - 1 - end] == list->pdata[list->len - 1 - end])
    end++;
  self->shown = list;
  if (old->len - start - end > 0 || list->len - start - end > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, old->len - start - end,
                                list->len - start - end);
}

static void
set_count (ModscopeHardwareModel *self, guint *count, guint value, int property)
{
  if (*count == value)
    return;
  *count = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
count (ModscopeHardwareModel *self)
{
  GHashTableIter iter;
  gpointer row;
  guint n_problems = 0;
  guint n_devices = 0;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      gboolean is_problem = modscope_hardware_row_is_problem (row);

      n_problems += is_problem ? 1 : 0;
      if (is_problem || modscope_device_is_shown (modscope_hardware_row_get_device (row)))
        n_devices++;
    }
  set_count (self, &self->n_problems, n_problems, PROP_N_PROBLEMS);
  set_count (self, &self->n_devices, n_devices, PROP_N_DEVICES);
}

static void
rebuild (ModscopeHardwareModel *self)
{
  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  if (self->machine == NULL)
    replace_shown (self, g_ptr_array_new_with_free_func (g_object_unref));
  else
    replace_shown (self, self->by_connection ? list_by_connection (self) : list_by_kind (self));
  count (self);
}

static gboolean
rebuild_cb (gpointer user_data)
{
  ModscopeHardwareModel *self = user_data;

  self->rebuild_id = 0;
  rebuild (self);
  return G_SOURCE_REMOVE;
}

/* What comes together, as when a dock is plugged in, changes the list once. */
static void
queue_rebuild (ModscopeHardwareModel *self)
{
  if (self->rebuild_id == 0)
    self->rebuild_id = g_idle_add (rebuild_cb, self);
}

/* Devices */

static void
device_changed_cb (ModscopeDevice *device, GParamSpec *pspec, ModscopeHardwareModel *self)
{
  ModscopeHardwareRow *row = modscope_hardware_model_lookup (self, device);

  if (row != NULL)
    modscope_hardware_row_judge (row, self->machine);
  queue_rebuild (self);
}

static void
refreshed_cb (ModscopeHardwareModel *self)
{
  GHashTableIter iter;
  gpointer row;
  gboolean changed = FALSE;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    changed = modscope_hardware_row_judge (row, self->machine) || changed;
  if (changed)
    queue_rebuild (self);
}

static gboolean
stands_for_itself (ModscopeHardwareModel *self, ModscopeDevice *device)
{
  const char *whole = modscope_device_get_folded_into (device);

  return whole == NULL || modscope_machine_lookup_device (self->machine, whole) == NULL;
}

static void
forget_device (gpointer device, gpointer self)
{
  g_signal_handlers_disconnect_by_func (device, device_changed_cb, self);
}

/* Makes rows for what came and drops those of what went; a device keeps its row. */
static void
devices_changed_cb (ModscopeHardwareModel *self)
{
  GListModel *devices = modscope_machine_get_devices (self->machine);
  guint n = g_list_model_get_n_items (devices);
  g_autoptr (GHashTable) old = g_steal_pointer (&self->rows);
  GHashTableIter iter;
  gpointer device;

  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, &device, NULL))
    forget_device (device, self);
  self->rows = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  for (guint i = 0; i < n; i++)
    {
      ModscopeHardwareRow *row;

      device = g_list_model_get_item (devices, i);
      row = g_hash_table_lookup (old, device);
      if (!stands_for_itself (self, device))
        {
          g_object_unref (device);
          continue;
        }
      g_signal_connect (device, "notify::revision", G_CALLBACK (device_changed_cb), self);
      if (row != NULL)
        {
          modscope_hardware_row_judge (row, self->machine);
          g_object_ref (row);
        }
      else
        row = modscope_hardware_row_new (self->machine, device);
      g_hash_table_insert (self->rows, device, row);
    }
  queue_rebuild (self);
}

static void
forget_machine (ModscopeHardwareModel *self)
{
  GHashTableIter iter;
  gpointer device;

  if (self->machine == NULL)
    return;
  g_signal_handlers_disconnect_by_data (modscope_machine_get_devices (self->machine), self);
  g_signal_handlers_disconnect_by_data (self->machine, self);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &device, NULL))
    forget_device (device, self);
  g_hash_table_remove_all (self->rows);
  g_clear_object (&self->machine);
}

/* The class */

static void
modscope_hardware_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ModscopeHardwareModel *self = MODSCOPE_HARDWARE_MODEL (object);

  switch (id)
    {
    case PROP_N_PROBLEMS:
      g_value_set_uint (value, self->n_problems);
      break;
    case PROP_N_DEVICES:
      g_value_set_uint (value, self->n_devices);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_hardware_model_dispose (GObject *object)
{
  ModscopeHardwareModel *self = MODSCOPE_HARDWARE_MODEL (object);

  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  forget_machine (self);
  G_OBJECT_CLASS (modscope_hardware_model_parent_class)->dispose (object);
}

static void
modscope_hardware_model_finalize (GObject *object)
{
  ModscopeHardwareModel *self = MODSCOPE_HARDWARE_MODEL (object);

  for (guint i = 0; i < MODSCOPE_N_DEVICE_KINDS; i++)
    g_clear_object (&self->headings[i]);
  g_hash_table_unref (self->rows);
  g_ptr_array_unref (self->shown);
  g_strfreev (self->words);
  G_OBJECT_CLASS (modscope_hardware_model_parent_class)->finalize (object);
}

static void
modscope_hardware_model_class_init (ModscopeHardwareModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = modscope_hardware_model_get_property;
  object_class->dispose = modscope_hardware_model_dispose;
  object_class->finalize = modscope_hardware_model_finalize;
  properties[PROP_N_PROBLEMS] =
    g_param_spec_uint ("n-problems", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_DEVICES] = g_param_spec_uint ("n-devices", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
modscope_hardware_model_init (ModscopeHardwareModel *self)
{
  self->rows = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->words = g_new0 (char *, 1);
}

ModscopeHardwareModel *
modscope_hardware_model_new (void)
{
  return g_object_new (MODSCOPE_TYPE_HARDWARE_MODEL, NULL);
}

void
modscope_hardware_model_set_machine (ModscopeHardwareModel *self, ModscopeMachine *machine)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_MODEL (self));

  forget_machine (self);
  if (machine != NULL)
    {
      self->machine = g_object_ref (machine);
      g_signal_connect_swapped (modscope_machine_get_devices (machine), "items-changed",
                                G_CALLBACK (devices_changed_cb), self);
      g_signal_connect_swapped (machine, "refreshed", G_CALLBACK (refreshed_cb), self);
      devices_changed_cb (self);
    }
  rebuild (self);
}

void
modscope_hardware_model_set_search (ModscopeHardwareModel *self, const char *text)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_MODEL (self));

  g_strfreev (self->words);
  self->words = modscope_words_from_search (text);
  rebuild (self);
}

void
modscope_hardware_model_set_show_all (ModscopeHardwareModel *self, gboolean show_all)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_MODEL (self));
  self->show_all = show_all;
  rebuild (self);
}

void
modscope_hardware_model_set_by_connection (ModscopeHardwareModel *self, gboolean by_connection)
{
  g_return_if_fail (MODSCOPE_IS_HARDWARE_MODEL (self));
  self->by_connection = by_connection;
  rebuild (self);
}

guint
modscope_hardware_model_get_n_problems (ModscopeHardwareModel *self)
{
  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_MODEL (self), 0);
  return self->n_problems;
}

guint
modscope_hardware_model_get_n_devices (ModscopeHardwareModel *self)
{
  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_MODEL (self), 0);
  return self->n_devices;
}

ModscopeHardwareRow *
modscope_hardware_model_lookup (ModscopeHardwareModel *self, ModscopeDevice *device)
{
  ModscopeHardwareRow *row;

  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_MODEL (self), NULL);

  while (device != NULL)
    {
      const char *whole;

      row = g_hash_table_lookup (self->rows, device);
      whole = modscope_device_get_folded_into (device);
      if (row != NULL || whole == NULL || self->machine == NULL)
        return row;
      device = modscope_machine_lookup_device (self->machine, whole);
    }
  return NULL;
}

guint
modscope_hardware_model_find (ModscopeHardwareModel *self, ModscopeHardwareRow *row)
{
  guint position;

  g_return_val_if_fail (MODSCOPE_IS_HARDWARE_MODEL (self), G_MAXUINT);
  return g_ptr_array_find (self->shown, row, &position) ? position : G_MAXUINT;
}
