/* The computer that is looked at: readings taken in a thread are applied to the models in place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-machine.h"

#include "machine/modscope-details-reader.h"
#include "machine/modscope-device-store.h"
#include "machine/modscope-index-task.h"
#include "machine/modscope-module-store.h"
#include "machine/modscope-needs.h"
#include "machine/modscope-reading.h"
#include "machine/modscope-watch.h"

/* A module that udev said is going may still be in /proc/modules for about 40 ms: it is looked at
 * again this often, this many times, until it is gone. */
#define REMOVAL_CHECK_MS 20
#define REMOVAL_CHECKS 10

/* At an event, what takes long to read waits: it would keep the states of modules, for which the
 * next event may come at once, and is read once for all events until then. */
#define SLOW_PARTS (MODSCOPE_READ_DEVICES | MODSCOPE_READ_BOUND)
#define SLOW_DELAY_MS 150

struct _ModscopeMachine
{
  GObject parent_instance;

  ModscopeKernel *kernel;
  GThread *first_reading; /* until modscope_machine_wait() */

  char *stamp;
  ModscopeTables *tables;
  ModscopeIndex *index;
  ModscopeKernelFacts *facts;
  ModscopeBlockedTable *blocked;
  GError *error;
  GStrv config_problems;

  ModscopeModuleStore *modules;
  ModscopeDeviceStore *devices;
  GListStore *rules;
  GPtrArray *rule_array; /* the same, to hand to threads */
  ModscopeNeeds *needs;  /* goes with the index */

  ModscopeWatch *watch;
  GCancellable *cancellable;
  ModscopeReadingParts wanted; /* to be read after the reading that is under way */
  gboolean reading;
  GPtrArray *answered; /* tasks that the reading under way answers */
  GPtrArray *waiting;  /* tasks that the next reading answers */
  char *removing;
  guint removal_checks_left;
  guint removal_source;
  ModscopeReadingParts slow; /* what slow_source will read */
  guint slow_source;

  gboolean building_index;
  double index_progress;
};

enum
{
  PROP_INDEX_PROGRESS = 1,
  PROP_FACTS,
  N_PROPS,
};

enum
{
  SIGNAL_REFRESHED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ModscopeMachine, modscope_machine, G_TYPE_OBJECT)

static void start_reading (ModscopeMachine *self, ModscopeReadingParts parts, GTask *answer);

static void
modscope_machine_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ModscopeMachine *self = MODSCOPE_MACHINE (object);

  switch (id)
    {
    case PROP_INDEX_PROGRESS:
      g_value_set_double (value, self->index_progress);
      break;
    case PROP_FACTS:
      g_value_set_pointer (value, self->facts);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_machine_dispose (GObject *object)
{
  ModscopeMachine *self = MODSCOPE_MACHINE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->removal_source, g_source_remove);
  g_clear_handle_id (&self->slow_source, g_source_remove);
  if (self->watch != NULL)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  if (self->first_reading != NULL)
    modscope_machine_wait (self);
  G_OBJECT_CLASS (modscope_machine_parent_class)->dispose (object);
}

static void
modscope_machine_finalize (GObject *object)
{
  ModscopeMachine *self = MODSCOPE_MACHINE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->modules, modscope_module_store_free);
  g_clear_pointer (&self->devices, modscope_device_store_free);
  g_clear_object (&self->rules);
  g_clear_pointer (&self->rule_array, g_ptr_array_unref);
  g_clear_pointer (&self->needs, modscope_needs_free);
  g_clear_pointer (&self->index, modscope_index_unref);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_clear_pointer (&self->facts, modscope_kernel_facts_free);
  g_clear_pointer (&self->blocked, modscope_blocked_table_free);
  g_clear_pointer (&self->config_problems, g_strfreev);
  g_clear_pointer (&self->stamp, g_free);
  g_clear_pointer (&self->removing, g_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->kernel, modscope_kernel_unref);
  G_OBJECT_CLASS (modscope_machine_parent_class)->finalize (object);
}

