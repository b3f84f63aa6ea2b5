/* Asks the helper for changes, and waits for its answers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/modscope-action.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

#include "base/modscope-error.h"
#include "cli/modscope-text-agent.h"
#include "machine/modscope-boot-effect.h"

#define TRIAL_MAX 300

struct _ModscopeAction
{
  ModscopeCli *cli;
  ModscopeClient *client;
  GCancellable *cancellable;
  ModscopeTextAgent *agent;
  guint interrupt_id;
  guint terminate_id;
  GAsyncResult *answer;
  GPtrArray *done;
  gboolean has_failed;
  ModscopeExit status;
};

static gboolean
signal_cb (gpointer user_data)
{
  ModscopeAction *self = user_data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

ModscopeAction *
modscope_action_new (ModscopeCli *cli)
{
  ModscopeAction *self = g_new0 (ModscopeAction, 1);

  self->cli = cli;
  self->cancellable = g_cancellable_new ();
  self->interrupt_id = g_unix_signal_add (SIGINT, signal_cb, self);
  self->terminate_id = g_unix_signal_add (SIGTERM, signal_cb, self);
  self->done = modscope_done_list_new ();
  return self;
}

void
modscope_action_free (ModscopeAction *self)
{
  g_clear_pointer (&self->agent, modscope_text_agent_stop);
  g_source_remove (self->interrupt_id);
  g_source_remove (self->terminate_id);
  g_clear_object (&self->client);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->done);
  g_free (self);
}

/* --- Before anybody is asked --- */

static void
keep_answer_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **answer = user_data;

  *answer = g_object_ref (result);
}

static void
wait_for (GAsyncResult **answer)
{
  while (*answer == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
query (ModscopeClient *client,
       GCancellable *cancellable,
       ModscopeClientState *state,
       GError **error)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) local_error = NULL;

  modscope_client_query_async (client, cancellable, keep_answer_cb, &answer);
  wait_for (&answer);
  *state = modscope_client_query_finish (client, answer, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
has_bus (ModscopeCli *cli)
{
  ModscopeMachine *machine = modscope_cli_get_machine (cli);

  return modscope_client_has_bus (
    modscope_kernel_get_paths (modscope_machine_get_kernel (machine)));
}

gboolean
modscope_action_query (ModscopeCli *cli, ModscopeClientState *state)
{
  g_autoptr (ModscopeClient) client = modscope_client_new ();

  return has_bus (cli) && query (client, NULL, state, NULL);
}

ModscopeMachine *
modscope_action_open_machine (ModscopeCli *cli, gboolean needs_modules, ModscopeExit *status)
{
  *status = MODSCOPE_EXIT_FAILED;
  if (modscope_cli_get_option (cli, "kernel") == NULL)
    return modscope_cli_open_machine (cli, needs_modules);
  modscope_cli_say (cli, _ ("Only the running kernel can be changed: leave out --kernel"));
  *status = MODSCOPE_EXIT_USAGE;
  return NULL;
}

static gboolean
find_helper (ModscopeAction *self, GError **error)
{
  ModscopeClientState state;

  if (!has_bus (self->cli))
    state = MODSCOPE_CLIENT_NO_BUS;
  else if (!query (self->client, self->cancellable, &state, error))
    return FALSE;
  return modscope_client_state_check (state, error);
}

/* Ready to ask: there is a helper, and somebody to ask for a password. */
static gboolean
prepare (ModscopeAction *self, const char *verb, const char *module)
{
  g_autoptr (GError) error = NULL;

  if (self->client != NULL)
    return TRUE;
  self->client = modscope_client_new ();
  if (find_helper (self, &error))
    {
      self->agent = modscope_text_agent_start (self->cancellable);
      return TRUE;
    }
  modscope_action_fail (self, verb, module, error);
  return FALSE;
}

/* --- Asking --- */

static GAsyncResult *
wait_for_answer (ModscopeAction *self)
{
  wait_for (&self->answer);
  return self->answer;
}

/* What is, and not what was asked for. */
static void
add_all_done (ModscopeAction *self, const char *verb, const char *const *names)
{
  modscope_cli_reread_machine (self->cli);
  modscope_done_list_add_read_back (self->done, modscope_cli_get_machine (self->cli), verb, names);
}

gboolean
modscope_action_load (ModscopeAction *self, const char *name, const char *const *parameters)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  if (!prepare (self, "load", name))
    return FALSE;
  modscope_client_load_async (self->client, name, parameters, NULL, self->cancellable,
                              keep_answer_cb, &self->answer);
  names = modscope_client_load_finish (self->client, wait_for_answer (self), &error);
  g_clear_object (&self->answer);
  if (names != NULL)
    add_all_done (self, "load", (const char *const *) names);
  else
    modscope_action_fail (self, "load", name, error);
  return names != NULL;
}

static guint
get_trial (ModscopeAction *self)
{
  const char *seconds = modscope_cli_get_option (self->cli, "trial");

  return seconds != NULL ? (guint) g_ascii_strtoull (seconds, NULL, 10) : 0;
}

gboolean
modscope_action_check_trial (ModscopeCli *cli)
{
  const char *seconds = modscope_cli_get_option (cli, "trial");

  if (seconds == NULL || g_ascii_string_to_unsigned (seconds, 10, 1, TRIAL_MAX, NULL, NULL))
    return TRUE;
  modscope_cli_say (cli, _ ("“%s” is not a number of seconds from 1 to %d"), seconds, TRIAL_MAX);
  return FALSE;
}

/* Returns: whether what was done stays; else it is reported */
static gboolean
ends_well (ModscopeAction *self, const char *verb, const char *object)
{
  g_autoptr (GError) error = NULL;

  if (modscope_client_get_trial (self->client) == 0)
    return TRUE;
  /* The terminal is ours again before anything is asked on it. */
  g_clear_pointer (&self->agent, modscope_text_agent_stop);
  if (modscope_action_wait_for_keep (self->cli, self->client, self->cancellable, &error))
    return TRUE;
  modscope_action_fail (self, verb, object, error);
  return FALSE;
}

gboolean
modscope_action_unload (ModscopeAction *self, const char *const *names)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) unloaded = NULL;

  if (!prepare (self, "unload", names[0]))
    return FALSE;
  modscope_client_unload_async (self->client, names, get_trial (self), self->cancellable,
                                keep_answer_cb, &self->answer);
  unloaded = modscope_client_unload_finish (self->client, wait_for_answer (self), &error);
  g_clear_object (&self->answer);
  if (unloaded == NULL)
    modscope_action_fail (self, "unload", names[0], error);
  else if (ends_well (self, "unload", names[0]))
    {
      add_all_done (self, "unload", (const char *const *) unloaded);
      return TRUE;
    }
  return FALSE;
}

