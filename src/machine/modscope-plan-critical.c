/* What the running system stands on of all that a plan takes away, and what comes of that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "machine/modscope-plan-private.h"

static const char *
get_unload_format (ModscopeCriticalReason reason)
{
  switch (reason)
    {
    case MODSCOPE_CRITICAL_DISK:
      return _ ("%s drives the disk that this computer runs from, and is never unloaded.");
    case MODSCOPE_CRITICAL_DISPLAY:
      return _ ("%s drives the display in use: the screen can go dark, and stay dark until the "
                "computer restarts.");
    case MODSCOPE_CRITICAL_INPUT:
      return _ ("%s drives the only keyboard or the only pointer: the computer can then not be "
                "operated any more.");
    case MODSCOPE_CRITICAL_NETWORK:
      return _ ("%s drives the only network connection: it is cut.");
    case MODSCOPE_CRITICAL_NONE:
    default:
      return NULL;
    }
}

static const char *
get_block_format (ModscopeCriticalReason reason)
{
  switch (reason)
    {
    case MODSCOPE_CRITICAL_DISK:
      return _ ("%s drives the disk that this computer runs from: it may not start without it.");
    case MODSCOPE_CRITICAL_DISPLAY:
      return _ ("%s drives the display in use: after a restart the screen can be dark or show "
                "less.");
    case MODSCOPE_CRITICAL_INPUT:
      return _ ("%s drives the only keyboard or the only pointer: after a restart the computer can "
                "perhaps not be operated any more.");
    case MODSCOPE_CRITICAL_NETWORK:
      return _ ("%s drives the only network connection: after a restart there is perhaps none.");
    case MODSCOPE_CRITICAL_NONE:
    default:
      return NULL;
    }
}

/* Of several that are critical only together it is the last. */
static const char *
find_critical (const ModscopePlanReading *reading,
               const char *const *names,
               ModscopeCriticalReason reason)
{
  for (const char *const *name = names;; name++)
    {
      const char *const alone[] = { *name, NULL };

      if (name[1] == NULL || modscope_critical_find (reading->critical, alone, NULL) == reason)
        return *name;
    }
}

static char *
dup_sentence (const char *verb, ModscopeCriticalReason reason, const char *name)
{
  const char *format =
    strcmp (verb, "block") == 0 ? get_block_format (reason) : get_unload_format (reason);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  return g_strconcat (parts[0], name, parts[1], NULL);
}

void
modscope_plan_add_critical (ModscopePlan *self,
                            const ModscopePlanReading *reading,
                            const char *verb)
{
  g_auto (GStrv) names = NULL;

  if (reading->critical == NULL || self->steps->len == 0)
    return;
  names = modscope_plan_dup_names (self, strcmp (verb, "block") == 0 ? "write-rule" : "unload");
  self->critical_reason =
    modscope_critical_find (reading->critical, (const char *const *) names, NULL);
  if (self->critical_reason != MODSCOPE_CRITICAL_NONE)
    self->critical =
      dup_sentence (verb, self->critical_reason,
                    find_critical (reading, (const char *const *) names, self->critical_reason));
}