static void
modscope_machine_class_init (ModscopeMachineClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = modscope_machine_get_property;
  object_class->dispose = modscope_machine_dispose;
  object_class->finalize = modscope_machine_finalize;

  properties[PROP_INDEX_PROGRESS] =
    g_param_spec_double ("index-progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_FACTS] = g_param_spec_pointer ("facts", NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_REFRESHED] = g_signal_new ("refreshed", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
modscope_machine_init (ModscopeMachine *self)
{
  self->modules = modscope_module_store_new ();
  self->devices = modscope_device_store_new ();
  self->rules = g_list_store_new (MODSCOPE_TYPE_RULE);
  self->rule_array = g_ptr_array_new_with_free_func (g_object_unref);
  self->config_problems = g_new0 (char *, 1);
  self->cancellable = g_cancellable_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
set_index (ModscopeMachine *self, ModscopeIndex *index)
{
  g_clear_pointer (&self->index, modscope_index_unref);
  g_clear_pointer (&self->needs, modscope_needs_free);
  if (index == NULL)
    return;
  self->index = modscope_index_ref (index);
  self->needs = modscope_needs_new (index);
  modscope_device_store_provide (self->devices, self->tables, index);
}

static void
set_progress (ModscopeMachine *self, double progress)
{
  if (self->index_progress == progress)
    return;
  self->index_progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INDEX_PROGRESS]);
}

/* --- Rules --- */

static void
apply_config (ModscopeMachine *self, ModscopeReading *reading)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_full (reading->lines->len, g_object_unref);
  gboolean same = reading->lines->len == self->rule_array->len;

  for (guint i = 0; i < reading->lines->len; i++)
    {
      ModscopeRule *rule = modscope_rule_new (reading->lines->pdata[i]);

      g_ptr_array_add (rules, rule);
      same = same && modscope_rule_equal (rule, self->rule_array->pdata[i]);
    }
  g_strfreev (self->config_problems);
  self->config_problems = g_steal_pointer (&reading->config_problems);
  if (same && self->blocked != NULL)
    return;
  g_list_store_splice (self->rules, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rules)),
                       rules->pdata, rules->len);
  g_ptr_array_unref (self->rule_array);
  self->rule_array = g_steal_pointer (&rules);
  g_clear_pointer (&self->blocked, modscope_blocked_table_free);
  self->blocked = modscope_blocked_table_new (reading->lines);
}

/* --- Readings --- */

static void
apply_tables (ModscopeMachine *self, ModscopeReading *reading)
{
  g_clear_pointer (&self->tables, modscope_tables_unref);
  self->tables = g_steal_pointer (&reading->tables);
  g_free (self->stamp);
  self->stamp = g_steal_pointer (&reading->stamp);
  set_index (self, reading->index);
  set_progress (self, self->index != NULL ? 1 : 0);
}

static void
apply (ModscopeMachine *self, ModscopeReading *reading)
{
  if (reading->tables != NULL || reading->error != NULL)
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&reading->error);
    }
  if (reading->tables != NULL)
    apply_tables (self, reading);
  modscope_module_store_update (self->modules, self->tables, self->index, reading->live,
                                reading->bound);
  if (reading->devices != NULL)
    modscope_device_store_update (self->devices, reading->devices);
  if (reading->live != NULL)
    modscope_device_store_check_lost (self->devices, self->modules);
  if (reading->lines != NULL)
    apply_config (self, reading);
  modscope_module_store_set_blocked (self->modules, self->blocked);
  if (reading->facts != NULL)
    {
      g_clear_pointer (&self->facts, modscope_kernel_facts_free);
      self->facts = g_steal_pointer (&reading->facts);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FACTS]);
    }
}

static ModscopeReadingRequest *
make_reading_request (ModscopeMachine *self, ModscopeReadingParts parts)
{
  ModscopeReadingRequest *request = g_new0 (ModscopeReadingRequest, 1);
  ModscopeDeviceReader *reader = modscope_device_store_get_reader (self->devices);

  request->kernel = modscope_kernel_ref (self->kernel);
  request->parts = parts;
  request->known_stamp = g_strdup (self->stamp);
  if (self->tables != NULL)
    request->known_tables = modscope_tables_ref (self->tables);
  if (self->index != NULL)
    request->known_index = modscope_index_ref (self->index);
  if (reader != NULL)
    request->device_reader = modscope_device_reader_ref (reader);
  return request;
}

