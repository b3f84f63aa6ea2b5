/* Acts on the kernel, by the worker; reads back; puts back a half where that is due; and what all
 * methods do at their end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-refuse.h"
#include "helper/modscope-methods.h"
#include "helper/modscope-trial.h"
#include "system/modscope-history.h"
#include "system/modscope-kernel-answer.h"
#include "system/modscope-worker.h"

/** Acting: a call while the worker is at it. */
typedef struct
{
  ModscopeCall *call;
  GPtrArray *before;     /* (nullable): what was loaded then, of modscope_live_read() */
  ModscopePutBack *back; /* (nullable) */
  GStrv touched;         /* the objects of the steps that were done */
  ModscopeHelperError code;
  ModscopeFailure *failure; /* (nullable): with @code, how it ends */
} Acting;

static void
acting_free (Acting *self)
{
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_strfreev (self->touched);
  g_clear_pointer (&self->failure, modscope_failure_free);
  g_free (self);
}

/* --- Reading back --- */

static gboolean
is_live (GPtrArray *live, const char *name)
{
  const ModscopeLiveModule *module = live != NULL ? modscope_live_find (live, name) : NULL;

  return module != NULL && module->state == MODSCOPE_LIVE_LIVE;
}

/* The modules among the touched that are not as they were. */
static GStrv
list_changed (Acting *self)
{
  g_autoptr (GPtrArray) live = modscope_live_read (self->call->setup->paths, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) changed = g_strv_builder_new ();

  for (char **name = self->touched; *name != NULL; name++)
    if (g_hash_table_add (seen, *name) && is_live (live, *name) != is_live (self->before, *name))
      g_strv_builder_add (changed, *name);
  return g_strv_builder_end (changed);
}

/* The first module that had to be loaded in the end, or unloaded, and is not. */
static char *
dup_untrue (ModscopePaths *paths, GVariant *orders)
{
  g_autoptr (GPtrArray) live = modscope_live_read (paths, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = g_variant_n_children (orders); i-- > 0;)
    {
      const char *verb;
      const char *name;
      gboolean required;

      g_variant_get_child (orders, i, "(&s&sayb)", &verb, &name, NULL, &required);
      if (required && strcmp (verb, MODSCOPE_WORKER_WRITE) != 0 &&
          g_hash_table_add (seen, (gpointer) name) &&
          is_live (live, name) != (strcmp (verb, MODSCOPE_WORKER_LOAD) == 0))
        return g_strdup (name);
    }
  return NULL;
}

/* Whether what was asked for is so. Of two loads at once one is told that it did it. */
static gboolean
check (Acting *self, char **untrue, GError **error)
{
  ModscopePaths *paths = self->call->setup->paths;
  const ModscopeCallPlan *plan = &self->call->plan;

  *untrue = dup_untrue (paths, plan->orders);
  if (*untrue != NULL)
    return modscope_refuse (
      error, KERNEL_REFUSED,
      "The kernel says that it is so, but its list of modules says otherwise");
  if (plan->module != NULL && g_variant_n_children (plan->orders) > 0 &&
      !g_strv_contains ((const char *const *) self->touched, plan->module))
    return modscope_refuse (error, BUSY, "Somebody else loaded it at the same moment");
  if (plan->device != NULL && !modscope_device_change_is_so (paths, plan->device))
    return modscope_refuse (error, KERNEL_REFUSED,
                            strcmp (plan->device->verb, "on") == 0
                              ? "No driver that is loaded takes this device"
                              : "The kernel says that it is so, but the device says otherwise");
  return TRUE;
}

/* --- The history --- */

void
modscope_act_keep_history (ModscopePaths *paths, uid_t user, GPtrArray *changes)
{
  g_autofree char *folder = modscope_paths_build (paths, MODSCOPE_HISTORY_FOLDER);
  g_autoptr (GError) error = NULL;

  if (changes->len > 0 && !modscope_history_append_changes (folder, user, changes, &error))
    g_warning ("The history could not be written: %s", error->message);
}

/* Nothing where nothing was done. An undo of another driver needs to know the one before it. */
static GPtrArray *
list_history (Acting *self, const char *const *changed)
{
  GPtrArray *changes = modscope_history_changes_new ();
  const ModscopeDeviceChange *device = self->call->plan.device;
  const char *verb = self->call->method->history;

  if (device != NULL && self->touched[0] != NULL)
    modscope_history_changes_add (changes, device->verb, device->id, device->driver);
  for (; verb != NULL && *changed != NULL; changed++)
    modscope_history_changes_add (changes, verb, *changed, NULL);
  return changes;
}

/* --- Failure --- */

