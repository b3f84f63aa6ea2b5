/* Acts on the kernel, by the worker, read back, and put back where that is due.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-act.h"

#include <string.h>

#include "base/modscope-refuse.h"
#include "helper/modscope-put-back.h"
#include "helper/modscope-trial.h"
#include "helper/modscope-verbs.h"
#include "system/modscope-history.h"
#include "system/modscope-kernel-answer.h"
#include "system/modscope-live.h"

/** Acting: a call that failed half-way, while things are put back. */
typedef struct
{
  ModscopeCall *call;
  const ModscopeAct *act;
  GStrv touched;
  guint saved; /* of modscope_put_back_save(), or 0 */
  int code;
  ModscopeFailure failure; /* of strings of its own */
} Acting;

static GVariant *
get_steps (ModscopeCall *call, guint index)
{
  return g_variant_get_child_value (modscope_call_get_steps (call), index);
}

/* --- Reading back --- */

static gboolean
is_live (GPtrArray *live, const char *name)
{
  const ModscopeLiveModule *module = live != NULL ? modscope_live_find (live, name) : NULL;

  return module != NULL && module->state == MODSCOPE_LIVE_LIVE;
}

/* The modules among @touched that are not as they were: what is loaded first was not there. */
static GStrv
list_changed (ModscopePaths *paths, GVariant *orders, const char *const *touched)
{
  g_autoptr (GPtrArray) live = modscope_live_read (paths, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) changed = g_strv_builder_new ();
  GVariantIter iter;
  const char *verb;
  const char *name;

  g_variant_iter_init (&iter, orders);
  while (g_variant_iter_next (&iter, "(&s&sayb)", &verb, &name, NULL, NULL))
    if (strcmp (verb, MODSCOPE_WORKER_WRITE) != 0 && g_strv_contains (touched, name) &&
        g_hash_table_add (seen, (gpointer) name) &&
        is_live (live, name) == (strcmp (verb, MODSCOPE_WORKER_LOAD) == 0))
      g_strv_builder_add (changed, name);
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

/* --- The history --- */

GVariant *
modscope_act_list_modules (const char *verb, const char *const *names)
{
  GVariantBuilder changes = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (MODSCOPE_ACT_HISTORY));

  for (; *names != NULL; names++)
    g_variant_builder_add (&changes, "(sss)", verb, *names, "");
  return g_variant_builder_end (&changes);
}

void
modscope_act_keep_history (ModscopePaths *paths, uid_t user, GVariant *changes)
{
  g_autofree char *folder = modscope_paths_build (paths, MODSCOPE_HISTORY_FOLDER);
  gsize count = g_variant_n_children (changes);
  g_autofree ModscopeHistoryChange *kept = g_new0 (ModscopeHistoryChange, count + 1);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < count; i++)
    g_variant_get_child (changes, i, "(&s&s&s)", &kept[i].verb, &kept[i].module, &kept[i].value);
  if (count > 0 && !modscope_history_append_changes (folder, user, kept, count, &error))
    g_warning ("The history could not be written: %s", error->message);
}

/* Nothing where nothing was done, or where a change is none to undo. */
static GVariant *
dup_history (Acting *self, const char *const *changed)
{
  if (self->act->history == NULL || self->touched[0] == NULL)
    return NULL;
  return g_variant_ref_sink (self->act->history (self->call, changed));
}

static void
keep (Acting *self, const char *const *changed)
{
  g_autoptr (GVariant) history = dup_history (self, changed);

  if (history != NULL)
    modscope_act_keep_history (modscope_call_get_setup (self->call)->paths,
                               modscope_call_get_user (self->call), history);
}

/* --- Failure --- */

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
answer_failure (Acting *self)
{
  g_autoptr (GVariant) orders = get_steps (self->call, 0);
  g_autofree char *message = NULL;
  g_auto (GStrv) files = NULL;

  modscope_put_back_forget (modscope_call_get_setup (self->call)->paths, self->saved);

  /* The kernel's own list of what it refuses is on its command line. */
  if (self->code == MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT)
    files = g_strdupv ((char *[]){ (char *) "/proc/cmdline:0", NULL });
  self->failure.files = files;
  self->failure.done = list_changed (modscope_call_get_setup (self->call)->paths, orders,
                                     (const char *const *) self->touched);
  /* A half that stays is a change, too. */
  if (!self->act->puts_back)
    keep (self, (const char *const *) self->failure.done);
  message = modscope_failure_to_message (&self->failure);
  modscope_call_fail (self->call, g_error_new_literal (MODSCOPE_HELPER_ERROR, self->code, message));
  g_strfreev (self->touched);
  g_free (self->failure.sentence);
  g_free (self->failure.module);
  g_strfreev (self->failure.done);
  g_strfreev (self->failure.kernel_lines);
  g_free (self);
}