/* Fills the models too: nobody looks at them before modscope_machine_wait(). */
static gpointer
first_reading_thread (gpointer data)
{
  ModscopeMachine *self = data;
  ModscopeReadingRequest request = { .kernel = self->kernel, .parts = MODSCOPE_READ_ALL };
  g_autoptr (ModscopeReading) reading = modscope_reading_take (&request);

  apply (self, reading);
  modscope_device_store_provide (self->devices, self->tables, self->index);
  return NULL;
}

ModscopeMachine *
modscope_machine_new (ModscopeKernel *kernel)
{
  ModscopeMachine *self = g_object_new (MODSCOPE_TYPE_MACHINE, NULL);

  self->kernel = modscope_kernel_ref (kernel);
  /* Whoever listens already is told in the main thread, by modscope_machine_wait(). */
  g_object_freeze_notify (G_OBJECT (self));
  self->first_reading = g_thread_new ("first-reading", first_reading_thread, self);
  return self;
}

void
modscope_machine_wait (ModscopeMachine *self)
{
  g_return_if_fail (self->first_reading != NULL);
  g_thread_join (g_steal_pointer (&self->first_reading));
  g_object_thaw_notify (G_OBJECT (self));
}

void
modscope_machine_start_devices (ModscopeMachine *self)
{
  if (modscope_device_store_get_reader (self->devices) == NULL)
    modscope_device_store_begin (self->devices, self->kernel);
}

void
modscope_machine_wait_devices (ModscopeMachine *self)
{
  g_return_if_fail (self->first_reading == NULL);
  modscope_device_store_finish (self->devices);
}

static void
reading_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, modscope_reading_take (data),
                         (GDestroyNotify) modscope_reading_free);
}

static gboolean
removal_check_cb (gpointer data)
{
  ModscopeMachine *self = data;

  self->removal_source = 0;
  start_reading (self, MODSCOPE_READ_LIVE, NULL);
  return G_SOURCE_REMOVE;
}

/* udev tells of a removal before it is done, and nothing tells when it is. */
static void
check_removal (ModscopeMachine *self)
{
  if (self->removing == NULL)
    return;
  if (!modscope_module_store_is_in_kernel (self->modules, self->removing) ||
      self->removal_checks_left == 0)
    {
      g_clear_pointer (&self->removing, g_free);
      return;
    }
  self->removal_checks_left--;
  if (self->removal_source == 0)
    self->removal_source = g_timeout_add (REMOVAL_CHECK_MS, removal_check_cb, self);
}

static void
reading_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeMachine) self = user_data;
  g_autoptr (GPtrArray) answered = g_steal_pointer (&self->answered);
  g_autoptr (ModscopeReading) reading = g_task_propagate_pointer (G_TASK (result), NULL);

  self->reading = FALSE;
  if (reading != NULL && !g_cancellable_is_cancelled (self->cancellable))
    {
      apply (self, reading);
      if (reading->live != NULL)
        check_removal (self);
      if (self->wanted != 0)
        start_reading (self, 0, NULL);
      if (self->index == NULL && self->index_progress == 0 && self->watch != NULL)
        modscope_machine_start_index (self);
      g_signal_emit (self, signals[SIGNAL_REFRESHED], 0);
    }
  for (guint i = 0; i < answered->len; i++)
    g_task_return_boolean (answered->pdata[i], TRUE);
}

