/* How loading and unloading ended, as the answer to a call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-outcome.h"

#include <errno.h>
#include <string.h>

#include "base/modscope-helper-error.h"
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

/* The first module that is not as the kernel said it would be. */
static const char *
find_untrue (GPtrArray *live, gboolean load, const char *target, const ModscopeWork *work)
{
  for (guint i = 0; work->done[i] != NULL; i++)
    if (is_live (live, work->done[i]) != load)
      return work->done[i];
  return target != NULL && !is_live (live, target) ? target : NULL;
}

static void
set_error (
  GError **error, int code, const char *sentence, const char *module, const ModscopeWork *work)
{
  const ModscopeFailure failure = {
    .sentence = (char *) sentence,
    .errsv = work->errsv,
    .module = (char *) module,
    .done = work->done,
    .kernel_lines = work->kernel_lines,
    /* The kernel's own list of what it refuses is on its command line. */
    .files = code == MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT
               ? (char *[]){ (char *) "/proc/cmdline:0", NULL }
               : NULL,
  };
  g_autofree char *message = modscope_failure_to_message (&failure);

  g_set_error_literal (error, MODSCOPE_HELPER_ERROR, code, message);
}

gboolean
modscope_outcome_check (
  ModscopePaths *paths, gboolean load, const char *target, const ModscopeWork *work, GError **error)
{
  g_autoptr (GPtrArray) live = NULL;
  const char *untrue;

  if (work->crashed)
    {
      set_error (error, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED,
                 "The driver crashed: the kernel ended the process that was at work", work->module,
                 work);
      return FALSE;
    }
  if (work->errsv != 0)
    {
      set_error (
        error,
        modscope_outcome_get_code (load, work->errsv, (const char *const *) work->kernel_lines),
        load ? "The kernel did not load the module" : "The kernel did not unload the module",
        work->module, work);
      return FALSE;
    }
  live = modscope_live_read (paths, NULL);
  untrue = find_untrue (live, load, target, work);
  if (untrue != NULL)
    set_error (error, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED,
               "The kernel reported success, but the list of its modules says otherwise", untrue,
               work);
  return untrue == NULL;
}
