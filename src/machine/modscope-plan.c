/* What an action would do: the plan itself, and the making of one for several modules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-plan-private.h"

#include <errno.h>
#include <string.h>

#include "base/modscope-helper-error.h"

static void
step_free (gpointer data)
{
  ModscopePlanStep *step = data;

  g_free (step->verb);
  g_free (step->module);
  g_free (step);
}

static void
warning_free (gpointer data)
{
  ModscopePlanWarning *warning = data;

  g_free (warning->module);
  g_free (warning->code);
  g_free (warning->text);
  g_free (warning);
}

static ModscopePlan *
plan_new (void)
{
  ModscopePlan *self = g_new0 (ModscopePlan, 1);

  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->devices = g_new0 (char *, 1);
  self->warnings = g_ptr_array_new_with_free_func (warning_free);
  return self;
}

void
modscope_plan_free (ModscopePlan *self)
{
  g_ptr_array_unref (self->steps);
  g_strfreev (self->devices);
  g_free (self->critical);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

void
modscope_plan_add_step (ModscopePlan *self, const char *verb, const char *module)
{
  ModscopePlanStep *step;

  for (guint i = 0; i < self->steps->len; i++)
    {
      step = g_ptr_array_index (self->steps, i);
      if (strcmp (step->verb, verb) == 0 && strcmp (step->module, module) == 0)
        return;
    }
  step = g_new (ModscopePlanStep, 1);
  step->verb = g_strdup (verb);
  step->module = g_strdup (module);
  g_ptr_array_add (self->steps, step);
}

static const ModscopePlanWarning *
find_warning (const ModscopePlan *self, const char *code)
{
  for (guint i = 0; i < self->warnings->len; i++)
    {
      const ModscopePlanWarning *warning = g_ptr_array_index (self->warnings, i);

      if (strcmp (warning->code, code) == 0)
        return warning;
    }
  return NULL;
}

static gboolean
has_warning (const ModscopePlan *self, const char *text)
{
  for (guint i = 0; i < self->warnings->len; i++)
    {
      const ModscopePlanWarning *warning = g_ptr_array_index (self->warnings, i);

      if (strcmp (warning->text, text) == 0)
        return TRUE;
    }
  return FALSE;
}

void
modscope_plan_add_warning (
  ModscopePlan *self, const char *module, const char *code, const char *format, ...)
{
  g_autofree char *text = NULL;
  ModscopePlanWarning *warning;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (has_warning (self, text))
    return;
  warning = g_new (ModscopePlanWarning, 1);
  warning->module = g_strdup (module);
  warning->code = g_strdup (code);
  warning->text = g_steal_pointer (&text);
  g_ptr_array_add (self->warnings, warning);
}

GStrv
modscope_plan_dup_names (const ModscopePlan *self, const char *verb)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->steps->len; i++)
    {
      const ModscopePlanStep *step = g_ptr_array_index (self->steps, i);

      if (strcmp (step->verb, verb) == 0)
        g_strv_builder_add (names, step->module);
    }
  return g_strv_builder_end (names);
}

/* --- What is refused --- */

/* Strongest first. What the helper would say, too, if it were asked. */
static const struct
{
  const char *verb;
  const char *code;
  ModscopeHelperError error;
  int errsv;
  const char *file;
} refusals[] = {
  { "load", "builtin", MODSCOPE_HELPER_ERROR_BUILT_IN, 0, NULL },
  { "load", "blocked-at-boot", MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT, 0, "/proc/cmdline:0" },
  { "load", "blocked-by-rule", MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT, 0, NULL },
  { "load", "install-command", MODSCOPE_HELPER_ERROR_INSTALL_COMMAND, 0, NULL },
  { "unload", "builtin", MODSCOPE_HELPER_ERROR_BUILT_IN, 0, NULL },
  { "unload", "cannot-unload", MODSCOPE_HELPER_ERROR_KERNEL_REFUSED, EBUSY, NULL },
  { "unload", "in-use", MODSCOPE_HELPER_ERROR_IN_USE, 0, NULL },
};

static void
refuse (const ModscopePlanWarning *warning,
        ModscopeHelperError code,
        int errsv,
        const char *file,
        GError **error)
{
  char *files[] = { (char *) file, NULL };
  const ModscopeFailure failure = {
    .sentence = warning->text,
    .errsv = errsv,
    .module = warning->module,
    .files = files,
  };
  g_autofree char *message = modscope_failure_to_message (&failure);

  g_set_error_literal (error, MODSCOPE_HELPER_ERROR, (int) code, message);
}