static void
answer_failure (Acting *self)
{
  ModscopeCall *call = self->call;
  g_autofree char *message = NULL;
  g_autoptr (GPtrArray) history = NULL;

  if (call->plan.trial_seconds > 0)
    modscope_trial_release (call->setup->trial);
  self->failure->done = list_changed (self);
  /* A half that stays is a change, too. */
  if (!call->method->puts_back)
    {
      history = list_history (self, (const char *const *) self->failure->done);
      modscope_act_keep_history (call->setup->paths, call->user, history);
    }
  message = modscope_failure_to_message (self->failure);
  modscope_call_fail (call, g_error_new_literal (MODSCOPE_HELPER_ERROR, (int) self->code, message));
  acting_free (self);
}

static void
put_back_cb (gboolean whole, gpointer user_data)
{
  answer_failure (user_data);
}

static const char *
get_sentence (const char *verb)
{
  if (g_strcmp0 (verb, MODSCOPE_WORKER_LOAD) == 0)
    return "The kernel did not load it";
  if (g_strcmp0 (verb, MODSCOPE_WORKER_UNLOAD) == 0)
    return "The kernel did not unload it";
  return "The kernel refused";
}

static void
fail (Acting *self,
      const ModscopeWork *work,
      ModscopeHelperError code,
      const char *sentence,
      const char *module)
{
  /* The kernel's own list of what it refuses is there. */
  static const char *const command_line[] = { "/proc/cmdline:0", NULL };
  const ModscopeCall *call = self->call;

  self->code = code;
  self->failure = g_rc_box_new0 (ModscopeFailure);
  self->failure->sentence = g_strdup (sentence);
  self->failure->errsv = work->errsv;
  self->failure->module =
    g_strcmp0 (work->verb, MODSCOPE_WORKER_WRITE) != 0 ? g_strdup (module) : NULL;
  self->failure->kernel_lines = g_strdupv (work->kernel_lines);
  if (code == MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT)
    self->failure->files = g_strdupv ((GStrv) command_line);
  if (call->method->puts_back && self->back != NULL && work->done[0] != NULL)
    {
      modscope_put_back_run (g_steal_pointer (&self->back), call->setup->worker, put_back_cb, self);
      return;
    }
  g_clear_pointer (&self->back, modscope_put_back_free);
  answer_failure (self);
}

/* --- Success --- */

static GVariant *
make_reply (const char *type, const char *const *changed, guint change)
{
  if (strcmp (type, "(as)") == 0)
    return g_variant_new ("(^as)", changed);
  if (strcmp (type, "(asu)") == 0)
    return g_variant_new ("(^asu)", changed, change);
  return g_variant_new ("(u)", change);
}

static void
succeed (Acting *self)
{
  ModscopeCall *call = self->call;
  ModscopeTrial *trial = call->setup->trial;
  g_auto (GStrv) changed = list_changed (self);
  g_autoptr (GPtrArray) history = list_history (self, (const char *const *) changed);
  guint change = 0;

  if (call->plan.trial_seconds > 0 && self->touched[0] != NULL)
    change =
      modscope_trial_begin (trial, call, g_steal_pointer (&self->back), g_steal_pointer (&history));
  else
    {
      if (call->plan.trial_seconds > 0)
        modscope_trial_release (trial);
      g_clear_pointer (&self->back, modscope_put_back_free);
      modscope_act_keep_history (call->setup->paths, call->user, history);
    }
  modscope_call_return (call,
                        make_reply (call->method->reply, (const char *const *) changed, change));
  acting_free (self);
}

static void
worker_done_cb (const ModscopeWork *work, gpointer user_data)
{
  Acting *self = user_data;
  g_autofree char *untrue = NULL;
  g_autoptr (GError) error = NULL;

  self->touched = g_strdupv (work->done);
  if (work->crashed)
    fail (self, work, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED,
          "The process that was at work was ended: the driver crashed, or memory ran out",
          work->object);
  else if (work->errsv != 0)
    fail (self, work,
          modscope_kernel_answer_to_code (g_strcmp0 (work->verb, MODSCOPE_WORKER_UNLOAD) != 0,
                                          work->errsv, (const char *const *) work->kernel_lines),
          get_sentence (work->verb), work->object);
  else if (!check (self, &untrue, &error))
    fail (self, work, (ModscopeHelperError) error->code, error->message, untrue);
  else
    succeed (self);
}

void
modscope_act_on_kernel (ModscopeCall *call)
{
  const ModscopeCallPlan *plan = &call->plan;
  const ModscopeCallSetup *setup = call->setup;
  Acting *self = g_new0 (Acting, 1);

  self->call = call;
  self->before = modscope_live_read (setup->paths, NULL);
  if (plan->trial_seconds > 0)
    modscope_trial_reserve (setup->trial);
  if ((plan->trial_seconds > 0 || call->method->puts_back) &&
      g_variant_n_children (plan->orders) > 0)
    self->back = modscope_put_back_new (setup->paths, plan->back, plan->device);
  modscope_worker_run (setup->worker, setup->paths, plan->orders, worker_done_cb, self);
}