static void
put_back_cb (const ModscopeWork *work, gpointer user_data)
{
  answer_failure (user_data);
}

static void
fail (Acting *self,
      const ModscopeWork *work,
      ModscopeHelperError code,
      const char *sentence,
      const char *module)
{
  const ModscopeCallSetup *setup = modscope_call_get_setup (self->call);
  g_autoptr (GVariant) back = get_steps (self->call, 1);
  gboolean is_module = g_strcmp0 (work->verb, MODSCOPE_WORKER_WRITE) != 0;

  modscope_trial_release (setup->trial, self->call);
  self->code = (int) code;
  self->failure.sentence = g_strdup (sentence);
  self->failure.errsv = work->errsv;
  self->failure.module = is_module ? g_strdup (module) : NULL;
  self->failure.kernel_lines = g_strdupv (work->kernel_lines);
  if (self->act->puts_back && work->done[0] != NULL)
    modscope_worker_run (setup->worker, setup->paths, modscope_worker_make_soft (back), put_back_cb,
                         self);
  else
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
  const ModscopeCallSetup *setup = modscope_call_get_setup (call);
  g_autoptr (GVariant) orders = get_steps (call, 0);
  g_autoptr (GVariant) back = get_steps (call, 1);
  g_auto (GStrv) changed = list_changed (setup->paths, orders, (const char *const *) self->touched);
  guint change = 0;

  if (modscope_trial_is_reserved (setup->trial, call) && self->touched[0] != NULL)
    change = modscope_trial_begin (setup->trial, call, back, self->saved,
                                   dup_history (self, (const char *const *) changed));
  else
    {
      modscope_trial_release (setup->trial, call);
      modscope_put_back_forget (setup->paths, self->saved);
      keep (self, (const char *const *) changed);
    }
  modscope_call_return (call, make_reply (self->act->reply, (const char *const *) changed, change));
  g_strfreev (self->touched);
  g_free (self);
}

static void
worker_done_cb (const ModscopeWork *work, gpointer user_data)
{
  Acting *self = user_data;
  g_autoptr (GVariant) orders = get_steps (self->call, 0);
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
  else if ((untrue = dup_untrue (modscope_call_get_setup (self->call)->paths, orders)) != NULL)
    fail (self, work, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED,
          "The kernel reported success, but its list of modules says otherwise", untrue);
  else if (self->act->check != NULL &&
           !self->act->check (self->call, (const char *const *) self->touched, &error))
    fail (self, work, (ModscopeHelperError) error->code, error->message, NULL);
  else
    succeed (self);
}

GVariant *
modscope_act_make_steps (
  GVariant *orders, GVariant *back, guint32 seconds, const char *before, const char *identity)
{
  if (back == NULL)
    back = g_variant_new_array (G_VARIANT_TYPE ("(ssayb)"), NULL, 0);
  return g_variant_new ("(@" MODSCOPE_WORKER_ORDERS "@" MODSCOPE_WORKER_ORDERS "uss)", orders, back,
                        seconds, before != NULL ? before : "", identity != NULL ? identity : "");
}

gboolean
modscope_act_check_trial (const ModscopeCallSetup *setup, guint32 seconds, GError **error)
{
  if (seconds > MODSCOPE_TRIAL_SECONDS_MAX)
    {
      g_set_error_literal (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                           "trial_seconds are too many");
      return FALSE;
    }
  return seconds == 0 || modscope_trial_check_free (setup->trial, error);
}

void
modscope_act_run (ModscopeCall *call, const ModscopeAct *act)
{
  const ModscopeCallSetup *setup = modscope_call_get_setup (call);
  Acting *self = g_new0 (Acting, 1);
  g_autoptr (GVariant) orders = get_steps (call, 0);
  guint32 seconds;

  self->call = call;
  self->act = act;
  g_variant_get_child (modscope_call_get_steps (call), 2, "u", &seconds);
  if (seconds > 0)
    modscope_trial_reserve (setup->trial, call, seconds);
  if ((seconds > 0 || act->puts_back) && g_variant_n_children (orders) > 0)
    {
      g_autoptr (GVariant) back = get_steps (call, 1);

      self->saved = modscope_put_back_save (setup->paths, back);
    }
  modscope_worker_run (setup->worker, setup->paths, orders, worker_done_cb, self);
}
