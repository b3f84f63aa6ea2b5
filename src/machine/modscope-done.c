/* What was done with a module, read back, and in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-done.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "config/modscope-block-effect.h"

static void
done_free (gpointer data)
{
  ModscopeDone *done = data;

  g_free (done->module);
  g_free (done->reason);
  g_free (done->text);
  g_free (done);
}

GPtrArray *
modscope_done_list_new (void)
{
  return g_ptr_array_new_with_free_func (done_free);
}

void
modscope_done_list_add (
  GPtrArray *list, const char *verb, const char *module, gboolean effective, const char *reason)
{
  ModscopeDone *done = g_new0 (ModscopeDone, 1);

  done->verb = verb;
  done->module = g_strdup (module);
  done->effective = effective;
  done->reason = reason != NULL && reason[0] != '\0' ? g_strdup (reason) : NULL;
  done->text = done->reason != NULL ? modscope_block_effect_translate (done->reason) : NULL;
  g_ptr_array_add (list, done);
}

static const char *
find_difference (ModscopeMachine *machine, const char *name, gboolean is_load)
{
  ModscopeModule *module = modscope_machine_lookup (machine, name);
  gboolean is_loaded = module != NULL && modscope_module_is_in_kernel (module);

  if (is_loaded == is_load)
    return NULL;
  return is_load ? _ ("it is not loaded any more") : _ ("it was loaded again");
}

void
modscope_done_list_add_read_back (GPtrArray *list,
                                  ModscopeMachine *machine,
                                  const char *verb,
                                  const char *const *names)
{
  for (; *names != NULL; names++)
    {
      const char *difference = find_difference (machine, *names, strcmp (verb, "unload") != 0);

      modscope_done_list_add (list, verb, *names, difference == NULL, difference);
    }
}

static const char *
get_format (const ModscopeDone *self, ModscopeModule *module)
{
  if (strcmp (self->verb, "load") == 0)
    /* Translators: a module was loaded. */
    return _ ("Loaded %s");
  if (strcmp (self->verb, "unload") == 0)
    /* Translators: a module was unloaded. */
    return _ ("Unloaded %s");
  if (strcmp (self->verb, "restart") == 0)
    /* Translators: a module was unloaded and loaded again. */
    return _ ("Restarted %s");
  if (strcmp (self->verb, "off") == 0)
    /* Translators: a device was turned off. */
    return _ ("Turned off %s until the computer restarts");
  if (strcmp (self->verb, "on") == 0)
    /* Translators: a device was turned on. */
    return _ ("Turned on %s");
  if (strcmp (self->verb, "use-driver") == 0)
    /* Translators: a device is driven by another driver now. */
    return _ ("Changed the driver of %s until the computer restarts");
  if (strcmp (self->verb, "switch-off") == 0)
    /* Translators: the radio of a device was switched off. */
    return _ ("Switched off the radio of %s");
  if (strcmp (self->verb, "switch-on") == 0)
    /* Translators: the radio of a device was switched on. */
    return _ ("Switched on the radio of %s");
  if (strcmp (self->verb, "unblock") == 0)
    return _ ("Removed the rule that blocked %s");
  if (!self->effective)
    /* Translators: why follows. */
    return _ ("The rule that blocks %s is written, but has no effect");
  switch (module != NULL ? modscope_module_get_blocked (module) : MODSCOPE_BLOCKED_NO)
    {
    case MODSCOPE_BLOCKED_AUTOLOAD:
      return _ ("%s is not loaded automatically any more");
    case MODSCOPE_BLOCKED_ALWAYS:
    case MODSCOPE_BLOCKED_AT_BOOT:
      return _ ("%s is never loaded any more");
    case MODSCOPE_BLOCKED_NO:
    default:
      return _ ("Wrote the rule that blocks %s");
    }
}

char *
modscope_done_dup_sentence (const ModscopeDone *self, ModscopeMachine *machine)
{
  ModscopeModule *module = modscope_machine_lookup (machine, self->module);
  ModscopeDevice *device = modscope_machine_lookup_device (machine, self->module);
  g_auto (GStrv) parts = g_strsplit (get_format (self, module), "%s", 2);
  const char *name = device != NULL ? modscope_device_get_name (device) : self->module;

  return g_strconcat (parts[0], name, parts[1], NULL);
}

const char *
modscope_done_get_reason (const ModscopeDone *self)
{
  return self->text;
}

const char *
modscope_done_get_rest (const ModscopeDone *self, ModscopeMachine *machine)
{
  ModscopeModule *module = modscope_machine_lookup (machine, self->module);

  if (strcmp (self->verb, "block") != 0 || !self->effective || module == NULL ||
      !modscope_module_is_in_kernel (module))
    return NULL;
  /* Translators: follows "X is never loaded any more". */
  return _ ("; it is loaded now, and stays until it is unloaded or the computer restarts");
}
