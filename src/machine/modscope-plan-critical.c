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

/* Of a device it may be what is behind it. */
static const char *
get_device_format (ModscopeCriticalReason reason)
{
  switch (reason)
    {
    case MODSCOPE_CRITICAL_DISK:
      return _ ("The disk that this computer runs from depends on %s, whose driver is never taken "
                "away.");
    case MODSCOPE_CRITICAL_DISPLAY:
      return _ ("The display in use depends on %s: the screen can go dark, and stay dark until the "
                "computer restarts.");
    case MODSCOPE_CRITICAL_INPUT:
      return _ ("The only keyboard or the only pointer depends on %s: the computer can then not be "
                "operated any more.");
    case MODSCOPE_CRITICAL_NETWORK:
      return _ ("The only network connection depends on %s: it is cut.");
    case MODSCOPE_CRITICAL_NONE:
    default:
      return NULL;
    }
}

static const char *
get_format (const char *verb, ModscopeCriticalReason reason)
{
  if (modscope_plan_is_of_device (verb))
    return get_device_format (reason);
  return strcmp (verb, "block") == 0 ? get_block_format (reason) : get_unload_format (reason);
}

static ModscopeCriticalReason
find (const ModscopePlanReading *reading, const char *verb, const char *const *names)
{
  gboolean is_of_device = modscope_plan_is_of_device (verb);

  return modscope_critical_find (reading->critical, is_of_device ? NULL : names,
                                 is_of_device ? names : NULL);
}

/* Of several that are critical only together it is the last. */
static const char *
find_critical (const ModscopePlanReading *reading,
               const char *verb,
               const char *const *names,
               ModscopeCriticalReason reason)
{
  for (const char *const *name = names;; name++)
    {
      const char *const alone[] = { *name, NULL };

      if (name[1] == NULL || find (reading, verb, alone) == reason)
        return *name;
    }
}

/* What the steps are called that take something away. */
static const char *
get_step_verb (const char *verb)
{
  if (modscope_plan_is_of_device (verb))
    return verb;
  return strcmp (verb, "block") == 0 ? "write-rule" : "unload";
}

static char *
dup_sentence (const char *format, ModscopeMachine *machine, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  ModscopeDevice *device = modscope_machine_lookup_device (machine, name);

  return g_strconcat (parts[0], device != NULL ? modscope_device_get_name (device) : name, parts[1],
                      NULL);
}

void
modscope_plan_add_critical (ModscopePlan *self,
                            ModscopeMachine *machine,
                            const ModscopePlanReading *reading,
                            const char *verb)
{
  g_auto (GStrv) names = NULL;
  const char *critical;

  if (reading->critical == NULL || self->steps->len == 0)
    return;
  names = modscope_plan_dup_names (self, get_step_verb (verb));
  self->critical_reason = find (reading, verb, (const char *const *) names);
  if (self->critical_reason == MODSCOPE_CRITICAL_NONE)
    return;
  critical = find_critical (reading, verb, (const char *const *) names, self->critical_reason);
  self->critical = dup_sentence (get_format (verb, self->critical_reason), machine, critical);
}