gboolean
modscope_plan_check (const ModscopePlan *self, const char *verb, GError **error)
{
  const ModscopePlanWarning *warning;

  gboolean restarts = strcmp (verb, "restart") == 0;

  /* A restart is refused for what either half is refused for. */
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      warning = restarts || strcmp (refusals[i].verb, verb) == 0
                  ? find_warning (self, refusals[i].code)
                  : NULL;
      if (warning == NULL)
        continue;
      refuse (warning, refusals[i].error, refusals[i].errsv, refusals[i].file, error);
      return FALSE;
    }
  /* Only a rule of Modscope's own is removed by it. */
  warning = find_warning (self, "blocked-by-rule");
  if (strcmp (verb, "unblock") != 0 || self->steps->len > 0 || warning == NULL)
    return TRUE;
  refuse (warning, MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT, 0, NULL, error);
  return FALSE;
}

/* --- Making one --- */

static gboolean
add_module (ModscopePlan *self,
            ModscopeMachine *machine,
            const ModscopePlanReading *reading,
            const char *verb,
            const char *name,
            gboolean always,
            GError **error)
{
  if (modscope_plan_is_of_device (verb))
    return modscope_plan_add_device (self, machine, verb, name, error);
  if (strcmp (verb, "load") == 0)
    return modscope_plan_add_load (self, machine, reading, name, error);
  if (strcmp (verb, "unload") == 0 || strcmp (verb, "restart") == 0)
    return modscope_plan_add_unload (self, machine, name, error);
  if (strcmp (verb, "block") == 0)
    return modscope_plan_add_block (self, machine, reading, name, always, error);
  return modscope_plan_add_unblock (self, machine, reading, name, error);
}

static ModscopePlan *
assemble (ModscopeMachine *machine,
          const ModscopePlanReading *reading,
          const char *verb,
          const char *const *names,
          gboolean always,
          GError **error)
{
  g_autoptr (ModscopePlan) self = plan_new ();

  for (; *names != NULL; names++)
    if (!add_module (self, machine, reading, verb, *names, always, error))
      return NULL;
  if (strcmp (verb, "restart") == 0)
    modscope_plan_add_return (self, machine);
  if (strcmp (verb, "load") == 0)
    modscope_plan_add_starting (self, machine);
  modscope_plan_add_critical (self, machine, reading, verb);
  return g_steal_pointer (&self);
}

ModscopePlan *
modscope_plan_make (ModscopeMachine *machine,
                    const char *verb,
                    const char *const *names,
                    gboolean always,
                    GError **error)
{
  g_autoptr (ModscopePlanReading) reading =
    modscope_plan_reading_take (modscope_machine_get_kernel (machine), verb, names);

  return assemble (machine, reading, verb, names, always, error);
}

typedef struct
{
  ModscopeKernel *kernel;
  char *verb;
  GStrv names;
  gboolean always;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  modscope_kernel_unref (job->kernel);
  g_free (job->verb);
  g_strfreev (job->names);
  g_free (job);
}

static void
reading_thread (GTask *task, gpointer machine, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_pointer (
    task, modscope_plan_reading_take (job->kernel, job->verb, (const char *const *) job->names),
    (GDestroyNotify) modscope_plan_reading_free);
}

void
modscope_plan_make_async (ModscopeMachine *machine,
                          const char *verb,
                          const char *const *names,
                          gboolean always,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (machine, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->kernel = modscope_kernel_ref (modscope_machine_get_kernel (machine));
  job->verb = g_strdup (verb);
  job->names = g_strdupv ((GStrv) names);
  job->always = always;
  g_task_set_source_tag (task, modscope_plan_make_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, reading_thread);
}

ModscopePlan *
modscope_plan_make_finish (ModscopeMachine *machine, GAsyncResult *result, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (ModscopePlanReading) reading = g_task_propagate_pointer (G_TASK (result), error);

  g_return_val_if_fail (g_task_is_valid (result, machine), NULL);
  return reading != NULL ? assemble (machine, reading, job->verb, (const char *const *) job->names,
                                     job->always, error)
                         : NULL;
}