/* Reads now, or together with whatever else is asked for until the reading under way is done. */
static void
start_reading (ModscopeMachine *self, ModscopeReadingParts parts, GTask *answer)
{
  g_autoptr (GTask) task = NULL;
  ModscopeReadingRequest *request;

  self->wanted |= parts;
  if (answer != NULL)
    g_ptr_array_add (self->waiting, g_object_ref (answer));
  if (self->reading)
    return;

  request = make_reading_request (self, self->wanted);
  self->answered = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->wanted = 0;
  self->reading = TRUE;

  /* The machine is not the task's source, since the thread may be the last to let go of that, and
   * objects of the main thread must not end in another one. */
  task = g_task_new (NULL, self->cancellable, reading_done_cb, g_object_ref (self));
  g_task_set_source_tag (task, start_reading);
  g_task_set_task_data (task, request, (GDestroyNotify) modscope_reading_request_free);
  g_task_run_in_thread (task, reading_thread);
}

void
modscope_machine_refresh_async (ModscopeMachine *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) answer = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (answer, modscope_machine_refresh_async);
  start_reading (self, MODSCOPE_READ_ALL, answer);
}

gboolean
modscope_machine_refresh_finish (ModscopeMachine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
read_slow_cb (gpointer data)
{
  ModscopeMachine *self = data;
  ModscopeReadingParts parts = self->slow;

  self->slow_source = 0;
  self->slow = 0;
  start_reading (self, parts, NULL);
  return G_SOURCE_REMOVE;
}

static void
watch_changed_cb (ModscopeWatch *watch,
                  ModscopeReadingParts parts,
                  const char *removing,
                  ModscopeMachine *self)
{
  if (removing != NULL)
    {
      g_free (self->removing);
      self->removing = g_strdup (removing);
      self->removal_checks_left = REMOVAL_CHECKS;
    }
  if ((parts & ~(SLOW_PARTS | MODSCOPE_READ_LIVE)) == 0)
    {
      self->slow |= parts & SLOW_PARTS;
      if (self->slow_source == 0)
        self->slow_source = g_timeout_add (SLOW_DELAY_MS, read_slow_cb, self);
      parts &= MODSCOPE_READ_LIVE;
    }
  if (parts != 0)
    start_reading (self, parts, NULL);
}

void
modscope_machine_watch (ModscopeMachine *self)
{
  if (self->watch != NULL)
    return;
  self->watch = modscope_watch_new (self->kernel);
  g_signal_connect (self->watch, "changed", G_CALLBACK (watch_changed_cb), self);
}

/* --- The index --- */

static void
use_index (ModscopeMachine *self, ModscopeIndex *index)
{
  set_index (self, index);
  modscope_module_store_update (self->modules, self->tables, self->index, NULL, NULL);
  modscope_module_store_set_blocked (self->modules, self->blocked);
  set_progress (self, 1);
  g_signal_emit (self, signals[SIGNAL_REFRESHED], 0);
  /* It names the firmware of the devices' drivers. */
  if (modscope_device_store_get_reader (self->devices) != NULL)
    start_reading (self, MODSCOPE_READ_DEVICES, NULL);
}

static void
index_progress_cb (double fraction, gpointer user_data)
{
  set_progress (MODSCOPE_MACHINE (user_data), fraction);
}

static void
index_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ModscopeMachine) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeIndex) index = modscope_index_task_finish (result, &error);

  self->building_index = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (index == NULL)
    {
      g_warning ("There are no descriptions: %s", error->message);
      set_progress (self, 1);
    }
  else if (modscope_index_task_get_tables (result) == self->tables)
    use_index (self, index);
  else
    modscope_machine_start_index (self);
}

void
modscope_machine_start_index (ModscopeMachine *self)
{
  if (self->building_index)
    return;
  if (self->index != NULL || self->tables == NULL)
    {
      set_progress (self, 1);
      return;
    }
  self->building_index = TRUE;
  modscope_index_task_start (self->kernel, self->tables, index_progress_cb, self->cancellable,
                             index_done_cb, g_object_ref (self));
}

gboolean
modscope_machine_ensure_index (ModscopeMachine *self, GError **error)
{
  g_autoptr (ModscopeIndex) index = NULL;

  if (self->index != NULL || self->tables == NULL)
    return TRUE;
  index = modscope_index_build_and_save (self->kernel, self->tables, NULL, NULL, NULL, error);
  if (index == NULL)
    return FALSE;
  use_index (self, index);
  return TRUE;
}