/* The end of a restart or of a change of a device. */
static gboolean
finish_change (ModscopeAction *self, const char *verb, const char *object)
{
  g_autoptr (GError) error = NULL;
  gboolean done = modscope_client_change_finish (self->client, wait_for_answer (self), &error);

  g_clear_object (&self->answer);
  if (!done)
    modscope_action_fail (self, verb, object, error);
  else if (ends_well (self, verb, object))
    {
      modscope_done_list_add (self->done, verb, object, TRUE, NULL);
      return TRUE;
    }
  return FALSE;
}

gboolean
modscope_action_restart (ModscopeAction *self, const char *name, const char *const *with)
{
  if (!prepare (self, "restart", name))
    return FALSE;
  modscope_client_restart_async (self->client, name, with, get_trial (self), self->cancellable,
                                 keep_answer_cb, &self->answer);
  return finish_change (self, "restart", name);
}

gboolean
modscope_action_control_device (ModscopeAction *self,
                                const char *device,
                                const char *verb,
                                const char *driver)
{
  if (!prepare (self, verb, device))
    return FALSE;
  modscope_client_control_device_async (self->client, device, verb, driver, get_trial (self),
                                        self->cancellable, keep_answer_cb, &self->answer);
  return finish_change (self, verb, device);
}

/* What the helper has proven, and what of it the next start of the computer defeats. */
static void
add_effect (ModscopeAction *self, const char *verb, const ModscopeEffect *effect)
{
  ModscopeMachine *machine = modscope_cli_get_machine (self->cli);
  ModscopeModule *module = modscope_machine_lookup (machine, effect->module);
  g_autofree char *image = NULL;

  if (strcmp (verb, "block") == 0 && effect->effective && module != NULL &&
      modscope_module_is_in_kernel (module))
    image = modscope_boot_effect_dup_reason (modscope_machine_get_kernel (machine), effect->module);
  if (image != NULL && image[0] != '\0')
    modscope_done_list_add (self->done, verb, effect->module, FALSE, image);
  else
    modscope_done_list_add (self->done, verb, effect->module, effect->effective, effect->reason);
}

gboolean
modscope_action_apply (ModscopeAction *self, const ModscopeRuleChange *changes, gsize count)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) effects = NULL;

  if (!prepare (self, changes[0].verb, changes[0].module))
    return FALSE;
  modscope_client_apply_rules_async (self->client, changes, count, self->cancellable,
                                     keep_answer_cb, &self->answer);
  effects = modscope_client_rules_finish (self->client, wait_for_answer (self), &error);
  g_clear_object (&self->answer);
  if (effects == NULL)
    {
      modscope_action_fail (self, changes[0].verb, changes[0].module, error);
      return FALSE;
    }
  modscope_cli_reread_machine (self->cli);
  for (guint i = 0; i < effects->len && i < count; i++)
    {
      const ModscopeEffect *effect = g_ptr_array_index (effects, i);

      add_effect (self, changes[i].verb, effect);
    }
  return TRUE;
}

/* --- The end --- */

void
modscope_action_fail (ModscopeAction *self,
                      const char *verb,
                      const char *module,
                      const GError *error)
{
  /* The terminal is ours again before anything is printed on it. */
  g_clear_pointer (&self->agent, modscope_text_agent_stop);
  self->has_failed = TRUE;
  self->status = modscope_action_report_failure (self->cli, verb, module, error, self->done);
}

ModscopeExit
modscope_action_end (ModscopeAction *self)
{
  g_clear_pointer (&self->agent, modscope_text_agent_stop);
  return self->has_failed ? self->status : modscope_action_report_done (self->cli, self->done);
}

ModscopeExit
modscope_action_run_rules (ModscopeCli *cli, const ModscopeRuleChange *change)
{
  const char *const *words = modscope_cli_get_words (cli);
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (ModscopeRuleChange));
  g_autoptr (ModscopeAction) action = NULL;
  ModscopeExit status;

  /* A rule may be about a module of another kernel, or of one that is gone. */
  if (modscope_action_open_machine (cli, FALSE, &status) == NULL)
    return status;
  action = modscope_action_new (cli);
  for (const char *const *word = words; *word != NULL; word++)
    {
      ModscopeRuleChange each = *change;
      g_autoptr (GError) error = NULL;

      each.module = *word;
      g_array_append_val (changes, each);
      modscope_cli_lookup_module (cli, *word, &error);
      if (!g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_NAME))
        continue;
      modscope_action_fail (action, change->verb, *word, error);
      return modscope_action_end (action);
    }
  modscope_action_apply (action, (const ModscopeRuleChange *) (void *) changes->data, changes->len);
  return modscope_action_end (action);
}
