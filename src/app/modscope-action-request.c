/* What a person asks for, and the way back from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-action-request.h"

#include <string.h>

#include "machine/modscope-device-undo.h"

ModscopeActionRequest *
modscope_action_request_new (const char *verb, const char *const *modules)
{
  ModscopeActionRequest *self = g_new0 (ModscopeActionRequest, 1);

  self->verb = g_intern_string (verb);
  self->modules = g_strdupv ((GStrv) modules);
  return self;
}

ModscopeActionRequest *
modscope_action_request_new_rules (const char *const *modules, const char *strength)
{
  const char *verb = *strength != '\0' ? "block" : "unblock";
  ModscopeActionRequest *self = modscope_action_request_new (verb, modules);
  g_autoptr (GStrvBuilder) strengths = g_strv_builder_new ();

  for (; *modules != NULL; modules++)
    g_strv_builder_add (strengths, strength);
  self->strengths = g_strv_builder_end (strengths);
  return self;
}

ModscopeActionRequest *
modscope_action_request_new_device (const char *verb, ModscopeDevice *device)
{
  const char *const ids[] = { modscope_device_get_id (device), NULL };
  ModscopeActionRequest *self = modscope_action_request_new (verb, ids);

  self->target = g_strdup (modscope_device_get_name (device));
  return self;
}

gboolean
modscope_action_request_is_of_device (const ModscopeActionRequest *self)
{
  static const char *const verbs[] = { "off", "on", "use-driver", "switch-off", "switch-on", NULL };

  return g_strv_contains (verbs, self->verb);
}

void
modscope_action_request_free (ModscopeActionRequest *self)
{
  g_strfreev (self->modules);
  g_strfreev (self->with);
  g_strfreev (self->parameters);
  g_strfreev (self->expected);
  g_strfreev (self->strengths);
  g_free (self->reason);
  g_free (self->driver_module);
  g_free (self->driver);
  g_free (self->target);
  g_free (self);
}

const char *
modscope_action_request_find_strength (ModscopeMachine *machine, const char *module)
{
  GListModel *rules = modscope_machine_get_rules (machine);
  const char *strength = "";

  for (guint i = 0; i < g_list_model_get_n_items (rules); i++)
    {
      g_autoptr (ModscopeRule) rule = g_list_model_get_item (rules, i);

      if (!modscope_rule_is_own (rule) || !modscope_rule_names_module (rule, module))
        continue;
      if (modscope_rule_get_verb (rule) == MODSCOPE_VERB_INSTALL)
        return "always";
      if (modscope_rule_get_verb (rule) == MODSCOPE_VERB_BLACKLIST)
        strength = "autoload";
    }
  return strength;
}

static ModscopeActionRequest *
new_rules_undo (const ModscopeActionRequest *self, ModscopeMachine *machine)
{
  ModscopeActionRequest *undo = modscope_action_request_new (
    strcmp (self->verb, "block") == 0 ? "unblock" : "block", (const char *const *) self->modules);
  g_autoptr (GStrvBuilder) strengths = g_strv_builder_new ();

  for (char **module = self->modules; *module != NULL; module++)
    g_strv_builder_add (strengths, modscope_action_request_find_strength (machine, *module));
  undo->strengths = g_strv_builder_end (strengths);
  return undo;
}

static ModscopeActionRequest *
new_device_undo (const ModscopeActionRequest *self, ModscopeMachine *machine)
{
  ModscopePaths *paths = modscope_kernel_get_paths (modscope_machine_get_kernel (machine));
  const char *device = self->modules[0];
  g_autofree char *before = modscope_device_undo_dup_driver (paths, device);
  const char *driver;
  const char *verb = modscope_device_undo_get_step (paths, device, self->verb, before, 0, &driver);
  ModscopeActionRequest *undo =
    modscope_action_request_new (verb, (const char *const *) self->modules);

  undo->target = g_strdup (self->target);
  undo->undoes = self->verb;
  undo->driver = g_steal_pointer (&before);
  return undo;
}

ModscopeActionRequest *
modscope_action_request_new_undo (const ModscopeActionRequest *self, ModscopeMachine *machine)
{
  if (strcmp (self->verb, "restart") == 0)
    return NULL;
  if (self->strengths != NULL)
    return new_rules_undo (self, machine);
  if (modscope_action_request_is_of_device (self))
    return new_device_undo (self, machine);
  return modscope_action_request_new (strcmp (self->verb, "load") == 0 ? "unload" : "load",
                                      (const char *const *) self->modules);
}

void
modscope_action_request_set_done (ModscopeActionRequest *self, GPtrArray *done)
{
  /* Rules are all or none, and a device is one. */
  if (self->strengths != NULL || modscope_action_request_is_of_device (self))
    return;
  g_strfreev (self->modules);
  self->modules = g_new0 (char *, done->len + 1);
  /* The last that was done is the first that is undone. */
  for (guint i = 0; i < done->len; i++)
    self->modules[i] =
      g_strdup (((const ModscopeDone *) g_ptr_array_index (done, done->len - 1 - i))->module);
}
