/* Loading and unloading, and how it ended as the answer to a call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-outcome.h"

#include <errno.h>
#include <string.h>

#include "base/modscope-helper-error.h"
#include "base/modscope-name.h"
#include "system/modscope-live.h"

static gboolean
says (const char *const *lines, const char *words)
{
  for (; *lines != NULL; lines++)
    if (strstr (*lines, words) != NULL)
      return TRUE;
  return FALSE;
}

int
modscope_outcome_get_code (gboolean load, int errsv, const char *const *lines)
{
  switch (errsv)
    {
    case EALREADY:
      return MODSCOPE_HELPER_ERROR_BUSY;
    case EWOULDBLOCK:
      return load ? MODSCOPE_HELPER_ERROR_KERNEL_REFUSED : MODSCOPE_HELPER_ERROR_IN_USE;
    case EKEYREJECTED:
    case ENOKEY:
    case EBADMSG:
      return MODSCOPE_HELPER_ERROR_SIGNATURE_REJECTED;
    case EPERM:
      if (says (lines, "Lockdown: "))
        return MODSCOPE_HELPER_ERROR_LOCKED_DOWN;
      if (says (lines, " is blacklisted"))
        return MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT;
      break;
    case ENOEXEC:
    case EINVAL:
      if (says (lines, ": version magic '") || says (lines, ": disagrees about version of symbol "))
        return MODSCOPE_HELPER_ERROR_WRONG_KERNEL;
      break;
    case ENOENT:
      if (says (lines, ": Unknown symbol "))
        return MODSCOPE_HELPER_ERROR_UNKNOWN_SYMBOL;
      break;
    default:
      break;
    }
  return MODSCOPE_HELPER_ERROR_KERNEL_REFUSED;
}

static gboolean
is_live (GPtrArray *live, const char *name)
{
  for (guint i = 0; live != NULL && i < live->len; i++)
    {
      const ModscopeLiveModule *module = g_ptr_array_index (live, i);

      if (strcmp (module->name, name) == 0 && module->state == MODSCOPE_LIVE_LIVE)
        return TRUE;
    }
  return FALSE;
}

/* What was done and is so. @untrue is the first that is not, of what was done and @target. */
static GStrv
read_back (
  GPtrArray *live, gboolean load, const char *target, const ModscopeWork *work, const char **untrue)
{
  g_autoptr (GStrvBuilder) is_so = g_strv_builder_new ();

  *untrue = target != NULL && !is_live (live, target) ? target : NULL;
  for (guint i = 0; work->done[i] != NULL; i++)
    if (is_live (live, work->done[i]) == load)
      g_strv_builder_add (is_so, work->done[i]);
    else if (*untrue == NULL)
      *untrue = work->done[i];
  return g_strv_builder_end (is_so);
}

static void
set_error (GError **error,
           int code,
           const char *sentence,
           const char *module,
           const ModscopeWork *work,
           GStrv done)
{
  const ModscopeFailure failure = {
    .sentence = (char *) sentence,
    .errsv = work->errsv,
    .module = (char *) module,
    .done = done,
    .kernel_lines = work->kernel_lines,
    /* The kernel's own list of what it refuses is on its command line. */
    .files = code == MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT
               ? (char *[]){ (char *) "/proc/cmdline:0", NULL }
               : NULL,
  };
  g_autofree char *message = modscope_failure_to_message (&failure);

  g_set_error_literal (error, MODSCOPE_HELPER_ERROR, code, message);
}

/* @target is what must be there after loading. Returns: whether all was done */
static gboolean
check (
  ModscopePaths *paths, gboolean load, const char *target, const ModscopeWork *work, GError **error)
{
  const char *const *lines = (const char *const *) work->kernel_lines;
  g_autoptr (GPtrArray) live = modscope_live_read (paths, NULL);
  const char *untrue;
  g_auto (GStrv) done = read_back (live, load, target, work, &untrue);

  if (work->crashed)
    set_error (error, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED,
               "The driver crashed: the kernel ended the process that was at work", work->module,
               work, done);
  else if (work->errsv != 0)
    set_error (error, modscope_outcome_get_code (load, work->errsv, lines),
               load ? "The kernel did not load it" : "The kernel did not unload it", work->module,
               work, done);
  else if (untrue != NULL)
    set_error (error, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED,
               "The kernel reported success, but its list of modules says otherwise", untrue, work,
               done);
  else
    return TRUE;
  return FALSE;
}

static void
worker_done_cb (const ModscopeWork *work, gpointer user_data)
{
  ModscopeCall *call = user_data;
  g_autofree char *target = NULL;
  GError *error = NULL;
  gboolean load;

  g_variant_get_child (modscope_call_get_steps (call), 0, "b", &load);
  if (load)
    {
      const char *asked;

      g_variant_get_child (modscope_call_get_arguments (call), 0, "&s", &asked);
      target = modscope_name_fold (asked);
    }
  if (!check (modscope_call_get_setup (call)->paths, load, target, work, &error))
    modscope_call_fail (call, error);
  else if (load)
    modscope_call_return (call, g_variant_new ("(^as)", work->done));
  else
    modscope_call_return (call, g_variant_new ("(^asu)", work->done, 0));
}

void
modscope_outcome_act (ModscopeCall *call)
{
  const ModscopeCallSetup *setup = modscope_call_get_setup (call);

  modscope_worker_run (setup->worker, setup->paths, modscope_call_get_steps (call), worker_done_cb,
                       call);
}