/* --- Details --- */

static ModscopeDetailsRequest *
make_request (ModscopeMachine *self, ModscopeModule *module)
{
  ModscopeDetailsRequest *request = g_new0 (ModscopeDetailsRequest, 1);
  const char *name = modscope_module_get_name (module);
  const char *const *needed_by = modscope_machine_get_needed_by (self, name);

  request->name = g_strdup (name);
  request->kernel = modscope_kernel_ref (self->kernel);
  request->tables = self->tables != NULL ? modscope_tables_ref (self->tables) : NULL;
  request->index = self->index != NULL ? modscope_index_ref (self->index) : NULL;
  request->rules = g_ptr_array_ref (self->rule_array);
  request->needed_by = g_strdupv ((GStrv) needed_by);
  return request;
}

static void
details_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, modscope_details_read (data),
                         (GDestroyNotify) modscope_module_details_unref);
}

static void
details_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) answer = user_data;

  g_task_return_pointer (answer, g_task_propagate_pointer (G_TASK (result), NULL),
                         (GDestroyNotify) modscope_module_details_unref);
}

void
modscope_machine_load_details_async (ModscopeMachine *self,
                                     ModscopeModule *module,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *answer = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, details_done_cb, answer);

  g_task_set_source_tag (answer, modscope_machine_load_details_async);
  g_task_set_source_tag (task, modscope_machine_load_details_async);
  g_task_set_task_data (task, make_request (self, module),
                        (GDestroyNotify) modscope_details_request_free);
  g_task_run_in_thread (task, details_thread);
}

ModscopeModuleDetails *
modscope_machine_load_details_finish (ModscopeMachine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

ModscopeModuleDetails *
modscope_machine_load_details (ModscopeMachine *self, ModscopeModule *module)
{
  g_autoptr (ModscopeDetailsRequest) request = make_request (self, module);

  return modscope_details_read (request);
}

/* --- What is there --- */

GStrv
modscope_machine_dup_needs (ModscopeMachine *self, const char *name)
{
  int position = self->index != NULL ? modscope_index_find (self->index, name) : -1;
  g_autofree const char **needs =
    position >= 0 ? modscope_index_dup_needs (self->index, position) : NULL;

  return g_strdupv ((GStrv) needs);
}

const char *const *
modscope_machine_get_needed_by (ModscopeMachine *self, const char *name)
{
  return self->needs != NULL ? modscope_needs_get_needed_by (self->needs, name) : NULL;
}

ModscopeKernel *
modscope_machine_get_kernel (ModscopeMachine *self)
{
  return self->kernel;
}

GListModel *
modscope_machine_get_modules (ModscopeMachine *self)
{
  return modscope_module_store_get_model (self->modules);
}

GListModel *
modscope_machine_get_devices (ModscopeMachine *self)
{
  return modscope_device_store_get_model (self->devices);
}

ModscopeDevice *
modscope_machine_lookup_device (ModscopeMachine *self, const char *id)
{
  return modscope_device_store_lookup (self->devices, id);
}

GListModel *
modscope_machine_get_rules (ModscopeMachine *self)
{
  return G_LIST_MODEL (self->rules);
}

const char *const *
modscope_machine_get_config_problems (ModscopeMachine *self)
{
  return (const char *const *) self->config_problems;
}

ModscopeModule *
modscope_machine_lookup (ModscopeMachine *self, const char *name)
{
  return modscope_module_store_lookup (self->modules, name);
}

const ModscopeKernelFacts *
modscope_machine_get_facts (ModscopeMachine *self)
{
  return self->facts;
}

const GError *
modscope_machine_get_error (ModscopeMachine *self)
{
  return self->error;
}

ModscopeIndex *
modscope_machine_get_index (ModscopeMachine *self)
{
  return self->index;
}

double
modscope_machine_get_index_progress (ModscopeMachine *self)
{
  return self->index_progress;
}
